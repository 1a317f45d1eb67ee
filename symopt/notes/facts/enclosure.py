"""Numbers between two fractions: exact where they are rational, enclosed where they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from symopt.proof.kernel.numbers import integer_root

EXACT_BITS = 40_000  # a fraction longer than this is rounded outwards
BITS = 256  # kept of what is rounded, after its leading digit
MAX_SCALE = 300_000  # binary digits before or after the point
MAX_EXPONENT = 10**12
MAX_DEGREE = 64  # of a root that is taken digit by digit


class Undefined(Exception):
    """A division by zero, a root of a negative number, or something too large or not known."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A real number between two fractions; exact if they are the same.

    Examples
    --------
    >>> power(Enclosure.of(2), Enclosure.of(-20000)).is_exact
    True
    >>> third = power(Enclosure.of(Fraction(9, 10)), Enclosure.of(10**6))
    >>> third.is_exact, 0 < third.low < third.high
    (False, True)
    """

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, value: Fraction | int) -> Enclosure:
        """Return a fraction as an enclosure."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.low == self.high

    @property
    def middle(self) -> Fraction:
        """A fraction within."""
        return (self.low + self.high) / 2

    def apart(self, other: Enclosure) -> bool:
        """Say whether two numbers are certainly different."""
        return self.high < other.low or other.high < self.low

    def same(self, other: Enclosure) -> bool:
        """Say whether two numbers are certainly equal."""
        return self.is_exact and other.is_exact and self.low == other.low

    def __neg__(self) -> Enclosure:
        return Enclosure(-self.high, -self.low)


ZERO, ONE = Enclosure.of(0), Enclosure.of(1)


def bounded(low: Fraction, high: Fraction) -> Enclosure:
    """Return an enclosure whose ends are not too long, rounded outwards."""
    if low == high and _length(low) <= EXACT_BITS:
        return Enclosure(low, high)
    return Enclosure(_rounded(low, up=False), _rounded(high, up=True))


def _length(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _scale(number: Fraction) -> int:
    return number.numerator.bit_length() - number.denominator.bit_length()


def _rounded(number: Fraction, up: bool) -> Fraction:
    if not number or _length(number) <= 2 * BITS:
        return number
    shift = BITS - _scale(number)
    if abs(shift) > MAX_SCALE:
        raise Undefined("a number with too many digits")
    top, bottom = number.numerator, number.denominator
    if shift >= 0:
        top <<= shift
    else:
        bottom <<= -shift
    whole = -(-top // bottom) if up else top // bottom
    return Fraction(whole, 1 << shift) if shift >= 0 else Fraction(whole << -shift)


def add(a: Enclosure, b: Enclosure) -> Enclosure:
    """Return a + b."""
    return bounded(a.low + b.low, a.high + b.high)


def multiply(a: Enclosure, b: Enclosure) -> Enclosure:
    """Return a b."""
    if abs(_scale(a.high) + _scale(b.high)) > MAX_SCALE:
        raise Undefined("a number with too many digits")
    ends = [x * y for x in {a.low, a.high} for y in {b.low, b.high}]
    return bounded(min(ends), max(ends))


def inverse(a: Enclosure) -> Enclosure:
    """Return 1/a."""
    if a.low <= 0 <= a.high:
        raise Undefined("a division by zero")
    return bounded(1 / a.high, 1 / a.low)


def power(base: Enclosure, exponent: Enclosure) -> Enclosure:
    """Return a power; of a base that is not positive only with a whole exponent."""
    if exponent.is_exact and exponent.low.denominator == 1:
        return whole_power(base, int(exponent.low))
    if base.low < 0:
        raise Undefined("a root of a number that is not positive")
    if exponent.is_exact and exponent.low.denominator <= MAX_DEGREE:
        degree = exponent.low.denominator
        return whole_power(root(base, degree), exponent.low.numerator)
    if base.low <= 0:
        raise Undefined("a power of zero")
    return exponential(multiply(exponent, logarithm(base)))


def whole_power(base: Enclosure, exponent: int) -> Enclosure:
    """Return a power with a whole exponent; 0^0 is 1, as in sums of weights."""
    if abs(exponent) > MAX_EXPONENT:
        raise Undefined("an exponent that is too large")
    if exponent < 0:
        base, exponent = inverse(base), -exponent
    if base.low < 0 and not base.is_exact:
        return _mixed_power(base, exponent)
    sign = -1 if base.low < 0 and exponent % 2 else 1
    low, high = sorted((abs(base.low), abs(base.high)))
    ends = (low, low) if base.is_exact else (low, high)
    result = _positive_power(Enclosure(*ends), exponent)
    return -result if sign < 0 else result


def _mixed_power(base: Enclosure, exponent: int) -> Enclosure:
    """A power of an enclosure that is, or may be, below zero."""
    largest = _positive_power(Enclosure.of(max(abs(base.low), abs(base.high))), exponent).high
    if base.high < 0:
        smallest = _positive_power(Enclosure.of(-base.high), exponent).low
        ends = (-largest, -smallest) if exponent % 2 else (smallest, largest)
        return Enclosure(*ends)
    return Enclosure(-largest if exponent % 2 else Fraction(0), largest)


def _positive_power(base: Enclosure, exponent: int) -> Enclosure:
    if base.is_exact and _length(base.low) * exponent <= EXACT_BITS:
        return Enclosure.of(base.low**exponent)
    result = ONE
    while exponent:
        if exponent & 1:
            result = multiply(result, base)
        exponent >>= 1
        if exponent:
            base = multiply(base, base)
    return result


def root(a: Enclosure, degree: int = 2) -> Enclosure:
    """Return the root of a nonnegative number.

    Examples
    --------
    >>> root(Enclosure.of(Fraction(9, 16))).low
    Fraction(3, 4)
    """
    if a.low < 0:
        raise Undefined("a root of a negative number")
    if a.is_exact:
        top, bottom = (integer_root(n, degree) for n in a.low.as_integer_ratio())
        if top**degree == a.low.numerator and bottom**degree == a.low.denominator:
            return Enclosure.of(Fraction(top, bottom))
    places = max(BITS, BITS - _scale(a.low) if a.low else BITS)
    if places * degree > MAX_SCALE:
        raise Undefined("a number with too many digits")
    unit = 1 << places
    low = integer_root(int(a.low * unit**degree), degree)
    high = integer_root(int(a.high * unit**degree) + 1, degree) + 1
    return bounded(Fraction(low, unit), Fraction(high, unit))


def exponential(a: Enclosure) -> Enclosure:
    """Return e^a, by its series at a small part of a and squaring."""
    if max(abs(a.low), abs(a.high)) > 10**6:
        raise Undefined("an exponent that is too large")
    return Enclosure(_exponential(a.low).low, _exponential(a.high).high)


def _exponential(value: Fraction) -> Enclosure:
    if value < 0:
        return inverse(_exponential(-value))
    if not value:
        return ONE
    halvings = max(0, _scale(value) + 2)
    part = Enclosure.of(value / (1 << halvings))  # below 1
    total, term, k = ZERO, ONE, 0
    while term.high > Fraction(1, 1 << (BITS + 32)):
        total = add(total, term)
        k += 1
        term = multiply(term, bounded(part.low / k, part.high / k))
    # What is left out is below twice its first term.
    total = bounded(total.low, total.high + 2 * term.high)
    return whole_power(total, 1 << halvings)


def logarithm(a: Enclosure) -> Enclosure:
    """Return the natural logarithm of a positive number."""
    if a.low <= 0:
        raise Undefined("a logarithm of a number that is not positive")
    return Enclosure(_logarithm(a.low).low, _logarithm(a.high).high)


def _logarithm(value: Fraction) -> Enclosure:
    shift = _scale(value)
    part = value / Fraction(2) ** shift  # between 1/2 and 2
    return add(_by_series(part), multiply(Enclosure.of(shift), _log_two()))


@cache
def _log_two() -> Enclosure:
    return _by_series(Fraction(2))


def _by_series(value: Fraction) -> Enclosure:
    """log x = 2 (z + z^3/3 + z^5/5 + ...) with z = (x - 1)/(x + 1), |z| <= 1/3."""
    z = Enclosure.of((value - 1) / (value + 1))
    square, odd, total, k = multiply(z, z), z, ZERO, 1
    while max(abs(odd.low), abs(odd.high)) > Fraction(1, 1 << (BITS + 16)):
        total = add(total, bounded(odd.low / k, odd.high / k))
        odd = multiply(odd, square)
        k += 2
    rest = 2 * max(abs(odd.low), abs(odd.high))
    return bounded(2 * (total.low - rest), 2 * (total.high + rest))


@cache
def euler() -> Enclosure:
    """Return e."""
    return exponential(ONE)


@cache
def pi() -> Enclosure:
    """Return pi, by Machin's formula."""

    def arctan(inverted: int) -> Enclosure:
        total, term, k = Fraction(0), Fraction(1, inverted), 0
        while term > Fraction(1, 1 << (BITS + 16)):
            total += term / (2 * k + 1) * (-1) ** k
            term /= inverted * inverted
            k += 1
        return Enclosure(total - term, total + term)

    a, b = arctan(5), arctan(239)
    return bounded(16 * a.low - 4 * b.high, 16 * a.high - 4 * b.low)


def chosen(choose: Callable[[list[Fraction]], Fraction], parts: list[Enclosure]) -> Enclosure:
    """Return the greatest or the least of numbers; `choose` is max or min."""
    return Enclosure(choose([p.low for p in parts]), choose([p.high for p in parts]))


def absolute(a: Enclosure) -> Enclosure:
    """Return |a|."""
    if a.low >= 0:
        return a
    return -a if a.high <= 0 else Enclosure(Fraction(0), max(-a.low, a.high))


def floored(a: Enclosure) -> Enclosure:
    """Return the greatest whole number not above a."""
    if a.low.__floor__() != a.high.__floor__():
        raise Undefined("a floor that is not decided")
    return Enclosure.of(a.low.__floor__())
