"""Names: letters, words, Greek, and the few constructions that are names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symopt.formula import Formula
from symopt.notes.latex import functions
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import FUNCTIONS, GREEK, VARIANTS, quantity, suffixed

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser


def named(parser: Parser, token: Token) -> Formula:
    """Read a name: a letter, a word, or a function with its arguments."""
    text = token.text
    if word := quantity(text):
        name, age, plain = word
        return Symbol(name, below=(age,) if age else (), written=f"\\text{{{plain}}}")
    if text in FUNCTIONS:
        return functions.function(parser, token, FUNCTIONS[text])
    if text == "d" and (inner := _differential(parser, token)) is not None:
        return inner
    if text in ("argmin", "argmax"):
        return functions.best(parser, text)
    if pair := suffixed(text):
        return Symbol(pair[0], below=(pair[1],))
    if accented := re.fullmatch(r"([A-Za-z])(hat|bar|tilde)", text):  # as in code
        return Symbol(accented[1], accents=(accented[2],))
    match = re.fullmatch(r"(.*[A-Za-z])_?(\d+)", text)
    if match:
        return Symbol(VARIANTS.get(match.group(1), match.group(1)), number=match.group(2))
    text = VARIANTS.get(text, text)
    if "_" in text:
        base, _, below = text.partition("_")
        return Symbol(base, below=(below,))
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
    """Read a Greek letter; \\Delta belongs to the letter after it."""
    after = parser.peek()
    if after is not None and after.kind == "number" and not after.spaced and after.text.isdigit():
        return Symbol(name, number=parser.take().text)  # β1, as people type it
    if name != "Delta" or after is None or not _begins_name(after):
        return Symbol(name)
    inner = parser.atom()
    if not isinstance(inner, Symbol):
        raise NotUnderstood("a difference of something that is no name", after)
    plain = replace(inner, index=None)
    written = f"\\Delta {plain.shown}"
    return Symbol(f"Delta_{plain.name}", written=written, index=inner.index)


def _begins_name(token: Token) -> bool:
    letter = token.kind == "command" and VARIANTS.get(token.text[1:], token.text[1:]) in GREEK
    accent = token.is_sign("\\hat", "\\tilde", "\\bar", "\\widehat", "\\widetilde")
    return token.kind == "name" or letter or accent or token.is_sign("{")
