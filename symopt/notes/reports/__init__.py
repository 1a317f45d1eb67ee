"""Reports as text for the terminal, as JSON, and as annotations for GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.notes.report import Report

FORMATS = ("text", "json", "github")


def render(reports: Sequence[Report], form: str) -> str:
    """Return the reports of several files as one text in one of `FORMATS`."""
    if form == "json":
        import json

        findings = [item for report in reports for item in report.data()]
        return json.dumps(findings, indent=2, ensure_ascii=False) + "\n"
    if form == "github":
        from symopt.notes.reports.github import report_github

        return report_github(reports)
    from symopt.notes.reports.text import report_text

    return report_text(reports)
