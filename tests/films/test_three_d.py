"""Films in space: what is hidden is faint, what is drawn is the run, and the time says it all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("manim")

import cairo
from matplotlib.colors import to_rgb

from symopt import gallery, problems, run
from symopt.draw import films
from symopt.draw.climbs import Climbs, Marks, climb
from symopt.draw.exits import last_exit
from symopt.draw.heightfield import SLACK, height_field
from symopt.draw.looks import get_theme
from symopt.draw.mesh import grid_lines, relief_colours
from symopt.draw.meshpaths import FADED
from symopt.draw.palette import STYLES
from symopt.draw.pens import HEAD
from symopt.draw.relief import Relief
from symopt.draw.scripts import member
from symopt.draw.shooting import still
from symopt.draw.sights import Orbit, Sight
from symopt.draw.skylines import above, skyline
from symopt.draw.spaceaxes import SpaceAxes
from symopt.draw.stage import Picture, Stack
from symopt.draw.views import View, brightness
from symopt.errors import InvalidValue
from symopt.problems import Surface

WAVES = Surface.from_expr("sin(3*x)*cos(2*y) + x/4", box=((-3, 3), (-2, 2)), start=(0.5, 0.5))
SQUARE: Any = {"box": ((-1, 1), (-1, 1)), "start": (-0.6, 0.9), "variables": ("x", "y")}
WALL = Surface.from_expr("exp(-9*x**2)", **SQUARE)
EDGES = (-3.0, 3.0, -3.0, 3.0)
SIZE = 240
UNIT = SIZE / 6
LIGHT = get_theme("light")
FILMS = ("saddle-3d", "plateau-3d", "local-optima-3d")


def scene_of(name: str) -> Any:
    entry = gallery.animation(name)
    return member(entry, entry.class_name)


def painted(picture: Picture, time: float, size: int = SIZE) -> np.ndarray:
    """Red, green and blue of a picture on white paper."""
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, size, size)
    context = cairo.Context(surface)
    context.set_source_rgb(1, 1, 1)
    context.paint()
    context.translate(size / 2, size / 2)
    context.scale(size / 6, -size / 6)
    picture.draw(context, time)
    surface.flush()
    # The stage keeps red first, and says so to cairo as blue.
    return np.ndarray((size, size, 4), np.uint8, surface.get_data())[..., :3].astype(int)


def at(image: np.ndarray, place: np.ndarray) -> np.ndarray:
    half = image.shape[0] / 2
    column, row = half + place[0] * half / 3, half - place[1] * half / 3
    return image[int(row), int(column)]


def sight_of(surface: Surface, since: float, until: float, **look: Any) -> Sight:
    field = height_field(surface, points=41, **look)
    return Sight(field, Orbit(since, until, 30, 10), EDGES)


@pytest.mark.parametrize("azimuth", [-130, -90, -60, 0, 20, 90, 181, 225])
@pytest.mark.parametrize("surface", [WAVES, problems.get("saddle"), problems.get("plateau")])
def test_a_skyline_hides_what_the_rays_do_not_leave(surface: Surface, azimuth: float) -> None:
    field = height_field(surface, points=65)
    low, high = np.array(field.box).T
    points = field.place(np.random.default_rng(2).uniform(low, high, (800, 2)))
    for elevation in (15, 35, 90):
        view = View(azimuth, elevation)
        lowest = skyline(field, view)
        ray, swept = field.visible(points, view), above(field, points, lowest)
        # A ray that grazes the ground may be judged either way; others may not.
        margin = np.abs(points[:, 2] - field.between(lowest, points[:, :2]) + SLACK)
        assert (ray == swept)[margin > 0.03].all()
        assert (ray != swept).mean() < 0.03
        assert swept.all() == (elevation == 90) or surface is not WAVES


def test_a_skyline_needs_parallel_rays() -> None:
    with pytest.raises(InvalidValue, match="parallel"):
        skyline(height_field(WAVES), View(0, 30, distance=4))


@pytest.mark.parametrize("azimuth", [-120, -30, 40, 130])
def test_the_sheet_hides_what_is_behind_it(azimuth: float) -> None:
    field = height_field(WAVES, points=41, rise=0.35)
    sight = Sight(field, Orbit(azimuth, azimuth, 35), EDGES)
    relief = Relief(sight, LIGHT)
    image = painted(relief, 0, size=480)
    bright = brightness(relief._normals, sight.orbit.view(0))
    colours = 255 * relief_colours(LIGHT)(bright)[..., :3]
    rows, columns = colours.shape[:2]
    clear = sight.seen(field.corners.reshape(-1, 3), 0).reshape(rows, columns)
    places = sight.place(field.corners, 0)
    checked = 0
    for i in range(1, rows - 1):
        for j in range(1, columns - 1):
            if clear[i - 1 : i + 2, j - 1 : j + 2].all():  # so no edge is near
                seen = at(image, places[i, j])
                assert np.abs(seen - colours[i, j]).max() < 12, (i, j)
                checked += 1
    assert checked > 150
    assert (~clear).sum() > 100


def test_where_there_is_no_sheet_there_is_paper() -> None:
    half = Surface.from_expr("sqrt(x) + y**2/4", **SQUARE)
    sight = sight_of(half, -60, -60)
    image = painted(Stack(Relief(sight, LIGHT, grid_lines(sight.field, 8))), 0)
    assert image.min() > 100  # and no face is black
    gone = np.array([-0.3, 0.2, 0.0])
    assert (at(image, sight.place(gone, 0)) == 255).all()
    there = sight.field.place([0.6, 0.1])
    assert (at(image, sight.place(there, 0)) < 255).any()


def test_hidden_parts_of_a_trail_are_fainter() -> None:
    path = run("gd", Surface.from_expr("y", **SQUARE), steps=18, alpha=0.1)  # along the wall
    for azimuth, faint in ((180.0, False), (0.0, True)):  # the wall is between, or behind
        sight = sight_of(WALL, azimuth, azimuth)
        trail = climb(path, sight.field, STYLES["adam"])
        picture = Climbs([trail], sight, (1, 1, 1))
        middle = trail.upto(7.5)[-1]
        assert sight.seen(middle, 0)[0] is np.bool_(not faint)
        seen = at(painted(picture, 18), sight.place(middle, 0))
        strength = FADED if faint else 1.0
        expected = 255 * (1 - strength * (1 - np.array(STYLES["adam"].rgb)))
        assert np.abs(seen - expected).max() < 12, (azimuth, seen, expected)


@pytest.mark.parametrize("name", FILMS)
def test_a_trail_ends_where_the_run_is(name: str) -> None:
    scene = scene_of(name)
    field = scene.sight().field
    for path in scene.trajectories():
        trail = climb(path, field, STYLES[path.rule])
        end = last_exit(path.points, field.box)
        for time in (0.0, 0.4, 3.0, 7.25, scene.steps / 2, float(scene.steps)):
            now = min(time, end.time if end else np.inf)
            step = min(int(now), len(path) - 1)
            here, there = path.points[step : step + 2]
            where = field.place(here + (now - step) * (there - here))
            assert np.allclose(trail.upto(time)[-1], where, atol=2e-3), (path.rule, time)
        own = np.flatnonzero(np.isin(trail.times, range(int(trail.times[-1]) + 1)))
        steps = path.points[trail.times[own].astype(int)]
        assert np.allclose(trail.places[own], field.place(steps), atol=1e-9)


def test_a_head_is_drawn_where_the_run_is_while_the_camera_turns() -> None:
    sight = sight_of(problems.get("bowl"), -80, 10)
    path = run("momentum", "bowl", alpha=0.1, steps=10)
    picture = Climbs([climb(path, sight.field, STYLES["momentum"])], sight, (1, 1, 1))
    for time in (0, 2, 5, 10):
        place = sight.field.place(path.points[time])
        seen = at(painted(picture, time), sight.place(place, time))
        assert np.abs(seen - 255 * np.array(STYLES["momentum"].rgb)).max() < 12
    assert sight.orbit.view(0).azimuth == -80
    assert sight.orbit.view(10).azimuth == 10


def test_the_same_time_gives_the_same_pixels() -> None:
    def whole(since: float, until: float) -> Stack:
        sight = sight_of(WAVES, since, until)
        paths = [run(rule, WAVES, alpha=0.05, steps=10) for rule in ("gd", "nesterov")]
        trails = [climb(path, sight.field, STYLES[path.rule]) for path in paths]
        return Stack(
            SpaceAxes(sight, WAVES.variables, "loss", LIGHT),
            Relief(sight, LIGHT, grid_lines(sight.field, 8)),
            Marks(sight, (0.5, 0.5), [(1, 1)], (0, 0, 0), (1, 1, 1)),
            Climbs(trails, sight, (1, 1, 1)),
        )

    for turn in ((-60.0, 30.0), (-60.0, -60.0)):
        one = whole(*turn)
        assert one.token == whole(*turn).token
        forwards = [painted(one, time).tobytes() for time in (0, 3.3, 7, 10)]
        painted(one, 5, size=100)
        assert [painted(one, time).tobytes() for time in (10, 7, 3.3, 0)] == forwards[::-1]
        assert painted(whole(*turn), 7).tobytes() == forwards[2]
        assert len(set(forwards)) == 4
    assert whole(-60, 30).token != whole(-60, 31).token


def test_a_camera_that_stands_paints_the_sheet_once(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    real = Relief._paint

    def counted(self: Relief, *given: Any) -> Any:
        nonlocal count
        count += 1
        return real(self, *given)

    monkeypatch.setattr(Relief, "_paint", counted)
    for until, times in ((-60.0, 1), (0.0, 4)):
        count = 0
        relief = Relief(sight_of(WAVES, -60.0, until), LIGHT)
        for time in (0, 3, 6, 10):
            painted(relief, time)
        assert count == times


def test_runs_that_leave_are_marked_at_the_edge() -> None:
    saddle = problems.get("saddle")
    sight = sight_of(saddle, 60, 60)
    paths = [run("gd", saddle, start=(1.0, 0.01), alpha=0.05, steps=200)]
    paths.append(run("gd", "0*x + y**4 + x**2", start=(1.0, 1.0), alpha=2.0, steps=50))
    assert [path.stopped for path in paths] == ["finished", "diverged"]
    for path in paths:
        trail = climb(path, sight.field, STYLES["gd"])
        assert trail.left
        assert trail.diverged == (path.stopped == "diverged")
        end = last_exit(path.points, sight.field.box)
        assert end is not None
        assert trail.times[-1] == pytest.approx(end.time)
        assert np.allclose(trail.places[-1], sight.field.place(end.point), atol=1e-9)
        picture = Climbs([trail], sight, (1, 1, 1))
        assert at(painted(picture, 200), sight.place(trail.places[-1], 200)).min() < 200


def test_numbers_stand_at_edges_that_face_the_eye_and_never_jump() -> None:
    axes = SpaceAxes(
        Sight(height_field(WAVES), Orbit(0, 360, 30, 360), EDGES), WAVES.variables, "loss", LIGHT
    )
    times = np.linspace(0, 360, 721)
    for axis in (0, 1):
        both = np.array([[axes.facing(axis, side, t) for side in (-1, 1)] for t in times])
        assert (both.min(axis=1) == 0).all()
        assert np.abs(np.diff(both, axis=0)).max() < 0.12
        assert (both.max(axis=1) == 1).mean() > 0.7
    posts = np.array([axes.standing(t) for t in times])
    assert ((posts > 0).sum(axis=1) <= 1).all()
    assert np.abs(np.diff(posts, axis=0)).max() < 0.25


def test_the_picture_keeps_to_its_part_of_the_frame() -> None:
    for until in (-60.0, 40.0):
        sight = sight_of(WAVES, -60.0, until)
        for time in (0, 2, 5, 10):
            places = sight.place(sight.field.corners.reshape(-1, 3), time)
            assert (np.abs(places) <= 3 + 0.01).all()


@pytest.mark.parametrize("name", FILMS)
def test_the_last_frame_shows_the_end_of_each_run_that_stayed(name: str) -> None:
    scene = scene_of(name)
    frame = still(scene, None, (428, 240, 5), LIGHT)[..., :3].astype(int)
    sight = scene.sight()
    shown = []
    for path in scene.trajectories():
        if last_exit(path.points, sight.field.box) is None:
            place = sight.field.place(path.points[-1])
            if sight.seen(place, scene.steps)[0]:
                x, y = sight.place(place, scene.steps)
                pixel = frame[int(120 - 30 * y), int(214 + 30 * x)]
                wanted = 255 * np.array(STYLES[path.rule].rgb)
                shown.append(np.abs(pixel - wanted).max() < 40)
    assert any(shown)
    paper = 255 * np.array(to_rgb(LIGHT.background))
    assert (np.abs(frame - paper).max(axis=2) > 8).mean() > 0.1


def ends(name: str) -> dict[str, tuple[float, np.ndarray]]:
    """When each run leaves the picture, and where it ends."""
    scene = scene_of(name)
    found = {}
    for path in scene.trajectories():
        end = last_exit(path.points, scene.view().box)
        found[path.rule] = (end.time if end else np.inf, path.points[-1])
    return found


def test_gradient_descent_lingers_at_the_saddle() -> None:
    found = ends("saddle-3d")
    assert found["adam"][0] < found["rmsprop"][0] < 60
    assert found["gd"][0] == np.inf
    path = next(p for p in scene_of("saddle-3d").trajectories() if p.rule == "gd")
    assert (np.hypot(*path.points.T) < 0.3).sum() > 40


def test_the_rate_that_crosses_the_plain_throws_gradient_descent_out() -> None:
    found = ends("plateau-3d")
    minimum = problems.get("plateau").minimum
    assert 100 < found.pop("gd")[0] < scene_of("plateau-3d").steps
    for when, where in found.values():
        assert when == np.inf
        assert np.allclose(where, minimum, atol=0.05)


def test_nesterov_leaves_the_hollow_that_holds_the_others() -> None:
    found = ends("local-optima-3d")
    surface = problems.get("local-optima")
    lowest = surface.loss(surface.minimum)
    assert surface.loss(found.pop("nesterov")[1]) == pytest.approx(lowest, abs=0.02)
    assert len(found) == 5
    minima = [p.floats for p in surface.critical_points if p.kind == "minimum"]
    shallow = max(surface.loss(point) for point in minima)
    for _, where in found.values():
        assert surface.loss(where) == pytest.approx(shallow, abs=0.02)


def test_a_film_in_space_is_rendered(tmp_path: Any) -> None:
    scene = type("Small", (scene_of("saddle-3d"),), {"seconds": 1.0, "pause_after": 0.2})
    scene.__doc__ = "A small film."
    made = films.render_scene(scene, tmp_path / "small.mp4", (160, 90, 3), progress=False)
    assert made.stat().st_size > 1000


def test_a_mark_behind_a_hill_is_faint() -> None:
    for azimuth, faint in ((180.0, False), (0.0, True)):
        sight = sight_of(WALL, azimuth, azimuth)
        marks = Marks(sight, (-0.6, -0.5), [(-0.6, 0.5)], (0, 0, 0), (1, 1, 1))
        image = painted(marks, 0, size=480)
        darkest = at_least(image, sight.place(sight.field.place([-0.6, 0.5]), 0))
        assert (darkest > 120) is faint


def at_least(image: np.ndarray, place: np.ndarray) -> int:
    """The darkest pixel near a place."""
    half, reach = image.shape[0] / 2, int(HEAD * UNIT)
    column, row = int(half + place[0] * half / 3), int(half - place[1] * half / 3)
    return int(image[row - reach : row + reach, column - reach : column + reach].min())
