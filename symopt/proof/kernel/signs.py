"""Signs of polynomials over atoms, from what is known of the atoms.

A sign is a set of possible signs, written as a bit mask: 1 negative, 2 zero, 4 positive.
The rules are few: products and sums of signs, facts looked up up to a positive factor, and
`positivity.by_substitution` (put x = l + y or x = (l + u y)/(1 + y), y >= 0, and look whether
all coefficients have one sign). No rule samples and no rule uses floating point.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from symopt.proof.kernel.masks import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    flip,
    of_number,
    times,
    within,
)
from symopt.proof.kernel.numbers import is_constant, sign_of_constant
from symopt.proof.kernel.positivity import Known, by_substitution
from symopt.proof.kernel.table import ONE, Exponent, Mono, Poly, Table, add, scale
from symopt.proof.kernel.terms import Rejected


class Signs:
    """What a context knows of the signs of polynomials."""

    def __init__(self, table: Table, parent: Signs | None = None) -> None:
        self.table = table
        self.facts: dict[int, int] = dict(parent.facts) if parent else {}
        self.known: list[Known] = list(parent.known) if parent else []
        self.active: set[int] = set()
        self.functions: dict[str, int] = dict(parent.functions) if parent else {}
        self.values: dict[str, tuple[tuple[int, int], ...]] = dict(parent.values) if parent else {}
        self._atoms: dict[int, int] = {}
        # Answers for polynomials, good until something is learnt.
        self._answers: dict[Any, int] = {}
        self._bodies: dict[int, tuple[int, Poly, Poly]] = parent._bodies if parent else {}

    def _forget(self) -> None:
        self._atoms.clear()
        self._answers.clear()

    # What is known

    def learn(self, poly: Poly, mask: int) -> None:
        """Remember the sign of a polynomial."""
        self._forget()
        number, sign = self._canonical(poly)
        if number is None:
            return
        mask = mask if sign > 0 else flip(mask)
        self.facts[number] = self.facts.get(number, ANY) & mask
        canonical = poly if sign > 0 else scale(poly, Fraction(-1))
        if within(mask, NONNEGATIVE):
            self.known.append(Known(canonical, mask == POSITIVE))
        if within(mask, NONPOSITIVE):
            self.known.append(Known(scale(canonical, Fraction(-1)), mask == NEGATIVE))
        content, primitive = self.content(poly)
        if content and len(primitive) > 1:
            outer = self.mono_sign(content)
            if outer in (POSITIVE, NEGATIVE):
                self.learn(primitive, mask if (sign > 0) == (outer == POSITIVE) else flip(mask))

    def refine(self, poly: Poly) -> None:
        """See whether a new fact tells the signs of its atoms: y > beta > 0."""
        for mono in poly:
            if len(mono) == 1 and mono[0][1] == 1:
                single: Poly = {mono: Fraction(1)}
                old = self.atom_sign(mono[0][0])
                if old in (POSITIVE, ZERO, NEGATIVE):
                    continue
                new = by_substitution(self, single)
                if new & old != old:
                    self.learn(single, new & old)

    def learn_values(self, function: str, low: int, mask: int) -> None:
        """Remember the sign that a function has at the integers low, low + 1, ..."""
        self._atoms.clear()
        self.values[function] = (*self.values.get(function, ()), (low, mask))

    @contextmanager
    def assuming(self, index: int, polys: list[tuple[Poly, int]]) -> Iterator[None]:
        """Know some signs for a while: inside a sum, of its index.

        One index must never stand for two sums at once: their ranges differ.
        """
        if index in self.active:
            raise Rejected("one index for two sums")
        facts, known = dict(self.facts), list(self.known)
        self.active.add(index)
        self._forget()
        try:
            for poly, mask in polys:
                self.learn(poly, mask)
            yield
        finally:
            self.facts, self.known = facts, known
            self.active.discard(index)
            self._forget()

    def body(self, atom: int, index: int, body: Poly, count: Poly) -> None:
        """Remember what a sum atom sums: the body for index = 0, ..., count - 1."""
        self._bodies[atom] = (index, body, count)

    # Asking

    def sign(self, poly: Poly, deep: bool = True) -> int:
        """Return the possible signs of a polynomial."""
        self.table.spend(len(poly) + 1)
        if not poly:
            return ZERO
        if len(poly) == 1:
            ((mono, coefficient),) = poly.items()
            mask = times(of_number(coefficient), self.mono_sign(mono))
            return mask & self._fact(poly)
        mask = self._fact(poly)
        if mask in (POSITIVE, ZERO, NEGATIVE):
            return mask
        mask &= self._termwise(poly)
        if mask in (POSITIVE, ZERO, NEGATIVE):
            return mask
        if deep:
            key = frozenset(poly.items())
            found = self._answers.get(key)
            if found is None:
                # A question that comes back to itself is not answered by itself.
                self._answers[key] = mask
                found = self._answers[key] = self._deep(poly, mask)
            return found
        return self._deep(poly, mask, deep=False)

    def _deep(self, poly: Poly, mask: int, deep: bool = True) -> int:
        content, primitive = self.content(poly)
        if content:
            mask &= times(
                self.mono_sign(content), self._fact(primitive) & self._termwise(primitive)
            )
        if not deep or mask in (POSITIVE, ZERO, NEGATIVE):
            return mask
        if is_constant(self.table, primitive):
            certain = sign_of_constant(self.table, primitive)
            found = {1: POSITIVE, -1: NEGATIVE}.get(certain, ANY)
        else:
            found = by_substitution(self, primitive)
        return mask & times(self.mono_sign(content), found)

    def mono_sign(self, mono: Mono) -> int:
        """Return the possible signs of a monomial."""
        mask = POSITIVE
        for atom, exponent in mono:
            mask = times(mask, self.power_sign(atom, exponent))
        return mask

    def power_sign(self, atom: int, exponent: Exponent) -> int:
        """Return the possible signs of an atom to a power that is defined."""
        base = self.atom_sign(atom)
        if isinstance(exponent, tuple):
            if base == POSITIVE:
                return POSITIVE
            if within(base, NONNEGATIVE):
                return NONNEGATIVE
            if self._even(exponent):
                return NONNEGATIVE if base & ZERO else POSITIVE
            return ANY if base & ZERO else NONZERO
        if isinstance(exponent, Fraction):
            return base & NONNEGATIVE or POSITIVE
        if exponent == 0:
            return POSITIVE
        if exponent % 2 == 0:
            return (ZERO if base & ZERO else 0) | (POSITIVE if base & NONZERO else 0)
        return base

    def atom_sign(self, atom: int) -> int:
        """Return the possible signs of an atom."""
        known = self._atoms.get(atom)
        if known is None:
            # A question that comes back to itself is not answered by itself.
            self._atoms[atom] = ANY
            known = self._kind_sign(atom) & self.facts.get(
                self.table.poly_number({((atom, 1),): Fraction(1)}), ANY
            )
            self._atoms[atom] = known
        return known

    def content(self, poly: Poly) -> tuple[Mono, Poly]:
        """Return the monomial that divides every term, and what is left."""
        if len(poly) == 1:
            ((mono, coefficient),) = poly.items()
            return mono, {ONE: coefficient}
        common: dict[int, Exponent] | None = None
        for mono in poly:
            powers = dict(mono)
            if common is None:
                common = powers
                continue
            smaller: dict[int, Exponent] = {}
            for atom, exponent in common.items():
                least = self._lesser(exponent, powers.get(atom, 0))
                if least is not None and least != 0:
                    smaller[atom] = least
            # A negative exponent in later terms is content as well.
            for atom, exponent in powers.items():
                if atom not in common:
                    least = self._lesser(exponent, 0)
                    if least is not None and least != 0:
                        smaller[atom] = least
            common = smaller
        if not common:
            return ONE, poly
        mono = tuple(sorted(common.items()))
        inverse = tuple((atom, self.table.scale_exponent(e, -1)) for atom, e in mono)
        return mono, {self.table.mul_mono(m, inverse): c for m, c in poly.items()}

    def _lesser(self, a: Exponent, b: Exponent) -> Exponent | None:
        """Return the lesser of two exponents that differ by a number, else None.

        Content must not have a positive power where a term has none, so an exponent with
        symbols counts only if both have the same symbols.
        """
        if not isinstance(a, tuple) and not isinstance(b, tuple):
            return min(a, b)
        constant_a, rest_a = self.table.split_exponent(a)
        constant_b, rest_b = self.table.split_exponent(b)
        if rest_a != rest_b:
            return None
        return a if constant_a <= constant_b else b

    # Pieces

    def _canonical(self, poly: Poly) -> tuple[int | None, int]:
        """Return the number of a polynomial up to a positive factor, and the sign of the factor."""
        if not poly or (len(poly) == 1 and ONE in poly):
            return None, 1
        lead = min(poly, key=mono_key)
        coefficient = poly[lead]
        return self.table.poly_number(scale(poly, 1 / coefficient)), 1 if coefficient > 0 else -1

    def _fact(self, poly: Poly) -> int:
        number, sign = self._canonical(poly)
        if number is None:
            return of_number(poly.get(ONE, Fraction(0)))
        mask = self.facts.get(number, ANY)
        return mask if sign > 0 else flip(mask)

    def _termwise(self, poly: Poly) -> int:
        seen, strict = 0, 0
        for mono, coefficient in poly.items():
            mask = times(of_number(coefficient), self.mono_sign(mono))
            seen |= mask
            if mask in (POSITIVE, NEGATIVE):
                strict |= mask
            if seen & POSITIVE and seen & NEGATIVE:
                return ANY
        return seen & ~ZERO if strict else seen

    def _even(self, exponent: Exponent) -> bool:
        poly = self.table.exponent_poly(exponent)
        return all(
            c.denominator == 1 and c % 2 == 0 and self.table.integral(m) for m, c in poly.items()
        )

    def _kind_sign(self, atom: int) -> int:
        key = self.table.keys[atom]
        kind = key[0]
        if kind == "num":
            return NEGATIVE if key[1] < 0 else POSITIVE
        if kind in ("nat", "bnd"):
            return NONNEGATIVE
        if kind in ("E", "pi"):
            return POSITIVE
        if kind == "poly":
            # Under a root the polynomial was shown to be at least zero.
            return self.sign(self.table.poly(key[1]))
        if kind == "abs":
            inner = self.sign(self.table.poly(key[1]))
            return POSITIVE if not inner & ZERO else NONNEGATIVE
        if kind == "app":
            return self._value_sign(key)
        if kind == "floor":
            return NONNEGATIVE if within(self._part_sign(key[1]), NONNEGATIVE) else ANY
        if kind == "sum":
            return self._sum_sign(atom)
        return ANY

    def _part_sign(self, part: Any) -> int:
        """Return the possible signs of a value inside an atom, as `Normaliser.key` writes it."""
        num, den = part if isinstance(part, tuple) else (part, ())
        mask = self.sign(dict(num))
        for number, power in den:
            if power % 2:
                mask = times(mask, self.sign(self.table.poly(number)))
        return mask

    def _value_sign(self, key: tuple[Any, ...]) -> int:
        mask = self.functions.get(key[1], ANY)
        if len(key) != 3 or not isinstance(key[2], frozenset):
            return mask
        place: Poly = dict(key[2])
        whole = all(c.denominator == 1 and self.table.integral(m) for m, c in place.items())
        for low, known in self.values.get(key[1], ()) if whole else ():
            from_low = add(place, {ONE: Fraction(-low)})
            if within(self.sign(from_low, deep=False), NONNEGATIVE):
                mask &= known
        return mask

    def _sum_sign(self, atom: int) -> int:
        index, body, count = self._bodies[atom]
        if index in self.active:
            return ANY
        bound: Poly = {((index, 1),): Fraction(1)}
        last = add(add(count, {ONE: Fraction(-1)}), scale(bound, Fraction(-1)))
        number = self.sign(count, deep=False)
        with self.assuming(index, [(last, NONNEGATIVE)]):
            mask = self.sign(body)
        if number == POSITIVE:
            return mask if mask in (POSITIVE, NEGATIVE, ZERO, NONNEGATIVE, NONPOSITIVE) else ANY
        if mask in (POSITIVE, NEGATIVE, ZERO, NONNEGATIVE, NONPOSITIVE):
            return mask | ZERO
        return ANY


def mono_key(mono: Mono) -> tuple[object, ...]:
    """Return what monomials are ordered by."""
    return tuple(
        (atom, 1, exponent[1]) if isinstance(exponent, tuple) else (atom, 0, exponent)
        for atom, exponent in mono
    )
