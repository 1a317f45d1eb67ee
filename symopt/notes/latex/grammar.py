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

from symopt.formula import Formula, Negative, Number, Sum
from symopt.notes.latex import brackets, commands, functions, scripts, symbols
from symopt.notes.latex.conventions import Conventions
from symopt.notes.latex.names import Symbol
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.values import number, product, quotient
from symopt.notes.latex.words import GREEK, VARIANTS, quantity

MAX_DEPTH = 60
MAX_QUOTIENTS = 20  # one after the other without parentheses

TIMES = ("*", "\\cdot", "\\times", "\\odot", "\\circ", "\\otimes", "\\bullet", "\\ast")
OVER = ("/", "\\div", "\\oslash")
SHOWN = {"\\lvert": "|", "\\rvert": "|", "\\lVert": "‖", "\\rVert": "‖"}


def is_quantity(token: Token) -> bool:
    """Whether words in a formula stand for a quantity: \\text{学习率}."""
    return token.kind == "words" and quantity(token.text) is not None


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
            parts.append(brackets.interval(self) if token.text == "in" else self.expression())
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
        if token.kind == "command":
            return NotUnderstood(f'the command "{token.text}" is not known here', token)
        if token.kind == "relation" or token.is_sign(*TIMES, *OVER, "^", "_"):
            return NotUnderstood(f'nothing stands before "{token.text}"', token)
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
                factors = [quotient(product(factors), divisor, token)]
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
        return product(factors)

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
        if token.kind in ("number", "name") or is_quantity(token):
            return True
        if token.is_sign("|", "\\|"):
            return not self.bars and brackets.opens_bar(self)
        if token.kind == "sign":
            return token.text in ("(", "[", "{")
        name = token.text[1:]
        return token.kind == "command" and (
            name in GREEK
            or name in VARIANTS
            or commands.begins(token.text)
            or token.is_sign("\\{", "\\lvert", "\\lVert")
        )

    def postfix(self) -> Formula:
        """Read an atom with its scripts, and its arguments if it is a function."""
        with self.deeper():
            formula = scripts.scripted(self, self.atom())
            while (called := functions.called(self, formula)) is not None:
                formula = scripts.scripted(self, called)
            return formula

    def atom(self) -> Formula:
        """Read a number, a name, something in brackets, or a command with its arguments."""
        token = self.take()
        if token.kind == "number":
            return number(token, percent=self.took("\\%"))
        if token.kind == "name" or is_quantity(token):
            return symbols.named(self, token)
        if token.is_sign(*brackets.CLOSING):
            return brackets.bracketed(self, token)
        if token.is_sign(*brackets.BARS):
            return brackets.bar(self, token)
        if token.is_sign("{"):
            self.at -= 1
            inside = self.group()
            if not inside:
                return self.atom()
            return commands.over(self.sub(inside))
        if token.kind == "command":
            name = VARIANTS.get(token.text[1:], token.text[1:])
            if name in GREEK:
                return symbols.greek(self, name)
            if commands.begins(token.text):
                return commands.read(self, token)
        raise self.stray(token)
