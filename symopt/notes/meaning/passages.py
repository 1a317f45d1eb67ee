"""What the statements of a document are about: algorithms, and passages of other facts."""

from __future__ import annotations

from dataclasses import dataclass

from symopt.notes.document import Block
from symopt.notes.statement import Algorithm, Statement


@dataclass(frozen=True, slots=True)
class Passage:
    """Statements of one formula (one block of mathematics) that are no update of an algorithm.

    Attributes
    ----------
    statements : tuple of Statement
        In the author's order.
    claims : tuple of str
        Texts that may say what it is about, the nearest first: the words right before, the
        headings above.
    neighbours : tuple of Statement
        All statements under the same heading, these too, in the author's order.
    algorithms : tuple of Algorithm
        What was read as an update or an average under the same heading.
    blocks : tuple of Block
        What stands under the same heading, the heading itself first (if there is one).
    """

    statements: tuple[Statement, ...]
    claims: tuple[str, ...]
    neighbours: tuple[Statement, ...] = ()
    algorithms: tuple[Algorithm, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Passages:
    """All statements of a document by what they are about.

    Attributes
    ----------
    algorithms : tuple of Algorithm
        Updates and averages, in the author's order.
    facts : tuple of Passage
        What else says something that can be right or wrong.
    silent : int
        How many statements say nothing that could be wrong, such as ``m = 5000``.
    """

    algorithms: tuple[Algorithm, ...]
    facts: tuple[Passage, ...]
    silent: int = 0
