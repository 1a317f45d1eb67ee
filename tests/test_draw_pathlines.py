"""Drawn lines are the trajectories."""

from __future__ import annotations

from itertools import pairwise

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes

from symopt import draw, problems, rules, run
from symopt.draw.labels import number, run_label
from symopt.errors import InvalidValue, UnknownName
from symopt.problems import Surface

SADDLE = problems.get("saddle")
OPTIMIZERS = [r.name for r in rules.registry() if r.kind == "optimizer"]


@pytest.fixture
def ax() -> Axes:
    return draw.get_theme().subplots()[1]


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_a_line_has_the_points_of_its_trajectory(rule: str, ax: Axes) -> None:
    path = run(rule, "bowl", steps=15)
    draw.contour(problems.get("bowl"), ax=ax)
    (line,) = draw.paths([path], ax=ax)
    assert np.array_equal(line.get_xydata(), path.points)  # pyright: ignore[reportArgumentType]
    assert line.get_color() == draw.styles([rule])[rule].colour


def test_a_run_that_leaves_is_drawn_to_the_edge_and_marked(ax: Axes) -> None:
    path = run("gd", SADDLE, start=(1.0, 0.5), steps=60, alpha=0.2)
    draw.contour(SADDLE, ax=ax)
    (line,) = draw.paths([path], ax=ax)
    drawn = np.asarray(line.get_xydata())
    assert len(drawn) < len(path.points)
    assert np.array_equal(drawn, path.points[: len(drawn)])
    assert abs(drawn[-1, 1]) > 2 >= abs(drawn[-2, 1])
    marks = [np.asarray(mark.get_xydata()) for mark in ax.lines if np.size(mark.get_xdata()) == 1]
    assert any(np.isclose(np.abs(mark[0, 1]), 2) for mark in marks)


def test_a_run_that_diverges_gets_a_cross(ax: Axes) -> None:
    path = run("gd", "bowl", steps=5000, alpha=90)
    assert path.stopped == "diverged"
    draw.contour(problems.get("bowl"), ax=ax)
    draw.paths([path], ax=ax)
    assert "x" in [line.get_marker() for line in ax.lines]
    ax.figure.canvas.draw()


def test_free_axes_hold_the_whole_path(ax: Axes) -> None:
    path = run("gd", SADDLE, start=(1.0, 0.5), steps=30, alpha=0.2)
    (line,) = draw.paths([path], ax=ax)
    assert np.size(line.get_xdata()) == 31


def test_legend_prints_every_hyperparameter() -> None:
    path = run("adam", "bowl", steps=1, alpha=0.05)
    label = run_label(path)
    assert label.startswith("adam  ")
    for text in (r"\alpha = 0.05", r"\beta_1 = 0.9", r"\beta_2 = 0.999", r"10^{-8}"):
        assert text in label
    assert number("by hand") == r"\mathrm{by hand}"


def test_more_than_two_variables_are_refused(ax: Axes) -> None:
    with pytest.raises(InvalidValue, match="two variables"):
        draw.paths([run("gd", "parabola", steps=2)], ax=ax)
    with pytest.raises(InvalidValue, match="two variables"):
        draw.contour(problems.get("parabola"), ax=ax)


@pytest.mark.parametrize("surface", problems.surfaces(), ids=lambda surface: surface.name)
def test_contours_of_every_surface(surface: Surface, ax: Axes) -> None:
    if len(surface.variables) != 2:
        pytest.skip("one variable")
    lines = draw.contour(surface, ax=ax)
    assert np.allclose(np.asarray(lines.levels), sorted(set(surface.levels)))
    assert (ax.get_xlim(), ax.get_ylim()) == surface.box
    ax.figure.canvas.draw()


def test_curves_refuse_what_cannot_be_drawn(ax: Axes) -> None:
    with pytest.raises(InvalidValue, match="as many x as y"):
        draw.curve([1, 2], [1], ax=ax)
    for nothing in ([], [np.nan]):
        with pytest.raises(InvalidValue, match="no point"):
            draw.curve(nothing, nothing, ax=ax)


def test_a_rules_formula_is_its_own_lines(ax: Axes) -> None:
    texts = draw.formula("adam", ax=ax)
    lines = rules.get("adam").lines()
    assert [text.get_text() for text in texts] == [f"${line.mathtext()}$" for line in lines]
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in texts]
    for above, below in pairwise(boxes):
        assert below.y1 <= above.y0


def test_settings_of_matplotlib_stay_as_they_were() -> None:
    before = dict(matplotlib.rcParams)
    with draw.get_theme().context():
        assert matplotlib.rcParams["font.size"] == 8
    draw.draw_figure("ewma-bias")
    assert dict(matplotlib.rcParams) == before


def test_unknown_theme_and_language() -> None:
    with pytest.raises(UnknownName, match="light"):
        draw.get_theme("ligth")
    with pytest.raises(InvalidValue, match="language"):
        draw.get_theme("light", "xx")


def test_runs_of_one_rule_can_have_styles_of_their_own(ax: Axes) -> None:
    looks = draw.get_theme().series(2)
    runs = [run("gd", "bowl", steps=3, alpha=alpha) for alpha in (0.1, 0.2)]
    lines = draw.paths(runs, ax=ax, styles=looks)
    assert [line.get_color() for line in lines] == [style.colour for style in looks]
    with pytest.raises(InvalidValue, match="1 styles for 2 paths"):
        draw.paths(runs, ax=ax, styles=looks[:1])


def test_a_regression_has_contours_too(ax: Axes) -> None:
    line = problems.get("regression")
    drawn = draw.contour(line, ax=ax)
    assert list(drawn.levels) == list(line.levels)
    assert ax.get_xlabel() == "$w$"
