"""Tables of a rate by epochs, read from cells or from lines of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symopt.formula import Number
from symopt.notes.document import Block, Prose, Table
from symopt.notes.facts.closeness import Given, literal
from symopt.notes.facts.fitting import Fit, Row, fit
from symopt.notes.facts.schedules import EPOCHS, RATES, STEPS
from symopt.notes.source import Excerpt, Place

MIN_ROWS, MAX_ROWS = 3, 40
LINE = re.compile(r"^\s*\|?\s*(\d{1,6})\s*[\t |,:;]\s*(\d*\.?\d+(?:e-?\d+)?)\s*\|?\s*$")
NUMBER = re.compile(r"^\d{1,12}(\.\d{1,30})?(e-?\d{1,2})?$|^\.\d{1,30}$")
HEADER = re.compile(r"^\s*\|?\s*(\S.*?)\s*(?:\t|\||  +| )\s*(\S+)\s*\|?\s*$")
GREEK = {"α": "alpha", "η": "eta", "ε": "epsilon", "λ": "lambda", "μ": "mu", "γ": "gamma"}
WORDS = ("learning rate", "step size", "学习率", "步长")


@dataclass(frozen=True, slots=True)
class Rates:
    """A table of a rate: its rows with the numbers as given, and where it stands."""

    epochs: tuple[int, ...]
    values: tuple[Given, ...]
    place: Place

    def read(
        self, own: bool = False, scaled: Mapping[int, Fraction] | None = None
    ) -> list[list[Row]]:
        """Return the rows as intervals, all rounded, or all cut off.

        Zeros at the end are often not written, so all rows have the places of the longest; with
        `own` each has its own. `scaled` says by what to multiply some.
        """
        given = self.values if own else self.even()
        factors = scaled or {}
        return [
            [
                Row.of(n, v, cut).times(factors.get(i, Fraction(1)))
                for i, (n, v) in enumerate(zip(self.epochs, given, strict=True))
            ]
            for cut in (False, True)
        ]

    def even(self) -> tuple[Given, ...]:
        """Return the values with as many places as the longest has."""
        unit = min((v.unit for v in self.values if v.decimal), default=Fraction(1))
        return tuple(replace(v, unit=unit, decimal=unit < 1) for v in self.values)

    def fits(self, name: str, **how: Any) -> Fit | None:
        """Return parameters of a schedule under which all rows are right."""
        return next((f for rows in self.read(**how) if (f := fit(name, rows)) is not None), None)


def rates_of(block: Block) -> Rates | None:
    """Return a block as a table of a rate by epochs, if it is one."""
    if isinstance(block, Table):
        rows = [[cell.text.strip().strip("$").strip() for cell in row] for row in block.rows]
        if len(rows) == 2 and len(rows[0]) > MIN_ROWS:
            rows = [list(pair) for pair in zip(*rows, strict=False)]
        start = block.rows[0][0].start if block.rows and block.rows[0] else None
        return _read(rows, start)
    if isinstance(block, Prose):
        return _lines(block.excerpt)
    return None


def _lines(excerpt: Excerpt) -> Rates | None:
    """Read rows that are lines of text, with a line of two words above."""
    lines = excerpt.text.split("\n")
    for first, line in enumerate(lines):
        if not LINE.match(line) or not first:
            continue
        header = HEADER.match(lines[first - 1])
        if header is None:
            return None
        rows = [[header.group(1), header.group(2)]]
        for row in lines[first:]:
            cells = LINE.match(row)
            if cells is None:
                break
            rows.append([cells.group(1), cells.group(2)])
        place = excerpt.place(sum(len(text) + 1 for text in lines[: first - 1]))
        return _read(rows, place)
    return None


def _read(rows: list[list[str]], place: Place | None) -> Rates | None:
    if place is None or not MIN_ROWS < len(rows) <= MAX_ROWS or len(rows[0]) < 2:
        return None
    clock = _word(rows[0][0])
    if not (EPOCHS.match(clock) or STEPS.match(clock) or "轮" in clock or "迭代" in clock):
        return None
    head = rows[0][1]
    if not (RATES.match(_word(head)) or any(word in head.lower() for word in WORDS)):
        return None
    epochs: list[int] = []
    values: list[Given] = []
    for row in rows[1:]:
        value = _number(row[1]) if len(row) > 1 else None
        if not row[0].isdigit() or value is None:
            break  # dots, or a remark below
        epochs.append(int(row[0]))
        values.append(value)
    if len(epochs) < MIN_ROWS or sorted(set(epochs)) != epochs or epochs[0] < 1:
        return None
    return Rates(tuple(epochs), tuple(values), place)


def _word(text: str) -> str:
    text = GREEK.get(text.strip("$ "), text).lower()
    return re.sub(r"[\\$\s_{}\-]", "", text)


def _number(text: str) -> Given | None:
    return literal(Number(Fraction(text), text)) if NUMBER.match(text) else None
