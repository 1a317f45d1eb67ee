"""docs/dialects.md names rules of the catalogue, each framework's in its own table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symopt import rules
from symopt.equivalence import compare
from test_equivalence import written

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "dialects.md").read_text("utf-8")
ROW = re.compile(
    r"^\| `((torch\.optim|keras\.optimizers|optax)\.\w+)[^`]*` \| `([\w.-]+)` \|", re.M
)
ROWS = ROW.findall(PAGE)


def test_the_page_has_every_framework() -> None:
    assert {framework for _, framework, _ in ROWS} == {"torch.optim", "keras.optimizers", "optax"}
    cells = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(cells) == len(ROWS)
    assert len(set(cells)) == len(cells)


@pytest.mark.parametrize("name", sorted({name for _, _, name in ROWS}))
def test_every_rule_on_the_page_is_in_the_catalogue(name: str) -> None:
    assert rules.get(name).name == name


def test_a_class_is_called_by_its_family() -> None:
    families = {"sgd": {"gd", "momentum", "nesterov"}, "adam": {"adam", "amsgrad"}}
    for called, _, name in ROWS:
        own = called.rpartition(".")[2].lower()
        assert name.partition(".")[0] in families.get(own, {own})


def test_an_initial_accumulator_is_a_part_of_the_epsilon_inside_the_root() -> None:
    lines = "s = s + g**2\ntheta = theta - alpha*g/sqrt(s + epsilon)"
    begun = written("begun", "alpha epsilon", {"s": 1}, lines)
    found = compare(begun, "adagrad.eps-inside")
    (special,) = found.maps
    assert special.data()["hyperparameters"]["epsilon"] in ("epsilon + 1", "1 + epsilon")


def test_the_two_warm_ups_differ_in_their_base() -> None:
    found = compare("nadam.scheduled", "nadam.warmed")
    assert found.map is not None
    assert found.map["hyperparameters"]["gamma"] == "gamma^psi"
