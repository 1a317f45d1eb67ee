"""Names, functions, and the commands that take arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, LimitOf, Name, Number, Power, Product, SumOver
from symopt.notes.latex import gradients, scripts
from symopt.notes.latex.names import Symbol, counter, finish
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import CALLED, FUNCTIONS, GREEK, OBJECTIVES, VARIANTS, suffixed

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

Reader = Callable[["Parser", Token], Formula]
_OPENING = ("(", "[", "\\{", "{")
_TWO = frozenset({"maximum", "minimum"})


def begins(command: str) -> bool:
    """Tell whether a command can begin a factor."""
    return command in READERS


def read(parser: Parser, token: Token) -> Formula:
    """Read a command with its arguments; the command itself is taken."""
    return READERS[token.text](parser, token)


# names


def named(parser: Parser, token: Token) -> Formula:
    """Read a name: a letter, a word, or a function with its arguments."""
    text = token.text
    if text in FUNCTIONS:
        return function(parser, token, FUNCTIONS[text])
    if text == "d" and (inner := _differential(parser, token)) is not None:
        return inner
    if text == "partial":
        return Symbol(text)
    if pair := suffixed(text):
        return Symbol(pair[0], below=(pair[1],))
    match = re.fullmatch(r"(.*[A-Za-z])_?(\d+)", text)
    if match:
        return Symbol(VARIANTS.get(match.group(1), match.group(1)), number=match.group(2))
    text = VARIANTS.get(text, text)
    after = parser.peek()
    if len(text) > 1 and "_" in text:
        base, _, below = text.partition("_")
        return Symbol(base, below=(below,))
    mean = text in ("E", "RMS") or (len(text) > 2 and text.isupper())
    if mean and after is not None and after.is_sign("[") and not after.spaced:
        return _mean(parser, text)
    return Symbol(text)


def _differential(parser: Parser, token: Token) -> Symbol | None:
    """d and what stands right after it: dW with an upright d, d\\theta."""
    after = parser.peek()
    upright = token.end - token.start > 1
    if after is None or (after.spaced and not upright):
        return None
    name = after.text.removeprefix("\\")
    name = VARIANTS.get(name, name)
    if (after.kind == "name" and len(name) == 1) or (after.kind == "command" and name in GREEK):
        parser.take()
        return Symbol("d" + name)
    return None


def greek(parser: Parser, name: str) -> Formula:
    """A Greek letter; \\Delta belongs to the letter after it."""
    after = parser.peek()
    if name == "Delta" and after is not None and not after.is_sign("_", "^", "'"):
        start = parser.at
        if after.kind in ("name", "command") or after.is_sign("{"):
            inner = parser.atom()
            if isinstance(inner, Symbol):
                written = f"\\Delta {inner.shown}"
                plain = replace(inner, index=None)
                return Symbol(f"Delta_{plain.name}", written=written, index=inner.index)
            parser.at = start
    return Symbol(name)


def _mean(parser: Parser, base: str) -> Formula:
    """E[g^2]_t and RMS[g]_t are names; E[g_t^2] is a mean of something that has its own index."""
    opening = parser.take()
    first = parser.at
    inside, _ = parser.items(opening)
    tokens = parser.tokens[first : parser.at - 1]
    if len(inside) > 1:
        return Call(base, tuple(inside))
    indexed = any(isinstance(n, Symbol) and n.index is not None for n in inside[0].walk())
    word = _flat(inside[0]) or scripts.flattened(tokens)
    if word is None or (indexed and not parser.next_is("_")):
        return Call(base, tuple(inside))
    latex = finish(inside[0], parser.conventions).latex()
    return Symbol(f"{base}_{word}", written=f"{_roman(base)}[{latex}]")


def _flat(formula: Formula) -> str | None:
    match formula:
        case Symbol():
            return replace(formula, index=None).name
        case Power(base=Symbol() as base, exponent=Number() as exponent):
            return replace(base, index=None).name + str(exponent)
        case _:
            return None


def _roman(base: str) -> str:
    return base if len(base) == 1 else f"\\mathrm{{{base}}}"


# functions


def arguments(parser: Parser, function: str) -> list[Formula]:
    """Read a function's arguments: in brackets, or one factor without any."""
    token = parser.peek()
    if token is not None and token.is_sign("{"):
        inner = parser.sub(parser.group())
        found = [inner.expression()]
        while inner.took(",", ";"):
            found.append(inner.expression())
        if (rest := inner.peek()) is not None:
            raise inner.stray(rest)
        return found
    if token is not None and token.is_sign(*_OPENING):
        return parser.items(parser.take())[0]
    if token is None or not parser.starts_atom(token):
        raise NotUnderstood(f"{function} has no argument", token)
    found = [parser.postfix()]
    after = parser.peek()
    if after is not None and parser.starts_atom(after):
        raise NotUnderstood(f"where the argument of {function} ends is not clear", after)
    return found


def function(parser: Parser, token: Token, name: str) -> Formula:
    """A function of the vocabulary, such as \\max(a, b)."""
    power: Formula | None = None
    while parser.next_is("_", "^"):
        mark = parser.take()
        inside = scripts.script(parser)
        if mark.text == "_":
            raise NotUnderstood(f"{token.text.removeprefix(chr(92))} over something", mark)
        power = parser.sub(inside).whole()
    if name == "grad":
        return _gradient_function(parser)
    if name in ("sign", "sqrt", "abs") or name in _TWO:
        following = parser.peek()
        if following is None or not parser.starts_atom(following):
            return Symbol(token.text.removeprefix("\\"))
    found = arguments(parser, name)
    result = vocabulary(name, found, token)
    return result if power is None else scripts.bounded_power(result, power, token)


def _gradient_function(parser: Parser) -> Formula:
    following = parser.peek()
    if following is not None and following.is_sign("("):
        return Call("grad", (parser.items(parser.take())[0][0],))
    return Symbol("grad")


def vocabulary(name: str, found: list[Formula], token: Token) -> Formula:
    """Return a function of given arguments."""
    if name in _TWO:
        if len(found) < 2:
            raise NotUnderstood("a maximum of one thing", token)
        result = found[0]
        for other in found[1:]:
            result = Call(name, (result, other))
        return result
    if name == "clip":
        return Call(name, tuple(found))
    if len(found) != 1:
        raise NotUnderstood(f"{name} takes one argument, not {len(found)}", token)
    if name == "diag":
        return _diagonal(found[0])
    if name == "abs":
        from symopt.formula import Absolute

        return Absolute(found[0])
    return Call(name, tuple(found))


def _diagonal(inside: Formula) -> Formula:
    """diag(g g^T) is the square of g, element by element."""
    match inside:
        case Product(factors=(first, Call(function="transpose", arguments=(second,)))):
            return Power(first, Number(Fraction(2))) if first == second else inside
        case _:
            return inside


def called(parser: Parser, formula: Formula, start: int) -> Formula | None:
    """Read the argument in parentheses of what was just read, if it is a function.

    f(x) is; v(t) is an index; beta(1 - beta) is a product.
    """
    token = parser.peek()
    if token is None or not isinstance(formula, Symbol) or parser.at == 0:
        return None
    if parser.tokens[parser.at - 1].is_sign(")", "]"):
        return None
    if not token.is_sign("(") and not (token.is_sign("[") and not token.spaced):
        return None
    place = parser.at
    index = _argument_index(parser, formula)
    if index is not None:
        return index
    parser.at = place
    if not token.is_sign("(") or not _is_function(formula):
        return None
    found, _ = parser.items(parser.take())
    if formula.primes and formula.base in OBJECTIVES | {"g", "h"}:
        return Call("grad", (found[0],))
    if formula.base in OBJECTIVES or len(formula.base) > 1 or not _leads_with_number(found):
        name = formula.name if not formula.number else formula.stem + formula.number
        return Call(name, tuple(found))
    parser.at = place
    return None


def _is_function(symbol: Symbol) -> bool:
    word = len(symbol.base) > 2 and symbol.base not in GREEK and symbol.bare
    return (symbol.base in CALLED or word) and not symbol.accents


def _leads_with_number(found: list[Formula]) -> bool:
    if len(found) > 1:
        return False
    first = next(iter(found[0].children()), found[0])
    return isinstance(first, Number) or isinstance(found[0], Number)


def _argument_index(parser: Parser, symbol: Symbol) -> Symbol | None:
    """Read v(t) or v[t] as v with an index, where the document writes steps so."""
    opening = parser.take()
    if symbol.index is not None:
        return None
    first = parser.at
    depth = 1
    while depth:
        token = parser.peek()
        if token is None:
            return None
        depth += token.is_sign("(", "[") - token.is_sign(")", "]")
        parser.at += 1
    tokens = parser.tokens[first : parser.at - 1]
    if any(token.kind == "command" and token.text[1:] not in GREEK for token in tokens):
        return None
    if len(tokens) > 5 or not tokens:
        return None
    try:
        index = parser.sub(tokens).whole()
    except NotUnderstood:
        return None
    if counter(index, parser.bound) is None:
        return None
    alone = isinstance(index, Symbol)
    if opening.text == "[" or alone or parser.conventions.timed:
        return replace(symbol, index=index)
    return None


# commands with arguments


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
    from symopt.notes.latex.grammar import quotient

    top = parser.expression()
    token = parser.peek()
    if token is not None and token.is_sign("\\over"):
        parser.take()
        top = quotient(top, parser.expression(), token)
    if (rest := parser.peek()) is not None:
        raise parser.stray(rest)
    return top


def _fraction(parser: Parser, token: Token) -> Formula:
    from symopt.notes.latex.grammar import quotient

    if (derivative := gradients.derivative(parser)) is not None:
        return derivative
    top = argument(parser, digit=True)
    return quotient(top, argument(parser, digit=True), token)


def _root(parser: Parser, token: Token) -> Formula:
    if parser.next_is("["):
        opening = parser.take()
        degree, _ = parser.items(opening)
        exponent = Power(argument(parser), Number(Fraction(1)))
        from symopt.formula import Quotient

        if degree[0] == Number(Fraction(2)):
            return Call("sqrt", (exponent.base,))
        return Power(exponent.base, Quotient(Number(Fraction(1)), degree[0]))
    if parser.next_is("("):
        return Call("sqrt", (parser.bracketed(parser.take()),))
    return Call("sqrt", (argument(parser),))


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


def _stacked(parser: Parser, token: Token) -> Formula:
    raise NotUnderstood(f'"{token.text}" stacks signs in a way that is not read', token)


def _counted(parser: Parser, token: Token) -> Formula:
    """A sum over a letter; one without bounds goes from `first` to `last`."""
    below: list[Token] = []
    above: list[Token] = []
    while parser.next_is("_", "^"):
        mark = parser.take()
        (below if mark.text == "_" else above).extend(scripts.script(parser))
    letter, lower = _bounds(parser, below)
    upper = parser.sub(above).whole() if above else Symbol("last")
    bound = parser.bound
    parser.bound = bound | {letter.base}
    with parser.deeper():
        body = parser.product()
    parser.bound = bound
    if token.text == "\\prod":
        return Call("product_over", (body, letter, lower, upper))
    return SumOver(body, letter, lower, upper)


def _bounds(parser: Parser, below: list[Token]) -> tuple[Symbol, Formula]:
    place = next((i for i, token in enumerate(below) if token.kind == "relation"), len(below))
    letter = parser.sub(below[:place]).whole() if place else Symbol("i")
    if not isinstance(letter, Symbol):
        raise NotUnderstood("what a sum counts with is not clear", below[0])
    if place < len(below) and below[place].text == "=":
        return letter, parser.sub(below[place + 1 :]).whole()
    return letter, Symbol("first")


def _limit(parser: Parser, token: Token) -> Formula:
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


def norm(parser: Parser, inside: Formula) -> Formula:
    """A norm; which one is said below it."""
    return Call("norm", (inside,))


def _rounded(parser: Parser, token: Token) -> Formula:
    inside = parser.expression()
    parser.expect("\\rfloor" if token.text == "\\lfloor" else "\\rceil")
    return Call("floor" if token.text == "\\lfloor" else "ceil", (inside,))


def _argmin(parser: Parser, token: Token) -> Formula:
    if parser.took("_"):
        scripts.script(parser)
    with parser.deeper():
        return Call(token.text[1:], (parser.product(),))


def _vocabulary(parser: Parser, token: Token) -> Formula:
    return function(parser, token, FUNCTIONS[token.text[1:]])


def _letter(name: str) -> Reader:
    return lambda parser, token: Symbol(name)


READERS: dict[str, Reader] = {
    **dict.fromkeys(("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"), _fraction),
    "\\sqrt": _root,
    **dict.fromkeys(
        ("\\hat", "\\tilde", "\\bar", "\\dot", "\\ddot", "\\widehat", "\\widetilde", "\\overline"),
        _accent,
    ),
    **dict.fromkeys(
        ("\\underbrace", "\\overbrace", "\\underline", "\\cancel", "\\bcancel", "\\xcancel",
         "\\boxed", "\\textcircled", "\\uwave", "\\not@", "\\smash", "\\fbox"),
        _inside,
    ),
    **dict.fromkeys(("\\stackrel", "\\overset", "\\underset"), _stacked),
    "\\sum": _counted,
    "\\prod": _counted,
    "\\lim": _limit,
    "\\lfloor": _rounded,
    "\\lceil": _rounded,
    "\\nabla": gradients.nabla,
    "\\partial": gradients.partial,
    "\\infty": _letter("infinity"),
    "\\ell": _letter("l"),
    "\\dots": lambda parser, token: Name("dots"),
    "\\argmin": _argmin,
    "\\argmax": _argmin,
    **dict.fromkeys(("\\lvert", "\\lVert", "\\|", "\\vert", "\\Vert", "\\{"),
                    lambda parser, token: _again(parser)),
    **{"\\" + name: _vocabulary for name in FUNCTIONS},
}  # fmt: skip


def _again(parser: Parser) -> Formula:
    """Brackets are read by the parser itself."""
    parser.at -= 1
    return parser.atom()
