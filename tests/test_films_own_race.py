"""Races made up on the spot, in both languages."""

from __future__ import annotations

import pytest

pytest.importorskip("manim")

from symopt import gallery, problems, tuning
from symopt.draw.races import race
from symopt.draw.scripts import member
from symopt.errors import InvalidValue, UnknownName


def test_a_race_has_the_rules_the_surface_and_the_settings_asked_for() -> None:
    mine = race(["adam", "nesterov"], "beale", start=(0.7, 1.4), steps=20, settings={"mu": 0.8})
    adam, nesterov = mine.trajectories()
    assert (adam.rule, nesterov.rule) == ("adam", "nesterov")
    assert tuple(adam.points[0]) == tuple(nesterov.points[0]) == (0.7, 1.4)
    assert len(adam) == 20
    # A hyperparameter goes to the rules that have it; the others keep their defaults.
    assert nesterov.hyperparameters["mu"] == 0.8
    assert "mu" not in adam.hyperparameters
    assert adam.hyperparameters["beta1"] == 0.9
    assert mine.goal == pytest.approx(1e-3)


def test_without_settings_rules_run_as_they_were_tuned() -> None:
    mine = race(["adam", "gd"], "saddle")
    assert mine.runs == tuning.best("saddle", ["adam", "gd"])
    assert mine.tuned == "saddle"
    assert mine.goal is None  # a saddle has no minimum
    assert "defaults" in race(["adam.eps-inside"], "saddle").chosen


def test_a_surface_of_ones_own() -> None:
    (path,) = race(["gd"], "x**2 + 3*y**2", start=(1, 1), settings={"alpha": 0.1}).trajectories()
    assert path.points[1] == pytest.approx([0.8, 0.4])


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        (["adam", "nestrov"], {}, "nesterov"),
        (["adam"], {"settings": {"gamma": 1}}, "gamma"),
        (["adam", "adam"], {}, "once"),
        ([], {}, "at least one"),
        (["adam"], {"on": "parabola"}, "two variables"),
        (["adam"], {"on": "regression"}, "two variables"),
    ],
)
def test_what_cannot_race_is_refused(names: list[str], options: dict, said: str) -> None:
    with pytest.raises((InvalidValue, UnknownName), match=said):
        race(names, **options)


@pytest.mark.parametrize("name", gallery.animations())
def test_a_film_says_its_point_in_both_languages(name: str) -> None:
    scene = member(gallery.animation(name), gallery.animation(name).class_name)
    assert scene.point() == gallery.animation(name).caption()
    assert scene.point("zh") == gallery.animation(name).caption("zh")
    assert scene.point("zh").endswith("。")
    assert problems.get(scene.surface)
