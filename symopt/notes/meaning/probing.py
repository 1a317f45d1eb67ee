"""What depends on what, and how: seen by trying numbers.

What numbers suggest only ranks the candidates for a role; what is said of an algorithm is proved
of the recursion that comes of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from symopt.formula import Formula
from symopt.notes.meaning.floats import evaluate
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, lag

Key = tuple[str, int]


def value(formula: Formula, given: Mapping[Key, float]) -> float:
    """Return the value of a formula for values of names (name, steps ago).

    Raises
    ------
    NoValue
        There is none.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> value(read_expression("a*sqrt(b)"), {("a", 0): 3.0, ("b", 0): 4.0})
    6.0
    """
    return evaluate(formula, lambda name: given[name.name, lag(name)])


def run(lines: Sequence[Line], given: Mapping[Key, float]) -> dict[Key, float]:
    """Return all values after the lines have been worked out once.

    Raises
    ------
    NoValue
        A line has no value.
    """
    values = dict(given)
    for line in lines:
        values[line.target, 0] = value(line.formula, values)
    return values


def same(a: float, b: float) -> bool:
    """Say whether two results are the same but for rounding."""
    return math.isclose(a, b, rel_tol=1e-7, abs_tol=1e-11)


def given_names(lines: Sequence[Line]) -> dict[str, None]:
    """Return what is read but not made, in order of appearance."""
    made = {line.target for line in lines}
    return dict.fromkeys(
        name.name
        for line in lines
        for name in names(line.formula)
        if name.name not in made and not lag(name)
    )


def remembered(lines: Sequence[Line]) -> dict[str, int]:
    """Return the names whose old values are used, with how many steps back."""
    found: dict[str, int] = {}
    for line in lines:
        for name in names(line.formula):
            if lag(name):
                found[name.name] = max(found.get(name.name, 0), lag(name))
    return found


def spread(lines: Sequence[Line], trial: int = 0) -> dict[Key, float]:
    """Return positive values, all different, for all that the lines are given.

    What is given lies below one, so that a memory is a memory; states are larger, so that
    second moments are not smaller than squared first ones.
    """
    found: dict[Key, float] = {}
    for i, name in enumerate(given_names(lines)):
        found[name, 0] = 0.15 + 0.7 * _fraction(i, trial)
    for i, (name, steps) in enumerate(remembered(lines).items()):
        for k in range(1, steps + 1):
            found[name, k] = 1.5 + _fraction(i + 7 * k, trial)
    return found


def _fraction(i: int, trial: int) -> float:
    """The golden ratio's multiples: numbers in [0, 1) that are far from each other."""
    return (0.37 + 0.6180339887498949 * (i + 1) + 0.13 * trial) % 1.0


def ancestors(lines: Sequence[Line], goals: set[str], past: bool = True) -> set[str]:
    """Return all names on which the goals depend, the goals too; also over steps, if `past`."""
    reads = {line.target: names(line.formula) for line in lines}
    found, todo = set(goals), list(goals)
    while todo:
        for name in reads.get(todo.pop(), []):
            if (past or not lag(name)) and name.name not in found:
                found.add(name.name)
                todo.append(name.name)
    return found
