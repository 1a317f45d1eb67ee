"""Names, functions, and the commands that take arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, Name, Number, Power, Product, Quotient
from symopt.notes.latex import brackets, counting, derivatives, functions, gradients, scripts
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.values import quotient
from symopt.notes.latex.words import FUNCTIONS

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

Reader = Callable[["Parser", Token], Formula]


def begins(command: str) -> bool:
    """Tell whether a command can begin a factor."""
    return command in READERS


def read(parser: Parser, token: Token) -> Formula:
    """Read a command with its arguments; the command itself is taken."""
    return READERS[token.text](parser, token)


def argument(parser: Parser, digit: bool = False) -> Formula:
    """Read a command's argument: a group, or one token; of a number, one digit if so asked."""
    token = parser.peek()
    if token is None:
        raise NotUnderstood("an argument is missing", parser.tokens[-1])
    if token.is_sign("{"):
        inside = parser.group()
        if not inside:
            raise NotUnderstood("an argument is empty", token)
        return over(parser.sub(inside))
    if digit and token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
        parser.tokens[parser.at] = replace(token, text=token.text[1:], start=token.start + 1)
        return Number(Fraction(token.text[0]))
    with parser.deeper():
        return parser.atom()


def over(parser: Parser) -> Formula:
    """Read a group; ``a \\over b`` in it is a fraction."""
    top = parser.expression()
    token = parser.peek()
    if token is not None and token.is_sign("\\over"):
        parser.take()
        top = quotient(top, parser.expression(), token)
    if (rest := parser.peek()) is not None:
        raise parser.stray(rest)
    return top


def _fraction(parser: Parser, token: Token) -> Formula:
    if (derivative := derivatives.derivative(parser)) is not None:
        return derivative
    top = argument(parser, digit=True)
    return quotient(top, argument(parser, digit=True), token)


def _root(parser: Parser, token: Token) -> Formula:
    if parser.next_is("["):
        degree = brackets.bracketed(parser, parser.take())
        if degree != Number(Fraction(2)):
            return Power(argument(parser), Quotient(Number(Fraction(1)), degree))
    if parser.next_is("("):
        return Call("sqrt", (brackets.bracketed(parser, parser.take()),))
    inside = argument(parser)
    while (mark := parser.peek()) is not None and mark.text.startswith("\\combining-"):
        parser.take()  # √v̂
        inside = scripts.accented(parser, inside, mark.text.removeprefix("\\combining-"))
    return Call("sqrt", (inside,))


def _accent(parser: Parser, token: Token) -> Formula:
    accent = {"widehat": "hat", "widetilde": "tilde", "overline": "bar", "widebar": "bar"}
    name = token.text[1:]
    inner = argument(parser)
    return scripts.accented(parser, inner, accent.get(name, name))


def _inside(parser: Parser, token: Token) -> Formula:
    """A command that changes nothing of what its argument says, with a label perhaps."""
    inner = argument(parser)
    if token.text in ("\\underbrace", "\\overbrace") and parser.next_is("_", "^"):
        parser.take()
        scripts.script(parser)
    return inner


def _rounded(parser: Parser, token: Token) -> Formula:
    inside = parser.expression()
    parser.expect("\\rfloor" if token.text == "\\lfloor" else "\\rceil")
    return Call("floor" if token.text == "\\lfloor" else "ceil", (inside,))


def _inner(parser: Parser, token: Token) -> Formula:
    """\\langle w, x \\rangle is w^T x."""
    first = parser.expression()
    if not parser.took(",", "|", "\\vert"):
        raise NotUnderstood("what angles around one thing mean is not known", token)
    second = parser.expression()
    parser.expect("\\rangle")
    return Product((Call("transpose", (first,)), second))


def _best(parser: Parser, token: Token) -> Formula:
    """\\arg\\min and \\argmin."""
    name = token.text[1:]
    if name == "arg":
        following = parser.take()
        name += following.text.removeprefix("\\")
    if name not in ("argmin", "argmax"):
        raise NotUnderstood(f'"\\{name}" is not known', token)
    return functions.best(parser, name)


def _vocabulary(parser: Parser, token: Token) -> Formula:
    return functions.function(parser, token, FUNCTIONS[token.text[1:]])


def _letter(name: str) -> Reader:
    return lambda parser, token: Symbol(name)


READERS: dict[str, Reader] = {
    **{"\\" + name: _vocabulary for name in FUNCTIONS},
    **dict.fromkeys(("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"), _fraction),
    "\\sqrt": _root,
    **dict.fromkeys(
        ("\\hat", "\\tilde", "\\bar", "\\dot", "\\ddot", "\\widehat", "\\widetilde", "\\overline"),
        _accent,
    ),
    **dict.fromkeys(
        ("\\underbrace", "\\overbrace", "\\underline", "\\cancel", "\\bcancel", "\\xcancel",
         "\\boxed", "\\textcircled", "\\uwave", "\\smash", "\\fbox"),
        _inside,
    ),
    "\\sum": counting.counted,
    "\\prod": counting.counted,
    "\\lim": counting.limit,
    "\\lfloor": _rounded,
    "\\lceil": _rounded,
    "\\langle": _inner,
    "\\nabla": gradients.nabla,
    "\\partial": derivatives.partial,
    "\\infty": _letter("infinity"),
    "\\ell": _letter("l"),
    "\\dots": lambda parser, token: Name("dots"),
    **dict.fromkeys(("\\arg", "\\argmin", "\\argmax"), _best),
    **dict.fromkeys(("\\lvert", "\\lVert", "\\|", "\\vert", "\\Vert", "\\{"),
                    lambda parser, token: _again(parser)),
}  # fmt: skip


def _again(parser: Parser) -> Formula:
    """Brackets are read by the parser itself."""
    parser.at -= 1
    return parser.atom()
