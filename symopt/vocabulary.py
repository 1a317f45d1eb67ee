"""The functions that rules, schedules and surfaces may use.

Each works on floats, NumPy arrays, `fractions.Fraction` and SymPy expressions, so that one
statement of a rule runs on all of them. NumPy and SymPy are imported only when an argument
needs them. The built-in `abs` works on all four by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symopt.errors import InvalidValue

__all__ = [
    "cos",
    "entry",
    "exp",
    "floor",
    "log",
    "maximum",
    "minimum",
    "passed",
    "sign",
    "sin",
    "sqrt",
    "tanh",
    "where",
]


def _library(*values: Any) -> str:
    """Which library the arguments belong to: sympy, exact or numpy."""
    kinds = {type(value).__module__.partition(".")[0] for value in values}
    if "sympy" in kinds:
        return "sympy"
    if all(isinstance(value, (int, Fraction)) for value in values):
        return "exact"
    return "numpy"


def _exact_root(value: Fraction | int) -> Fraction:
    value = Fraction(value)
    if value >= 0:
        above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if above * above == value.numerator and below * below == value.denominator:
            return Fraction(above, below)
    raise InvalidValue(f"the square root of {value} is not a fraction")


def _inexact(name: str) -> Callable[..., Any]:
    def refuse(value: Fraction | int) -> Fraction:
        raise InvalidValue(f"{name}({value}) is not a fraction")

    return refuse


def _sign(value: Fraction | int) -> Fraction:
    return Fraction((value > 0) - (value < 0))


def _where_symbolic(condition: Any, then: Any, otherwise: Any) -> Any:
    import sympy

    return sympy.Piecewise((then, condition), (otherwise, True))


def _where_exact(condition: bool, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


def _dispatch(
    numpy_name: str, sympy_name: str, exact: Callable[..., Any], values: tuple[Any, ...]
) -> Any:
    library = _library(*values)
    if library == "exact":
        return exact(*values)
    if library == "sympy":
        import sympy

        return getattr(sympy, sympy_name)(*values)
    import numpy

    result = getattr(numpy, numpy_name)(*values)
    # A numpy.float64 would turn float32 arrays into float64 ones; a Python float does not.
    return float(result) if all(type(value) in (int, float) for value in values) else result


def sqrt(x: Any) -> Any:
    """Square root; of a fraction only where it is a fraction.

    Examples
    --------
    >>> sqrt(Fraction(9, 16))
    Fraction(3, 4)
    """
    return _dispatch("sqrt", "sqrt", _exact_root, (x,))


def maximum(x: Any, y: Any) -> Any:
    """The greater of two, elementwise."""
    return _dispatch("maximum", "Max", max, (x, y))


def minimum(x: Any, y: Any) -> Any:
    """The lesser of two, elementwise."""
    return _dispatch("minimum", "Min", min, (x, y))


def sign(x: Any) -> Any:
    """-1, 0 or 1."""
    return _dispatch("sign", "sign", _sign, (x,))


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition holds, else `otherwise`, elementwise."""
    if _library(condition, then, otherwise) == "sympy":
        return _where_symbolic(condition, then, otherwise)
    return _dispatch("where", "Piecewise", _where_exact, (condition, then, otherwise))


def floor(x: Any) -> Any:
    """The greatest integer that is not above x."""
    return _dispatch("floor", "floor", lambda value: Fraction(math.floor(value)), (x,))


def exp(x: Any) -> Any:
    """The exponential function."""
    return _dispatch("exp", "exp", _inexact("exp"), (x,))


def log(x: Any) -> Any:
    """The natural logarithm."""
    return _dispatch("log", "log", _inexact("log"), (x,))


def sin(x: Any) -> Any:
    """The sine, of radians."""
    return _dispatch("sin", "sin", _inexact("sin"), (x,))


def cos(x: Any) -> Any:
    """The cosine, of radians."""
    return _dispatch("cos", "cos", _inexact("cos"), (x,))


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return _dispatch("tanh", "tanh", _inexact("tanh"), (x,))


def passed(milestones: Any, epoch: Any) -> int:
    """How many of the milestones have been reached.

    Examples
    --------
    >>> passed((30, 60), 30)
    1
    """
    return sum(1 for milestone in milestones if milestone <= epoch)


def entry(values: Any, epoch: Any) -> Any:
    """The epoch-th value, counted from 1; the last one is held.

    Examples
    --------
    >>> entry((0.1, 0.05), 7)
    0.05
    """
    if _library(epoch) == "sympy" and not epoch.is_number:
        if (epoch >= len(values)) == True:  # noqa: E712 - SymPy answers with a relation if unsure
            return values[-1]
        raise InvalidValue(f"which of {len(values)} values stands at {epoch} is not known")
    return values[min(int(epoch), len(values)) - 1]
