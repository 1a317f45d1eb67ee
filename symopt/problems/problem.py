"""What a rule runs on: the protocol, and the base of the problems that symopt defines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from symopt.errors import InvalidValue

if TYPE_CHECKING:
    import numpy as np

Point = tuple[float, ...]
Theta: TypeAlias = "Sequence[Any] | np.ndarray"  # floats, or fractions, or SymPy expressions
Box = tuple[tuple[float, float], ...]


class Problem(Protocol):
    """What `symopt.run` asks of a problem; any object with these members will do.

    Steps are counted from 1. The same theta and t always give the same gradient, so that a run
    can be repeated, resumed or read in any order.
    """

    @property
    def name(self) -> str:
        """Short name in kebab-case, or the expression."""
        ...

    @property
    def summary(self) -> str:
        """One sentence."""
        ...

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the coordinates of theta."""
        ...

    @property
    def start(self) -> Point:
        """Where a run begins unless told otherwise."""
        ...

    @property
    def steps_per_epoch(self) -> int:
        """How many steps make one epoch."""
        ...

    def loss(self, theta: Theta) -> Any:
        """Return the loss at theta, nan where it is undefined."""
        ...

    def gradient(self, theta: Theta, t: int = 1) -> np.ndarray:
        """Return the gradient that step t sees at theta."""
        ...

    def project(self, theta: Any) -> Any:
        """Return the nearest admissible point; the identity where all points are."""
        ...


class BaseProblem:
    """Base of symopt's own problems: one step an epoch, and no constraint."""

    module: str | None = None
    """Import name of the module that defines it; this is how the registry finds it."""

    @property
    def steps_per_epoch(self) -> int:
        """How many steps make one epoch."""
        return 1

    def project(self, theta: Any) -> Any:
        """Return theta: every point is admissible."""
        return theta


def is_exact(theta: Any) -> bool:
    """Whether a point has coordinates to be computed with exactly: fractions or symbols."""
    if getattr(getattr(theta, "dtype", None), "kind", "O") != "O":
        return False  # an array of plain numbers, the usual case, decided fast
    return any(
        isinstance(value, Fraction) or type(value).__module__.partition(".")[0] == "sympy"
        for value in theta
    )


def as_start(values: Iterable[Any], variables: Sequence[str], noun: str = "start") -> Point:
    """Return a point as floats, checked for its dimension.

    Raises
    ------
    InvalidValue
        Not as many finite numbers as there are variables.
    """
    try:
        point = tuple(float(value) for value in values)
    except (TypeError, ValueError, OverflowError):
        raise InvalidValue(f"{noun}: expected {len(variables)} numbers") from None
    if len(point) != len(variables):
        raise InvalidValue(
            f"{noun}: expected {len(variables)} numbers ({', '.join(variables)}), got {len(point)}"
        )
    if not all(map(math.isfinite, point)):
        raise InvalidValue(f"{noun}: {point} is not finite")
    return point


def as_box(box: Iterable[Iterable[Any]], variables: Sequence[str]) -> Box:
    """Return a box as pairs of floats, checked for its dimension and order.

    Raises
    ------
    InvalidValue
        Not one (low, high) with low < high for each variable.
    """
    try:
        sides = tuple(tuple(float(end) for end in side) for side in box)
    except (TypeError, ValueError, OverflowError):
        raise InvalidValue("box: expected one (low, high) for each variable") from None
    if len(sides) != len(variables):
        raise InvalidValue(f"box: expected {len(variables)} sides, got {len(sides)}")
    for side, variable in zip(sides, variables, strict=True):
        if len(side) != 2 or not all(map(math.isfinite, side)) or not side[0] < side[1]:
            raise InvalidValue(f"box: {variable} needs a finite low < high, got {side}")
    return tuple((side[0], side[1]) for side in sides)
