"""Formulas worked out in floats."""

from __future__ import annotations

import math
from collections.abc import Callable

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

Look = Callable[[Name], float]
_FUNCTIONS = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "floor": math.floor,
    "ceil": math.ceil,
}


class NoValue(Exception):
    """A formula has no value at the numbers tried, or holds a function nobody knows."""


def evaluate(formula: Formula, look: Look) -> float:
    """Return the value of a formula; `look` gives that of a name, or raises a LookupError.

    Raises
    ------
    NoValue
        There is none.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> evaluate(read_expression("a*sqrt(b)"), lambda name: {"a": 3.0, "b": 4.0}[name.name])
    6.0
    """
    try:
        found = _value(formula, look)
    except (ArithmeticError, ValueError, LookupError) as problem:
        raise NoValue(str(problem)) from problem
    if not math.isfinite(found):
        raise NoValue(formula.text())
    return found


def _value(node: Formula, look: Look) -> float:
    match node:
        case Name():
            return look(node)
        case Number(value=number):
            return float(number)
        case Product(factors=factors):
            return math.prod([_value(factor, look) for factor in factors])
        case Sum(terms=terms):
            return math.fsum([_value(term, look) for term in terms])
        case Negative(term=term):
            return -_value(term, look)
        case Quotient(top=top, bottom=bottom):
            return _value(top, look) / _value(bottom, look)
        case Power(base=base, exponent=exponent):
            return math.pow(_value(base, look), _value(exponent, look))
        case Absolute(inside=inside):
            return abs(_value(inside, look))
        case Call(function="maximum" | "max", arguments=arguments) if arguments:
            return max([_value(argument, look) for argument in arguments])
        case Call(function="minimum" | "min", arguments=arguments) if arguments:
            return min([_value(argument, look) for argument in arguments])
        case Call(function="sign", arguments=(argument,)):
            return math.copysign(1.0, inner) if (inner := _value(argument, look)) else 0.0
        case Call(function=function, arguments=(argument,)) if function in _FUNCTIONS:
            return float(_FUNCTIONS[function](_value(argument, look)))
        case _:
            raise NoValue(node.text())
