"""A name while it is being read: a letter with what stands over, below, above and after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

from symopt.formula import Formula, Name, Negative, Number, Quotient, Sum
from symopt.notes.latex.words import COUNTERS, GREEK, STEPS, VARIANTS

_ACCENT = {"hat": "\\hat", "tilde": "\\tilde", "bar": "\\bar", "dot": "\\dot", "ddot": "\\ddot"}
_ABOVE = {"star": "*", "plus": "+", "minus": "-", "max": "\\max", "min": "\\min"}


@dataclass(frozen=True, slots=True)
class Symbol(Formula):
    """A name in the making; `finished` turns it into a `Name` once all its scripts are read.

    `written` is the LaTeX of a base that is more than a letter, such as ``E[g^{2}]``. `raised` is
    a superscript that may be a power or an index, which the whole document decides.
    """

    base: str
    number: str = ""
    accents: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    primes: int = 0
    index: Formula | None = None
    written: str = ""
    called: bool = field(default=False, compare=False)  # its index stands in parentheses

    @property
    def stem(self) -> str:
        """The name but for a lone number and the index."""
        return replace(self, number="", index=None).name

    @property
    def name(self) -> str:
        """The name as one identifier."""
        base = VARIANTS.get(self.base, self.base)
        parts = [base + self.number, *self.accents, *self.below, *self.above]
        parts += ["prime"] * bool(self.primes)
        name = re.sub(r"[^A-Za-z0-9_]+", "_", "_".join(parts)).strip("_")
        return name + "2" * (self.primes > 1)

    @property
    def shown(self) -> str:
        """The name as LaTeX, without its index."""
        text = self.written or _letters(self.base)
        for accent in self.accents:
            text = f"{_ACCENT[accent]}{{{text}}}"
        below = ",".join([self.number] * bool(self.number) + [_script(w) for w in self.below])
        above = ",".join(_ABOVE.get(word, _script(word)) for word in self.above)
        text += "'" * self.primes
        return text + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")

    @property
    def bare(self) -> bool:
        """Whether it has no scripts at all."""
        return not (self.number or self.below or self.above or self.primes or self.index)

    def finished(self, indexed: frozenset[str]) -> Name:
        """Return the name; a lone number is its index if its letter is one that is `indexed`."""
        symbol = self
        if self.number and self.index is None and self.stem in indexed:
            index = Number(Fraction(self.number))
            symbol = replace(self, number="", index=index)
        name, shown = symbol.name, symbol.shown
        return Name(name, symbol.index, None if shown == name else shown)


def _letters(base: str) -> str:
    if base in GREEK:
        return "\\" + base
    known = len(base) == 1 or re.fullmatch(r"d[A-Za-z]", base)
    if base.startswith("d") and base[1:] in GREEK:
        return "d\\" + base[1:]
    return base if known else "\\mathrm{" + base.replace("_", "\\_") + "}"


def _script(word: str) -> str:
    if word in GREEK:
        return "\\" + word
    simple = len(word) == 1 or re.fullmatch(r"d[A-Za-z]|[0-9]+", word)
    return word if simple else "\\mathrm{" + word.replace("_", "\\_") + "}"


def finish(formula: Formula, indexed: frozenset[str]) -> Formula:
    """Return a formula with all its symbols finished."""
    return rebuilt(
        formula, lambda node: node.finished(indexed) if isinstance(node, Symbol) else node
    )


def rebuilt(formula: Formula, change: Callable[[Formula], Formula]) -> Formula:
    """Return a formula with each node replaced by ``change(node)``, the innermost first."""
    changed: dict[str, Any] = {}
    for one in fields(formula):
        value = getattr(formula, one.name)
        if isinstance(value, Formula):
            changed[one.name] = rebuilt(value, change)
        elif isinstance(value, tuple) and any(isinstance(item, Formula) for item in value):
            changed[one.name] = tuple(rebuilt(item, change) for item in value)
    return change(replace(formula, **changed) if changed else formula)


def counter(formula: Formula, bound: frozenset[str] = frozenset()) -> str | None:
    """Return the letter that counts in an index such as t - 1, or None if it is no index.

    Examples
    --------
    >>> from symopt.formula import Sum
    >>> counter(Sum((Symbol("t"), Number(Fraction(1)))))
    't'
    >>> counter(Symbol("w")) is None
    True
    """
    letters: list[str] = []
    for node in formula.walk():
        match node:
            case Symbol(base=base) if node.bare and (base in COUNTERS or base in bound):
                letters.append(base)
            case Sum() | Negative() | Number() | Quotient():
                pass
            case _:
                return None
    return min(letters, key=_rank) if letters else None


def _rank(letter: str) -> int:
    return STEPS.index(letter) if letter in STEPS else len(STEPS)
