"""Which maps between rules are the usual conventions, and which want a second look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symopt.equivalence.context import open_context
from symopt.equivalence.maps import Simulation
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import ROLES, role
from symopt.equivalence.terms import HALF, over, plus, power, times
from symopt.proof.kernel.terms import Rejected, Term, free_names

SUSPICIOUS = "suspicious"


def renames(simulation: Simulation) -> bool:
    """Say whether a map changes names only."""
    values = list(simulation.hyperparameters.values())
    named = all(isinstance(term, tuple) and term[0] == "sym" for term in values)
    states = [term for term in simulation.states.values() if term is not None]
    plain = all(isinstance(t, tuple) and (t[0] == "sym" or "t" in free_names(t)) for t in states)
    return named and len(set(values)) == len(values) and plain and simulation.shift == 0


def lints(simulations: Iterable[tuple[Simulation, Recursion]]) -> tuple[str, ...]:
    """Return ``("suspicious",)`` if a map, with the rule it is from, is no usual convention.

    Usual are: renaming within a role, the rate times or over 1 - beta, and what comes of
    dropping 1 - rho; the share of the new value in an average; states scaled or negated and the
    parameter shifted are always usual.
    """
    strange = any(bool(one.free) or _strange(of, one) for one, of in simulations)
    return (SUSPICIOUS,) if strange else ()


def _strange(of: Recursion, one: Simulation) -> bool:
    context = open_context([(h.name, str(h.domain)) for h in of.hyperparameters])
    used: set[str] = set()
    for name, term in one.hyperparameters.items():
        used |= free_names(term)
        usual = False
        for candidate in _usual(of, name):
            try:
                usual = usual or context.normal.equal(term, candidate)
            except Rejected:
                continue
        if not usual:
            return True
    # Two hyperparameters that do one's work show as a map that is not one to one.
    return used != set(of.hyper)


def _usual(of: Recursion, name: str) -> Iterator[Term]:
    """Give what a hyperparameter usually is in another rule's terms."""
    wanted = role(name)
    known = wanted in ROLES.values()
    for h in of.hyperparameters:
        own = role(h.name)
        # Names that say nothing may stand for anything.
        if known and own in ROLES.values() and own != wanted:
            continue
        here: Term = ("sym", h.name)
        yield here
        if of.kind == "average" and h.domain.upper == 1:
            # Averages are as often written with the share of the new value.
            yield plus(1, times(-1, here))
        for other in of.hyperparameters:
            if other.domain.upper != 1 or other is h:
                continue
            kept = plus(1, times(-1, ("sym", other.name)))
            for factor in (kept, power(kept, HALF)):
                yield times(here, factor)
                yield over(here, factor)
