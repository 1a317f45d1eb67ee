"""Absolute values in normal form: factor by factor, known signs resolved."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NONNEGATIVE, NONPOSITIVE, within
from symopt.proof.kernel.table import ONE, Exponent, Mono, Poly, scale
from symopt.proof.kernel.terms import Rejected

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser


def absolute(normal: Normaliser, value: Frac) -> Frac:
    """Return |value|."""
    mask = normal.sign(value)
    if within(mask, NONNEGATIVE):
        return value
    if within(mask, NONPOSITIVE):
        return Frac(scale(value.num, Fraction(-1)), value.den)
    content, primitive = normal.signs.content(value.num)
    outer: Poly = {ONE: Fraction(1)}
    for atom, exponent in content:
        outer = normal.table.mul(outer, _power(normal, atom, exponent))
    primitive, lead = normal.monic(primitive) if len(primitive) > 1 else (primitive, None)
    if lead is None:
        outer = scale(outer, abs(primitive[ONE]))
    else:
        outer = scale(outer, abs(lead))
        outer = normal.table.mul(outer, absolute_poly(normal, primitive))
    result = Frac(outer, NOTHING)
    for number, power in value.den.items():
        factor = Frac(absolute_poly(normal, normal.table.poly(number)), NOTHING)
        result = normal.mul(result, normal.power(normal.known_inverse(factor), power))
    return result


def _power(normal: Normaliser, atom: int, exponent: Exponent) -> Poly:
    mask = normal.signs.atom_sign(atom)
    mono: Mono = ((atom, exponent),)
    if within(normal.signs.power_sign(atom, exponent), NONNEGATIVE):
        return {mono: Fraction(1)}
    if isinstance(exponent, int) and within(mask, NONPOSITIVE):
        return {mono: Fraction(-1)}
    inner = absolute_poly(normal, {((atom, 1),): Fraction(1)})
    if len(inner) != 1:
        raise Rejected("the absolute value of a power")
    ((inner_mono, coefficient),) = inner.items()
    if isinstance(exponent, int):
        return {_raise(normal, inner_mono, exponent): coefficient**exponent}
    if coefficient != 1:
        raise Rejected("the absolute value of a power")
    return {_raise(normal, inner_mono, exponent): Fraction(1)}


def _raise(normal: Normaliser, mono: Mono, exponent: Exponent) -> Mono:
    return tuple((a, normal.table.scale_exponent(e, exponent)) for a, e in mono)


def absolute_poly(normal: Normaliser, poly: Poly) -> Poly:
    """Return |poly|, as an atom whose square is known unless the sign is."""
    mask = normal.signs.sign(poly)
    if within(mask, NONNEGATIVE):
        return poly
    if within(mask, NONPOSITIVE):
        return scale(poly, Fraction(-1))
    number = normal.table.poly_number(poly)
    atom = normal.table.atom(("abs", number), normal.table.atoms_of(poly))
    normal.table.squared[atom] = normal.table.mul(poly, poly)
    if atom in normal.rewrites:
        value = normal.rewritten(atom)
        if value.den:
            raise Rejected("an absolute value rewritten by a quotient")
        return value.num
    return {((atom, 1),): Fraction(1)}
