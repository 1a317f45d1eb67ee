"""Reading terms for the search: like the kernel, but without asking whether they are defined.

Nothing found with it is believed; it only proposes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from symopt.equivalence.roots import Rooted
from symopt.equivalence.terms import plus, power, rational, times
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.frac import Frac
from symopt.proof.kernel.normal import Normaliser
from symopt.proof.kernel.table import Exponent, Mono, Poly, Table
from symopt.proof.kernel.terms import Rejected, Term


class Loose(Rooted):
    """Reads terms, taking for granted that denominators are nonzero and radicands are not < 0."""

    def inverse(self, value: Frac, what: str = "a denominator") -> Frac:
        """Return 1/value unless it is plainly zero."""
        if not value.num:
            raise Rejected("a division by zero")
        return self.known_inverse(value)

    def require(self, value: Frac, allowed: int, what: str) -> None:
        """Take it for granted."""


def loosen(context: Context) -> Normaliser:
    """Return a loose reader for a context."""
    return Loose(context, ())


def atom_term(table: Table, atom: int) -> Term:
    """Return an atom as a term again."""
    key = table.keys[atom]
    if key[0] in ("sym", "int"):
        return ("sym", key[1])
    if key[0] == "nat":  # counted from 1, as t is
        return plus(("sym", key[1]), -1)
    if key[0] == "num":
        return key[1]
    if key[0] in ("poly", "abs"):
        inner = poly_term(table, table.poly(key[1]))
        return inner if key[0] == "poly" else ("abs", inner)
    raise Rejected(f"no term for {key[0]}")


def poly_term(table: Table, poly: Poly) -> Term:
    """Return a polynomial as a term again."""
    return plus(*(times(rational(c), mono_term(table, mono)) for mono, c in poly.items()))


def mono_term(table: Table, mono: Mono) -> Term:
    """Return a monomial as a term again."""
    return times(*(power(atom_term(table, a), exponent_term(table, e)) for a, e in mono))


def exponent_term(table: Table, exponent: Exponent) -> Term:
    """Return an exponent as a term again."""
    if isinstance(exponent, tuple):
        return poly_term(table, table.exponent_poly(exponent))
    return rational(exponent)


@dataclass
class Generators:
    """Variables of ordinary polynomials that stand for roots of atoms.

    `terms[i]` is what variable i stands for. Atoms occur with exponents in 1/q; the variable is
    the atom's q-th root.
    """

    table: Table
    terms: list[Term]
    numbers: dict[tuple[int, object], int]
    degrees: dict[tuple[int, object], int]

    @classmethod
    def of(cls, table: Table, polys: Iterable[Poly]) -> Generators:
        """Collect the variables of polynomials."""
        made = cls(table, [], {}, {})
        for poly in polys:
            for mono in poly:
                for atom, exponent in mono:
                    constant, rest = table.split_exponent(exponent)
                    for label, amount in made.parts(constant, rest):
                        old = made.degrees.get((atom, label), 1)
                        new = amount.denominator
                        made.degrees[atom, label] = max(old, new)
        for (atom, label), degree in sorted(made.degrees.items(), key=lambda item: str(item[0])):
            made.numbers[atom, label] = len(made.terms)
            base = atom_term(table, atom)
            exponent = Fraction(1, degree)
            inner = rational(exponent)
            if label != 1:
                inner = times(inner, mono_term(table, label))  # type: ignore[arg-type]
            made.terms.append(power(base, inner))
        return made

    def parts(self, constant: int | Fraction, rest: Exponent) -> list[tuple[object, Fraction]]:
        """Split an exponent into labelled amounts: 1 for the number, monomials for the rest."""
        found: list[tuple[object, Fraction]] = [(1, Fraction(constant))] if constant else []
        found += self.table.exponent_poly(rest).items() if rest != 0 else ()
        return found

    def _rows(self, poly: Poly) -> list[tuple[list[int], Fraction]]:
        rows: list[tuple[list[int], Fraction]] = []
        for mono, coefficient in poly.items():
            row = [0] * len(self.terms)
            for atom, exponent in mono:
                constant, rest = self.table.split_exponent(exponent)
                for label, amount in self.parts(constant, rest):
                    scaled = amount * self.degrees[atom, label]
                    if scaled.denominator != 1:
                        raise Rejected("roots of several degrees")
                    row[self.numbers[atom, label]] += int(scaled)
            rows.append((row, coefficient))
        return rows

    def cleared(self, poly: Poly) -> list[int]:
        """Return the exponents of the monomial that clears negative exponents."""
        rows = [row for row, _ in self._rows(poly)]
        return [-min(0, *column) for column in zip(*rows, strict=True)]

    def dense(self, poly: Poly) -> dict[tuple[int, ...], Fraction]:
        """Write a polynomial with tuples of exponents, negative ones cleared."""
        missing = self.cleared(poly)
        return {
            tuple(n + m for n, m in zip(row, missing, strict=True)): coefficient
            for row, coefficient in self._rows(poly)
        }
