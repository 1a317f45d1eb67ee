"""Small edits of a formula: what a slip of the pen changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symopt.formula import Call, Formula, Negative, Number, Power, Product, Quotient, Sum

MAX_EDITS = 100


def edits(formula: Formula) -> Iterator[Formula]:
    """Give formulas that are one small edit away, the likeliest slips first.

    A factor on the wrong side of a fraction, a wrong sign, a sum for a product, base and
    exponent exchanged.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> [edited.text() for edited in edits(read("k/(n*a)"))][:2]
    ['k/a*n', 'k/n*a']
    """
    seen = {formula}
    for number, edited in enumerate(_everywhere(formula)):
        if number >= MAX_EDITS:
            return
        if edited not in seen:
            seen.add(edited)
            yield edited


def _everywhere(formula: Formula) -> Iterator[Formula]:
    yield from _here(formula)
    for field in fields(formula):
        value: Any = getattr(formula, field.name)
        if isinstance(value, Formula):
            for edited in _everywhere(value):
                yield replace(formula, **{field.name: edited})
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, Formula):
                    for edited in _everywhere(item):
                        items = (*value[:place], edited, *value[place + 1 :])
                        yield replace(formula, **{field.name: items})


def _here(formula: Formula) -> Iterator[Formula]:
    match formula:
        case Quotient(top=top, bottom=bottom):
            for factor, rest in _without(bottom):
                yield times(Quotient(top, rest) if rest is not None else top, factor)
            for factor, rest in _without(top):
                below = times(bottom, factor)
                yield Quotient(rest if rest is not None else Number(Fraction(1)), below)
            match bottom:
                case Call(function="sqrt", arguments=(Product(factors=factors),)):
                    for factor in factors:
                        kept = tuple(f for f in factors if f is not factor)
                        root = Call("sqrt", (product(kept),))
                        yield times(Quotient(top, root), factor)
                case _:
                    pass
        case Product(factors=factors):
            for factor, rest in _without(formula):
                if rest is not None and not isinstance(factor, Number):
                    yield Quotient(rest, factor)
            match factors:
                case (Sum(terms=(first, second)), *others):
                    yield Sum((first, product((second, *others))))
                case (first, Power(base=base, exponent=exponent), *others):
                    yield product((base, Power(first, exponent), *others))
                case _:
                    pass
            for place, (base, exponent) in enumerate(pairwise(factors)):
                yield product((*factors[:place], Power(base, exponent), *factors[place + 2 :]))
        case Call(function="minimum" | "maximum" as function, arguments=arguments):
            yield Call("minimum" if function == "maximum" else "maximum", arguments)
        case Call(function="ceil", arguments=arguments):
            yield Call("floor", arguments)
        case Call(function="floor", arguments=(Product(factors=(Number() as number, *others)),)):
            yield Call("floor", (Quotient(product(tuple(others)), number),))
        case Sum(terms=(Number(), Call(function="cos"))):
            yield Quotient(formula, Number(Fraction(2)))  # a wave goes from 2 to 0
        case Sum(terms=(Number() as one, Quotient(top=top, bottom=bottom))):
            yield Quotient(top, Sum((one, bottom)))
            yield Sum((one, Negative(Quotient(top, bottom))))
        case Sum(
            terms=(Number() as one, Product(factors=(Quotient(top=top, bottom=bottom), *rest)))
        ):
            yield product((Quotient(top, Sum((one, bottom))), *rest))
            yield Sum((one, Negative(product((Quotient(top, bottom), *rest)))))
        case Sum(terms=terms):
            for place, term in enumerate(terms):
                turned = term.term if isinstance(term, Negative) else Negative(term)
                yield Sum((*terms[:place], turned, *terms[place + 1 :]))
            if len(terms) == 3:
                yield Sum((terms[0], product(terms[1:])))
        case Power(base=base, exponent=exponent):
            inner = exponent.term if isinstance(exponent, Negative) else Negative(exponent)
            yield Power(base, inner)
            yield Power(exponent, base)
            yield times(base, exponent)
        case _:
            pass


def _without(formula: Formula) -> Iterator[tuple[Formula, Formula | None]]:
    """Give each factor and the product of the others; a single one leaves nothing."""
    if not isinstance(formula, Product):
        yield formula, None
        return
    for place, factor in enumerate(formula.factors):
        yield factor, product((*formula.factors[:place], *formula.factors[place + 1 :]))


def product(factors: tuple[Formula, ...]) -> Formula:
    """Return the product of formulas; one factor is itself."""
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def times(first: Formula, second: Formula) -> Formula:
    """Return a product without a product in front."""
    inner = first.factors if isinstance(first, Product) else (first,)
    return Product((*inner, second))
