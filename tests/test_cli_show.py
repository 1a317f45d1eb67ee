"""`symopt show` and `symopt code`."""

from __future__ import annotations

import json

import pytest
import sympy

from symopt import rules
from symopt.domain import Domain


@pytest.mark.parametrize("name", rules.names())
def test_json_is_the_schema_of_the_rule(symopt_command, name):
    shown = symopt_command("show", name, "--format", "json").json
    rule = rules.get(name)
    assert shown["name"] == name
    assert shown["kind"] in ("optimizer", "average")
    assert shown["summary"] == rule.summary
    assert shown["cite"] == rule.reference.key
    assert [item["name"] for item in shown["states"]] == [state.name for state in rule.states]
    assert [step["name"] for step in shown["steps"]] == [step.name for step in rule.steps]
    assert all(step["expression"] for step in shown["steps"])
    assert len(shown["hyperparameters"]) == len(rule.hyperparameters)
    for item in shown["hyperparameters"]:
        assert item["default"] == float(rule.defaults[item["name"]])
        assert item["default"] in Domain(item["domain"])


def test_text_has_the_lines_of_the_textbook(symopt_command):
    out = symopt_command("show", "momentum").out
    for line in rules.get("momentum").text().splitlines():
        assert f"  {line}\n" in out
    assert ["beta", "0.9", "in", "[0,", "1)"] in [line.split() for line in out.splitlines()]
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("form", ["latex", "typst"])
def test_formulas_are_those_of_the_rule(symopt_command, form):
    outcome = symopt_command("show", "adam", "--format", form)
    assert outcome.out.strip() == getattr(rules.get("adam"), form)()


def test_unrolled_gradient_descent_is_the_start_less_the_gradients(symopt_command):
    text = symopt_command("show", "gd", "--unroll", "3").out
    left, right = text.split(" = ")
    assert left == "theta_3"
    alpha, g1, g2, g3, start = sympy.symbols("alpha g_1 g_2 g_3 theta_0")
    assert sympy.expand(sympy.sympify(right) - (start - alpha * (g1 + g2 + g3))) == 0
    assert symopt_command("show", "gd", "--unroll", "3", "--format", "json").json["unrolled"] == (
        text.strip()
    )


@pytest.mark.parametrize("name", rules.names())
def test_code_is_python_that_runs_alone(symopt_command, name, tmp_path):
    target = tmp_path / "step.py"
    assert symopt_command("code", name, "-o", str(target)).status == 0
    printed = symopt_command("code", name).out
    assert target.read_text(encoding="utf-8") == printed
    assert "symopt" not in [
        line.split()[1] for line in printed.splitlines() if line.startswith(("import ", "from "))
    ]
    compile(printed, str(target), "exec")


def test_help_has_examples(symopt_command):
    outcome = symopt_command("show", "--help")
    assert outcome.status == 0
    assert "symopt show adam.eps-inside --format latex" in outcome.out


def test_json_is_readable_by_people_and_machines(symopt_command):
    out = symopt_command("show", "ewma", "--format", "json").out
    assert out.startswith("{\n")
    assert json.loads(out)["kind"] == "average"
