"""Where things stand in a text, found once: what keeps readers that look ahead linear."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from symopt.notes.documents.environments import Environment, environments

_DOLLARS = re.compile(r"\\.|\$+", re.DOTALL)
_BLANK = re.compile(r"\n[ \t]*\n")


class Lookup:
    """Answers where a text stands next, for a reader that goes from left to right.

    Examples
    --------
    >>> lookup = Lookup(r"\\$ and $a$ `b`")
    >>> lookup.find("$a", 0), lookup.find("c", 0), list(lookup.dollars_from(0)), lookup.ticks
    (7, -1, [(7, 1), (9, 1)], {1: [11, 13]})
    """

    def __init__(self, text: str):
        self.text = text
        self._found: dict[str, int] = {}

    def find(self, what: str, at: int) -> int:
        """Return where a text stands next, or -1; asked for growing offsets only."""
        known = self._found.get(what)
        if known is None or -1 < known < at:
            known = self._found[what] = self.text.find(what, at)
        return known

    def find_command(self, what: str, at: int) -> int:
        """Return where a command such as ``\\]`` stands next, past the end of ``\\\\]``."""
        while (found := self.find(what, at)) >= 0:
            before = found
            while before > at and self.text[before - 1] == "\\":
                before -= 1
            if (found - before) % 2 == 0:
                return found
            at = found + 1
        return -1

    def end_of_line(self, at: int) -> int:
        end = self.find("\n", at)
        return len(self.text) if end < 0 else end

    def end_of_paragraph(self, at: int) -> int:
        """Return the offset of the next blank line, or of the end."""
        index = bisect_left(self._blanks, at)
        return self._blanks[index] if index < len(self._blanks) else len(self.text)

    def dollars_from(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield where runs of dollar signs stand that nothing escapes, and how long they are."""
        for index in range(bisect_left(self._dollars, (at, 0)), len(self._dollars)):
            yield self._dollars[index]

    @cached_property
    def environments(self) -> dict[int, Environment]:
        """The closed environments by where they begin."""
        return environments(self.text)

    @cached_property
    def ticks(self) -> dict[int, list[int]]:
        """Where runs of backticks stand, by their length."""
        runs: dict[int, list[int]] = {}
        for run in re.finditer("`+", self.text):
            runs.setdefault(run.end() - run.start(), []).append(run.start())
        return runs

    @cached_property
    def _dollars(self) -> list[tuple[int, int]]:
        return [
            (run.start(), run.end() - run.start())
            for run in _DOLLARS.finditer(self.text)
            if run[0][0] == "$"
        ]

    @cached_property
    def _blanks(self) -> list[int]:
        return [blank.start() for blank in _BLANK.finditer(self.text)]
