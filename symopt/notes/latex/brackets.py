"""Parentheses, bars, intervals, and lists of things in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.formula import Absolute, Call, Formula, Name, Product
from symopt.notes.latex.tokens import NotUnderstood, Token

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

# Brackets may close with one another's partner, as half-open intervals do.
CLOSING = {"(": (")", "]"), "[": ("]", ")"), "\\{": ("\\}",)}
BARS = {
    "|": "|", "\\lvert": "\\rvert", "\\vert": "\\vert",
    "\\|": "\\|", "\\lVert": "\\rVert", "\\Vert": "\\Vert",
}  # fmt: skip
NORMS = ("\\|", "\\lVert", "\\Vert")
OPEN = ("(", "[", "{", "\\{", "\\langle")  # what holds several things
CLOSE = (")", "]", "}", "\\}", "\\rangle")
_LOOK = 200  # tokens within which a bar has its partner


def bar(parser: Parser, token: Token) -> Formula:
    """Read |x|, or ‖x‖; which norm is said below it."""
    parser.bars += 1
    inside = parser.expression()
    parser.bars -= 1
    parser.expect(BARS[token.text])
    return Call("norm", (inside,)) if token.text in NORMS else Absolute(inside)


def opens_bar(parser: Parser) -> bool:
    """Tell whether the bar that comes next has a partner, and is no sign between two things."""
    depth = 0
    for ahead in range(1, _LOOK):
        token = parser.peek(ahead)
        if token is None:
            return False
        depth += token.is_sign(*OPEN) - token.is_sign(*CLOSE)
        if depth < 0:
            return False
        if depth == 0 and token.is_sign("|", "\\|"):
            return True
    return False


def several(parser: Parser) -> bool:
    """Tell whether the bracket that comes next holds several things."""
    depth = 0
    for ahead in range(_LOOK):
        token = parser.peek(ahead)
        if token is None:
            return False
        depth += token.is_sign(*OPEN) - token.is_sign(*CLOSE)
        if depth == 0:
            return False
        if depth == 1 and token.is_sign(",", ";"):
            return True
    return False


def items(parser: Parser, opening: Token) -> tuple[list[Formula], Token]:
    """Read what stands in brackets, parted by commas; return it and the closing bracket."""
    bars, parser.bars = parser.bars, 0
    found = [parser.expression()]
    while parser.took(",", ";", ":", "|", "\\vert"):
        found.append(parser.expression())
    parser.bars = bars
    closing = parser.peek()
    if closing is None or not closing.is_sign(*CLOSING[opening.text]):
        if closing is not None and not closing.is_sign(")", "]", "\\}"):
            raise parser.stray(closing)
        raise NotUnderstood(f'"{opening.text[-1]}" is not closed', opening)
    parser.take()
    return found, closing


def bracketed(parser: Parser, opening: Token) -> Formula:
    """Read something in parentheses; several things are a list."""
    found, closing = items(parser, opening)
    if len(found) > 1:
        return listing(found)
    if CLOSING[opening.text][0] != closing.text:
        raise NotUnderstood(f'"{opening.text[-1]}" is closed by "{closing.text}"', closing)
    return found[0]


def listing(found: list[Formula]) -> Call:
    """Return things as a list; dots without commas around them are one of the things."""
    dots = Name("dots")
    flat: list[Formula] = []
    for formula in found:
        if isinstance(formula, Product) and dots in formula.factors:
            flat += formula.factors
        else:
            flat.append(formula)
    return Call("list", tuple(flat))


def interval(parser: Parser) -> Formula:
    """Read what stands after \\in: an interval, or a set."""
    opening = parser.peek()
    if opening is not None and opening.is_sign("(", "["):
        parser.take()
        found, _ = items(parser, opening)
        following = parser.peek()
        if len(found) == 2 and (following is None or following.kind == "relation"):
            return Call("interval", tuple(found))
        return found[0] if len(found) == 1 else listing(found)
    return parser.expression()
