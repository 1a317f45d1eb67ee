"""Parts that the slips of people are made of: 1 - x, a term without its sign, a size."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symopt.formula import Formula, Negative, Number, Product, Sum
from symopt.notes.judging.slip import RARE, USUAL, Scope

ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
HALF = Fraction(1, 2)
SMALL = 6  # nodes of what may be too much


def _size(node: Formula) -> int:
    return sum(1 for _ in node.walk())


def surplus(node: Formula) -> int:
    """Return what it costs to do without something: much is hardly written by mistake."""
    return USUAL if _size(node) <= SMALL else RARE


def one_minus(node: Formula) -> Formula:
    """Return 1 - x."""
    return Sum((ONE, Negative(node)))


def kept_share(node: Formula) -> Formula | None:
    """Return x if a formula is 1 - x."""
    if isinstance(node, Sum) and len(node.terms) == 2:
        first, second = node.terms
        if isinstance(first, Number) and first.value == 1 and isinstance(second, Negative):
            return second.term
    return None


def unsigned(term: Formula) -> Formula:
    """Return a term without its sign."""
    return term.term if isinstance(term, Negative) else term


def times(factor: Formula, node: Formula) -> Formula:
    """Return a product with one factor more."""
    factors = node.factors if isinstance(node, Product) else (node,)
    return Product((factor, *factors))


def weights(scope: Scope) -> Iterator[Formula]:
    """Give what may be missing as a factor: hyperparameters, and what a decay leaves."""
    for name in scope.constants:
        yield name
        if name in scope.decays:
            yield one_minus(name)
