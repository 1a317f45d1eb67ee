"""Real numbers for an evaluator that is independent of symopt's kernel.

A number is a `Fraction` as long as that is possible; roots, exponentials and the like give
numbers of 100 digits. Two of these that agree to 75 digits count as equal, two that differ in
the first 60 as different, and what lies between as unknown.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import mpmath

CONTEXT = mpmath.MPContext()
CONTEXT.dps = 100
EQUAL, APART = CONTEXT.mpf(10) ** -75, CONTEXT.mpf(10) ** -60
MAX_BITS = 4000


class Undefined(Exception):
    """The expression has no value here."""


class Unknown(Exception):
    """What the value is, or how it compares, cannot be told."""


def inexact(x: Any) -> Any:
    """Return a number as one of 100 digits."""
    if isinstance(x, Fraction):
        return CONTEXT.mpf(x.numerator) / x.denominator
    return x


def tidy(x: Any) -> Any:
    """Give up exactness where fractions grow too long."""
    if isinstance(x, Fraction):
        if max(x.numerator.bit_length(), x.denominator.bit_length()) > MAX_BITS:
            return inexact(x)
    elif not CONTEXT.isfinite(x):
        raise Unknown("no finite number")
    return x


def add(a: Any, b: Any) -> Any:
    """Return a + b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return tidy(a + b)
    return tidy(inexact(a) + inexact(b))


def multiply(a: Any, b: Any) -> Any:
    """Return a b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return tidy(a * b)
    if a == 0 or b == 0:
        return Fraction(0)
    return tidy(inexact(a) * inexact(b))


def compare(a: Any, b: Any) -> int:
    """Return the sign of a - b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    left, right = inexact(a), inexact(b)
    gap = left - right
    size = max(abs(left), abs(right), CONTEXT.mpf(1))
    if abs(gap) <= EQUAL * size:
        return 0
    if abs(gap) < APART * size:
        raise Unknown("too close to tell")
    return 1 if gap > 0 else -1


def sign(x: Any) -> int:
    """Return the sign of a number."""
    return compare(x, Fraction(0))


def as_integer(x: Any) -> int | None:
    """Return a number that is an integer as one."""
    if isinstance(x, Fraction):
        return int(x) if x.denominator == 1 else None
    nearest = int(CONTEXT.nint(x))
    return nearest if compare(x, Fraction(nearest)) == 0 else None


def power(base: Any, exponent: Any) -> Any:
    """Return a real power, with x^0 = 1 also for x = 0."""
    whole = as_integer(exponent)
    if whole is not None:
        if whole == 0:
            return Fraction(1)
        if sign(base) == 0:
            if whole < 0:
                raise Undefined("a division by zero")
            return Fraction(0)
        if isinstance(base, Fraction) and abs(whole) * _bits(base) < 50 * MAX_BITS:
            return base**whole
        if abs(whole) < 1000:
            return tidy(inexact(base) ** whole)
        size = exponential(CONTEXT.log(abs(inexact(base))) * whole)
        return -size if sign(base) < 0 and whole % 2 else size
    here = sign(base)
    if here < 0 or (here == 0 and sign(exponent) < 0):
        raise Undefined("a power of a negative number, or of zero")
    if here == 0:
        return Fraction(0)
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        if exponent.denominator == 2:
            root = _exact_root(base)
            if root is not None:
                return power(root, Fraction(exponent.numerator))
        if base == 1:
            return Fraction(1)
    return tidy(CONTEXT.power(inexact(base), inexact(exponent)))


def _bits(x: Fraction) -> int:
    return max(x.numerator.bit_length(), x.denominator.bit_length())


def _exact_root(x: Fraction) -> Fraction | None:
    top, below = math.isqrt(x.numerator), math.isqrt(x.denominator)
    exact = top * top == x.numerator and below * below == x.denominator
    return Fraction(top, below) if exact else None


def ceiling(x: Any) -> Fraction:
    """Return the least integer that is at least x."""
    if isinstance(x, Fraction):
        return Fraction(math.ceil(x))
    whole = as_integer(x)
    return Fraction(whole if whole is not None else int(CONTEXT.ceil(x)))


def floor(x: Any) -> Fraction:
    """Return the greatest integer that is at most x."""
    return -ceiling(-x)


def logarithm(x: Any) -> Any:
    """Return the natural logarithm."""
    if sign(x) <= 0:
        raise Undefined("a logarithm of what is not positive")
    return Fraction(0) if x == 1 else tidy(CONTEXT.log(inexact(x)))


def exponential(x: Any) -> Any:
    """Return e^x."""
    if x == 0:
        return Fraction(1)
    if abs(inexact(x)) > 50_000:
        raise Unknown("a large exponent")
    return tidy(CONTEXT.exp(inexact(x)))


def cosine(x: Any) -> Any:
    """Return cos x."""
    return Fraction(1) if x == 0 else tidy(CONTEXT.cos(inexact(x)))


def sine(x: Any) -> Any:
    """Return sin x."""
    return Fraction(0) if x == 0 else tidy(CONTEXT.sin(inexact(x)))
