"""Which name counts the steps, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, Name, Number, Power, Sum
from symopt.notes.python.carrying import counts
from symopt.notes.python.naming import place_of
from symopt.notes.python.steps import Step
from symopt.notes.python.tree import Assign, Loop

if TYPE_CHECKING:
    from symopt.notes.python.starts import Starts


@dataclass(frozen=True, slots=True)
class Counter:
    """The name of the counter, its value at the first step where that is known.

    `folded` says that its own assignment ``t += 1`` is in that value and is left out.
    """

    name: str | None = None
    start: Formula | None = None
    folded: bool = False


def counter_of(assigns: Sequence[Assign], step: Step, starts: Starts) -> Counter:
    """Find the counter of a step."""
    used = {name for each in assigns if not counts(each) for name in _names(each)}
    for each in assigns:
        name = place_of(each.target)
        if counts(each) and name in used and name is not None:
            return _counted(name, assigns, starts)
    if step.loop is not None:
        found = _of_loop(step.loop)
        if found.name in used:
            return found
    for each in assigns:
        if isinstance(each.target, Call) and each.target.function == "item":
            for index in each.target.arguments[1:]:
                if isinstance(index, Name):
                    return Counter(index.name)
    given = [name for each in assigns for name in _exponents(each.formula)]
    assigned = {place_of(each.target) for each in assigns}
    for name in given:
        if name not in assigned:
            return Counter(name, starts.value(name) if "." in name else None)
    return Counter()


def _names(each: Assign) -> set[str]:
    places = {place_of(part) for part in each.formula.walk()}
    # An index of an array that is written to counts as well.
    inner = each.target.arguments[1:] if isinstance(each.target, Call) else ()
    return {p for p in places if p} | {name for index in inner for name in index.names()}


def _of_loop(loop: Loop) -> Counter:
    match loop.targets, loop.over:
        case Name(name=name), Call(function="range", arguments=(first, *_)):
            return Counter(name, first)
        case Name(name=name), Call(function="count" | "itertools.count", arguments=arguments):
            return Counter(name, arguments[0] if arguments else Number(Fraction(0)))
        case Call(function="tuple", arguments=(Name(name=name), _)), Call(
            function="enumerate", arguments=(_, *start)
        ):
            return Counter(name, start[0] if start else Number(Fraction(0)))
        case _:
            return Counter()


def _counted(name: str, assigns: Sequence[Assign], starts: Starts) -> Counter:
    """Return a counter that the step itself counts: before it is used, or after."""
    at = [i for i, each in enumerate(assigns) if counts(each) and place_of(each.target) == name]
    used = [i for i, each in enumerate(assigns) if not counts(each) and name in _names(each)]
    others = [i for i, e in enumerate(assigns) if place_of(e.target) == name and i not in at]
    start = starts.value(name)
    if len(at) != 1 or others:
        return Counter()
    if all(i > at[0] for i in used):
        first = Number(Fraction(0)) if start is None else start
        return Counter(name, _next(first), True)
    if all(i < at[0] for i in used):
        return Counter(name, start, True)
    return Counter()


def _next(start: Formula) -> Formula:
    if isinstance(start, Number):
        return Number(start.value + 1)
    return Sum((start, Number(Fraction(1))))


def _exponents(formula: Formula) -> list[str]:
    """Return the names in exponents of something with a name."""
    return [
        name
        for part in formula.walk()
        if isinstance(part, Power) and part.base.names()
        for name in part.exponent.names()
    ]
