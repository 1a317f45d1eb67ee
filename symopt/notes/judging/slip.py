"""What a slip is, what it costs, and what of an algorithm may stand in its place."""

from __future__ import annotations

from dataclasses import dataclass

from symopt.formula import Formula, Name

# What a slip costs: likelier ones are undone first.
CLASSIC, LIKELY, USUAL, UNUSUAL, RARE = 0, 1, 2, 3, 6


@dataclass(frozen=True)
class Slip:
    """A replacement for a formula, and what it mends.

    Attributes
    ----------
    formula : Formula
        What stands there instead.
    words : tuple of (str or Formula)
        What was wrong, to be said of the line: "lacks the square of", g.
    cost : int
        The likelier, the less.
    """

    formula: Formula
    words: tuple[str | Formula, ...]
    cost: int


@dataclass(frozen=True)
class Scope:
    """What an algorithm speaks of.

    Attributes
    ----------
    names : tuple of Formula
        Every name (with its index) and every gradient that stands in it.
    constants : tuple of Name
        Names that are never assigned and are no gradient: hyperparameters, mostly.
    decays : tuple of Name
        Those that stand in 1 - x or under a power with the counter.
    counter : Formula
        What counts steps.
    gradients : tuple of Formula
        What the gradient is called.
    """

    names: tuple[Formula, ...]
    constants: tuple[Name, ...]
    decays: tuple[Name, ...]
    counter: Formula
    gradients: tuple[Formula, ...] = ()
