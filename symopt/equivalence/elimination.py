"""Deriving 1 = 0 from polynomial equations in unknowns that lie in their domains.

Rows are polynomials that vanish. They are combined as in Gauss's elimination with monomials as
unknowns, factored, solved for what is linear, and reduced by pseudo-division; cases are made
where a factor may or may not vanish. Every row that is used becomes a step that the proof
kernel accepts; a row of one sign closes a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symopt.equivalence.algebra import Generators, atom_term
from symopt.equivalence.enclosure import Enclosure, Undefined, evaluate
from symopt.equivalence.terms import plus, power, rational, times
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.signs import ZERO
from symopt.proof.kernel.splitting import unused
from symopt.proof.kernel.table import Poly, Table, add
from symopt.proof.kernel.terms import Prop, Rejected, Term, minus
from symopt.proof.scope import Fact, Scope

FALSE: Prop = ("=", 1, 0)
MAX_STEPS = 45
MAX_DEPTH = 5
MAX_TERMS = 70
MAX_DEGREE = 40
SAMPLES = 24
UNIT_VALUES = tuple(map(Fraction, ("1/2", "1/10", "9/10", "1/3", "99/100", "7/10", "1/50")))
VALUES = tuple(map(Fraction, ("1", "1/10", "3", "1/3", "40", "1/100", "7/5", "6", "1/2", "15", "2")))


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


class Budget:
    """Operations that a search may still take."""

    def __init__(self, operations: int) -> None:
        self.left = operations

    def spend(self, operations: float) -> None:
        """Count operations; past the bound the search gives up."""
        self.left -= int(operations)
        if self.left < 0:
            raise Rejected("too much work")


class Elimination:
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
                power(self._poly_term(table.poly(number)), amount)
                for number, amount in fraction.den.items()
            ]
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

    def _poly_term(self, poly: Poly) -> Term:
        from symopt.equivalence.algebra import poly_term

        return poly_term(self.generators.table, poly)

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

    # The search

    def refute(self) -> tuple[dict[str, Any], ...] | None:
        """Return steps that end in 1 = 0, or None if none were found within the bounds."""
        try:
            if not self._close(self.scope, self.rows, 0):
                return None
        except Rejected:
            return None
        return tuple(self.scope.steps)

    def _use(self, scope: Scope, row: Row) -> Row:
        """Make a row a step, so that later ones can refer to it."""
        if len(row.by) == 1 and next(iter(row.by.values())) == self.ring.one:
            return row
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Rejected("too many steps")
        self.budget.spend(20 * sum(len(cofactor) for cofactor in row.by.values()))
        modulo = tuple((name, self.term(cofactor)) for name, cofactor in row.by.items())
        by = {"modulo": modulo} if modulo else {}
        fact = scope.attempt(("=", self.term(row.poly), 0), "identity", **by)
        return Row(row.poly, {fact.name: self.ring.one}, row.pivot)

    def _nonzero(self, scope: Scope, poly: Any) -> bool:
        """Say whether a polynomial cannot vanish where the unknowns lie."""
        if poly.is_ground:
            return bool(poly)
        if self._both_signs(poly):
            return False
        self.budget.spend(30 * len(poly))
        normal = scope.context.normal
        return not normal.sign(normal.read(self.term(poly))) & ZERO

    def _both_signs(self, poly: Any) -> bool:
        """Say whether samples show that a polynomial has both signs, or zeros.

        Only saves the kernel questions to which the answer would be no.
        """
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

    def _close(self, scope: Scope, rows: list[Row], depth: int) -> bool:
        """Find a contradiction among rows, making cases where that is needed."""
        rows = list(rows)
        for _ in range(MAX_STEPS):
            # Mixed rows have fewer terms but lose their factors, so both are looked at.
            for attempt in (self._gauss(rows), rows):
                outcome = self._advance(scope, attempt, depth)
                if isinstance(outcome, bool):
                    return outcome
                if outcome is not None:
                    rows = attempt
                    break
            else:
                if not self._divide(rows):
                    return False
        return False

    def _advance(self, scope: Scope, rows: list[Row], depth: int) -> bool | str | None:
        """Close a case, or say "changed", or None if there is nothing to do."""
        rows.sort(key=lambda row: row.size)
        for row in rows:
            if self._nonzero(scope, row.poly):
                self._contradiction(scope, self._use(scope, row), [(row.poly, 1)])
                return True
        outcome = self._factor(scope, rows, depth)
        if outcome is not None:
            return outcome
        return "changed" if self._substitute(scope, rows) else None

    def _contradiction(self, scope: Scope, row: Row, factors: list[tuple[Any, int]]) -> Fact:
        """Close a case with a row whose factors cannot vanish."""
        (name,) = row.by
        rest = row.poly
        for factor, multiplicity in factors:
            rest = rest.exquo(factor**multiplicity)
        inverse = times(
            power(self.term(rest), -1), *(power(self.term(f), -n) for f, n in factors)
        )
        return scope.attempt(FALSE, "identity", modulo=((name, inverse),))

    def _gauss(self, rows: list[Row]) -> list[Row]:
        """Reduce rows by each other, with monomials as the unknowns; rows that vanish go."""
        fixed = [row for row in rows if row.pivot is not None]
        done: list[Row] = []
        for row in sorted((r for r in rows if r.pivot is None), key=lambda row: row.size):
            for other in done:
                row = self._reduce(row, other)
            if row.poly:
                done = [self._reduce(old, row) for old in done] + [row]
        return [row for row in done if row.poly] + fixed

    def _reduce(self, row: Row, by: Row) -> Row:
        lead = by.poly.leading_expv()
        coefficient = row.poly.get(lead, 0)
        if not coefficient:
            return row
        factor = coefficient / by.poly[lead]
        poly = row.poly - by.poly * factor
        return Row(poly, self._combine(row.by, self.ring.one, by.by, -self.ring(factor)))

    def _combine(
        self, a: Mapping[str, Any], left: Any, b: Mapping[str, Any], right: Any
    ) -> dict[str, Any]:
        result = {name: cofactor * left for name, cofactor in a.items()}
        for name, cofactor in b.items():
            result[name] = result.get(name, self.ring.zero) + cofactor * right
        return {name: cofactor for name, cofactor in result.items() if cofactor}

    def _factor(self, scope: Scope, rows: list[Row], depth: int) -> bool | str | None:
        """Drop factors that cannot vanish; split into cases where several can.

        Returns whether a split was closed, or "changed", or None if there is nothing to do.
        """
        for index, row in enumerate(rows):
            if len(row.poly) > MAX_TERMS or row.pivot is not None:
                continue
            self.budget.spend(10 * len(row.poly) + len(row.poly) ** 2)
            factors = row.poly.factor_list()[1]
            if len(factors) == 1 and factors[0][1] == 1:
                continue
            alive = [(f, n) for f, n in factors if not self._nonzero(scope, f)]
            row = self._use(scope, row)
            if not alive:
                self._contradiction(scope, row, factors)
                return True
            if len(alive) == 1 and alive[0][1] == 1:
                rows[index] = self._quotient(scope, row, alive[0][0])
                return "changed"
            if depth >= MAX_DEPTH:
                return False
            others = rows[:index] + rows[index + 1 :]
            return self._cases(scope, alive[0], row, others, depth)
        return None

    def _quotient(self, scope: Scope, row: Row, factor: Any) -> Row:
        (name,) = row.by
        rest = row.poly.exquo(factor)
        self.steps += 1
        fact = scope.attempt(
            ("=", self.term(factor), 0),
            "identity",
            modulo=((name, power(self.term(rest), -1)),),
        )
        return Row(factor, {fact.name: self.ring.one})

    def _cases(
        self, scope: Scope, factor: tuple[Any, int], row: Row, others: list[Row], depth: int
    ) -> bool:
        """Close both the case where a factor vanishes and the one where it does not."""
        poly, multiplicity = factor
        split: tuple[Prop, ...] = (("=", self.term(poly), 0), ("!=", self.term(poly), 0))
        proofs: list[Any] = []
        for case in split:
            child = scope.context.child()
            name = unused(child, "case")
            child.assume(name, case)
            inner = scope.inner(child)
            if case[0] == "=":
                rows = [Row(poly, {name: self.ring.one}), *others]
            else:
                rest = row.poly.exquo(poly**multiplicity)
                if rest.is_ground:
                    self._contradiction(inner, row, [(poly, multiplicity)])
                    proofs.append(tuple(inner.steps))
                    continue
                rows = [self._quotient(inner, row, rest), *others]
            if not self._close(inner, rows, depth + 1):
                return False
            proofs.append(tuple(inner.steps))
        scope.attempt(FALSE, "cases", split=split, proofs=tuple(proofs))
        return True

    def _substitute(self, scope: Scope, rows: list[Row]) -> bool:
        """Use a row that is linear in an unknown to take it out of all others."""
        for row in rows:
            if row.pivot is not None:
                continue
            for place, gen in enumerate(self.gens):
                if row.poly.degree(gen) != 1:
                    continue
                lead = _coefficient(row.poly, place, 1, self.ring)
                if not self._nonzero(scope, lead):
                    continue
                used = self._use(scope, row)
                new: list[Row] = []
                for other in rows:
                    if other is row:
                        continue
                    if other.poly.degree(gen) > 0:
                        changed = self._pseudo(other, used, gen, place)
                        if len(changed.poly) > MAX_TERMS:
                            break
                        if not changed.poly:
                            continue
                        kept = Row(changed.poly, changed.by, other.pivot)
                        other = self._use(scope, kept)
                    new.append(other)
                else:
                    rows[:] = [*new, Row(used.poly, used.by, place)]
                    return True
        return False

    def _divide(self, rows: list[Row]) -> bool:
        """Replace a row by its pseudo-remainder by another with the same first unknown."""
        best: tuple[Any, Row, Row, int] | None = None
        active = [(row, self._main(row)) for row in rows if row.pivot is None]
        for a, place in active:
            for b, other in active:
                if a is b or place != other or place is None:
                    continue
                gen = self.gens[place]
                m, n = a.poly.degree(gen), b.poly.degree(gen)
                cost = (n, m, a.size, b.size)
                if n <= m and (best is None or cost < best[0]):
                    best = (cost, a, b, place)
        if best is None:
            return False
        _, a, b, place = best
        new = self._pseudo(a, b, self.gens[place], place)
        if len(new.poly) > MAX_TERMS or (new.poly and new.size[0] > MAX_DEGREE):
            return False
        rows[:] = [r for r in rows if r is not a] + ([new] if new.poly else [])
        return True

    def _main(self, row: Row) -> int | None:
        """Return the place of the first unknown that a row has."""
        present = (i for i, gen in enumerate(self.gens) if row.poly.degree(gen) > 0)
        return next(present, None)

    def _pseudo(self, row: Row, by: Row, gen: Any, place: int) -> Row:
        """Return a row from which an unknown is taken out as far as another row can."""
        degree = by.poly.degree(gen)
        lead = _coefficient(by.poly, place, degree, self.ring)
        poly, cofactors = row.poly, row.by
        while poly and poly.degree(gen) >= degree:
            top = poly.degree(gen)
            head = _coefficient(poly, place, top, self.ring) * gen ** (top - degree)
            cofactors_size = sum(map(len, cofactors.values()))
            self.budget.spend(len(lead) * (len(poly) + cofactors_size))
            self.budget.spend(len(head) * (len(by.poly) + sum(map(len, by.by.values()))))
            poly = poly * lead - by.poly * head
            cofactors = self._combine(cofactors, lead, by.by, -head)
            if len(poly) > 4 * MAX_TERMS:
                break
        return Row(poly, cofactors)


def _coefficient(poly: Any, place: int, degree: int, ring: Any) -> Any:
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

