"""Formulas and numbers as a reader of a report sees them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from fractions import Fraction

from symopt.formula import Formula, Name
from symopt.formula.printers import ATOM, GREEK, Text, split_name
from symopt.notes.facts.enclosure import Enclosure
from symopt.notes.facts.values import DOTS
from symopt.notes.statement import Statement

SIGNS = {"~": "≈", "<-": "<-", "->": "->", "propto": "is proportional to"}
DIGITS = 4


class Plain(Text):
    """One line of text with Greek letters, and with a sign between numbers."""

    def _name(self, node: Name) -> tuple[str, int]:
        if node.name == DOTS:
            return "...", ATOM
        return super()._name(Name(letters(node.name), node.index))

    def _join(self, before: str, text: str) -> str:
        both = before[-1:].isdigit() and text[:1].isdigit()
        return (" × " if both else " ") + text

    def relation(self, link: str) -> str:
        return SIGNS.get(link, link)

    def _chain(self, node: object) -> tuple[str, int]:
        raise NotImplementedError


def plain(formula: Formula) -> str:
    """Return a formula as one line.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> plain(read_expression("0.02*40*theta"))
    '0.02 × 40 θ'
    """
    return Plain().print(formula)


def letters(name: str) -> str:
    """Return a name with a Greek letter for its spelling: beta1 is β1."""
    base, accent, below = split_name(name)
    if base not in GREEK or accent:
        return name
    kind = "SMALL" if base[0].islower() else "CAPITAL"
    spelling = {"lambda": "LAMDA"}.get(base.lower(), base.upper())
    letter = unicodedata.lookup(f"GREEK {kind} LETTER {spelling}")
    return letter + (f"{'' if below.isdigit() else '_'}{below}" if below else "")


def read_back(statement: Statement) -> str:
    """Return a statement as one line."""
    text = plain(statement.parts[0])
    for link, part in zip(statement.links, statement.parts[1:], strict=True):
        text += f" {SIGNS.get(link, link)} {plain(part)}"
    return text


def number(value: Enclosure | Fraction, digits: int = DIGITS) -> str:
    """Return a number: exactly if that is short, else its first digits.

    Examples
    --------
    >>> number(Fraction(4, 5)), number(Fraction(9, 10)**10), number(Fraction(1, 2**200))
    ('0.8', '0.3487', '6.223e-61')
    """
    if isinstance(value, Enclosure):
        exact, middle = value.is_exact, value.middle
    else:
        exact, middle = True, value
    if not middle:
        return "0"
    if exact and _decimal(middle):
        for places in range(13):
            scaled = middle * 10**places
            if scaled.denominator == 1 and abs(scaled) < 10**8:
                return _point(scaled.numerator, places)
    exponent = _leading(middle)
    places = digits - 1 - exponent
    scaled = round(abs(middle) * Fraction(10) ** places)
    if scaled >= 10**digits:
        scaled, places, exponent = scaled // 10, places - 1, exponent + 1
    sign = -1 if middle < 0 else 1
    if -5 <= exponent < 8:
        if places <= 0:
            return str(sign * scaled * 10**-places)
        return _point(sign * scaled, places)
    return f"{_point(sign * scaled, digits - 1)}e{exponent}"


def _decimal(value: Fraction) -> bool:
    """Whether a fraction has few decimal places."""
    return 10**12 % value.denominator == 0 if value.denominator <= 10**12 else False


def _point(scaled: int, places: int) -> str:
    if not places:
        return str(scaled)
    text = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' * (scaled < 0)}{text[:-places]}.{text[-places:]}"


def _leading(value: Fraction) -> int:
    """Return the exponent of a number's first digit: 2 of 345, -2 of 0.0345."""
    value = abs(value)
    guess = int((value.numerator.bit_length() - value.denominator.bit_length()) * 0.30103)
    while Fraction(10) ** guess > value:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= value:
        guess += 1
    return guess


def settings(values: Mapping[str, Fraction]) -> str:
    """Return the values of names as a sentence has them: x = 2, y = 3."""
    return ", ".join(f"{letters(name)} = {number(value)}" for name, value in values.items())
