"""Reading an average that is written out: a name, then sums of observations with weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symopt.formula import Formula, Name, Number, Sum
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.linear import Linear, NotLinear, Place, Weight, linear
from symopt.notes.facts.surroundings import indexed, place_of
from symopt.notes.facts.values import DOTS, constant
from symopt.notes.statement import Statement

NUMBERED = re.compile(r"([A-Za-z]+)(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Expansion:
    """A statement that writes an average out: where it stands, and its parts."""

    name: str
    letter: str | None
    offset: int
    observed: str
    parts: tuple[tuple[Formula, Linear], ...]


def expansion_of(statement: Statement) -> Expansion | None:
    """Read a statement as an average written out: a name, then sums of observations."""
    target, *others = reindexed(statement.parts)
    if not isinstance(target, Name) or target.index is None:
        return None
    place = place_of(target.index)
    if place is None or set(statement.links) - {"=", "<-", "~"}:
        return None
    parts: list[tuple[Formula, Linear]] = []
    for part in others:
        if isinstance(part, Name) and part.name == DOTS:
            continue
        try:
            terms = linear(part)
        except NotLinear:
            return None
        if terms.rest and not all(_is_zero(r) for r in terms.rest):
            return None
        parts.append((part, _gathered(terms)))
    letters = set().union(*(terms.letters() for _, terms in parts)) - {target.name}
    if len(letters) != 1:
        return None
    observed = letters.pop()
    most = max(sum(w.place[0] == observed for w in terms.weights) for _, terms in parts)
    spans = {w.place[1] for _, terms in parts for w in terms.weights}
    if most < 2 or spans != {place[0]}:
        return None
    if any(w.place[2] > place[1] for _, terms in parts for w in terms.weights):
        return None
    return Expansion(target.name, *place, observed, tuple(parts))


def reindexed(parts: Sequence[Formula]) -> list[Formula]:
    """Return parts in which y3, y2, y1 beside s_3 are the observations at 3, 2, 1.

    A letter with a number may be one name, such as beta1; that it counts steps shows in that one
    of several has the number of the average, and of s3 in that s2 stands in it.
    """
    target = parts[0]
    if not isinstance(target, Name):
        return list(parts)
    numbers: dict[str, set[int]] = {}
    for part in parts[1:]:
        for name in part.names():
            if found := NUMBERED.fullmatch(name):
                numbers.setdefault(found.group(1), set()).add(int(found.group(2)))
    own = NUMBERED.fullmatch(target.name) if target.index is None else None
    place = place_of(target.index) if target.index is not None else None
    counted: set[str] = set()
    if own is not None and int(own.group(2)) - 1 in numbers.get(own.group(1), ()):
        counted, place = {own.group(1)}, (None, int(own.group(2)))
    if place is None or place[0] is not None:
        return list(parts)
    counted |= {letter for letter, seen in numbers.items() if place[1] in seen and len(seen) > 1}

    def change(name: Name) -> Formula:
        found = NUMBERED.fullmatch(name.name)
        if name.index is not None or found is None or found.group(1) not in counted:
            return name
        return indexed(found.group(1), None, int(found.group(2)))

    return [part.map_names(change) for part in parts]


def _gathered(terms: Linear) -> Linear:
    """Return the terms with one weight for each place."""
    weights: dict[Place, Formula] = {}
    for w in terms.weights:
        old = weights.get(w.place)
        weights[w.place] = w.weight if old is None else Sum((old, w.weight))
    return replace(terms, weights=tuple(Weight(p, f) for p, f in weights.items()))


def _is_zero(formula: Formula) -> bool:
    try:
        return constant(formula).same(constant(Number(Fraction(0))))
    except Undefined:
        return False
