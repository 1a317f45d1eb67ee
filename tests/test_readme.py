"""The README says what the program says."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import shutil
from pathlib import Path
from types import ModuleType

import pytest

import symopt
from shell import fresh

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def script() -> ModuleType:
    """Load scripts/readme.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("readme", ROOT / "scripts" / "readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def block(heading: str, language: str = "") -> str:
    """Return the first code block of that language under a heading."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1]


COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for line in block("On the command line").splitlines()
    if line.startswith("symopt ")
]


def test_what_the_program_writes_is_current():
    readme = script()
    assert readme.renew(README, readme.parts()) == README, "run `make docs`"


def test_every_rule_stands_in_the_table():
    table = README.partition("<!-- begin rules -->")[2].splitlines()
    for name in symopt.rules.names():
        family, _, dialect = name.partition(".")
        row = next(line for line in table if line.startswith(f"| `{family}` |"))
        assert not dialect or f"`.{dialect}`" in row


def test_the_rule_on_the_front_page_is_the_one_that_runs():
    shown = re.search(r"```python\n(@rule.*?)```", README, re.DOTALL)
    assert shown is not None
    path = ROOT / "symopt" / "rules" / "adam.py"
    source = ast.parse(path.read_text(encoding="utf-8"))
    stated = next(
        node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == "adam"
    )
    assert ast.dump(ast.parse(shown[1]).body[0]) == ast.dump(stated)


def with_notes(folder: Path) -> Path:
    """Put the example's notes where the commands of the README look for them."""
    return Path(shutil.copy(ROOT / "examples" / "notes.md", folder / "notes.md"))


# All claims are proved by the tests of `symopt verify` too.
SLOW = (["verify"],)


@pytest.mark.parametrize(
    "arguments",
    [pytest.param(c, marks=pytest.mark.slow if list(c) in SLOW else ()) for c in COMMANDS],
    ids=" ".join,
)
def test_every_command_works(symopt_command, arguments, tmp_path, monkeypatch):
    if arguments[0] == "animate":
        pytest.skip("films have their own tests")
    monkeypatch.chdir(tmp_path)
    given = with_notes(tmp_path)
    outcome = symopt_command(*arguments)
    # The notes have mistakes in them: finding one is status 1.
    assert (outcome.status, outcome.err) == (int(arguments[0] == "check"), "")
    if "-o" in arguments:
        assert list(tmp_path.iterdir()) != [given]


def test_the_python_example_runs(tmp_path):
    program = block("In Python", "python") + "\nprint(symopt.prove('adam.first-step').verdict)"
    with_notes(tmp_path)
    outcome = fresh("-c", program, cwd=tmp_path)
    assert outcome.stderr == ""
    assert outcome.stdout == "proved\n"


def test_every_local_link_leads_somewhere():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert "CONTRIBUTING.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_picture_is_the_one_that_the_program_makes(symopt_command, tmp_path):
    assert symopt_command("figure", "race-saddle", "-o", str(tmp_path)).status == 0
    committed = ROOT / "docs" / "images" / "race-saddle.svg"
    # Another matplotlib draws other bytes; the words and the runs are what must be in step.
    made, kept = (_texts(path) for path in (tmp_path / "race-saddle.svg", committed))
    assert made == kept


def test_the_citation_has_the_version():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {symopt.__version__}\n" in text


def _texts(path: Path) -> list[str]:
    """Return the comments that matplotlib writes beside every text it draws as outlines."""
    return re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"))
