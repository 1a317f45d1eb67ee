"""Max, min, absolute value, sign, exponential, logarithm and the like in normal form."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NEGATIVE, POSITIVE, ZERO
from symopt.proof.kernel.powers import factor, real_power
from symopt.proof.kernel.table import ONE, Poly, add, constant, scale
from symopt.proof.kernel.terms import Rejected, Term

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser


def read_function(normal: Normaliser, term: Term) -> Frac:
    """Return the normal form of a term that is headed by a named function."""

    tag = term[0]
    if tag in ("max", "min"):
        sign = 1 if tag == "max" else -1
        result = normal.read(term[1])
        for item in term[2:]:
            result = _larger(normal, result, normal.read(item), sign)
        return result
    if tag not in ("abs", "sign", "exp", "log", "cos", "sin", "ceil", "floor", "mean"):
        raise Rejected(f"{tag} has no value")
    value = normal.read(term[1])
    if tag == "abs":
        return normal.absolute(value)
    if tag == "sign":
        mask = normal.sign(value)
        if mask in (NEGATIVE, ZERO, POSITIVE):
            return Frac(constant({NEGATIVE: -1, ZERO: 0, POSITIVE: 1}[mask]), NOTHING)
        if not mask & ZERO:
            return normal.mul(value, normal.inverse(normal.absolute(value)))
        return normal.atom(("sign", normal.key(value)), [value])
    if tag == "exp":
        return exponential(normal, value)
    if tag == "log":
        normal.require(value, POSITIVE, "the argument of a logarithm")
        return logarithm(normal, value)
    if tag in ("floor", "ceil"):
        from symopt.proof.kernel.whole import floor

        if tag == "floor":
            return floor(normal, value)
        # The least whole number above x is minus the greatest below -x.
        below = floor(normal, Frac(scale(value.num, Fraction(-1)), value.den))
        return Frac(scale(below.num, Fraction(-1)), below.den)
    if tag == "mean":
        from symopt.proof.kernel.chance import mean

        return mean(normal, value)
    if not value.num and tag in ("cos", "sin"):
        return Frac(constant(1 if tag == "cos" else 0), NOTHING)
    return normal.atom((tag, normal.key(value)), [value])


def _larger(normal: Normaliser, a: Frac, b: Frac, sign: int) -> Frac:
    """Return the maximum (sign 1) or minimum (sign -1) as (a + b +- |a - b|)/2."""

    gap = normal.absolute(normal.sub(a, b))
    signed = gap if sign > 0 else Frac(scale(gap.num, Fraction(-1)), gap.den)
    half = Frac(constant(Fraction(1, 2)), NOTHING)
    return normal.mul(half, normal.add(normal.add(a, b), signed))


def exponential(normal: Normaliser, value: Frac) -> Frac:
    """Return e^value, with e^(y log x) written x^y."""

    table = normal.table
    if not value.num:
        return Frac(constant(1), NOTHING)
    poly = table.exponent_poly(normal.exponent_of(value))
    plain: Poly = {}
    result = Frac(constant(1), NOTHING)
    for mono, coefficient in poly.items():
        logs = [(a, e) for a, e in mono if table.keys[a][0] == "log" and e == 1]
        if len(logs) == 1:
            base = table.keys[logs[0][0]][1]
            rest = tuple(pair for pair in mono if pair != logs[0])
            inner = table.exponent({rest: coefficient})
            if isinstance(inner, int):
                power = normal.power(_base(normal, base), inner)
            else:
                exponent_value = Frac({rest: coefficient}, NOTHING)
                power = real_power(normal, _base(normal, base), inner, exponent_value)
            result = normal.mul(result, power)
        else:
            plain = add(plain, {mono: coefficient})
    if plain:
        base = normal.atom(("E",), [])
        exponent = table.exponent(plain)
        if isinstance(exponent, int):
            return normal.mul(result, normal.power(base, exponent))
        power = real_power(normal, base, exponent, Frac(plain, NOTHING))
        result = normal.mul(result, power)
    return result


def _base(normal: Normaliser, base: tuple[str, int]) -> Frac:

    if base[0] == "number":
        return Frac(constant(base[1]), NOTHING)
    if base[0] == "poly":
        return Frac(dict(normal.table.poly(base[1])), NOTHING)
    return Frac({((base[1], 1),): Fraction(1)}, NOTHING)


def logarithm(normal: Normaliser, value: Frac) -> Frac:
    """Return log value for a positive value, as a sum over its positive factors."""

    table = normal.table
    content, primitive = normal.signs.content(value.num)
    if len(primitive) == 1:
        number, primitive = primitive[ONE], {}
    else:
        primitive, number = normal.monic(primitive)
        if number < 0:
            primitive, number = scale(primitive, Fraction(-1)), -number
    # Taken apart, every factor must be positive by itself.
    ok = number > 0 and all(normal.signs.atom_sign(a) == POSITIVE for a, _ in content)
    ok = ok and (not primitive or normal.signs.sign(primitive) == POSITIVE)
    ok = ok and all(normal.signs.sign(table.poly(n)) == POSITIVE for n in value.den)
    if not ok:
        raise Rejected("a logarithm of factors whose signs are not known")
    result = Frac({}, NOTHING)

    def plus(base: tuple[str, int], support: set[int], times: Frac) -> None:
        nonlocal result
        atom = table.atom(("log", base), support)
        result = normal.add(result, normal.mul(times, Frac({((atom, 1),): Fraction(1)}, NOTHING)))

    for whole, direction in ((number.numerator, 1), (number.denominator, -1)):
        for prime, count in factor(whole).items():
            plus(("number", prime), set(), Frac(constant(count * direction), NOTHING))
    for atom, exponent in content:
        times = Frac(dict(table.exponent_poly(exponent)), NOTHING)
        key = table.keys[atom]
        if key[0] == "E":
            result = normal.add(result, times)
        elif key[0] == "num":
            plus(("number", key[1]), set(), times)
        elif key[0] == "poly":
            plus(("poly", key[1]), {atom}, times)
        else:
            plus(("atom", atom), {atom}, times)
    if primitive:
        number_of = table.poly_number(primitive)
        plus(("poly", number_of), table.atoms_of(primitive), Frac(constant(1), NOTHING))
    for den, power in value.den.items():
        plus(("poly", den), table.atoms_of(table.poly(den)), Frac(constant(-power), NOTHING))
    return result
