"""Films show the trajectories, at every time and at every frame rate."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("manim")

import av
import cairo
from manim import Scene, tempconfig

from symopt import draw, gallery, problems, run
from symopt.draw import films
from symopt.draw.board import Counter
from symopt.draw.palette import STYLES
from symopt.draw.race import Race
from symopt.draw.stage import Layer
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail, Trails
from symopt.errors import MissingDependency, SymoptError, UnknownName

VIEW = Viewport(((-2.0, 2.0), (-2.0, 2.0)), (0.0, 0.0), 6.0, 6.0)
WIDTH, HEIGHT = 480, 270


class RaceSmall(Race):
    """Three runs part on the bowl."""

    surface = "bowl"
    runs = {"gd": 0.1, "momentum": {"alpha": 0.5, "beta": 0.8}, "adam": 0.4}
    steps = 6
    seconds = 2.0
    pause_before = 0.5
    pause_after = 0.5
    spotlight = "gd"
    goal = 1e-9


def frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def pixel(image: np.ndarray, place: Any) -> np.ndarray:
    """The colour at a place given in Manim's units."""
    height, width = image.shape[:2]
    scale = height / 8
    column, row = width / 2 + place[0] * scale, height / 2 - place[1] * scale
    return image[round(row - 0.5), round(column - 0.5)].astype(int)


def colour(rule: str) -> np.ndarray:
    return np.array([round(255 * part) for part in STYLES[rule].rgb])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    path = tmp_path_factory.mktemp("film") / "small.mp4"
    return frames(films.render_scene(RaceSmall, path, (WIDTH, HEIGHT, 10)))


def test_a_film_has_the_length_it_says(small: list[np.ndarray]) -> None:
    assert RaceSmall.length() == 3.0
    assert len(small) == 30
    assert small[0].shape == (HEIGHT, WIDTH, 3)


def test_the_last_frame_shows_where_each_run_ended(small: list[np.ndarray]) -> None:
    for path in RaceSmall.trajectories():
        place = RaceSmall.view().place(path.points[-1])
        seen = pixel(small[-1], place)
        assert np.abs(seen - colour(path.rule)).max() < 40, (path.rule, seen, colour(path.rule))


def test_a_frame_shows_where_each_run_is_at_its_time(small: list[np.ndarray]) -> None:
    # Frame 5 + k shows second k/10 of the race, in which 3 steps take a second.
    for k in (7, 10, 17):
        for path in RaceSmall.trajectories():
            step, share = divmod(k * 0.3, 1)
            here, there = path.points[int(step) : int(step) + 2]
            seen = pixel(small[5 + k], RaceSmall.view().place(here + share * (there - here)))
            assert np.abs(seen - colour(path.rule)).max() < 40, (k, path.rule)


def test_before_the_start_nothing_has_been_drawn(small: list[np.ndarray]) -> None:
    end = RaceSmall.view().place(RaceSmall.trajectories()[0].points[-1])
    assert pixel(small[0], end).min() > 200


def image_at(trails: Trails, when: float) -> bytes:
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 200, 200)
    context = cairo.Context(surface)
    context.translate(100, 100)
    context.scale(25, -25)
    trails.draw(context, when)
    surface.flush()
    return bytes(surface.get_data())


def test_a_picture_depends_on_its_time_alone() -> None:
    path = run("nesterov", "saddle", steps=60, alpha=0.02)
    trails = Trails([Trail.of(path, VIEW, STYLES["nesterov"])], VIEW, (1, 1, 1))
    forwards = [image_at(trails, t) for t in (0, 3.4, 20, 60)]
    backwards = [image_at(trails, t) for t in (60, 20, 3.4, 0)]
    assert forwards == backwards[::-1]
    assert len(set(forwards)) == 4


def test_a_trail_passes_through_every_iterate_whatever_the_frames() -> None:
    path = run("gd", "bowl", steps=40, alpha=0.3)
    trail = Trail.of(path, VIEW, STYLES["gd"])
    assert np.allclose(trail.places, VIEW.place(path.points))
    for when in (0.0, 0.3, 7.0, 39.9, 40.0, 55.0):
        seen = trail.upto(when)
        whole = min(int(when), 40) + 1
        assert np.array_equal(seen[:whole], trail.places[:whole])
        assert np.array_equal(seen[-1], trail.head(when))


def test_a_trail_that_leaves_ends_on_the_edge() -> None:
    path = run("gd", "saddle", start=(1.0, 0.5), steps=5000, alpha=0.4)
    trail = Trail.of(path, VIEW, STYLES["gd"])
    assert trail.left
    assert abs(trail.places[-1][1]) == pytest.approx(3.0)
    assert trail.diverged == (path.stopped == "diverged")
    assert np.isfinite(trail.places).all()


def test_the_token_tells_pictures_apart() -> None:
    def token(rule: str, alpha: float) -> str:
        trail = Trail.of(run(rule, "bowl", alpha=alpha), VIEW, STYLES[rule])
        return Layer(Trails([trail], VIEW, (1, 1, 1))).token

    assert token("gd", 0.1) == token("gd", 0.1)
    assert len({token("gd", 0.1), token("gd", 0.2), token("adam", 0.1)}) == 3


def test_the_counter_counts_finished_steps() -> None:
    assert [Counter.value(t) for t in (0, 0.99, 1, 2 - 1e-12, 119.5)] == [0, 0, 1, 2, 119]


def test_a_viewport_keeps_right_angles() -> None:
    for name in ("ravine", "saddle", "plateau"):
        (x0, x1), (y0, y1) = problems.get(name).box
        view = Viewport.fit(((x0, x1), (y0, y1)), -6, 2, -3, 3)
        assert view.width / (x1 - x0) == pytest.approx(view.height / (y1 - y0))
        assert view.left >= -6 - 1e-9
        assert view.left + view.width <= 2 + 1e-9
        corners = view.place([[x0, y0], [x1, y1]])
        assert np.allclose(corners[0], (view.left, view.low))


@pytest.mark.parametrize("name", gallery.animations())
def test_every_film_is_a_scene_with_a_point(name: str) -> None:
    from symopt.draw.scripts import member

    entry = gallery.animation(name)
    scene: Any = member(entry, entry.class_name)
    assert Scene in scene.__mro__
    assert scene.point() == entry.summary
    assert scene.point("zh").endswith("。")
    # Not every film is a race.
    for path in scene.trajectories() if hasattr(scene, "trajectories") else ():
        assert path.stopped == "finished"
        assert set(scene.runs[path.rule]) <= set(path.hyperparameters)


def steps_to(scene: Any, rule: str) -> float:
    """The step at which a run arrives, or is out; infinity if the film ends before."""
    from symopt.draw.exits import last_exit
    from symopt.tuning import settled

    path = next(path for path in scene.trajectories() if path.rule == rule)
    found = last_exit(path.points, scene.view().box)
    arrived = settled(path, scene.goal) if scene.goal is not None else None
    return float(found.step if found else arrived if arrived is not None else np.inf)


@pytest.mark.parametrize(
    ("name", "fast", "slow"),
    [
        ("race-ravine", ["momentum", "nesterov"], ["gd"]),
        ("race-saddle", ["adam", "rmsprop"], ["gd", "momentum", "nesterov"]),
        ("race-plateau", ["adagrad", "rmsprop", "adam"], ["gd"]),
    ],
)
def test_a_film_makes_its_point(name: str, fast: list[str], slow: list[str]) -> None:
    from symopt.draw.scripts import member

    entry = gallery.animation(name)
    scene = member(entry, entry.class_name)
    assert max(steps_to(scene, rule) for rule in fast) < 0.7 * min(
        steps_to(scene, rule) for rule in slow
    )


def test_gradient_descent_zigzags_in_the_ravine_film() -> None:
    from symopt.draw.scripts import member

    scene = member(gallery.animation("race-ravine"), "RaceRavine")
    path = next(path for path in scene.trajectories() if path.rule == "gd")
    across = path.points[:12, 1]
    assert (across[1:] * across[:-1] < 0).all()


def test_render_a_film_of_the_gallery_twice(tmp_path: Path) -> None:
    first = films.render("race-ravine", tmp_path / "a", (160, 90, 2), progress=False)
    again = films.render("race-ravine", tmp_path / "b", (160, 90, 2), progress=False)
    assert first.name == "race-ravine.mp4"
    assert first.read_bytes() == again.read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["race-ravine.mp4"]


def test_manims_own_command_renders_it(tmp_path: Path) -> None:
    script = gallery.animation("race-saddle").path
    command = [sys.executable, "-m", "manim", "render", "-r", "160,90", "--fps", "2"]
    command += ["--media_dir", str(tmp_path), str(script), "RaceSaddle"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.rglob("RaceSaddle.mp4"))) == 1


def test_bad_requests(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="race-saddle"):
        films.render("race-sadle", tmp_path)
    with pytest.raises(UnknownName, match="low, medium, high"):
        films.render("race-saddle", tmp_path, quality="lo")
    (tmp_path / "file").write_text("")
    with pytest.raises(SymoptError, match="cannot write"):
        films.render("race-saddle", tmp_path / "file")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("module", ["manim", "typst", "tqdm"])
def test_what_is_missing_is_named(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingDependency, match="pip install") as caught:
        films.require_manim()
    assert "\n" not in str(caught.value)


def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def broken(name: str, *rest: Any) -> Any:
        if name == "manim":
            raise ImportError("libcairo.so.2: cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(MissingDependency, match="libcairo2-dev"):
        films.require_manim()


def test_an_interrupted_render_leaves_nothing(tmp_path: Path) -> None:
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    code = (
        "import sys; from symopt.draw import films\n"
        "try: films.render('race-saddle', sys.argv[1], 'medium')\n"
        "except KeyboardInterrupt: sys.exit(130)"
    )
    environment = {**__import__("os").environ, "TMPDIR": str(scratch)}
    process = subprocess.Popen([sys.executable, "-c", code, str(out)], env=environment)
    deadline = time.monotonic() + 60
    while not list(scratch.rglob("*.mp4")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert list(out.iterdir()) == []
    assert list(scratch.iterdir()) == []


def test_an_interrupt_that_python_drops_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda dropped: None)

    class Sends(RaceSmall):
        """A small race whose construction meets a Ctrl-C inside a destructor."""

        def construct(self) -> None:
            class Last:
                def __del__(self) -> None:
                    signal.raise_signal(signal.SIGINT)

            last = Last()
            del last
            super().construct()

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        films.render_scene(Sends, tmp_path / "small.mp4", (160, 90, 2))
    assert signal.getsignal(signal.SIGINT) == before
    assert list(tmp_path.iterdir()) == []


def test_no_bar_where_nobody_watches(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    films.render_scene(RaceSmall, tmp_path / "small.mp4", (160, 90, 2))
    shown = capfd.readouterr()
    assert (shown.out, shown.err) == ("", "")
    films.render_scene(RaceSmall, tmp_path / "small.mp4", (160, 90, 2), progress=True)
    assert "small" in capfd.readouterr().err


def test_a_race_needs_two_variables() -> None:
    class Flat(Race):
        """A point."""

        surface = "parabola"

    with pytest.raises(SymoptError, match="two variables"):
        Flat.problem()


def test_settings_of_manim_stay_as_they_were(tmp_path: Path) -> None:
    from manim import config

    before = (config.pixel_width, config.frame_rate, config.media_dir)
    films.render_scene(RaceSmall, tmp_path / "small.mp4", (160, 90, 2))
    assert (config.pixel_width, config.frame_rate, config.media_dir) == before
    with tempconfig({"pixel_width": 320}):
        assert config.pixel_width == 320


def test_the_public_names_are_there() -> None:
    for name in draw.__all__:
        assert getattr(draw, name) is not None
    with pytest.raises(AttributeError):
        _ = draw.nothing_of_that_name
