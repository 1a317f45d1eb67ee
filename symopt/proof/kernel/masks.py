"""Possible signs of a number as a bit mask: 1 negative, 2 zero, 4 positive."""

from __future__ import annotations

from fractions import Fraction

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
ANY, NONNEGATIVE, NONPOSITIVE, NONZERO = 7, 6, 3, 5
_MULTIPLY = {
    (a, b): s
    for a, sa in ((NEGATIVE, -1), (ZERO, 0), (POSITIVE, 1))
    for b, sb in ((NEGATIVE, -1), (ZERO, 0), (POSITIVE, 1))
    for s in ((NEGATIVE, ZERO, POSITIVE)[sa * sb + 1],)
}


def times(a: int, b: int) -> int:
    """Return the possible signs of a product."""
    mask = 0
    for x in (NEGATIVE, ZERO, POSITIVE):
        for y in (NEGATIVE, ZERO, POSITIVE):
            if a & x and b & y:
                mask |= _MULTIPLY[x, y]
    return mask


def flip(mask: int) -> int:
    """Return the possible signs of minus a number."""
    return (
        (mask & ZERO) | (POSITIVE if mask & NEGATIVE else 0) | (NEGATIVE if mask & POSITIVE else 0)
    )


def within(mask: int, allowed: int) -> bool:
    """Say whether every possible sign is an allowed one."""
    return mask & ~allowed == 0


def of_number(value: Fraction) -> int:
    """Return the sign of a number."""
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else ZERO
