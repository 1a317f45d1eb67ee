"""Where two formulas part, and which names exchanged would make them the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from symopt.formula import Formula, Name
from symopt.notes.facts.link import Link
from symopt.notes.facts.readings import readings_of
from symopt.notes.facts.same import Answer, compare
from symopt.notes.facts.surroundings import Surroundings, indexed, keys, place_of
from symopt.notes.facts.words import number, plain, settings

MAX_EXCHANGES = 16


def different(
    left: Formula,
    right: Formula,
    answer: Answer,
    near: Surroundings,
    conditions: tuple[str, ...] = (),
    written: tuple[Formula, Formula] | None = None,
) -> Link:
    """Say where two formulas part, and what would mend the right one; `written` is shown."""
    values = {name: str(value) for name, value in answer.witness.items()}
    witness = {
        "values": values,
        "left": number(answer.left, 8) if answer.left is not None else None,
        "right": number(answer.right, 8) if answer.right is not None else None,
    }
    shown, other = map(plain, written or (left, right))
    message = f"{shown} is not {other}"
    if answer.left is not None and answer.right is not None:
        where = settings(dict(islice(answer.witness.items(), 6)))
        message += f": with {where} they are {number(answer.left)} and {number(answer.right)}"
    mended = mend(left, right, near) if other == plain(right) else None
    suggestion = None
    if mended is not None:
        suggestion = mended.text()
        message = f"{shown} is not {other}: write {plain(mended)}"
    return Link(
        "different",
        f"{message}.",
        witness=witness,
        conditions=conditions,
        suggestion=suggestion,
    )


def mend(left: Formula, right: Formula, near: Surroundings) -> Formula | None:
    """Return the right side with one or two names exchanged so that it is the same."""
    averages = sorted({d.name for d in near.definitions if near.recursive(d.name)})
    for changed in islice(_exchanges(right, averages), MAX_EXCHANGES):
        for reading in islice(readings_of(left, changed, near), 4):
            if compare(reading.left, reading.right).verdict == "identical":
                return changed
    return None


def _exchanges(formula: Formula, averages: list[str]) -> Iterator[Formula]:
    """Give the formula with a name at a place exchanged for an average at the same place."""
    places = [key for key in sorted(keys(formula), key=str) if len(key) == 3]
    lowest = min((key[2] for key in places), default=0)
    # What stands for the rest of an average is what comes last in time.
    for key in sorted(places, key=lambda key: key[2] != lowest):
        for name in averages:
            if name != key[0]:
                yield _renamed(formula, key, name)
    for key in places:
        if key[0] in averages:
            for by in (-1, 1):
                yield _moved(formula, key, by)


def _renamed(formula: Formula, key: tuple[str, str | None, int] | tuple[str], to: str) -> Formula:
    def change(name: Name) -> Formula:
        place = place_of(name.index) if name.index is not None else None
        here = place is not None and (name.name, *place) == key
        return Name(to, name.index) if here else name

    return formula.map_names(change)


def _moved(formula: Formula, key: tuple[str, str | None, int] | tuple[str], by: int) -> Formula:
    def change(name: Name) -> Formula:
        place = place_of(name.index) if name.index is not None else None
        if place is not None and (name.name, *place) == key:
            return indexed(name.name, place[0], place[1] + by)
        return name

    return formula.map_names(change)
