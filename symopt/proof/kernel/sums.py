"""Sums with a symbolic number of terms in normal form.

The index runs from 0; factors free of it, and the least power of a base over the range, stand
before the sum; terms are summed one by one; and as many last terms are split off as make the
number of terms free of a constant. So the induction step needs no rewriting of sums.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NONNEGATIVE, NONPOSITIVE, within
from symopt.proof.kernel.table import ONE, Exponent, Mono, Poly, add, as_constant, constant, scale
from symopt.proof.kernel.terms import Rejected, Term, height

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser

MAX_SPLIT, MAX_UNROLLED = 12, 64


def read_sum(normal: Normaliser, term: Term) -> Frac:
    """Return the normal form of ("sum", body, name, low, high)."""

    _, body, name, low_term, high_term = term
    low, high = normal.read(low_term), normal.read(high_term)
    one = Frac(constant(1), NOTHING)
    length = normal.add(normal.sub(high, low), one)
    if length.den or low.den or not normal.integral(length.num) or not normal.integral(low.num):
        raise Rejected("the bounds of a sum are not known to be integers")
    number = as_constant(length.num)
    total = Frac({}, NOTHING)
    if number is not None:
        if not 0 <= number <= MAX_UNROLLED:
            raise Rejected("a sum of a negative or too large number of terms")
        for offset in range(int(number)):
            total = normal.add(total, _at(normal, body, name, low, constant(offset)))
        return total
    rest = dict(length.num)
    extra = rest.pop(ONE, Fraction(0))
    if 0 < extra <= MAX_SPLIT and within(normal.signs.sign(rest), NONNEGATIVE):
        for offset in range(int(extra)):
            last = add(rest, constant(offset))
            total = normal.add(total, _at(normal, body, name, low, last))
    else:
        rest = length.num
        if not within(normal.signs.sign(rest), NONNEGATIVE):
            raise Rejected("the number of terms of a sum is not known to be nonnegative")
    return normal.add(total, _closed(normal, body, name, low, rest))


def _at(normal: Normaliser, body: Term, name: str, low: Frac, offset: Poly) -> Frac:
    """Return the body at index low + offset."""

    outer = dict(normal._bound)
    normal._bound[name] = normal.add(low, Frac(offset, NOTHING))
    try:
        return normal.read(body)
    finally:
        normal._bound = outer


def _closed(normal: Normaliser, body: Term, name: str, low: Frac, count: Poly) -> Frac:

    table = normal.table
    level = height(body)
    index = table.atom(("bnd", level))
    while index in normal.signs.active:
        level += 1
        index = table.atom(("bnd", level))
    j: Poly = {((index, 1),): Fraction(1)}
    last = add(add(count, constant(-1)), scale(j, Fraction(-1)))
    total = Frac({}, NOTHING)
    with normal.signs.assuming(index, [(last, NONNEGATIVE)]):
        value = _at(normal, body, name, low, j)
        pieces = close(normal, value, index, count)
    for piece in pieces:
        total = normal.add(total, piece())
    return total


def close(normal: Normaliser, value: Frac, index: int, count: Poly) -> list[Callable[[], Frac]]:
    """Return the sum of a body over its index, a piece for each term.

    The pieces are finished outside, where the index means nothing any more.
    """

    table = normal.table
    outside: dict[int, int] = {}
    inside: Poly = {ONE: Fraction(1)}
    for number, power in value.den.items():
        if index in table.atoms_of(table.poly(number)):
            atom = normal.poly_atom(number)
            inside = table.mul(inside, {((atom, -power),): Fraction(1)})
        else:
            outside[number] = power
    pieces: list[Callable[[], Frac]] = []
    for mono, coefficient in value.num.items():
        for whole, factor in table.mul({mono: coefficient}, inside).items():
            before, after = _split(normal, whole, index, count)

            def piece(
                before: Mono = before, after: Mono = after, factor: Fraction = factor
            ) -> Frac:
                if not after:
                    summed = Frac(count, NOTHING)
                else:
                    atom = _atom(normal, after, index, count)
                    if atom in normal.rewrites:
                        summed = normal.rewritten(atom)
                    else:
                        summed = Frac({((atom, 1),): Fraction(1)}, NOTHING)
                return normal.mul(Frac({before: factor}, dict(outside)), summed)

            pieces.append(piece)
    return pieces


def _atom(normal: Normaliser, after: Mono, index: int, count: Poly) -> int:
    table = normal.table
    body: Poly = {after: Fraction(1)}
    support = (table.atoms_of(body) | table.atoms_of(count)) - {index}
    key = ("sum", index, after, frozenset(count.items()))
    atom = table.atom(key, support)
    normal.signs.body(atom, index, body, count)
    return atom


def _split(normal: Normaliser, mono: Mono, index: int, count: Poly) -> tuple[Mono, Mono]:
    """Split a monomial into what is free of the index and what is summed."""
    table = normal.table
    before: list[tuple[int, Exponent]] = []
    after: list[tuple[int, Exponent]] = []
    for atom, exponent in mono:
        if index in table.support[atom]:
            after.append((atom, exponent))
        elif not isinstance(exponent, tuple) or index not in table.atoms_of(
            table.exponent_poly(exponent)
        ):
            before.append((atom, exponent))
        else:
            out, stay = _least(normal, atom, exponent, index, count)
            if out != 0:
                before.append((atom, out))
            if stay != 0:
                after.append((atom, stay))
    return tuple(sorted(before)), tuple(sorted(after))


def _least(
    normal: Normaliser, atom: int, exponent: Exponent, index: int, count: Poly
) -> tuple[Exponent, Exponent]:
    """Split x^(a + c j) into x^m x^(a + c j - m), m the least exponent over the range.

    x may be zero, so both exponents must be nonnegative wherever j runs; m >= 0 is shown.
    """
    table = normal.table
    poly = table.exponent_poly(exponent)
    slope: Poly = {}
    free: Poly = {}
    for mono, coefficient in poly.items():
        rest = tuple(pair for pair in mono if pair != (index, 1))
        if index in table.atoms_of({rest: coefficient}):
            return 0, exponent
        (free if rest == mono else slope)[rest] = coefficient
    # The slope may be a symbol, as in x^(p (t - k)), if its sign is known.
    if not slope:
        return 0, exponent
    if within(normal.signs.sign(slope), NONNEGATIVE):
        least = free
    elif within(normal.signs.sign(slope), NONPOSITIVE):
        least = add(free, table.mul(slope, add(count, constant(-1))))
    else:
        return 0, exponent
    if not within(normal.signs.sign(least), NONNEGATIVE):
        return 0, exponent
    out = table.exponent(least)
    return out, table.exponent(add(poly, scale(least, Fraction(-1))))


__all__ = ["MAX_SPLIT", "MAX_UNROLLED", "read_sum"]
