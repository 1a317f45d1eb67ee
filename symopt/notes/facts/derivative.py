"""The derivative of a formula by a name, by the rules of a first course."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symopt.formula import (
    Absolute,
    Call,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

ZERO, ONE, TWO = (Number(Fraction(n)) for n in (0, 1, 2))


class NoDerivative(Exception):
    """A formula that is not differentiated here."""


def derivative(formula: Formula, name: str) -> Formula:
    """Return the derivative by a name without an index.

    Raises
    ------
    NoDerivative
        The name stands where no rule applies.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> derivative(read("(w*x - y)**2"), "w").text()
    '2*(w*x - y)*x'
    """
    if name not in formula.names():
        return ZERO
    match formula:
        case Name(index=None):
            return ONE
        case Sum(terms=terms):
            return plus(*(derivative(term, name) for term in terms))
        case Negative(term=term):
            return minus(derivative(term, name))
        case Product(factors=factors):
            return plus(
                *(
                    times(*factors[:i], derivative(factor, name), *factors[i + 1 :])
                    for i, factor in enumerate(factors)
                )
            )
        case Quotient(top=top, bottom=bottom):
            first = over(derivative(top, name), bottom)
            second = over(times(top, derivative(bottom, name)), Power(bottom, TWO))
            return plus(first, minus(second))
        case Power(base=base, exponent=exponent) if name not in exponent.names():
            one_less = _one_less(exponent)
            return times(exponent, _power(base, one_less), derivative(base, name))
        case Power(base=base, exponent=exponent) if name not in base.names():
            return times(formula, Call("log", (base,)), derivative(exponent, name))
        case Absolute(inside=inside):
            return times(Call("sign", (inside,)), derivative(inside, name))
        case Call(function=function, arguments=(argument,)) if function in OUTER:
            return times(OUTER[function](argument), derivative(argument, name))
        case _:
            raise NoDerivative(formula.text())


OUTER: dict[str, Callable[[Formula], Formula]] = {
    "sqrt": lambda a: Quotient(ONE, Product((TWO, Call("sqrt", (a,))))),
    "exp": lambda a: Call("exp", (a,)),
    "log": lambda a: Quotient(ONE, a),
    "ln": lambda a: Quotient(ONE, a),
}
"""The derivative of a function, at its argument."""


def _one_less(exponent: Formula) -> Formula:
    if isinstance(exponent, Number):
        return Number(exponent.value - 1)
    return Sum((exponent, Negative(ONE)))


def _power(base: Formula, exponent: Formula) -> Formula:
    if exponent == ONE:
        return base
    return ONE if exponent == ZERO else Power(base, exponent)


def plus(*terms: Formula) -> Formula:
    """Return a sum without zeros."""
    kept = tuple(term for term in terms if term != ZERO)
    return Sum(kept) if len(kept) > 1 else kept[0] if kept else ZERO


def minus(term: Formula) -> Formula:
    """Return minus a formula."""
    return ZERO if term == ZERO else Negative(term)


def times(*factors: Formula) -> Formula:
    """Return a product without ones, zero if a factor is."""
    if ZERO in factors:
        return ZERO
    kept = tuple(factor for factor in factors if factor != ONE)
    return Product(kept) if len(kept) > 1 else kept[0] if kept else ONE


def over(top: Formula, bottom: Formula) -> Formula:
    """Return a quotient, zero if the top is."""
    return ZERO if top == ZERO else top if bottom == ONE else Quotient(top, bottom)
