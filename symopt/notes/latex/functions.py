"""Functions and their arguments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Absolute, Call, Formula, Number, Power, Product
from symopt.notes.latex import brackets, scripts, subscripts
from symopt.notes.latex.names import Symbol, counter, finish
from symopt.notes.latex.objectives import gradient
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.values import bounded_power
from symopt.notes.latex.words import CALLED, GREEK, OBJECTIVES

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

_OPENING = ("(", "[", "\\{", "{")
_TWO = ("maximum", "minimum")
_INDEX = 7  # tokens that an index in parentheses may have


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
        return brackets.items(parser, parser.take())[0]
    if token is None or not parser.starts_atom(token):
        raise NotUnderstood(f"{function} has no argument", token)
    found = [parser.postfix()]
    after = parser.peek()
    if after is not None and parser.starts_atom(after):
        raise NotUnderstood(f"where the argument of {function} ends is not clear", after)
    return found


def function(parser: Parser, token: Token, name: str) -> Formula:
    """A function of the vocabulary, such as \\max(a, b)."""
    if name == "grad":
        return _gradient_function(parser)
    power: Formula | None = None
    while parser.next_is("_", "^"):
        mark = parser.take()
        inside = scripts.script(parser)
        if mark.text == "_":
            raise NotUnderstood(f"{token.text.removeprefix(chr(92))} over something", mark)
        power = parser.sub(inside).whole()
    if name in ("sign", "sqrt", "abs") or name in _TWO:
        following = parser.peek()
        if following is None or not parser.starts_atom(following):
            return Symbol(token.text.removeprefix("\\"))
    found = arguments(parser, name)
    result = vocabulary(name, found, token)
    return result if power is None else bounded_power(result, power, token)


def _gradient_function(parser: Parser) -> Formula:
    following = parser.peek()
    if following is not None and following.is_sign("("):
        return Call("grad", (brackets.items(parser, parser.take())[0][0],))
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
        return Absolute(found[0])
    return Call(name, tuple(found))


def _diagonal(inside: Formula) -> Formula:
    """diag(g g^T) is the square of g, element by element."""
    match inside:
        case Product(factors=(first, Call(function="transpose", arguments=(second,)))):
            return Power(first, Number(Fraction(2))) if first == second else inside
        case Product(factors=(first, second)) if first == second:
            return Power(first, Number(Fraction(2)))
        case _:
            return inside


def called(parser: Parser, formula: Formula) -> Formula | None:
    """Read the brackets after a name, if they are its argument or its index.

    f(x) is a value of f; v(t) is v with an index; E[g^2]_t is a name; beta(1 - beta) a product.
    """
    token = parser.peek()
    if token is None or not isinstance(formula, Symbol) or not token.is_sign("(", "["):
        return None
    if parser.tokens[parser.at - 1].is_sign(")", "]") or (token.text == "[" and token.spaced):
        return None
    base = formula.base
    if token.text == "[" and (base in ("E", "RMS") or (len(base) > 2 and base.isupper())):
        mean = _mean(parser, base)
        return replace(mean, index=formula.index) if isinstance(mean, Symbol) else mean
    place = parser.at
    index = _argument_index(parser, formula)
    if index is not None:
        return index
    parser.at = place
    if token.text == "[" or not _is_function(parser, formula):
        return None
    found, _ = brackets.items(parser, parser.take())
    if formula.primes and base in OBJECTIVES:
        return gradient(found[0])
    return _element(formula, found) or Call(replace(formula, index=None).name, tuple(found))


def _element(symbol: Symbol, found: list[Formula]) -> Symbol | None:
    """Read v(w, t) as the v of w at step t."""
    *elements, step = found
    if symbol.base in CALLED or not elements or counter(step) is None:
        return None
    below = [node.name for node in elements if isinstance(node, Symbol) and node.index is None]
    if len(below) < len(elements):
        return None
    return replace(symbol, below=(*symbol.below, *below), index=step)


def _is_function(parser: Parser, symbol: Symbol) -> bool:
    """Whether the parenthesis that comes next holds an argument: g(x), not g(1 - beta)."""
    if brackets.several(parser):
        return not symbol.accents
    if symbol.accents or (symbol.base in OBJECTIVES and symbol.bare):
        return not symbol.accents
    word = len(symbol.base) > 2 and symbol.base not in GREEK and symbol.bare
    first = parser.peek(1)
    return word or (symbol.base in CALLED and first is not None and first.kind != "number")


def _argument_index(parser: Parser, symbol: Symbol) -> Symbol | None:
    """Read v(t) or v[t] as v with an index; v(t - 1) where the document writes v(t)."""
    opening = parser.take()
    if symbol.index is not None:
        return None
    tokens: list[Token] = []
    while (token := parser.peek()) is not None and not token.is_sign(")", "]"):
        if len(tokens) > _INDEX or token.kind not in ("name", "number", "sign", "command"):
            return None
        tokens.append(parser.take())
    index = subscripts.read_index(parser, tokens)
    if parser.peek() is None or not tokens:
        return None
    layer = opening.text == "[" and len(tokens) == 1 and tokens[0].text.isdigit()
    if layer and not symbol.number and not symbol.below:
        parser.take()  # W[1]
        return replace(symbol, number=tokens[0].text)
    if index is None and opening.text == "[" and all(token.kind == "name" for token in tokens):
        parser.take()  # v[dW]
        return replace(symbol, below=(*symbol.below, "".join(token.text for token in tokens)))
    if index is None:
        return None
    parser.take()
    timed = parser.conventions.timed
    steps = symbol.name in timed or (timed and symbol.bare and symbol.base in CALLED)
    if isinstance(index, Symbol) or opening.text == "[" or steps:
        return replace(symbol, index=index, called=opening.text == "(")
    return None


def _mean(parser: Parser, base: str) -> Formula:
    """E[g^2]_t and RMS[g]_t are names; E[g_t^2] is a mean of something that has its own index."""
    opening = parser.take()
    first = parser.at
    inside, _ = brackets.items(parser, opening)
    tokens = parser.tokens[first : parser.at - 1]
    if len(inside) > 1:
        return Call(base, tuple(inside))
    indexed = any(isinstance(node, Symbol) and node.index for node in inside[0].walk())
    word = _flat(inside[0]) or subscripts.flattened(tokens)
    if word is None or (indexed and not parser.next_is("_")):
        return Call(base, tuple(inside))
    latex = finish(inside[0], parser.conventions.indexed).latex()
    roman = base if len(base) == 1 else f"\\mathrm{{{base}}}"
    return Symbol(f"{base}_{word}", written=f"{roman}[{latex}]")


def _flat(formula: Formula) -> str | None:
    match formula:
        case Symbol():
            return replace(formula, index=None).name
        case Power(base=Symbol() as base, exponent=Number() as exponent):
            return replace(base, index=None).name + str(exponent)
        case _:
            return None


def best(parser: Parser, name: str) -> Formula:
    """Read what stands after \\argmin."""
    if parser.took("_"):
        scripts.script(parser)
    with parser.deeper():
        return Call(name, (parser.product(),))
