"""Powers whose exponent is a fraction or contains symbols."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NONNEGATIVE, POSITIVE, ZERO, within
from symopt.proof.kernel.moduli import absolute_poly
from symopt.proof.kernel.table import ONE, Exponent, Mono, Poly, constant, scale
from symopt.proof.kernel.terms import Rejected

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser

TRIAL_LIMIT = 2000


def real_power(normal: Normaliser, base: Frac, exponent: Exponent, value: Frac) -> Frac:
    """Return base^exponent, where the exponent is not a plain whole number.

    With a whole exponent (t, n + 1) any base will do while the exponent is nonnegative, with
    0^0 = 1, and any nonzero base else. Other exponents want a nonnegative base, a positive one
    where the exponent may be negative.
    """

    mask, sign = normal.sign(value), normal.sign(base)
    whole = not value.den and normal.integral(value.num)
    if not base.num:
        if mask == POSITIVE:
            return Frac({}, NOTHING)
        if mask == ZERO:
            return Frac(constant(1), NOTHING)
        raise Rejected("a power of zero whose exponent may be zero")
    if not whole:
        normal.require(base, NONNEGATIVE, "the base of a root or real power")
    if not within(mask, NONNEGATIVE) and sign & ZERO:
        from symopt.proof.kernel.normal import Unproved

        raise Unproved(normal, base, "nonzero", "the base of a power")
    zero_possible = bool(sign & ZERO)
    factors = _factors(normal, base, whole)
    if factors is None:
        if base.den:
            raise Rejected("a root of a quotient whose parts have unknown signs")
        primitive, lead = normal.monic(base.num)
        if lead < 0:
            primitive, lead = scale(primitive, Fraction(-1)), -lead
        number, mono = lead, ONE
    else:
        number, mono, primitive = factors
    result = number_power(normal, number, exponent)
    if mono:
        raised = tuple((a, _product(normal, e, exponent)) for a, e in mono)
        kept: Mono = tuple((a, e) for a, e in raised if e != 0)
        result = normal.mul(result, Frac({kept: Fraction(1)}, NOTHING))
    if primitive and (len(primitive) > 1 or ONE not in primitive):
        part = _poly_power(normal, primitive, exponent, zero_possible)
        result = normal.mul(result, part)
    minus = normal.table.scale_exponent(exponent, -1)
    for den, power in base.den.items():
        poly = normal.table.poly(den)
        total = normal.table.scale_exponent(minus, power)
        result = normal.mul(result, _poly_power(normal, poly, total, False))
    return result


def _product(normal: Normaliser, a: Exponent, b: Exponent) -> Exponent:
    """Return the product of two exponents, with p (1/p) written as 1."""
    product = normal.table.scale_exponent(a, b)
    if not isinstance(product, tuple):
        return product
    poly = dict(normal.table.exponent_poly(product))
    return normal.exponent_of(normal._settle(poly, {}))


def _factors(normal: Normaliser, base: Frac, whole: bool) -> tuple[Fraction, Mono, Poly] | None:
    """Split a base into number, monomial and rest, if the power may be taken of each."""
    content, primitive = normal.signs.content(base.num)
    if len(primitive) == 1:
        number, primitive = primitive[ONE], {}
    else:
        primitive, number = normal.monic(primitive)
    if whole:
        return number, content, primitive
    if primitive and not within(normal.signs.sign(primitive), NONNEGATIVE):
        primitive, number = scale(primitive, Fraction(-1)), -number
        if not within(normal.signs.sign(primitive), NONNEGATIVE):
            return None
    if number < 0:
        return None
    for den in base.den:
        if normal.signs.sign(normal.table.poly(den)) != POSITIVE:
            return None
    mono: Mono = ONE
    for atom, exponent in content:
        if within(normal.signs.atom_sign(atom), NONNEGATIVE):
            mono = normal.table.mul_mono(mono, ((atom, exponent),))
        elif isinstance(exponent, int) and exponent % 2 == 0:
            inner = absolute_poly(normal, {((atom, 1),): Fraction(1)})
            if len(inner) != 1:
                return None
            ((single, coefficient),) = inner.items()
            if abs(coefficient) != 1 or len(single) != 1 or single[0][1] != 1:
                return None
            if coefficient < 0:
                return None
            mono = normal.table.mul_mono(mono, ((single[0][0], exponent),))
        else:
            return None
    return number, mono, primitive


def _poly_power(normal: Normaliser, poly: Poly, exponent: Exponent, zero_possible: bool) -> Frac:

    table = normal.table
    constant_part, _ = table.split_exponent(exponent)
    floor = constant_part.numerator // constant_part.denominator
    rest = table.add_exponents(exponent, -floor)
    number = table.poly_number(poly)
    if floor < 0 and zero_possible:
        raise Rejected("an exponent below zero over a base that may be zero")
    result = Frac(table.power(poly, max(floor, 0)), {number: -floor} if floor < 0 else NOTHING)
    if rest != 0:
        atom = normal.poly_atom(number)
        result = normal.mul(result, Frac({((atom, rest),): Fraction(1)}, NOTHING))
    return result


def number_power(normal: Normaliser, number: Fraction, exponent: Exponent) -> Frac:
    """Return a rational number to a power, as powers of primes."""

    table = normal.table
    mono: dict[int, Exponent] = {}
    if number < 0:
        mono[table.atom(("num", -1))] = exponent
    for value, direction in ((abs(number.numerator), 1), (number.denominator, -1)):
        for prime, count in factor(value).items():
            atom = table.atom(("num", prime))
            amount = table.scale_exponent(exponent, count * direction)
            mono[atom] = table.add_exponents(mono.get(atom, 0), amount)
    kept: Mono = tuple(sorted((a, e) for a, e in mono.items() if e != 0))
    # The product with one reduces the exponents.
    return Frac(table.mul({kept: Fraction(1)}, {ONE: Fraction(1)}), NOTHING)


def factor(number: int) -> dict[int, int]:
    """Return the prime factors of a positive integer; large ones may stay together."""
    found: dict[int, int] = {}
    divisor = 2
    while divisor * divisor <= number and divisor < TRIAL_LIMIT:
        while number % divisor == 0:
            found[divisor] = found.get(divisor, 0) + 1
            number //= divisor
        divisor += 1
    if number > 1:
        found[number] = found.get(number, 0) + 1
    return found
