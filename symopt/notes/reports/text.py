"""A report as a person reads it: first the sentence that helps, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.notes.finding import Finding
from symopt.notes.report import Report

LABEL = 12  # the width of the column of labels


def report_text(reports: Sequence[Report]) -> str:
    """Return all findings, and a last line that counts them."""
    lines = [line for report in reports for found in report.findings for line in _lines(found)]
    return "\n".join([*lines, summary(reports)]) + "\n"


def summary(reports: Sequence[Report]) -> str:
    """Return the closing line.

    Examples
    --------
    >>> summary([Report("notes.md", (), silent=2)])
    '0 read; 2 formulas state nothing to check'
    """
    findings = [found for report in reports for found in report.findings]
    unread = sum(found.verdict == "unread" for found in findings)
    errors = sum(found.severity == "error" for found in findings)
    notes = sum(found.severity == "note" and found.verdict != "unread" for found in findings)
    undecided = sum(found.verdict == "undecided" for found in findings)
    counts = [f"{len(findings) - unread} read"]
    counts += [_count(errors, "error")] if errors else []
    counts += [_count(notes, "note")] if notes else []
    counts += [f"{undecided} undecided"] if undecided else []
    counts += [f"{unread} unread"] if unread else []
    silent = sum(report.silent for report in reports)
    rest = ""
    if silent:
        rest = f"; {_count(silent, 'formula')} state{'s' * (silent == 1)} nothing to check"
    return ", ".join(counts) + rest


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _lines(found: Finding) -> Iterator[str]:
    label = "unread" if found.verdict == "unread" else found.severity
    yield f"{found.file}:{found.place}  {label:<6} {' '.join(found.message.split())}"
    for name, text in _rows(found):
        for number, line in enumerate(text.splitlines() or [""]):
            yield f"    {name if number == 0 else '':<{LABEL}} {line}".rstrip()


def _rows(found: Finding) -> Iterator[tuple[str, str]]:
    if found.text:
        yield "read as", found.text
    yield from found.details
    if found.suggestion and found.suggestion not in found.message:
        yield "write", found.suggestion
    if found.reason and found.reason not in found.message:
        yield ("why" if found.verdict in ("undecided", "unread") else found.verdict), found.reason
    if found.conditions:
        yield "provided", "; ".join(found.conditions)
    told = " ".join(text for name, text in found.details if name == "lint")
    codes = [code for code in found.lints if f"({code})" not in told]
    if codes:
        yield "lints", ", ".join(codes)
    if found.source and found.verdict not in ("identical", "unread"):
        yield "source", found.source
