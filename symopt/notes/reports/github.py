"""A report as GitHub's workflow commands, which it shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.notes.finding import Finding
from symopt.notes.report import Report
from symopt.notes.reports.text import summary

LEVELS = {"error": "error", "note": "notice"}


def report_github(reports: Sequence[Report]) -> str:
    """Return one command for each finding that asks for attention, then the counts."""
    found = [item for report in reports for item in report.findings if item.severity in LEVELS]
    return "\n".join([*map(command, found), summary(reports)]) + "\n"


def command(found: Finding) -> str:
    """Return the workflow command for a finding.

    Examples
    --------
    >>> from symopt.notes.source import Place
    >>> place = Place(3, 1)
    >>> print(command(Finding("a,b.md", place, "number", "different", "error", "100% wrong", "")))
    ::error file=a%2Cb.md,line=3,col=1,title=symopt%3A number::100%25 wrong
    """
    message = " ".join(found.message.split())
    if found.suggestion and found.suggestion not in message:
        message += f"\nwrite {found.suggestion}"
    properties = {
        "file": found.file,
        "line": str(found.place.line),
        "col": str(found.place.column),
        "title": f"symopt: {found.kind}",
    }
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{LEVELS[found.severity]} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
