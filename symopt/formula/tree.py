"""The nodes of a formula: an expression tree that keeps the author's order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache
from typing import Any

MAX_SHOWN = 10**60  # a longer number is shown by its first digits


@dataclass(frozen=True, slots=True)
class Formula:
    """Base of all nodes: knows how to print itself, and nothing about mathematics.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> formula = read_expression("beta1*m + (1 - beta1)*g**2")
    >>> print(formula.latex())
    \\beta_1 m + (1 - \\beta_1) g^2
    >>> print(formula.text())
    beta1*m + (1 - beta1)*g^2
    """

    def latex(self) -> str:
        """Print as LaTeX mathematics, without delimiters."""
        from symopt.formula.printers import Latex

        return Latex().print(self)

    def mathtext(self) -> str:
        """Print for matplotlib's mathtext, without the dollar signs."""
        from symopt.formula.printers import Mathtext

        return Mathtext().print(self)

    def typst(self) -> str:
        """Print as Typst mathematics, without the dollar signs."""
        from symopt.formula.printers import Typst

        return Typst().print(self)

    def mathml(self, display: bool = True) -> str:
        """Print as a MathML element, which browsers show without any script.

        With `display` it stands on its own, else within a line of text.
        """
        from symopt.formula.mathml import MathML

        return MathML().document(self, display)

    def text(self) -> str:
        """Print as one line of plain text."""
        from symopt.formula.printers import Text

        return Text().print(self)

    def python(self, prefix: str = "np.", scalars: Iterable[str] = ()) -> str:
        """Print as a Python expression; functions get `prefix`, time indices are dropped.

        `scalars` are the names that stand for one number, whatever the shape of the others.
        """
        from symopt.formula.printers import Python

        return Python(prefix, frozenset(scalars)).print(self)

    def sympy(self, symbols: Mapping[str, Any] | Callable[[Name], Any] | None = None) -> Any:
        """Convert to a SymPy expression.

        Parameters
        ----------
        symbols : mapping or callable, optional
            The SymPy object for each name; a name not given becomes a real symbol.
        """
        from symopt.formula.symbolic import to_sympy

        return to_sympy(self, symbols)

    def children(self) -> Iterator[Formula]:
        """Iterate over the direct parts."""
        for name in _parts(type(self)):
            value = getattr(self, name)
            if isinstance(value, Formula):
                yield value
            elif isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, Formula))

    def walk(self) -> Iterator[Formula]:
        """Iterate over this node and all below it, from the top, left to right."""
        stack: list[Formula] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(tuple(node.children())))

    def names(self) -> tuple[str, ...]:
        """Return the names that occur, in order of first occurrence."""
        found = (node.name for node in self.walk() if isinstance(node, Name))
        return tuple(dict.fromkeys(found))

    def map_names(self, change: Callable[[Name], Formula]) -> Formula:
        """Return the formula with every name replaced by ``change(name)``."""
        if isinstance(self, Name):
            return change(self)
        changed: dict[str, Any] = {}
        for name in _parts(type(self)):
            value = getattr(self, name)
            if isinstance(value, Formula):
                value = value.map_names(change)
            elif isinstance(value, tuple):
                value = tuple(
                    item.map_names(change) if isinstance(item, Formula) else item for item in value
                )
            changed[name] = value
        return type(self)(**changed)


@cache
def _parts(kind: type[Formula]) -> tuple[str, ...]:
    """Return the names of a kind's fields: looked up again for every node, they take long."""
    return tuple(field.name for field in fields(kind))


@dataclass(frozen=True, slots=True)
class Number(Formula):
    """A rational number, printed as it was written."""

    value: Fraction
    written: str | None = None

    def __str__(self) -> str:
        if self.written is not None:
            return self.written
        if self.value.denominator == 1 and abs(self.value) >= MAX_SHOWN:
            return _shortened(int(self.value))
        return str(self.value)


def _shortened(value: int) -> str:
    """The first digits of a number too long to print, and how many it has."""
    digits = int(abs(value).bit_length() * math.log10(2)) + 1
    digits -= abs(value) < 10 ** (digits - 1)
    return f"{'-' * (value < 0)}{abs(value) // 10 ** (digits - 6)}...({digits} digits)"


@dataclass(frozen=True, slots=True)
class Name(Formula):
    """A named quantity.

    `shown` is the name to print where it differs from the one in code (``v_prev`` is v);
    `index` is a time or element index such as t - 1.
    """

    name: str
    index: Formula | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Sum(Formula):
    """Terms in the author's order; a term taken away is a `Negative`."""

    terms: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Negative(Formula):
    """Minus something."""

    term: Formula


@dataclass(frozen=True, slots=True)
class Product(Formula):
    """Factors in the author's order."""

    factors: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Formula):
    """A fraction."""

    top: Formula
    bottom: Formula


@dataclass(frozen=True, slots=True)
class Power(Formula):
    """A power."""

    base: Formula
    exponent: Formula


@dataclass(frozen=True, slots=True)
class Absolute(Formula):
    """An absolute value."""

    inside: Formula


@dataclass(frozen=True, slots=True)
class Call(Formula):
    """A function of the vocabulary, or ``grad``, or an unknown function, with its arguments."""

    function: str
    arguments: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class SumOver(Formula):
    """A sum over an index from `lower` to `upper`."""

    body: Formula
    index: Formula
    lower: Formula
    upper: Formula


@dataclass(frozen=True, slots=True)
class LimitOf(Formula):
    """A limit of `body` as `variable` tends to `target`; `side` is "+", "-" or ""."""

    body: Formula
    variable: Formula
    target: Formula
    side: str = ""


@dataclass(frozen=True, slots=True)
class Chain(Formula):
    """Formulas joined by relations: ``links[i]`` stands between ``parts[i]`` and the next."""

    parts: tuple[Formula, ...]
    links: tuple[str, ...]
