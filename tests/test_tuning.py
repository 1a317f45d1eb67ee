"""Comparisons are tuned by one procedure, and the shipped results are what it gives."""

from __future__ import annotations

from math import inf

import pytest

from symopt import problems, rules, run, tuning
from symopt.errors import InvalidValue, UnknownName
from symopt.tuning.recipes import _results

MAIN = [r.name for r in rules.registry() if r.kind == "optimizer" and "." not in r.name]


@pytest.mark.parametrize("rule", MAIN)
def test_every_rule_has_the_same_budget(rule: str) -> None:
    settings = tuning.candidates(rule)
    assert len(settings) == tuning.BUDGET
    assert len({tuple(setting.items()) for setting in settings}) == tuning.BUDGET
    for setting in settings:
        rules.get(rule).settings(setting)  # every value lies in its domain


@pytest.mark.parametrize("surface", tuning.RECIPES)
def test_every_main_rule_is_tuned_on_every_surface_of_a_recipe(surface: str) -> None:
    assert set(MAIN) <= set(tuning.best(surface, MAIN))
    assert tuning.note(surface).endswith(".")


@pytest.mark.parametrize(
    ("surface", "rule"),
    [
        ("ravine", "gd"),
        ("ravine", "momentum"),
        ("saddle", "rmsprop"),
        ("plateau", "adagrad"),
        ("himmelblau", "gd"),
        ("local-optima", "momentum"),
        ("beale", "gd"),
    ],
)
def test_shipped_settings_are_what_the_procedure_gives(surface: str, rule: str) -> None:
    found = tuning.derive(surface, rule)
    assert dict(found.setting) == tuning.best(surface, [rule])[rule]
    steps = [None if step == inf else step for step in found.scores]
    assert steps == _results()[surface][rule]["steps"]


@pytest.mark.slow
@pytest.mark.parametrize("surface", tuning.RECIPES)
def test_all_shipped_settings_are_what_the_procedure_gives(surface: str) -> None:
    for rule in MAIN:
        assert dict(tuning.derive(surface, rule).setting) == tuning.best(surface, [rule])[rule]


def test_the_best_beats_every_other_setting() -> None:
    bowl = problems.get("bowl")
    goal = tuning.reach(bowl)
    found = tuning.tune("momentum", bowl, goal, starts=bowl.starts, steps=60)
    worst = max(found.scores)
    for setting in tuning.candidates("momentum")[::7]:
        scores = [goal(run("momentum", bowl, start=s, steps=60, **setting)) for s in bowl.starts]
        assert max(scores) >= worst


def test_goals_hold_to_their_limits() -> None:
    saddle = problems.get("saddle")
    path = run("gd", saddle, start=(1, 0.5), steps=40, alpha=0.2)
    out = tuning.leave(saddle, inf)(path)
    assert (abs(path.points[int(out)]) > 2).any()
    assert (abs(path.points[: int(out)]) <= 2).all()
    assert tuning.leave(saddle, 0.01)(path) == inf
    bowl = problems.get("bowl")
    near = run("gd", bowl, start=(1, 1), steps=200, alpha=0.05)
    step = tuning.reach(bowl, within=1e-3)(near)
    assert (near.losses[int(step) :] <= 1e-3).all()
    assert near.losses[int(step) - 1] > 1e-3
    with pytest.raises(InvalidValue, match="no minimum"):
        tuning.reach(saddle)


def test_every_named_surface_in_two_variables_has_a_recipe() -> None:
    assert {surface.name for surface in problems.surfaces(2)} <= set(tuning.RECIPES)


def test_any_minimum_will_do_where_there_are_several() -> None:
    himmelblau = problems.get("himmelblau")
    goal = tuning.settle(himmelblau, within=0.1)
    # From near (3, 2), which is not the minimum that the surface names first.
    path = run("gd", himmelblau, start=(2.5, 2.5), steps=60, alpha=0.01)
    step = int(goal(path))
    away = abs(path.points - [3, 2])
    assert ((away[step:] ** 2).sum(axis=1) <= 0.01).all()
    assert (away[step - 1] ** 2).sum() > 0.01
    # A run that ends between the minima has not settled, nor one that leapt.
    assert goal(run("gd", himmelblau, start=(0, 0), steps=3, alpha=0.001)) == inf
    leap = run("gd", himmelblau, start=(2.9, 2.1), steps=60, alpha=0.03)
    assert tuning.longest_step(leap) > 0.2
    assert goal(leap) == inf
    with pytest.raises(InvalidValue, match="no minimum"):
        tuning.settle(problems.get("saddle"))


def test_the_ends_of_the_rates_can_be_given() -> None:
    rates = [setting["alpha"] for setting in tuning.candidates("gd", 10, rates=(0.1, 10))]
    assert (min(rates), max(rates)) == (0.1, 10)


def test_what_was_not_tuned_is_named() -> None:
    with pytest.raises(UnknownName, match="ravine"):
        tuning.best("ravin", ["gd"])
    with pytest.raises(UnknownName, match="adam"):
        tuning.best("ravine", ["adma"])
