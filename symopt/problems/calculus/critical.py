"""Critical points of a surface, and what the Hessian's signs say of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from symopt.problems.problem import Point

if TYPE_CHECKING:
    from symopt.problems.surface import Surface


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient vanishes.

    Attributes
    ----------
    point : tuple of SymPy numbers
        Exact coordinates where `how` is "exact"; else floating-point ones.
    kind : str
        "minimum", "maximum", "saddle", or "degenerate" where the Hessian is singular, so that
        its signs decide nothing.
    value : SymPy number
        The value there.
    how : str
        "exact": coordinates and signs are exact. "enclosed": interval arithmetic proves that
        there is one such point within 1e-6 of these coordinates, and the signs. "numeric":
        floating point only.
    """

    point: tuple[Any, ...]
    kind: str
    value: Any
    how: str = "exact"

    @property
    def floats(self) -> Point:
        """The coordinates as floats."""
        return tuple(float(value) for value in self.point)


class CriticalPoints(tuple[CriticalPoint, ...]):
    """The critical points found, with what is known about others.

    Attributes
    ----------
    scope : str
        "all": there are no others (real and finite). "box": those met inside the box; there may
        be others. "not isolated": they form curves, and none is listed.
    """

    scope: str

    def __new__(cls, points: Sequence[CriticalPoint], scope: str) -> CriticalPoints:
        """Keep the points in order of their coordinates."""
        made = super().__new__(cls, sorted(points, key=lambda point: point.floats))
        made.scope = scope
        return made

    def of_kind(self, kind: str) -> tuple[CriticalPoint, ...]:
        """Return those of one kind."""
        return tuple(point for point in self if point.kind == kind)


def kind_of(signs: Sequence[int | None]) -> str:
    """Name a critical point by the signs of its Hessian's characteristic polynomial.

    Parameters
    ----------
    signs : sequence of -1, 0, 1 or None
        Of the coefficients of det(z - H) from z**n down; None where unknown.

    Examples
    --------
    >>> kind_of([1, 0, -1])  # z**2 - 1
    'saddle'
    """
    if signs[-1] in (0, None) or None in signs:
        return "degenerate"
    # All roots are real, so Descartes' rule counts the positive ones exactly.
    known = [sign for sign in signs if sign]
    positive = sum(a != b for a, b in pairwise(known))
    if positive == 0:
        return "maximum"
    return "minimum" if positive == len(signs) - 1 else "saddle"


def find_critical_points(surface: Surface) -> CriticalPoints:
    """Return the critical points, exactly and all where the gradient is rational."""
    from symopt.problems.calculus import algebraic, enclosure

    found = algebraic.critical_points(surface)
    return found if found is not None else enclosure.critical_points(surface)
