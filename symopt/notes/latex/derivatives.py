"""Derivatives: fractions of differentials, and \\partial_w L."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symopt.formula import Formula
from symopt.notes.latex import gradients, scripts
from symopt.notes.latex.objectives import SECOND, evaluated, gradient, letter, objective
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import OBJECTIVES

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser


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
    if top[0].is_sign("\\partial") and bottom[0].is_sign("\\partial") and not indexed:
        return _partial_fraction(parser, top, bottom, after)
    return _straight_fraction(parser, top, bottom, after)


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
    return gradient(evaluated(parser, point))


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
    return gradient(point)


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
