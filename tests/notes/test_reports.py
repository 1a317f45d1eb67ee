"""Reports: what a person, a program and GitHub read."""

import json

import pytest

from symopt.notes.finding import Finding
from symopt.notes.report import Report
from symopt.notes.reports import FORMATS, render
from symopt.notes.source import Excerpt, Place

SQUARE = Finding(
    "notes.md",
    Place(12, 3),
    "update",
    "different",
    "error",
    "S_db lacks the square that S_dW has: write (1 - beta2) db^2.",
    "S_db <- beta2 S_db + (1 - beta2) db\nb <- b - alpha db/sqrt(S_db)",
    rule="rmsprop.no-eps",
    details=(("different", "at step 1: 1/5 here, 2/5 there"),),
    no_map="proved",
    lints=("pair-differs",),
)
UNREAD = Finding("notes.md", Place(40, 1), "lint", "unread", "note", "2 images", "")
RIGHT = Finding("notes.md", Place(2, 1), "average", "identical", "ok", "ewma", "v = b v + (1-b) y")


def test_the_first_line_is_the_sentence_and_the_rest_is_indented():
    lines = Report("notes.md", (RIGHT, SQUARE, UNREAD), 3).text().splitlines()
    assert lines[2] == f"notes.md:12:3  error  {SQUARE.message}"
    assert all(line.startswith("    ") for line in lines[3:7])
    assert lines[-2] == "notes.md:40:1  unread 2 images"
    assert lines[-1] == "2 read, 1 error, 1 unread; 3 formulas state nothing to check"


def test_json_is_a_list_of_findings_with_the_promised_keys():
    found = json.loads(render([Report("a.md", (RIGHT,)), Report("b.md", (SQUARE,))], "json"))
    wanted = "file line column kind text verdict severity rule claimed map conditions witness"
    wanted += " no_map suggestion reason lints"
    assert [item["line"] for item in found] == [2, 12]
    assert set(wanted.split()) <= set(found[0])


def test_github_gets_one_command_for_each_finding_that_asks_for_attention():
    commands = render([Report("notes.md", (RIGHT, SQUARE, UNREAD))], "github").splitlines()
    assert [line.split(" ")[0] for line in commands[:-1]] == ["::error", "::notice"]
    assert "line=12,col=3" in commands[0]


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_of_a_note_starts_a_line_that_a_program_reads(form: str):
    sly = Finding("n.md", Place(1, 1), "update", "different", "error", "a\n::error::b", "x\n::c")
    lines = render([Report("n.md", (sly,))], form).splitlines()
    assert sum(line.startswith("::") for line in lines) == (form == "github")


def test_an_excerpt_gives_the_place_of_every_character():
    seven = ["5:4", "5:5", "5:6", "6:1", "6:2", "6:3", "7:1"]
    whole = Excerpt.of("ab\ncd\n", line=5, column=4)
    assert [str(whole.place(i)) for i in range(7)] == seven
    assert whole.part(1, 5) == Excerpt("b\ncd", (Place(5, 5), Place(6, 1)))
