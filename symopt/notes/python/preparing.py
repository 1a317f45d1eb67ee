"""The assignments of a step in the order in which they take effect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from symopt.formula import Call, Formula, Name, Number, Power, Sum
from symopt.notes.python.aliases import without_aliases
from symopt.notes.python.branches import Variant
from symopt.notes.python.carrying import counts
from symopt.notes.python.given import named_after_points, without_sizes, without_zeroing
from symopt.notes.python.gradients import is_gradient, unknown_calls
from symopt.notes.python.helpers import inlined
from symopt.notes.python.naming import place_of
from symopt.notes.python.optax import transforms, with_updates_added
from symopt.notes.python.ordering import in_order
from symopt.notes.python.places import root
from symopt.notes.python.steps import Step
from symopt.notes.python.straightening import straight
from symopt.notes.python.substitution import indexed, substitute, without_indices
from symopt.notes.python.tree import ENTRY, Assign, Node, Opaque, Return, walk
from symopt.notes.python.units import Unit

_NEW = re.compile(r"^(?:new|next|updated)_?(.+)$|^(.+?)_?(?:new|next|updated|out|plus)$")


_GRADIENT = re.compile(r"g|g_?t|grads?|gradients?|d[xwbW]|dtheta|d[A-Z]\w?")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one step assigns, in order.

    Attributes
    ----------
    mapped : list of Assign
        Assignments such as ``data = shuffle(data)``: nobody knows what they change.
    preferred : dict
        What the listing calls a stored value.
    starts : dict
        Values that the step itself gives to states that it makes.
    constants : dict
        Names that only stand for a number.
    """

    assigns: list[Assign]
    mapped: list[Assign]
    opaque: list[Opaque]
    returned: Return | None
    preferred: dict[str, str]
    starts: dict[str, Formula]
    constants: dict[str, Formula]


def prepare(unit: Unit, step: Step, variant: Variant) -> Prepared:
    """Bring the statements of a step into the order in which they take effect."""
    lists = _returned((*variant.body, *step.after))
    nodes = straight(variant.body, lists)
    assigns = [
        replace(node, formula=inlined(node.formula, unit.helpers))
        for node in nodes
        if isinstance(node, Assign)
    ]
    opaque = [node for node in nodes if isinstance(node, Opaque)]
    returned = next((n for n in (*nodes, *step.after) if isinstance(n, Return)), None)

    mapped = [each for each in assigns if _is_mapped(each)]
    assigns = [each for each in assigns if each not in mapped]
    assigns = _without_keys(assigns, unit.own)
    assigns, starts = _late(assigns)
    if step.loop is None and returned is not None:
        assigns = [*assigns, *_given_back(returned, assigns, unit)]
        if transforms(unit, returned):
            assigns = with_updates_added(assigns, returned, unit)
    names = frozenset(
        name for value in (returned.values if returned else ()) for name in value.names()
    )
    assigns, preferred = without_aliases(assigns, names)
    assigns = _without_vain(without_zeroing(assigns))
    constants = _constants(assigns)
    assigns = [each for each in assigns if place_of(each.target) not in constants]
    assigns = _with_counts(assigns)
    begun = {root(n.target) for n in (*unit.setup, *step.before) if isinstance(n, Assign)}
    assigns = _with_given_gradient(named_after_points(assigns, unit.own), begun)
    assigns = without_sizes(assigns)
    return Prepared(assigns, mapped, opaque, returned, preferred, starts, constants)


def _with_given_gradient(assigns: Sequence[Assign], begun: set[str]) -> list[Assign]:
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


def _with_counts(assigns: Sequence[Assign]) -> list[Assign]:
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


def _without_keys(assigns: Sequence[Assign], own: Collection[str]) -> list[Assign]:
    """Leave out a key that the caller gives, where all is kept under it: self.m[name]."""
    formulas = [formula for each in assigns for formula in (each.target, each.formula)]
    indices = [index for formula in formulas for _, inner in indexed(formula) for index in inner]
    keys = {index.name for index in indices if isinstance(index, Name) and index.name in own}
    if len(set(indices)) != 1 or len(keys) != 1:
        return list(assigns)
    (key,) = keys
    used = sum(part == Name(key) for formula in formulas for part in formula.walk())
    if used != len(indices):
        return list(assigns)
    return [
        replace(
            each,
            target=without_indices(each.target, keys),
            formula=without_indices(each.formula, keys),
        )
        for each in assigns
    ]


def _asks(formula: Formula, but: str) -> bool:
    """Whether a gradient stands in a formula, besides the one of that name."""
    named = (name for name in formula.names() if name != but)
    return bool(unknown_calls(formula)) or any(map(is_gradient, named))


def _returned(nodes: Iterable[Node]) -> frozenset[str]:
    """Return the names that are returned: lists among them are filled by appending."""
    return frozenset(
        name
        for node in walk(tuple(nodes))
        if isinstance(node, Return)
        for value in node.values
        for name in value.names()
    )


def _is_mapped(each: Assign) -> bool:
    """Whether an assignment is x = f(x) with an f that nobody knows."""
    formula = each.formula
    return (
        isinstance(formula, Call)
        and formula in unknown_calls(formula)
        and (place_of(each.target) or "") in formula.names()
    )


def _late(assigns: Sequence[Assign]) -> tuple[list[Assign], dict[str, Formula]]:
    """Put what happens after the step to its end; states that the step makes begin there."""
    late = [each for each in assigns if each.late]
    targets = {place_of(each.target) for each in late}
    now: list[Assign] = []
    starts: dict[str, Formula] = {}
    for each in assigns:
        place = place_of(each.target)
        if each.late:
            continue
        if place is not None and place in targets and not each.formula.names():
            starts[place] = each.formula
        else:
            now.append(each)
    return [*now, *in_order(late)], starts


def _given_back(returned: Return, assigns: Sequence[Assign], unit: Unit) -> list[Assign]:
    """Return what a function hands back as the new values of what it was given."""
    made: list[Assign] = []
    assigned = {place_of(each.target) for each in assigns}
    used = {name for each in assigns for name in each.formula.names()}
    values: list[Formula] = []
    for value in returned.values:
        if isinstance(value, Call) and value.function == ENTRY:
            made += _entry(value, assigned, used, returned)
            continue
        inside = isinstance(value, Call) and (value.function == "tuple" or unknown_calls(value))
        values.extend(value.arguments if isinstance(value, Call) and inside else (value,))
    for value in values:
        match value:
            case Name(name=name) if name in assigned:
                found = _NEW.match(name)
                old = (found[1] or found[2]) if found else name
                # The variable itself, or what a state that was handed in has under its name.
                stored = sorted(n for n in used if n.split(".")[-1] == old and "." in n)
                for place in [old] if old != name and old in used else stored[:1]:
                    if place not in assigned:
                        made.append(Assign(Name(place), value, returned.excerpt))
            case Sum(terms=(Name(name=name), *_)) if name in unit.own and name not in assigned:
                made.append(Assign(Name(name), value, returned.excerpt))
            case _:
                pass
    return made


def _entry(
    entry: Call, assigned: set[str | None], used: set[str], returned: Return
) -> list[Assign]:
    """Read {"v": v}: the new value of what the state that was given has under that text."""
    key, value = entry.arguments
    text = key.name.strip("'\"") if isinstance(key, Name) else ""
    stored = sorted(n for n in used if n.split(".")[-1] == text and "." in n)
    if len(stored) != 1 or stored[0] in assigned or value == Name(stored[0]):
        return []
    return [Assign(Name(stored[0]), value, returned.excerpt)]


def _without_vain(assigns: Sequence[Assign]) -> list[Assign]:
    """Leave out constants that are overwritten before anything reads them."""
    made: list[Assign] = []
    for at, each in enumerate(assigns):
        if not each.formula.names() and _overwritten(assigns[at + 1 :], each.target):
            continue
        made.append(each)
    return made


def _overwritten(later: Sequence[Assign], target: Formula) -> bool:
    for each in later:
        if any(part == target for part in each.formula.walk()):
            return False
        if each.target == target:
            return True
    return False


def _constants(assigns: Sequence[Assign]) -> dict[str, Formula]:
    """Return what is assigned a number, once, before anything reads it."""
    counted = Counter(place_of(each.target) for each in assigns)
    found: dict[str, Formula] = {}
    read: set[str] = set()
    for each in assigns:
        place = place_of(each.target)
        number = not each.formula.names() and not any(
            isinstance(part, Call) for part in each.formula.walk()
        )
        if place is not None and number and counted[place] == 1 and place not in read:
            found[place] = each.formula
        read.update(each.formula.names())
    return found
