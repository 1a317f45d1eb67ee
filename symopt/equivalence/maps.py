"""The search for a map under which one rule does what another does."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symopt.equivalence.budget import Budget, TooMuch
from symopt.equivalence.inversion import invert
from symopt.equivalence.matching import UNKNOWN, Values, put
from symopt.equivalence.neat import neat
from symopt.equivalence.proposals import (
    Proposal,
    Search,
    counterparts,
    patterns,
    positive_factors,
    proposals,
)
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.terms import plus, power, rational, text, times
from symopt.equivalence.verifier import SIMULATION, verify
from symopt.proof.kernel.terms import Prop, Term, free_names

WORK = 2500
"""Operations that one search for a map may take, about: a term of an equation is one."""


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
    budget = Budget(WORK)
    try:
        for fixed in patterns(of, by):
            special = by.put({name: rational(value) for name, value in fixed.items()}).canonical
            if special.states and not of.states:
                continue
            for proposal in proposals(of, special, varying, budget):
                found = _accept(of, by, fixed, dict(special.closed), proposal, varying)
                if found is not None:
                    return found
    except TooMuch:
        return None
    return None


def renamed(of: Recursion, by: Recursion) -> Simulation | None:
    """Find a map that changes names only; quick, since nothing is solved for.

    Both must be canonical.
    """
    if len(of.hyperparameters) != len(by.hyperparameters) or len(of.states) != len(by.states):
        return None
    guess = counterparts(of, by)
    if guess is None:
        return None
    for proposal in Search(of, by, Budget(WORK)).renamed(guess):
        found = _accept(of, by, {}, dict(by.closed), proposal)
        if found is not None:
            return found
    return None


def turned(one: Simulation, of: Recursion, by: Recursion) -> tuple[Values, Simulation | None]:
    """Turn a map round: the hyperparameters of `of` in those of `by`, and what it does if it does.

    The values are {} if no inverse was found; the verifier has not seen them.
    """
    back = invert(one.hyperparameters, [h.name for h in of.hyperparameters])
    if back is None:
        return {}, None
    back = {name: neat(term, by.hyper) for name, term in back.items()}
    states: dict[str, Term] = {}
    for name, term in one.states.items():
        source = free_names(term) & {s.name for s in of.states} if term is not None else set()
        if len(source) == 1 and name in {s.name for s in by.states}:
            (own,) = source
            scale = put(term, {own: 1})
            states[own] = times(("sym", name), power(put(scale, back), -1))
    shift = times(-1, put(one.shift, {**back, **states})) if one.shift != 0 else 0
    values = {f"{UNKNOWN}{name}": term for name, term in back.items()}
    return back, _accept(by, of, {}, dict(of.closed), Proposal(values, states, shift))


def _accept(
    of: Recursion,
    by: Recursion,
    fixed: dict[str, Fraction],
    closed: dict[str, Term],
    proposal: Proposal,
    varying: bool = False,
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
    values = {name: neat(put(term, rest), of.hyper) for name, term in values.items()}
    states: dict[str, Term | None] = {s.name: None for s in by.states}
    states |= {name: put(term, values) for name, term in closed.items() if name in states}
    states |= {name: neat(put(term, rest), of.hyper) for name, term in proposal.states.items()}
    shift = neat(put(proposal.shift, rest), of.hyper)
    changes = any("t" in free_names(term) for term in values.values())
    if changes and not varying:
        return None
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
            "factors": positive_factors(of, by, values, positive),
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
