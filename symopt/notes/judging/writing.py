"""Formulas as their author writes them, and as they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symopt.formula import Absolute, Call, Formula, Name, Power
from symopt.formula.printers import ATOM, POWER, Latex, Text
from symopt.notes.statement import Algorithm, Assignment

_LIBRARY = re.compile(r"\b(np|numpy|torch|tf|jnp|math|K|F)\.(?=[a-z_]+\()")
_COMMANDS = re.compile(
    r"\\(?:mathbf|boldsymbol|mathrm|mathit|text|textbf|operatorname|vec|bm|left|right)\b\s*"
)
_GRADIENT = re.compile(r"\\nabla(?:_\{?\\?\w+\}?)?\s*([A-Za-z])|\\partial\s*([A-Z])\b")
_ACCENTS = re.compile(r"\\(?:wide)?(hat|tilde|bar|overline)\s*(?:\{([^{}]*)\}|(\\?[A-Za-z]+))")


def source(line: Assignment, algorithm: Algorithm) -> str:
    """Return a line in its author's language and names.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> text = Excerpt.of("s = b*s + (1-b)*g")
    >>> line = Assignment(Name("s"), read_expression("b*s + (1 - b)*sqrt(g)"), text)
    >>> source(line, Algorithm("", (), (line,), text, "latex"))
    's = b s + (1 - b) \\\\sqrt{g}'
    >>> source(line, Algorithm("", (), (line,), text, "python"))
    's = b * s + (1 - b) * sqrt(g)'
    """
    if algorithm.language == "python":
        printer = _Code(_library(algorithm))
        return f"{printer.print(line.target)} = {printer.print(line.formula)}"
    latex = _AuthorsLatex("\n".join(own.excerpt.text for own in algorithm.assignments))
    sign = _sign(line.excerpt.text)
    return f"{latex.print(line.target)} {sign} {latex.print(line.formula)}"


def _sign(text: str) -> str:
    for mark in (":=", "\\leftarrow", "\\gets", "←"):
        if mark in text:
            return mark
    return "="


def _library(algorithm: Algorithm) -> str:
    for line in algorithm.assignments:
        found = _LIBRARY.search(line.excerpt.text)
        if found:
            return found.group(0)
    return ""


def said(formula: Formula) -> str:
    """Return a formula for a sentence: plain text in the author's names.

    Examples
    --------
    >>> from symopt.formula import Power, Number
    >>> from fractions import Fraction
    >>> said(Power(Name("V_dw", None, r"V_{dw}"), Number(Fraction(2))))
    'V_dw^2'
    """
    return _Plain().print(formula)


def read_back(lines: Iterable[Assignment]) -> str:
    """Return lines as they were read, one under the other."""
    return "\n".join(f"{said(line.target)} <- {said(line.formula)}" for line in lines)


def name_said(name: Name) -> str:
    r"""Return a name without its index as it stands in a sentence.

    Examples
    --------
    >>> name_said(Name("beta1", None, r"\beta_1")), name_said(Name("m_hat", None, r"\hat{m}"))
    ('beta_1', 'm_hat')
    """
    if name.shown is None or not name.shown.strip():
        return name.name
    text = _COMMANDS.sub("", name.shown)
    text = _ACCENTS.sub(lambda found: f"{found.group(2) or found.group(3)}_{found.group(1)}", text)
    text = re.sub(r"[\\{}\s]", "", text)
    return text or name.name


class _Plain(Text):
    times = " "

    def _name(self, node: Name) -> tuple[str, int]:
        name = name_said(node)
        if node.index is None:
            return name, ATOM
        index = self.index(node.index)
        return (f"{name}_{index}" if index.isalnum() else f"{name}_({index})"), ATOM

    def _join(self, before: str, text: str) -> str:
        # A factor that begins with a bracket would read as the argument of a function.
        return (" * " if text.startswith("(") and before[-1:].isalpha() else " ") + text


class _Code(Text):
    """Python in the author's names, with the prefix of the library that the author uses."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def _name(self, node: Name) -> tuple[str, int]:
        return node.shown or node.name, ATOM

    def _join(self, before: str, text: str) -> str:
        return " * " + text

    def _power(self, node: Power) -> tuple[str, int]:
        return f"{self._at(node.base, ATOM)}**{self._at(node.exponent, ATOM)}", POWER

    def _absolute(self, node: Absolute) -> tuple[str, int]:
        return f"{self.prefix}abs({self.print(node.inside)})", ATOM

    def _call(self, node: Call) -> tuple[str, int]:
        prefix = "" if node.function == "grad" else self.prefix
        return f"{prefix}{node.function}({self._arguments(node)})", ATOM


class _AuthorsLatex(Latex):
    """LaTeX in the author's names, whose functions are called as the author calls them."""

    def __init__(self, text: str) -> None:
        found = _GRADIENT.search(text)
        self.loss = next((letter for letter in found.groups() if letter), "") if found else ""

    def _name(self, node: Name) -> tuple[str, int]:
        if node.shown is None and node.index is None and node.name.isalpha():
            # dW is printed as it is, not as a word.
            return (node.name, ATOM) if len(node.name) <= 3 else super()._name(node)
        return super()._name(node)

    def _power(self, node: Power) -> tuple[str, int]:
        text = self._at(node.base, ATOM)
        letters = re.sub(r"\\[A-Za-z]+", "x", text.partition("_")[0])
        if isinstance(node.base, Name) and len(letters) > 1:
            text = f"({text})"  # (dW)^2, for dW^2 may be read as d W^2
        raised = self.print(node.exponent)
        return f"{text}^{raised if len(raised) == 1 else '{' + raised + '}'}", POWER

    def _call(self, node: Call) -> tuple[str, int]:
        if node.function != "grad":
            return super()._call(node)
        if not node.arguments:
            return f"\\nabla {self.loss}".strip(), POWER
        return f"\\nabla {self.loss}({self._arguments(node)})", POWER
