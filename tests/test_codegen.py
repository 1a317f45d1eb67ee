"""Generated NumPy source: golden files, standing alone, fit for teaching."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import symopt
from symopt import rules

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["adam", "gd", "nesterov.rearranged", "ewma.corrected"])
def test_golden(name: str, request: pytest.FixtureRequest) -> None:
    """To accept a change: pytest tests/test_codegen.py --update-golden."""
    path = GOLDEN / f"{name}.py.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(symopt.code(name))
    assert symopt.code(name) == path.read_text()


def test_written_files_need_numpy_only(tmp_path: Path) -> None:
    calls = []
    for rule in rules.registry():
        module = rule.name.replace(".", "_").replace("-", "_")
        (tmp_path / f"{module}.py").write_text(symopt.code(rule))
        given = "theta, lambda x: x, 1" if rule.kind == "optimizer" else "theta, 1"
        calls.append(f"import {module}; {module}.step({given}, *{module}.init(theta))")
    script = "import numpy as np, sys\ntheta = np.ones(3)\n" + "\n".join(calls)
    script += "\nassert not {'symopt', 'sympy'} & set(sys.modules)\n"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)


def test_every_line_has_its_formula_above() -> None:
    for rule in rules.registry():
        lines = [line.strip() for line in symopt.code(rule).splitlines()]
        for step, shown in zip(
            (step for step in rule.code_steps() if not step.copy), rule.lines(), strict=True
        ):
            place = next(i for i, line in enumerate(lines) if line == f"# {shown.text()}")
            assert lines[place + 1].startswith(f"{step.name} = ")
