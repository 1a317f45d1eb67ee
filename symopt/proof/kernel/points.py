"""Points at which all bounds hold: where a polynomial has both signs there, no proof exists.

This only saves attempts; nothing is proved by looking at points.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from symopt.proof.kernel.frames import Bound, Frame
from symopt.proof.kernel.masks import NEGATIVE, POSITIVE
from symopt.proof.kernel.ordinary import Ordinary, plus, sign_at

POINTS = 32


def hopeless(frame: Frame, poly: Ordinary, bounds: list[Bound]) -> bool:
    """Say whether the polynomial has both signs where all the bounds hold.

    Then no substitution can succeed; this only saves the attempt.
    """
    seen = 0
    numbers = _ends(len(frame.variables), bounds)
    unit = lcm(*(end.denominator for pair in numbers for end in pair if end is not None))
    scale = 60 * unit
    ends = [
        (None if low is None else int(low * scale), None if high is None else int(high * scale))
        for low, high in numbers
    ]
    gaps: list[tuple[Ordinary, bool]] | None = None
    for number in range(POINTS):
        point = _point(ends, unit, number)
        sign = sign_at(poly, point, scale)
        if sign and not seen & sign:
            gaps = [_gap(bound) for bound in bounds] + frame.facts() if gaps is None else gaps
            if all(
                sign_at(gap, point, scale) in (POSITIVE, *(() if s else (0,))) for gap, s in gaps
            ):
                seen |= sign
                if seen == POSITIVE | NEGATIVE:
                    return True
    return False


def _gap(bound: Bound) -> tuple[Ordinary, bool]:
    """Return a bound as a polynomial that is >= 0, or > 0 where strict."""
    scaled = {
        tuple(
            sorted({**dict(mono), bound.variable: dict(mono).get(bound.variable, 0) + 1}.items())
        ): c
        for mono, c in bound.below.items()
    }
    gap = plus(scaled, {mono: -c for mono, c in bound.value.items()})
    return (gap if bound.lower else {mono: -c for mono, c in gap.items()}), bound.strict


def _ends(size: int, bounds: list[Bound]) -> list[tuple[Fraction | None, Fraction | None]]:
    """Return the constant bounds of every variable."""
    lows: list[Fraction | None] = [None] * size
    highs: list[Fraction | None] = [None] * size
    for bound in bounds:
        if bound.plain:
            value, i = bound.number, bound.variable
            ends, pick = (lows, max) if bound.lower else (highs, min)
            old = ends[i]
            ends[i] = value if old is None else pick(old, value)
    return list(zip(lows, highs, strict=True))


def _point(ends: list[tuple[int | None, int | None]], unit: int, number: int) -> list[int]:
    """Return a point that the constant bounds admit; each number gives another.

    Bounds and coordinates are whole numbers, sixty units to a whole.
    """
    point = []
    state = number * 7919 + 17
    for low, high in ends:
        state = (state * 1103515245 + 12345) % (1 << 31)
        share, pick = ((4, 15), (16, 45), (32, 105), (48, 210))[(state >> 16) % 4]
        if low is not None and high is not None:
            point.append(low + (high - low) // 60 * share)
        elif low is not None:
            point.append(low + pick * unit)
        elif high is not None:
            point.append(high - pick * unit)
        else:
            point.append(pick * unit if (state >> 20) % 2 else -pick * unit)
    return point
