"""What a formula is worth at exact values of its names, and how it is put to the proof kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    SumOver,
)
from symopt.notes.facts.enclosure import (
    ONE,
    ZERO,
    Enclosure,
    Undefined,
    absolute,
    add,
    chosen,
    euler,
    exponential,
    floored,
    inverse,
    logarithm,
    multiply,
    pi,
    power,
    root,
)
from symopt.notes.facts.waves import cosine
from symopt.proof.kernel.terms import Rejected, Term

CONSTANTS = {"e": euler, "pi": pi}
MAX_SUMMED = 400
MAX_VISITS = 8000
DOTS = "dots"

Arguments = tuple[Fraction, ...]
Lookup = Callable[[str, Arguments], Enclosure]
"""The value of a name without arguments, with its index, or of an unknown function."""


def evaluate(formula: Formula, lookup: Lookup) -> Enclosure:
    """Return the value of a formula.

    Raises
    ------
    Undefined
        It has none at these values, or it cannot be told.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> def nothing(name, arguments): raise Undefined(name)
    >>> evaluate(read_expression("1 - 0.98^2"), nothing).low
    Fraction(99, 2500)
    """
    return _evaluate(formula, lookup, {}, [MAX_VISITS])


def _evaluate(
    formula: Formula, lookup: Lookup, bound: Mapping[str, Fraction], left: list[int]
) -> Enclosure:
    def visit(node: Formula) -> Enclosure:
        left[0] -= 1
        if left[0] < 0:
            raise Undefined("it takes too much work")
        match node:
            case Number(value=value):
                return Enclosure.of(value)
            case Name(name=name, index=None):
                if name in bound:
                    return Enclosure.of(bound[name])
                return CONSTANTS[name]() if name in CONSTANTS else lookup(name, ())
            case Name(name=name, index=Formula() as index):
                return lookup(name, (_exact(visit(index)),))
            case Negative(term=term):
                return -visit(term)
            case Sum(terms=terms):
                total = ZERO
                for term in terms:
                    total = add(total, visit(term))
                return total
            case Product(factors=factors):
                total = ONE
                for factor in factors:
                    total = multiply(total, visit(factor))
                return total
            case Quotient(top=top, bottom=bottom):
                return multiply(visit(top), inverse(visit(bottom)))
            case Power(base=base, exponent=exponent):
                return power(visit(base), visit(exponent))
            case Absolute(inside=inside):
                return absolute(visit(inside))
            case Call(function=function, arguments=arguments):
                return _call(function, [visit(a) for a in arguments], lookup)
            case SumOver(index=Name(name=name)):
                low, high = (_exact(visit(end)) for end in (node.lower, node.upper))
                if low.denominator != 1 or high.denominator != 1 or high - low > MAX_SUMMED:
                    raise Undefined("a sum that is too long")
                total = ZERO
                for place in range(int(low), int(high) + 1):
                    here = {**bound, name: Fraction(place)}
                    total = add(total, _evaluate(node.body, lookup, here, left))
                return total
            case _:
                raise Undefined(f"{type(node).__name__.lower()} has no value")

    return visit(formula)


def _exact(value: Enclosure) -> Fraction:
    if not value.is_exact:
        raise Undefined("an index that is not known exactly")
    return value.low


def _call(function: str, values: list[Enclosure], lookup: Lookup) -> Enclosure:
    one = {
        "sqrt": root,
        "exp": exponential,
        "log": logarithm,
        "ln": logarithm,
        "floor": floored,
        "cos": cosine,
        "abs": absolute,
    }
    if function in one and len(values) == 1:
        return one[function](values[0])
    if function in ("maximum", "minimum") and values:
        return chosen(max if function == "maximum" else min, values)
    if function == "sign" and len(values) == 1:
        low, high = values[0].low, values[0].high
        if low > 0 or high < 0 or low == high:
            return Enclosure.of((low > 0) - (high < 0))
        raise Undefined("a sign that is not decided")
    return lookup(f"{function}()", tuple(map(_exact, values)))


def constant(formula: Formula) -> Enclosure:
    """Return the value of a formula without names.

    Raises
    ------
    Undefined
        A name stands in it, or it has no value.
    """
    return evaluate(formula, _unknown)


def _unknown(name: str, arguments: Arguments) -> Enclosure:
    raise Undefined(f"the value of {name} is not known")


HALF: Term = ("/", 1, 2)
_FUNCTIONS = ("exp", "log", "sign", "floor", "abs", "cos", "sin")


def to_term(formula: Formula) -> Term:
    """Return a formula as the kernel has it; an indexed name is a function of its index.

    Raises
    ------
    Rejected
        Something in it has no place in a proof.

    Examples
    --------
    >>> from symopt.formula import Number
    >>> to_term(Name("theta", Sum((Name("t"), Negative(Number(Fraction(1)))))))
    ('app', 'theta', ('+', 0, ('sym', 't'), ('*', -1, 1)))
    """
    match formula:
        case Number(value=value):
            top, bottom = value.as_integer_ratio()
            return top if bottom == 1 else ("/", top, bottom)
        case Name(name=name) if name in (DOTS, "infinity"):
            raise Rejected(f"{name} is no number")
        case Name(name="e", index=None):
            return ("E",)
        case Name(name="pi", index=None):
            return ("pi",)
        case Name(name=name, index=None):
            return ("sym", name)
        case Name(name=name, index=Formula() as index):
            return ("app", name, to_term(index))
        case Negative(term=term):
            return ("*", -1, to_term(term))
        case Sum(terms=terms):
            return ("+", 0, *map(to_term, terms))
        case Product(factors=factors):
            return ("*", 1, *map(to_term, factors))
        case Quotient(top=top, bottom=bottom):
            return ("*", to_term(top), ("^", to_term(bottom), -1))
        case Power(base=base, exponent=exponent):
            return ("^", to_term(base), to_term(exponent))
        case Absolute(inside=inside):
            return ("abs", to_term(inside))
        case Call(function="sqrt", arguments=(argument,)):
            return ("^", to_term(argument), HALF)
        case Call(function="ln", arguments=(argument,)):
            return ("log", to_term(argument))
        case Call(function=function, arguments=(argument,)) if function in _FUNCTIONS:
            return (function, to_term(argument))
        case Call(function="maximum" | "minimum" as function, arguments=arguments):
            return (function[:3], *map(to_term, arguments))
        case Call(function=function, arguments=()):
            return ("sym", f"{function}()")
        case Call(function=function, arguments=arguments):
            return ("app", f"{function}()", *map(to_term, arguments))
        case SumOver(index=Name(name=name)):
            body = to_term(formula.body)
            return ("sum", body, name, to_term(formula.lower), to_term(formula.upper))
        case _:
            raise Rejected(f"{type(formula).__name__.lower()} is not compared")
