"""The floor of a value: what is whole stands before it, and a rest between 0 and 1 vanishes.

floor(m + r) = m + floor(r) for a whole number m, and floor(r) = 0 if 0 <= r < 1. The rest is
found by dividing: floor((E j + i - 1)/E) = j where 1 <= i <= E.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NONNEGATIVE, POSITIVE, within
from symopt.proof.kernel.table import ONE, Poly, add, as_constant, constant, scale

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser


def floor(normal: Normaliser, value: Frac) -> Frac:
    """Return the normal form of the floor of a value."""

    whole, rest = _apart(normal, value)
    number = as_constant(rest.num) if not rest.den else None
    if number is not None:
        return Frac(add(whole, constant(number.numerator // number.denominator)), NOTHING)
    one = Frac(constant(1), NOTHING)
    # Division leaves a rest that may be one too small: (E j + E - 1)/E is j + 1 - 1/E.
    for share, left in ((0, rest), (-1, normal.add(rest, one))):
        below = normal.sub(one, left)
        if within(normal.sign(left), NONNEGATIVE) and normal.sign(below) == POSITIVE:
            return Frac(add(whole, constant(share)), NOTHING)
    return normal.add(Frac(whole, NOTHING), normal.atom(("floor", normal.key(rest)), [rest]))


def _apart(normal: Normaliser, value: Frac) -> tuple[Poly, Frac]:
    """Split a value into a polynomial that is a whole number, and the rest."""

    table = normal.table
    if not value.den:
        whole = {m: c for m, c in value.num.items() if c.denominator == 1 and table.integral(m)}
        # A constant between two whole numbers leaves a rest of at least 0.
        share = value.num.get(ONE, Fraction(0))
        if share.denominator != 1 and share // 1:
            whole[ONE] = Fraction(share // 1)
        return whole, Frac(add(value.num, scale(whole, Fraction(-1))), NOTHING)
    for quotient in _quotients(normal, value):
        if normal.integral(quotient):
            whole = Frac(quotient, NOTHING)
            return quotient, normal.sub(value, whole)
    return {}, value


def _quotients(normal: Normaliser, value: Frac) -> list[Poly]:
    """Return what long division by a denominator x + c gives, for each such x."""
    table = normal.table
    if sum(value.den.values()) != 1:
        return []
    divisor = table.poly(next(iter(value.den)))
    found: list[Poly] = []
    for mono, lead in divisor.items():
        if len(mono) != 1 or mono[0][1] != 1 or lead != 1:
            continue
        x = mono[0][0]
        tail = {m: c for m, c in divisor.items() if m != mono}
        if x not in table.atoms_of(tail):
            found.append(_divide(normal, value.num, x, tail))
    return found


def _divide(normal: Normaliser, top: Poly, x: int, tail: Poly) -> Poly:
    """Return the quotient of a polynomial by x + tail, as polynomials in x."""
    table = normal.table
    quotient: Poly = {}
    for _ in range(8):
        degrees = {m: e for m in top for a, e in m if a == x and isinstance(e, int) and e > 0}
        if not degrees:
            return quotient
        highest = max(degrees.values())
        part: Poly = {}
        for mono, degree in degrees.items():
            if degree == highest:
                lower = tuple((a, e - 1 if a == x else e) for a, e in mono)
                part[tuple((a, e) for a, e in lower if e != 0)] = top[mono]
        quotient = add(quotient, part)
        times: Poly = table.mul(part, add({((x, 1),): Fraction(1)}, tail))
        top = add(top, scale(times, Fraction(-1)))
    return quotient


__all__ = ["floor"]
