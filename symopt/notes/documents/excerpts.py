"""Cut excerpts from an excerpt, many of them, in time that does not grow with its length."""

from __future__ import annotations

from bisect import bisect_right

from symopt.notes.source import Excerpt, Place


class Cutter:
    """Cuts pieces from one excerpt.

    `Excerpt.part` counts lines from the start each time; a long paragraph with many formulas
    needs them counted once.

    Examples
    --------
    >>> cut = Cutter(Excerpt("a = b\\nc = d", (Place(3, 3), Place(4, 3))))
    >>> cut.part(10, 11)
    Excerpt(text='d', starts=(Place(line=4, column=7),))
    """

    def __init__(self, excerpt: Excerpt):
        self.excerpt = excerpt
        self.text = excerpt.text
        self._begins = [0]
        at = self.text.find("\n")
        while at >= 0:
            self._begins.append(at + 1)
            at = self.text.find("\n", at + 1)

    def place(self, offset: int) -> Place:
        """Return where the character at `offset` stands."""
        line = bisect_right(self._begins, offset) - 1
        first = self.excerpt.starts[line]
        return Place(first.line, first.column + offset - self._begins[line])

    def part(self, start: int, end: int) -> Excerpt:
        """Return the piece between two offsets."""
        first = bisect_right(self._begins, start)
        last = bisect_right(self._begins, end)
        return Excerpt(self.text[start:end], (self.place(start), *self.excerpt.starts[first:last]))


def lines_of(excerpt: Excerpt) -> list[Excerpt]:
    """Return an excerpt's lines, each an excerpt of its own."""
    return [
        Excerpt(line, (start,))
        for line, start in zip(excerpt.text.split("\n"), excerpt.starts, strict=True)
    ]


def joined(lines: list[Excerpt]) -> Excerpt:
    """Return lines as one excerpt."""
    return Excerpt("\n".join(line.text for line in lines), tuple(line.start for line in lines))
