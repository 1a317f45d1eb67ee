"""What flows where in the assignments of a step, and what is carried to the next."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Call, Number
from symopt.notes.python.naming import place_of
from symopt.notes.python.tree import Assign, Opaque


def carried(assigns: Sequence[Assign], opaque: Sequence[Opaque]) -> frozenset[str]:
    """Return the places that are read before they are assigned, and assigned."""
    early: set[str] = set()
    done: set[str] = set()
    for each in assigns:
        early |= places_read(each) - done
        place = place_of(each.target)
        if place is not None:
            done.add(place)
    for each in opaque:
        early |= set(each.names) & set(each.reads)
        done |= set(each.names) & set(each.reads)
    return frozenset(early & done) | _recurring(assigns)


def _recurring(assigns: Sequence[Assign]) -> frozenset[str]:
    """Return arrays whose entries depend on earlier ones: v[t] on v[t - 1]."""
    arrays = {
        each.target.arguments[0]
        for each in assigns
        if isinstance(each.target, Call)
        and each.target.function == "item"
        and not isinstance(each.target.arguments[1], Number)
    }
    return frozenset(
        place_of(base) or ""
        for base in arrays
        if any(part == base for each in assigns for part in each.formula.walk())
    )


def places_read(assign: Assign) -> set[str]:
    """Return the places that an assignment reads."""
    found: set[str] = set()
    for part in assign.formula.walk():
        place = place_of(part)
        if place is not None:
            found.add(place)
    return found


def needed_for(assigns: Sequence[Assign], kept: frozenset[str]) -> frozenset[str]:
    """Return the places that flow into what is carried."""
    needed = set(kept)
    changed = True
    while changed:
        changed = False
        for each in assigns:
            target = place_of(each.target)
            base = each.target.arguments[0] if isinstance(each.target, Call) else each.target
            if target in needed or place_of(base) in needed:
                new = places_read(each) - needed
                needed |= new
                changed = changed or bool(new)
    return frozenset(needed)
