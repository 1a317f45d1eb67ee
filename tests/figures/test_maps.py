"""Maps of many runs, and pictures of bounds, against fresh runs and the claims."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.lines import Line2D

import symopt
from figure_checks import drawn, labelled
from symopt import draw, problems
from symopt.errors import InvalidValue


def mesh(ax: Axes) -> tuple[np.ndarray, np.ndarray, Any]:
    """Return the places of the columns and rows of the one field of the axes, and its values."""
    (found,) = [artist for artist in ax.collections if isinstance(artist, QuadMesh)]
    corners: Any = found.get_coordinates()
    x = (corners[0, 1:, 0] + corners[0, :-1, 0]) / 2
    y = (corners[1:, 0, 1] + corners[:-1, 0, 1]) / 2
    values: Any = found.get_array()
    return x, y, values


def points(line: Line2D) -> np.ndarray:
    return np.asarray(line.get_xydata(), dtype=float)


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
    settings: dict[str, dict[str, Any]] = {
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
        (path,) = (xy for xy in map(points, ax.lines) if len(xy) > 9)
        assert tuple(path[0]) == (5.2, 0.9)
        ends[rule] = int(np.argmin([np.hypot(*(path[-1] - m)) for m in minima]))
        assert ends[rule] == kinds[np.argmin(abs(y - 0.9)), np.argmin(abs(x - 5.2))]
    # The point of the picture: one start, three ends, and only one of them is the nearest.
    assert len(set(ends.values())) == 3
    nearest = int(np.argmin([np.hypot(*(np.array([5.2, 0.9]) - m)) for m in minima]))
    assert [rule for rule in ends if ends[rule] == nearest] == ["gd"]
    # And momentum folds the borders.
    assert borders["momentum"] > 3 * max(borders["gd"], borders["adam"])


def test_momentum_moves_in_each_part_of_the_plane_as_it_says() -> None:
    (ax,) = drawn("momentum-stability")
    s, beta, kinds = mesh(ax)
    found = set()
    for i, j in [(3, 20), (30, 5), (100, 40), (200, 150), (30, 180), (150, 4), (240, 60), (199, 3)]:
        rule = {"alpha": s[i], "beta": beta[j]}
        x = symopt.run("momentum.accumulating", "x**2/2", [1], 400, **rule).points[:, 0]
        x = x[np.abs(x) > 1e-290][50:]
        turns = np.mean(x[1:] * x[:-1] < 0)
        kind = 0 if turns == 0 else 2 if turns == 1 else 1
        assert kind == kinds[j, i], (s[i], beta[j])
        assert np.abs(x[-1]) < 1
        if kind == 1:  # swings shrink by sqrt(beta), whatever the rate
            shrunk = np.log(np.hypot(*x[-2:]) / np.hypot(*x[:2])) / (len(x) - 2)
            assert shrunk == pytest.approx(np.log(beta[j]) / 2, abs=0.05)
        found.add(kind)
    assert found == {0, 1, 2}
    blank = np.ma.getmaskarray(kinds)
    across, up = np.meshgrid(s, beta)
    clear = abs(across - 2 * (1 + up)) > 1e-9
    assert (blank == (across > 2 * (1 + up)))[clear].all()


def test_stability_edge_critical_curves_and_polyak_tunings() -> None:
    (ax,) = drawn("momentum-stability")
    edge, curve = labelled(ax, "edge"), labelled(ax, "critical")
    assert np.allclose(edge[:, 0], 2 * (1 + edge[:, 1]))
    s, beta = curve[np.isfinite(curve[:, 1])].T
    assert np.allclose(beta, (1 - np.sqrt(s)) ** 2)
    bars = [points(line) for line in ax.lines if line.get_marker() == "o"]
    assert [round(bar[1, 0] / bar[0, 0], 9) for bar in bars] == [4, 9, 25, 100]
    for bar in bars:  # from one critical curve to the other
        assert np.allclose(bar[:, 1], (1 - np.sqrt(bar[:, 0])) ** 2)
        assert bar[0, 0] < 1 < bar[1, 0]


def test_fastest_measured_setting_is_polyaks() -> None:
    ax = drawn("rate-momentum-map")[0]
    alpha, beta, speed = mesh(ax)
    ((rate, momentum),) = labelled(ax, "Polyak")
    mu, steepest = 0.1, 2.0  # of x^2/20 + y^2
    assert rate == pytest.approx(4 / (mu**0.5 + steepest**0.5) ** 2)
    rho = (steepest**0.5 - mu**0.5) / (steepest**0.5 + mu**0.5)
    assert momentum == pytest.approx(rho**2)
    ((best_rate, best_momentum),) = labelled(ax, "fastest")
    i, j = np.argmin(abs(alpha - best_rate)), np.argmin(abs(beta - best_momentum))
    assert (best_rate, best_momentum) == pytest.approx((alpha[i], beta[j]))
    assert speed[j, i] == speed.max()
    # The point of the picture.
    assert abs(best_rate - rate) < 0.05
    assert abs(best_momentum - momentum) < 0.03
    # What is shown was measured.
    surface = problems.get("ravine")
    for i, j in [(30, 50), (88, 41), (60, 10), (100, 70)]:
        rule = {"alpha": alpha[i], "beta": beta[j]}
        run = symopt.run("momentum.accumulating", surface, steps=500, **rule)
        late = np.flatnonzero(run.losses > 1e-20 * run.losses[0])[-1] + 1
        assert speed[j, i] == pytest.approx(20 / late)
    # Nothing converges past the edge.
    edge = labelled(ax, "edge")
    assert np.allclose(edge[:, 0] * steepest, 2 * (1 + edge[:, 1]))
    across, up = np.meshgrid(alpha, beta)
    assert (np.asarray(speed)[across * steepest > 2 * (1 + up)] == 0).all()
    critical = [points(x) for x in ax.lines if x.get_label() != "edge of stability"]
    curves = [line[np.isfinite(line).all(axis=1)] for line in critical if len(line) > 9]
    assert len(curves) == 2
    for line in curves:  # each passes through Polyak's tuning
        assert np.interp(rate, *line.T) == pytest.approx(momentum, abs=1e-3)


def test_adam_stays_at_the_worst_point_and_amsgrad_gets_to_the_best() -> None:
    left, right = drawn("amsgrad-counterexample")
    c, alpha, beta2 = 4, 0.2, 1 / 17
    for name, worst in (("adam", False), ("amsgrad", True)):
        x, v, most = [1.0], 0.0, 0.0
        regrets: list[float] = []
        for t in range(1, 121):
            g = c if t % 3 == 1 else -1
            regrets.append(g * (x[-1] + 1))
            v = beta2 * v + (1 - beta2) * g**2
            most = max(most, v) if worst else v
            x.append(float(np.clip(x[-1] - alpha * g / most**0.5, -1, 1)))
        line = labelled(left, name)
        assert np.allclose(line, np.column_stack([np.arange(121), x]), atol=1e-12)
        (regret,) = [
            points(other)
            for other in right.lines
            if other.get_color() == draw.get_theme().style(name).colour
        ]
        t = np.arange(3, 121, 3)
        assert np.allclose(regret, np.column_stack([t, np.cumsum(regrets)[t - 1] / t]))
        if name == "adam":  # as `adam.adam-returns` says
            assert (line[::3, 1] == 1).all()
            assert (regret[:, 1] >= 2 * (c - 2) / 3).all()
        else:  # as `adam.amsgrad-advances` says
            end = -1 + 2 * alpha / (c * (1 - beta2) ** 0.5)
            down = np.maximum(end, line[:-3:3, 1] - alpha * (c - 2) / c)
            assert (line[3::3, 1] <= down + 1e-12).all()
            assert line[-30:, 1].max() <= -0.79
            assert (np.diff(regret[:, 1]) < 0).all()
            assert regret[-1, 1] < 0.5


def test_adam_steps_pass_the_papers_bound_and_tend_to_the_right_one() -> None:
    left, right = drawn("adam-bound")
    steps = labelled(left, "gradients")[:, 1]
    beta1, beta2 = 0.9, 0.999
    m = v = 0.0
    for t in range(1, 3001):  # scaled by the last gradient, so that nothing grows
        ratio = beta1 / beta2
        m = beta1 * ratio * m + (1 - beta1)
        v = beta2 * ratio**2 * v + (1 - beta2)
        expected = m / (1 - beta1**t) / (v / (1 - beta2**t)) ** 0.5
        assert steps[t - 1] == pytest.approx(expected, rel=1e-6)
    paper, ours = labelled(left, "paper")[:, 1], labelled(left, "right")[:, 1]
    assert paper == pytest.approx(np.full(3000, (1 - beta1) / (1 - beta2) ** 0.5))
    q = beta1**2 / beta2
    assert ours == pytest.approx(np.full(3000, (1 - beta1) / ((1 - beta2) * (1 - q)) ** 0.5))
    # As `adam.paper-bound-at-the-defaults` says; and no step passes the right bound.
    assert np.argmax(steps > paper) == 209
    assert (steps < ours).all()
    assert steps[-1] > 0.97 * ours[-1]

    gap, theirs = labelled(right, "paper").T
    right_bound = labelled(right, "right bound")
    assert np.allclose(theirs, np.maximum(1, 0.1 / np.sqrt(gap)))
    assert np.allclose(right_bound[:, 1] ** 2, 0.01 / (gap * (1 - 0.81 / (1 - gap))))
    assert (right_bound[:, 1] >= theirs - 1e-12).all()
    for x, step in labelled(right, "3000"):
        bound = (0.01 / (x * (1 - 0.81 / (1 - x)))) ** 0.5
        assert 0.97 * bound < step <= bound * (1 + 1e-9)
    ends = labelled(right, "3000")
    exceeds = ends[:, 1] > np.maximum(1, 0.1 / np.sqrt(ends[:, 0])) + 1e-6
    assert exceeds.tolist() == [abs(x - 0.1) > 1e-9 for x in ends[:, 0]]
