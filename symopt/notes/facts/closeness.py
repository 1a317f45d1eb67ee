r"""What a number with few digits says of an exact one.

``=`` before a decimal is right if the decimal is the exact number rounded or cut off at the
digits given. ``≈`` is right for that, too, and within 10 percent of a number that is given by
at most two digits, a fraction or a constant such as 1/e. It is wrong beyond 25 percent of a number
with digits, if it is also more than a unit of its last digit away, and beyond a factor of 2 of any
other; what lies between is undecided. The noughts at the end of a whole number are no digits here.

A whole number without a decimal point stands for itself after ``=``; if it is at least 10 it may
also be rounded, and below that rounding is undecided: 10/3 = 3 may be meant, 0.8 = 1 is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from symopt.formula import Formula, Negative, Number, Power, Product
from symopt.notes.facts.enclosure import Enclosure

Judgement = Literal["right", "wrong", "undecided"]
NEAR, FAR, FACTOR = Fraction(1, 10), Fraction(1, 4), 2


@dataclass(frozen=True, slots=True)
class Given:
    """A number as it is written: its value, its last place, how many digits, with a point?"""

    value: Fraction
    unit: Fraction
    digits: int
    decimal: bool


def literal(formula: Formula) -> Given | None:
    """Return a formula that is nothing but a number, also ``2.5 * 10**-3``; else None.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> literal(read_expression("0.3486")).unit
    Fraction(1, 10000)
    >>> literal(read_expression("1/3")) is None
    True
    """
    match formula:
        case Number(value=value, written=written):
            if value.denominator == 1 and (written is None or "." not in written):
                return Given(value, Fraction(1), _digits(abs(value.numerator)), False)
            return _decimal(value, written)
        case Negative(term=term):
            found = literal(term)
            if found is None:
                return None
            return Given(-found.value, found.unit, found.digits, found.decimal)
        case Product(factors=(Number() as first, second)):
            found, scale = literal(first), _power_of_ten(second)
            if found is None or scale is None:
                return None
            value, unit = found.value * scale, found.unit * scale
            return Given(value, unit, found.digits, True)
        case _:
            return None


def _digits(number: int) -> int:
    """Return how many digits a number has, roughly if it has very many."""
    return len(str(number)) if number < 10**100 else int(number.bit_length() * 0.30103) + 1


def _decimal(value: Fraction, written: str | None) -> Given | None:
    text = (written or "").rstrip("%")
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, places = mantissa.partition(".")
    if not (whole + places).lstrip("+-").isdigit() or (exponent and not _whole(exponent)):
        return None
    scale = Fraction(10) ** (int(exponent or 0) - len(places))
    if "%" in (written or ""):
        scale /= 100
    digits = (whole + places).lstrip("+-").lstrip("0")
    return Given(value, scale, max(len(digits), 1), True)


def _whole(text: str) -> bool:
    return text.lstrip("+-").isdigit() and len(text) < 8


def _power_of_ten(formula: Formula) -> Fraction | None:
    match formula:
        case Power(base=Number(value=Fraction(numerator=10, denominator=1)), exponent=exponent):
            found = literal(exponent)
            if found is None or found.value.denominator != 1 or abs(found.value) > 10_000:
                return None
            return Fraction(10) ** found.value.numerator
        case _:
            return None


def equals(exact: Enclosure, given: Given) -> Judgement:
    """Judge ``exact = given``.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> power = Enclosure.of(Fraction(9, 10) ** 10)
    >>> [equals(power, literal(read(text))) for text in ("0.3486", "0.3487", "0.35", "0.36")]
    ['right', 'right', 'right', 'wrong']
    """
    if exact.is_exact and exact.low == given.value:
        return "right"
    close = _rounds(exact, given)
    if close == "right" and not given.decimal:
        if exact.low <= given.value <= exact.high:  # not told apart in 250 binary digits
            return "right"
        return "right" if abs(given.value) >= 10 else "undecided"
    return close


def _rounds(exact: Enclosure, given: Given) -> Judgement:
    """Whether the given number is the exact one rounded or cut off at the digits given."""
    half = given.unit / 2
    sign = -1 if given.value < 0 else 1
    cut = sorted((given.value, given.value + sign * given.unit))
    low, high = min(cut[0], given.value - half), max(cut[1], given.value + half)
    if given.value == 0:
        low, high = -half, half
    far = high if sign > 0 else low
    if exact.is_exact and exact.low == far:  # the first number that cutting off does not reach
        return "wrong"
    if low <= exact.low and exact.high <= high:
        return "right"
    if exact.high < low or exact.low > high:
        return "wrong"
    return "undecided"


def resembles(exact: Enclosure, given: Enclosure, literally: Given | None) -> Judgement:
    """Judge ``exact ≈ given``.

    Examples
    --------
    >>> power = Enclosure.of(Fraction(9, 10) ** 10)
    >>> resembles(power, Enclosure.of(Fraction(1, 3)), None)
    'right'
    >>> resembles(power, Enclosure.of(3), None)
    'wrong'
    """
    if literally is not None and _rounds(exact, literally) == "right":
        return "right"
    if exact.same(given):
        return "right"
    if exact.low <= 0 <= exact.high or given.low <= 0 <= given.high or exact.low * given.low < 0:
        return _beside_zero(exact, given)
    ratios = [a / b for a in (exact.low, exact.high) for b in (given.low, given.high)]
    low, high = min(ratios), max(ratios)
    if literally is not None:
        literally = _without_noughts(literally)
    precise = literally is not None and literally.digits > 2
    if low >= 1 - NEAR and high <= 1 + NEAR and not precise:
        return "right"
    if low > FACTOR or high < Fraction(1, FACTOR):
        return "wrong"
    if literally is None or (low <= 1 + FAR and high >= 1 / (1 + FAR)):
        return "undecided"
    value, unit = literally.value, literally.unit
    apart = exact.high < value - unit or exact.low > value + unit
    return "wrong" if apart or literally.digits > 1 else "undecided"


def _without_noughts(given: Given) -> Given:
    """Return a whole number with its noughts at the end taken for places, not for digits."""
    if given.decimal or not given.value:
        return given
    value, unit, digits = abs(given.value.numerator), given.unit, given.digits
    while value % 10 == 0 and digits > 1:
        value, unit, digits = value // 10, unit * 10, digits - 1
    return Given(given.value, unit, digits, False)


def _beside_zero(exact: Enclosure, given: Enclosure) -> Judgement:
    """Small numbers may be called zero; numbers of different signs are not alike."""
    largest = max(abs(end) for e in (exact, given) for end in (e.low, e.high))
    if given.same(Enclosure.of(0)) or exact.same(Enclosure.of(0)):
        return "right" if largest <= Fraction(1, 100) else "undecided"
    return "wrong" if exact.apart(given) and largest > Fraction(1, 100) else "undecided"
