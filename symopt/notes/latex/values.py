"""Numbers, fractions and powers, within bounds: what is read must not fill the memory later."""

from __future__ import annotations

import math
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Product, Quotient
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token

MAX_DIGITS = 40
MAX_EXPONENT = 10_000
MAX_POWER = 100_000  # digits that a power of numbers may have


def number(token: Token, percent: bool = False) -> Number:
    """A number as written; 50\\% is one half."""
    if len(token.text) > MAX_DIGITS:
        raise NotUnderstood(f"a number has more than {MAX_DIGITS} digits", token)
    mantissa, _, exponent = token.text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise NotUnderstood(f"a number has an exponent above {MAX_DIGITS}", token)
    value = Fraction(token.text)
    if percent:
        return Number(value / 100, token.text + "%")
    return Number(value, None if mantissa.isdigit() and not exponent else token.text)


def product(factors: list[Formula]) -> Formula:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def quotient(top: Formula, bottom: Formula, token: Token | None) -> Formula:
    """A fraction, unless it divides by zero."""
    if isinstance(bottom, Number) and bottom.value == 0:
        raise NotUnderstood("division by zero", token)
    return Quotient(top, bottom)


def bounded_power(base: Formula, exponent: Formula, token: Token) -> Formula:
    """A power, unless its value would fill the memory."""
    if any(isinstance(node, (Symbol, Call, Name)) for node in exponent.walk()):
        return Power(base, exponent)
    constant = _constant(exponent)
    if constant is None:
        raise NotUnderstood("an exponent of numbers that is no fraction", token)
    numeric = not any(isinstance(node, (Symbol, Call, Name)) for node in base.walk())
    if abs(constant) > (MAX_POWER if numeric else MAX_EXPONENT):
        raise NotUnderstood("an exponent is too large", token)
    if numeric and _digits(base) * abs(constant) > MAX_POWER:
        raise NotUnderstood(f"a power of more than {MAX_POWER} digits", token)
    return Power(base, exponent)


def _digits(formula: Formula) -> int:
    """About how many digits the value of a formula of numbers has, and at most a few more."""
    inside = sum(map(_digits, formula.children()))
    match formula:
        case Number():
            return len(str(formula.value))
        case Power(base=base, exponent=exponent):
            return math.ceil(_digits(base) * max(1, abs(_constant(exponent) or 1)))
        case _:
            return inside + 1


def _constant(formula: Formula) -> Fraction | None:
    """The value of an exponent made of numbers."""
    match formula:
        case Number(value=value):
            return value
        case Negative(term=term):
            inner = _constant(term)
            return None if inner is None else -inner
        case Quotient(top=top, bottom=bottom):
            above, below = _constant(top), _constant(bottom)
            return above / below if above is not None and below else None
        case _:
            return None
