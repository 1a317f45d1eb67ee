"""Truncated power series at 0 with exact coefficients."""

from __future__ import annotations

from fractions import Fraction

from symopt.proof.kernel.context import Context
from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.functions import exponential, logarithm
from symopt.proof.kernel.masks import POSITIVE
from symopt.proof.kernel.table import constant
from symopt.proof.kernel.terms import Rejected, Term, free_names

Series = tuple[int, list[Frac]]
"""A least exponent, and the coefficients from there on, as many as are exact."""


def coefficients(context: Context, term: Term, name: str, order: int) -> list[Frac]:
    """Return the coefficients of x^0, ..., x^(order - 1); none may be negative powers."""
    low, parts = _series(context, term, name, order + 4)
    low, parts = _strip(low, parts)
    if parts and low < 0:
        raise Rejected("the function is not bounded at 0")
    known = low + len(parts)
    if parts and known < order:
        raise Rejected("too few coefficients")
    zero = Frac({}, NOTHING)
    result = [zero] * order
    for index, part in enumerate(parts):
        if low + index < order:
            result[low + index] = part
    return result


def _strip(low: int, parts: list[Frac]) -> Series:
    index = 0
    while index < len(parts) and not parts[index].num:
        index += 1
    if index == len(parts):
        raise Rejected("a series whose known coefficients all vanish")
    return low + index, parts[index:]


def _series(context: Context, term: Term, name: str, size: int) -> Series:
    normal = context.normal
    if name not in free_names(term):
        zero = Frac({}, NOTHING)
        return 0, [normal.read(term)] + [zero] * (size - 1)
    tag = term[0]
    if tag == "sym":
        return 1, _padded([Frac(constant(1), NOTHING)], size)
    if tag in ("+", "*"):
        result = _series(context, term[1], name, size)
        for item in term[2:]:
            other = _series(context, item, name, size)
            result = _add(context, result, other) if tag == "+" else _mul(context, result, other)
        return result
    if tag == "^" and isinstance(term[2], int):
        base = _series(context, term[1], name, size)
        if term[2] < 0:
            base = _inverse(context, base)
        result: Series = 0, _padded([Frac(constant(1), NOTHING)], size)
        for _ in range(abs(term[2])):
            result = _mul(context, result, base)
        return result
    if tag == "^":
        return _series(context, ("exp", ("*", term[2], ("log", term[1]))), name, size)
    if tag == "exp":
        return _exp(context, _series(context, term[1], name, size))
    if tag == "log":
        return _log(context, _series(context, term[1], name, size))
    raise Rejected(f"{tag} has no series here")


def _padded(parts: list[Frac], size: int) -> list[Frac]:
    zero = Frac({}, NOTHING)
    return parts + [zero] * (size - len(parts))


def _add(context: Context, a: Series, b: Series) -> Series:
    low = min(a[0], b[0])
    high = min(a[0] + len(a[1]), b[0] + len(b[1]))
    zero = Frac({}, NOTHING)

    def at(series: Series, power: int) -> Frac:
        index = power - series[0]
        return series[1][index] if 0 <= index < len(series[1]) else zero

    return low, [context.normal.add(at(a, p), at(b, p)) for p in range(low, high)]


def _mul(context: Context, a: Series, b: Series) -> Series:
    normal = context.normal
    size = min(len(a[1]), len(b[1]))
    parts = []
    for power in range(size):
        total = Frac({}, NOTHING)
        for index in range(power + 1):
            if a[1][index].num and b[1][power - index].num:
                total = normal.add(total, normal.mul(a[1][index], b[1][power - index]))
        parts.append(total)
    return a[0] + b[0], parts


def _inverse(context: Context, a: Series) -> Series:
    """1/a by the recursion for the coefficients."""
    low, parts = _strip(*a)
    normal = context.normal
    first = normal.inverse(parts[0])
    result = [first]
    for power in range(1, len(parts)):
        total = Frac({}, NOTHING)
        for index in range(1, power + 1):
            total = normal.add(total, normal.mul(parts[index], result[power - index]))
        minus_one = Frac(constant(-1), NOTHING)
        result.append(normal.mul(normal.mul(total, first), minus_one))
    return -low, result


def _from_zero(a: Series, what: str) -> list[Frac]:
    low, parts = a
    if low < 0 and any(part.num for part in parts[:-low]):
        raise Rejected(f"{what} of a function that is not bounded at 0")
    zero = Frac({}, NOTHING)
    return parts[-low:] if low < 0 else [zero] * low + parts


def _exp(context: Context, a: Series) -> Series:
    """e^a: with y = e^a, n y_n = sum k a_k y_(n-k)."""
    parts = _from_zero(a, "the exponential")
    normal = context.normal
    result = [exponential(normal, parts[0])]
    for power in range(1, len(parts)):
        total = Frac({}, NOTHING)
        for k in range(1, power + 1):
            if parts[k].num:
                weight = Frac(constant(Fraction(k, power)), NOTHING)
                term = normal.mul(normal.mul(weight, parts[k]), result[power - k])
                total = normal.add(total, term)
        result.append(total)
    return 0, result


def _log(context: Context, a: Series) -> Series:
    """log a: with y = log a, n a_0 y_n = n a_n - sum_(k<n) k y_k a_(n-k)."""
    parts = _from_zero(a, "the logarithm")
    normal = context.normal
    normal.require(parts[0], POSITIVE, "the value at 0 under a logarithm")
    first = normal.inverse(parts[0])
    result = [logarithm(normal, parts[0])]
    for power in range(1, len(parts)):
        total = parts[power]
        for k in range(1, power):
            weight = Frac(constant(Fraction(-k, power)), NOTHING)
            total = normal.add(total, normal.mul(normal.mul(weight, result[k]), parts[power - k]))
        result.append(normal.mul(total, first))
    return 0, result
