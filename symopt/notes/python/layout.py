"""Indentation: which listings are one, and to which block a line belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symopt.notes.python.lines import Line, code_part, statements

UNIT = 4

_HEADER = re.compile(
    r"\s*(?:async\s+)?(def|class|for|while|if|elif|else|with|try|except|finally)\b"
)
_LATER = re.compile(r"\s*(?:elif|else|except|finally)\b")  # belongs to a block before it
_FUNCTION = re.compile(r"\s*(?:def|class)\b")
_RETURN = re.compile(r"\s*return\b")


def opens(text: str) -> bool:
    """Whether a statement opens a block whose lines follow."""
    return bool(_HEADER.match(text)) and code_part(text).endswith(":")


def joined(listings: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Join listings that are pieces of one function: an indented one continues the one before.

    A listing that ends with a header is continued by the next one, however that is indented.
    """
    groups: list[list[Line]] = []
    outline: _Outline | None = None
    for lines in listings:
        first = next((line for line in lines if not line.blank), None)
        if first is None:
            continue
        shift = 0
        if outline is not None and groups:
            shift = outline.continues(first, lines)
        if outline is not None and shift >= 0:
            added = [line.put(" " * shift + line.text) if shift else line for line in lines]
            groups[-1].extend(added)
        else:
            groups.append(list(lines))
            added = lines
            outline = _Outline()
        outline.take(added)
    return groups


class _Outline:
    """What is known of a listing's blocks when it ends."""

    def __init__(self) -> None:
        self.levels: list[int] = []  # where blocks are indented, the outermost first
        self.pending = False  # a header was last
        self.finished = False  # the outermost function returned
        self.headers = False

    def take(self, lines: Sequence[Line]) -> None:
        for at, last in statements(lines):
            line = lines[at]
            if line.blank:
                continue
            if self.pending and (not self.levels or line.indent > self.levels[-1]):
                self.levels.append(line.indent)
            elif not self.levels:
                self.levels = [line.indent]
            while len(self.levels) > 1 and line.indent < self.levels[-1]:
                self.levels.pop()
            self.pending = opens(lines[last].text if last != at else line.text)
            self.headers = self.headers or self.pending
            depth = len(self.levels)
            self.finished = depth <= 2 and bool(_RETURN.match(line.text))

    def continues(self, first: Line, lines: Sequence[Line]) -> int:
        """Return by how much to indent a listing so that it continues, or -1 if it does not."""
        base = self.levels[0] if self.levels else 0
        if self.pending:
            inner = self.levels[-1] if self.levels else 0
            if re.match(r"\s*(?:def|class|import|from)\b", first.text) and first.indent <= base:
                return -1
            return max(0, inner + UNIT - first.indent) if first.indent <= inner else 0
        if not self.headers or self.finished or first.indent <= base:
            return -1
        return 0


def reindented(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each statement indented like the block that it is nearest to.

    A line belongs to the open block whose last line is nearest to it in indentation; one that is
    as near to two is left as it is, for no one knows which is meant. A return stays in its
    function.
    """
    made = list(lines)
    levels: list[int] = []
    functions: list[int] = []  # the depth of each open function's body
    pending: str | None = None
    for at, last in statements(lines):
        line = lines[at]
        if line.blank:
            continue
        indent = line.indent
        if pending is not None:
            if indent <= levels[-1] and _FUNCTION.match(line.text):
                _close(made, at)  # the body of the header before is missing
            else:
                indent = max(indent, levels[-1] + 1)
                levels.append(indent)
                if pending in ("def", "class"):
                    functions.append(len(levels) - 1)
            pending = None
        elif not levels:
            levels = [indent]
        depth = _depth(levels, functions, line, indent)
        if depth is None:
            continue
        del levels[depth + 1 :]
        levels[depth] = indent  # the next line is like this one, more likely than like the first
        while functions and functions[-1] > depth:
            functions.pop()
        for part in range(at, last + 1):
            text = lines[part].text.expandtabs(UNIT)
            made[part] = lines[part].put(
                " " * (UNIT * depth) + text.strip() if part == at else text
            )
        if opens(lines[last].text) or opens(line.text):
            header = _HEADER.match(line.text)
            pending = header[1] if header else "if"
    if pending is not None:
        _close(made, len(made))
    return made


def _close(made: list[Line], at: int) -> None:
    """Give the header that is the last statement before a line an empty body."""
    before = max((i for i in range(at) if not made[i].blank), default=None)
    if before is not None:
        made[before] = made[before].put(code_part(made[before].text) + " pass")


def _depth(levels: Sequence[int], functions: Sequence[int], line: Line, indent: int) -> int | None:
    """Return the block a line belongs to, or None if two are as near."""
    lowest = functions[-1] if functions and _RETURN.match(line.text) else 0
    choice = sorted(range(lowest, len(levels)), key=lambda depth: abs(levels[depth] - indent))
    if _LATER.match(line.text):
        choice = [depth for depth in choice if depth < len(levels) - 1] or choice
    if len(choice) > 1:
        near, next_ = (abs(levels[depth] - indent) for depth in choice[:2])
        if near == next_:
            return None
    return choice[0]
