"""One name for one thing in all lines: S_dw and S_dW, and alpha apart from the alpha_t of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from symopt.formula import Name
from symopt.notes.meaning.filling import with_root_means, with_running_sums, with_steps
from symopt.notes.meaning.indices import elements, moment, names, symbols
from symopt.notes.meaning.renaming import assigned_names, names_read, renamed
from symopt.notes.meaning.renewing import with_one_name
from symopt.notes.meaning.spelling import like_gradient, like_parameter, like_rate
from symopt.notes.statement import Assignment, Lint

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
    lines = with_one_name(lines, program, shown)
    lines = _constants_apart(lines, shown)
    if not program:
        lines = _one_case(lines, seen)
        lines = with_root_means(lines)
        lines = with_running_sums(lines)
        lines = with_steps(lines)
    return lines, shown, tuple(seen)


def _without_elements(lines: list[Assignment]) -> list[Assignment]:
    """Leave the number of an element away, where another index counts the steps."""
    counted = elements(lines)
    if not counted or counted == set(symbols(lines)):
        return lines

    def change(name: Name) -> Name:
        at = moment(name.index)
        return replace(name, index=None) if at is not None and at[0] in counted else name

    return [renamed(line, change) for line in lines]


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


def _one_case(lines: list[Assignment], seen: list[Lint]) -> list[Assignment]:
    """Give names that differ in case alone one name, if only one of them has a definition."""
    assigned, read = assigned_names(lines), names_read(lines)
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

    return [renamed(line, one) for line in lines]


def _meant(name: str, other: str, lines: list[Assignment]) -> bool:
    if len(name) > 2 or like_parameter(name):
        return True
    own = any(
        n.name == name for line in lines if line.target.name == other for n in names(line.formula)
    )
    return name.casefold() in _STATES and not own


def _text(name: Name | None) -> str:
    return "" if name is None else replace(name, index=None).text()
