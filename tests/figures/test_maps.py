"""Maps of many runs, and pictures of bounds, against fresh runs and the claims."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh

import symopt
from figure_checks import drawn
from symopt import draw, problems
from symopt.errors import InvalidValue


def mesh(ax: Axes) -> tuple[np.ndarray, np.ndarray, Any]:
    """Return the places of the columns and rows of the one field of the axes, and its values."""
    (found,) = [artist for artist in ax.collections if isinstance(artist, QuadMesh)]
    corners = found.get_coordinates()
    x = (corners[0, 1:, 0] + corners[0, :-1, 0]) / 2
    y = (corners[1:, 0, 1] + corners[:-1, 0, 1]) / 2
    values: Any = found.get_array()
    return x, y, values


def test_maps_have_the_first_axis_across() -> None:
    fig, ax = draw.get_theme().subplots()
    places = {"x": [0, 1, 2], "y": [0, 10]}
    tried = symopt.sweep("gd", "x**2 + y", starts=places, steps=0)
    draw.sweep_map(tried, ax=ax)
    x, y, values = mesh(ax)
    assert np.allclose(x, [0, 1, 2])
    assert np.allclose(y, [0, 10])
    assert values.tolist() == [[0, 1, 4], [10, 11, 14]]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x$", "$y$")
    assert "3 x from 0 to 2, 2 y from 0 to 10, 0 steps" in draw.recipe(fig)
    with pytest.raises(InvalidValue, match="two axes, it has 1"):
        draw.sweep_map(symopt.sweep("gd", "bowl", starts=[[1, 2]]), ax=ax)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_kinds_have_colours_of_their_own_in_every_theme(theme: str) -> None:
    _, ax = draw.get_theme(theme).subplots()
    kinds = np.arange(6)[None]
    field = draw.field(range(6), [0], kinds, ax=ax, theme=draw.get_theme(theme), kinds=6)
    colours = field.to_rgba(np.arange(6))
    apart = np.abs(colours[:, None] - colours[None]).max(axis=-1)
    assert apart[~np.eye(6, dtype=bool)].min() > 0.08
    if theme == "print":
        assert np.allclose(colours[:, 0], colours[:, 1])


def test_basins_are_where_runs_end() -> None:
    surface = problems.get("himmelblau")
    minima = [p.floats for p in surface.critical_points if p.kind == "minimum"]
    axes = drawn("basins")
    settings: dict[str, dict[str, float]] = {
        "gd": {"alpha": 0.01},
        "momentum": {"alpha": 0.05, "beta": 0.9},
        "adam": {"alpha": 0.1},
    }
    borders, ends = {}, {}
    for ax, (rule, hyper) in zip(axes, settings.items(), strict=True):
        assert rule in ax.get_title()
        x, y, kinds = mesh(ax)
        for i, j in [(10, 20), (70, 71), (101, 30), (33, 120), (138, 90)]:
            point = symopt.run(rule, surface, (x[i], y[j]), 300, **hyper).points[-1]
            assert int(kinds[j, i]) == np.argmin([np.hypot(*(point - m)) for m in minima])
        # What the note below says: every start ends in a minimum.
        assert not np.ma.getmaskarray(kinds).any()
        borders[rule] = int((np.diff(kinds) != 0).sum() + (np.diff(kinds, axis=0) != 0).sum())
        (path,) = [np.asarray(line.get_xydata()) for line in ax.lines if len(line.get_xdata()) > 9]
        assert tuple(path[0]) == (5.2, 0.9)
        ends[rule] = int(np.argmin([np.hypot(*(path[-1] - m)) for m in minima]))
        assert ends[rule] == kinds[np.argmin(abs(y - 0.9)), np.argmin(abs(x - 5.2))]
    # The point of the picture: one start, three ends, and only one of them is the nearest.
    assert len(set(ends.values())) == 3
    nearest = int(np.argmin([np.hypot(*(np.array([5.2, 0.9]) - m)) for m in minima]))
    assert [rule for rule in ends if ends[rule] == nearest] == ["gd"]
    # And momentum folds the borders.
    assert borders["momentum"] > 3 * max(borders["gd"], borders["adam"])
