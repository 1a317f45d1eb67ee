"""Facts about notes, derived by hand, and how they are held against what the program says.

A table is a TOML file with entries ``[[finding]]``:

line, last
    The first and the last line of the formula group (one line if `last` is left out).
kind, verdict, rule, severity
    What a finding has to be; a list where more than one word is right. A rule ``""`` stands for
    none; where `rule` is left out, any is right.
also
    A list of tables with a verdict and a rule that are right as well, as a pair.
lints
    One of these has to be among the finding's lints.
optional
    True if it is right to say nothing.
why
    How it is derived.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

TOLERANCE = 2  # lines

Outcome = Literal["agrees", "gap", "missing", "wrong"]


@dataclass(frozen=True)
class Fact:
    """What is true of one formula group."""

    first: int
    last: int
    kinds: frozenset[str]
    verdicts: frozenset[str]
    rules: frozenset[str] | None
    severities: frozenset[str]
    why: str
    also: tuple[tuple[str, str], ...] = ()
    lints: frozenset[str] = frozenset()
    optional: bool = False
    file: str = ""

    @classmethod
    def of(cls, data: dict[str, Any]) -> Fact:
        """Return a fact as a table states it."""
        return cls(
            data["line"],
            data.get("last", data["line"]),
            _words(data["kind"]),
            _words(data["verdict"]),
            _words(data["rule"]) if "rule" in data else None,
            _words(data["severity"]),
            data["why"],
            tuple((pair["verdict"], pair["rule"]) for pair in data.get("also", ())),
            _words(data.get("lints", ())),
            data.get("optional", False),
            data.get("file", ""),
        )

    def away(self, line: int) -> int:
        """Return by how many lines a line misses the group."""
        return max(self.first - line, line - self.last, 0)

    def admits(self, verdict: str, rule: str | None) -> bool:
        """Whether a verdict about a rule is right."""
        plain = verdict in self.verdicts and (self.rules is None or (rule or "") in self.rules)
        return plain or (verdict, rule or "") in self.also

    def complaints(self, said: Any) -> list[str]:
        """Return what is not right in a finding."""
        wrong = []
        if not self.admits(said.verdict, said.rule):
            wrong.append(f"says {said.verdict} {said.rule}, true is {self.describe()}")
        if said.severity not in self.severities:
            wrong.append(f"severity {said.severity}, not {_listed(self.severities)}")
        plain = said.verdict in self.verdicts
        if plain and self.lints and not self.lints & set(said.lints):
            wrong.append(f"lacks the lint {_listed(self.lints)}")
        return wrong

    def describe(self) -> str:
        """Return the truth in a few words."""
        rules = (
            "" if self.rules is None else " " + _listed(rule or "no rule" for rule in self.rules)
        )
        return _listed(self.verdicts) + rules

    def decided(self) -> bool:
        """Whether undecided is not a right answer."""
        return not self.verdicts & {"undecided", "unread"}


@dataclass
class Report:
    """How one file's findings compare with its facts."""

    rows: list[tuple[Fact, Outcome, str]] = field(default_factory=list)
    beyond: list[Any] = field(default_factory=list)  # findings that no fact is about

    def false_alarms(self) -> list[Any]:
        """Return the errors that the program sees where the table has none."""
        return [said for said in self.beyond if said.severity == "error"]

    def having(self, *outcomes: Outcome) -> list[tuple[Fact, Outcome, str]]:
        """Return the rows with one of these outcomes."""
        return [row for row in self.rows if row[1] in outcomes]


def corpus() -> list[tuple[Path, str, list[Fact]]]:
    """Return the files of our own notes: where each is, what it is called, what is true of it.

    Listings have `.txt` after their name, so that no tool takes them for this project's code.
    """
    directory = Path(__file__).parent / "notes" / "corpus"
    return [
        (
            path if path.exists() else path.with_name(path.name + ".txt"),
            path.name,
            load(table),
        )
        for table in sorted(directory.glob("*.toml"))
        for path in [table.with_suffix("")]
    ]


def load(path: Path) -> list[Fact]:
    """Return the facts of a table."""
    return [Fact.of(data) for data in tomllib.loads(path.read_text("utf-8"))["finding"]]


def compare(facts: Sequence[Fact], findings: Iterable[Any]) -> Report:
    """Hold findings (objects as `symopt.notes.finding.Finding`) against facts.

    A finding belongs to the nearest fact of its kind. All findings that belong to a fact have to
    be right, but for those that say less than they could: an undecided one is a gap.
    """
    belong: dict[int, list[Any]] = {index: [] for index in range(len(facts))}
    report = Report()
    for said in findings:
        index = _about(facts, said, belong)
        if index is None:
            report.beyond.append(said)
        else:
            belong[index].append(said)
    for index, fact in enumerate(facts):
        report.rows.append((fact, *_judge(fact, belong[index])))
    return report


def _about(facts: Sequence[Fact], said: Any, belong: dict[int, list[Any]]) -> int | None:
    line = said.place.line
    unread = said.verdict == "unread"
    near = [
        (fact.away(line), bool(fact.complaints(said)), len(belong[index]), index)
        for index, fact in enumerate(facts)
        if fact.away(line) <= TOLERANCE
        and (said.kind in fact.kinds or (unread and fact.away(line) == 0))
    ]
    # Facts about one line are told apart by what is said, then by which has nothing yet.
    return min(near)[-1] if near else None


def _judge(fact: Fact, said: list[Any]) -> tuple[Outcome, str]:
    if not said:
        return ("agrees", "nothing, as it may be") if fact.optional else ("missing", "nothing said")
    decided = [one for one in said if one.verdict not in ("undecided", "unread")]
    for one in decided or said:
        if wrong := fact.complaints(one):
            outcome: Outcome = "wrong" if one in decided else "gap"
            reason = f" ({one.reason})" if outcome == "gap" and one.reason else ""
            return outcome, f"line {one.place.line}: " + "; ".join(wrong) + reason
    return "agrees", decided[0].verdict if decided else said[0].verdict


def _words(words: str | Iterable[str]) -> frozenset[str]:
    return frozenset([words] if isinstance(words, str) else words)


def _listed(words: Iterable[str]) -> str:
    return " or ".join(sorted(words))
