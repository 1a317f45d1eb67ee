"""Where text stands in a file, kept through every way of reading it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column of a file, both counted from 1, the column in characters."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a file's text that knows where each of its characters stands.

    Attributes
    ----------
    text : str
        As in the file, but for what a line of it is prefixed with (the marks of a quotation or
        the indentation of a list).
    starts : tuple of Place
        Where each line of `text` begins in the file; as many as `text` has lines.

    Examples
    --------
    >>> quoted = Excerpt("a = b\\nc = d", (Place(3, 3), Place(4, 3)))
    >>> str(quoted.place(8))
    '4:5'
    """

    text: str
    starts: tuple[Place, ...]

    @classmethod
    def of(cls, text: str, line: int = 1, column: int = 1) -> Excerpt:
        """Return text that stands in a file as it is, its first character at a place."""
        lines = text.count("\n") + 1
        return cls(text, (Place(line, column), *(Place(line + i, 1) for i in range(1, lines))))

    @property
    def start(self) -> Place:
        """Where the first character stands."""
        return self.starts[0]

    def place(self, offset: int) -> Place:
        """Return where the character at `offset` stands (the end, for an offset past it)."""
        offset = max(0, min(offset, len(self.text)))
        line = self.text.count("\n", 0, offset)
        begins = self.text.rfind("\n", 0, offset) + 1
        first = self.starts[line]
        return Place(first.line, first.column + offset - begins)

    def part(self, start: int, end: int) -> Excerpt:
        """Return the piece between two offsets."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        first = self.text.count("\n", 0, start)
        last = self.text.count("\n", 0, end)
        return Excerpt(
            self.text[start:end], (self.place(start), *self.starts[first + 1 : last + 1])
        )

    def strip(self) -> Excerpt:
        """Return the piece without white space around it."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.part(start, max(start, len(text.rstrip())))
