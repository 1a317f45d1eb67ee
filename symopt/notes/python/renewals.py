"""Names that a step gives to the gradient it was given, or to the count of the steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from symopt.formula import Formula, Name, Number, Power, Sum
from symopt.notes.python.carrying import counts
from symopt.notes.python.gradients import is_gradient, unknown_calls
from symopt.notes.python.naming import place_of
from symopt.notes.python.substitution import substitute
from symopt.notes.python.tree import Assign

_GRADIENT = re.compile(r"g|g_?t|grads?|gradients?|d[xwbW]|dtheta|d[A-Z]\w?")


def with_given_gradient(assigns: Sequence[Assign], begun: set[str]) -> list[Assign]:
    """Tell a gradient that is given from what a step makes of it: g = g + decay*w.

    It is another one in each step, so nothing of the new value is there in the next. Where
    another gradient is there, or a value to begin with, the name is a state's.
    """
    made: list[Assign] = []
    values: dict[str, Formula] = {}
    for each in assigns:
        formula = substitute(each.formula, values)
        target = each.target
        if isinstance(target, Name) and _GRADIENT.fullmatch(target.name):
            known = values or any(other.target == target for other in made)
            given = target.name in formula.names() and not _asks(formula, target.name)
            if given and not known and target.name not in begun:
                values[target.name] = Name(f"{target.name}_new")
            target = values.get(target.name, target)
        made.append(replace(each, target=target, formula=formula))
    return made


def with_counts(assigns: Sequence[Assign]) -> list[Assign]:
    """Put a number of steps in the place of its other name: step = self.iterations + 1.

    Only of a name that stands in an exponent, or that is another one for what counts.
    """
    exponents = {
        name
        for each in assigns
        for part in each.formula.walk()
        if isinstance(part, Power)
        for name in part.exponent.names()
    }
    counted = {place_of(each.target) for each in assigns if counts(each)}
    made: list[Assign] = []
    values: dict[str, Formula] = {}
    for at, each in enumerate(assigns):
        each = replace(each, formula=substitute(each.formula, values))
        place, name = place_of(each.target) or "", _counter(each.formula)
        if name not in (None, place) and (place in exponents or name in counted):
            rest = assigns[at + 1 :]
            used = max(
                (i for i, other in enumerate(rest) if place in other.formula.names()), default=-1
            )
            later = {place_of(other.target) for other in rest[: used + 1]}
            # What has another value above, or is read there, is no mere name for the count.
            above = any(place in (place_of(e.target), *e.formula.names()) for e in made)
            if "." not in place and not above and not {name, place} & later:
                values[place] = each.formula
                continue
        made.append(each)
    return made


def _counter(formula: Formula) -> str | None:
    """Return the name in a formula such as t or t + 1."""
    match formula:
        case Name(name=name) | Sum(terms=(Name(name=name), Number())):
            return name
        case _:
            return None


def _asks(formula: Formula, but: str) -> bool:
    """Whether a gradient stands in a formula, besides the one of that name."""
    named = (name for name in formula.names() if name != but)
    return bool(unknown_calls(formula)) or any(map(is_gradient, named))
