"""What stands above and below: powers, indices, and words that belong to a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symopt.formula import Absolute, Call, Formula, Negative, Number, Power, Quotient
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import VARIANTS, is_word, words

if TYPE_CHECKING:
    from symopt.notes.latex.grammar import Parser

MAX_POWER = 100_000  # digits that a power of numbers may have

# Words above a letter that belong to its name, whatever their length.
LABELS = words(
    "corrected corr new old ahead prev next max min hat opt best true final pre post init bc "
    "lookahead look unbiased biased"
)


def scripted(parser: Parser, base: Formula) -> Formula:
    """Read the scripts after a formula, in either order, and apply them."""
    below: list[list[Token]] = []
    above: list[list[Token]] = []
    primes = 0
    while True:
        if parser.took("'"):
            primes += 1
        elif parser.took("_"):
            below.append(script(parser))
        elif parser.took("^"):
            above.append(script(parser))
        elif (token := parser.peek()) and token.text.startswith("\\combining-"):
            parser.take()
            base = accented(parser, base, token.text.removeprefix("\\combining-"))
        else:
            break
    if primes:
        base = primed(parser, base, primes)
    for tokens in below:
        base = lowered(parser, base, tokens)
    power: Formula | None = None
    for tokens in above:
        base, exponent = raised(parser, base, tokens)
        if exponent is not None and power is not None:
            raise NotUnderstood("two powers on one base", tokens[0])
        power = exponent if exponent is not None else power
    if power is None:
        return base
    if isinstance(base, Absolute) and isinstance(power, Number) and power.value % 2 == 0:
        base = base.inside
    return bounded_power(base, power, above[-1][0])


def script(parser: Parser) -> list[Token]:
    """Take the tokens of one script: a group, or one token with its arguments."""
    token = parser.peek()
    if token is None:
        raise NotUnderstood("a script is missing", parser.tokens[-1])
    if token.is_sign("{"):
        inside = parser.group()
        if not inside:
            raise NotUnderstood("a script is empty", token)
        return inside
    start = parser.at
    if token.is_sign("("):  # x^(t), as people write who think of plain text
        _skip_brackets(parser)
    elif token.kind == "command" and token.text in ("\\frac", "\\dfrac", "\\tfrac", "\\sqrt"):
        parser.atom()
    elif token.is_sign("-") and (after := parser.peek(1)) and after.kind == "number":
        parser.at += 2
    elif token.kind in ("number", "name", "command") or token.is_sign("*", "+", "-", "'"):
        parser.take()
        if token.text in ("\\hat", "\\bar", "\\tilde"):
            parser.atom()
        after = parser.peek()
        elementwise = token.is_sign("\\odot", "\\circ")
        if elementwise and after is not None and after.kind == "number" and not after.spaced:
            parser.take()
    else:
        raise NotUnderstood(f'"{token.text}" cannot be a script', token)
    return parser.tokens[start : parser.at]


def _skip_brackets(parser: Parser) -> None:
    depth = 0
    while True:
        token = parser.take()
        depth += token.is_sign("(") - token.is_sign(")")
        if depth == 0:
            return


def accented(parser: Parser, base: Formula, accent: str) -> Formula:
    """Put a hat or a bar over a name."""
    if not isinstance(base, Symbol):
        raise NotUnderstood(f"a {accent} over something that is no name", parser.peek())
    return replace(base, accents=(accent, *base.accents))


def primed(parser: Parser, base: Formula, primes: int) -> Formula:
    if not isinstance(base, Symbol) or primes > 2:
        raise NotUnderstood("a prime on something that is no name", parser.peek())
    return replace(base, primes=base.primes + primes)


def lowered(parser: Parser, base: Formula, tokens: list[Token]) -> Formula:
    """Apply a subscript: words and a number join the name, a counter is the index."""
    if isinstance(base, Call) and base.function == "norm":
        return base  # which norm is of no concern
    if not isinstance(base, Symbol):
        raise NotUnderstood("a subscript on something that is no name", tokens[0])
    for piece in split(tokens, ","):
        base = _lowered_piece(parser, base, piece)
    return base


def _lowered_piece(parser: Parser, base: Symbol, tokens: list[Token]) -> Symbol:
    if not tokens:
        return base
    if len(tokens) == 1 and tokens[0].kind == "number" and tokens[0].text.isdigit():
        if base.number or base.below or base.index is not None:
            return replace(base, below=(*base.below, tokens[0].text))
        return replace(base, number=tokens[0].text)
    if word := _element(tokens):
        if base.index is not None:
            return base
        return replace(base, below=(*base.below, word))
    if (index := _index(parser, tokens)) is not None:
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
    if mine in ("i", "j", "l") and other not in ("i", "j", "l"):
        return replace(base, index=index)
    return base


def _element(tokens: list[Token]) -> str | None:
    """Several letters side by side, such as ii or ij."""
    if len(tokens) < 2 or any(token.kind != "name" for token in tokens):
        return None
    return "".join(token.text for token in tokens)


def _index(parser: Parser, tokens: Sequence[Token]) -> Formula | None:
    """Read an index such as t - 1; None if the tokens are none."""
    if any(token.kind not in ("name", "number", "sign", "command") for token in tokens):
        return None
    if any(token.is_sign("_", "^", "'", "=") for token in tokens):
        return None
    if not any(token.kind in ("name", "command") for token in tokens):
        return None
    formula = _attempt(parser, tokens)
    if formula is None or counter(formula, parser.bound) is None:
        return None
    return formula


def _attempt(parser: Parser, tokens: Sequence[Token]) -> Formula | None:
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


def raised(parser: Parser, base: Formula, tokens: list[Token]) -> tuple[Formula, Formula | None]:
    """Apply a superscript; return the base, and the exponent if it is a power."""
    first = tokens[0]
    if all(token.is_sign("'") for token in tokens):
        return primed(parser, base, len(tokens)), None
    if first.is_sign("\\circ", "\\degree") and len(tokens) == 1:
        return _degrees(parser, base, first), None
    if first.is_sign("\\odot", "\\circ", "\\cdot") and len(tokens) > 1:
        return base, parser.sub(tokens[1:]).whole()
    if first.is_sign("\\top", "\\intercal") and len(tokens) == 1:
        return Call("transpose", (base,)), None
    if first.is_sign("\\textcircled"):
        tokens = tokens[1:]
    if isinstance(base, Symbol) and (named := _label(parser, base, tokens)) is not None:
        return named, None
    return base, parser.sub(tokens).whole()


def _degrees(parser: Parser, base: Formula, token: Token) -> Formula:
    if not isinstance(base, Number):
        raise NotUnderstood("a degree sign on something that is no number", token)
    after = parser.peek()
    if after is not None and after.kind == "name" and after.text in ("F", "C", "K"):
        parser.take()
    return base


def _label(parser: Parser, base: Symbol, tokens: list[Token]) -> Symbol | None:
    """Read a superscript that belongs to the name; None if it is a power."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 1:
        if first.kind == "words" and (word := flattened(tokens)):
            return replace(base, above=(*base.above, word))
        if first.is_sign("*"):
            return replace(base, above=(*base.above, "star"))
        if first.is_sign("+", "-"):
            word = "plus" if first.text == "+" else "minus"
            return replace(base, above=(*base.above, word))
        text = first.text.removeprefix("\\")
        if text in LABELS or (first.kind == "name" and len(text) > 1 and is_word(text)):
            return replace(base, above=(*base.above, text))
        if base.stem in parser.conventions.raised and counter(Symbol(text), parser.bound):
            return with_index(parser, base, Symbol(text))
    if first.is_sign("(", "\\{", "[") and last.is_sign(")", "\\}", "]") and len(tokens) > 2:
        return _bracketed_label(parser, base, tokens)
    if len(parts := split(tokens, ",")) > 1:
        for part in parts:
            labelled = _label(parser, base, part) if part else base
            base = labelled if labelled is not None else _lowered_piece(parser, base, part)
        return base
    if base.stem in parser.conventions.raised and (index := _index(parser, tokens)) is not None:
        return with_index(parser, base, index)
    word = flattened(tokens)
    return replace(base, above=(*base.above, word)) if word in LABELS else None


def _bracketed_label(parser: Parser, base: Symbol, tokens: list[Token]) -> Symbol | None:
    """x^{(t)} and x^{\\{t\\}} are steps, W^{[l]} is a layer."""
    inside = tokens[1:-1]
    if not tokens[0].is_sign("["):
        if (index := _index(parser, inside)) is not None:
            if base.index is not None:  # x_i^{(t)}: the step stands above, the element below
                base = replace(base, index=None)
            return replace(base, index=index)
        if len(inside) == 1 and inside[0].text.isdigit():
            return replace(base, index=Number(Fraction(inside[0].text)))
        if _attempt(parser, inside) is not None and flattened(inside) is None:
            return None
    word = flattened(inside)
    return replace(base, above=(*base.above, word)) if word else None


def split(tokens: Sequence[Token], sign: str) -> list[list[Token]]:
    """Split tokens at a sign that stands outside all brackets."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.is_sign("(", "[", "{", "\\{") - token.is_sign(")", "]", "}", "\\}")
        if depth == 0 and token.is_sign(sign):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


def bounded_power(base: Formula, exponent: Formula, token: Token) -> Formula:
    """A power, unless its value would fill the memory."""
    constant = _constant(exponent)
    numeric = not any(isinstance(node, (Symbol, Call)) for node in base.walk())
    if constant is None:
        if numeric and not any(isinstance(node, (Symbol, Call)) for node in exponent.walk()):
            raise NotUnderstood("a power of numbers is too nested", token)
        return Power(base, exponent)
    if numeric:
        if any(isinstance(node, Power) for node in base.walk()):
            raise NotUnderstood("a power of a power of numbers is not read", token)
        digits = sum(len(str(node)) for node in base.walk() if isinstance(node, Number))
        if digits * abs(constant) > MAX_POWER:
            raise NotUnderstood("an exponent is too large", token)
    elif abs(constant) > 10_000:
        raise NotUnderstood("an exponent is too large", token)
    return Power(base, exponent)


def _constant(formula: Formula) -> Fraction | None:
    """The value of an exponent made of numbers."""
    match formula:
        case Number(value=value):
            return value
        case Negative(term=term):
            inner = _constant(term)
            return None if inner is None else -inner
        case Quotient(top=top, bottom=bottom):
            above, below = _constant(top), _constant(bottom)
            return above / below if above is not None and below else None
        case _:
            return None
