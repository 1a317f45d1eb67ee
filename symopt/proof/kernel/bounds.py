"""Bounds of variables, read from their nature and from facts that are linear in them."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from symopt.proof.kernel.frames import Bound, Frame
from symopt.proof.kernel.masks import NEGATIVE, POSITIVE
from symopt.proof.kernel.ordinary import Ordinary

MAX_CHOICES = 6


def all_bounds(frame: Frame) -> list[Bound]:
    """Return every bound that is known of the variables."""
    bounds: list[Bound] = []
    for number in range(len(frame.variables)):
        bounds.extend(frame.natural_bounds(number))
        bounds.extend(_absolute(frame, number))
    for ordinary, strict in frame.facts():
        for number in range(len(frame.variables)):
            bound = _solve(frame, ordinary, number, strict)
            if bound is not None and bound not in bounds:
                bounds.append(bound)
    return bounds


def _absolute(frame: Frame, number: int) -> list[Bound]:
    """Return |x| >= x and |x| >= -x for a variable that is an absolute value."""
    atom, label = frame.variables[number]
    key = frame.signs.table.keys[atom]
    if key[0] != "abs" or label != 1:
        return []
    found = frame.read_scaled(frame.signs.table.poly(key[1]), create=False)
    if found is None:
        return []
    inner, scale = found
    negated = {mono: -value for mono, value in inner.items()}
    below: Ordinary = {(): scale}
    return [Bound(number, True, value, False, below) for value in (inner, negated)]


def _solve(frame: Frame, ordinary: Ordinary, number: int, strict: bool) -> Bound | None:
    """Read a bound of one variable from a polynomial >= 0 that is linear in it."""
    slope: Ordinary = {}
    rest: Ordinary = {}
    for mono, value in ordinary.items():
        power = dict(mono).get(number, 0)
        if power > 1:
            return None
        if power:
            slope[tuple(pair for pair in mono if pair[0] != number)] = value
        else:
            rest[mono] = -value
    if not slope:
        return None
    common = gcd(*slope.values(), *rest.values())
    slope = {mono: value // common for mono, value in slope.items()}
    rest = {mono: value // common for mono, value in rest.items()}
    if _positive(frame, slope):
        return Bound(number, True, rest, strict, slope)
    turned = {mono: -value for mono, value in slope.items()}
    if _positive(frame, turned):
        return Bound(number, False, {m: -v for m, v in rest.items()}, strict, turned)
    return None


def _positive(frame: Frame, poly: Ordinary) -> bool:
    """Say whether a polynomial is positive because all its terms are nonnegative."""
    strict = False
    for mono, value in poly.items():
        if value < 0:
            return False
        inside = True
        for number, power in mono:
            atom, label = frame.variables[number]
            sign = frame.signs.atom_sign(atom)
            if sign & NEGATIVE and (power % 2 or not isinstance(label, int)):
                return False
            inside = inside and sign == POSITIVE
        strict = strict or inside
    return strict


def options(number: int, bounds: list[Bound]) -> list[tuple[Bound | None, Bound | None]]:
    """Return which lower and upper bound of a variable to try, the most telling first."""
    lower = [b for b in bounds if b.variable == number and b.lower]
    upper = [b for b in bounds if b.variable == number and not b.lower]
    # The tightest are the last learnt; a strict bound is better than the same bound not strict.
    lower = _without_weaker(lower)[::-1]
    upper = _without_weaker(upper)[::-1]
    pairs: list[tuple[Bound | None, Bound | None]] = [(a, b) for a in lower for b in upper]
    pairs += [(a, None) for a in lower] + [(None, b) for b in upper]
    return pairs[:MAX_CHOICES] or [(None, None)]


def _without_weaker(bounds: list[Bound]) -> list[Bound]:
    """Keep the tightest of the constant bounds, and every other bound."""
    constant = [b for b in bounds if b.plain]
    others = [b for b in bounds if not b.plain]

    def tightness(bound: Bound) -> tuple[Fraction, bool]:
        return (bound.number if bound.lower else -bound.number, bound.strict)

    return ([max(constant, key=tightness)] if constant else []) + others
