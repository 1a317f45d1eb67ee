"""The cosine of a number between two fractions."""

from __future__ import annotations

from fractions import Fraction

from symopt.notes.facts.enclosure import (
    BITS,
    ONE,
    ZERO,
    Enclosure,
    Undefined,
    add,
    bounded,
    multiply,
)

MAX_ANGLE = 1000


def cosine(a: Enclosure) -> Enclosure:
    """Return the cosine, by its series at a small part of the angle and doubling.

    Examples
    --------
    >>> from symopt.notes.facts.enclosure import pi
    >>> half = cosine(multiply(pi(), Enclosure.of(Fraction(1, 3))))
    >>> half.low < Fraction(1, 2) < half.high, float(half.high - half.low) < 1e-60
    (True, True)
    """
    if max(abs(a.low), abs(a.high)) > MAX_ANGLE:
        raise Undefined("an angle that is too large")
    if a.is_exact and not a.low:
        return ONE
    halvings = MAX_ANGLE.bit_length()
    found = _small(abs(a.middle) / (1 << halvings))
    for _ in range(halvings):
        doubled = multiply(multiply(found, found), Enclosure.of(2))
        found = add(doubled, Enclosure.of(-1))
    reach = (a.high - a.low) / 2  # the cosine changes by no more than its angle
    low, high = max(found.low - reach, Fraction(-1)), min(found.high + reach, Fraction(1))
    return bounded(low, high)


def _small(angle: Fraction) -> Enclosure:
    """1 - x^2/2 + x^4/24 - ... for x below 1."""
    square = multiply(Enclosure.of(angle), Enclosure.of(angle))
    total, term, k = ZERO, ONE, 0
    while max(abs(term.low), abs(term.high)) > Fraction(1, 1 << (BITS + 64)):
        total = add(total, term)
        k += 2
        part = Enclosure.of(Fraction(-1, k * (k - 1)))
        term = multiply(multiply(term, square), part)
    rest = max(abs(term.low), abs(term.high))  # more than all that is left out
    return bounded(total.low - rest, total.high + rest)
