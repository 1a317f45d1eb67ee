"""Assignments that are made at once, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.formula import Formula, Name, Product, Sum
from symopt.notes.python.places import root
from symopt.notes.python.substitution import rebuild
from symopt.notes.python.tree import Assign


def put(formula: Formula, part: Formula, value: Formula) -> Formula:
    """Return a formula with a value in the place of one of its parts."""
    made = rebuild(formula, lambda inner: value if inner == part else inner)
    match made:
        # One sum, as an author would write it.
        case Sum(terms=(Sum(terms=first), *rest)) if value == Sum(first):
            return Sum((*first, *rest))
        case Product(factors=(Product(factors=first), *rest)) if value == Product(first):
            return Product((*first, *rest))
        case _:
            return made


def in_order(assigned: Sequence[Assign]) -> Iterator[Assign]:
    """Put what is assigned at once into an order in which nothing is read too late."""
    left = list(assigned)
    copies: list[Assign] = []
    done: list[Assign] = []
    while left:
        free = next(
            (
                each
                for each in left
                if not any(_reads(other, each.target) for other in left if other is not each)
            ),
            None,
        )
        if free is None:  # a swap: an old value is kept
            free = left[0]
            old = Name(root(free.target).replace(".", "_") + "_old")
            copies.append(Assign(old, free.target, free.excerpt))
            left = [free, *(_reading(each, free.target, old) for each in left[1:])]
        left.remove(free)
        done.append(free)
    yield from copies
    yield from done


def _reads(assign: Assign, place: Formula) -> bool:
    return any(part == place for part in assign.formula.walk())


def _reading(assign: Assign, place: Formula, value: Formula) -> Assign:
    return Assign(
        assign.target,
        put(assign.formula, place, value),
        assign.excerpt,
        assign.augmented,
        assign.in_place,
        assign.late,
        assign.copied,
    )
