"""Exact polynomials over numbered atoms: the arithmetic everything else stands on.

A monomial is a sorted tuple of (atom, exponent) pairs. Exponents are rational numbers, or
numbered polynomials when symbols stand in them, as in beta^t, so that
beta^(t-k) beta^k = beta^t is one addition of exponents. A polynomial is a dict from monomial to
nonzero Fraction. Negative exponents stand only on atoms that were shown to be nonzero.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, TypeAlias

from symopt.proof.kernel.terms import MAX_BITS, Rejected

Exponent: TypeAlias = Any
"""An int, a Fraction, or ("e", number) for a polynomial kept in the table."""
Mono: TypeAlias = tuple[tuple[int, Exponent], ...]
Poly: TypeAlias = dict[Mono, Fraction]

ONE: Mono = ()
MAX_TERMS = 20_000
MAX_WORK = 20_000_000


class Table:
    """The numbered atoms, exponents and polynomials of one verification."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self.keys: list[Any] = []
        self.support: list[frozenset[int]] = []
        self.squared: dict[int, Poly] = {}
        self.work = work
        self.lemmas: set[str] = set()
        self._numbers: dict[Any, int] = {}
        self._exponents: list[Poly] = []
        self._exponent_numbers: dict[Any, int] = {}
        self._polys: list[Poly] = []
        self._poly_numbers: dict[Any, int] = {}

    def spend(self, amount: int) -> None:
        """Count operations; past the bound the certificate is not accepted."""
        self.work -= amount
        if self.work < 0:
            raise Rejected("too much work")

    # Atoms, exponents and polynomials by number

    def atom(self, key: Any, support: Iterable[int] = ()) -> int:
        """Return the number of an atom; `support` are the atoms that it is made of."""
        number = self._numbers.get(key)
        if number is None:
            number = len(self.keys)
            self._numbers[key] = number
            self.keys.append(key)
            inner: set[int] = set()
            for part in support:
                inner |= self.support[part]
            self.support.append(frozenset(inner | {number}))
        return number

    def lookup(self, key: Any) -> int | None:
        """Return the number of an atom that exists already."""
        return self._numbers.get(key)

    def exponent(self, poly: Poly) -> Exponent:
        """Return an exponent: a number if the polynomial is constant."""
        if not poly:
            return 0
        if len(poly) == 1 and ONE in poly:
            return simple(poly[ONE])
        key = frozenset(poly.items())
        number = self._exponent_numbers.get(key)
        if number is None:
            number = len(self._exponents)
            self._exponent_numbers[key] = number
            self._exponents.append(dict(poly))
        return ("e", number)

    def exponent_poly(self, exponent: Exponent) -> Poly:
        """Return an exponent as a polynomial."""
        if isinstance(exponent, tuple):
            return self._exponents[exponent[1]]
        return {ONE: Fraction(exponent)} if exponent else {}

    def poly_number(self, poly: Poly) -> int:
        """Return the number of a polynomial."""
        key = frozenset(poly.items())
        number = self._poly_numbers.get(key)
        if number is None:
            number = len(self._polys)
            self._poly_numbers[key] = number
            self._polys.append(dict(poly))
        return number

    def poly(self, number: int) -> Poly:
        """Return the polynomial of that number."""
        return self._polys[number]

    # Exponents

    def add_exponents(self, a: Exponent, b: Exponent) -> Exponent:
        """Return a + b."""
        if not isinstance(a, tuple) and not isinstance(b, tuple):
            return simple(a + b)
        return self.exponent(add(self.exponent_poly(a), self.exponent_poly(b)))

    def scale_exponent(self, a: Exponent, b: Exponent) -> Exponent:
        """Return a * b."""
        if not isinstance(a, tuple) and not isinstance(b, tuple):
            return simple(a * b)
        return self.exponent(self.mul(self.exponent_poly(a), self.exponent_poly(b)))

    def split_exponent(self, exponent: Exponent) -> tuple[int | Fraction, Exponent]:
        """Return the constant part of an exponent and the rest."""
        if not isinstance(exponent, tuple):
            return exponent, 0
        poly = dict(self._exponents[exponent[1]])
        constant = poly.pop(ONE, Fraction(0))
        return constant, self.exponent(poly)

    # Polynomials

    def mul(self, a: Poly, b: Poly) -> Poly:
        """Return the product of two polynomials."""
        if not a or not b:
            return {}
        self.spend(len(a) * len(b))
        if len(a) * len(b) > 40 * MAX_TERMS:
            raise Rejected("a product of too many terms")
        bits = max(map(_bits, a.values())) + max(map(_bits, b.values()))
        if bits > 1000:
            self.spend(len(a) * len(b) * bits // 100)
            if bits > 4 * MAX_BITS:
                raise Rejected("a number too long to handle")
        result: Poly = {}
        for mono_a, coefficient_a in a.items():
            for mono_b, coefficient_b in b.items():
                mono = self.mul_mono(mono_a, mono_b)
                coefficient = coefficient_a * coefficient_b
                extra = self._reduce(mono) if self._reducible(mono) else None
                if extra is None:
                    accumulate(result, mono, coefficient)
                else:
                    for mono_c, coefficient_c in extra.items():
                        accumulate(result, mono_c, coefficient * coefficient_c)
        if len(result) > MAX_TERMS:
            raise Rejected("a polynomial with too many terms")
        return result

    def mul_mono(self, a: Mono, b: Mono) -> Mono:
        """Return the product of two monomials, without reducing roots."""
        if not a:
            return b
        if not b:
            return a
        merged = dict(a)
        for atom, exponent in b:
            old = merged.get(atom)
            merged[atom] = exponent if old is None else self.add_exponents(old, exponent)
        return tuple(sorted((k, e) for k, e in merged.items() if e != 0))

    def power(self, poly: Poly, exponent: int) -> Poly:
        """Return a polynomial to a power 0, 1, 2, ..."""
        if exponent > 400:
            number = as_constant(poly)
            if number is None or _bits(number) * exponent > MAX_BITS:
                raise Rejected("an exponent too large to expand")
            return constant(number**exponent)
        result: Poly = {ONE: Fraction(1)}
        base = poly
        while exponent:
            if exponent & 1:
                result = self.mul(result, base)
            exponent >>= 1
            if exponent:
                base = self.mul(base, base)
        return result

    def _reducible(self, mono: Mono) -> bool:
        for atom, exponent in mono:
            kind = self.keys[atom][0]
            if kind in ("num", "poly"):
                constant, _ = self.split_exponent(exponent)
                if kind == "num" and self.keys[atom][1] == -1:
                    if constant == 1 or self._parity(exponent) != exponent:
                        return True
                elif kind == "num":
                    if not 0 <= constant < 1:
                        return True
                elif constant >= 1:
                    return True
            elif atom in self.squared:
                constant, _ = self.split_exponent(exponent)
                if constant >= 2:
                    return True
        return False

    def _reduce(self, mono: Mono) -> Poly:
        result: Poly = {ONE: Fraction(1)}
        kept: list[tuple[int, Exponent]] = []
        for atom, exponent in mono:
            key = self.keys[atom]
            constant, rest = self.split_exponent(exponent)
            whole = constant.numerator // constant.denominator
            if key[0] == "num" and key[1] == -1:
                exponent = self._parity(exponent)
                constant, rest = self.split_exponent(exponent)
                if constant == 1:
                    result = scale(result, Fraction(-1))
                if rest != 0:
                    kept.append((atom, rest))
                continue
            if key[0] == "num" and whole != 0:
                result = scale(result, Fraction(key[1]) ** whole)
            elif key[0] == "poly" and whole >= 1:
                result = self.mul(result, self.power(self.poly(key[1]), whole))
            elif atom in self.squared and whole >= 2:
                whole -= whole % 2
                result = self.mul(result, self.power(self.squared[atom], whole // 2))
            else:
                whole = 0
            left = self.add_exponents(exponent, -whole)
            if left != 0:
                kept.append((atom, left))
        return self.mul(result, {tuple(kept): Fraction(1)}) if kept else result

    def _parity(self, exponent: Exponent) -> Exponent:
        """Reduce an exponent of -1 modulo 2, where its terms are integers."""
        poly = self.exponent_poly(exponent)
        reduced: Poly = {}
        for mono, coefficient in poly.items():
            if coefficient.denominator == 1 and self.integral(mono):
                coefficient = Fraction(coefficient.numerator % 2)
            if coefficient:
                reduced[mono] = coefficient
        return self.exponent(reduced)

    def integral(self, mono: Mono) -> bool:
        """Say whether a monomial is an integer whatever its atoms' values."""
        return all(
            self.keys[atom][0] in ("nat", "int", "bnd", "ceil", "floor")
            and isinstance(exponent, int)
            and exponent >= 0
            for atom, exponent in mono
        )

    def atoms_of(self, poly: Poly) -> set[int]:
        """Return every atom that a polynomial is made of, also inside other atoms."""
        found: set[int] = set()
        for mono in poly:
            for atom, exponent in mono:
                found |= self.support[atom]
                if isinstance(exponent, tuple):
                    found |= self.atoms_of(self._exponents[exponent[1]])
        return found


def _bits(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def simple(number: Fraction | int) -> int | Fraction:
    """Return a whole number as an int."""
    if isinstance(number, int):
        return number
    return number.numerator if number.denominator == 1 else number


def accumulate(poly: Poly, mono: Mono, coefficient: Fraction) -> None:
    """Add one term to a polynomial in place."""
    total = poly.get(mono, 0) + coefficient
    if total:
        poly[mono] = total
    else:
        poly.pop(mono, None)


def add(a: Poly, b: Poly) -> Poly:
    """Return the sum of two polynomials."""
    result = dict(a)
    for mono, coefficient in b.items():
        accumulate(result, mono, coefficient)
    return result


def scale(poly: Poly, factor: Fraction) -> Poly:
    """Return a polynomial times a number."""
    return {mono: coefficient * factor for mono, coefficient in poly.items()} if factor else {}


def constant(value: Fraction | int) -> Poly:
    """Return a constant polynomial."""
    return {ONE: Fraction(value)} if value else {}


def as_constant(poly: Poly) -> Fraction | None:
    """Return the value of a constant polynomial, or None."""
    if not poly:
        return Fraction(0)
    return poly[ONE] if len(poly) == 1 and ONE in poly else None
