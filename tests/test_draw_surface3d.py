"""Surfaces in three dimensions: what hides what, and paths that are the trajectories."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from symopt import draw, problems, run
from symopt.draw.colour import VISIONS, difference
from symopt.draw.draping import draped
from symopt.draw.heightfield import SLACK, HeightField, height_field
from symopt.draw.heights import Heights
from symopt.draw.looks import themes
from symopt.draw.views import View
from symopt.errors import InvalidValue, UnknownName
from symopt.problems import Surface

SADDLE = problems.get("saddle")
HILL = Surface.from_expr("exp(-8*(x**2 + y**2))", box=((-1, 1), (-1, 1)), start=(0.5, 0.5))
WAVES = Surface.from_expr("sin(3*x)*cos(2*y) + x/4", box=((-3, 3), (-2, 2)), start=(0.5, 0.5))
VIEWS = [View(azimuth, elevation) for azimuth in (-130, -60, 20, 90) for elevation in (15, 40)]
VIEWS += [View(-60, 30, distance=2.5), View(35, 25, distance=6)]


@pytest.fixture
def ax() -> Axes:
    return draw.get_theme().subplots()[1]


def clearance(surface: Surface, field: HeightField, view: View, point: np.ndarray) -> float:
    """How far above the ground the ray from a point to the eye stays: one point, many steps."""
    (left, right), (low, high) = field.box
    side = max(right - left, high - low)
    centre = np.array([(left + right) / 2, (low + high) / 2])
    bottom, top = field.heights.low, field.heights.high
    ray = view.towards if math.isinf(view.distance) else view.distance * view.towards - point
    ray = ray / np.linalg.norm(ray)
    least = math.inf
    for way in np.arange(0.02, 2, 0.002):
        x, y, z = point + way * ray
        u, v = centre + np.array([x, y]) * side
        if not (left <= u <= right and low <= v <= high):
            break
        ground = field.rise * (surface.loss((u, v)) - bottom) / (top - bottom)
        least = min(least, z - ground)
    return least


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("surface", [WAVES, SADDLE], ids=lambda surface: surface.name)
def test_visible_agrees_with_a_march_along_each_ray(surface: Surface, view: View) -> None:
    field = height_field(surface, points=81)
    low, high = np.array(field.box).T
    points = np.random.default_rng(1).uniform(low, high, (30, 2))
    seen = field.visible(field.place(points), view)
    clear = np.array([clearance(surface, field, view, p) for p in field.place(points)])
    # A ray that grazes the ground may be judged either way.
    sure = np.isfinite(clear) & (np.abs(clear) > 2 * SLACK)
    assert sure.sum() > 12
    assert np.array_equal(seen[sure], clear[sure] > 0)


def test_a_hill_hides_what_is_behind_it_and_not_what_is_before_it() -> None:
    field = height_field(HILL)
    for azimuth in (-60.0, 0.0, 135.0):
        view = View(azimuth, 20)
        there = 0.55 * view.towards[:2] / np.hypot(*view.towards[:2])
        front, top, back = there, (0.0, 0.0), -there
        assert field.visible(field.place([front, top, back]), view).tolist() == [True, True, False]
        # High above the ground behind the hill, the eye sees over it.
        assert field.visible(field.place([(*back, 0.9)]), view).all()
        # Under the ground, nothing is seen.
        under = field.place([top]) - [0, 0, 0.2]
        assert not field.visible(under, view).any()
    assert field.visible(field.place([(0.3, 0.3)]), View(10, 90)).all()


def test_points_that_are_not_finite_are_not_seen() -> None:
    field = height_field(HILL)
    assert not field.visible([[np.nan, 0, 0], [np.inf, 0, 0]], View()).any()


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_nearer_faces_are_painted_later(view: View) -> None:
    field = height_field(WAVES, points=17)
    faces = field.faces(view)
    assert len(faces) == math.prod(n - 1 for n in field.values.shape)
    middles = faces.mean(axis=1)[:, :2]
    place = {tuple(middle.round(6)): order for order, middle in enumerate(middles)}
    eye = view.distance if math.isfinite(view.distance) else 1e6
    step = 0.45 * np.abs(np.diff(field.corners[0, :2, 0])).max()
    shape = np.array(field.values.shape[::-1]) - 1
    for middle, order in zip(middles, range(len(middles)), strict=True):
        # Walk over the floor towards the eye: each cell on the way hides this one.
        ray = eye * view.towards[:2] - middle
        ray = ray / np.hypot(*ray)
        for way in np.arange(step, 0.5, step):
            cell = np.floor(((middle + way * ray) / field.sides + 0.5) * shape)
            key = tuple((((cell + 0.5) / shape - 0.5) * field.sides).round(6))
            assert place.get(key, math.inf) >= order


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_straight_lines_stay_straight(view: View) -> None:
    rng = np.random.default_rng(2)
    for start, end in rng.uniform(-0.5, 0.5, (20, 2, 3)):
        line = view.project(start + np.linspace(0, 1, 9)[:, None] * (end - start))
        way = line[-1] - line[0]
        off = (line - line[0]) @ np.array([-way[1], way[0]]) / np.hypot(*way)
        assert np.abs(off).max() < 1e-12


def test_parallel_rays_are_a_rotation() -> None:
    view = View(-60, 30)
    axes = np.vstack([view.across, view.towards])
    assert np.allclose(axes @ axes.T, np.eye(3))
    # What stands behind another along the ray falls on it, and up is up.
    assert np.allclose(view.project(view.towards), 0)
    assert view.project([0.0, 0.0, 1.0])[1] == pytest.approx(math.cos(math.radians(30)))
    near = View(-60, 30, distance=1e7).project([0.1, 0.2, 0.3])
    assert np.allclose(near, view.project([0.1, 0.2, 0.3]), atol=1e-6)


def test_a_logarithmic_scale_keeps_the_order_and_can_be_undone() -> None:
    values = np.array([3.0, 3.001, 4, 100, 2000])
    for heights in (Heights(3, 2000), Heights(3, 2000, unit=0.5)):
        found = heights(values)
        assert (np.diff(found) > 0).all()
        assert (found[0], found[-1]) == (0, 1)
        assert np.allclose(heights.inverse(found), values)
    assert Heights(0, 1)(7.0) == 1
    assert Heights(2, 2)(2.0) == 0


def test_a_path_on_the_surface_has_the_points_of_its_trajectory(ax: Axes) -> None:
    ground = draw.surface3d(problems.get("plateau"), ax=ax)
    runs = [run(rule, "plateau", steps=60, alpha=0.1) for rule in ("adam", "rmsprop", "gd")]
    for path, line in zip(runs, draw.paths3d(runs, on=ground), strict=True):
        assert np.array_equal(line.path.points[line.path.places], path.points)
        assert line.path.steps.tolist() == list(range(61))
        # Both parts together are the path, each point where the surface is at its place.
        at = ground.project(np.column_stack([path.points, path.losses]))
        data = np.asarray(line.get_xydata())[line.path.places]
        hidden = np.asarray(line.behind.get_xydata())[line.path.places]
        drawn = np.where(np.isnan(data), hidden, data)
        assert np.abs(drawn - at).max() < 5e-3
        assert (
            line.get_color()
            == line.behind.get_color()
            == draw.styles([path.rule])[path.rule].colour
        )


def test_only_hidden_parts_are_faint(ax: Axes) -> None:
    ground = draw.surface3d(HILL, ax=ax, azimuth=0, elevation=20)
    # From behind the hill round its side to the front.
    rows = np.array([[-0.5, 0.02], [-0.5, 0.8], [0.5, 0.8], [0.5, 0.02]])
    path = replace(run("gd", HILL, start=rows[0], steps=3, alpha=0.01), points=rows)
    (line,) = draw.paths3d([path], on=ground)
    assert ground.visible(rows).tolist() == [False, True, True, True]
    assert line.seen[line.path.places].tolist() == [False, True, True, True]
    assert not np.isnan(np.asarray(line.get_xydata())[line.seen]).any()
    assert not np.isnan(np.asarray(line.behind.get_xydata())[~line.seen]).any()
    assert float(line.behind.get_alpha() or 1) < 0.5
    # A part that is drawn in full is seen, but for the point where it comes out.
    full = ~np.isnan(np.asarray(line.get_xydata())[:, 0])
    assert (full & ~line.seen).sum() <= 1


def test_a_path_is_cut_at_the_edges_of_the_box() -> None:
    box = ((-1.0, 1.0), (-1.0, 1.0))
    path = draped([[0, 0], [3, 0], [3, 3], [0, 0.5], [0, 5]], box)
    inside = path.points[np.isfinite(path.points).all(axis=1)]
    assert (np.abs(inside) <= 1).all()
    assert path.steps.tolist() == [0, 3]
    assert path.points[path.places].tolist() == [[0, 0], [0, 0.5]]
    edges = inside[(np.abs(inside) == 1).any(axis=1)]
    assert [edges[0].tolist(), edges[-1].tolist()] == [[1, 0], [0, 1]]
    # There is no line from where it leaves to where it comes back.
    leaves = int(np.flatnonzero((path.points == [1, 0]).all(axis=1))[0])
    assert np.isnan(path.points[leaves + 1]).all()
    outside = draped([[2, 2], [3, 3]], box)
    assert np.isnan(outside.points).all()
    assert not outside.steps.size


def marks(ax: Axes) -> list[Line2D]:
    return [line for line in ax.lines if np.size(line.get_xdata()) == 1]


def test_exits_are_marked_at_the_edge(ax: Axes) -> None:
    ground = draw.surface3d(SADDLE, ax=ax, azimuth=118)
    leaving = run("gd", SADDLE, start=(1.0, 0.5), steps=60, alpha=0.2)
    (line,) = draw.paths3d([leaving], on=ground)
    assert line.path.points[-1][1] == 2
    (edge,) = ground.project(line.path.points[-1:])
    # Drawn within 2 % of a side of the true crossing: the last step is straight.
    assert any(np.allclose(np.asarray(mark.get_xydata())[0], edge, atol=0.02) for mark in marks(ax))
    assert "x" not in [line.get_marker() for line in marks(ax)]


def test_a_run_that_diverges_gets_a_cross(ax: Axes) -> None:
    path = run("gd", "bowl", steps=5000, alpha=90)
    assert path.stopped == "diverged"
    draw.paths3d([path], on=draw.surface3d(problems.get("bowl"), ax=ax))
    assert "x" in [mark.get_marker() for mark in marks(ax)]
    ax.figure.canvas.draw()


@pytest.mark.parametrize("surface", problems.surfaces(2), ids=lambda surface: surface.name)
def test_every_surface_can_be_drawn(surface: Surface, ax: Axes) -> None:
    ground = draw.surface3d(surface, ax=ax, points=21, scale="log")
    low, high = np.array(surface.box).T
    corners = ground.project(np.array([low, high, (low[0], high[1]), (high[0], low[1])]))
    ax.figure.canvas.draw()
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert ((corners > (left, bottom)) & (corners < (right, top))).all()
    assert any("logarithmic" in text.get_text() for text in ax.texts)


def test_the_vertical_axis_says_what_was_cut_off(ax: Axes) -> None:
    ground = draw.surface3d(problems.get("himmelblau"), ax=ax, top=300)
    assert ground.field.heights.high == 300
    assert any("cut off at 300" in text.get_text() for text in ax.texts)
    assert np.nanmax(ground.faces[..., 2]) == pytest.approx(0.6)


def test_ticks_stand_at_their_values(ax: Axes) -> None:
    ground = draw.surface3d(SADDLE, ax=ax, azimuth=-60, floor=True)
    depth = min(point[2] for point in ground.field.place([[0, 0, -4]])) - 0.3
    found = [0, 0, 0]
    for text in ax.texts:
        digits = re.fullmatch(r"\$(-?[\d.]+)\$", text.get_text())
        if digits is None:
            continue
        value = float(digits[1])
        # The eye is at the right in front: the nearer edges are y = -2 and x = 2.
        places = ground.field.place([[value, -2, -4], [2, value, -4], [-2, -2, value]])
        places[:2, 2] = depth
        near = np.isclose(ground.view.project(places), text.xy).all(axis=1)  # pyright: ignore
        assert near.any()
        found[int(np.argmax(near))] += 1
    assert found == [3, 3, 5]


@pytest.mark.parametrize("name", themes())
def test_every_line_stands_out_from_the_shades(name: str) -> None:
    theme = draw.get_theme(name)
    _, ax = theme.subplots()
    ground = draw.surface3d(SADDLE, ax=ax, theme=theme, azimuth=-35)
    colours = {to_hex(colour) for colour in np.asarray(ground.get_facecolor())}
    colours = sorted(colours)
    for style in theme.palette.values():
        for shade in (colours[0], colours[len(colours) // 2], colours[-1]):
            assert min(difference(style.colour, shade, vision) for vision in VISIONS) > 8


def test_faces_leave_no_seams(ax: Axes) -> None:
    ground = draw.surface3d(SADDLE, ax=ax)
    assert np.array_equal(np.asarray(ground.get_facecolor()), np.asarray(ground.get_edgecolor()))
    assert (np.asarray(ground.get_linewidth()) > 0).all()


def test_vector_files_hold_no_image(tmp_path: Path) -> None:
    theme = draw.get_theme()
    fig, ax = theme.subplots()
    draw.paths3d([run("adam", SADDLE, alpha=0.05)], on=draw.surface3d(SADDLE, ax=ax, theme=theme))
    text = draw.save(fig, tmp_path / "saddle.svg").read_text()
    assert "<image" not in text


def test_settings_of_matplotlib_stay_as_they_were(ax: Axes) -> None:
    before = dict(matplotlib.rcParams)
    draw.paths3d([run("gd", SADDLE)], on=draw.surface3d(SADDLE, ax=ax))
    assert dict(matplotlib.rcParams) == before


def test_what_cannot_be_drawn_is_refused(ax: Axes) -> None:
    with pytest.raises(InvalidValue, match="two variables"):
        draw.surface3d(problems.get("parabola"), ax=ax)
    nowhere = Surface.from_expr("log(-1 - x**2 - y**2)", box=((-1, 1), (-1, 1)), start=(0, 0))
    with pytest.raises(InvalidValue, match="no finite value"):
        draw.surface3d(nowhere, ax=ax)
    with pytest.raises(InvalidValue, match="top = -9"):
        draw.surface3d(SADDLE, ax=ax, top=-9)
    with pytest.raises(InvalidValue, match="no area"):
        draw.surface3d(SADDLE, ax=ax, box=((0, 0), (0, 1)))
    with pytest.raises(UnknownName, match="linear"):
        draw.surface3d(SADDLE, ax=ax, scale="lienar")
    with pytest.raises(InvalidValue, match="elevation"):
        draw.surface3d(SADDLE, ax=ax, elevation=0)
    with pytest.raises(InvalidValue, match="at least 3"):
        draw.surface3d(SADDLE, ax=ax, points=2)
    with pytest.raises(InvalidValue, match="distance"):
        draw.surface3d(SADDLE, ax=ax, distance=0.5)
    ground = draw.surface3d(SADDLE, ax=ax, points=9)
    with pytest.raises(InvalidValue, match="two variables"):
        draw.paths3d([run("gd", "parabola", steps=2)], on=ground)


def test_holes_are_left_open(ax: Axes) -> None:
    bowl = Surface.from_expr("sqrt(1 - x**2 - y**2)", box=((-1, 1), (-1, 1)), start=(0.1, 0))
    ground = draw.surface3d(bowl, ax=ax, points=21)
    assert 0 < len(ground.faces) < 400
    assert np.isfinite(ground.faces).all()
    ax.figure.canvas.draw()
