"""The search for a map under which one rule does what another does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symopt.equivalence.matching import UNKNOWN, put
from symopt.equivalence.proposals import Proposal, patterns, proposals
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.terms import plus, rational, text
from symopt.equivalence.verifier import SIMULATION, complement_name, verify
from symopt.proof.kernel.terms import Prop, Term, free_names
from symopt.signature import Domain, Hyperparameter


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
    for fixed in patterns(of, by):
        special = by.put({name: rational(value) for name, value in fixed.items()}).canonical
        if special.states and not of.states:
            continue
        scales: set[str] = set()
        for proposal in proposals(of, special, varying, scales):
            found = _accept(of, by, fixed, dict(special.closed), proposal, (), varying)
            if found is not None:
                return found
        names = tuple(h.name for h in of.hyperparameters if h.name in scales and is_decay(h))
        if not names:
            continue
        # Factors such as 1 - rho are easier to see where they have a name.
        for proposal in proposals(with_complements(of, names), special, varying, set()):
            back = {complement_name(name): _complement(name) for name in names}
            plain = Proposal(
                {name: put(term, back) for name, term in proposal.values.items()},
                {name: put(term, back) for name, term in proposal.states.items()},
                put(proposal.shift, back),
            )
            found = _accept(of, by, fixed, dict(special.closed), plain, names, varying)
            if found is not None:
                return found
    return None


def is_decay(hyper: Hyperparameter) -> bool:
    """Say whether a hyperparameter lies in [0, 1)."""
    return str(hyper.domain) == "[0, 1)"


def _complement(name: str) -> Term:
    return ("+", 1, ("*", -1, ("sym", name)))


def with_complements(recursion: Recursion, names: tuple[str, ...]) -> Recursion:
    """Return a recursion whose decays are written as 1 minus something."""
    made = recursion.put({name: _complement(complement_name(name)) for name in names})
    new = tuple(
        Hyperparameter(complement_name(name), Fraction(1, 2), Domain("(0, 1]")) for name in names
    )
    return replace(made, hyperparameters=made.hyperparameters + new)


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
    proposal: Proposal,
    complement: tuple[str, ...],
    varying: bool,
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
            "complement": complement,
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
