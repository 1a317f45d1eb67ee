"""The words of a claim: sums, roots, maxima, limits. SymPy is loaded on their first use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


def index(name: str) -> Any:
    """An integer to sum over or to quantify."""
    from symopt.formula import symbol

    return symbol(name, integer=True)


def variable(name: str) -> Any:
    """A real variable for limits, series and statements for all values."""
    from symopt.formula import symbol

    return symbol(name)


def Sum(body: Any, limits: tuple[Any, Any, Any]) -> Any:
    """The sum of the body for an index from low to high: ``Sum(beta**k, (k, 0, t - 1))``."""
    import sympy

    return sympy.Sum(body, limits)


def sqrt(x: Any) -> Any:
    """The square root."""
    import sympy

    return sympy.sqrt(x)


def exp(x: Any) -> Any:
    """The exponential."""
    import sympy

    return sympy.exp(x)


def log(x: Any) -> Any:
    """The natural logarithm."""
    import sympy

    return sympy.log(x)


def cos(x: Any) -> Any:
    """The cosine."""
    import sympy

    return sympy.cos(x)


def sign(x: Any) -> Any:
    """The sign, -1, 0 or 1."""
    import sympy

    return sympy.sign(x)


def maximum(*values: Any) -> Any:
    """The largest of several values."""
    import sympy

    return sympy.Max(*values)


def minimum(*values: Any) -> Any:
    """The smallest of several values."""
    import sympy

    return sympy.Min(*values)


def ceiling(x: Any) -> Any:
    """The least integer that is at least x."""
    import sympy

    return sympy.ceiling(x)


def Rational(p: int | str, q: int = 1) -> Any:
    """An exact fraction."""
    import sympy

    return sympy.Rational(p, q)


def euler() -> Any:
    """Euler's number e."""
    import sympy

    return sympy.E


def pi() -> Any:
    """The number pi."""
    import sympy

    return sympy.pi


def equation(left: Any, right: Any) -> Any:
    """The relation left = right, for hypotheses."""
    import sympy

    return sympy.Eq(left, right)


def unequal(left: Any, right: Any) -> Any:
    """The relation left != right, for hypotheses."""
    import sympy

    return sympy.Ne(left, right)


@dataclass(frozen=True)
class Limit:
    """lim body for the variable going to a point, as a thing that equals something.

    `to` is "oo" (integers), a number with `side` "+" (from above) or "-" (from below); `far` is
    how far the neighbourhood reaches in which the body has to have a value.
    """

    body: Any
    variable: Any
    to: Any
    side: str = ""
    far: Any = None


@dataclass(frozen=True)
class Series:
    """body, known up to terms of `order` in the variable at 0, as a thing that equals something."""

    body: Any
    variable: Any
    order: int


@dataclass(frozen=True)
class Predicate:
    """A named property of numbers, such as "roots inside the unit disk"."""

    name: str
    arguments: tuple[Any, ...]
