"""Tables of a rate by epochs: do their rows fit the formula beside them, or any schedule?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from symopt import schedules
from symopt.formula import Formula, Name, Number
from symopt.notes.document import Block, Document, Prose, Table
from symopt.notes.facts.closeness import Given, equals, literal
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.fitting import FAMILIES, Fit, Row, fit
from symopt.notes.facts.schedules import EPOCHS, RATES, STEPS, Clock, match, schedule_of
from symopt.notes.facts.surroundings import around, key_text, with_values
from symopt.notes.facts.values import constant
from symopt.notes.facts.words import letters, number, plain
from symopt.notes.finding import Finding
from symopt.notes.meaning.passages import Passages
from symopt.notes.source import Excerpt, Place

MIN_ROWS, MAX_ROWS = 3, 40
LINE = re.compile(r"^\s*\|?\s*(\d{1,6})\s*[\t |,:;]\s*(\d*\.?\d+(?:e-?\d+)?)\s*\|?\s*$")
NUMBER = re.compile(r"^\d{1,12}(\.\d{1,30})?(e-?\d{1,2})?$|^\.\d{1,30}$")
HEADER = re.compile(r"^\s*\|?\s*(\S.*?)\s*(?:\t|\||  +| )\s*(\S+)\s*\|?\s*$")
GREEK = {"α": "alpha", "η": "eta", "ε": "epsilon", "λ": "lambda", "μ": "mu", "γ": "gamma"}
WORDS = ("learning rate", "step size", "学习率", "步长")
SCALES = tuple(Fraction(10) ** n for n in (-1, 1, -2, 2, -3, 3))


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


@dataclass(frozen=True, slots=True)
class Stated:
    """A schedule that is stated before a table, with its formula and what is known there."""

    schedule: str
    formula: Formula
    clock: Clock
    values: dict[str, Formula]
    place: Place


def judge_tables(passages: Passages, document: Document, file: str) -> Iterator[Finding]:
    """Judge every table of rates of a document."""
    tables = [table for block in document.blocks if (table := rates_of(block)) is not None]
    stated = list(_stated(passages)) if tables else []
    for table in tables:
        before = [s for s in stated if s.place <= table.place]
        near = before[-1] if before else None
        found = _judge(table, near, file)
        if found is not None:
            yield found


def _stated(passages: Passages) -> Iterator[Stated]:
    for passage in passages.facts:
        for statement in passage.statements:
            read = schedule_of(statement)
            found = match(read[1], read[2]) if read is not None else None
            if read is None or found is None:
                continue
            near = around(passage, statement).values
            values = {n: v[0] for n, v in near.items() if len(set(v)) == 1}
            yield Stated(found.schedule.name, read[1], read[2], values, statement.excerpt.start)


# Reading


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


# Judging


def _judge(table: Rates, near: Stated | None, file: str) -> Finding | None:
    text = "\n".join(
        f"{n}: {number(v.value)}" for n, v in zip(table.epochs, table.values, strict=True)
    )
    base = Finding(file, table.place, "schedule", "undecided", "note", "", text)
    if near is not None:
        known = _with_stated(table, near, base)
        if known is not None:
            return known
    asked = [near.schedule] if near is not None and near.schedule in FAMILIES else list(FAMILIES)
    if len({v.value for v in table.values}) > 1:
        asked = [name for name in asked if name != "constant"]
    fitting = [(name, found) for name in asked if (found := table.fits(name)) is not None]
    if fitting:
        return _fitting(*min(fitting, key=lambda pair: _complexity(pair[1])), base)
    if any(table.fits(name, own=True) is not None for name in asked):
        reason = "the rows fit a schedule only if they are rounded to different places"
        return replace(base, message=f"not decided: {reason}.", reason=reason)
    mended = list(_repairs(table, asked))
    if mended:
        return _off(table, mended, near, base)
    if near is None or near.schedule not in FAMILIES:
        return None  # values set by hand
    return _majority(table, near.schedule, base)


def _with_stated(table: Rates, near: Stated, base: Finding) -> Finding | None:
    """Check every row if all parameters have a value nearby."""
    expected: list[Fraction] = []
    wrong: list[int] = []
    for place, (epoch, value) in enumerate(zip(table.epochs, table.even(), strict=True)):
        put = {**near.values, near.clock.name: Number(Fraction(epoch))}
        try:
            exact = constant(with_values(near.formula, put))
        except Undefined:
            return None
        expected.append(exact.middle)
        if equals(exact, value) == "wrong":
            wrong.append(place)
    names = [key_text(n) for n in near.formula.walk() if isinstance(n, Name)]
    conditions = tuple(
        f"{letters(n)} = {plain(near.values[n])}, as stated nearby"
        for n in dict.fromkeys(names)
        if n in near.values
    )
    if not wrong:
        return replace(
            base,
            verdict="identical",
            severity="ok",
            message="all rows are right.",
            rule=near.schedule,
            conditions=conditions,
        )
    new = {table.epochs[i]: expected[i] for i in wrong}
    return _wrong_rows(new, near.schedule, base, conditions)


def _wrong_rows(
    new: dict[int, Fraction], rule: str, base: Finding, conditions: tuple[str, ...]
) -> Finding:
    rows = ", ".join(f"{n}: {number(value, 3)}" for n, value in new.items())
    return replace(
        base,
        verdict="different",
        severity="error",
        message=f"write {rows}.",
        rule=rule,
        conditions=conditions,
        witness={str(n): number(value, 6) for n, value in new.items()},
        suggestion=f"write {rows}",
        reason=f"these rows are not {rule}",
    )


def _fitting(name: str, found: Fit, base: Finding) -> Finding:
    values = {key: number(value) for key, value in found.parameters.items()}
    shown = ", ".join(f"{letters(key)} = {value}" for key, value in values.items())
    summary = schedules.get(name).summary.partition(":")[0].lower()
    return replace(
        base,
        verdict="identical",
        severity="ok",
        message=f"all rows fit {summary}" + (f" with {shown}." if shown else "."),
        rule=name,
        map=values or None,
    )


@dataclass(frozen=True, slots=True)
class Repair:
    """Rows that a power of ten mends, and what the whole table then fits."""

    rows: tuple[int, ...]
    factor: Fraction
    rule: str
    fit: Fit


def _repairs(table: Rates, names: Sequence[str]) -> Iterator[Repair]:
    """Give rows in a run, or alone, that a power of ten makes fit."""
    size = len(table.epochs)
    runs = [
        tuple(range(a, b)) for length in range(1, size) for a in range(size - length + 1)
        for b in (a + length,)
    ]  # fmt: skip
    for name in names:
        if name == "constant":
            continue
        for factor in SCALES[:4]:
            for run in runs:
                found = table.fits(name, scaled=dict.fromkeys(run, factor))
                if found is not None and found.parameters:
                    yield Repair(run, factor, name, found)


def _off(table: Rates, mended: list[Repair], near: Stated | None, base: Finding) -> Finding:
    """Say which rows are off by a power of ten, in the one or two ways there are."""
    mended = sorted(mended, key=lambda r: (_large(r), _complexity(r.fit), -len(r.rows)))
    first = mended[0]
    others = [r for r in mended if not set(r.rows) & set(first.rows) and r.rule == first.rule]
    best = [first, *others[:1]]
    texts = [_repair_text(table, repair) for repair in best]
    times = best[0].factor
    much = f"{number(max(times, 1 / times))} times too {'large' if times < 1 else 'small'}"
    shown = ", ".join(number(table.values[i].value) for i in best[0].rows)
    few = "looks" if len(best[0].rows) == 1 else "look"
    message = f"{shown} {few} {much}: write {' Or write '.join(texts)}"
    return replace(
        base,
        verdict="different",
        severity="error" if near is not None else "note",
        message=message,
        rule=best[0].rule,
        witness={
            str(table.epochs[i]): number(table.values[i].value * best[0].factor)
            for i in best[0].rows
        },
        no_map="proved",
        suggestion=f"write {texts[0].rstrip('.')}",
        reason="no values of the parameters fit all rows",
    )


def _complexity(found: Fit) -> int:
    return sum(len(number(value)) for value in found.parameters.values()) or 100


def _large(repair: Repair) -> bool:
    """Whether a repair makes the rate start above 1, which rates rarely do."""
    return repair.fit.parameters.get("initial", 0) > 1


def _repair_text(table: Rates, repair: Repair) -> str:
    values = ", ".join(number(table.values[i].value * repair.factor) for i in repair.rows)
    shown = ", ".join(f"{letters(k)} = {number(v)}" for k, v in repair.fit.parameters.items())
    return f"{values} (that is {repair.rule} with {shown})."


def _majority(table: Rates, name: str, base: Finding) -> Finding:
    """Say which rows are off what most of them fit."""
    rows, size = table.read()[0], len(table.epochs)
    for off in range(1, (size - 1) // 2):
        for chosen in combinations(range(size), off):
            found = fit(name, [row for i, row in enumerate(rows) if i not in chosen])
            if found is None or not found.parameters:
                continue
            parameters = {"initial": Fraction(1), **found.parameters}
            initial = parameters.pop("initial")
            try:
                new = {
                    table.epochs[i]: Fraction(
                        schedules.get(name).at(Fraction(table.epochs[i]), initial, **parameters)
                    )
                    for i in chosen
                }
            except (TypeError, ValueError):
                continue
            return replace(_wrong_rows(new, name, base, ()), map=None)
    return replace(
        base,
        verdict="different",
        severity="error",
        message=f"these rows are not {name}, whatever its parameters are.",
        rule=name,
        no_map="proved",
        reason="no values of the parameters fit all rows",
    )
