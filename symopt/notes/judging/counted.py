"""A counter that stands under no power: it counts steps all the same."""

from __future__ import annotations

from dataclasses import replace

from symopt.notes.meaning.meaning import Copy
from symopt.proof.kernel.terms import Term, substitute

COUNTERS = ("t", "step", "steps", "iteration", "iterations")


def counted(copy: Copy) -> Copy:
    """Return a copy in which a name that counts steps is no hyperparameter.

    Where ``1 - beta1 * t`` stands for a power, nothing but its name says what t is; taken for a
    constant, it would make a constant of the correction.
    """
    recursion = copy.recursion
    if recursion is None or "t" in copy.names:
        return copy
    for hyper in recursion.hyperparameters:
        name = copy.names.get(hyper.name)
        if name is None or name.name not in COUNTERS:
            continue
        as_counter: dict[str, Term] = {hyper.name: ("sym", "t")}

        def change(term: Term, values: dict[str, Term] = as_counter) -> Term:
            return substitute(term, values)

        made = replace(
            recursion,
            hyperparameters=tuple(h for h in recursion.hyperparameters if h is not hyper),
            states=tuple(replace(s, update=change(s.update)) for s in recursion.states),
            query=change(recursion.query),
            output=change(recursion.output),
            closed=tuple((key, change(term)) for key, term in recursion.closed),
        )
        names = {key: own for key, own in copy.names.items() if key != hyper.name}
        values = {key: value for key, value in copy.values.items() if key != hyper.name}
        roles = {key: role for key, role in copy.roles.items() if key != hyper.name}
        return replace(
            copy,
            recursion=made,
            names={**names, "t": name},
            values=values,
            roles={**roles, "t": "counter"},
        )
    return copy
