"""The functions whose gradients are taken, and where: J, J(\\theta), f_t(x; y)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula
from symopt.notes.latex import brackets, scripts
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import GREEK, VARIANTS

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

SECOND = "a second derivative is not read"


def gradient(point: Formula | None) -> Call:
    """A gradient at a point, or at no stated one."""
    return Call("grad", () if point is None else (point,))


def letter(token: Token) -> str | None:
    """Return the letter that a token is, Greek spelled out; None if it is none."""
    if token.kind == "name":
        return token.text
    name = token.text.removeprefix("\\")
    name = VARIANTS.get(name, name)
    if token.kind == "command" and (name in GREEK or name == "l"):
        return name
    return None


def objective(parser: Parser, variable: Formula | None) -> Formula:
    """Read the function and its argument, if any: J, J(\\theta), f_t(x; y), J^{(i)}."""
    parser.take()
    while parser.next_is("_", "^", "'"):
        start = parser.at
        mark = parser.take()
        if mark.text == "'":
            raise NotUnderstood(SECOND, mark)
        inside = scripts.script(parser)
        if mark.text == "^" and len(inside) == 1 and inside[0].kind == "number":
            parser.at = start  # a power of the gradient
            break
    token = parser.peek()
    point = variable
    if token is not None and token.is_sign("("):
        found, _ = brackets.items(parser, parser.take())
        point = point_of(found, variable)
    return gradient(evaluated(parser, point))


def evaluated(parser: Parser, point: Formula | None) -> Formula | None:
    """\\left.\\frac{...}{...}\\right|_{w = w_t} says where."""
    token = parser.peek()
    if token is None or not token.is_sign("\\rvert", "|", "\\vert") or parser.bars:
        return point
    after = parser.peek(1)
    if after is None or not after.is_sign("_"):
        return point
    parser.take()
    parser.take()
    inside = scripts.script(parser)
    place = next((i for i, t in enumerate(inside) if t.kind == "relation"), -1)
    where = parser.sub(inside[place + 1 :]).whole()
    if isinstance(point, Symbol) and point.index is None and counter(where) is not None:
        return replace(point, index=where)  # at step t
    return where


def point_of(found: list[Formula], variable: Formula | None) -> Formula:
    """Of several arguments, the one that the gradient is taken to.

    Where that stands within the argument of another function, as in l(y, f(x, w)), it is what
    stands there; if no argument has it, the others are data.
    """
    if not isinstance(variable, Symbol):
        return found[0]
    for argument in found:
        if isinstance(argument, Call) and _holds(argument, variable):
            inner = point_of(list(argument.arguments), variable)
            return inner if _holds(inner, variable) else variable
        if _holds(argument, variable):
            return argument
    return found[0] if len(found) == 1 else variable


def _holds(formula: Formula, variable: Symbol) -> bool:
    return any(isinstance(n, Symbol) and n.stem == variable.stem for n in formula.walk())
