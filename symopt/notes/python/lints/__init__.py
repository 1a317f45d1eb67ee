"""Defects of a listing that can be seen without knowing which rule is meant."""

from __future__ import annotations

from collections.abc import Iterator

from symopt.notes.python.algorithms import Built
from symopt.notes.python.lints.changes import aliased, lost_updates, overwritten
from symopt.notes.python.lints.counting import divisions_by_zero
from symopt.notes.python.lints.keys import mixed_keys
from symopt.notes.python.lints.names import dead, spellings, unbound
from symopt.notes.python.lints.passing import advanced_for_each
from symopt.notes.python.lints.samples import random_batches
from symopt.notes.python.lints.writing import carets, swallowed
from symopt.notes.python.lints.zeroing import zeroing
from symopt.notes.python.units import Unit
from symopt.notes.statement import Lint

__all__ = ["of_algorithm", "of_body"]


def of_algorithm(built: Built, known: frozenset[str]) -> tuple[Lint, ...]:
    """Return the defects of an algorithm.

    Parameters
    ----------
    known : frozenset of str
        Names that have a value although the algorithm gives them none.
    """
    found: list[Lint] = []
    for check in (
        dead,
        spellings,
        divisions_by_zero,
        overwritten,
        swallowed,
        carets,
        lost_updates,
        aliased,
        advanced_for_each,
    ):
        found.extend(check(built))
    found.extend(unbound(built, known))
    found.extend(random_batches(built.unit.body))
    found.extend(mixed_keys(built.unit.body))
    found.extend(zeroing(built.unit))
    return tuple(dict.fromkeys(found))


def of_body(unit: Unit) -> Iterator[Lint]:
    """Iterate over the defects of a body that is no algorithm."""
    yield from random_batches(unit.body)
    yield from mixed_keys(unit.body)
    yield from zeroing(unit)
