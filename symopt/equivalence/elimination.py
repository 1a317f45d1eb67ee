"""Deriving 1 = 0 from polynomial equations in unknowns that lie in their domains.

Rows are combined as in Gauss's elimination with monomials as unknowns, factored, solved for what
is linear, and reduced by pseudo-division; cases are made where a factor may or may not vanish.
Every row that is used becomes a step that the proof kernel accepts; a row of one sign closes a
case.
"""

from __future__ import annotations

from typing import Any

from symopt.equivalence.budget import Budget
from symopt.equivalence.equations import Equations, Row, coefficient
from symopt.equivalence.terms import power, times
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.splitting import unused
from symopt.proof.kernel.terms import Prop, Rejected
from symopt.proof.scope import Fact, Scope

FALSE: Prop = ("=", 1, 0)
MAX_STEPS = 45
MAX_DEPTH = 5
MAX_TERMS = 70
MAX_DEGREE = 40


class Elimination(Equations):
    """The search for a contradiction among equations."""

    def __init__(self, context: Context, names: list[str], budget: Budget) -> None:
        super().__init__(context, names, budget)
        self._factored: dict[Any, list[tuple[Any, int]]] = {}

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
        self.nonzero(scope, row.poly)
        fact = scope.attempt(("=", self.term(row.poly), 0), "identity", **by)
        return Row(row.poly, {fact.name: self.ring.one}, row.pivot)

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
            if self.nonzero(scope, row.poly):
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
        inverse = times(power(self.term(rest), -1), *(power(self.term(f), -n) for f, n in factors))
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
        return Row(poly, self.combine(row.by, self.ring.one, by.by, -self.ring(factor)))

    def _factor(self, scope: Scope, rows: list[Row], depth: int) -> bool | str | None:
        """Drop factors that cannot vanish; split into cases where several can.

        Returns whether a split was closed, or "changed", or None if there is nothing to do.
        """
        for index, row in enumerate(rows):
            if len(row.poly) > MAX_TERMS or row.pivot is not None:
                continue
            factors = self._factors(row.poly)
            if len(factors) == 1 and factors[0][1] == 1:
                continue
            alive = [(f, n) for f, n in factors if not self.nonzero(scope, f)]
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

    def _factors(self, poly: Any) -> list[tuple[Any, int]]:
        """Return what a polynomial is a product of; rows are looked at again and again."""
        found = self._factored.get(poly)
        if found is None:
            self.budget.spend((10 + max(map(sum, poly.monoms()))) * len(poly) + len(poly) ** 2)
            found = self._factored[poly] = poly.factor_list()[1]
        return found

    def _quotient(self, scope: Scope, row: Row, factor: Any) -> Row:
        (name,) = row.by
        rest = row.poly.exquo(factor)
        self.steps += 1
        self.nonzero(scope, factor)
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
                lead = coefficient(row.poly, place, 1, self.ring)
                if not self.nonzero(scope, lead):
                    continue
                used = self._use(scope, row)
                new: list[Row] = []
                for other in rows:
                    if other is row:
                        continue
                    if other.poly.degree(gen) > 0:
                        changed = self.pseudo(other, used, gen, place)
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
        new = self.pseudo(a, b, self.gens[place], place)
        if len(new.poly) > MAX_TERMS or (new.poly and new.size[0] > MAX_DEGREE):
            return False
        rows[:] = [r for r in rows if r is not a] + ([new] if new.poly else [])
        return True

    def _main(self, row: Row) -> int | None:
        """Return the place of the first unknown that a row has."""
        present = (i for i, gen in enumerate(self.gens) if row.poly.degree(gen) > 0)
        return next(present, None)


__all__ = ["Budget", "Elimination"]
