"""Gradients in all their notations: the question is always at which point they are taken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, Number, Power, Product, SumOver
from symopt.notes.latex import brackets, scripts, subscripts, superscripts
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.objectives import SECOND, gradient, letter, objective, point_of
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import OBJECTIVES

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser


def nabla(parser: Parser, token: Token) -> Formula:
    """Read what stands after \\nabla: a variable, a function, an argument, a power."""
    variable: Formula | None = None
    squared = False
    while parser.next_is("_", "^"):
        mark = parser.take()
        inside = scripts.script(parser)
        if mark.text == "_":
            variable = parser.sub(inside).expression()
        else:
            exponent = parser.sub(inside).whole()
            if exponent != Number(Fraction(2)):
                raise NotUnderstood("a power of \\nabla", mark)
            squared = True
    step = variable if variable is not None and counter(variable) else None
    if step is not None:  # \\nabla_t is the gradient of a step, not with respect to t
        variable = None
    following = parser.peek()
    operand = _operand(parser, variable) if following is not None else None
    if squared:
        if operand is not None:
            raise NotUnderstood(SECOND, token)
        return Power(gradient(variable), Number(Fraction(2)))
    if operand is None and step is not None:
        return Symbol("nabla", written="\\nabla", index=step)
    return operand if operand is not None else gradient(variable)


def _operand(parser: Parser, variable: Formula | None) -> Formula | None:
    """The gradient of what follows, or None if nothing that has one follows."""
    token = parser.peek()
    if token is None:
        return None
    if token.is_sign("\\frac", "\\dfrac", "\\tfrac", "\\sum", "(", "["):
        if token.is_sign("(", "[") and variable is None:
            return _at_point(parser)
        with parser.deeper():
            return _spread(parser.product(), variable)
    name = letter(token)
    if name is None and not token.is_sign("\\hat", "\\tilde", "\\bar", "{", "\\Delta"):
        return None
    if name in OBJECTIVES or (token.kind == "name" and _called(parser)):
        return objective(parser, variable)
    if token.is_sign("{"):
        inner = parser.sub(parser.group())
        return nabla_of(inner, variable)
    point = power_free(parser)
    return gradient(variable if variable is not None else point)


def _at_point(parser: Parser) -> Formula | None:
    """\\nabla(\\theta) is the gradient there; \\nabla (1 - \\beta) is a product."""
    first = parser.peek(1)
    if first is None or first.kind == "number":
        return None
    found, _ = brackets.items(parser, parser.take())
    point = found[0]
    bare = isinstance(point, Symbol) and point.base in OBJECTIVES
    return gradient(None if bare else point)


def nabla_of(parser: Parser, variable: Formula | None) -> Formula:
    """The gradient of a group."""
    found = _operand(parser, variable)
    if parser.peek() is not None or found is None:
        raise NotUnderstood("what a gradient is taken of is not clear", parser.peek())
    return found


def power_free(parser: Parser) -> Formula:
    """Read a name with its subscripts; a power after it is one of the gradient."""
    base = parser.atom()
    while parser.next_is("_", "'"):
        if parser.took("'"):
            base = scripts.primed(parser, base, 1)
        else:
            parser.take()
            base = subscripts.lowered(parser, base, scripts.script(parser))
    if parser.next_is("^") and isinstance(base, Symbol):
        start = parser.at
        parser.take()
        labelled = superscripts.label(parser, base, scripts.script(parser))
        if labelled is None:
            parser.at = start
        base = labelled or base
    return base


def _called(parser: Parser) -> bool:
    """Whether a letter has an argument: \\nabla g(x)."""
    ahead = 1
    token = parser.peek(ahead)
    while token is not None and token.is_sign("_") and ahead < 4:
        ahead += 2
        token = parser.peek(ahead)
    return token is not None and token.is_sign("(")


def _spread(formula: Formula, variable: Formula | None) -> Formula:
    """The gradient of a mean of losses is the mean of their gradients."""
    match formula:
        case SumOver(body=body):
            return replace(formula, body=_spread(body, variable))
        case Product(factors=factors):
            constant = [f for f in factors if not _depends(f)]
            varying = [f for f in factors if _depends(f)]
            if len(varying) == 1:
                return Product((*constant, _spread(varying[0], variable)))
        case Call(function=name, arguments=found) if name[:1] in OBJECTIVES or len(found) > 1:
            return gradient(point_of(list(found), variable))
        case _:
            pass
    raise NotUnderstood("what a gradient is taken of is not clear")


def _depends(formula: Formula) -> bool:
    return any(isinstance(node, Call) for node in formula.walk())
