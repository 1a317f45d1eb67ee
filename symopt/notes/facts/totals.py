"""Quantities that are sums over the samples of a data set: what a loss and its gradient are.

A quantity is ``part``, made of parameters and of the number of samples, plus the sum over the
samples of ``term``, in which the columns of the data stand as plain names. Two are the same for
all data exactly if both parts are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from symopt.formula import Formula, Negative, Product, Quotient, Sum
from symopt.notes.facts.derivative import ONE, ZERO, derivative, minus, over, plus, times

COUNT = "N"
"""The name of the number of samples."""


class NotTotal(Exception):
    """Something that is not linear in sums over the samples."""


@dataclass(frozen=True, slots=True)
class Total:
    """part + sum over the samples of term."""

    part: Formula = ZERO
    term: Formula = ZERO

    @property
    def plain(self) -> bool:
        """Whether no sum over samples stands in it."""
        return self.term == ZERO

    def plus(self, other: Total) -> Total:
        """Return the sum of two quantities."""
        return Total(plus(self.part, other.part), plus(self.term, other.term))

    def negative(self) -> Total:
        """Return minus a quantity."""
        return Total(minus(self.part), minus(self.term))

    def times(self, other: Total) -> Total:
        """Return a product; only one of the two may be a sum."""
        if not self.plain and not other.plain:
            raise NotTotal("a product of two sums over the data")
        if not other.plain:
            return other.times(self)
        return Total(times(self.part, other.part), times(self.term, other.part))

    def over(self, other: Total) -> Total:
        """Return a quotient by something that is no sum."""
        if not other.plain:
            raise NotTotal("a division by a sum over the data")
        return Total(over(self.part, other.part), over(self.term, other.part))

    def derivative(self, name: str) -> Total:
        """Return the derivative by a parameter."""
        return Total(derivative(self.part, name), derivative(self.term, name))


def arithmetic(node: Formula, visit: Callable[[Formula], Total]) -> Total | None:
    """Return what + - * / make of the parts of a formula; None for another formula."""
    match node:
        case Sum(terms=terms):
            return reduce(Total.plus, map(visit, terms), Total())
        case Negative(term=term):
            return visit(term).negative()
        case Product(factors=factors):
            return reduce(Total.times, map(visit, factors), Total(ONE))
        case Quotient(top=top, bottom=bottom):
            return visit(top).over(visit(bottom))
        case _:
            return None
