"""Solving for what stands in two expressions that shall be the same function.

The unknowns are found by comparing coefficients: every coefficient is factored, and a factor
that is linear in an unknown gives its value. Whatever comes out is only a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from symopt.equivalence.algebra import Generators, Loose
from symopt.equivalence.budget import Budget, TooMuch
from symopt.equivalence.coefficients import expression, to_plain_term, vanishing
from symopt.equivalence.roles import ROLES, role
from symopt.equivalence.terms import power
from symopt.errors import InvalidExpression
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Mono, Poly, add
from symopt.proof.kernel.terms import Rejected, Term, free_names, substitute

Values = dict[str, Term]
MAX_SOLUTIONS = 4
MAX_DEPTH = 10
UNKNOWN = "?"
"""What names of unknowns begin with."""


class Matcher:
    """Compares expressions in one context; names that begin with ``?`` are unknown.

    Parameters
    ----------
    variables : set of str
        What the expressions are functions of; all else is constant.
    factors : iterable of terms
        Positive constants that may stand in roots.
    """

    def __init__(
        self, context: Context, variables: set[str], factors: Iterable[Term], budget: Budget
    ) -> None:
        self.budget = budget
        self.context = context
        self.table = context.table
        self.normal = Loose(context, factors)
        self.variables = variables
        self._numbered = 0
        # Whether an unknown stood under a power with t, where no coefficient tells its value.
        self.postponed = False

    def solve(self, a: Term, b: Term, values: Values, depth: int = 0) -> Iterator[Values]:
        """Give extensions of `values` under which two terms are the same function."""
        if depth > MAX_DEPTH:
            return
        self.budget.spend(4)
        try:
            left = self.normal.read(put(a, values))
            right = self.normal.read(put(b, values))
            difference = self.normal.sub(left, right).num
            if not difference:
                yield values
                return
            if self._later(difference):
                self.postponed = True
                return
            mixed = self._mixed(difference)
            if mixed is not None:
                for more in self._pair(mixed, difference, values):
                    yield from self.solve(a, b, more, depth + 1)
                return
            for found in self._coefficients(self._collect(difference)):
                new = extend(values, found)
                yield from self.solve(a, b, new, depth + 1)
        except TooMuch:
            raise
        except Rejected:
            return

    def ready(self, term: Term, values: Values) -> bool:
        """Say whether no unknown stands as the base of a power with t."""
        try:
            value = self.normal.read(put(term, values))
        except Rejected:
            return False
        return not self._later(value.num)

    # What a polynomial is made of

    def _names(self, atoms: set[int] | frozenset[int]) -> set[str]:
        keys = (self.table.keys[atom] for atom in atoms)
        return {key[1] for key in keys if key[0] in ("sym", "nat", "int")}

    def _about(self, atom: int, exponent: Any) -> tuple[bool, bool]:
        """Say whether an atom is made of variables, and whether of unknowns."""
        names = self._names(self.table.support[atom])
        variable = bool(names & self.variables)
        return variable, any(name.startswith(UNKNOWN) for name in names)

    def _exponent_varies(self, exponent: Any) -> bool:
        if not isinstance(exponent, tuple):
            return False
        names = self._names(self.table.atoms_of(self.table.exponent_poly(exponent)))
        return bool(names & (self.variables | {"t"}))

    def _later(self, poly: Poly) -> bool:
        return any(
            self._exponent_varies(exponent) and self._about(atom, exponent)[1]
            for mono in poly
            for atom, exponent in mono
        )

    def _unknown(self, poly: Poly) -> bool:
        atoms = self.table.atoms_of(poly)
        return any(name.startswith(UNKNOWN) for name in self._names(atoms))

    def _mixed(self, poly: Poly) -> int | None:
        for mono in poly:
            for atom, exponent in mono:
                if all(self._about(atom, exponent)):
                    return atom
        return None

    def _pair(self, atom: int, poly: Poly, values: Values) -> Iterator[Values]:
        """Make a root, absolute value or sign proportional to one that has no unknowns."""
        kind = self.table.keys[atom][0]
        inner = self._inside(atom)
        partners = {
            other
            for mono in poly
            for other, exponent in mono
            if self.table.keys[other][0] == kind and self._about(other, exponent) == (True, False)
        }
        for other in sorted(partners):
            self._numbered += 1
            name = f"{UNKNOWN}ratio {self._numbered}"
            self.context.declare(name, ("real", 0, "open", None, "open"))
            ratio = self.normal.read(("sym", name)).num
            target = self._inside(other)
            if inner is None or target is None:
                continue
            gap = add(inner, self.table.mul({(): Fraction(-1)}, self.table.mul(ratio, target)))
            if self._later(gap) or self._mixed(gap) is not None:
                continue
            for found in self._coefficients(self._collect(gap)):
                yield extend(values, found)

    def _inside(self, atom: int) -> Poly | None:
        key = self.table.keys[atom]
        if key[0] in ("poly", "abs"):
            return self.table.poly(key[1])
        if key[0] == "sign" and isinstance(key[1], frozenset):
            return dict(key[1])
        return None

    # Coefficients

    def _collect(self, poly: Poly) -> list[Poly]:
        """Return the coefficients of a polynomial in the variables."""
        collected: dict[Mono, Poly] = {}
        for mono, coefficient in poly.items():
            outer: list[tuple[int, Any]] = []
            inner: list[tuple[int, Any]] = []
            for atom, exponent in mono:
                if self._about(atom, exponent)[0]:
                    outer.append((atom, exponent))
                elif self._exponent_varies(exponent) and "t" in self.variables:
                    constant, rest = self.table.split_exponent(exponent)
                    outer.append((atom, rest))
                    if constant:
                        inner.append(
                            (atom, int(constant) if constant.denominator == 1 else constant)
                        )
                else:
                    inner.append((atom, exponent))
            collected.setdefault(tuple(outer), {})[tuple(inner)] = coefficient
        return list(collected.values())

    def _coefficients(self, polys: list[Poly]) -> Iterator[Values]:
        """Give values of unknowns at which all coefficients vanish."""
        if not all(map(self._unknown, polys)):
            return
        import sympy

        generators = Generators.of(self.table, polys)
        symbols = [sympy.Dummy(f"z{i}", positive=True) for i in range(len(generators.terms))]
        labels = [f"{s.name}_{s.dummy_index}" for s in symbols]
        back = dict(zip(labels, generators.terms, strict=True))
        unknown: dict[Any, tuple[str, int]] = {}  # with the root of it that the symbol stands for
        for symbol, term in zip(symbols, generators.terms, strict=True):
            base, degree = _root(term)
            if isinstance(base, tuple) and base[0] == "sym" and base[1].startswith(UNKNOWN):
                unknown[symbol] = base[1], degree
            elif any(UNKNOWN in name for name in free_names(term)):
                return
        equations = [expression(generators.dense(poly), symbols) for poly in polys]
        for found in vanishing(equations, sorted(unknown, key=self._order(unknown)), self.budget):
            try:
                yield {
                    unknown[s][0]: power(to_plain_term(value, back), unknown[s][1])
                    for s, value in found.items()
                }
            except InvalidExpression:  # infinite, or not real
                continue

    def _order(self, unknown: Mapping[Any, tuple[str, int]]) -> Callable[[Any], tuple[Any, ...]]:
        """Order unknowns by what is expressed by others first.

        That is a scale, then what may be large rather than what may not, then what has a usual
        role rather than what has none.
        """

        def key(symbol: Any) -> tuple[Any, ...]:
            name, degree = unknown[symbol]
            bounded = self.context.symbols[name][3] is not None
            usual = role(name.removeprefix(UNKNOWN)) in ROLES.values()
            return " " not in name, bounded, not usual, degree, name

        return key


def _root(term: Term) -> tuple[Any, int]:
    """Return x and n for the n-th root of x; a term and 1 for others."""
    if isinstance(term, tuple) and term[0] == "^":
        base, exponent = term[1:]
        if isinstance(exponent, tuple) and exponent[:2] == ("/", 1):
            return base, exponent[2]
    return term, 1


def put(term: Term, values: Mapping[str, Term]) -> Term:
    """Return a term with the values found so far."""
    return substitute(term, values)


def extend(values: Values, found: Values) -> Values:
    """Return the values with more of them, which are put into the old ones."""
    return {name: substitute(term, found) for name, term in values.items()} | found
