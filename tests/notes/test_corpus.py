"""Our own notes, right and wrong about half, in many notations: what is true of each is known."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from notes_truth import Fact, Report, compare, corpus
from symopt import rules
from symopt.notes.checking import check

FILES = {name: (path, facts) for path, name, facts in corpus()}
WIDTH = 150

# The searches that these pages ask for take half a minute and more.
LONG = {
    "adam.md", "adaptive.md", "dialects.md", "functions.py", "lecture.tex",
    "notations_adaptive.md", "wild.md",
}  # fmt: skip
PAGES = [
    pytest.param(name, marks=pytest.mark.slow if name in LONG else (), id=name) for name in FILES
]


@cache
def report(name: str) -> Report:
    path, facts = FILES[name]
    return compare(facts, check(path.read_bytes(), name=name).findings)


def table(rows: Iterable[tuple[str, Fact, str, str]]) -> str:
    """Return misses as lines of a table."""
    return "".join(
        f"\n{name}:{fact.first} {outcome}: {said} | {fact.why}"[:WIDTH]
        for name, fact, outcome, said in rows
    )


def test_the_corpus_is_large_and_half_of_it_is_wrong() -> None:
    facts = [fact for _, known in FILES.values() for fact in known]
    wrong = [fact for fact in facts if fact.verdicts == {"different"}]
    assert len(facts) >= 180
    assert 0.35 < len(wrong) / len(facts) < 0.65


def test_every_rule_of_the_catalogue_is_in_the_corpus() -> None:
    facts = [fact for _, known in FILES.values() for fact in known]
    right = [fact for fact in facts if "identical" in fact.verdicts]
    assert {rule for fact in right for rule in fact.rules or ()} >= set(rules.names())


@pytest.mark.parametrize("name", FILES)
def test_a_place_is_in_its_file(name: str) -> None:
    path, facts = FILES[name]
    lines = Path(path).read_text("utf-8").count("\n")
    assert all(1 <= fact.first <= fact.last <= lines for fact in facts)


@pytest.mark.parametrize("name", PAGES)
def test_no_verdict_is_wrong(name: str) -> None:
    rows = [(name, *row) for row in report(name).having("wrong", "missing")]
    assert not rows, table(rows)


@pytest.mark.parametrize("name", PAGES)
def test_no_error_is_seen_where_there_is_none(name: str) -> None:
    alarms = [
        f"\n{name}:{said.place.line} {said.kind} {said.verdict} {said.rule}: {said.message}"
        for said in report(name).false_alarms()
    ]
    assert not alarms, "".join(alarms)


@pytest.mark.slow
def test_hardly_anything_is_undecided() -> None:
    gaps = [(name, *row) for name in FILES for row in report(name).having("gap")]
    print(table(gaps))
    assert len(gaps) < 0.05 * sum(len(facts) for _, facts in FILES.values()), table(gaps)
