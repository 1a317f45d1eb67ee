"""A finding: what is said of one formula group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from symopt.notes.source import Place

Kind = Literal["update", "average", "schedule", "number", "gradient", "chain", "lint"]
Verdict = Literal["identical", "equivalent", "different", "undecided", "unread"]
Severity = Literal["ok", "note", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one formula group: all update equations of one algorithm, or one fact.

    Attributes
    ----------
    file, place
        Where it stands.
    kind, verdict, severity
        See `symopt.notes`.
    message : str
        The sentence its author needs to mend the note; of a right formula, what it is.
    text : str
        The formula as read back, one line for each of its lines.
    rule : str or None
        The rule (or schedule) it is, or the nearest one.
    claimed : str or None
        The rule its author says it is.
    map : dict or None
        The rule's hyperparameters and states in the note's terms (see `symopt.Comparison.map`).
    conditions : tuple of str
        What the verdict takes for granted.
    witness : dict or None
        A run, or values of the names, on which it parts from the rule.
    no_map : {"proved", "searched", None}
        How it is known that no map mends it.
    suggestion : str or None
        The smallest edit that would make it right.
    reason : str or None
        Why it is undecided or unread, or in what way it differs.
    lints : tuple of str
        Codes such as "suspicious", "mislabelled", "dead-assignment".
    details : tuple of (str, str)
        Labelled lines of the report below the first, besides those that follow from the rest.
    source : str or None
        Where the rule comes from.
    """

    file: str
    place: Place
    kind: Kind
    verdict: Verdict
    severity: Severity
    message: str
    text: str
    rule: str | None = None
    claimed: str | None = None
    map: dict[str, Any] | None = None
    conditions: tuple[str, ...] = ()
    witness: dict[str, Any] | None = None
    no_map: Literal["proved", "searched"] | None = None
    suggestion: str | None = None
    reason: str | None = None
    lints: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    source: str | None = None

    def data(self) -> dict[str, Any]:
        """Return the finding as plain data, as the JSON report has it."""
        return {
            "file": self.file,
            "line": self.place.line,
            "column": self.place.column,
            "kind": self.kind,
            "text": self.text,
            "verdict": self.verdict,
            "severity": self.severity,
            "message": self.message,
            "rule": self.rule,
            "claimed": self.claimed,
            "map": self.map,
            "conditions": list(self.conditions),
            "witness": self.witness,
            "no_map": self.no_map,
            "suggestion": self.suggestion,
            "reason": self.reason,
            "lints": list(self.lints),
            "source": self.source,
        }
