"""What people call in a notebook: matplotlib objects in and out, their settings kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from symopt import draw, problems, run
from symopt.draw import fonts
from symopt.draw.legends import wrap_text
from symopt.draw.theme import COLUMN, SLIDE, TEXT
from symopt.errors import InvalidValue, MissingDependency, UnknownName

BOWL = problems.get("bowl")


@pytest.fixture
def ax() -> Axes:
    return draw.get_theme().subplots()[1]


def test_a_notebooks_own_settings_hold_unless_a_theme_is_asked_for() -> None:
    with matplotlib.rc_context({"axes.facecolor": "#102030", "text.color": "#ffffff"}):
        theme = draw.rc_theme()
        figure, ax = theme.subplots()
        assert to_hex(ax.get_facecolor()) == "#102030"
        assert theme.palette == draw.get_theme("dark").palette
        lines = draw.contour(BOWL, ax=ax)
        draw.paths([run("adam", BOWL, steps=5)], ax=ax)
        assert ax.lines[-2].get_color() == theme.style("adam").colour
        edges: Any = lines.get_edgecolor()
        assert to_hex(edges[0]) == theme.faint
        figure.canvas.draw()
    with matplotlib.rc_context({"axes.facecolor": "white"}):
        assert draw.rc_theme().palette == draw.get_theme("light").palette
        assert draw.contour(BOWL, ax=ax, theme=draw.get_theme("dark")) is not None


def test_without_axes_they_draw_on_the_current_ones() -> None:
    figure, ax = plt.subplots()
    try:
        draw.contour(BOWL)
        draw.paths([run("gd", BOWL, alpha=0.1, steps=3)])
        draw.curves({"a": [1, 2]})
        draw.vectors([0, 0], [[1, 1]])
        assert len(ax.lines) >= 3
        assert len(ax.patches) == 1
    finally:
        plt.close(figure)


def test_vectors_are_true_to_scale_and_labelled(ax: Axes) -> None:
    first, second = draw.vectors([[0, 0], [1, 1]], [[1, 2], [-1, 0]], ax=ax, labels=["g", ""])
    ends = [np.asarray(arrow.get_path().vertices) for arrow in (first, second)]
    for arrow, tail, head in ((first, (0, 0), (1, 2)), (second, (1, 1), (0, 1))):
        assert arrow._posA_posB == [tail, head]  # pyright: ignore
    assert len(ends) == 2
    (label,) = [text for text in ax.texts if text.get_text()]
    assert label.get_text() == "g"
    assert label.xy == (0.5, 1.0)  # pyright: ignore


@pytest.mark.parametrize(
    ("starts", "moves", "labels"),
    [
        ([[0, 0]] * 3, [[1, 1]] * 2, None),
        ([0, 0], [[1, 1, 1]], None),
        ([0, 0], [[np.nan, 1]], None),
        ([0, 0], [[1, 1]], ["a", "b"]),
    ],
)
def test_vectors_that_do_not_fit_are_refused(
    starts: Any, moves: Any, labels: Any, ax: Axes
) -> None:
    with pytest.raises(InvalidValue):
        draw.vectors(starts, moves, ax=ax, labels=labels)


def test_curves_differ_in_dash_marker_and_colour(ax: Axes) -> None:
    lines = draw.curves({str(i): np.arange(4) + i for i in range(6)}, ax=ax)
    assert len({line.get_color() for line in lines}) == 6
    assert len({str(line.get_marker()) for line in lines}) == 6
    assert np.array_equal(np.asarray(lines[2].get_ydata()), [2, 3, 4, 5])
    with pytest.raises(InvalidValue, match="no curves"):
        draw.curves({}, ax=ax)
    with pytest.raises(InvalidValue, match="no point"):
        draw.curves({"a": [np.nan, np.inf]}, ax=ax)


def test_a_gap_where_a_value_is_not_finite(ax: Axes) -> None:
    line = draw.curve([1, 2, 3], [1, np.inf, 3], ax=ax)
    assert np.isnan(np.asarray(line.get_ydata())[1])


def test_losses_are_those_of_the_runs(ax: Axes) -> None:
    runs = [run(rule, BOWL, steps=7) for rule in ("gd", "adam")]
    for line, one in zip(draw.losses(runs, ax=ax, floor=-1.0), runs, strict=True):
        assert np.array_equal(np.asarray(line.get_ydata()), one.losses + 1)
        assert line.get_color() == draw.get_theme().style(one.rule).colour


def test_fields_are_amounts_or_kinds(ax: Axes) -> None:
    values = np.array([[0, 1, 2], [2, 1, np.nan]])
    mesh = draw.field([0, 1, 2], [0, 1], values, ax=ax, kinds=3)
    shown: Any = mesh.get_array()
    colours = mesh.to_rgba(shown.ravel())
    assert len({tuple(colour) for colour in colours[:3]}) == 3
    assert tuple(colours[0]) != tuple(colours[2])
    assert np.ma.getmaskarray(shown).ravel()[5]
    with pytest.raises(InvalidValue, match=r"\(2, 3\)"):
        draw.field([0, 1, 2], [0, 1], values.T, ax=ax)


def test_the_recipe_names_every_run_once(ax: Axes, tmp_path: Path) -> None:
    one = run("adam", BOWL, alpha=0.5, steps=3)
    draw.paths([one], ax=ax)
    draw.losses([one], ax=ax)
    figure = ax.get_figure(root=True)
    assert figure is not None
    assert draw.recipe(figure).count("adam(alpha=0.5, beta1=0.9") == 1
    assert draw.recipe(figure).startswith("symopt ")
    for kind in ("svg", "pdf", "png"):
        path = draw.save(figure, tmp_path / f"a.{kind}", title="Point.", alt="A 路径.", lang="zh")
        assert path.stat().st_size > 1000
    svg = (tmp_path / "a.svg").read_text()
    assert "adam(alpha=0.5" in svg
    assert "A 路径." in svg
    from PIL import Image

    with Image.open(tmp_path / "a.png") as image:
        assert image.info["Description"] == "A 路径."
        assert "on bowl from (-2, 1.5), 3 steps" in image.info["Source"]


@pytest.mark.parametrize(
    ("page", "width"), [("column", COLUMN), ("text", TEXT), ("slide", SLIDE[0])]
)
def test_pages_have_their_width(page: str, width: float) -> None:
    theme = draw.get_theme(page=page)
    assert theme.subplots(size=(5.0, 3.0))[0].get_figwidth() == pytest.approx(width)
    for count in (1, 2, 5, 9):
        figure, axes = theme.panels(count)
        assert figure.get_figwidth() == pytest.approx(width)
        assert len(axes) == len(figure.axes) == count


def test_a_narrow_page_has_fewer_panels_in_a_row() -> None:
    def row(page: str) -> int:
        axes = draw.get_theme(page=page).panels(6, across=3)[1]
        return axes[0].get_subplotspec().get_gridspec().ncols  # pyright: ignore

    assert (row("own"), row("text"), row("column")) == (3, 3, 2)


def test_unknown_looks_are_named() -> None:
    with pytest.raises(UnknownName, match="column"):
        draw.get_theme(page="colum")
    with pytest.raises(UnknownName, match="print"):
        draw.get_theme("prin")
    with pytest.raises(InvalidValue, match="en, zh"):
        draw.get_theme(lang="de")
    with pytest.raises(UnknownName, match="adam"):
        draw.get_theme().style("adm")


def test_a_missing_chinese_font_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_known", lambda: None)
    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", list)
    with pytest.raises(MissingDependency, match="apt-get install fonts-noto-cjk"):
        fonts.chinese_font.__wrapped__()


def test_lines_are_broken_between_words_or_chinese_letters() -> None:
    assert wrap_text("one two", 3) == ["one", "two"]
    assert [len(line) for line in wrap_text("学习率随着迭代次数衰减", 8)] == [4, 4, 3]
    assert wrap_text("", 8) == []
