"""What an algorithm was understood to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from symopt.equivalence.recursion import Recursion
from symopt.formula import Name
from symopt.notes.statement import Assignment, Lint

Kind = Literal["update", "average"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A line in which one copy of an algorithm departs from another.

    Attributes
    ----------
    line, other : Assignment or None
        The line of this copy, and that of the first one; None where there is none.
    message : str
        Such as "S_db lacks the square that S_dW has".
    """

    line: Assignment | None
    other: Assignment | None
    message: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One of several copies of an algorithm, such as those for the weights W and the biases b.

    Attributes
    ----------
    parameter : Name or None
        What it updates, as its author calls it.
    assignments : tuple of Assignment
        Its lines, in the author's order.
    recursion : Recursion or None
        What it does; None if that was not understood, for `reason`.
    roles, values, names
        As in `Meaning`.
    difference : Difference or None
        Where it departs from the first copy.
    """

    parameter: Name | None
    assignments: tuple[Assignment, ...]
    recursion: Recursion | None
    roles: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, Fraction] = field(default_factory=dict[str, Fraction])
    names: dict[str, Name] = field(default_factory=dict[str, Name])
    difference: Difference | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """An algorithm as a recursion that can be compared with a rule.

    Attributes
    ----------
    recursion : Recursion or None
        That of the first copy; None if it was not understood, for `reason`.
    kind : {"update", "average"}
    roles : dict
        The role of every name of the recursion: "parameter", "gradient", "input", "state",
        "output", "counter", or of a hyperparameter "rate", "memory of gradients",
        "memory of squared gradients", "stabiliser", "weight decay", "coefficient".
    values : dict
        Hyperparameters of the recursion whose value is stated, or that were written as a number.
    names : dict
        The names of the recursion as the author writes them. Those that stand for a number that
        was written out are not in it; "theta" is the parameter, "g" the gradient (if it has a
        name), "y" the input of an average, "t" the counter.
    lints : tuple of Lint
        What can be seen without a rule.
    copies : tuple of Copy
        At least one; more if the algorithm is written for several parameters.
    reason : str
        Why there is no recursion.
    borrowed : tuple of str
        What it uses that is defined for another algorithm of the document, as "m as defined in
        line 12"; all that is said of it is said under the condition that these are meant.
    """

    recursion: Recursion | None
    kind: Kind
    roles: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, Fraction] = field(default_factory=dict[str, Fraction])
    names: dict[str, Name] = field(default_factory=dict[str, Name])
    lints: tuple[Lint, ...] = ()
    copies: tuple[Copy, ...] = ()
    reason: str = ""
    borrowed: tuple[str, ...] = ()
