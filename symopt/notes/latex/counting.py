"""Sums, products and limits over a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, LimitOf, SumOver
from symopt.notes.latex import scripts
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser


def counted(parser: Parser, token: Token) -> Formula:
    """A sum over a letter; one without bounds goes from `first` to `last`."""
    below: list[Token] = []
    above: list[Token] = []
    while parser.next_is("_", "^"):
        mark = parser.take()
        (below if mark.text == "_" else above).extend(scripts.script(parser))
    letter, lower = _bounds(parser, _first_row(below))
    upper = parser.sub(above).whole() if above else Symbol("last")
    bound = parser.bound
    parser.bound = bound | {letter.base}
    with parser.deeper():
        body = parser.product()
    parser.bound = bound
    if token.text == "\\prod":
        return Call("product_over", (body, letter, lower, upper))
    return SumOver(body, letter, lower, upper)


def _first_row(below: list[Token]) -> list[Token]:
    """What \\substack stacks: the first row says what is counted, the others which are left out."""
    if not below or not below[0].is_sign("\\substack"):
        return below
    inside = below[2:-1] if len(below) > 3 and below[1].is_sign("{") else below[1:]
    end = next((i for i, token in enumerate(inside) if token.kind == "break"), len(inside))
    if end < len(inside):
        raise NotUnderstood("a sum over some of its terms only", inside[end])
    return inside


def _bounds(parser: Parser, below: list[Token]) -> tuple[Symbol, Formula]:
    place = next((i for i, token in enumerate(below) if token.kind == "relation"), len(below))
    letter = parser.sub(below[:place]).whole() if place else Symbol("i")
    if not isinstance(letter, Symbol):
        raise NotUnderstood("what a sum counts with is not clear", below[0])
    if place < len(below) and below[place].text == "=":
        return letter, parser.sub(below[place + 1 :]).whole()
    return letter, Symbol("first")


def limit(parser: Parser, token: Token) -> Formula:
    parser.expect("_")
    below = scripts.script(parser)
    place = next((i for i, t in enumerate(below) if t.kind == "relation"), 0)
    if not place or below[place].text != "->":
        raise NotUnderstood("what a limit is taken of is not clear", token)
    side = ""
    last = below[-1]
    if last.is_sign("+", "-"):
        side = last.text
        below = below[:-2] if below[-2].is_sign("^") else below[:-1]
    elif len(below) > 4 and below[-2].is_sign("+", "-") and below[-4].is_sign("^"):
        side, below = below[-2].text, below[:-4]
    variable = parser.sub(below[:place]).whole()
    target = parser.sub(below[place + 1 :]).whole()
    with parser.deeper():
        body = parser.product()
    return LimitOf(body, variable, target, side)
