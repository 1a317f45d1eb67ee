"""`symopt list`: complete, plain, and quick in a fresh process."""

from __future__ import annotations

import json
import sys
import time

import pytest

from shell import fresh
from symopt import claims, gallery, problems, rules, schedules
from symopt.cli.commands.listing import GALLERIES, REGISTRIES

NAMES = {
    "rules": rules.names,
    "schedules": schedules.names,
    "problems": problems.names,
    "claims": claims.names,
    "figures": gallery.figures,
    "animations": gallery.animations,
}


@pytest.mark.parametrize("group", REGISTRIES + GALLERIES)
def test_json_has_every_name_with_a_summary(symopt_command, group):
    entries = symopt_command("list", group, "--json").json
    assert {entry["name"] for entry in entries} == set(NAMES[group]())
    assert len(entries) == len(NAMES[group]()) > 0
    assert all(entry["summary"].strip() and entry["group"] == group for entry in entries)


@pytest.mark.parametrize("group", REGISTRIES + GALLERIES)
def test_text_has_every_name_in_lines_that_fit(symopt_command, group):
    outcome = symopt_command("list", group)
    assert outcome.status == 0
    first_words = {line.split()[0] for line in outcome.out.splitlines() if line[0] != " "}
    assert first_words == set(NAMES[group]())
    assert max(map(len, outcome.out.splitlines())) <= 100


def test_without_a_group_everything_is_listed(symopt_command):
    everything = symopt_command("list", "--json").json
    assert {entry["group"] for entry in everything} == set(NAMES)
    assert len(everything) == sum(len(names()) for names in NAMES.values())
    assert "\nschedules\n" in symopt_command("list").out


@pytest.mark.parametrize("group", REGISTRIES + GALLERIES)
def test_listing_loads_neither_sympy_nor_matplotlib_nor_manim(group):
    program = (
        "import json, sys; from symopt.cli import main; "
        f"main(['list', '{group}', '--json']); print(); print(json.dumps(list(sys.modules)))"
    )
    loaded = set(json.loads(fresh("-c", program).stdout.splitlines()[-1]))
    assert "symopt" in loaded
    assert not loaded & {"sympy", "matplotlib", "manim"}


def test_importing_symopt_loads_nothing_heavy():
    program = "import json, sys, symopt; print(json.dumps(list(sys.modules)))"
    loaded = set(json.loads(fresh("-c", program).stdout))
    assert not loaded & {"sympy", "numpy", "matplotlib", "manim"}


def test_listing_the_rules_is_quicker_than_loading_pyplot():
    # The promise is a third. Best of several, and half of the time: a busy machine is no failure.
    assert fresh("-m", "symopt", "list", "rules").returncode == 0
    listing = min(_seconds("-m", "symopt", "list", "rules") for _ in range(4))
    pyplot = min(_seconds("-c", "import matplotlib.pyplot") for _ in range(4))
    assert listing < pyplot / 2, f"{sys.executable}: {listing:.2f} s against {pyplot:.2f} s"


def _seconds(*arguments: str) -> float:
    began = time.perf_counter()
    fresh(*arguments)
    return time.perf_counter() - began
