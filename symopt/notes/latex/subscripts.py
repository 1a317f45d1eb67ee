"""What a subscript says: an index, or a part of the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, Negative, Number, Sum
from symopt.notes.latex import brackets
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import CHINESE, DAYS, VARIANTS, quantity

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

ELEMENTS = ("i", "j", "l")  # below a letter beside a step they number its elements


def lowered(parser: Parser, base: Formula, tokens: list[Token]) -> Formula:
    """Apply a subscript: words and a number join the name, a counter is the index."""
    if isinstance(base, Call) and base.function == "norm":
        which = flattened(tokens)
        return base if which in ("2", "F", "") else replace(base, function=f"norm_{which}")
    match base:
        case Call(function="sqrt", arguments=(Symbol(index=None) as inside,)):
            return replace(base, arguments=(lowered(parser, inside, tokens),))
        case _:
            pass
    if not isinstance(base, Symbol):
        raise NotUnderstood("a subscript on something that is no name", tokens[0])
    for piece in split(tokens, ","):
        base = lowered_piece(parser, base, piece)
    return base


def lowered_piece(parser: Parser, base: Symbol, tokens: list[Token]) -> Symbol:
    if not tokens:
        return base
    if len(tokens) == 1 and tokens[0].kind == "number" and tokens[0].text.isdigit():
        if base.number or base.below or base.index is not None:
            return replace(base, below=(*base.below, tokens[0].text))
        return replace(base, number=tokens[0].text)
    if len(tokens) == 1 and base.index is None and (back := DAYS.get(tokens[0].text)) is not None:
        now = Symbol("t")
        return replace(base, index=Sum((now, Negative(Number(Fraction(1))))) if back else now)
    if word := element(tokens):
        if base.index is not None:
            return base
        return replace(base, below=(*base.below, word))
    if (index := read_index(parser, tokens)) is not None:
        return with_index(parser, base, index)
    word = flattened(tokens)
    if word is None:
        raise NotUnderstood("a subscript that is neither an index nor a name", tokens[0])
    return replace(base, below=(*base.below, word))


def with_index(parser: Parser, base: Symbol, index: Formula) -> Symbol:
    """Give a name its index; of two, the step stays and the element is dropped."""
    if base.index is None:
        return replace(base, index=index)
    mine, other = counter(base.index, parser.bound), counter(index, parser.bound)
    step, element = index, base.index
    if mine not in ELEMENTS or other in ELEMENTS:
        step, element = base.index, index
    if isinstance(element, Symbol) and element.base in parser.bound:  # summed over, so kept
        return replace(base, index=step, below=(*base.below, element.base))
    return replace(base, index=step)


def element(tokens: list[Token]) -> str | None:
    """Several letters side by side, such as ii or ij."""
    if len(tokens) < 2 or any(token.kind != "name" for token in tokens):
        return None
    return "".join(token.text for token in tokens)


def read_index(parser: Parser, tokens: Sequence[Token]) -> Formula | None:
    """Read an index such as t - 1; None if the tokens are none."""
    if any(token.kind not in ("name", "number", "sign", "command") for token in tokens):
        return None
    if any(token.is_sign("_", "^", "'", "=") for token in tokens):
        return None
    if not any(token.kind in ("name", "command") for token in tokens):
        return None
    formula = attempt(parser, tokens)
    if formula is None or counter(formula, parser.bound) is None:
        return None
    return formula


def attempt(parser: Parser, tokens: Sequence[Token]) -> Formula | None:
    try:
        return parser.sub(tokens).whole()
    except NotUnderstood:
        return None


def flattened(tokens: Sequence[Token]) -> str | None:
    """Return the tokens of a script as one word; None if they are no word."""
    words: list[str] = []
    for token in tokens:
        text = token.text
        if token.kind in ("name", "number"):
            words.append(text.replace(".", "_"))
        elif token.kind == "words" and text in CHINESE:
            words.append(CHINESE[text])
        elif token.kind == "words" and (word := quantity(text)):
            words.append("_".join(part for part in word[:2] if part))
        elif token.kind == "words" and text.replace(" ", "").isalnum() and text.isascii():
            words.append(text.replace(" ", "_"))
        elif token.kind == "command" and text[1:].isalpha():
            words.append(VARIANTS.get(text[1:], text[1:]))
        elif token.is_sign("[", "]", "(", ")", "{", "}", "_", "^", "\\{", "\\}", "\\_", ",", "/"):
            words.append("_")
        elif token.is_sign("+", "-"):
            words.append("_plus_" if text == "+" else "_minus_")
        elif token.is_sign("*", "'"):
            words.append("_star" if text == "*" else "_prime")
        else:
            return None
    return "_".join(part for part in "".join(words).split("_") if part) or None


def split(tokens: Sequence[Token], sign: str) -> list[list[Token]]:
    """Split tokens at a sign that stands outside all brackets."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.is_sign(*brackets.OPEN) - token.is_sign(*brackets.CLOSE)
        if depth == 0 and token.is_sign(sign):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces
