"""Running recursions on numbers: exact where roots are rational, enclosed where they are not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from symopt.proof.kernel.terms import Term

BITS = 160  # of a root that is not rational
MAX_BITS = 4000  # of a numerator or denominator
MAX_EXPONENT = 200


class Undefined(Exception):
    """A division by zero, or a root of a negative number, or something not decided."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A real number between two fractions; exact if they are the same.

    Examples
    --------
    >>> root(Enclosure.exact(9)).low, root(Enclosure.exact(2)).is_exact
    (Fraction(3, 1), False)
    """

    low: Fraction
    high: Fraction

    @classmethod
    def exact(cls, value: Fraction | int) -> Enclosure:
        """Return a fraction as an enclosure."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.low == self.high

    def apart(self, other: Enclosure) -> bool:
        """Say whether two numbers are certainly different."""
        return self.high < other.low or other.high < self.low

    def __str__(self) -> str:
        return str(self.low) if self.is_exact else f"{float((self.low + self.high) / 2):.9g}..."


ZERO, ONE = Enclosure.exact(0), Enclosure.exact(1)


def _bounded(low: Fraction, high: Fraction) -> Enclosure:
    if max(low.denominator.bit_length(), high.denominator.bit_length()) > MAX_BITS or low != high:
        scale = 1 << (2 * BITS)
        low, high = Fraction(low * scale // 1, scale), Fraction(-(-high * scale // 1), scale)
    return Enclosure(low, high)


def add(a: Enclosure, b: Enclosure) -> Enclosure:
    """Return a + b."""
    return _bounded(a.low + b.low, a.high + b.high)


def multiply(a: Enclosure, b: Enclosure) -> Enclosure:
    """Return a b."""
    ends = [x * y for x in {a.low, a.high} for y in {b.low, b.high}]
    return _bounded(min(ends), max(ends))


def inverse(a: Enclosure) -> Enclosure:
    """Return 1/a."""
    if a.low <= 0 <= a.high:
        raise Undefined("a division by zero")
    return _bounded(1 / a.high, 1 / a.low)


def root(a: Enclosure) -> Enclosure:
    """Return the square root."""
    if a.low < 0:
        raise Undefined("a root of a negative number")
    if a.is_exact:
        top, bottom = isqrt(a.low.numerator), isqrt(a.low.denominator)
        if top * top == a.low.numerator and bottom * bottom == a.low.denominator:
            return Enclosure.exact(Fraction(top, bottom))
    scale = 1 << (2 * BITS)
    low = isqrt((a.low * scale).__floor__())
    high = isqrt((a.high * scale).__ceil__()) + 1
    return Enclosure(Fraction(low, 1 << BITS), Fraction(high, 1 << BITS))


def evaluate(term: Term, values: Mapping[str, Enclosure]) -> Enclosure:
    """Return a term's value.

    Raises
    ------
    Undefined
        It has none at these values, or the enclosures do not tell.
    """
    if isinstance(term, int):
        return Enclosure.exact(term)
    tag = term[0]
    if tag == "/":
        return Enclosure.exact(Fraction(term[1], term[2]))
    if tag == "sym":
        return values[term[1]]
    if tag == "^":
        return _power(evaluate(term[1], values), term[2], values)
    parts = [evaluate(item, values) for item in term[1:]]
    result = parts[0] if parts else ZERO
    if tag in ("+", "*"):
        for part in parts[1:]:
            result = add(result, part) if tag == "+" else multiply(result, part)
        return result
    if tag in ("max", "min"):
        choose = max if tag == "max" else min
        return Enclosure(choose(p.low for p in parts), choose(p.high for p in parts))
    if tag == "abs":
        if result.low >= 0:
            return result
        if result.high <= 0:
            return Enclosure(-result.high, -result.low)
        return Enclosure(Fraction(0), max(-result.low, result.high))
    if tag == "sign":
        if result.low > 0 or result.high < 0 or result.is_exact:
            return Enclosure.exact((result.low > 0) - (result.high < 0))
        raise Undefined("a sign that is not decided")
    raise Undefined(f"{tag} has no exact value")


class Inexact(Exception):
    """A root that is no fraction."""


def exactly(term: Term, values: Mapping[str, Fraction]) -> Fraction:
    """Return a term's value as a fraction: the same as `evaluate`, but quicker.

    Raises
    ------
    Inexact
        A root on the way is no fraction, or a function has no exact values.
    Undefined
        It has no value.
    """
    if isinstance(term, int):
        return Fraction(term)
    tag = term[0]
    if tag == "sym":
        return values[term[1]]
    if tag == "/":
        return Fraction(term[1], term[2])
    if tag == "^":
        return _exact_power(exactly(term[1], values), exactly(term[2], values))
    parts = [exactly(item, values) for item in term[1:]]
    if tag == "+":
        return sum(parts, Fraction(0))
    if tag == "*":
        return math.prod(parts, start=Fraction(1))
    if tag in ("max", "min"):
        return max(parts) if tag == "max" else min(parts)
    if tag == "abs":
        return abs(parts[0])
    if tag == "sign":
        return Fraction((parts[0] > 0) - (parts[0] < 0))
    raise Inexact


def _exact_power(base: Fraction, exponent: Fraction) -> Fraction:
    if abs(exponent) > MAX_EXPONENT or exponent.denominator not in (1, 2):
        raise Inexact
    if base == 0 and exponent < 0:
        raise Undefined("a division by zero")
    if exponent.denominator == 2:
        if base < 0:
            raise Undefined("a root of a negative number")
        top, bottom = isqrt(base.numerator), isqrt(base.denominator)
        if top * top != base.numerator or bottom * bottom != base.denominator:
            raise Inexact
        return Fraction(top, bottom) ** exponent.numerator
    result = base**exponent.numerator
    if result.denominator.bit_length() > MAX_BITS:
        raise Inexact
    return result


def _power(base: Enclosure, exponent: Term, values: Mapping[str, Enclosure]) -> Enclosure:
    number = evaluate(exponent, values)
    if not number.is_exact or abs(number.low) > MAX_EXPONENT:
        raise Undefined("an exponent that is no small fraction")
    power = number.low
    if power < 0:
        base, power = inverse(base), -power
    if power.denominator not in (1, 2):
        raise Undefined("a root that is not a square root")
    if power.denominator == 2:
        base = root(base)
    result = ONE
    for _ in range(power.numerator):
        result = multiply(result, base)
    return result
