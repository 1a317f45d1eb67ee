"""Building the kernel's terms from formulas, and printing them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import Any

from symopt.errors import InvalidExpression
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
from symopt.proof.kernel.terms import Term

HALF: Term = ("/", 1, 2)
MAX_NODES, MAX_DEPTH = 3000, 80
_UNARY = {"abs": "abs", "sign": "sign", "exp": "exp", "log": "log", "sin": "sin", "cos": "cos"}
_BINARY = {"maximum": "max", "minimum": "min"}


def rational(value: Fraction | int) -> Term:
    """Return a number as a term.

    Examples
    --------
    >>> rational(Fraction(1, 2)), rational(3)
    (('/', 1, 2), 3)
    """
    value = Fraction(value)
    return value.numerator if value.denominator == 1 else ("/", value.numerator, value.denominator)


def value_of(term: Term) -> Fraction | None:
    """Return a term's value if it is written as a number, else None."""
    if isinstance(term, int):
        return Fraction(term)
    return Fraction(term[1], term[2]) if term[0] == "/" else None


def plus(*terms: Term) -> Term:
    """Return a sum without zeros."""
    kept: list[Term] = []
    for term in terms:
        if isinstance(term, tuple) and term[0] == "+":
            kept += term[1:]
        elif term != 0:
            kept.append(term)
    return ("+", *kept) if len(kept) > 1 else kept[0] if kept else 0


def times(*terms: Term) -> Term:
    """Return a product without ones; zero if a factor is, and all others have a value."""
    kept: list[Term] = []
    for term in terms:
        if isinstance(term, tuple) and term[0] == "*":
            kept += term[1:]
        elif term != 1:
            kept.append(term)
    if 0 in kept and all(map(total, kept)):
        return 0
    return ("*", *kept) if len(kept) > 1 else kept[0] if kept else 1


def over(top: Term, bottom: Term) -> Term:
    """Return a quotient."""
    return times(top, power(bottom, -1))


def power(base: Term, exponent: Term) -> Term:
    """Return a power; 0 and 1 as exponent, and 0 to an exponent that is positive, are done."""
    if (base == 1 and total(exponent)) or (exponent == 0 and total(base)):
        return 1
    if exponent == 1:
        return base
    if base == 0 and _positive(exponent):
        return 0
    return ("^", base, exponent)


def total(term: Term) -> bool:
    """Say whether a term plainly has a value: nothing is divided but by numbers, and no roots.

    Examples
    --------
    >>> total(("^", ("sym", "x"), 2)), total(("^", ("sym", "x"), -1)), total(("^", 2, -1))
    (True, False, True)
    """
    if not isinstance(term, tuple) or term[0] in ("sym", "/"):
        return True
    if term[0] == "^":
        number = isinstance(term[1], int) and term[1] > 0 and total(term[2])
        return number or (total(term[1]) and (term[2] == 0 or _whole(term[2])))
    return term[0] in ("+", "*", "max", "min", "abs", "sign") and all(map(total, term[1:]))


def _whole(exponent: Term) -> bool:
    """Say whether an exponent is plainly a natural number."""
    if isinstance(exponent, int):
        return exponent >= 0
    if exponent == ("sym", "t"):
        return True
    return exponent[0] in ("+", "*") and all(map(_whole, exponent[1:]))


def _positive(exponent: Term) -> bool:
    """Say whether an exponent is plainly positive: made of positive numbers and t."""
    value = None if isinstance(exponent, tuple) and exponent[0] != "/" else value_of(exponent)
    if value is not None:
        return value > 0
    if exponent == ("sym", "t"):
        return True
    return exponent[0] in ("+", "*") and all(map(_positive, exponent[1:]))


def tidy(term: Term) -> Term:
    """Return a term without products with zero and other plain waste; values stay the same."""
    if not isinstance(term, tuple) or term[0] in ("sym", "/"):
        return term
    items = [item if isinstance(item, str) else tidy(item) for item in term[1:]]
    if term[0] == "+":
        return plus(*items)
    if term[0] == "*":
        return times(*items)
    if term[0] == "^":
        return power(items[0], items[1])
    if term[0] in ("max", "min", "abs", "sign") and all(item == 0 for item in items):
        return 0
    return (term[0], *items)


def nodes(terms: Iterable[Term]) -> Iterator[tuple[Any, ...]]:
    """Give what terms are made of, themselves among it; no names and no numbers.

    Examples
    --------
    >>> list(nodes([("+", 1, ("*", 2, ("sym", "a")))]))
    [('+', 1, ('*', 2, ('sym', 'a'))), ('*', 2, ('sym', 'a'))]
    """
    stack = list(terms)
    while stack:
        node = stack.pop()
        if isinstance(node, tuple) and node[0] not in ("sym", "/"):
            yield node
            stack.extend(node[1:])


def too_large(term: Term) -> bool:
    """Say whether a term is beyond what a comparison should start with."""
    seen = 0
    stack = [(term, 1)]
    while stack:
        node, depth = stack.pop()
        seen += 1
        if seen > MAX_NODES or depth > MAX_DEPTH:
            return True
        if isinstance(node, tuple) and node[0] not in ("sym", "/"):
            stack.extend((item, depth + 1) for item in node[1:])
    return False


def from_formula(formula: Formula, names: Mapping[str, Term]) -> Term:
    """Convert a formula, with a term for every name.

    Raises
    ------
    InvalidExpression
        It holds a function that has no place in a proof, or a name that is not bound.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> from_formula(read_expression("2*x - 1"), {"x": ("sym", "x")})
    ('+', ('*', 2, ('sym', 'x')), ('*', -1, 1))
    """

    def visit(node: Formula) -> Term:
        match node:
            case Number(value=value):
                return rational(value)
            case Name(name=name) if name in names:
                return names[name]
            case Name(name=name):
                raise InvalidExpression(f"{name} is used before it has a value")
            case Sum(terms=terms):
                return plus(*map(visit, terms))
            case Negative(term=term):
                return ("*", -1, visit(term))
            case Product(factors=factors):
                return times(*map(visit, factors))
            case Quotient(top=top, bottom=bottom):
                return over(visit(top), visit(bottom))
            case Power(base=base, exponent=exponent):
                return _powered(visit(base), _as_number(visit(exponent)))
            case Absolute(inside=inside):
                return ("abs", visit(inside))
            case Call(function="sqrt", arguments=(argument,)):
                return power(visit(argument), HALF)
            case Call(function=function, arguments=(argument,)) if function in _UNARY:
                return (_UNARY[function], visit(argument))
            case Call(function=function, arguments=arguments) if function in _BINARY:
                return (_BINARY[function], *map(visit, arguments))
            case _:
                raise InvalidExpression(f"rules with {node.text()} cannot be compared")

    return visit(formula)


def _powered(base: Term, exponent: Term) -> Term:
    """Return a power; x^(-1/2) as 1/x^(1/2), which is how rules are written."""
    if isinstance(exponent, tuple) and exponent[0] == "/" and exponent[1] < 0:
        return power(power(base, ("/", -exponent[1], exponent[2])), -1)
    return power(base, exponent)


def _as_number(term: Term) -> Term:
    """Return a quotient or a negative of numbers as one number; anything else as it is."""
    if not isinstance(term, tuple) or term[0] not in ("*", "^"):
        return term
    items = [_as_number(item) for item in term[1:]]
    if not all(isinstance(item, int) or item[0] == "/" for item in items):
        return term
    values = [value_of(item) or Fraction(0) for item in items]
    if term[0] == "*":
        return rational(prod(values))
    return rational(1 / values[0]) if values[1] == -1 and values[0] else term


def to_formula(term: Term) -> Formula:
    """Convert a term to a formula for readers, factored where that is shorter.

    Examples
    --------
    >>> to_formula(("+", ("sym", "a"), ("*", -1, ("sym", "a"), ("sym", "b")))).text()
    'a*(1 - b)'
    """
    import sympy

    from symopt.formula import from_sympy
    from symopt.proof.convert import from_term

    factored = sympy.factor(from_term(term))
    return from_sympy(_pleasant(sympy.powsimp(factored, deep=True, combine="exp")))


def _pleasant(expression: Any) -> Any:
    """Write -(b - 1) as 1 - b in a product."""
    import sympy

    coefficient, factors = expression.as_coeff_mul()
    turned: list[Any] = []
    for factor in factors:
        base, exponent = factor.as_base_exp()
        if base.is_Add and exponent.is_Integer and exponent % 2 and coefficient.is_negative:
            constant = base.as_coeff_Add()[0]
            if constant.is_negative:
                coefficient, factor = -coefficient, sympy.expand(-base) ** exponent
        turned.append(factor)
    return sympy.Mul(coefficient, *turned)


def text(term: Term) -> str:
    """Return a term as plain text.

    Examples
    --------
    >>> text(("*", ("sym", "alpha"), ("^", ("sym", "beta"), ("/", 1, 2))))
    'alpha*sqrt(beta)'
    """
    return to_formula(term).text()
