"""From statements to algorithms, and from an algorithm to the recursion it states."""

from symopt.notes.meaning.claimed import claimed, families
from symopt.notes.meaning.grouping import algorithms, placed
from symopt.notes.meaning.leftover import unused
from symopt.notes.meaning.meaning import Copy, Difference, Meaning
from symopt.notes.meaning.passages import Passage, Passages
from symopt.notes.meaning.understanding import understand

__all__ = [
    "Copy",
    "Difference",
    "Meaning",
    "Passage",
    "Passages",
    "algorithms",
    "claimed",
    "families",
    "placed",
    "understand",
    "unused",
]
