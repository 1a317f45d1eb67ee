"""Derivatives: fractions of differentials, and \\partial_w L."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symopt.formula import Formula
from symopt.notes.latex import brackets, gradients, scripts
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.objectives import SECOND, evaluated, gradient, letter, objective
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import OBJECTIVES

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser


_CURLY = ("\\partial", "\\delta")  # people write one for the other


def derivative(parser: Parser) -> Formula | None:
    """Read the arguments of \\frac if they are a derivative; else leave them and return None."""
    start = parser.at
    top = _braced(parser)
    bottom = _braced(parser) if top is not None else None
    after = parser.at
    parser.at = start
    if not top or not bottom:
        return None
    indexed = len(bottom) > 1 and bottom[1].is_sign("_")  # \partial_w L, a gradient by itself
    if any(_differs(top, bottom, sign) for sign in _CURLY) and not indexed:
        return _partial_fraction(parser, top, bottom, after)
    return _straight_fraction(parser, top, bottom, after)


def _differs(top: list[Token], bottom: list[Token], sign: str) -> bool:
    """Whether both begin with a sign; a \\delta is one before a function only."""
    if not top[0].is_sign(sign) or not bottom[0].is_sign(sign):
        return False
    return sign == "\\partial" or (len(top) > 1 and letter(top[1]) in OBJECTIVES)


def _braced(parser: Parser) -> list[Token] | None:
    return parser.group() if parser.next_is("{") else None


def _partial_fraction(parser: Parser, top: list[Token], bottom: list[Token], after: int) -> Formula:
    if len(top) > 1 and top[1].is_sign("^"):
        raise NotUnderstood(SECOND, top[1])
    if len(bottom) < 2:
        raise NotUnderstood("a derivative with respect to nothing", bottom[0])
    point = parser.sub(bottom[1:]).whole()
    parser.at = after
    if len(top) == 1:
        _swallow(parser)
    return gradient(_taken_at(parser, evaluated(parser, point)))


def _taken_at(parser: Parser, point: Formula | None) -> Formula | None:
    """\\frac{\\partial L}{\\partial w}(t) and (w_t) say where the derivative is taken."""
    opening = parser.peek()
    if not isinstance(point, Symbol) or opening is None or not opening.is_sign("("):
        return point
    start = parser.at
    found, _ = brackets.items(parser, parser.take())
    for place in found:
        if isinstance(place, Symbol) and place.stem == point.stem:
            return place
    if len(found) == 1 and counter(found[0]) is not None and point.index is None:
        return replace(point, index=found[0])
    parser.at = start
    return point


def _swallow(parser: Parser) -> None:
    """\\frac{\\partial}{\\partial w} J(w): the function stands after the fraction."""
    token = parser.peek()
    if token is None or letter(token) not in OBJECTIVES:
        raise NotUnderstood("what is differentiated is not clear", token)
    objective(parser, None)


def _straight_fraction(
    parser: Parser, top: list[Token], bottom: list[Token], after: int
) -> Formula | None:
    """\\frac{dL}{dw}, where the letter above is a function."""
    above, below = _differentiated(top), _differentiated(bottom)
    if below is None or letter(below[0]) is None:
        return None
    if len(top) == 1 and top[0].kind == "name" and top[0].text == "d":
        point = parser.sub(below).whole()
        parser.at = after
        _swallow(parser)
        return gradient(evaluated(parser, point))
    if above is None:
        return None
    first = above[0]
    if letter(first) not in OBJECTIVES:
        return None
    point = parser.sub(below).whole()
    parser.at = after
    return gradient(_taken_at(parser, evaluated(parser, point)))


def _differentiated(tokens: list[Token]) -> list[Token] | None:
    """What stands after a d."""
    first = tokens[0]
    if first.kind != "name" or not first.text.startswith("d"):
        return None
    if len(first.text) == 2:
        return [replace(first, text=first.text[1]), *tokens[1:]]
    return tokens[1:] if first.text == "d" and len(tokens) > 1 else None


def partial(parser: Parser, token: Token) -> Formula:
    """\\partial_w L, \\partial L / \\partial w."""
    if parser.took("_"):
        point = parser.sub(scripts.script(parser)).whole()
        following = parser.peek()
        if following is not None and letter(following) in OBJECTIVES:
            return objective(parser, point)
        return gradient(point)
    function = parser.peek()
    if function is None or letter(function) not in OBJECTIVES:
        raise NotUnderstood("what is differentiated is not clear", token)
    objective(parser, None)
    parser.expect("/")
    parser.expect("\\partial")
    return gradient(gradients.power_free(parser))
