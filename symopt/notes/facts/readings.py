"""A pair of neighbours as it stands, unfolded by definitions, and with values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from symopt.formula import Formula, Name, Number
from symopt.notes.facts.surroundings import (
    Surroundings,
    key_text,
    keys,
    unfold,
    with_values,
)
from symopt.notes.facts.values import CONSTANTS
from symopt.notes.facts.words import letters, plain

MAX_CHOICES = 12
LOWEST = -(10**9)


def free_keys(formula: Formula) -> set[str]:
    return {
        key_text(n)
        for n in formula.walk()
        if isinstance(n, Name) and not (n.index is None and n.name in CONSTANTS)
    }


def choices(near: Surroundings, names: set[str]) -> Iterator[dict[str, Formula]]:
    """Give values for names, of those that are stated nearby, the nearest first."""
    known = sorted(name for name in names if name in near.values)
    options = [tuple(dict.fromkeys(near.values[name]))[:4] for name in known]
    for choice in islice(product(*options), MAX_CHOICES):
        yield dict(zip(known, choice, strict=True))


def stated(values: Mapping[str, Formula]) -> tuple[str, ...]:
    return tuple(
        f"{letters(name)} = {plain(value)}, as stated nearby" for name, value in values.items()
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A pair with something put in for names, and what that was."""

    left: Formula
    right: Formula
    conditions: tuple[str, ...]


def readings_of(left: Formula, right: Formula, near: Surroundings) -> Iterator[Reading]:
    """Give the pair as it is, unfolded by definitions, and with values put in."""
    yield Reading(left, right, ())
    floors = _floors(left, right, near)
    a, b = (unfold(side, near, floors) for side in (left, right))
    if (a, b) != (left, right):
        yield Reading(a, b, ())
    here = free_keys(a) | free_keys(b)
    if here & set(near.values):
        for values in choices(near, here):
            conditions = stated(values)
            yield Reading(with_values(a, values), with_values(b, values), conditions)
    started, names = _from_zero(a, b, near)
    if started is not None:
        yield Reading(*started, tuple(f"{name} = 0" for name in names))


def _floors(left: Formula, right: Formula, near: Surroundings) -> dict[str, dict[str | None, int]]:
    """Return down to where recursive names are unfolded: to where the other side speaks of."""
    floors: dict[str, dict[str | None, int]] = {}
    places = [[key for key in keys(side) if len(key) == 3] for side in (left, right)]
    for name in {d.name for d in near.definitions}:
        floors[name] = {}
        for letter in {key[1] for key in (*places[0], *places[1])}:
            if not near.recursive(name):
                floors[name][letter] = LOWEST
                continue
            own = [{k[2] for k in side if k[:2] == (name, letter)} for side in places]
            if own[0] and own[1]:
                floor = min(own[0] | own[1])
            else:
                others = [k[2] for s in places for k in s if k[1] == letter and k[0] != name]
                floor = min(others) - 1 if others else 0
            floors[name][letter] = max(floor, 0) if letter is None else floor
    return floors


def _from_zero(
    left: Formula, right: Formula, near: Surroundings
) -> tuple[tuple[Formula, Formula] | None, list[str]]:
    """Return the pair with averages that start at zero, if they are left over at their start."""
    starts = [
        key for key in keys(left) ^ keys(right) if len(key) == 3 and key[1:] == (None, 0)
        and near.recursive(key[0])
    ]  # fmt: skip
    if not starts:
        return None, []
    zero = {f"{name}_0": Number(Fraction(0)) for name, *_ in starts}
    return (with_values(left, zero), with_values(right, zero)), sorted(zero)
