"""Names for the new or the old value of another name: w' or w_new beside w."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Name, Number, Sum
from symopt.notes.meaning.gradients import asks
from symopt.notes.meaning.indices import moment, names, time_symbol
from symopt.notes.meaning.renaming import assigned_names, names_read, renamed
from symopt.notes.meaning.spelling import like_gradient
from symopt.notes.statement import Assignment

_NEW = re.compile(r"(?:new_(?P<after>\w+)|(?P<before>\w+?)_(?:new|next|prime|plus|updated))")
_OLD = re.compile(r"(?:(?:old|prev)_(?P<after>\w+)|(?P<before>\w+?)_(?:old|prev|previous))")


def renewed(name: str) -> str | None:
    """Return the name whose new value a name is called after.

    Examples
    --------
    >>> renewed("v_new"), renewed("new_v"), renewed("v")
    ('v', 'v', None)
    """
    return _stem(_NEW, name)


def former(name: str) -> str | None:
    """Return the name whose old value a name is called after.

    Examples
    --------
    >>> former("v_old"), former("prev_v"), former("v")
    ('v', 'v', None)
    """
    return _stem(_OLD, name)


def with_one_name(
    lines: list[Assignment], program: bool, shown: dict[str, Name]
) -> list[Assignment]:
    """Give w and w' (or w_new, w_old) one name, and times that tell them apart."""
    if time_symbol(lines) is not None:
        plain = _inputs_without_time(lines)
        if plain is None or not any(_renews(line) for line in plain):
            return lines
        lines = plain
    assigned, read = assigned_names(lines), names_read(lines)
    newer: dict[str, str] = {}
    older: dict[str, str] = {}
    for name in assigned:
        base = _stem(_NEW, name)
        if base is None or base in assigned or name in _kept(lines):
            continue
        if like_gradient(base) and not _takes_in(lines, base):
            continue  # made of the gradient, as one with a penalty is: nothing is remembered
        past = base if base in read else next((n for n in read if _stem(_OLD, n) == base), None)
        if past is not None:
            newer[name], older[past] = base, base
    for name in read:
        base = _stem(_OLD, name)
        if base in assigned and name not in assigned and not program:
            newer[base], older[name] = base, base
    if not newer:
        return lines
    for base in newer.values():
        shown[base] = replace(read[base], index=None) if base in read else Name(base)
    if program or not _read_later(lines, newer, older):
        merged = newer | older
        return [renamed(x, lambda n: replace(n, name=merged.get(n.name, n.name))) for x in lines]
    now, then = Sum((Name("step"), Number(Fraction(1)))), Name("step")

    def change(name: Name) -> Name:
        if name.name in newer and name.name not in older:
            return Name(newer[name.name], now, name.shown)
        if name.name in older:
            return Name(older[name.name], then, name.shown)
        return name

    return [
        replace(
            line,
            target=Name(newer[line.target.name], now, line.target.shown)
            if line.target.name in newer
            else line.target,
            formula=line.formula.map_names(change),
        )
        for line in lines
    ]


def _takes_in(lines: list[Assignment], name: str) -> bool:
    """Say whether lines read a gradient besides a name: then that may be a state."""
    others = names_read(lines).keys() - assigned_names(lines).keys() - {name}
    return any(map(like_gradient, others)) or any(asks(line.formula) for line in lines)


def _renews(line: Assignment) -> bool:
    base = renewed(line.target.name)
    return base is not None and any(base in (n, former(n)) for n in line.formula.names())


def _inputs_without_time(lines: list[Assignment]) -> list[Assignment] | None:
    """Leave the time of what is taken in away, where nothing that is assigned has one."""
    times = {moment(n.index) for line in lines for n in names(line.formula) if n.index is not None}
    if len(times) != 1 or any(line.target.index is not None for line in lines):
        return None
    return [renamed(line, lambda name: replace(name, index=None)) for line in lines]


def _kept(lines: list[Assignment]) -> set[str]:
    """Return what is made of its own old value: its name says nothing of a new one."""
    return {x.target.name for x in lines if any(n == x.target for n in names(x.formula))}


def _read_later(
    lines: list[Assignment], newer: Mapping[str, str], older: Mapping[str, str]
) -> bool:
    """Say whether an old value is read after the new one is made."""
    made: set[str] = set()
    for line in lines:
        if any(older.get(n.name) in made for n in names(line.formula)):
            return True
        if line.target.name in newer:
            made.add(newer[line.target.name])
    return False


def _stem(pattern: re.Pattern[str], name: str) -> str | None:
    match = pattern.fullmatch(name)
    return (match["after"] or match["before"]) if match else None
