"""The parameters that lines update."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from symopt.errors import InvalidExpression
from symopt.notes.meaning.candidates import Candidate, fold
from symopt.notes.meaning.gradients import behind, named
from symopt.notes.meaning.parameters import parameters
from symopt.notes.meaning.probing import remembered
from symopt.notes.meaning.timing import timed
from symopt.notes.meaning.unifying import unified
from symopt.notes.source import Excerpt
from symopt.notes.statement import Assignment

_NOWHERE = Excerpt("", ())


def moved_by(piece: list[Candidate]) -> frozenset[str]:
    """Return the parameters that lines update."""
    return _parameters(tuple(replace(c.assignment, excerpt=_NOWHERE) for c in piece))


@lru_cache(maxsize=200)  # long files repeat their formulas
def _parameters(lines: tuple[Assignment, ...]) -> frozenset[str]:
    try:
        whole = timed(unified(lines, False)[0], False)
    except InvalidExpression:
        return frozenset()
    if not remembered(whole.lines):
        return frozenset()
    return frozenset(map(fold, parameters(named(whole.lines), behind(whole.lines))))
