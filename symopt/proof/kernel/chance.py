"""The expectation as a linear operator on normal forms.

E(c X) = c E(X) for everything c that is not random, E(X + Y) = E(X) + E(Y), and the same for
sums with a fixed number of terms. All expectations are assumed to exist; that and linearity are
the lemma "linearity of expectation", which a proof that uses this says it rests on.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NONNEGATIVE
from symopt.proof.kernel.table import ONE, Mono, Poly, add, constant, scale
from symopt.proof.kernel.terms import Rejected

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser

LEMMA = "linearity-of-expectation"


def mean(normal: Normaliser, value: Frac) -> Frac:
    """Return the expectation of a value."""

    normal.table.lemmas.add(LEMMA)
    for number in value.den:
        if _random(normal, normal.table.atoms_of(normal.table.poly(number))):
            raise Rejected("the expectation of a random quotient")
    total = Frac({}, NOTHING)
    for mono, coefficient in value.num.items():
        part = _of_mono(normal, mono)
        total = normal.add(total, normal.mul(part, Frac(constant(coefficient), value.den)))
    return total


def _random(normal: Normaliser, atoms: set[int] | frozenset[int]) -> bool:
    table = normal.table
    return any(
        table.keys[a][0] == "app" and table.keys[a][1] in normal.context.random for a in atoms
    )


def _of_mono(normal: Normaliser, mono: Mono) -> Frac:

    table = normal.table
    fixed: list[tuple[int, object]] = []
    moving: list[tuple[int, object]] = []
    for atom, exponent in mono:
        atoms = set(table.support[atom])
        if isinstance(exponent, tuple):
            exponent_atoms = table.atoms_of(table.exponent_poly(exponent))
            if _random(normal, exponent_atoms):
                raise Rejected("a random exponent")
        is_mean = table.keys[atom][0] == "mean"
        (moving if not is_mean and _random(normal, atoms) else fixed).append((atom, exponent))
    before = Frac({tuple(fixed): Fraction(1)}, NOTHING)
    if not moving:
        return before
    sums = [(a, e) for a, e in moving if table.keys[a][0] == "sum"]
    # A power or a product of sums is not multiplied out: its expectation is a number by itself.
    if len(sums) == 1 and sums[0][1] == 1:
        rest = tuple(pair for pair in moving if pair != sums[0])
        return normal.mul(before, _of_sum(normal, sums[0][0], rest))
    atom = table.atom(("mean", tuple(moving)), {a for a, _ in moving})
    if atom in normal.rewrites:
        return normal.mul(before, normal.rewritten(atom))
    return normal.mul(before, Frac({((atom, 1),): Fraction(1)}, NOTHING))


def _of_sum(normal: Normaliser, atom: int, rest: Mono) -> Frac:
    """E(X sum Y_j) = sum E(X Y_j)."""
    from symopt.proof.kernel.sums import close

    table = normal.table
    index, body, count = normal.signs._bodies[atom]
    if _random(normal, table.atoms_of(count)):
        raise Rejected("the expectation of a sum of a random number of terms")
    for other, _ in rest:
        if table.keys[other][0] == "sum" or index in table.support[other]:
            raise Rejected("the expectation of a product of sums")
    if index in normal.signs.active:
        raise Rejected("one index for two sums")
    j: Poly = {((index, 1),): Fraction(1)}
    last = add(add(count, constant(-1)), scale(j, Fraction(-1)))
    with normal.signs.assuming(index, [(last, NONNEGATIVE)]):
        inside = mean(
            normal,
            Frac(table.mul(body, {rest: Fraction(1)} if rest else {ONE: Fraction(1)}), NOTHING),
        )
        pieces = close(normal, inside, index, count)
    total = Frac({}, NOTHING)
    for piece in pieces:
        total = normal.add(total, piece())
    return total
