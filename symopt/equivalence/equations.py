"""Equations between terms as polynomials that vanish, over one ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symopt.equivalence.algebra import Generators, atom_term, poly_term
from symopt.equivalence.budget import Budget
from symopt.equivalence.enclosure import Enclosure, Undefined, evaluate
from symopt.equivalence.terms import plus, power, rational, times
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Poly, Table, add
from symopt.proof.kernel.terms import Prop, Rejected, Term, minus
from symopt.proof.scope import Scope

SAMPLES = 24
HUGE = 10**200  # what is asked of floats at most
MAX_TERMS = 300  # of a polynomial on the way
MAX_SIGN_DEGREE, MAX_SIGN_TERMS = 6, 12  # of one whose sign is asked for
UNIT_VALUES = tuple(map(Fraction, ("1/2", "1/10", "9/10", "1/3", "99/100", "7/10", "1/50")))
VALUES = tuple(
    map(Fraction, ("1", "1/10", "3", "1/3", "40", "1/100", "7/5", "6", "1/2", "15", "2"))
)


@dataclass
class Row:
    """A polynomial that vanishes: the sum of cofactors times the left sides of facts.

    `pivot` is the unknown that it was used to take out of all other rows.
    """

    poly: Any
    by: dict[str, Any]
    pivot: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """What a simpler row has less of: degree, then terms."""
        return max((sum(m) for m in self.poly.monoms()), default=0), len(self.poly)


class Equations:
    """Equations ``facts`` of a context, as rows over one ring."""

    def __init__(self, context: Context, names: list[str], budget: Budget) -> None:
        self.budget = budget
        from sympy import QQ, ring

        self.scope = Scope(context)
        self.steps = 0
        table = context.table
        fractions = []
        for name in names:
            _, left, right = context.fact(name)
            fractions.append(context.normal.read(minus(left, right)))
        polys = [fraction.num for fraction in fractions if fraction.num]
        relations = _relations(context, polys)
        self.generators = Generators.of(table, [*polys, *relations])
        labels = [f"z{i}" for i in range(len(self.generators.terms))]
        self.ring, *self.gens = ring(labels or ["z"], QQ)
        self._remember_radicands(table)
        self.samples = self._samples(context)
        self.rows: list[Row] = []
        for name, fraction in zip(names, fractions, strict=True):
            if not fraction.num:
                continue
            poly, scale = self._dense(fraction.num)
            below = [
                power(poly_term(table, table.poly(number)), amount)
                for number, amount in fraction.den.items()
            ]
            self.nonzero(self.scope, poly)
            fact = self.scope.attempt(
                ("=", self.term(poly), 0), "identity", modulo=((name, times(scale, *below)),)
            )
            self.rows.append(Row(poly, {fact.name: self.ring.one}))
        for relation in relations:
            self.rows.append(Row(self._dense(relation)[0], {}))

    def _remember_radicands(self, table: Table) -> None:
        """Note that radicands are not negative, so that later facts do not hide why."""
        for atom, _ in self.generators.numbers:
            key = table.keys[atom]
            if key[0] != "poly":
                continue
            for relation in ("<", "<="):
                try:
                    self.scope.attempt((relation, 0, atom_term(table, atom)), "sign")
                    break
                except Rejected:
                    continue

    def _dense(self, poly: Poly) -> tuple[Any, Term]:
        """Return a kernel polynomial over the ring, and the monomial it was multiplied with."""
        dense = self.generators.dense(poly)
        ordinary = self.ring.from_dict({row or (0,): self._number(c) for row, c in dense.items()})
        # The generators clear negative exponents; the factor shows in any one term.
        scale: Term = 1
        for index, missing in enumerate(self.generators.cleared(poly)):
            scale = times(scale, power(self.generators.terms[index], missing))
        return ordinary, scale

    @staticmethod
    def _number(value: Fraction) -> Any:
        from sympy import QQ

        return QQ(value.numerator, value.denominator)

    def term(self, poly: Any) -> Term:
        """Return a ring element as a term."""
        parts: list[Term] = []
        for row, coefficient in poly.terms():
            number = rational(Fraction(int(coefficient.numerator), int(coefficient.denominator)))
            factors = (power(t, n) for t, n in zip(self.generators.terms, row, strict=False))
            parts.append(times(number, *factors))
        return plus(*parts)

    def nonzero(self, scope: Scope, poly: Any) -> bool:
        """Say whether a polynomial cannot vanish where the unknowns lie.

        It is noted at once, since that it vanishes may be the next fact, which would hide it.
        """
        claim: Prop = ("!=", self.term(poly), 0)
        if not poly or scope.known(claim) is not None:
            return bool(poly)
        degree = max(map(sum, poly.monoms()))
        if degree > MAX_SIGN_DEGREE or len(poly) > MAX_SIGN_TERMS or self.both_signs(poly):
            return False
        self.budget.spend(30 * len(poly))
        try:
            scope.attempt(claim, "sign")
        except Rejected:
            return False
        return True

    def both_signs(self, poly: Any) -> bool:
        """Say whether samples show that a polynomial has both signs, or zeros, or are too large.

        Only saves the kernel questions to which the answer would be no.
        """
        if any(abs(c.numerator) > HUGE or c.denominator > HUGE for c in poly.coeffs()):
            return True
        seen: set[int] = set()
        for point in self.samples:
            value = 0.0
            size = 0.0
            for row, coefficient in poly.terms():
                part = float(coefficient)
                for base, exponent in zip(point, row, strict=False):
                    part *= base**exponent
                value, size = value + part, size + abs(part)
            if abs(value) <= 1e-9 * size:
                return True
            seen.add(1 if value > 0 else -1)
        return len(seen) > 1

    def _samples(self, context: Context) -> list[list[float]]:
        """Return the generators' values at some points of the domains."""
        found: list[list[float]] = []
        for number in range(SAMPLES):
            values: dict[str, Enclosure] = {}
            for place, (name, domain) in enumerate(context.symbols.items()):
                unit = domain[3] is not None
                menu = UNIT_VALUES if unit else VALUES
                pick = menu[(number * (2 * place + 3) + place) % len(menu)]
                values[name] = Enclosure.exact(pick)
            try:
                point = [evaluate(term, values) for term in self.generators.terms]
            except Undefined:
                continue
            found.append([float(value.low + value.high) / 2 for value in point])
        return found

    def combine(
        self, a: Mapping[str, Any], left: Any, b: Mapping[str, Any], right: Any
    ) -> dict[str, Any]:
        """Return left times one row's cofactors plus right times another's."""
        result = {name: cofactor * left for name, cofactor in a.items()}
        for name, cofactor in b.items():
            result[name] = result.get(name, self.ring.zero) + cofactor * right
        return {name: cofactor for name, cofactor in result.items() if cofactor}

    def pseudo(self, row: Row, by: Row, gen: Any, place: int) -> Row:
        """Return a row from which an unknown is taken out as far as another row can."""
        degree = by.poly.degree(gen)
        lead = coefficient(by.poly, place, degree, self.ring)
        poly, cofactors = row.poly, row.by
        while poly and poly.degree(gen) >= degree:
            top = poly.degree(gen)
            head = coefficient(poly, place, top, self.ring) * gen ** (top - degree)
            cofactors_size = sum(map(len, cofactors.values()))
            self.budget.spend(len(lead) * (len(poly) + cofactors_size))
            self.budget.spend(len(head) * (len(by.poly) + sum(map(len, by.by.values()))))
            poly = poly * lead - by.poly * head
            cofactors = self.combine(cofactors, lead, by.by, -head)
            if len(poly) > MAX_TERMS:
                break
        return Row(poly, cofactors)


def coefficient(poly: Any, place: int, degree: int, ring: Any) -> Any:
    """Return the coefficient of a power of one unknown."""
    found = {
        (*row[:place], 0, *row[place + 1 :]): c for row, c in poly.terms() if row[place] == degree
    }
    return ring.from_dict(found)


def _relations(context: Context, polys: list[Poly]) -> list[Poly]:
    """Return what roots satisfy: r^q = radicand for every root that occurs, also inside."""
    table = context.table
    found: list[Poly] = []
    done: set[int] = set()
    todo = list(polys)
    while todo:
        for mono in todo.pop():
            for atom, exponent in mono:
                key = table.keys[atom]
                constant, _ = table.split_exponent(exponent)
                if atom in done or constant.denominator == 1 or key[0] not in ("poly", "num"):
                    continue
                done.add(atom)
                inside = table.poly(key[1]) if key[0] == "poly" else {(): Fraction(key[1])}
                whole: Poly = {((atom, 1),): Fraction(-1)}
                found.append(add(inside, whole))
                todo.append(inside)
    return found
