"""Which value every name stands for, found out once for all versions that use the same names.

Many versions of an author's lines differ in what they do with names, not in the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symopt.formula import Call, Formula, Name, Power, SumOver
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, Timed
from symopt.notes.meaning.timing import timed
from symopt.notes.meaning.unifying import unified
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment

MOST = 2_000  # what is remembered


def timed_lines(algorithm: Algorithm) -> Timed:
    """Return the lines of an algorithm, with the value that each name stands for."""
    program = algorithm.language == "python"
    assignments, _, _ = unified(algorithm.assignments, program)
    return timed(assignments, program)


@dataclass
class _Plan:
    """The lines in order: which of the author's each is, and what becomes of its names."""

    whole: Timed
    places: tuple[int, ...]
    changes: tuple[Mapping[Name, Formula], ...]
    known: dict[int, tuple[Assignment, Line]] = field(default_factory=dict[int, Any])

    def lines(self, assignments: Sequence[Assignment]) -> Timed:
        made: list[Line] = []
        for line, place, change in zip(self.whole.lines, self.places, self.changes, strict=True):
            own = assignments[place]
            last = self.known.get(place)
            if last is None or last[0] is not own:
                formula = own.formula.map_names(change.__getitem__)
                last = own, Line(line.target, formula, own)
                self.known[place] = last
            made.append(last[1])
        return replace(self.whole, lines=tuple(made))


class Plans:
    """Gives what `timed_lines` gives, sooner."""

    def __init__(self) -> None:
        self._plans: dict[Any, _Plan | None] = {}
        self._keys: dict[int, tuple[Assignment, Any]] = {}

    def timed(self, algorithm: Algorithm) -> tuple[Timed, Any]:
        """Return the timed lines, and what they have in common with others of the same names.

        Raises
        ------
        InvalidExpression
            See `timed`.
        """
        key = tuple(self._key(line) for line in algorithm.assignments)
        if None in key:
            return timed_lines(algorithm), None
        if key not in self._plans:
            if len(self._plans) > MOST:
                self._plans.clear()
            self._plans[key] = _plan(algorithm)
        plan = self._plans[key]
        if plan is None:
            return timed_lines(algorithm), None
        return plan.lines(algorithm.assignments), key

    def _key(self, line: Assignment) -> Any:
        known = self._keys.get(id(line))
        if known is None or known[0] is not line:
            if len(self._keys) > MOST:
                self._keys.clear()
            known = line, _key(line)
            self._keys[id(line)] = known
        return known[1]


def asks(key: Any) -> bool:
    """Say whether lines may ask for a gradient, from what they have in common."""
    return key is None or any(asked for _, _, asked, _ in key)


def _key(line: Assignment) -> Any:
    """Return what tells when the names of a line stand for the same; None if nothing does."""
    found: set[Any] = set()
    asked = False

    def visit(node: Formula, inside: bool) -> bool:
        if isinstance(node, Name):
            found.add((node, inside))
            return True
        if isinstance(node, SumOver):
            return False
        if isinstance(node, Power) and names(node.exponent):
            found.add(("power", node.exponent))
        if isinstance(node, Call) and node.function == "grad":
            nonlocal asked
            inside = asked = True
            found.add(("grad", node.arguments))
        return all(visit(child, inside) for child in node.children())

    if not visit(line.formula, False):
        return None
    return line.target, isinstance(line.formula, Name), asked, frozenset(found)


def _plan(algorithm: Algorithm) -> _Plan | None:
    marked = tuple(
        replace(line, excerpt=Excerpt.of(str(place)))
        for place, line in enumerate(algorithm.assignments)
    )
    whole = timed_lines(replace(algorithm, assignments=marked))
    if len(whole.lines) != len(marked):
        return None
    places = tuple(int(line.source.excerpt.text) for line in whole.lines)
    if len(set(places)) != len(places):
        return None
    changes: list[Mapping[Name, Formula]] = []
    for line, place in zip(whole.lines, places, strict=True):
        before, after = names(marked[place].formula), names(line.formula)
        change = dict(zip(before, after, strict=False))
        if len(before) != len(after) or [change[name] for name in before] != after:
            return None
        changes.append(change)
    return _Plan(whole, places, tuple(changes))
