"""Judge each wording of an algorithm once, and no more of them than a file may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import replace

from symopt.notes.finding import Finding
from symopt.notes.source import Excerpt, Place
from symopt.notes.statement import Algorithm

MOST = 300  # different algorithms in one file: far above a book's chapter

_TEXTS = ("claims", "titles", "nearby")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?![\w.])")

Judge = Callable[[Algorithm], list[Finding]]


class Once:
    """A judge that remembers: long files repeat their formulas under the same heading.

    Parameters
    ----------
    judge : callable
        What judges one algorithm.
    past_bound : callable
        What is said of an algorithm past the bound.
    """

    def __init__(self, judge: Judge, past_bound: Judge):
        self._judge, self._past_bound = judge, past_bound
        self._known: dict[Hashable, tuple[Place, list[Finding]]] = {}

    def __call__(self, algorithm: Algorithm) -> list[Finding]:
        """Return the findings of an algorithm, at its own place."""
        start = algorithm.excerpt.start
        key = _wording(algorithm)
        if key not in self._known:
            if len(self._known) >= MOST:
                return self._past_bound(algorithm)
            self._known[key] = start, self._judge(algorithm)
        first, findings = self._known[key]
        return [replace(one, place=_moved(one.place, first, start)) for one in findings]


def _wording(algorithm: Algorithm) -> Hashable:
    """Return all that a finding depends on, places relative to the algorithm's own."""
    start = algorithm.excerpt.start
    said = {name: tuple(map(_unnumbered, getattr(algorithm, name))) for name in _TEXTS}
    rest = replace(algorithm, assignments=(), lints=(), excerpt=Excerpt("", ()), **said)

    def relative(place: Place) -> tuple[int, int]:
        return place.line - start.line, _column(place, start)

    return (
        tuple((relative(a.excerpt.start), a.excerpt.text) for a in algorithm.assignments),
        tuple((relative(lint.excerpt.start), lint.code, lint.message) for lint in algorithm.lints),
        # All parts but those that hold places; formulas and names print all that they are.
        repr([(a.target, a.formula, a.arrow) for a in algorithm.assignments]),
        repr(rest),
    )


def _unnumbered(text: str) -> str:
    """Return a text but for numbers that stand alone: "Section 17" is as good as "Section 18"."""
    return _NUMBER.sub("0", text)


def _column(place: Place, start: Place) -> int:
    """Columns count from the start on its own line only."""
    return place.column - start.column if place.line == start.line else place.column


def _moved(place: Place, first: Place, start: Place) -> Place:
    line = place.line - first.line + start.line
    if place.line != first.line:
        return Place(line, place.column)
    return Place(line, place.column - first.column + start.column)
