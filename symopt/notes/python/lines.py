"""The lines of a listing, each knowing where in the file it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from symopt.notes.document import Code
from symopt.notes.source import Excerpt, Place

MAX_CONTINUED = 30  # lines of one statement
TAB = 4

_MARK = re.compile(r"'''|\"\"\"|\\.|['\"#()\[\]{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what is read (`text`), what stands in the file (`raw`) and where it starts."""

    text: str
    raw: str
    place: Place
    fence: int

    def put(self, text: str) -> Line:
        """Return the line read in another way."""
        return Line(text, self.raw, self.place, self.fence)

    @property
    def blank(self) -> bool:
        """Whether nothing but a comment stands in it."""
        stripped = self.text.strip()
        return not stripped or stripped.startswith("#")

    @property
    def indent(self) -> int:
        """How many columns it is indented."""
        expanded = self.text.expandtabs(TAB)
        return len(expanded) - len(expanded.lstrip())


def lines_of(code: Code, fence: int) -> list[Line]:
    """Return the lines of a listing."""
    texts = re.split("\n", code.excerpt.text)
    return [
        Line(text.rstrip("\r"), text.rstrip("\r"), place, fence)
        for text, place in zip(texts, code.excerpt.starts, strict=True)
    ]


def excerpt(lines: Sequence[Line], first: int, last: int) -> Excerpt:
    """Return the text of some lines (both ends counted from 0, both taken) as in the file.

    Of lines from several fences, those of the first one.
    """
    taken = [line for line in lines[first : last + 1] if line.fence == lines[first].fence]
    while len(taken) > 1 and not taken[-1].raw.strip():
        taken.pop()
    raw = [line.raw for line in taken]
    indent = len(raw[0]) - len(raw[0].lstrip())
    start = taken[0].place
    starts = (Place(start.line, start.column + indent), *(line.place for line in taken[1:]))
    raw[-1] = raw[-1].rstrip() if len(raw) > 1 or raw[0].strip() else raw[-1]
    return Excerpt("\n".join([raw[0][indent:], *raw[1:]]), starts)


def statements(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Iterate over the first and last line of each statement; brackets may go over lines.

    An unclosed bracket ends with its line.
    """
    at = 0
    while at < len(lines):
        last = _last(lines, at)
        yield at, last
        at = last + 1


def _last(lines: Sequence[Line], first: int) -> int:
    depth, quote = 0, ""
    for at in range(first, min(first + MAX_CONTINUED, len(lines))):
        depth, quote, continued = _scan(lines[at].text, depth, quote)
        if depth <= 0 and not quote and not continued:
            return at
    return first


def _scan(text: str, depth: int, quote: str) -> tuple[int, str, bool]:
    """Return the depth of brackets, the open quotation and whether a backslash ends the line."""
    for found in _MARK.finditer(text):
        mark = found.group()
        if mark.startswith("\\"):
            continue
        if quote:
            quote = "" if mark == quote else quote
        elif mark == "#":
            return depth, "", False
        elif mark[0] in "'\"":
            quote = mark
        else:
            depth += 1 if mark in "([{" else -1
    continued = text.endswith("\\") and not text.endswith("\\\\")
    return depth, quote if len(quote) == 3 else "", continued


def text_of(lines: Iterable[Line]) -> str:
    """Return the text that is read."""
    return "\n".join(line.text for line in lines)


def code_part(text: str) -> str:
    """Return a line without its comment and the white space at its end."""
    quote = ""
    for found in _MARK.finditer(text):
        mark = found.group()
        if mark.startswith("\\"):
            continue
        if quote:
            quote = "" if mark == quote else quote
        elif mark == "#":
            return text[: found.start()].rstrip()
        elif mark[0] in "'\"":
            quote = mark
    return text.rstrip()
