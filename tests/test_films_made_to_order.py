"""Races made up on the spot, in both languages, and as films, stills and small pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

pytest.importorskip("manim")

import av
from PIL import Image, ImageSequence

from symopt import gallery, tuning
from symopt.draw import films
from symopt.draw.race import Race
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


class Small(Race):
    """Two runs on a bowl."""

    surface = "bowl"
    runs: ClassVar = {"gd": 0.1, "momentum": 0.1}
    steps = 10
    seconds = 2.0
    pause_before = 0.5
    pause_after = 0.5


SIZE = (320, 180, 10)


def test_a_still_is_the_films_frame_at_that_second(tmp_path: Path) -> None:
    film = films.render_scene(Small, tmp_path / "small.mp4", SIZE)
    with av.open(str(film)) as container:
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(shown) == 30
    for second in (0.0, 0.9, 1.75, 2.95, None):
        path = films.render_scene(Small, tmp_path / "small.png", SIZE, at=second)
        with Image.open(path) as image:
            still = np.asarray(image, dtype=float)
        frame = shown[-1 if second is None else int(second * 10 + 1e-9)].astype(float)
        # A film is compressed; another moment would differ by the whole length of a trail.
        assert np.abs(still - frame).mean() < 3
        others = [np.abs(still - other).mean() for other in shown]
        assert others[-1 if second is None else int(second * 10 + 1e-9)] <= min(others) + 0.2
    with pytest.raises(InvalidValue, match="lasts 3 seconds"):
        films.render_scene(Small, tmp_path / "late.png", SIZE, at=3.0)
    assert not (tmp_path / "late.png").exists()


def test_a_gif_shows_the_film_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = films.render_scene(Small, tmp_path / "small.gif", SIZE)
    with Image.open(path) as picture:
        assert picture.size == (640, 360)
        # Frames that are alike come out as one that lasts longer.
        lasts = [frame.info["duration"] for frame in ImageSequence.Iterator(picture)]
    assert sum(lasts) == 3000
    assert len(lasts) > 10
    assert [p.name for p in tmp_path.iterdir()] == ["small.gif"]


@pytest.mark.parametrize(("name", "at"), [("a.mov", None), ("a.mp4", 1.0), ("a.png", -1.0)])
def test_what_cannot_be_rendered_is_refused(tmp_path: Path, name: str, at: float | None) -> None:
    with pytest.raises((InvalidValue, UnknownName)):
        films.render_scene(Small, tmp_path / name, SIZE, at=at)
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_would_come_out_the_same_is_left_alone(tmp_path: Path) -> None:
    def made(**options: Any) -> list[bool]:
        stills = films.render_all(["race-ravine"], tmp_path, kind="png", at=2, jobs=1, **options)
        return [film.new for film in stills]

    assert made() == [True]
    assert made() == [False]
    assert made(lang="zh") == [True]
    assert made(lang="zh", anew=True) == [True]
