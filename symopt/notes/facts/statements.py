"""One finding for one statement: its links judged, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symopt.formula import Name
from symopt.notes.facts.chains import judge_pair
from symopt.notes.facts.corrections import judge_correction
from symopt.notes.facts.expansions import judge_expansion, judge_pair_of_days
from symopt.notes.facts.link import Link
from symopt.notes.facts.schedules import judge_schedule
from symopt.notes.facts.slopes import judge_slope
from symopt.notes.facts.sums import judge_sum
from symopt.notes.facts.surroundings import (
    Definition,
    Surroundings,
    around,
    keys,
    place_of,
    shifted,
)
from symopt.notes.facts.words import read_back
from symopt.notes.finding import Finding, Kind, Severity
from symopt.notes.meaning.passages import Passage
from symopt.notes.statement import Algorithm, Statement

LETTER = "n"  # of a recursion read from one of its steps
MAX_PARTS = 40


def judge_statement(
    passage: Passage, statement: Statement, file: str, far: Sequence[Algorithm] = ()
) -> Finding | None:
    """Judge one statement; None if it says nothing that could be wrong.

    What is stated further off (`far`) may show that a statement is right, but not that it is
    wrong: there the same letter may mean something else.
    """
    found = _judged(passage, statement, file)
    if found is None and far and not passage.algorithms:
        found = _judged(replace(passage, algorithms=tuple(far)), statement, file)
        if found is not None and found.verdict != "identical":
            return None
    return found


def _judged(passage: Passage, statement: Statement, file: str) -> Finding | None:
    near = around(passage, statement)
    unrolled = judge_expansion(statement, near) or judge_sum(statement, near)
    unrolled = unrolled or judge_pair_of_days(statement, passage.claims)
    if unrolled is not None:
        return finding_of(statement, unrolled, file, "average")
    corrected = judge_correction(passage, statement, near)
    if corrected is not None:
        found = finding_of(statement, corrected, file, "average")
        return found and replace(found, rule="ewma.corrected")
    slope = judge_slope(passage, statement, near)
    if slope is not None:
        return finding_of(statement, slope, file, "gradient")
    links = judge_links(statement, near)
    if not links:
        return judge_schedule(passage, statement, file)
    return finding_of(statement, links, file)


def judge_links(statement: Statement, near: Surroundings) -> list[Link]:
    """Judge every pair of neighbours of which something can be said."""
    parts = statement.parts[:MAX_PARTS]
    alone = len(parts) == 2
    inner = with_own(near, statement)
    found: list[Link] = []
    for number, (left, link, right) in enumerate(
        zip(parts, statement.links, parts[1:], strict=False)
    ):
        judged = judge_pair(left, link, right, inner if number else near, number == 0, alone)
        if judged is not None:
            found.append(judged)
    return found


def with_own(near: Surroundings, statement: Statement) -> Surroundings:
    """Add what a chain itself defines: later parts may use its first equality at other times."""
    own: list[Definition] = []
    left, right = statement.parts[0], statement.parts[1] if len(statement.parts) > 2 else None
    if right is None or not isinstance(left, Name) or left.index is None:
        return near
    place = place_of(left.index)
    if place is None or (left.name, *place) in keys(right) or statement.links[0] not in ("=", "<-"):
        return near
    if place[0] is not None:
        own.append(Definition(left.name, *place, right, general=True))
    elif any(len(key) == 3 and key[:2] == (left.name, None) for key in keys(right)):
        moved = shifted(right, None, LETTER, -place[1])
        own.append(Definition(left.name, LETTER, 0, moved, general=True))
    if near.defines(left.name):
        return near
    return Surroundings((*near.definitions, *own), near.values)


def finding_of(
    statement: Statement, links: Sequence[Link], file: str, kind: Kind | None = None
) -> Finding | None:
    """Make one finding of what was said of a statement's pairs."""
    if not links:
        return None
    verdicts = [link.verdict for link in links]
    worst = next((v for v in ("different", "undecided") if v in verdicts), "identical")
    chosen = next(link for link in links if link.verdict == worst)
    severity: Severity = {"different": "error", "undecided": "note"}.get(worst, "ok")  # type: ignore[assignment]
    if kind is None:
        numeric = chosen.numeric if worst != "identical" else all(x.numeric for x in links)
        kind = "number" if numeric else "chain"
    message = chosen.message or _message(worst, kind, chosen.reason)
    others = [x.message for x in links if x is not chosen and x.verdict == "different"]
    conditions = tuple(dict.fromkeys(c for link in links for c in link.conditions))
    return Finding(
        file=file,
        place=statement.excerpt.start,
        kind=kind,
        verdict=worst,  # type: ignore[arg-type]
        severity=severity,
        message=message,
        text=read_back(statement),
        conditions=conditions,
        witness=chosen.witness,
        suggestion=chosen.suggestion,
        reason=chosen.reason or None,
        details=tuple(("also", text) for text in others),
    )


def _message(verdict: str, kind: Kind, reason: str) -> str:
    if verdict == "undecided":
        return f"not decided: {reason}."
    if kind == "gradient":
        return "it is the gradient of the loss stated nearby."
    if kind == "average":
        return "the weights are right."
    return "the numbers are right." if kind == "number" else "each part is equal to the next."
