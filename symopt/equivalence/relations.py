"""What is the case of two rules that are different: a special case, or the same only partly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symopt.equivalence import maps, witness
from symopt.equivalence.maps import Simulation
from symopt.equivalence.pairing import pair
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import role
from symopt.equivalence.terms import text
from symopt.proof.kernel.terms import Term, free_names

STABILISER = "stabiliser"


def special(simulation: Simulation) -> str:
    """Say which special case of one rule the other is.

    Examples
    --------
    >>> from symopt import rules
    >>> ab = [Recursion.of(rules.get(name)).canonical for name in ("gd", "momentum")]
    >>> special(maps.simulate(*ab))
    'gd is momentum with beta = 0'
    """
    fixed = [f"{name} = {text(term)}" for name, term in fixes(simulation).items()]
    where = ", ".join(fixed) or ", ".join(
        f"{name} = {text(term)}" for name, term in simulation.hyperparameters.items()
    )
    return f"{simulation.of} is {simulation.by} with {where}"


def fixes(simulation: Simulation) -> dict[str, Term]:
    """Return the hyperparameters that a map sets to a number."""
    return {
        name: term
        for name, term in simulation.hyperparameters.items()
        if not isinstance(term, tuple) or term[0] == "/"
    }


def partly(a: Recursion, b: Recursion) -> tuple[str, list[Mapping[str, Any]]]:
    """Say whether two rules are the same without their stabiliser, or if one changes with t.

    Returns the sentence ("" if neither), and certificates.
    """
    found = _varying(a, b)
    if found is not None:
        changing = [
            f"{name}_t = {text(term)}"
            for name, term in found.hyperparameters.items()
            if "t" in free_names(term)
        ]
        verb = "changes" if len(changing) == 1 else "change"
        sentence = f"equal only if {found.by} had {', '.join(changing)}, which {verb} with t"
        return sentence, [found.certificate]
    zero = [[h.name for h in rule.hyperparameters if role(h.name) == STABILISER] for rule in (a, b)]
    if any(len(names) > 1 for names in zero) or not any(zero):
        return "", []
    first = a.put(dict.fromkeys(zero[0], 0))
    second = b.put(dict.fromkeys(zero[1], 0))
    if all(zero) and witness.find(first, second, trials=12) is None:
        found = pair(first.canonical, second.canonical)
        if found.same:
            return f"equal only at {zero[0][0]} = 0", list(found.certificates)
    return "", []


def _varying(a: Recursion, b: Recursion) -> Simulation | None:
    """Find a map with a hyperparameter that changes with t, for rules with the same roles."""
    from symopt.equivalence.fitting import fits

    if sorted(role(h.name) for h in a.hyperparameters) != sorted(
        role(h.name) for h in b.hyperparameters
    ):
        return None
    for of, by in ((a.canonical, b.canonical), (b.canonical, a.canonical)):
        if not fits(of, by, varying=True):
            continue
        found = maps.simulate(of, by, varying=True)
        if found is not None and found.varying:
            return found
    return None
