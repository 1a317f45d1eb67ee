"""A paragraph of LaTeX while it is read: its text, and the formulas and pictures in it."""

from __future__ import annotations

import re

from symopt.notes.document import Block, Prose
from symopt.notes.documents.excerpts import Cutter
from symopt.notes.documents.limits import MOST_BLOCKS

_WORDS = re.compile(r"[^\W_]")
_COMMAND = re.compile(
    r"\\[A-Za-z]+\*?(?:\s{0,9}\[[^\]\n]{0,200}\])?(?:\{(?:[A-Za-z]+\*?|[\w:.-]+)\})?"
)


class Paragraph:
    """Gathers what stands between two breaks of a text."""

    def __init__(self, cut: Cutter):
        self.cut = cut
        self.begin(0)

    def begin(self, at: int) -> int:
        """Begin at an offset, which is returned."""
        self._begin = self._resume = at
        self._blocks: list[Block] = []
        self._between: list[str] = []
        return at

    def take(self, start: int, end: int, block: Block | None) -> int:
        """Take what stands between two offsets as a block; return where the text goes on."""
        self._between.append(self.cut.text[self._resume : start])
        if block is not None and len(self._blocks) <= MOST_BLOCKS:
            self._blocks.append(block)
        self._resume = end
        return end

    def end(self, at: int) -> list[Block]:
        """Return the paragraph's prose, if there are words besides commands, then its blocks."""
        self._between.append(self.cut.text[self._resume : at])
        blocks = self._blocks
        if _WORDS.search(_COMMAND.sub("", " ".join(self._between))):
            blocks = [Prose(self.cut.part(self._begin, at).strip()), *blocks]
        self.begin(at)
        return blocks
