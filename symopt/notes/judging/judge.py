"""From an algorithm and its meaning to a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from symopt import rules
from symopt.formula import Number
from symopt.notes.finding import Finding, Severity
from symopt.notes.judging import sentences
from symopt.notes.judging.claim import Claim, Claimed, by_options, claim_of
from symopt.notes.judging.counted import counted
from symopt.notes.judging.outcomes import right, unsettled, wrong
from symopt.notes.judging.reordering import corrected
from symopt.notes.judging.searching import FROM_ZERO, Understand
from symopt.notes.judging.verdict import Judged, for_all, judge_copy, judge_other
from symopt.notes.judging.writing import read_back, source
from symopt.notes.meaning.meaning import Copy, Meaning
from symopt.notes.statement import Algorithm, Lint

DEFINED = "equal where both are defined"  # goes without saying of the same formula


def judge(
    algorithm: Algorithm,
    meaning: Meaning,
    *,
    file: str,
    against: str | None = None,
    understand: Understand | None = None,
    claimed: Claimed | None = None,
) -> list[Finding]:
    """Say what rule an algorithm is, or how it differs from the one that is meant.

    Parameters
    ----------
    algorithm, meaning
        What its author wrote, and what was understood of it.
    file : str
        The name of the document.
    against : str, optional
        The rule or family that is meant, whatever the text claims.
    understand, claimed : callable, optional
        What reads an edited algorithm, and the name that texts claim: those of
        `symopt.notes.meaning`.
    """
    understand, claimed = understand or _understand(), claimed or _claimed()
    claim = claim_of(algorithm, against, claimed)
    if algorithm.chosen and not claim.asked:
        claim = by_options(claim, algorithm)
    judged = _decisive(algorithm, meaning, claim.rule, understand)
    later = _counted_on(algorithm, meaning)
    if later is not None and not judged.right:
        # What else is wrong shows where steps are counted as they should be.
        again = understand(later)
        besides = _decisive(later, again, claim.rule, understand)
        if again.recursion is not None and not besides.right and besides.mend is not None:
            judged = besides
    return [_finding(algorithm, meaning, judged, file, claim)]


def _counted_on(algorithm: Algorithm, meaning: Meaning) -> Algorithm | None:
    """Return an algorithm that divides by zero at first, its steps counted from one more."""
    start = algorithm.counter_start
    if not isinstance(start, Number) or not any(
        lint.code in FROM_ZERO for lint in (*algorithm.lints, *meaning.lints)
    ):
        return None
    kept = tuple(lint for lint in algorithm.lints if lint.code not in FROM_ZERO)
    return replace(algorithm, counter_start=Number(start.value + 1), lints=kept)


def _understand() -> Understand:
    from symopt.notes.meaning import understand

    return understand


def _claimed() -> Claimed:
    from symopt.notes.meaning import claimed

    return claimed


def _decisive(
    algorithm: Algorithm, meaning: Meaning, claimed: str | None, understand: Understand
) -> Judged:
    """Judge the copies of an algorithm; return the one about which most is to be said."""
    own = Copy(
        meaning.names.get("theta"),
        algorithm.assignments,
        meaning.recursion,
        meaning.roles,
        meaning.values,
        meaning.names,
        reason=meaning.reason,
    )
    copies = tuple(map(counted, meaning.copies or (own,)))
    first = judge_copy(algorithm, copies[0], claimed, understand, copies)
    first = for_all(first, copies)
    others = [c for c in copies[1:] if c.difference is not None]
    judged = [
        first,
        *(judge_other(algorithm, copy, first, claimed, understand, copies) for copy in others),
    ]
    order = ("identical", "equivalent", "undecided", "different")
    return max(judged, key=lambda one: (order.index(one.verdict), one is not first))


def _finding(
    algorithm: Algorithm,
    meaning: Meaning,
    judged: Judged,
    file: str,
    claim: Claim,
) -> Finding:
    serious = [lint for lint in (*algorithm.lints, *meaning.lints) if lint.serious]
    lints = [lint.code for lint in (*algorithm.lints, *meaning.lints)]
    details = [
        ("lint", f"{lint.message.rstrip('.')} ({lint.code})")
        for lint in (*algorithm.lints, *meaning.lints)
    ]
    found = Finding(
        file,
        _place(algorithm, judged),
        "average" if meaning.kind == "average" else "update",
        judged.verdict,  # type: ignore[arg-type]
        "ok",
        "",
        read_back(judged.copy.assignments),
        rule=judged.rule,
        claimed=claim.rule,
        conditions=(*meaning.borrowed, *_conditions(judged)),
    )
    found = _compared(found, algorithm, judged)
    severity: Severity = "ok"
    if judged.right:
        found, severity, more = right(found, algorithm, judged, claim)
        lints += more
    elif judged.verdict == "different":
        found, severity = wrong(found, algorithm, judged, claim)
    else:
        found, severity = unsettled(found, algorithm, judged, claim)
    if claim.outside and severity == "error":
        severity = "note"
    message = found.message
    if serious:
        severity = "error"
        first = serious[0].message.rstrip(".")
        if any(lint.code in FROM_ZERO for lint in serious):
            first = next(lint.message for lint in serious if lint.code in FROM_ZERO).rstrip(".")
            message = _from_zero(first, message, algorithm, judged)
        elif judged.mend is None or (judged.right and not judged.in_vain):
            message = f"{first}."
            details.append(("rule", found.message)) if judged.right else None
            made = _named_apart(algorithm, serious)
            if made is not None:
                found = replace(found, suggestion=made)
                message = f"{first}: write {made}."
    return replace(
        found,
        severity=severity,
        message=message,
        lints=tuple(dict.fromkeys(lints)),
        details=(*found.details, *(row for row in details if not _repeats(row[1], message))),
    )


def _from_zero(first: str, message: str, algorithm: Algorithm, judged: Judged) -> str:
    """Say that the first step divides by zero, then what else is wrong."""
    if judged.mend is None or judged.right:
        return f"{first}."
    if any("has the power" in words for words in judged.mend.edit.words):
        # That is the mend.
        made = sentences.suggestion(judged.mend, algorithm)
        return f"{first}." if algorithm.language == "python" else f"{first}: write {made}."
    return f"{first}; besides, {message}"


def _named_apart(algorithm: Algorithm, lints: Sequence[Lint]) -> str | None:
    """Return the line of a state that is replaced by its corrected value, with a name for it."""
    for lint in lints:
        for line in algorithm.assignments:
            if lint.code == "overwritten-state" and line.excerpt == lint.excerpt:
                made = corrected(algorithm, line)
                return None if made is None else source(made, algorithm)
    return None


def _repeats(row: str, message: str) -> bool:
    """Say whether the first sentence says what a row about a lint would."""
    return row.rpartition(" (")[0] in message


def _place(algorithm: Algorithm, judged: Judged) -> Any:
    if judged.verdict == "different" and judged.mend is not None:
        return judged.mend.edit.lines[0][0].excerpt.start
    line = judged.copy.difference.line if judged.copy.difference else None
    return line.excerpt.start if line is not None else algorithm.excerpt.start


def _conditions(judged: Judged) -> tuple[str, ...]:
    conditions: list[str] = []
    identity = judged.identity
    if identity is not None and judged.right:
        names = sentences.own_names(identity, judged.copy.names)
        conditions += [
            sentences.in_own_names(condition, names)
            for condition in identity.comparison.conditions
            if condition != DEFINED or identity.comparison.verdict != "identical"
        ]
        conditions += [f"{names[identity.names[name]]} < 1" for name in identity.below_one]
    for name, value in judged.copy.values.items():
        if name not in judged.copy.names:
            under = identity.names.get(name, name) if identity is not None else name
            conditions.append(f"with {under} = {_number(value)}")
    return tuple(dict.fromkeys(conditions))


def _number(value: Any) -> str:
    decimal = str(float(value))
    return decimal if len(decimal) <= 8 else str(value)


def _compared(found: Finding, algorithm: Algorithm, judged: Judged) -> Finding:
    """Fill in what follows from the comparison and from the edit."""
    suggestion = sentences.suggestion(judged.mend, algorithm) if judged.mend else None
    identity = judged.identity
    if identity is None:
        return replace(found, suggestion=suggestion, reason=judged.copy.reason or None)
    comparison = identity.comparison
    names = sentences.own_names(identity, judged.copy.names)
    rows: list[tuple[str, str]] = []
    mapped = None
    if judged.right and comparison.map is not None:
        mapped = {
            "hyperparameters": _translated(comparison.map["hyperparameters"], names),
            "states": _translated(comparison.map["states"], names),
            "parameter": sentences.in_own_names(comparison.map["parameter"], names),
        }
        if comparison.verdict == "equivalent":
            changed = mapped["hyperparameters"] | mapped["states"]
            text = ", ".join(f"{k} = {v}" for k, v in changed.items() if k != v)
            rows.append(("equivalent", f"to {identity.rule} with {text}" if text else "in sign"))
    if comparison.witness is not None:
        rows.append(("different", sentences.parting(comparison, names)))
    return replace(
        found,
        map=mapped,
        witness=None if comparison.witness is None else comparison.witness.data(),
        no_map=comparison.no_map,
        suggestion=suggestion,
        reason=sentences.in_own_names(sentences.reason(comparison), names) or None,
        lints=comparison.lints,
        details=tuple(rows),
        source=str(rules.get(identity.rule).reference),
    )


def _translated(values: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    return {key: sentences.in_own_names(text, names) for key, text in values.items()}
