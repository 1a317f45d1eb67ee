"""Formulas that are sums of observations with weights."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Product, Quotient, Sum, SumOver
from symopt.notes.facts.surroundings import place_of
from symopt.notes.facts.values import DOTS

ONE = Number(Fraction(1))
MAX_TERMS = 200

Place = tuple[str, str | None, int]
"""A letter and where it stands: ("theta", None, 99), ("theta", "t", -1)."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A term: its weight, as a product of what stands before it, and what is weighted."""

    place: Place
    weight: Formula


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of weighted names; `open` if dots stand in it for further terms.

    `gaps` are the places of the terms right after dots.
    """

    weights: tuple[Weight, ...]
    open: bool
    rest: tuple[Formula, ...] = ()
    gaps: frozenset[Place] = frozenset()

    def letters(self) -> set[str]:
        """Return the letters that are weighted."""
        return {weight.place[0] for weight in self.weights}


class NotLinear(Exception):
    """A formula that is not a sum of weighted names."""


def linear(formula: Formula) -> Linear:
    """Read a formula as a sum of indexed names with weights.

    Raises
    ------
    NotLinear
        An indexed name is squared or divided by, or multiplied by another.

    Examples
    --------
    >>> from symopt.formula import Name, Number, Product
    >>> theta = Name("theta", Number(Fraction(3)))
    >>> linear(Product((Number(Fraction(1, 2)), theta))).weights[0].place
    ('theta', None, 3)
    """
    if isinstance(formula, Name) and formula.name == DOTS:
        return Linear((), True)
    place = _place(formula)
    if place is not None:
        return Linear((Weight(place, ONE),), False)
    if _scalar(formula):
        return Linear((), False, (formula,))
    match formula:
        case Negative(term=term):
            return _scaled(linear(term), Number(Fraction(-1)))
        case Quotient(top=top, bottom=bottom) if _scalar(bottom):
            return _scaled(linear(top), Quotient(ONE, bottom))
        case Product(factors=factors):
            heavy = [f for f in factors if not _scalar(f)]
            if len(heavy) != 1 or DOTS in [f.name for f in factors if isinstance(f, Name)]:
                raise NotLinear
            light = tuple(f for f in factors if f is not heavy[0])
            return _scaled(linear(heavy[0]), light[0] if len(light) == 1 else Product(light))
        case Sum(terms=terms):
            return _sum([linear(term) for term in terms])
        case _:
            raise NotLinear


def _sum(parts: list[Linear]) -> Linear:
    weights: list[Weight] = []
    rest: list[Formula] = []
    gaps: set[Place] = set()
    after = False
    for part in parts:
        if after and part.weights:
            gaps.add(part.weights[0].place)
        after = (part.open and not part.weights) or (after and not part.weights)
        weights += part.weights
        rest += part.rest
        gaps |= part.gaps
    if len(weights) > MAX_TERMS:
        raise NotLinear
    return Linear(tuple(weights), any(part.open for part in parts), tuple(rest), frozenset(gaps))


def _scaled(part: Linear, factor: Formula) -> Linear:
    weights = tuple(Weight(w.place, _times(factor, w.weight)) for w in part.weights)
    return Linear(weights, part.open, tuple(_times(factor, r) for r in part.rest), part.gaps)


def _times(first: Formula, second: Formula) -> Formula:
    if second == ONE:
        return first
    a = first.factors if isinstance(first, Product) else (first,)
    b = second.factors if isinstance(second, Product) else (second,)
    return Product((*a, *b))


def _place(formula: Formula) -> Place | None:
    if not isinstance(formula, Name) or formula.index is None:
        return None
    place = place_of(formula.index)
    return None if place is None else (formula.name, *place)


def _scalar(formula: Formula) -> bool:
    """Whether no indexed name and no dots stand in a formula."""
    return not any(
        (isinstance(node, Name) and (node.index is not None or node.name == DOTS))
        or isinstance(node, SumOver)
        for node in formula.walk()
    )
