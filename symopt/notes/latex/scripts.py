"""Scripts and accents: they are taken in any order, and applied in one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symopt.formula import Absolute, Formula, Number, Power
from symopt.notes.latex import subscripts, superscripts
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.values import bounded_power

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

# Commands that may stand as a script without braces, and how many arguments they take.
_ARGUMENTS = {
    "\\frac": 2, "\\dfrac": 2, "\\tfrac": 2, "\\sqrt": 1, "\\hat": 1, "\\bar": 1, "\\tilde": 1,
    "\\textcircled": 1,
}  # fmt: skip


def scripted(parser: Parser, base: Formula) -> Formula:
    """Read the scripts after a formula, in either order, and apply them."""
    below: list[list[Token]] = []
    above: list[list[Token]] = []
    primes = 0
    while True:
        if parser.took("'"):
            primes += 1
        elif parser.took("_"):
            below.append(script(parser))
        elif parser.took("^"):
            above.append(script(parser))
        elif parser.next_is("\\degree"):
            base = superscripts.degrees(parser, base, parser.take())
        elif (token := parser.peek()) and token.text.startswith("\\combining-"):
            parser.take()
            base = accented(parser, base, token.text.removeprefix("\\combining-"))
        else:
            break
    if primes:
        base = primed(parser, base, primes)
    for tokens in below:
        base = subscripts.lowered(parser, base, tokens)
    power: Formula | None = None
    for tokens in above:
        base, exponent = superscripts.raised(parser, base, tokens)
        if exponent is not None and power is not None:
            raise NotUnderstood("two powers on one base", tokens[0])
        power = exponent if exponent is not None else power
    if power is None:
        return base
    if isinstance(base, Absolute) and isinstance(power, Number) and power.value % 2 == 0:
        base = base.inside
    return bounded_power(base, power, above[-1][0])


def script(parser: Parser) -> list[Token]:
    """Take the tokens of one script: a group, or one token with its arguments."""
    token = parser.peek()
    if token is None:
        raise NotUnderstood("a script is missing", parser.tokens[-1])
    if token.is_sign("{"):
        inside = parser.group()
        if not inside:
            raise NotUnderstood("a script is empty", token)
        return inside
    start = parser.at
    if token.is_sign("("):  # x^(t), as people write who think of plain text
        _skip_brackets(parser)
    elif token.is_sign("-") and (after := parser.peek(1)) and after.kind == "number":
        parser.at += 2
    elif token.kind in ("number", "name", "command") or token.is_sign("*", "+", "-", "'"):
        parser.take()
        for _ in range(_ARGUMENTS.get(token.text, 0)):
            _argument(parser)
        after = parser.peek()
        elementwise = token.is_sign("\\odot", "\\circ")
        if elementwise and after is not None and after.kind == "number" and not after.spaced:
            parser.take()
    else:
        raise NotUnderstood(f'"{token.text}" cannot be a script', token)
    return parser.tokens[start : parser.at]


def _argument(parser: Parser) -> None:
    """Take an argument of a command: a group, or one token; of a number, one digit."""
    if parser.next_is("{"):
        parser.group()
        return
    token = parser.take()
    if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
        first = replace(token, text=token.text[0], end=token.start + 1)
        rest = replace(token, text=token.text[1:], start=token.start + 1, spaced=False)
        parser.tokens[parser.at - 1 : parser.at] = [first, rest]


def _skip_brackets(parser: Parser) -> None:
    depth = 0
    while True:
        token = parser.take()
        depth += token.is_sign("(") - token.is_sign(")")
        if depth == 0:
            return


def accented(parser: Parser, base: Formula, accent: str) -> Formula:
    """Put a hat or a bar over a name."""
    match base:
        case Power(base=Symbol() as inner, exponent=Number() as power) if accent == "bar":
            # The mean of squares, as a name: its bar stands over all of it.
            word, written = replace(inner, index=None), f"{inner.shown}^{{{power}}}"
            return Symbol(
                f"{word.name}{power}", accents=(accent,), index=inner.index, written=written
            )
        case _:
            pass
    if not isinstance(base, Symbol):
        raise NotUnderstood(f"a {accent} over something that is no name", parser.peek())
    return replace(base, accents=(accent, *base.accents))


def primed(parser: Parser, base: Formula, primes: int) -> Formula:
    if not isinstance(base, Symbol) or primes > 2:
        raise NotUnderstood("a prime on something that is no name", parser.peek())
    return replace(base, primes=base.primes + primes)
