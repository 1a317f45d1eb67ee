"""Proposing maps between two rules; nothing here is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from typing import Any

from symopt.equivalence.budget import Budget
from symopt.equivalence.context import assume_defined, open_context
from symopt.equivalence.matching import UNKNOWN, Matcher, Values, put
from symopt.equivalence.powers import faster
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import correspondence, role
from symopt.equivalence.roots import MAX_FACTORS, candidates
from symopt.equivalence.terms import plus, tidy, times
from symopt.proof.kernel.terms import Term, free_names

POSITIVE: Any = ("real", 0, "open", None, "open")
ANY_REAL: Any = ("real", None, "open", None, "open")
MAX_PROPOSALS = 6


def patterns(of: Recursion, by: Recursion) -> Iterator[dict[str, Fraction]]:
    """Give values at the border for hyperparameters that have no counterpart; none first."""
    yield {}
    pairs = correspondence(of, by)
    extra = [h for h in by.hyperparameters if h.name not in pairs]
    for count in range(1, min(len(extra), 3) + 1):
        for chosen in combinations(extra, count):
            if all(Fraction(0) in h.domain for h in chosen):
                yield {h.name: Fraction(0) for h in chosen}
    for one in extra:
        for zero in extra:
            if one is not zero and Fraction(1) in one.domain and Fraction(0) in zero.domain:
                yield {one.name: Fraction(1), zero.name: Fraction(0)}
    for one in extra:
        if Fraction(1) in one.domain:
            yield {one.name: Fraction(1)}
    # What has a counterpart may vanish where another one of its kind takes its place.
    for h in by.hyperparameters:
        instead = h not in extra and any(other.domain == h.domain for other in extra)
        if instead and role(h.name) != "rate" and Fraction(0) in h.domain:
            yield {h.name: Fraction(0)}


def counterparts(of: Recursion, by: Recursion) -> dict[str, str] | None:
    """Guess which hyperparameter of `of` each of `by` is: by role, then by domain and order."""
    pairs = correspondence(of, by)
    left = [h for h in of.hyperparameters if h.name not in pairs.values()]
    for h in by.hyperparameters:
        if h.name not in pairs:
            same = next((other for other in left if other.domain == h.domain), None)
            if same is None:
                return None
            pairs[h.name] = same.name
            left.remove(same)
    return pairs


@dataclass(frozen=True)
class Proposal:
    """Values of unknowns, states of the one rule in those of the other, and the shift."""

    values: Values
    states: dict[str, Term]
    shift: Term


class Search:
    """Looks for maps of states one by one, then at the whole step."""

    def __init__(
        self,
        of: Recursion,
        by: Recursion,
        budget: Budget,
        varying: bool = False,
        shifted: bool = False,
    ) -> None:
        self.of, self.by = of, by
        self.nonnegative = of.nonnegative
        states = [s.name for s in of.states]
        context = open_context(of.data()["hyperparameters"], (), states, self.nonnegative)
        assume_defined(context, of.terms())
        self.unknown = {h.name: f"{UNKNOWN}{h.name}" for h in by.hyperparameters}
        for h in by.hyperparameters:
            low = ("real", 0, "open", 1, "open") if h.domain.upper == 1 else POSITIVE
            context.declare(self.unknown[h.name], low)
        self.scales = {s.name: f"{UNKNOWN}scale {s.name}" for s in by.states}
        for name in self.scales.values():
            context.declare(name, POSITIVE)
        self.shift: Term = 0
        if shifted:
            for name in states:
                context.declare(f"{UNKNOWN}shift {name}", ANY_REAL)
            parts = (times(("sym", f"{UNKNOWN}shift {s}"), ("sym", s)) for s in states)
            self.shift = plus(*parts)
        variables = {"theta", "g", "y", *states} | (set() if varying else {"t"})
        pairs: Values = {name: ("sym", other) for name, other in correspondence(of, by).items()}
        self.matcher = Matcher(context, variables, positive_factors(of, by, pairs), budget)
        self.after = {s.name: s.update for s in of.states}

    def run(self) -> Iterator[Proposal]:
        """Give what was found."""
        ordered = sorted(self.by.states, key=self._entangled)
        yield from self._states(ordered, {}, [], {})
        pairs = correspondence(self.of, self.by)
        if self.matcher.postponed and len(pairs) == len(self.by.hyperparameters):
            # What stands under powers only is taken for its counterpart.
            guess: Values = {self.unknown[name]: ("sym", other) for name, other in pairs.items()}
            yield from self._states(ordered, {}, [], guess)
            powers = {self.unknown[name]: term for name, term in faster(self.of, self.by, pairs)}
            if powers:
                yield from self._states(ordered, {}, [], guess | powers)

    def renamed(self, guess: Mapping[str, str]) -> Iterator[Proposal]:
        """Give what changes names only, the hyperparameters as guessed."""
        values: Values = {self.unknown[name]: ("sym", other) for name, other in guess.items()}
        values |= dict.fromkeys(self.scales.values(), 1)
        yield from self._states(sorted(self.by.states, key=self._entangled), {}, [], values)

    def _entangled(self, state: Any) -> int:
        names = {s.name for s in self.by.states}
        return len(free_names(state.update) & names - {state.name})

    def _states(
        self, todo: list[Any], chosen: dict[str, Term], later: list[Any], values: Values
    ) -> Iterator[Proposal]:
        if not todo:
            yield from self._steps(later, chosen, values)
            return
        state, rest = todo[0], todo[1:]
        for source in self.of.states:
            for sign in (1, -1):
                if sign < 0 and source.name in self.nonnegative:
                    continue
                scale = times(sign, ("sym", self.scales[state.name]))
                start = source.initial or Fraction(0)
                if (start == 0) != (state.initial == 0):
                    continue
                picked = {**chosen, state.name: times(scale, ("sym", source.name))}
                equation = (state.update, times(scale, source.update))
                names = {s.name for s in self.by.states}
                if free_names(state.update) & names - set(picked):
                    yield from self._states(rest, picked, [*later, equation], values)
                    continue
                for found in self._solve(equation, picked, values):
                    yield from self._states(rest, picked, later, found)

    def _solve(
        self, equation: tuple[Term, Term], chosen: dict[str, Term], values: Values
    ) -> Iterator[Values]:
        here = {**{n: ("sym", u) for n, u in self.unknown.items()}, **chosen}
        here["theta"] = plus(("sym", "theta"), self.shift)
        yield from self.matcher.solve(put(equation[0], here), equation[1], values)

    def _steps(
        self, later: list[Any], chosen: dict[str, Term], values: Values
    ) -> Iterator[Proposal]:
        moved = plus(self.of.output, put(self.shift, self.after))
        equations = list(later)
        if self.of.kind == "optimizer":
            equations += [(self.by.query, self.of.query)]
        equations += [(self.by.output, moved)]
        yield from self._all(equations, chosen, values)

    def _all(
        self, equations: list[Any], chosen: dict[str, Term], values: Values
    ) -> Iterator[Proposal]:
        if not equations:
            yield self._finish(chosen, values)
            return
        for found in self._solve(equations[0], chosen, values):
            yield from self._all(equations[1:], chosen, found)

    def _finish(self, chosen: dict[str, Term], values: Values) -> Proposal:
        neutral = {name: 1 for name in self.scales.values() if name not in values}
        shifts = free_names(self.shift) - {s.name for s in self.of.states} - set(values)
        neutral |= dict.fromkeys(shifts, 0)
        full = {name: tidy(put(term, neutral)) for name, term in values.items()} | neutral
        states = {name: tidy(put(term, full)) for name, term in chosen.items()}
        return Proposal(full, states, tidy(put(self.shift, full)))


def proposals(of: Recursion, by: Recursion, varying: bool, budget: Budget) -> Iterator[Proposal]:
    """Give maps that may make `by` do what `of` does, the plain ones first."""
    for shifted in (False, True):
        if shifted and (of.kind == "average" or not of.states):
            continue
        yield from islice(Search(of, by, budget, varying, shifted).run(), MAX_PROPOSALS)


def positive_factors(
    of: Recursion, by: Recursion, values: Mapping[str, Term], positive: tuple[str, ...] = ()
) -> tuple[Term, ...]:
    """Return constants in both steps, such as 1 - rho, that are known to be positive.

    `values` has terms in names of `of` for hyperparameters of `by`.
    """
    known = {h.name for h in of.hyperparameters}
    context = open_context([(h.name, str(h.domain)) for h in of.hyperparameters], positive)
    found: list[Term] = []
    for term in (*candidates(of.data(), {}), *candidates(by.data(), values)):
        if free_names(term) <= known and term not in found and context.holds(("<", 0, term)):
            found.append(term)
    return tuple(found[:MAX_FACTORS])
