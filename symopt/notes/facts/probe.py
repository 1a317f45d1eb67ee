"""A quick look, with rounded numbers, at whether two formulas may be the same.

It only saves exact comparisons of what is plainly different; nothing is ever said to be the same
because of it.
"""

from __future__ import annotations

import math
from functools import cached_property

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
from symopt.notes.facts.surroundings import key_text

VALUES = (1.37, 0.61, 2.13, 0.83, 1.79, 0.47, 2.71, 1.13)
CONSTANTS = {"e": math.e, "pi": math.pi}
TOLERANCE = 1e-6
FUNCTIONS = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "floor": math.floor,
    "ceil": math.ceil,
    "cos": math.cos,
    "sin": math.sin,
    "tanh": math.tanh,
}


class Probe:
    """A formula and its rounded value at one point.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> probe = Probe(read("a/(1 + d*n)"))
    >>> probe.may_be(read("a*(1 + d*n)**(-1)")), probe.may_be(read("a*(1 + d*n)"))
    (True, False)
    """

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.points: list[dict[str, float]] = [{}, {}]

    @cached_property
    def values(self) -> list[float | None]:
        """The values at the points, None where there is none."""
        return [self._at(self.formula, number) for number in (0, 1)]

    def may_be(self, other: Formula) -> bool:
        """Say whether another formula has the same values, as far as can be seen."""
        for number, value in enumerate(self.values):
            if value is None:
                continue
            found = self._at(other, number)
            if found is not None and abs(found - value) > TOLERANCE * max(abs(value), abs(found)):
                return False
        return True

    def _at(self, formula: Formula, number: int) -> float | None:
        try:
            value = _value(formula, self.points[number], number)
        except (ArithmeticError, ValueError, TypeError, LookupError):
            return None
        return value if isinstance(value, float) and math.isfinite(value) else None


def _value(formula: Formula, point: dict[str, float], number: int) -> float:
    def visit(node: Formula) -> float:
        match node:
            case Number(value=value):
                return float(value)
            case Name(name=name, index=None) if name in CONSTANTS:
                return CONSTANTS[name]
            case Name():
                key = key_text(node)
                if key not in point:
                    place = len(point) + 3 * number
                    point[key] = VALUES[place % len(VALUES)] + place // len(VALUES)
                return point[key]
            case Negative(term=term):
                return -visit(term)
            case Sum(terms=terms):
                return math.fsum(map(visit, terms))
            case Product(factors=factors):
                return math.prod(map(visit, factors))
            case Quotient(top=top, bottom=bottom):
                return visit(top) / visit(bottom)
            case Power(base=base, exponent=exponent):
                return visit(base) ** visit(exponent)
            case Absolute(inside=inside):
                return abs(visit(inside))
            case Call(function="maximum" | "minimum" as function, arguments=arguments):
                return (max if function == "maximum" else min)(map(visit, arguments))
            case Call(function=function, arguments=(argument,)):
                return float(FUNCTIONS[function](visit(argument)))
            case _:
                raise LookupError(type(node).__name__)

    return visit(formula)
