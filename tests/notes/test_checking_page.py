"""The page on checking and the hook say what the program does."""

from __future__ import annotations

import re
import typing
from pathlib import Path

from symopt.cli.parser import build_parser
from symopt.notes import check, finding
from symopt.notes.documents import limits
from symopt.notes.source import Place

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")


def first_column(heading: str) -> list[str]:
    """Return the names in the first column of the first table after a heading."""
    rows = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    first = re.findall(r"^\| (`.*?) \|", rows, re.MULTILINE)
    return [name for cell in first for name in re.findall("`(.*?)`", cell)]


def test_the_fields_of_the_json_report():
    place = Place(1, 1)
    one = finding.Finding("a.md", place, "update", "unread", "note", "message", "text")
    assert sorted(first_column("JSON")) == sorted(one.data())


def test_verdicts_severities_and_kinds():
    words = {*typing.get_args(finding.Verdict), *typing.get_args(finding.Severity)}
    assert set(first_column("What is said")) == words
    for kind in typing.get_args(finding.Kind):
        assert f"`{kind}`" in PAGE


def test_the_bounds():
    assert f"{limits.MOST_BYTES // 2**20} MiB or {limits.MOST_LINES:,} lines" in PAGE


def test_the_hook_calls_a_command_that_there_is():
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (entry,) = re.findall(r"^  entry: (.*)$", hook, re.MULTILINE)
    program, *arguments = entry.split()
    assert f'{program} = "symopt.cli:main"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    given = build_parser().parse_args([*arguments, "a.md", "b.py"])
    assert given.files == ["a.md", "b.py"]


def test_the_options_are_those_of_the_command():
    given = build_parser().parse_args(["check", "-", "--against", "adam", "--format", "json"])
    assert (given.against, given.format) == ("adam", "json")
    for form in ("text", "json", "github"):
        assert f"`{form}`" in PAGE


def test_the_example_is_what_the_program_says():
    """Where this fails, `python scripts/checking.py` renews the page."""
    note = PAGE.split("<!-- begin note -->\n```markdown\n")[1].split("```\n<!-- end note")[0]
    shown = PAGE.split("<!-- begin report -->\n```\n")[1].split("```\n<!-- end report")[0]
    assert shown == check(note.encode(), name="notes.md").text()
