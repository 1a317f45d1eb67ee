"""The assignments of a step in the order in which they take effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from symopt.formula import Call, Formula, Name
from symopt.notes.python.aliases import without_aliases
from symopt.notes.python.branches import Variant
from symopt.notes.python.given import named_after_points, without_sizes, without_zeroing
from symopt.notes.python.gradients import unknown_calls
from symopt.notes.python.helpers import inlined
from symopt.notes.python.naming import place_of
from symopt.notes.python.optax import transforms, with_updates_added
from symopt.notes.python.ordering import in_order
from symopt.notes.python.places import root
from symopt.notes.python.renewals import with_counts, with_given_gradient
from symopt.notes.python.returning import given_back, returned_names
from symopt.notes.python.steps import Step
from symopt.notes.python.straightening import straight
from symopt.notes.python.substitution import indexed, without_indices
from symopt.notes.python.tree import Assign, Opaque, Return
from symopt.notes.python.units import Unit


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
    lists = returned_names((*variant.body, *step.after))
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
        assigns = [*assigns, *given_back(returned, assigns, unit)]
        if transforms(unit, returned):
            assigns = with_updates_added(assigns, returned, unit)
    names = frozenset(
        name for value in (returned.values if returned else ()) for name in value.names()
    )
    assigns, preferred = without_aliases(assigns, names)
    assigns = _without_vain(without_zeroing(assigns))
    constants = _constants(assigns)
    assigns = [each for each in assigns if place_of(each.target) not in constants]
    assigns = with_counts(assigns)
    begun = {root(n.target) for n in (*unit.setup, *step.before) if isinstance(n, Assign)}
    assigns = with_given_gradient(named_after_points(assigns, unit.own), begun)
    assigns = without_sizes(assigns)
    return Prepared(assigns, mapped, opaque, returned, preferred, starts, constants)


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
