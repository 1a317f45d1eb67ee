"""The search for a map under which one rule does what another does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from symopt.equivalence.context import open_context
from symopt.equivalence.matching import UNKNOWN, Matcher, Values, put
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import correspondence
from symopt.equivalence.terms import plus, rational, text, tidy, times
from symopt.equivalence.verifier import SIMULATION, verify
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Prop, Term, free_names

POSITIVE: Any = ("real", 0, "open", None, "open")
ANY_REAL: Any = ("real", None, "open", None, "open")
MAX_PROPOSALS = 6


@dataclass(frozen=True)
class Simulation:
    """A verified map: rule `by` does what rule `of` does.

    Attributes
    ----------
    hyperparameters : dict
        Every hyperparameter of `by`, in those of `of` (and t, if it is not in the class M).
    states : dict
        Every state of `by`, or None where its value does not matter.
    shift : Term
        What is added to the parameter.
    positive : tuple of str
        Hyperparameters that must not be zero.
    free : tuple of str
        Hyperparameters of `by` whose value does not matter.
    assumed : tuple of Prop
        What must hold for the steps to have values.
    certificate : dict
        What the verifier accepted.
    """

    of: str
    by: str
    hyperparameters: dict[str, Term]
    states: dict[str, Term | None]
    shift: Term
    positive: tuple[str, ...]
    free: tuple[str, ...]
    assumed: tuple[Prop, ...]
    certificate: dict[str, Any]

    @property
    def varying(self) -> bool:
        """Whether a hyperparameter would have to change with t."""
        return any("t" in free_names(term) for term in self.hyperparameters.values())

    def data(self) -> dict[str, Any]:
        """Return the map as text: what `by` has, in terms of what `of` has."""
        states = {n: "any value" if t is None else text(t) for n, t in self.states.items()}
        return {
            "of": self.of,
            "by": self.by,
            "hyperparameters": {n: text(term) for n, term in self.hyperparameters.items()},
            "states": states,
            "parameter": text(plus(("sym", "theta"), self.shift)),
        }


def simulate(of: Recursion, by: Recursion, varying: bool = False) -> Simulation | None:
    """Find a map under which `by` does what `of` does, for all hyperparameters of `of`.

    Both must be canonical. With `varying`, hyperparameters may depend on t.

    Examples
    --------
    >>> from symopt import rules
    >>> ab = [Recursion.of(rules.get(n)).canonical for n in ("momentum", "momentum.accumulating")]
    >>> from symopt.equivalence.terms import text
    >>> found = simulate(*ab)
    >>> [text(term) for term in found.hyperparameters.values()]
    ['alpha*(1 - beta)', 'beta']
    """
    for fixed in _patterns(of, by):
        special = by.put({name: rational(value) for name, value in fixed.items()}).canonical
        if len({s.name for s in special.states}) > 0 and not of.states:
            continue
        for proposal in _proposals(of, special, varying):
            found = _accept(of, by, fixed, dict(special.closed), proposal)
            if found is not None:
                return found
    return None


def _patterns(of: Recursion, by: Recursion) -> Iterator[dict[str, Fraction]]:
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


@dataclass(frozen=True)
class _Proposal:
    values: Values
    states: dict[str, Term]
    shift: Term


class _Search:
    def __init__(self, of: Recursion, by: Recursion, varying: bool, shifted: bool) -> None:
        self.of, self.by = of, by
        self.nonnegative = of.nonnegative
        states = [s.name for s in of.states]
        context = open_context(of.data()["hyperparameters"], (), states, self.nonnegative)
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
        self.matcher = Matcher(context, variables)
        self.context: Context = context
        self.after = {s.name: s.update for s in of.states}

    def run(self) -> Iterator[_Proposal]:
        ordered = sorted(self.by.states, key=self._entangled)
        yield from self._states(ordered, {}, [], {})

    def _entangled(self, state: Any) -> int:
        names = {s.name for s in self.by.states}
        return len(free_names(state.update) & names - {state.name})

    def _states(
        self, todo: list[Any], chosen: dict[str, Term], later: list[Any], values: Values
    ) -> Iterator[_Proposal]:
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
    ) -> Iterator[_Proposal]:
        moved = plus(self.of.output, put(self.shift, self.after))
        equations = list(later)
        if self.of.kind == "optimizer":
            equations += [(self.by.query, self.of.query)]
        equations += [(self.by.output, moved)]
        yield from self._all(equations, chosen, values)

    def _all(
        self, equations: list[Any], chosen: dict[str, Term], values: Values
    ) -> Iterator[_Proposal]:
        if not equations:
            yield self._finish(chosen, values)
            return
        for found in self._solve(equations[0], chosen, values):
            yield from self._all(equations[1:], chosen, found)

    def _finish(self, chosen: dict[str, Term], values: Values) -> _Proposal:
        neutral = {name: 1 for name in self.scales.values() if name not in values}
        shifts = free_names(self.shift) - {s.name for s in self.of.states} - set(values)
        neutral |= dict.fromkeys(shifts, 0)
        full = {name: tidy(put(term, neutral)) for name, term in values.items()} | neutral
        states = {name: tidy(put(term, full)) for name, term in chosen.items()}
        return _Proposal(full, states, tidy(put(self.shift, full)))


def _proposals(of: Recursion, by: Recursion, varying: bool) -> Iterator[_Proposal]:
    count = 0
    for shifted in (False, True):
        if shifted and (of.kind == "average" or not of.states):
            continue
        for proposal in _Search(of, by, varying, shifted).run():
            yield proposal
            count += 1
            if count == MAX_PROPOSALS:
                return


def neat(term: Term) -> Term:
    """Return a term with common factors cancelled."""
    import sympy

    from symopt.proof.convert import from_term, to_term

    return term if not isinstance(term, tuple) else to_term(sympy.factor(from_term(term)))


def _accept(
    of: Recursion,
    by: Recursion,
    fixed: dict[str, Fraction],
    closed: dict[str, Term],
    proposal: _Proposal,
) -> Simulation | None:
    """Return a proposal if the verifier accepts it, under as few conditions as it takes."""
    values: dict[str, Term] = {}
    free: list[str] = []
    for h in by.hyperparameters:
        found = proposal.values.get(f"{UNKNOWN}{h.name}")
        if h.name in fixed:
            values[h.name] = rational(fixed[h.name])
        elif found is not None:
            values[h.name] = found
        else:
            free.append(h.name)
            values[h.name] = 1 if Fraction(1) in h.domain else ("/", 1, 2)
    rest = {f"{UNKNOWN}{name}": values[name] for name in free}
    values = {name: neat(put(term, rest)) for name, term in values.items()}
    states: dict[str, Term | None] = {s.name: None for s in by.states}
    states |= {name: put(term, values) for name, term in closed.items() if name in states}
    states |= {name: neat(put(term, rest)) for name, term in proposal.states.items()}
    shift = neat(put(proposal.shift, rest))
    changes = any("t" in free_names(term) for term in values.values())
    used = set().union(*(free_names(t) for t in (*values.values(), *states.values(), shift) if t))
    candidates = [h.name for h in of.hyperparameters if h.name in used]
    for positive in ((), *((name,) for name in candidates), tuple(candidates)):
        certificate: dict[str, Any] = {
            "format": SIMULATION,
            "of": of.data(),
            "by": by.data(),
            "hyperparameters": tuple(values.items()),
            "states": tuple(states.items()),
            "shift": shift,
            "positive": positive,
            "varying": int(changes),
        }
        checked = verify(certificate)
        if checked.accepted:
            return Simulation(
                of.name,
                by.name,
                values,
                states,
                shift,
                positive,
                tuple(free),
                checked.assumed,
                certificate,
            )
    return None


__all__ = ["Simulation", "simulate"]
