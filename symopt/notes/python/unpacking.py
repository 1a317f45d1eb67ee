"""Assignments that a listing makes otherwise: tuples taken apart, lists that grow."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number
from symopt.notes.python.ordering import put
from symopt.notes.python.places import is_place, item
from symopt.notes.python.tree import Assign
from symopt.notes.source import Excerpt


def appended(formula: Formula) -> tuple[Formula, Formula] | None:
    """Read ``v.append(b*v[-1] + x)`` as ``v = b*v + x``: what the last entry becomes."""
    match formula:
        case Call(function=function, arguments=(value,)) if function.endswith(".append"):
            pass
        case _:
            return None
    entries = Name(function.removesuffix(".append"))
    last = Call("item", (entries, Negative(Number(Fraction(1)))))
    made = put(value, Call("item", (entries, Number(Fraction(-1)))), entries)
    made = put(made, last, entries)
    return None if made == value else (entries, made)


def distributed(targets: Formula, value: Formula, where: Excerpt) -> Iterator[Assign]:
    """Unpack a value that is no tuple in the listing: its items by their numbers."""
    if not (isinstance(targets, Call) and targets.function == "tuple"):
        return
    for at, target in enumerate(targets.arguments):
        part = item(value, (Number(Fraction(at)),))
        if isinstance(target, Call) and target.function == "tuple":
            yield from distributed(target, part, where)
        elif is_place(target):
            yield Assign(target, part, where)
