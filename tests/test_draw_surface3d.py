"""Surfaces in three dimensions: what hides what, and paths that are the trajectories."""

from __future__ import annotations

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
from symopt.draw.looks import themes
from symopt.draw.views import shades
from symopt.errors import InvalidValue, UnknownName
from symopt.problems import Surface

SADDLE = problems.get("saddle")
HILL = Surface.from_expr("exp(-8*(x**2 + y**2))", box=((-1, 1), (-1, 1)), start=(0.5, 0.5))
WAVES = Surface.from_expr("sin(3*x)*cos(2*y) + x/4", box=((-3, 3), (-2, 2)), start=(0.5, 0.5))


@pytest.fixture
def ax() -> Axes:
    return draw.get_theme().subplots()[1]


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
    full, faint = (~np.isnan(np.asarray(part.get_xydata())[:, 0]) for part in (line, line.behind))
    assert (full & ~line.seen).sum() <= 1
    # There is no gap between the parts.
    assert ((full[1:] & full[:-1]) | (faint[1:] & faint[:-1])).all()


@pytest.mark.parametrize("lines", ["grid", "contours"])
def test_lines_on_the_surface_end_where_it_hides_them(lines: str, ax: Axes) -> None:
    ground = draw.surface3d(WAVES, ax=ax, azimuth=120, elevation=25, lines=lines)
    drawn = [part for part in ax.collections if part.get_zorder() == 1.5]
    points = np.concatenate([path.vertices for part in drawn for path in part.get_paths()])
    corners = ground.field.corners.reshape(-1, 3)
    seen = ground.field.visible(corners, ground.view)
    assert 0.1 < seen.mean() < 0.9

    def met(some: np.ndarray) -> int:
        at = ground.view.project(some)
        return sum(np.abs(points - point).max(axis=1).min() < 1e-6 for point in at)

    assert met(corners[~seen]) == 0
    assert met(corners[seen]) > 50


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


def test_runs_of_one_rule_can_look_different(ax: Axes) -> None:
    ground = draw.surface3d(SADDLE, ax=ax, points=9)
    runs = [run("gd", SADDLE, alpha=alpha, steps=5) for alpha in (0.01, 0.1)]
    looks = draw.get_theme().series(2)
    lines = draw.paths3d(runs, on=ground, styles=looks)
    assert [line.get_color() for line in lines] == [look.colour for look in looks]
    with pytest.raises(InvalidValue, match="1 styles for 2 paths"):
        draw.paths3d(runs, on=ground, styles=looks[:1])


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
    faces = np.asarray(ground.get_facecolor())[:, :3]
    colours = sorted({to_hex(colour) for colour in faces})
    # The more a face is turned to the light, the lighter it is.
    lit = shades(ground.faces, ground.view)
    order = np.argsort(lit)
    assert (np.diff(faces[order].sum(axis=1)) > -0.02).all()
    assert np.ptp(lit) > 0.9
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
