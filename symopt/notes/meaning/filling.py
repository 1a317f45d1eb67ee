"""Lines that an author leaves to the reader: a root mean square, a running sum, the step."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Number, Sum, SumOver
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.rebuild import rebuilt
from symopt.notes.meaning.renaming import assigned_names, names_read
from symopt.notes.statement import Assignment


def with_root_means(lines: list[Assignment]) -> list[Assignment]:
    """Define RMS[g] by E[g^2], as everybody does, where its line is missing."""
    assigned, read = assigned_names(lines), names_read(lines)
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


def with_running_sums(lines: list[Assignment]) -> list[Assignment]:
    """Write a sum over all steps so far as a state that grows."""
    made: list[Assignment] = []
    taken = {*assigned_names(lines), *names_read(lines)}

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


def with_steps(lines: list[Assignment]) -> list[Assignment]:
    """Add the line that takes the step, where only the step is given."""
    assigned, read = assigned_names(lines), names_read(lines)
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
