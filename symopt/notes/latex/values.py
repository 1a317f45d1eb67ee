"""Numbers, fractions and powers, within bounds: what is read must not fill the memory later."""

from __future__ import annotations

from fractions import Fraction

from symopt.formula import Call, Formula, Negative, Number, Power, Product, Quotient
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
    constant = _constant(exponent)
    numeric = not any(isinstance(node, (Symbol, Call)) for node in base.walk())
    if constant is None:
        if numeric and not any(isinstance(node, (Symbol, Call)) for node in exponent.walk()):
            raise NotUnderstood("a power of numbers is too nested", token)
        return Power(base, exponent)
    if numeric:
        if any(isinstance(node, Power) for node in base.walk()):
            raise NotUnderstood("a power of a power of numbers is not read", token)
        digits = sum(len(str(node)) for node in base.walk() if isinstance(node, Number))
        if digits * abs(constant) > MAX_POWER:
            raise NotUnderstood("an exponent is too large", token)
    elif abs(constant) > 10_000:
        raise NotUnderstood("an exponent is too large", token)
    return Power(base, exponent)


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
