"""The examples run as a reader would run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shell import fresh

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs_without_a_warning(path, tmp_path):
    outcome = fresh("-W", "error", str(path), cwd=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == ""
    assert len(outcome.stdout.splitlines()) >= 3
