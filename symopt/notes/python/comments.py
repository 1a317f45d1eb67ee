"""The comments of a listing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from symopt.notes.python.lines import Line
from symopt.notes.source import Excerpt, Place

_COMMENT = re.compile(r"^[^'\"#]*#+\s*(.*)$")


def comments(lines: Sequence[Line]) -> Iterator[Excerpt]:
    """Iterate over the comments of some lines, without their marks."""
    for line in lines:
        found = _COMMENT.match(line.raw)
        if found and found[1].strip():
            place = Place(line.place.line, line.place.column + found.start(1))
            yield Excerpt(found[1].strip(), (place,))


def around(found: Sequence[Excerpt], first: int, last: int) -> list[str]:
    """Return the comments right above some lines or among them."""
    above = _above(found, first)
    return [
        comment.text
        for comment in found
        if comment.start.line in above or first <= comment.start.line <= last
    ]


def _above(found: Sequence[Excerpt], line: int) -> set[int]:
    """Return the lines of the comments that stand right above a line."""
    have = {comment.start.line for comment in found}
    lines: set[int] = set()
    while line - 1 in have:
        line -= 1
        lines.add(line)
    return lines
