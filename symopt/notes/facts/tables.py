"""Tables of a rate by epochs: do their rows fit the formula beside them, or any schedule?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from symopt import schedules
from symopt.formula import Formula, Name, Number
from symopt.notes.document import Document
from symopt.notes.facts.closeness import equals
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.fitting import FAMILIES, Fit, fit
from symopt.notes.facts.matching import Clock, match
from symopt.notes.facts.rates import (
    Rates,
    rates_of,
)
from symopt.notes.facts.schedules import schedule_of
from symopt.notes.facts.surroundings import around, key_text, with_values
from symopt.notes.facts.values import constant
from symopt.notes.facts.words import letters, number, plain
from symopt.notes.finding import Finding
from symopt.notes.meaning.passages import Passages
from symopt.notes.source import Place

SCALES = tuple(Fraction(10) ** n for n in (-1, 1, -2, 2, -3, 3))


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
        suggestion=rows,
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
        suggestion=texts[0].rstrip("."),
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
