"""All that was found in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symopt.notes.finding import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one file, in the order of its lines.

    Attributes
    ----------
    file : str
    findings : tuple of Finding
    silent : int
        How many formulas were read that state nothing to check, such as ``m = 5000``.
    """

    file: str
    findings: tuple[Finding, ...]
    silent: int = 0

    @property
    def errors(self) -> int:
        """How many findings have severity error."""
        return sum(finding.severity == "error" for finding in self.findings)

    def text(self) -> str:
        """Return the report for the terminal."""
        from symopt.notes.reports.text import report_text

        return report_text([self])

    def data(self) -> list[dict[str, Any]]:
        """Return the findings as plain data, as the JSON report has them."""
        return [finding.data() for finding in self.findings]
