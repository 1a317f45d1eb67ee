"""Formulas as MathML, the mathematics that browsers show by themselves."""

from __future__ import annotations

from html import escape

from symopt.formula.printers import (
    ATOM,
    GREEK,
    NEGATIVE,
    POWER,
    PRODUCT,
    Printer,
    spelling,
    split_name,
)
from symopt.formula.tree import (
    Absolute,
    Call,
    Formula,
    LimitOf,
    Name,
    Number,
    Power,
    SumOver,
)

# Unicode has its Greek letters in one order; final sigma stands between rho and sigma.
_SMALL = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "final sigma tau upsilon phi chi psi omega"
)
LETTERS = {name: chr(0x3B1 + i) for i, name in enumerate(_SMALL.split())}
RELATIONS = {"<=": "≤", ">=": "≥", "!=": "≠", "->": "→", "<-": "←", "<": "&lt;", ">": "&gt;"}
ACCENTS = {"hat": "^", "bar": "‾", "tilde": "~"}


def _operator(sign: str) -> str:
    return f"<mo>{sign}</mo>"


def _row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


class MathML(Printer):
    """Presentation MathML."""

    plus = _operator("+")
    minus = _operator("−")
    times = "<mo>&#x2062;</mo>"  # an invisible multiplication sign

    def document(self, formula: Formula, display: bool) -> str:
        """Return a whole ``math`` element; its plain text is the alternative."""
        alternative = escape(formula.text(), quote=True)
        where = "block" if display else "inline"
        return f'<math display="{where}" alttext="{alternative}">{_row(self.print(formula))}</math>'

    def parenthesise(self, text: str) -> str:
        return _row(_operator("("), text, _operator(")"))

    def relation(self, link: str) -> str:
        return _operator(RELATIONS.get(link, link))

    def index(self, formula: Formula) -> str:
        return _row(self.print(formula))

    def _join(self, before: str, text: str) -> str:
        return (_operator("⋅") if text.startswith("<mn>") else self.times) + text

    def _number(self, node: Number) -> tuple[str, int]:
        if node.written is None and node.value.denominator != 1:
            return super()._number(node)
        text = str(node)
        if text.startswith("-"):
            return self.minus + f"<mn>{text[1:]}</mn>", NEGATIVE
        return f"<mn>{text}</mn>", ATOM

    def _identifier(self, word: str) -> str:
        if word == "infinity":
            return "<mi>∞</mi>"
        if word in GREEK:
            letter = LETTERS[word.lower()]
            return f"<mi>{letter.upper() if word[0].isupper() else letter}</mi>"
        return f"<mn>{word}</mn>" if word.isdigit() else f"<mi>{escape(word)}</mi>"

    def _name(self, node: Name) -> tuple[str, int]:
        base, accent, subscript = split_name(spelling(node))
        text = self._identifier(base)
        if accent:
            text = f"<mover>{text}{_operator(ACCENTS[accent])}</mover>"
        index = self.index(node.index) if node.index else ""
        if subscript and index and not subscript.isdigit():
            return f"<msubsup>{text}{index}{self._identifier(subscript)}</msubsup>", POWER
        if not subscript and not index:
            return text, ATOM
        parts = [self._identifier(subscript)] if subscript else []
        parts += [_operator(",")] if subscript and index else []
        return f"<msub>{text}{_row(*parts, index)}</msub>", ATOM

    def fraction(self, top: Formula, bottom: Formula) -> str:
        return f"<mfrac>{_row(self.print(top))}{_row(self.print(bottom))}</mfrac>"

    def _power(self, node: Power) -> tuple[str, int]:
        base = _row(self._at(node.base, ATOM))
        return f"<msup>{base}{_row(self.print(node.exponent))}</msup>", POWER

    def _absolute(self, node: Absolute) -> tuple[str, int]:
        return _row(_operator("|"), self.print(node.inside), _operator("|")), ATOM

    def _arguments(self, node: Call) -> str:
        return _operator(",").join(self.print(argument) for argument in node.arguments)

    def _call(self, node: Call) -> tuple[str, int]:
        inside = self._arguments(node)
        if node.function == "sqrt":
            return f"<msqrt>{inside}</msqrt>", ATOM
        if node.function == "grad":
            if not inside:
                return _operator("∇"), ATOM
            return _row(_operator("∇"), "<mi>f</mi>", self.parenthesise(inside)), POWER
        known = {"maximum": "max", "minimum": "min", "log": "ln"}
        name = known.get(node.function, node.function)
        return _row(f"<mi>{escape(name)}</mi>", self.parenthesise(inside)), POWER

    def _sumover(self, node: SumOver) -> tuple[str, int]:
        below = _row(self.print(node.index), _operator("="), self.print(node.lower))
        above = _row(self.print(node.upper))
        body = self._at(node.body, PRODUCT)
        return f"<munderover>{_operator('∑')}{below}{above}</munderover>{body}", PRODUCT

    def _limitof(self, node: LimitOf) -> tuple[str, int]:
        target = _row(self.print(node.target))
        if node.side:
            target = f"<msup>{target}{_operator(node.side)}</msup>"
        below = _row(self.print(node.variable), _operator("→"), target)
        return f"<munder><mi>lim</mi>{below}</munder>{self._at(node.body, PRODUCT)}", PRODUCT
