r"""Geometric sums with dots, or without end: 1 + b + b^2 + ... + b^(t-1), \sum_{k=0}^\infty b^k."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symopt.formula import Formula, Name, Number, Product, Quotient, Sum, SumOver
from symopt.notes.facts.derivative import ONE, minus, over, plus, times
from symopt.notes.facts.same import compare, roles_of
from symopt.notes.facts.values import DOTS


def closed(formula: Formula) -> Formula:
    """Return a formula with its geometric sums in closed form; others stay.

    Sums without end are taken to have a value.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> closed(read("1 + b + b**2 + dots + b**(t - 1)")).text()
    '(1 - b*b^(t - 1))/(1 - b)'
    >>> closed(read("1 + b + b**3 + dots")).text()
    '1 + b + b^3 + dots'
    """
    changed: dict[str, Any] = {}
    for field in fields(formula):
        value = getattr(formula, field.name)
        if isinstance(value, Formula):
            changed[field.name] = closed(value)
        elif isinstance(value, tuple):
            items = (closed(item) if isinstance(item, Formula) else item for item in value)
            changed[field.name] = tuple(items)
    formula = replace(formula, **changed)
    match formula:
        case Sum(terms=terms):
            return _dotted(terms) or formula
        case SumOver(upper=Name(name="infinity"), index=Name(name=index)):
            return _endless(formula.body, index, formula.lower) or formula
        case _:
            return formula


def unclosed(formula: Formula) -> bool:
    """Say whether dots or infinity are left in a formula."""
    return any(isinstance(n, Name) and n.name in (DOTS, "infinity") for n in formula.walk())


def converging(formula: Formula) -> frozenset[str]:
    """Return the names that are between 0 and 1 because a sum without end has a value.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> total = SumOver(read("c*b**k"), Name("k"), Number(Fraction(0)), Name("infinity"))
    >>> sorted(converging(total))
    ['b']
    """
    endless = [n for n in formula.walk() if isinstance(n, SumOver) and unclosed(n.upper)]
    return roles_of([total.body for total in endless]).unit


def _is_dots(formula: Formula) -> bool:
    return isinstance(formula, Name) and formula.name == DOTS


def _dotted(terms: tuple[Formula, ...]) -> Formula | None:
    places = [i for i, term in enumerate(terms) if _is_dots(term)]
    if len(places) != 1 or places[0] < 2 or len(terms) - places[0] > 2:
        return None
    before, after = terms[: places[0]], terms[places[0] + 1 :]
    ratio = over(before[1], before[0])
    for one, two in pairwise(before[1:]):
        if compare(two, times(one, ratio)).verdict != "identical":
            return None
    rest = over(ONE, plus(ONE, minus(ratio)))
    if not after:
        return times(before[0], rest) if rest != ONE else None
    return Quotient(plus(before[0], minus(times(ratio, after[0]))), plus(ONE, minus(ratio)))


def _endless(body: Formula, index: str, low: Formula) -> Formula | None:
    def at(place: Formula) -> Formula:
        return body.map_names(lambda n: place if n.name == index and n.index is None else n)

    here = Name(index)
    following = at(Sum((here, Number(Fraction(1)))))
    ratio = Quotient(at(Sum((low, Number(Fraction(1))))), at(low))
    if compare(following, Product((body, ratio))).verdict != "identical":
        return None
    return Quotient(at(low), plus(ONE, minus(ratio)))
