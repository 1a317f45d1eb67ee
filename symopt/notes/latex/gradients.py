"""Gradients in all their notations: the question is always at which point they are taken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, Number, Power, Product, SumOver
from symopt.notes.latex import brackets, scripts, subscripts, superscripts
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import GREEK, OBJECTIVES, VARIANTS

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

SECOND = "a second derivative is not read"


def gradient(point: Formula | None) -> Call:
    """A gradient at a point, or at no stated one."""
    return Call("grad", () if point is None else (point,))


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
    following = parser.peek()
    operand = _operand(parser, variable) if following is not None else None
    if squared:
        if operand is not None:
            raise NotUnderstood(SECOND, token)
        return Power(gradient(variable), Number(Fraction(2)))
    return operand if operand is not None else gradient(variable)


def _operand(parser: Parser, variable: Formula | None) -> Formula | None:
    """The gradient of what follows, or None if nothing that has one follows."""
    token = parser.peek()
    if token is None:
        return None
    if token.is_sign("\\frac", "\\dfrac", "\\tfrac", "\\sum", "(", "["):
        if token.is_sign("(", "[") and variable is None:
            return None
        with parser.deeper():
            return _spread(parser.product(), variable)
    name = _letter(token)
    if name is None and not token.is_sign("\\hat", "\\tilde", "\\bar", "{", "\\Delta"):
        return None
    if name in OBJECTIVES or (token.kind == "name" and _called(parser)):
        return _function(parser, variable)
    if token.is_sign("{"):
        inner = parser.sub(parser.group())
        return nabla_of(inner, variable)
    point = _power_free(parser)
    return gradient(variable if variable is not None else point)


def nabla_of(parser: Parser, variable: Formula | None) -> Formula:
    """The gradient of a group."""
    found = _operand(parser, variable)
    if parser.peek() is not None or found is None:
        raise NotUnderstood("what a gradient is taken of is not clear", parser.peek())
    return found


def _power_free(parser: Parser) -> Formula:
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


def _letter(token: Token) -> str | None:
    if token.kind == "name":
        return token.text
    name = token.text.removeprefix("\\")
    name = VARIANTS.get(name, name)
    if token.kind == "command" and (name in GREEK or name == "l"):
        return name
    return None


def _called(parser: Parser) -> bool:
    """Whether a letter has an argument: \\nabla g(x)."""
    ahead = 1
    token = parser.peek(ahead)
    while token is not None and token.is_sign("_") and ahead < 4:
        ahead += 2
        token = parser.peek(ahead)
    return token is not None and token.is_sign("(")


def _function(parser: Parser, variable: Formula | None) -> Formula:
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
        point = _point(found, variable)
    return gradient(_evaluated(parser, point))


def _point(found: list[Formula], variable: Formula | None) -> Formula:
    """Of several arguments, the one that the gradient is taken to."""
    if isinstance(variable, Symbol):
        for argument in found:
            for node in argument.walk():
                if isinstance(node, Symbol) and node.stem == variable.stem:
                    return argument
    return found[0]


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
            return gradient(variable if variable is not None else found[0])
        case _:
            pass
    raise NotUnderstood("what a gradient is taken of is not clear")


def _depends(formula: Formula) -> bool:
    return any(isinstance(node, Call) for node in formula.walk())


# derivatives as fractions


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
    return gradient(_evaluated(parser, point))


def _swallow(parser: Parser) -> None:
    """\\frac{\\partial}{\\partial w} J(w): the function stands after the fraction."""
    token = parser.peek()
    if token is None or _letter(token) not in OBJECTIVES:
        raise NotUnderstood("what is differentiated is not clear", token)
    _function(parser, None)


def _evaluated(parser: Parser, point: Formula | None) -> Formula | None:
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
    return parser.sub(inside[place + 1 :]).whole()


def _straight_fraction(
    parser: Parser, top: list[Token], bottom: list[Token], after: int
) -> Formula | None:
    """\\frac{dL}{dw}, where the letter above is a function."""
    above, below = _differentiated(top), _differentiated(bottom)
    if below is None or _letter(below[0]) is None:
        return None
    if len(top) == 1 and top[0].kind == "name" and top[0].text == "d":
        point = parser.sub(below).whole()
        parser.at = after
        _swallow(parser)
        return gradient(_evaluated(parser, point))
    if above is None:
        return None
    first = above[0]
    if _letter(first) not in OBJECTIVES:
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
        if following is not None and _letter(following) in OBJECTIVES:
            found = _function(parser, point)
            return found
        return gradient(point)
    function = parser.peek()
    if function is None or _letter(function) not in OBJECTIVES:
        raise NotUnderstood("what is differentiated is not clear", token)
    _function(parser, None)
    parser.expect("/")
    parser.expect("\\partial")
    return gradient(_power_free(parser))
