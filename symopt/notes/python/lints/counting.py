"""A counter that is zero where 1 - beta**t divides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.python.algorithms import Built
from symopt.notes.python.naming import place_of
from symopt.notes.statement import Lint


def divisions_by_zero(built: Built) -> Iterator[Lint]:
    """A denominator that is zero in the first step."""
    name, start = built.counter.name, built.counter.start
    if name is None or not isinstance(start, Number):
        return
    values: dict[str, Fraction | None] = {name: start.value}
    for each in built.assigns:
        for part in each.formula.walk():
            if isinstance(part, Quotient) and value(part.bottom, values) == 0:
                yield Lint(
                    "zero-division",
                    f"the first step divides by zero: {name} starts at {start.text()}, where "
                    f"{part.bottom.text()} is 0: count from 1 or write {name} + 1",
                    each.excerpt,
                    True,
                )
        place = place_of(each.target)
        if place is not None:
            values[place] = value(each.formula, values)


def value(formula: Formula, values: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return what a formula is where some names are known, or None if that is not known."""
    match formula:
        case Number(value=number):
            return number
        case Name(name=name):
            return values.get(name)
        case Negative(term=term):
            inner = value(term, values)
            return None if inner is None else -inner
        case Sum(terms=terms):
            total = Fraction(0)
            for term in terms:
                inner = value(term, values)
                if inner is None:
                    return None
                total += inner
            return total
        case Product(factors=factors):
            product = Fraction(1)
            for factor in (value(factor, values) for factor in factors):
                if factor == 0:
                    return Fraction(0)
                product = None if factor is None or product is None else product * factor
            return product
        case Power(exponent=exponent) if value(exponent, values) == 0:
            return Fraction(1)
        case _:
            return None
