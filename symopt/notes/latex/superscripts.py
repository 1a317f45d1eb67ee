"""What a superscript says: a power, a step, a word of the name, a unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Call, Formula, Number
from symopt.notes.latex import subscripts
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import GREEK, is_word, words

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

# Words above a letter that belong to its name, whatever their length.
LABELS = words(
    "corrected corr new old ahead prev next max min hat opt best true final pre post init bc "
    "lookahead look unbiased biased"
)
# Words that count: above a letter they are its power.
COUNTED = ("epoch", "step", "iter", "round", "batch", "num", "time")


def raised(parser: Parser, base: Formula, tokens: list[Token]) -> tuple[Formula, Formula | None]:
    """Apply a superscript; return the base, and the exponent if it is a power."""
    first = tokens[0]
    if all(token.is_sign("'") for token in tokens):
        return _primed(base, tokens), None
    if first.is_sign("\\circ", "\\degree") and len(tokens) == 1:
        return degrees(parser, base, first), None
    if first.is_sign("\\odot", "\\circ", "\\cdot") and len(tokens) > 1:
        return base, parser.sub(tokens[1:]).whole()
    if first.is_sign("\\top", "\\intercal") and len(tokens) == 1:
        return Call("transpose", (base,)), None
    if first.is_sign("\\textcircled"):
        tokens = tokens[1:]
    if len(tokens) == 1 and first.text == "T" and _is_vector(parser, base):
        return Call("transpose", (base,)), None
    if isinstance(base, Symbol) and (named := label(parser, base, tokens)) is not None:
        return named, None
    return base, parser.sub(tokens).whole()


def _is_vector(parser: Parser, base: Formula) -> bool:
    """Whether T above is a transpose: above Latin letters; above others it is a power."""
    names = [node for node in base.walk() if isinstance(node, (Symbol, Number))]
    if isinstance(base, Symbol) and base.stem in parser.conventions.raised:
        return False
    return all(isinstance(name, Symbol) and name.base not in GREEK for name in names)


def degrees(parser: Parser, base: Formula, token: Token) -> Formula:
    """Read a number of degrees as the number."""
    if not isinstance(base, Number):
        raise NotUnderstood("a degree sign on something that is no number", token)
    after = parser.peek()
    if after is not None and after.kind == "name" and after.text in ("F", "C", "K"):
        parser.take()
    return base


def label(parser: Parser, base: Symbol, tokens: list[Token]) -> Symbol | None:
    """Read a superscript that belongs to the name; None if it is a power."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 1:
        if first.kind == "words" and (word := subscripts.flattened(tokens)):
            return replace(base, above=(*base.above, word))
        if first.is_sign("*"):
            return replace(base, above=(*base.above, "star"))
        if first.is_sign("+", "-"):
            word = "plus" if first.text == "+" else "minus"
            return replace(base, above=(*base.above, word))
        text = first.text.removeprefix("\\")
        upright = first.end - first.start > len(text)  # \mathrm{...}
        name = first.kind == "name" and len(text) > 1 and not text.startswith(COUNTED)
        if (
            text in LABELS
            or text in parser.conventions.labels
            or (name and (upright or is_word(text)))
        ):
            return replace(base, above=(*base.above, text))
        step = base.stem in parser.conventions.raised and counter(Symbol(text), parser.bound)
        if step or (base.index is not None and text in parser.conventions.elements):
            return subscripts.with_index(parser, base, Symbol(text))
    if first.is_sign("(", "\\{", "[") and last.is_sign(")", "\\}", "]") and len(tokens) > 2:
        return _bracketed_label(parser, base, tokens)
    if len(parts := subscripts.split(tokens, ",")) > 1:
        for part in parts:
            labelled = label(parser, base, part) if part else base
            base = (
                labelled if labelled is not None else subscripts.lowered_piece(parser, base, part)
            )
        return base
    if (
        base.stem in parser.conventions.raised
        and (index := subscripts.read_index(parser, tokens)) is not None
    ):
        return subscripts.with_index(parser, base, index)
    word = subscripts.flattened(tokens)
    return replace(base, above=(*base.above, word)) if word in LABELS else None


def _bracketed_label(parser: Parser, base: Symbol, tokens: list[Token]) -> Symbol | None:
    """x^{(t)} and x^{\\{t\\}} are steps, W^{[l]} is a layer."""
    inside = tokens[1:-1]
    if not tokens[0].is_sign("["):
        if (index := subscripts.read_index(parser, inside)) is not None:
            # x_i^{(t)}: the step stands above, the element below. In a sum over examples,
            # x_j^{(i)}, the element says which variable it is.
            if isinstance(base.index, Symbol) and counter(index) in parser.bound:
                base = replace(base, below=(*base.below, base.index.base))
            return replace(base, index=index)
        if len(inside) > 1:
            return None
        if inside[0].text.isdigit():
            return replace(base, index=Number(Fraction(inside[0].text)))
    word = subscripts.flattened(inside)
    return replace(base, above=(*base.above, word)) if word else None


def _primed(base: Formula, tokens: list[Token]) -> Symbol:
    if not isinstance(base, Symbol) or len(tokens) > 2:
        raise NotUnderstood("a prime on something that is no name", tokens[0])
    return replace(base, primes=base.primes + len(tokens))
