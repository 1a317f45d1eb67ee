"""Exact division of polynomials in one of their atoms, to cancel fractions."""

from __future__ import annotations

from fractions import Fraction

from symopt.proof.kernel.table import Mono, Poly, Table, accumulate

Series = dict[int, Poly]


def divide(table: Table, num: Poly, den: Poly) -> Poly | None:
    """Return num/den if it is a polynomial and the division is found, else None.

    The divisor is ordered by an atom in which its leading coefficient is a number, which holds
    of 1 - beta, x + y and the like; others are left as they are, which costs no truth.
    """
    for atom in sorted({a for mono in den for a, _ in mono}):
        below = _by_atom(table, den, atom)
        if below is None:
            continue
        degree = max(below)
        if min(below) < 0 or any(a == atom for part in below.values() for m in part for a, _ in m):
            continue
        lead = below[degree]
        if degree == 0 or len(lead) != 1 or () not in lead:
            continue
        above = _by_atom(table, num, atom)
        if above is None:
            continue
        return _long_division(table, above, below, degree, lead[()], atom)
    return None


def _by_atom(table: Table, poly: Poly, atom: int) -> Series | None:
    """Sort a polynomial by the whole powers of one atom; beta^(n+1) counts as beta^n beta."""
    result: Series = {}
    for mono, coefficient in poly.items():
        power, rest = 0, []
        for other, exponent in mono:
            if other != atom:
                rest.append((other, exponent))
                continue
            whole, symbols = table.split_exponent(exponent)
            if whole.denominator != 1:
                return None
            power = int(whole)
            if symbols != 0:
                rest.append((other, symbols))
        key: Mono = tuple(rest)
        part = result.setdefault(power, {})
        part[key] = part.get(key, Fraction(0)) + coefficient
    return result


def _long_division(
    table: Table, above: Series, below: Series, degree: int, lead: Fraction, atom: int
) -> Poly | None:
    quotient: Poly = {}
    rest = {power: dict(part) for power, part in above.items()}
    while rest:
        top = max(rest)
        part = rest.pop(top)
        if not part:
            continue
        if top < degree:
            return None
        shift = top - degree
        factor = {mono: value / lead for mono, value in part.items()}
        for mono, value in factor.items():
            whole = table.mul_mono(mono, ((atom, shift),) if shift else ())
            accumulate(quotient, whole, value)
        for power, coefficient in below.items():
            if power == degree:
                continue
            target = rest.setdefault(power + shift, {})
            for mono, value in table.mul(factor, coefficient).items():
                accumulate(target, mono, -value)
    return quotient
