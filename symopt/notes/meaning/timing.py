"""Which value each name stands for: that of this step, or of one before it.

Mathematics with time indices says so itself, in any order of its lines. Without indices a name
has the value it had last, in the author's order, unless that order cannot be meant: a definition
that stands after its use belongs before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from symopt.formula import Formula, Name, Number, Sum
from symopt.notes.meaning.equations import Equations
from symopt.notes.meaning.indices import moment, names, time_symbol
from symopt.notes.meaning.lines import Line, Timed, before
from symopt.notes.statement import Assignment


def timed(assignments: list[Assignment], program: bool) -> Timed:
    """Return assignments with the value each name stands for, in an order that works.

    Parameters
    ----------
    program : bool
        Whether the order is that of code, where nothing else can be meant.

    Raises
    ------
    InvalidExpression
        Names are defined in terms of each other, or a value of a later step is used.
    """
    symbol = None if program else time_symbol(assignments)
    if symbol is not None:
        assignments = [_half_steps(assignment) for assignment in assignments]
        return Equations(assignments, symbol).timed()
    plain = [_without_indices(assignment) for assignment in assignments]
    if program or not used_before_defined(plain):
        return Timed(tuple(_in_order(plain)), None, None)
    return Equations(plain, None).timed()


def _without_indices(assignment: Assignment) -> Assignment:
    def drop(name: Name) -> Name:
        return Name(name.name, None, name.shown)

    return Assignment(
        drop(assignment.target),
        assignment.formula.map_names(drop),
        assignment.excerpt,
        assignment.arrow,
    )


def _half_steps(assignment: Assignment) -> Assignment:
    """Give the value in the middle of a step a name of its own."""

    def own(name: Name) -> Name:
        at = moment(name.index)
        if at is None or at[0] is None or at[1].denominator == 1:
            return name
        return Name(f"{name.name}_half", _at(at[0], Fraction(ceil(at[1]))), name.shown)

    return Assignment(
        own(assignment.target),
        assignment.formula.map_names(own),
        assignment.excerpt,
        assignment.arrow,
    )


def _at(symbol: str, offset: Fraction) -> Formula:
    return Sum((Name(symbol), Number(offset)))


def used_before_defined(assignments: list[Assignment]) -> bool:
    """Say whether a name is used above its definition that says nothing of its old value."""
    targets = [a.target.name for a in assignments]
    for i, assignment in enumerate(assignments):
        for name in names(assignment.formula):
            if name.name in targets[:i] or name.name not in targets[i + 1 :]:
                continue
            definitions = [a.formula for a in assignments if a.target.name == name.name]
            copied = any(isinstance(formula, Name) for formula in definitions)
            kept = any(n.name == name.name for formula in definitions for n in names(formula))
            if not (copied or kept):
                return True
    return False


def _in_order(assignments: list[Assignment]) -> Iterator[Line]:
    """Read assignments as code is run."""
    last = {a.target.name: i for i, a in enumerate(assignments)}
    version: dict[str, str] = {}

    def value(name: Name) -> Formula:
        if name.name in version:
            return Name(version[name.name])
        return before(name.name) if name.name in last else Name(name.name)

    taken = set(last)
    for i, assignment in enumerate(assignments):
        base = assignment.target.name
        formula = assignment.formula.map_names(value)
        target = base
        while i != last[base] and target in taken:
            target += "_"
        taken.add(target)
        version[base] = target
        yield Line(target, formula, assignment)
