"""The lines of one form of an algorithm, and what they take from other forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from symopt.notes.meaning.candidates import Candidate
from symopt.notes.meaning.moving import moved_by
from symopt.notes.meaning.spelling import like_state


@dataclass(slots=True)
class Form:
    """The lines of one form of an algorithm.

    Attributes
    ----------
    lines : list of Candidate
        In the author's order.
    own : list of Candidate
        Those that are not taken from another form.
    moved : frozenset of str
        The parameters that are updated.
    loose : bool
        Whether nothing is updated: definitions that other lines may use.
    absorbed : bool
        Whether all it says is part of another form.
    borrowed : list of Candidate
        Lines that stand under another heading, where nothing says that they are meant here.
    """

    lines: list[Candidate]
    own: list[Candidate]
    moved: frozenset[str] = frozenset()
    loose: bool = False
    absorbed: bool = False
    borrowed: list[Candidate] = field(default_factory=list[Candidate])

    @property
    def moving(self) -> bool:
        """Whether a parameter is updated."""
        return bool(self.moved)

    @property
    def numbers(self) -> set[int]:
        """The numbers of its own statements in their section."""
        return {c.number for c in self.own}

    @property
    def missing(self) -> set[str]:
        """Names that are used but not assigned, and look as if they were somewhere."""
        wanted = {name for c in self.lines for name in c.lacks}
        return wanted - {c.key for c in self.lines}

    def complete(self, other: Form) -> bool:
        """Keep the lines of another form but for those that are defined anew here."""
        keys = {c.key for c in self.lines}
        order = {c.key: n for n, c in enumerate(other.lines)}
        merged = [*self.lines, *(c for c in other.lines if c.key not in keys)]
        if not moved_by(merged):
            return False
        self.lines = sorted(merged, key=lambda c: order[c.key])
        self.moved = moved_by(merged)
        return True

    def borrow_far(self, others: Iterable[Form]) -> None:
        """Take what is missing from the first form that defines all of it."""
        wanted = {name for name in self.missing if like_state(name)}
        if not (wanted and self.moving):
            return
        for other in others:
            if wanted <= {c.key for c in other.lines} - other.moved:
                own = list(self.lines)
                absorbed = other.absorbed
                self.borrow(other)
                other.absorbed = absorbed
                self.borrowed = [c for c in self.lines if c not in own]
                return

    def borrow(self, other: Form) -> None:
        """Take the lines of another form that define what is missing here."""
        wanted = self.missing
        while wanted:
            found = [c for c in other.lines if c.key in wanted and c.key not in other.moved]
            if not found:
                return
            self.lines = [*found, *self.lines]
            if self.moving and not other.moving:
                other.absorbed = {c.key for c in other.lines} <= {c.key for c in self.lines}
            wanted = self.missing & {c.key for c in other.lines} - other.moved
