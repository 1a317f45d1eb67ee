"""The variables of one question about signs, and the facts about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import TYPE_CHECKING

from symopt.proof.kernel.masks import NEGATIVE, POSITIVE, ZERO
from symopt.proof.kernel.ordinary import Ordinary
from symopt.proof.kernel.table import Poly

if TYPE_CHECKING:
    from symopt.proof.kernel.signs import Signs

MAX_FACTS = 60

Variable = tuple[int, object]
"""An atom with 1/q for atom^(1/q), or with a monomial for atom^monomial."""


@dataclass(frozen=True)
class Known:
    """A polynomial known to be >= 0, or > 0 where strict."""

    poly: Poly
    strict: bool

    @cached_property
    def plain(self) -> bool:
        """Whether all exponents are whole and none is negative."""
        return all(isinstance(e, int) and e > 0 for mono in self.poly for _, e in mono)


@dataclass(frozen=True)
class Bound:
    """variable >= value/below or variable <= value/below, strictly or not; below > 0."""

    variable: int
    lower: bool
    value: Ordinary
    strict: bool
    below: Ordinary = field(default_factory=lambda: {(): 1})

    @property
    def plain(self) -> bool:
        """Whether the bound is a number."""
        return not any(self.value) and not any(self.below)

    @property
    def number(self) -> Fraction:
        """The bound, if it is a number."""
        return Fraction(self.value.get((), 0), self.below[()])


class Frame:
    """The variables of one question."""

    def __init__(self, signs: Signs, roots: dict[int, int]) -> None:
        self.signs, self.roots = signs, roots
        self.variables: list[Variable] = []
        self.numbers: dict[Variable, int] = {}
        self._facts: list[tuple[Ordinary, bool]] | None = None

    def facts(self) -> list[tuple[Ordinary, bool]]:
        """Return the facts that are about these variables only, and which are strict."""
        if self._facts is None:
            self._facts = []
            here = {atom for atom, _ in self.variables}
            # Chosen first, counted then: many facts of other things must not crowd these out.
            about = [k for k in self.signs.known if {a for m in k.poly for a, _ in m} <= here]
            for known in about[-MAX_FACTS:]:
                cleared = known.poly if known.plain else clear(self.signs, known.poly)
                ordinary = self.read(cleared, create=False) if cleared is not None else None
                if ordinary is not None:
                    self._facts.append((ordinary, known.strict))
        return self._facts

    def number(self, variable: Variable, create: bool) -> int | None:
        if variable not in self.numbers:
            if not create:
                return None
            self.numbers[variable] = len(self.variables)
            self.variables.append(variable)
        return self.numbers[variable]

    def read(self, poly: Poly, create: bool) -> Ordinary | None:
        """Write a polynomial, times a positive number, in the variables.

        None if it cannot be, or needs new variables.
        """
        found = self.read_scaled(poly, create)
        return found[0] if found is not None else None

    def read_scaled(self, poly: Poly, create: bool) -> tuple[Ordinary, int] | None:
        """As `read`, and the positive number."""
        table = self.signs.table
        result: dict[tuple[tuple[int, int], ...], Fraction] = {}
        for mono, coefficient in poly.items():
            powers: dict[int, int] = {}
            for atom, exponent in mono:
                constant, rest = table.split_exponent(exponent)
                parts: list[tuple[object, int | Fraction]] = []
                if constant:
                    parts.append((self.roots.get(atom, 1), constant * self.roots.get(atom, 1)))
                for inner, factor in table.exponent_poly(rest).items():
                    # x^(a+b) = x^a x^b at x = 0 needs a, b >= 0 each.
                    negative = self.signs.mono_sign(inner) & NEGATIVE
                    if negative and self.signs.atom_sign(atom) != POSITIVE:
                        return None
                    parts.append((inner, factor))
                for label, amount in parts:
                    if amount.denominator != 1 or amount < 0:
                        return None
                    number = self.number((atom, label), create)
                    if number is None:
                        return None
                    powers[number] = powers.get(number, 0) + int(amount)
            key = tuple(sorted(powers.items()))
            result[key] = result.get(key, Fraction(0)) + coefficient
        scale = lcm(*(value.denominator for value in result.values()))
        whole = {key: int(value * scale) for key, value in result.items() if value}
        return whole, scale

    def natural_bounds(self, number: int) -> list[Bound]:
        """Return what a variable's own nature says: its sign, and beta^n <= 1."""
        signs = self.signs
        atom, label = self.variables[number]
        bounds: list[Bound] = []
        one: Ordinary = {(): 1}
        base = signs.atom_sign(atom)
        if isinstance(label, int):
            if base & NEGATIVE == 0 or label > 1:
                bounds.append(Bound(number, True, {}, base == POSITIVE))
            elif base & POSITIVE == 0:
                bounds.append(Bound(number, False, {}, base == NEGATIVE))
            return bounds
        if base & NEGATIVE:
            return bounds
        bounds.append(Bound(number, True, {}, base == POSITIVE))
        exponent = signs.mono_sign(label)  # type: ignore[arg-type]
        if exponent & NEGATIVE == 0:
            gap = signs.sign({(): Fraction(1), ((atom, 1),): Fraction(-1)}, deep=False)
            if gap & NEGATIVE == 0:
                strict = gap == POSITIVE and exponent == POSITIVE
                bounds.append(Bound(number, False, one, strict))
            elif gap & POSITIVE == 0:
                strict = gap == NEGATIVE and exponent == POSITIVE
                bounds.append(Bound(number, True, one, strict))
        return bounds


def widen(frame: Frame) -> None:
    """Take in the variables of facts that bound a variable."""
    for known in frame.signs.known[-MAX_FACTS:]:
        if len(known.poly) > 12:
            continue
        cleared = known.poly if known.plain else clear(frame.signs, known.poly)
        if cleared is None or len(cleared) > 12:
            continue
        atoms = {atom for mono in cleared for atom, _ in mono}
        here = {atom for atom, _ in frame.variables}
        if atoms & here and not atoms <= here and len(atoms - here) <= 2:
            frame.read(cleared, create=True)


def roots_of(signs: Signs, poly: Poly) -> dict[int, int]:
    """Return which root of each atom a polynomial speaks of."""
    roots: dict[int, int] = {}
    for mono in poly:
        for atom, exponent in mono:
            constant, _ = signs.table.split_exponent(exponent)
            q = constant.denominator
            if q > 1:
                old = roots.get(atom, 1)
                roots[atom] = old * q // gcd(old, q)
    return roots


def clear(signs: Signs, poly: Poly) -> Poly | None:
    """Multiply by positive powers until no exponent is negative."""
    least: dict[int, int | Fraction] = {}
    table = signs.table
    for mono in poly:
        for atom, exponent in mono:
            constant, rest = table.split_exponent(exponent)
            if any(c < 0 for c in table.exponent_poly(rest).values()):
                return None
            least[atom] = min(least.get(atom, 0), constant)
    factor = []
    for atom, exponent in sorted(least.items()):
        if exponent < 0:
            need = -exponent
            sign = signs.atom_sign(atom)
            if sign & ZERO:
                return None
            if sign != POSITIVE:
                need = Fraction(-(-need // 2) * 2)
            factor.append((atom, int(need) if need.denominator == 1 else need))
    if not factor:
        return poly
    return table.mul(poly, {tuple(factor): Fraction(1)})
