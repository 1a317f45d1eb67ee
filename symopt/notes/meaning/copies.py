"""Several copies of one algorithm, such as those for W and for b, compared with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from symopt.equivalence.comparison import compare
from symopt.formula import Formula, Name, Number, Power
from symopt.notes.meaning.meaning import Copy, Difference
from symopt.notes.meaning.spelling import after_parameter
from symopt.notes.statement import Assignment


def with_differences(copies: list[Copy]) -> list[Copy]:
    """Return copies with where they depart from the first."""
    if len(copies) < 2:
        return copies
    first = copies[0]
    crossed = (_other_gradient(first, other) for other in copies[1:])
    wrong = next((found for found in crossed if found is not None), None)
    if wrong is not None:
        first = replace(first, recursion=None, difference=wrong, reason=wrong.message)
    made = [first]
    for copy in copies[1:]:
        if first.parameter is None and copy.names.get("y") == first.names.get("y"):
            made.append(copy)  # two averages of one thing are no copies of each other
            continue
        mixed = _mixed(copy, copies)
        if mixed is not None:
            made.append(replace(copy, recursion=None, difference=mixed, reason=mixed.message))
            continue
        found = difference(copy, first)
        if found is not None and _same(copy, first):
            found = None
        made.append(replace(copy, difference=found))
    return made


def _mixed(copy: Copy, copies: Sequence[Copy]) -> Difference | None:
    """Return where a copy uses what belongs to another one."""
    own = copy.parameter
    if own is None or not copy.assignments:
        return None
    last = next((a for a in copy.assignments if a.target.name == own.name), copy.assignments[-1])
    for other in copies:
        if other is copy or other.parameter is None:
            continue
        targets = {a.target.name for a in other.assignments if a in copy.assignments}
        moved = [a for a in copy.assignments if a.target.name in targets]
        for line in moved:
            if text(line.target) == text(other.parameter):
                continue
            if line.target.name in copy.names and copy.roles.get(line.target.name) == "state":
                message = f"{text(own)} is updated with {text(line.target)}, which belongs to "
                return Difference(last, line, message + text(other.parameter))
        found = _other_gradient(copy, other)
        if found is not None:
            return found
    return None


def _other_gradient(copy: Copy, other: Copy) -> Difference | None:
    """Return where a copy uses what is called the gradient of the other's parameter."""
    gradient, own = copy.names.get("g"), copy.parameter
    if gradient is None or own is None or other.parameter is None:
        return None
    if after_parameter(gradient.name, own.name):
        return None
    if not after_parameter(gradient.name, other.parameter.name):
        return None
    message = f"{text(own)} is updated with {text(gradient)}, the gradient of "
    last = next((a for a in copy.assignments if a.target.name == own.name), copy.assignments[-1])
    return Difference(last, None, message + text(other.parameter))


def difference(copy: Copy, first: Copy) -> Difference | None:
    """Return the first line in which two copies differ, but for the names of each.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> def one(parameter, **lines):
    ...     formulas = {n: read_expression(f) for n, f in lines.items()}
    ...     made = (Assignment(Name(n), f, Excerpt.of(n)) for n, f in formulas.items())
    ...     return Copy(Name(parameter), tuple(made), None)
    >>> weights = one("W", s="b*s + (1-b)*dW^2", W="W - a*dW/sqrt(s)")
    >>> biases = one("c", r="b*r + (1-b)*dc", c="c - a*dc/sqrt(r)")
    >>> difference(biases, weights).message
    'r lacks the square that s has'
    """
    pairs: dict[str, str] = {}
    targets = [[a.target.name for a in one.assignments] for one in (copy, first)]
    if len(targets[0]) != len(targets[1]):
        other = _other_source(copy, first)
        if other is not None:
            return other
        more, fewer = (copy, first) if len(targets[0]) > len(targets[1]) else (first, copy)
        extra = more.assignments[-1]
        for a, b in zip(more.assignments, fewer.assignments, strict=False):
            if _mismatch(a.formula, b.formula, {}) is not None:
                extra = a
                break
        who = text(fewer.parameter) if fewer.parameter else "one copy"
        message = f"{who} has no line like that of {text(extra.target)}"
        return Difference(*((extra, None) if more is copy else (None, extra)), message)
    pairs.update(zip(targets[0], targets[1], strict=True))
    for line, other in zip(copy.assignments, first.assignments, strict=True):
        found = _mismatch(line.formula, other.formula, pairs)
        if found is not None:
            return Difference(line, other, _message(line, other, *found))
    return None


def _other_source(copy: Copy, first: Copy) -> Difference | None:
    """Return where one copy moves by what it is given and the other by what it has made of it."""
    ours, theirs = copy.assignments[-1], first.assignments[-1]
    pairs = {ours.target.name: theirs.target.name}
    if _mismatch(ours.formula, theirs.formula, pairs) is not None:
        return None
    made = {a.target.name for a in copy.assignments}, {a.target.name for a in first.assignments}
    for here, there in pairs.items():
        if (here in made[0]) != (there in made[1]):
            message = f"{text(ours.target)} is updated with {text(Name(here))}"
            message += f" where {text(theirs.target)} is updated with {text(Name(there))}"
            return Difference(ours, theirs, message)
    return None


def _mismatch(a: Formula, b: Formula, pairs: dict[str, str]) -> tuple[Formula, Formula] | None:
    """Return the first parts that differ; `pairs` grows with the names that correspond."""
    if isinstance(a, Name) and isinstance(b, Name):
        if pairs.setdefault(a.name, b.name) == b.name and a.index == b.index:
            injective = sum(name == b.name for name in pairs.values()) == 1
            return None if injective else (a, b)
        return a, b
    if type(a) is not type(b):
        return a, b
    if isinstance(a, Number) and isinstance(b, Number):
        return None if a.value == b.value else (a, b)
    ours, theirs = list(a.children()), list(b.children())
    plain = [
        (getattr(a, f.name), getattr(b, f.name))
        for f in fields(a)
        if isinstance(getattr(a, f.name), str)
    ]
    if len(ours) != len(theirs) or any(x != y for x, y in plain):
        return a, b
    for x, y in zip(ours, theirs, strict=True):
        found = _mismatch(x, y, pairs)
        if found is not None:
            return found
    return None


def _message(line: Assignment, other: Assignment, a: Formula, b: Formula) -> str:
    here, there = text(line.target), text(other.target)
    if _square(b) and not _square(a):
        return f"{here} lacks the square that {there} has"
    if _square(a) and not _square(b):
        return f"{here} has a square that {there} lacks"
    if here == there:
        return f"{here} is not worked out alike in both copies"
    return f"{here} has {a.text()} where {there} has {b.text()}"


def _square(formula: Formula) -> bool:
    if not isinstance(formula, Power) or not isinstance(formula.exponent, Number):
        return False
    return formula.exponent.value == 2


def _same(copy: Copy, first: Copy) -> bool:
    """Say whether two copies do the same, with the same hyperparameters, however written."""
    if copy.recursion is None or first.recursion is None:
        return False
    if len(copy.assignments) != len(first.assignments):
        return False
    hypers = [
        {h.name: one.names[h.name].name for h in recursion.hyperparameters if h.name in one.names}
        for one, recursion in ((copy, copy.recursion), (first, first.recursion))
    ]
    same = compare(copy.recursion, first.recursion).verdict == "identical"
    return same and hypers[0] == hypers[1]


def text(name: Name | None) -> str:
    """Return a name as plain text, without its time."""
    return "" if name is None else replace(name, index=None, shown=None).text()
