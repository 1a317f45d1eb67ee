"""An update that is written again with what it is made of put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from symopt.formula import Formula, Name, Negative, Product, Sum
from symopt.notes.meaning.candidates import Candidate
from symopt.notes.meaning.indices import names


def restated(lines: Sequence[Candidate], earlier: Sequence[Candidate]) -> bool:
    """Say whether a line follows from two lines above it: one put into the other.

    Such as ``w = w + b d - a g`` after ``d = b d - a g`` and ``w = w + d``, where the d of the
    first is still the old one. Without time indices nothing else says so.
    """
    if len(lines) != 1 or lines[0].assignment.target.index is not None:
        return False
    one = lines[0].assignment
    updates = [c.assignment for c in earlier if c.assignment.target.name == one.target.name]
    for update in updates:
        for other in (c.assignment for c in earlier):
            used = {n.name for n in names(update.formula)}
            if other.target.name == one.target.name or other.target.name not in used:
                continue
            whole = put(update.formula, other.target.name, other.formula)
            if Counter(_terms(whole)) == Counter(_terms(one.formula)):
                return True
    return False


def repeated(lines: Sequence[Candidate], earlier: Sequence[Candidate]) -> bool:
    """Say whether a line right below an equal one only goes on with it.

    Such as the updates of one variable with the first, the second and every further value.
    """
    if len(lines) != 1 or len(earlier) != 1:
        return False
    one, other = lines[0], earlier[0]
    if one.statement.excerpt.start.line - other.statement.excerpt.start.line > 1:
        return False
    alike = one.assignment.target == other.assignment.target
    alike = alike and one.assignment.formula == other.assignment.formula
    return alike and (one.lint is None or other.lint is not None)


def put(formula: Formula, name: str, value: Formula) -> Formula:
    """Return a formula with a value for a name.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> put(read_expression("w - d"), "d", read_expression("a*g")).text()
    'w - a*g'
    """
    return formula.map_names(lambda n: value if n.name == name else _bare(n))


def _bare(name: Name) -> Formula:
    return Name(name.name, name.index)


def _terms(formula: Formula, sign: int = 1) -> list[tuple[int, frozenset[tuple[str, int]]]]:
    """Return the terms of a sum, each with its sign, in no order of its factors."""
    match formula:
        case Sum(terms=terms):
            return [row for term in terms for row in _terms(term, sign)]
        case Negative(term=term):
            return _terms(term, -sign)
        case Product(factors=factors):
            return [(sign, frozenset(Counter(repr(_plain(f)) for f in factors).items()))]
        case _:
            return [(sign, frozenset({repr(_plain(formula)): 1}.items()))]


def _plain(formula: Formula) -> Formula:
    return formula.map_names(_bare)
