"""Functions that return what to add to the parameters, as those of optax do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symopt.formula import Formula, Name, Sum
from symopt.notes.python.functions import words
from symopt.notes.python.places import root
from symopt.notes.python.substitution import substitute
from symopt.notes.python.tree import Assign, Return
from symopt.notes.python.units import Unit

_FUNCTIONS = words("update update_fn _update apply_gradients_fn")
_RATES = words("lr learning_rate step_size stepsize eta alpha rate step_length")
_PLACE = Name("params")
_GIVEN = words("updates grads gradients grad g")


def transforms(unit: Unit, returned: Return | None) -> bool:
    """Whether a function is given gradients and a state, and returns updates and a new state."""
    if unit.name not in _FUNCTIONS or not unit.own & _GIVEN or returned is None:
        return False
    return "state" in {each.partition("_")[2] or each for each in unit.own} and (
        len(returned.values) == 2
    )


def with_updates_added(assigns: Sequence[Assign], returned: Return, unit: Unit) -> list[Assign]:
    """Add what is returned to the parameters, unless no rate is in it: then more follows."""
    given = "updates" in unit.own
    made: list[Assign] = []
    values: dict[str, Formula] = {"updates": Name("grads")} if given else {}
    for each in assigns:
        formula = substitute(each.formula, values)
        target = each.target
        if given and target == Name("updates"):
            target = Name("updates_new")
            values = {"updates": target}
        made.append(replace(each, target=target, formula=formula))
    step = substitute(returned.values[0], values)
    if not _RATES & _flowing(step, made):
        return list(assigns)
    return [*made, Assign(_PLACE, Sum((_PLACE, step)), returned.excerpt)]


def adds_up(assigns: Sequence[Assign]) -> bool:
    """Whether the parameters are given a new value."""
    return any(each.target == _PLACE for each in assigns)


def _flowing(formula: Formula, assigns: Sequence[Assign]) -> set[str]:
    """Return the last words of all names that flow into a formula."""
    names = set(formula.names())
    for each in reversed(assigns):
        if root(each.target) in names:
            names |= set(each.formula.names())
    return {name.split(".")[-1] for name in names}
