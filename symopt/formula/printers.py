"""Printers of formulas: one walk over the tree, four notations."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from symopt.formula.tree import (
    Absolute,
    Call,
    Chain,
    Formula,
    LimitOf,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    SumOver,
)

GREEK = frozenset(
    name
    for line in (
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma",
        "tau phi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega",
    )
    for name in line.split()
)
ACCENTS = {"hat": "hat", "bar": "overline", "tilde": "tilde"}
# Names whose usual symbol is not their spelling.
USUAL = {"weight_decay": "lambda", "lambda_": "lambda", "infinity": "infinity"}

SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)


def split_name(name: str) -> tuple[str, str, str]:
    """Split a name into base, accent and subscript: ``mhat`` is m, hat; ``beta1`` is beta, 1."""
    name = USUAL.get(name, name)
    head, _, tail = name.partition("_")
    accent = ""
    for ending in ACCENTS:
        stem = head.removesuffix(ending)
        if stem != head and (len(stem) == 1 or stem in GREEK):
            head, accent = stem, ending
    match = re.fullmatch(r"([A-Za-z]+)(\d+)", head)
    if match and not tail:
        head, tail = match.group(1), match.group(2)
    elif not tail and head not in GREEK and len(head) > 1 and head[1:] in ("max", "min"):
        head, tail = head[0], head[1:]
    return head, accent, tail.replace("_", " ")


def spelling(node: Name) -> str:
    """Return what a name is printed as; where `shown` is LaTeX, other notations take the name."""
    return node.shown if node.shown and node.shown.isidentifier() else node.name


class Printer:
    """Walks a formula; subclasses say how the pieces are written."""

    plus = "+"
    minus = "-"
    times = " "

    def print(self, formula: Formula) -> str:
        """Return the formula as text in this notation."""
        return self._visit(formula)[0]

    def _visit(self, node: Formula) -> tuple[str, int]:
        visit: Callable[[Formula], tuple[str, int]] = getattr(
            self, "_" + type(node).__name__.lower()
        )
        return visit(node)

    def _at(self, node: Formula, level: int) -> str:
        """Print a part, in parentheses if it binds less tightly than `level`."""
        text, own = self._visit(node)
        return text if own >= level else self.parenthesise(text)

    def parenthesise(self, text: str) -> str:
        return f"({text})"

    def index(self, formula: Formula) -> str:
        """Print a time index, close together as under a letter: t-1."""
        return self.print(formula).replace(" + ", "+").replace(f" {self.minus} ", self.minus)

    def _number(self, node: Number) -> tuple[str, int]:
        if node.written is None and node.value.denominator != 1:
            top, bottom = (Number(Fraction(n)) for n in node.value.as_integer_ratio())
            if node.value < 0:
                return self._negative(Negative(Number(-node.value)))
            return self._quotient(Quotient(top, bottom))
        if node.value < 0:
            return str(node), NEGATIVE
        return str(node), ATOM

    def _sum(self, node: Sum) -> tuple[str, int]:
        pieces: list[str] = []
        for place, term in enumerate(node.terms):
            if isinstance(term, Negative) and place:
                pieces.append(f" {self.minus} " + self._at(term.term, PRODUCT))
            elif place:
                pieces.append(f" {self.plus} " + self._at(term, PRODUCT))
            else:
                pieces.append(self._at(term, NEGATIVE))
        return "".join(pieces), SUM

    def _negative(self, node: Negative) -> tuple[str, int]:
        return self.minus + self._at(node.term, PRODUCT), NEGATIVE

    def _product(self, node: Product) -> tuple[str, int]:
        # A minus sign may lead a product but not stand inside it; a big sum may end it.
        *inner, last = node.factors
        levels = [NEGATIVE, *[POWER] * (len(inner) - 1)] if inner else []
        open_ended = isinstance(last, (SumOver, LimitOf))
        levels = [
            ATOM if isinstance(f, (SumOver, LimitOf)) else level
            for f, level in zip(inner, levels, strict=True)
        ]
        pieces = [self._at(f, level) for f, level in zip(inner, levels, strict=True)]
        pieces.append(self.print(last) if open_ended else self._at(last, POWER))
        text = pieces[0]
        for piece in pieces[1:]:
            text += self._join(text, piece)
        return text, NEGATIVE if open_ended or text.startswith(self.minus) else PRODUCT

    def _join(self, before: str, text: str) -> str:
        return self.times + text

    def _absolute(self, node: Absolute) -> tuple[str, int]:
        return f"|{self.print(node.inside)}|", ATOM

    def _chain(self, node: Chain) -> tuple[str, int]:
        text = self.print(node.parts[0])
        for link, part in zip(node.links, node.parts[1:], strict=True):
            text += f" {self.relation(link)} {self.print(part)}"
        return text, SUM

    def relation(self, link: str) -> str:
        return link

    def _quotient(self, node: Quotient) -> tuple[str, int]:
        if isinstance(node.top, Negative):  # the minus sign stands before a fraction, not in it
            return self.minus + self.fraction(node.top.term, node.bottom), NEGATIVE
        return self.fraction(node.top, node.bottom), POWER

    def fraction(self, top: Formula, bottom: Formula) -> str:
        """Print a fraction with a bar; notations without one override `_quotient`."""
        raise NotImplementedError

    def _arguments(self, node: Call) -> str:
        return ", ".join(self.print(argument) for argument in node.arguments)


class Latex(Printer):
    """LaTeX mathematics."""

    big = ("\\left(", "\\right)")
    relations = {"<=": "\\le", ">=": "\\ge", "!=": "\\ne", "->": "\\to", "<-": "\\leftarrow"}

    def parenthesise(self, text: str) -> str:
        tall = any(mark in text for mark in ("\\frac", "\\sum", "\\sqrt"))
        return f"{self.big[0]} {text} {self.big[1]}" if tall else f"({text})"

    def relation(self, link: str) -> str:
        return self.relations.get(link, link)

    def _join(self, before: str, text: str) -> str:
        return (" \\cdot " if text[:1].isdigit() else " ") + text

    def _symbol(self, name: str) -> tuple[str, str]:
        base, accent, subscript = split_name(name)
        text = f"\\{base}" if base in GREEK else base
        if base == "infinity":
            text = "\\infty"
        elif base not in GREEK and len(base) > 1:
            text = f"\\mathrm{{{base}}}"
        if accent:
            text = f"\\{ACCENTS[accent]}{{{text}}}"
        if subscript and not subscript.isdigit() and len(subscript) > 1:
            subscript = f"\\mathrm{{{subscript}}}"
        return text, subscript

    def _name(self, node: Name) -> tuple[str, int]:
        index = self.index(node.index) if node.index else ""
        if node.shown and not node.shown.isidentifier():
            return self._written(node.shown, index), POWER if "^" in node.shown else ATOM
        base, subscript = self._symbol(spelling(node))
        if subscript and index and not subscript.isdigit():
            # A word such as max goes above, so that the time index keeps its place.
            return f"{base}^{{{subscript}}}_{{{index}}}", POWER
        below = ",".join(part for part in (subscript, index) if part)
        return base + (f"_{_braced(below)}" if below else ""), ATOM

    def _written(self, shown: str, index: str) -> str:
        """Print a name as its author wrote it; a second subscript joins the first."""
        if not index:
            return shown
        before, below, after = shown.partition("_{")
        if not below or "[" in before:
            return f"{shown}_{_braced(index)}"
        word, _, after = _closing(after)
        return f"{before}_{{{word},{index}}}{after}"

    def fraction(self, top: Formula, bottom: Formula) -> str:
        return f"\\frac{{{self.print(top)}}}{{{self.print(bottom)}}}"

    def _power(self, node: Power) -> tuple[str, int]:
        exponent = self.print(node.exponent)
        return f"{self._at(node.base, ATOM)}^{_braced(exponent)}", POWER

    def _call(self, node: Call) -> tuple[str, int]:
        inside = self._arguments(node)
        if node.function == "sqrt":
            return f"\\sqrt{{{inside}}}", ATOM
        if node.function == "grad":
            return (f"\\nabla f({inside})", POWER) if inside else ("\\nabla", ATOM)
        known = {"maximum": "\\max", "minimum": "\\min", "exp": "\\exp", "log": "\\ln"}
        name = known.get(node.function) or (
            f"\\{node.function}"
            if node.function in ("sin", "cos", "tanh")
            else node.function
            if len(node.function) == 1
            else f"\\operatorname{{{node.function}}}"
        )
        tall = "\\frac" in inside
        return (f"{name}\\left({inside}\\right)" if tall else f"{name}({inside})"), POWER

    def _sumover(self, node: SumOver) -> tuple[str, int]:
        below = f"{self.print(node.index)}={self.print(node.lower)}"
        body = self._at(node.body, PRODUCT)
        return f"\\sum_{{{below}}}^{{{self.print(node.upper)}}} {body}", PRODUCT

    def _limitof(self, node: LimitOf) -> tuple[str, int]:
        side = f"^{node.side}" if node.side else ""
        below = f"{self.print(node.variable)} \\to {self.print(node.target)}{side}"
        return f"\\lim_{{{below}}} {self._at(node.body, PRODUCT)}", PRODUCT


class Mathtext(Latex):
    """The part of LaTeX that matplotlib's mathtext draws."""


class Typst(Printer):
    """Typst mathematics."""

    relations = {"<=": "<=", ">=": ">=", "!=": "!=", "->": "->", "<-": "<-"}
    accents = {"hat": "hat", "bar": "overline", "tilde": "tilde"}

    def _join(self, before: str, text: str) -> str:
        return (" dot " if text[:1].isdigit() else " ") + text

    def _word(self, word: str) -> str:
        known = word in GREEK or word.isdigit() or len(word) == 1
        return word if known else "oo" if word == "infinity" else f'"{word}"'

    def _name(self, node: Name) -> tuple[str, int]:
        base, accent, subscript = split_name(spelling(node))
        text = self._word(base)
        if accent:
            text = f"{self.accents[accent]}({text})"
        index = self.index(node.index) if node.index else ""
        if subscript and index and not subscript.isdigit():
            return f"{text}^({self._word(subscript)})_({index})", POWER
        below = ", ".join(part for part in (self._word(subscript) if subscript else "", index))
        below = below.strip(", ")
        return text + (f"_({below})" if below else ""), ATOM

    def fraction(self, top: Formula, bottom: Formula) -> str:
        return f"frac({self.print(top)}, {self.print(bottom)})"

    def _power(self, node: Power) -> tuple[str, int]:
        return f"{self._at(node.base, ATOM)}^({self.print(node.exponent)})", POWER

    def _absolute(self, node: Absolute) -> tuple[str, int]:
        return f"abs({self.print(node.inside)})", ATOM

    def _call(self, node: Call) -> tuple[str, int]:
        inside = self._arguments(node)
        if node.function == "sqrt":
            return f"sqrt({inside})", ATOM
        if node.function == "grad":
            return (f"nabla f({inside})", POWER) if inside else ("nabla", ATOM)
        known = {"maximum": "max", "minimum": "min", "log": "ln"}
        builtin = ("exp", "sin", "cos", "tanh")
        name = known.get(node.function, node.function)
        if name not in (*known.values(), *builtin) and len(name) > 1:
            name = f'op("{name}")'
        return f"{name}({inside})", POWER

    def _sumover(self, node: SumOver) -> tuple[str, int]:
        below = f"{self.print(node.index)}={self.print(node.lower)}"
        body = self._at(node.body, PRODUCT)
        return f"sum_({below})^({self.print(node.upper)}) {body}", PRODUCT

    def _limitof(self, node: LimitOf) -> tuple[str, int]:
        side = f"^{node.side}" if node.side else ""
        below = f"{self.print(node.variable)} -> {self.print(node.target)}{side}"
        return f"lim_({below}) {self._at(node.body, PRODUCT)}", PRODUCT


class Text(Printer):
    """One line of plain text."""

    times = "*"
    calls = {"maximum": "max", "minimum": "min"}

    def _name(self, node: Name) -> tuple[str, int]:
        name = spelling(node)
        if node.index is None:
            return name, ATOM
        index = self.index(node.index)
        simple = index.replace("_", "").isalnum()
        return f"{name}_{index}" if simple else f"{name}_({index})", ATOM

    def _quotient(self, node: Quotient) -> tuple[str, int]:
        top, bottom = self._at(node.top, PRODUCT), self._at(node.bottom, POWER)
        return f"{top}/{bottom}", PRODUCT

    def _power(self, node: Power) -> tuple[str, int]:
        return f"{self._at(node.base, ATOM)}^{self._at(node.exponent, ATOM)}", POWER

    def _call(self, node: Call) -> tuple[str, int]:
        if node.function == "grad":
            inside = self._arguments(node)
            return f"grad f({inside})" if inside else "grad", ATOM
        name = self.calls.get(node.function, node.function)
        return f"{name}({self._arguments(node)})", ATOM

    def _sumover(self, node: SumOver) -> tuple[str, int]:
        span = f"{self.print(node.index)}={self.print(node.lower)}..{self.print(node.upper)}"
        return f"sum[{span}] {self._at(node.body, PRODUCT)}", NEGATIVE

    def _limitof(self, node: LimitOf) -> tuple[str, int]:
        span = f"{self.print(node.variable)} -> {self.print(node.target)}{node.side}"
        return f"lim[{span}] {self._at(node.body, PRODUCT)}", NEGATIVE


class Python(Printer):
    """A Python expression with the author's order of operations.

    A function of `scalars` alone is made a Python float: a numpy.float64 would turn float32
    arrays into float64 ones.
    """

    times = "*"

    def __init__(self, prefix: str, scalars: frozenset[str]):
        self.prefix, self.scalars = prefix, scalars

    def _number(self, node: Number) -> tuple[str, int]:
        if node.value.denominator == 1:
            return str(node.value), ATOM if node.value >= 0 else NEGATIVE
        decimal = float(node.value)
        if Fraction(repr(decimal)) == node.value:
            return repr(decimal), ATOM if decimal >= 0 else NEGATIVE
        return f"({node.value.numerator} / {node.value.denominator})", ATOM

    def _name(self, node: Name) -> tuple[str, int]:
        return node.name, ATOM

    def _quotient(self, node: Quotient) -> tuple[str, int]:
        return f"{self._at(node.top, PRODUCT)} / {self._at(node.bottom, POWER)}", PRODUCT

    def _join(self, before: str, text: str) -> str:
        return " * " + text

    def _power(self, node: Power) -> tuple[str, int]:
        return f"{self._at(node.base, ATOM)}**{self._at(node.exponent, ATOM)}", POWER

    def _absolute(self, node: Absolute) -> tuple[str, int]:
        return f"{self.prefix}abs({self.print(node.inside)})", ATOM

    def _call(self, node: Call) -> tuple[str, int]:
        prefix = "" if node.function == "grad" else self.prefix
        text = f"{prefix}{node.function}({self._arguments(node)})"
        return f"float({text})" if self.scalars.issuperset(node.names()) else text, ATOM

    def _chain(self, node: Chain) -> tuple[str, int]:
        text, _ = super()._chain(node)
        return text.replace(" = ", " == "), SUM


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _closing(text: str) -> tuple[str, str, str]:
    """Split text at the brace that closes one opened before it."""
    depth = 1
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return text[:place], "}", text[place + 1 :]
    return text, "", ""
