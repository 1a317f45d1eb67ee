"""Renews the report in docs/checking.md from the note that stands above it; a test compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from symopt.notes import check

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checking.md"
NOTE = re.compile(r"<!-- begin note -->\n```markdown\n(.*?)```\n<!-- end note -->", re.DOTALL)
REPORT = re.compile(r"(<!-- begin report -->\n```\n).*?(```\n<!-- end report -->)", re.DOTALL)


def renewed(page: str) -> str:
    """Return the page with the report that the program gives of the page's note."""
    note = NOTE.search(page)
    if note is None:
        raise ValueError("docs/checking.md: the note between its comments is missing")
    report = check(note[1].encode(), name="notes.md").text()
    return REPORT.sub(lambda found: found[1] + report + found[2], page)


def main() -> int:
    """Write the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
