"""What a function hands back: lists it fills, and new values of what it was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from symopt.formula import Call, Formula, Name, Sum
from symopt.notes.python.gradients import unknown_calls
from symopt.notes.python.naming import place_of
from symopt.notes.python.tree import ENTRY, Assign, Node, Return, walk
from symopt.notes.python.units import Unit

_NEW = re.compile(r"^(?:new|next|updated)_?(.+)$|^(.+?)_?(?:new|next|updated|out|plus)$")


def returned_names(nodes: Iterable[Node]) -> frozenset[str]:
    """Return the names that are returned: lists among them are filled by appending."""
    return frozenset(
        name
        for node in walk(tuple(nodes))
        if isinstance(node, Return)
        for value in node.values
        for name in value.names()
    )


def given_back(returned: Return, assigns: Sequence[Assign], unit: Unit) -> list[Assign]:
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
