"""SymPy expressions as fast functions of numbers that never warn and never raise."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from symopt.errors import InvalidExpression, InvalidValue


class Numeric:
    """Several expressions in the same symbols, evaluated together.

    A value that is undefined, or complex, is nan; one that is too large is infinite.

    Examples
    --------
    >>> from symopt.formula import symbol
    >>> x = symbol("x")
    >>> Numeric([x], [x**2, 1 / x]).at([0.0])
    (0.0, inf)
    """

    def __init__(self, symbols: Sequence[Any], expressions: Sequence[Any]):
        import sympy

        # NumPy's functions refuse integers of more than 64 bits.
        large = {
            number: sympy.Float(number, 17)
            for expression in expressions
            for number in expression.atoms(sympy.Rational)
            if max(abs(number.p), number.q) > 2**53
        }
        rounded = [expression.xreplace(large) for expression in expressions]
        # A variable called x1 or exp would take the place of lambdify's own names.
        names = [str(symbol) for symbol in symbols]
        rename = any(re.fullmatch(r"x\d+", n) or hasattr(np, n) or n in dir(math) for n in names)
        options: Any = {"cse": True, "dummify": rename}
        numpy_first = [{"amax": _largest, "amin": _smallest}, "numpy"]
        try:
            self._scalar = sympy.lambdify(symbols, rounded, modules="math", **options)
            self._array = sympy.lambdify(symbols, rounded, modules=numpy_first, **options)
            self.over([np.ones(2)] * len(symbols))
        except (ArithmeticError, LookupError, NameError, RecursionError) as error:
            raise _refusal(error) from None
        except (NotImplementedError, SyntaxError, TypeError, ValueError) as error:
            raise _refusal(error) from None

    def at(self, coordinates: Sequence[float]) -> tuple[float, ...]:
        """Return the values at one point."""
        # Plain floats are several times faster than NumPy scalars, but raise where NumPy gives
        # inf or nan, turn roots of negatives complex, and order nan in max as they like.
        try:
            if all(map(math.isfinite, coordinates)):
                return tuple([float(value) for value in self._scalar(*coordinates)])
        except (ArithmeticError, ValueError, TypeError):
            pass
        values = self.over([np.asarray([c], dtype=float) for c in coordinates])
        return tuple(float(value[0]) for value in values)

    def over(self, arrays: Sequence[Any]) -> tuple[np.ndarray, ...]:
        """Return the values at every element of arrays of one shape (some may be NumPy floats)."""
        shape = arrays[0].shape
        with np.errstate(all="ignore"):
            values = self._array(*arrays)
        # A constant expression gives one number whatever the shape of the arrays.
        return tuple(np.array(np.broadcast_to(_real(value), shape)) for value in values)


def _refusal(error: Exception) -> InvalidExpression:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InvalidExpression(f"cannot be evaluated in numbers: {reason}")


def _real(value: Any) -> np.ndarray:
    array = np.asarray(value)
    if np.iscomplexobj(array):
        return np.where(np.imag(array) == 0, np.real(array), np.nan)
    if array.dtype == object:  # an integer past 64 bits
        with np.errstate(all="ignore"):
            return np.vectorize(_float, otypes=[float])(array)
    return array.astype(float)


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)
    except TypeError:
        return math.nan


def _largest(values: Sequence[Any], axis: int = 0) -> Any:
    result = values[0]
    for value in values[1:]:
        result = np.maximum(result, value)
    return result


def _smallest(values: Sequence[Any], axis: int = 0) -> Any:
    result = values[0]
    for value in values[1:]:
        result = np.minimum(result, value)
    return result


def exactly(expressions: Sequence[Any], symbols: Sequence[Any], point: Sequence[Any]) -> list[Any]:
    """Return the exact values at a point of fractions (as fractions) or of SymPy expressions.

    Raises
    ------
    InvalidValue
        A value at a rational point is not rational, or a coordinate is a float.
    """
    import sympy

    coordinates = list(point)
    if len(coordinates) != len(symbols):
        raise InvalidValue(f"expected {len(symbols)} coordinates, got {len(coordinates)}")
    rational = all(isinstance(value, (int, Fraction)) for value in coordinates)
    if any(isinstance(value, (float, np.floating)) for value in coordinates):
        raise InvalidValue("a point is exact in all its coordinates or in none")
    exact = [
        sympy.Rational(value.numerator, value.denominator)
        if isinstance(value, (int, Fraction))
        else value
        for value in coordinates
    ]
    at = dict(zip(symbols, exact, strict=True))
    values = [expression.subs(at, simultaneous=True) for expression in expressions]
    return [_fraction(value, coordinates) for value in values] if rational else values


def _fraction(value: Any, point: Sequence[Any]) -> Fraction:
    if not value.is_Rational:
        shown = ", ".join(map(str, point))
        raise InvalidValue(f"the value at ({shown}) is {value}, not a fraction")
    return Fraction(int(value.p), int(value.q))
