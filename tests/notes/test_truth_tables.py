"""What compares facts about notes with findings: it has to see every kind of miss."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from notes_truth import Fact, compare


def fact(**changes: Any) -> Fact:
    """Return that lines 10 to 12 are Adam, or something changed about it."""
    adam = {"line": 10, "last": 12, "kind": "update", "verdict": "identical", "rule": "adam"}
    return Fact.of({**adam, "severity": "ok", "why": "by definition", **changes})


def finding(line: int = 11, verdict: str = "identical", **changes: Any) -> SimpleNamespace:
    """Return a finding that agrees with it, or something changed about it."""
    usual = {"kind": "update", "rule": "adam", "severity": "ok", "lints": (), "reason": None}
    place = SimpleNamespace(line=line)
    return SimpleNamespace(**{**usual, "place": place, "verdict": verdict, **changes})


@pytest.mark.parametrize(
    ("known", "said", "outcome"),
    [
        (fact(), [finding()], "agrees"),
        (fact(), [finding(line=14)], "agrees"),
        (fact(), [], "missing"),
        (fact(), [finding(line=15)], "missing"),
        (fact(), [finding(kind="number")], "missing"),
        (fact(optional=True), [], "agrees"),
        (fact(), [finding(verdict="different")], "wrong"),
        (fact(), [finding(rule="adamw")], "wrong"),
        (fact(), [finding(rule=None)], "wrong"),
        (fact(), [finding(severity="error")], "wrong"),
        (fact(), [finding(verdict="undecided")], "gap"),
        (fact(), [finding(kind="lint", verdict="unread")], "gap"),
        (fact(lints=["suspicious"]), [finding()], "wrong"),
        (fact(lints=["suspicious"]), [finding(lints=("suspicious",))], "agrees"),
        (fact(also=[{"verdict": "different", "rule": "gd"}]), [finding(rule="gd")], "wrong"),
        (
            fact(also=[{"verdict": "different", "rule": "gd"}]),
            [finding(verdict="different", rule="gd")],
            "agrees",
        ),
        (fact(), [finding(), finding(verdict="different")], "wrong"),
        (fact(), [finding(), finding(verdict="undecided")], "agrees"),
    ],
)
def test_a_fact_and_what_is_said_of_it(known: Fact, said: list[Any], outcome: str) -> None:
    ((_, found, _),) = compare([known], said).rows
    assert found == outcome


def test_facts_of_one_line_are_told_apart_by_what_is_said() -> None:
    right, wrong = fact(), fact(verdict="different", severity="error")
    said = [finding(verdict="different", severity="error"), finding()]
    for facts in ([right, wrong], [wrong, right]):
        assert [outcome for _, outcome, _ in compare(facts, said).rows] == ["agrees"] * 2


def test_an_error_that_no_fact_knows_is_a_false_alarm() -> None:
    report = compare([fact()], [finding(), finding(line=40), finding(line=50, severity="error")])
    assert [said.place.line for said in report.beyond] == [40, 50]
    assert [said.place.line for said in report.false_alarms()] == [50]
