"""Lines of one step, in an order in which each can be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symopt.formula import Formula, Name, Number
from symopt.notes.statement import Assignment


@dataclass(frozen=True, slots=True)
class Line:
    """A name takes a value in this step.

    In `formula` a name is its value now, and a name with the index -k its value k steps before
    (-1: at the start of the step).
    """

    target: str
    formula: Formula
    source: Assignment


@dataclass(frozen=True, slots=True)
class Timed:
    """Lines in an order in which each can be worked out.

    Attributes
    ----------
    lines : tuple of Line
    symbol : str or None
        What counts steps in the indices.
    ahead : Fraction or None
        How far ahead of it the states are that a step makes: 1 if it makes m_(t+1).
    indexed : frozenset of str
        The names that carry a time.
    """

    lines: tuple[Line, ...]
    symbol: str | None
    ahead: Fraction | None
    indexed: frozenset[str] = frozenset()


def before(name: str, steps: int = 1) -> Name:
    """Return what a name was some steps ago."""
    return Name(name, Number(Fraction(-steps)))


def lag(name: Name) -> int:
    """Return how many steps ago a name of a `Line` is meant; 0 for now."""
    return -int(name.index.value) if isinstance(name.index, Number) else 0
