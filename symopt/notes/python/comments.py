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
