"""Lines that only count steps, such as t = t + 1."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symopt.formula import Formula, Name, Number, Sum
from symopt.notes.meaning.candidates import stated_value
from symopt.notes.meaning.counting import USUAL
from symopt.notes.meaning.indices import names
from symopt.notes.statement import Assignment, Statement


def counted(statement: Statement) -> str | None:
    """Return the counter that a statement counts up, or None if it is no such statement.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> def one(name, formula):
    ...     return Statement((Name(name), read_expression(formula)), ("<-",), Excerpt.of(""))
    >>> counted(one("t", "t + 1")), counted(one("t", "t + 2")), counted(one("w", "w + 1"))
    ('t', None, None)
    """
    if len(statement.parts) != 2 or statement.links[0] not in ("=", "<-"):
        return None
    target, formula = statement.parts
    if not isinstance(target, Name) or target.index is not None or target.name not in USUAL:
        return None
    one = Number(Fraction(1))
    return target.name if formula in (Sum((target, one)), Sum((one, target))) else None


def first_count(
    statements: Sequence[Statement], lines: Sequence[Assignment]
) -> tuple[str, Formula | None] | None:
    """Return the counter that is counted up beside some lines, and what it is at their first step.

    That is known where its start is stated: one more if it is counted before they use it.
    """
    counters = [(s, name) for s in statements if (name := counted(s)) is not None]
    uses = [
        line.excerpt.start
        for line in lines
        if any(n.name == name for n in names(line.formula) for _, name in counters)
    ]
    if not counters:
        return None
    statement, name = counters[0]
    for other in statements:
        stated = stated_value(other)
        if stated is None or stated[0] != Name(name, None, stated[0].shown):
            continue
        if isinstance(stated[1], Number) and other.excerpt.start < statement.excerpt.start:
            early = not uses or statement.excerpt.start < min(uses)
            return name, Number(stated[1].value + early)
    return name, None
