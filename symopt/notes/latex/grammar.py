"""Expressions: a parser by precedence over tokens.

Written by hand and not generated from a grammar, because what LaTeX means depends on more than
its symbols: juxtaposition is a product unless the left side is a function, ``\\frac12`` takes two
digits of one number, scripts come in either order and say different things on a letter and on a
number. Each of these is one short method here, knows its place in the file when it gives up, and
takes linear time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from symopt.formula import Absolute, Call, Formula, Negative, Number, Product, Quotient, Sum
from symopt.notes.latex import commands, scripts
from symopt.notes.latex.conventions import Conventions
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import GREEK, VARIANTS

MAX_DEPTH = 60
MAX_DIGITS = 40
MAX_QUOTIENTS = 20  # one after the other without parentheses

TIMES = ("*", "\\cdot", "\\times", "\\odot", "\\circ", "\\otimes", "\\bullet", "\\ast")
OVER = ("/", "\\div", "\\oslash")
CLOSING = {"(": (")", "]"), "[": ("]", ")"), "\\{": ("\\}",)}
SHOWN = {"\\lvert": "|", "\\rvert": "|", "\\lVert": "‖", "\\rVert": "‖"}


class Parser:
    """Reads the tokens of one formula from left to right."""

    def __init__(
        self,
        tokens: Sequence[Token],
        conventions: Conventions,
        depth: int = 0,
        bound: frozenset[str] = frozenset(),
    ):
        self.tokens = list(tokens)
        self.conventions = conventions
        self.depth = depth
        self.bound = bound  # letters that a sum around this counts with
        self.at = 0
        self.bars = 0  # how many | are open

    # tokens

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def next_is(self, *texts: str) -> bool:
        token = self.peek()
        return token is not None and token.is_sign(*texts)

    def take(self) -> Token:
        token = self.peek()
        if token is None:
            raise NotUnderstood("the formula breaks off")
        self.at += 1
        return token

    def took(self, *texts: str) -> bool:
        """Take the next token if it is one of these signs."""
        if self.next_is(*texts):
            self.at += 1
            return True
        return False

    def expect(self, *texts: str) -> Token:
        token = self.peek()
        if token is None or not token.is_sign(*texts):
            raise NotUnderstood(f'"{SHOWN.get(texts[0], texts[0])}" is missing', token)
        return self.take()

    def sub(self, tokens: Sequence[Token]) -> Parser:
        """Return a parser of tokens that stand inside this formula."""
        if self.depth >= MAX_DEPTH:
            raise NotUnderstood(f"nested more than {MAX_DEPTH} deep", self.peek())
        return Parser(tokens, self.conventions, self.depth + 1, self.bound)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotUnderstood(f"nested more than {MAX_DEPTH} deep", self.peek())
        yield
        self.depth -= 1

    def group(self) -> list[Token]:
        """Take a group in braces and return the tokens in it."""
        start = self.expect("{")
        depth, first = 1, self.at
        while depth:
            token = self.peek()
            if token is None:
                raise NotUnderstood("a brace is not closed", start)
            depth += token.is_sign("{") - token.is_sign("}")
            self.at += 1
        return self.tokens[first : self.at - 1]

    # expressions

    def chain(self) -> tuple[tuple[Formula, ...], tuple[str, ...]]:
        """Read formulas joined by relations, to the end."""
        parts = [self.expression()]
        links: list[str] = []
        while (token := self.peek()) is not None:
            if token.kind != "relation":
                raise self.stray(token)
            self.take()
            links.append(token.text)
            parts.append(self.interval() if token.text == "in" else self.expression())
        return tuple(parts), tuple(links)

    def whole(self) -> Formula:
        """Read one expression, to the end."""
        formula = self.expression()
        if (token := self.peek()) is not None:
            raise self.stray(token)
        return formula

    def stray(self, token: Token) -> NotUnderstood:
        """Say what is wrong with a token that nothing can continue with."""
        if token.is_sign(")", "]", "\\}", "}"):
            return NotUnderstood(f'"{token.text[-1]}" closes nothing', token)
        if token.kind == "words":
            return NotUnderstood(f'words inside a formula: "{token.text}"', token)
        return NotUnderstood(f'"{token.text}" is not understood here', token)

    def expression(self) -> Formula:
        """Read a sum."""
        with self.deeper():
            terms: list[Formula] = []
            negative = self.sign()
            while True:
                term = self.product()
                terms.append(Negative(term) if negative else term)
                if not self.next_is("+", "-"):
                    break
                negative = self.sign()
            return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def sign(self) -> bool:
        """Take signs; tell whether they are a minus."""
        negative = False
        while self.next_is("+", "-"):
            negative ^= self.take().text == "-"
        return negative

    def product(self) -> Formula:
        """Read factors, divided or side by side, from left to right."""
        factors = [self.postfix()]
        quotients, slashed = 0, False
        while (token := self.peek()) is not None:
            if token.is_sign(*TIMES):
                self.take()
                factors.append(self.factor())
                slashed = False
            elif token.is_sign(*OVER):
                self.take()
                divisor = self.factor()
                factors = [quotient(_product(factors), divisor, token)]
                quotients += 1
                if quotients > MAX_QUOTIENTS:
                    raise NotUnderstood(f"more than {MAX_QUOTIENTS} divisions in a row", token)
                slashed = isinstance(divisor, (Symbol, Number)) and not self.closed()
            elif self.starts_atom(token):
                following = self.postfix_after(token, factors[-1], slashed)
                factors.append(following)
                slashed = False
            else:
                break
        return _product(factors)

    def closed(self) -> bool:
        """Whether what was read last ends with a bracket, so that it is clear where it ends."""
        return self.tokens[self.at - 1].is_sign(")", "]", "}")

    def postfix_after(self, token: Token, before: Formula, slashed: bool) -> Formula:
        """Read a factor that stands beside another one without a sign."""
        if token.kind == "number" and isinstance(before, Number) and not self.closed():
            raise NotUnderstood("two numbers stand side by side", token)
        opening = token.is_sign("(", "[", "\\sum", "\\lVert", "\\|", "|", "\\lvert")
        if slashed and not (opening and isinstance(self.divisor(), Number)):
            raise NotUnderstood("a/b c can be read in two ways; write \\frac or parentheses", token)
        return self.postfix()

    def divisor(self) -> Formula | None:
        token = self.tokens[self.at - 1]
        return Number(Fraction(0)) if token.kind == "number" else None

    def factor(self) -> Formula:
        """Read a factor after a sign, where it may have a minus of its own."""
        if self.next_is("+", "-"):
            negative = self.sign()
            with self.deeper():
                inner = self.postfix()
            return Negative(inner) if negative else inner
        return self.postfix()

    def starts_atom(self, token: Token) -> bool:
        """Tell whether a token can begin a factor."""
        if token.kind in ("number", "name"):
            return True
        if token.kind == "sign":
            return token.text in ("(", "[", "{") or (token.text == "|" and not self.bars)
        if token.kind != "command":
            return False
        if token.text == "\\|":
            return not self.bars
        return commands.begins(token.text) or token.text[1:] in GREEK or token.text[1:] in VARIANTS

    def postfix(self) -> Formula:
        """Read an atom with its scripts, and its arguments if it is a function."""
        with self.deeper():
            start = self.at
            formula = scripts.scripted(self, self.atom())
            while (called := commands.called(self, formula, start)) is not None:
                formula = scripts.scripted(self, called)
            return formula

    def atom(self) -> Formula:
        """Read a number, a name, something in brackets, or a command with its arguments."""
        token = self.take()
        if token.kind == "number":
            return number(token, percent=self.took("\\%"))
        if token.kind == "name":
            return commands.named(self, token)
        if token.is_sign("("):
            return self.bracketed(token)
        if token.is_sign("[", "\\{"):
            return self.bracketed(token)
        if token.is_sign("{"):
            self.at -= 1
            inside = self.group()
            if not inside:
                return self.atom()
            return commands.over(self.sub(inside))
        if token.is_sign("|", "\\lvert", "\\|", "\\lVert", "\\vert", "\\Vert"):
            return self.bar(token)
        if token.kind == "command":
            name = VARIANTS.get(token.text[1:], token.text[1:])
            if name in GREEK:
                return commands.greek(self, name)
            if commands.begins(token.text):
                return commands.read(self, token)
            raise NotUnderstood(f'the command "{token.text}" is not known', token)
        raise self.stray(token)

    def bar(self, token: Token) -> Formula:
        """|x| and ‖x‖; a bare bar closes the one that is open."""
        closing = {"|": ("|",), "\\lvert": ("\\rvert",), "\\vert": ("\\vert",)}
        closing |= {"\\|": ("\\|",), "\\lVert": ("\\rVert",), "\\Vert": ("\\Vert",)}
        self.bars += 1
        inside = self.expression()
        self.bars -= 1
        self.expect(*closing[token.text])
        if token.text in closing and token.text not in ("|", "\\lvert", "\\vert"):
            return commands.norm(self, inside)
        return Absolute(inside)

    def items(self, opening: Token) -> tuple[list[Formula], Token]:
        """Read what stands in brackets, separated by commas; return it and the closing bracket."""
        bars, self.bars = self.bars, 0
        found = [self.expression()]
        while self.took(",", ";", ":", "|", "\\mid", "\\vert"):
            found.append(self.expression())
        self.bars = bars
        closing = self.peek()
        if closing is None or not closing.is_sign(*CLOSING[opening.text]):
            what = f'"{opening.text[-1]}" is not closed'
            raise NotUnderstood(what, opening if closing is None else closing)
        self.take()
        return found, closing

    def bracketed(self, opening: Token) -> Formula:
        """Something in parentheses; several things are a list."""
        found, closing = self.items(opening)
        if len(found) > 1:
            return Call("list", tuple(found))
        if CLOSING[opening.text][0] != closing.text:
            raise NotUnderstood(f'"{opening.text[-1]}" is closed by "{closing.text}"', closing)
        return found[0]

    def interval(self) -> Formula:
        """What stands after \\in: an interval, or a set."""
        opening = self.peek()
        if opening is not None and opening.is_sign("(", "["):
            self.take()
            found, _ = self.items(opening)
            if len(found) == 2 and self.peek() is None:
                return Call("interval", tuple(found))
            return found[0] if len(found) == 1 else Call("list", tuple(found))
        return self.expression()


def _product(factors: list[Formula]) -> Formula:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def quotient(top: Formula, bottom: Formula, token: Token | None) -> Formula:
    """A fraction, unless it divides by zero."""
    if isinstance(bottom, Number) and bottom.value == 0:
        raise NotUnderstood("division by zero", token)
    return Quotient(top, bottom)


def number(token: Token, percent: bool = False) -> Number:
    """A number as written; 50\\% is one half."""
    if len(token.text) > MAX_DIGITS:
        raise NotUnderstood(f"a number has more than {MAX_DIGITS} digits", token)
    mantissa, _, exponent = token.text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise NotUnderstood(f"a number has an exponent above {MAX_DIGITS}", token)
    value = Fraction(token.text)
    if percent:
        return Number(value / 100, token.text + "%")
    return Number(value, None if mantissa.isdigit() and not exponent else token.text)
