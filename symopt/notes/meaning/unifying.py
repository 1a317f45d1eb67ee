"""Two spellings of one name: w and its new value, S_dw and S_dW; and names that need no line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Number, Sum, SumOver
from symopt.notes.meaning.gradients import asks
from symopt.notes.meaning.indices import elements, moment, names, symbols, time_symbol
from symopt.notes.meaning.rebuild import rebuilt
from symopt.notes.meaning.spelling import like_gradient, like_parameter, like_rate
from symopt.notes.statement import Assignment, Lint

_NEW = re.compile(r"(?:new_(?P<after>\w+)|(?P<before>\w+?)_(?:new|next|prime|plus|updated))")
_OLD = re.compile(r"(?:(?:old|prev)_(?P<after>\w+)|(?P<before>\w+?)_(?:old|prev|previous))")
_STATES = frozenset("vsmhur")


def unified(
    given: Sequence[Assignment], program: bool
) -> tuple[list[Assignment], Mapping[str, Name], tuple[Lint, ...]]:
    """Return assignments with one name for one thing, and what was seen on the way.

    The mapping gives the author's name for each that was put in.
    """
    lines = list(given) if program else _without_elements(list(given))
    seen: list[Lint] = []
    shown: dict[str, Name] = {}
    lines = _old_and_new(lines, program, shown)
    lines = _constants_apart(lines, shown)
    if not program:
        lines = _one_case(lines, seen)
        lines = _root_means(lines)
        lines = _running_sums(lines)
        lines = _steps_taken(lines)
    return lines, shown, tuple(seen)


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


def _without_elements(lines: list[Assignment]) -> list[Assignment]:
    """Leave the number of an element away, where another index counts the steps."""
    counted = elements(lines)
    if not counted or counted == set(symbols(lines)):
        return lines

    def change(name: Name) -> Name:
        at = moment(name.index)
        return replace(name, index=None) if at is not None and at[0] in counted else name

    return [_renamed(line, change) for line in lines]


def _renamed(line: Assignment, change: Callable[[Name], Name]) -> Assignment:
    return replace(line, target=change(line.target), formula=line.formula.map_names(change))


def _assigned(lines: list[Assignment]) -> dict[str, Name]:
    return {line.target.name: line.target for line in lines}


def _read(lines: list[Assignment]) -> dict[str, Name]:
    return {n.name: n for line in lines for n in names(line.formula)}


def _old_and_new(
    lines: list[Assignment], program: bool, shown: dict[str, Name]
) -> list[Assignment]:
    """Give w and w' (or w_new, w_old) one name, and times that tell them apart."""
    if time_symbol(lines) is not None:
        plain = _inputs_without_time(lines)
        if plain is None or not any(_renews(line) for line in plain):
            return lines
        lines = plain
    assigned, read = _assigned(lines), _read(lines)
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
        return [_renamed(x, lambda n: replace(n, name=merged.get(n.name, n.name))) for x in lines]
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
    others = _read(lines).keys() - _assigned(lines).keys() - {name}
    return any(map(like_gradient, others)) or any(asks(line.formula) for line in lines)


def _renews(line: Assignment) -> bool:
    base = renewed(line.target.name)
    return base is not None and any(base in (n, former(n)) for n in line.formula.names())


def _inputs_without_time(lines: list[Assignment]) -> list[Assignment] | None:
    """Leave the time of what is taken in away, where nothing that is assigned has one."""
    times = {moment(n.index) for line in lines for n in names(line.formula) if n.index is not None}
    if len(times) != 1 or any(line.target.index is not None for line in lines):
        return None
    return [_renamed(line, lambda name: replace(name, index=None)) for line in lines]


def _kept(lines: list[Assignment]) -> set[str]:
    """Return what is made of its own old value: its name says nothing of a new one."""
    return {x.target.name for x in lines if any(n == x.target for n in names(x.formula))}


def _constants_apart(lines: list[Assignment], shown: dict[str, Name]) -> list[Assignment]:
    """Tell the constant alpha from the alpha_t that is made of it.

    Where alpha_t is used with its time, alpha without one is the constant everywhere.
    """
    made = list(lines)
    for i, line in enumerate(lines):
        name = line.target.name
        own = [n for n in names(line.formula) if n.name == name]
        if line.target.index is None or not like_rate(name) or any(n.index for n in own) or not own:
            continue
        apart = f"{name}_0"
        shown[apart] = own[0]

        def change(used: Name, name: str = name, apart: str = apart) -> Name:
            constant = used.name == name and used.index is None
            return replace(used, name=apart) if constant else used

        timed = any(n == line.target for other in lines for n in names(other.formula))
        for j in range(len(lines)) if timed else (i,):
            made[j] = replace(made[j], formula=made[j].formula.map_names(change))
    return made


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


def _one_case(lines: list[Assignment], seen: list[Lint]) -> list[Assignment]:
    """Give names that differ in case alone one name, if only one of them has a definition."""
    assigned, read = _assigned(lines), _read(lines)
    change: dict[str, str] = {}
    for name in read:
        if name in assigned:
            continue
        same = [a for a in assigned if a != name and a.casefold() == name.casefold()]
        if len(same) == 1 and _meant(name, same[0], lines):
            change[name] = same[0]
    gradients = [n for n in read if n not in assigned and n not in change and len(n) > 1]
    for i, name in enumerate(gradients):
        first = next((n for n in gradients[:i] if n.casefold() == name.casefold()), None)
        if first is not None and like_gradient(first):
            change[name] = first
    for name, other in change.items():
        where = next(x for x in lines if any(n.name == name for n in names(x.formula)))
        known = assigned.get(other, read.get(other))
        verb = "is assigned" if other in assigned else "is used elsewhere"
        message = f"{_text(read[name])} is used but {_text(known)} {verb}"
        seen.append(Lint("two-names", message, where.excerpt))
    if not change:
        return lines

    def one(name: Name) -> Name:
        return replace(name, name=change[name.name]) if name.name in change else name

    return [_renamed(line, one) for line in lines]


def _meant(name: str, other: str, lines: list[Assignment]) -> bool:
    if len(name) > 2 or like_parameter(name):
        return True
    own = any(
        n.name == name for line in lines if line.target.name == other for n in names(line.formula)
    )
    return name.casefold() in _STATES and not own


def _text(name: Name | None) -> str:
    return "" if name is None else replace(name, index=None).text()


def _root_means(lines: list[Assignment]) -> list[Assignment]:
    """Define RMS[g] by E[g^2], as everybody does, where its line is missing."""
    assigned, read = _assigned(lines), _read(lines)
    made: list[Assignment] = []
    for name in read:
        if not name.startswith("RMS_") or name in assigned:
            continue
        mean = assigned.get(f"E_{name[4:]}2")
        if mean is None:
            continue
        line = next(x for x in lines if x.target == mean)
        inside = Sum((mean, Name("epsilon")))
        made.append(
            Assignment(Name(name, mean.index), Call("sqrt", (inside,)), line.excerpt, line.arrow)
        )
    return lines + made


def over_time(node: SumOver) -> bool:
    """Say whether a sum is one over all steps so far, of what each step has.

    Examples
    --------
    >>> from symopt.formula import Product
    >>> square = Product((Name("g", Name("i")), Name("g", Name("i"))))
    >>> over_time(SumOver(square, Name("i"), Number(Fraction(1)), Name("t")))
    True
    """
    index = node.index
    if not isinstance(index, Name) or not isinstance(node.upper, Name):
        return False
    inside = names(node.body)
    starts = isinstance(node.lower, Number) and node.lower.value in (0, 1)
    return starts and bool(inside) and all(n.index == index for n in inside)


def _running_sums(lines: list[Assignment]) -> list[Assignment]:
    """Write a sum over all steps so far as a state that grows."""
    made: list[Assignment] = []
    taken = {*_assigned(lines), *_read(lines)}

    for line in lines:
        extra: list[Assignment] = []

        def change(
            node: Formula, line: Assignment = line, extra: list[Assignment] = extra
        ) -> Formula | None:
            if not isinstance(node, SumOver) or not over_time(node):
                return None
            index = line.target.index is not None
            now: Formula | None = node.upper if index else None
            then = Sum((node.upper, Number(Fraction(-1)))) if index else None
            body = node.body.map_names(lambda n: Name(n.name, now, n.shown))
            name = "total"
            while name in taken:
                name += "_"
            taken.add(name)
            extra.append(
                Assignment(Name(name, now), Sum((Name(name, then), body)), line.excerpt, line.arrow)
            )
            return Name(name, now)

        formula = rebuilt(line.formula, change)
        made += [*extra, replace(line, formula=formula)]
    return made


def _used_beside(lines: list[Assignment], line: Assignment) -> bool:
    return any(line.target.name in f.formula.names() for f in lines if f is not line)


def _steps_taken(lines: list[Assignment]) -> list[Assignment]:
    """Add the line that takes the step, where only the step is given."""
    assigned, read = _assigned(lines), _read(lines)
    for line in lines:
        name = line.target.name
        base = name.removeprefix("Delta_") if name.startswith("Delta_") else None
        if not base or base in assigned or _used_beside(lines, line):
            continue
        at = moment(line.target.index)
        old: Formula | None = None
        new: Formula | None = None
        if at is not None and at[0] is not None:
            known = moment(read[base].index) if base in read else None
            offset = known[1] if known is not None and known[0] == at[0] else at[1]
            old = Sum((Name(at[0]), Number(offset)))
            new = Sum((Name(at[0]), Number(offset + 1)))
        step = Sum((Name(base, old), line.target))
        return [*lines, Assignment(Name(base, new), step, line.excerpt, line.arrow)]
    return lines
