"""Problems that rules run on: surfaces, regressions, gradient sequences, online problems.

Each surface is one file here; a new file is a new problem.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidExpression, UnknownName, nearest
from symopt.problems.problem import BaseProblem, Problem
from symopt.problems.surface import Surface, surface
from symopt.registry import Registry

if TYPE_CHECKING:
    from symopt.problems.data.timing import BatchTimes
    from symopt.problems.data.weather import Temperatures
    from symopt.problems.gradients import GradientSequence
    from symopt.problems.online import OnlineProblem
    from symopt.problems.regression import LinearRegression

__all__ = [
    "BaseProblem",
    "BatchTimes",
    "GradientSequence",
    "LinearRegression",
    "OnlineProblem",
    "Problem",
    "Surface",
    "Temperatures",
    "batch_times",
    "get",
    "names",
    "registry",
    "resolve",
    "surface",
    "surfaces",
    "temperatures",
]

_HOMES = {
    "BatchTimes": "data.timing",
    "GradientSequence": "gradients",
    "LinearRegression": "regression",
    "OnlineProblem": "online",
    "Temperatures": "data.weather",
}


def __getattr__(name: str) -> Any:
    # These need NumPy or text that a listing of names does not.
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(f"symopt.problems.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def registry() -> Registry[BaseProblem]:
    """Return the registry of the problems that have a name."""
    return Registry("symopt.problems", BaseProblem, "problem")


def get(name: str) -> Any:
    """Return the problem of that name.

    Raises
    ------
    UnknownName
        There is none; the message offers the nearest.

    Examples
    --------
    >>> get("saddle").start
    (1.5, 0.001)
    """
    return registry().get(name)


def names() -> tuple[str, ...]:
    """Return the names of all problems, in alphabetical order."""
    return registry().names()


def surfaces(variables: int | None = None) -> tuple[Surface, ...]:
    """Return the named surfaces, or those of so many variables.

    Examples
    --------
    >>> [surface.name for surface in surfaces(1)]
    ['parabola']
    """
    found = (problem for problem in registry() if isinstance(problem, Surface))
    return tuple(s for s in found if variables is None or len(s.variables) == variables)


def resolve(given: Any) -> Any:
    """Return the problem that a name or an expression means; a problem is returned as it is.

    Raises
    ------
    UnknownName
        A word that looks like a name and is none.
    InvalidExpression
        Neither a name nor mathematics.

    Examples
    --------
    >>> resolve("x**2 + 3*y**2").variables
    ('x', 'y')
    """
    if not isinstance(given, str):
        if all(hasattr(given, member) for member in ("gradient", "loss", "start", "variables")):
            return given
        raise InvalidExpression(
            f"expected a problem, its name or an expression, got {type(given).__name__}"
        )
    text = given.strip()
    if text in registry():
        return get(text)
    # "local-optma" is mathematics too (a difference), but nobody means that.
    words = re.fullmatch(r"[A-Za-z]+([-_][A-Za-z]+)*", text)
    if words and (nearest(text, names()) or max(map(len, re.split("[-_]", text))) >= 3):
        raise UnknownName("problem", text, names())
    return Surface.from_expr(text)


def temperatures(series: str = "mean", year: int | None = None) -> Temperatures:
    """Return the daily temperatures that are shipped with symopt.

    Parameters
    ----------
    series : {"mean", "max", "min"}
        The mean of a day is half the sum of its extremes.
    year : int, optional
        One year only; all by default.

    Examples
    --------
    >>> seattle = temperatures(year=2012)
    >>> len(seattle.celsius), seattle.place
    (366, 'Seattle, Washington')
    """
    from symopt.problems.data.weather import load

    return load(series, year)


def batch_times() -> BatchTimes:
    """Return how long updates and epochs took in batches of every size, measured once.

    The numbers are shipped with symopt; ``make measure`` takes them anew on your machine.

    Examples
    --------
    >>> times = batch_times()
    >>> int(times.sizes[-1]) == times.samples
    True
    >>> bool(times.per_update[0] < times.per_update[-1])
    True
    """
    from symopt.problems.data.timing import load

    return load()
