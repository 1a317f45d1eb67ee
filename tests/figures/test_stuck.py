"""Where descent gets stuck: minima, saddles, plateaus, and what leaves them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch

from figure_checks import drawn, labelled
from symopt import claims, draw, problems, run, tuning
from symopt.draw.mesh import SurfaceMesh
from symopt.draw.meshpaths import SurfacePath


def ground(name: str) -> tuple[SurfaceMesh, list[SurfacePath]]:
    (ax,) = drawn(name)
    (mesh,) = (part for part in ax.collections if isinstance(part, SurfaceMesh))
    return mesh, [line for line in ax.lines if isinstance(line, SurfacePath)]


def steps(line: SurfacePath) -> np.ndarray:
    return line.path.points[line.path.places]


def test_a_convex_function_has_one_minimum_for_all_starts() -> None:
    ends: list[list[float]] = []
    above: list[bool] = []
    for ax in drawn("convex-nonconvex"):
        curve, chord = (np.asarray(line.get_xydata(), dtype=float) for line in ax.lines[:2])
        low, high = chord[0, 0], chord[1, 0]
        inner = curve[(curve[:, 0] > low) & (curve[:, 0] < high)]
        gap = np.interp(inner[:, 0], *chord.T) - inner[:, 1]
        assert np.interp([low, high], *curve.T) == pytest.approx(chord[:, 1], abs=2e-3)
        assert (gap > -1e-3).all() or (gap < 1e-3).all()
        above.append(bool((gap > -1e-3).all()))
        # The arrows of each run hang together, and go down.
        arrows = [part for part in ax.patches if isinstance(part, FancyArrowPatch)]
        half = len(arrows) // 2
        assert half == 15
        ends.append([])
        for part in (arrows[:half], arrows[half:]):
            points: Any = [arrow._posA_posB for arrow in part]  # pyright: ignore
            for (_, head), (tail, _) in pairwise(points):
                assert head == tail
            assert all(head[1] < tail[1] for tail, head in points)
            ends[-1].append(points[-1][1][0])
    assert above == [True, False]
    assert ends[0] == pytest.approx([0, 0], abs=0.05)
    # The derivative of x^4/12 - x^2/2 + x/6 + 1 is 0 at both ends, and they are two places.
    for x in ends[1]:
        assert x**3 / 3 - x + 1 / 6 == pytest.approx(0, abs=0.02)
        assert x**2 - 1 > 1
    assert ends[1][0] < -1.5 < 1.5 < ends[1][1]


def test_four_starts_end_in_four_minima_of_which_two_are_the_lowest() -> None:
    surface = problems.get("local-optima")
    _, lines = ground("local-optima")
    assert len(lines) == len(surface.starts) == 4
    lowest = surface.loss(surface.minimum)
    ends = []
    for start, line in zip(surface.starts, lines, strict=True):
        path = run("gd", surface, start=start, alpha=0.02, steps=200)
        assert np.array_equal(steps(line), path.points)
        assert np.linalg.norm(surface.gradient(path.points[-1])) < 1e-6
        assert (np.linalg.eigvalsh(surface.hessian(path.points[-1])) > 0).all()
        ends.append(path.points[-1])
        assert line.seen.all()
    assert len({tuple(end.round(3)) for end in ends}) == 4
    assert sum(surface.loss(end) < lowest + 1e-9 for end in ends) == 2


def test_each_minimum_bears_its_value() -> None:
    mesh, _ = ground("local-optima")
    assert mesh.axes is not None
    surface = mesh.surface
    texts: dict[str, list[Any]] = {text.get_text(): [] for text in mesh.axes.texts}
    for text in mesh.axes.texts:
        texts[text.get_text()].append(text.xy)  # pyright: ignore
    minima = [point for point in surface.critical_points if point.kind == "minimum"]
    assert len(minima) == 6
    for point in minima:
        (at,) = mesh.project([list(point.floats)])
        value = f"${surface.loss(point.floats):.2f}$"
        assert any(np.allclose(at, place) for place in texts[value])


def test_on_the_saddle_what_normalises_leaves_and_what_does_not_stays() -> None:
    saddle = problems.get("saddle")
    mesh, lines = ground("saddle")
    assert mesh.surface is saddle
    names = [str(line.get_label()).split()[0] for line in lines]
    settings = tuning.best("saddle", names)
    stays = []
    for name, line in zip(names, lines, strict=True):
        points = run(name, saddle, steps=100, **settings[name]).points
        own = steps(line)
        assert np.array_equal(own, points[: len(own)])
        if len(own) == 101:
            stays.append(name)
        else:  # it went on to the edge, down along y
            assert line.path.points[-1][1] == 2
            assert abs(points[len(own), 1]) > 2
        assert line.seen.all()
    assert names == ["gd", "momentum", "rmsprop", "adam"]
    assert stays == ["gd", "momentum"]


def test_on_the_plateau_no_rate_of_gradient_descent_does_both() -> None:
    plateau = problems.get("plateau")
    mesh, (slow, fast, rmsprop, adam) = ground("plateau")
    # Near the minimum 1 - 4/(4 + 2u + u^2) = u/2 + ..., u = |x|^2: the curvature is 1.
    calm = run("gd", plateau, alpha=1, steps=150)
    assert steps(slow) == pytest.approx(calm.points, abs=1e-6)
    assert calm.losses[-1] > 0.99
    assert np.linalg.norm(calm.points[-1] - calm.points[0]) < 0.2
    # In the valley the same rate is fine.
    near = run("gd", plateau, start=(2.2, 0.5), alpha=1, steps=20)
    assert near.losses[-1] < 1e-6
    settings = tuning.best("plateau", ["gd", "rmsprop", "adam"])
    rushed = run("gd", plateau, steps=150, **settings["gd"])
    assert np.array_equal(steps(fast), rushed.points[: len(steps(fast))])
    assert fast.path.points[:, 0].max() == mesh.field.box[0][1] or (
        fast.path.points[-1, 1] == mesh.field.box[1][0]
    )
    assert rushed.losses[-1] > 0.5
    for name, line in (("rmsprop", rmsprop), ("adam", adam)):
        path = run(name, plateau, steps=150, **settings[name])
        assert np.array_equal(steps(line), path.points)
        assert path.losses[-1] < 1e-3


def test_fair_signs_make_saddles_and_dependent_ones_do_not() -> None:
    left, right = drawn("saddle-probability")
    saddles, minima = labelled(left, "saddles"), labelled(left, "minima")
    n = np.arange(1, 13)
    # Count the outcomes of n coins: all alike is a minimum or a maximum, all else a saddle.
    for k in (1, 2, 3, 7):
        signs = [bin(word).count("1") for word in range(2**k)]
        assert minima[k - 1, 1] == pytest.approx(signs.count(k) / 2**k)
        mixed = sum(0 < ones < k for ones in signs)
        assert saddles[k - 1, 1] == pytest.approx(mixed / 2**k)
    assert saddles[-1, 1] > 0.999
    fair = labelled(right, "fair")
    assert fair[:, 0].tolist() == n.tolist()
    assert np.allclose(fair[:, 1], 0.5**n)
    assert (labelled(right, "the same")[:, 1] == 0.5).all()
    # Of the Gaussian orthogonal ensemble these shares are known in closed form.
    known = [1 / 2, (2 - math.sqrt(2)) / 4, (math.pi - 2 * math.sqrt(2)) / (4 * math.pi)]
    shares = labelled(right, "matrices")[:, 1]
    assert shares[:3] == pytest.approx(known, rel=0.05)
    assert (shares[1:] < 0.7 * fair[1:4, 1]).all()


def test_the_chance_in_20000_dimensions_is_the_one_of_the_claim() -> None:
    right = drawn("saddle-probability")[1]
    assert any("2^{-20000} < 10^{-6020}" in text.get_text() for text in right.texts)
    assert 10**6020 < 2**20000 < 10**6021
    assert claims.prove("stuck.probability-of-20000").verdict == "proved"


def test_escape_follows_the_proved_rates() -> None:
    (ax,) = drawn("saddle-escape")
    gd = labelled(ax, "gd  ")
    t = gd[:, 0]
    assert np.allclose(gd[:, 1], 1e-6 * 1.1**t, rtol=1e-9)
    # z of the claim, by the quadratic formula: s = 0.1, beta = 0.9.
    z = 1 + math.sqrt(0.1)
    velocity = labelled(ax, "momentum.velocity  ")[:, 1]
    assert velocity[60] / velocity[59] == pytest.approx(z, rel=1e-9)
    bands = [line for line in ax.lines if line.get_linewidth() == 5]
    assert len(bands) == 2
    for band, curve in zip(bands, (gd[:, 1], velocity), strict=True):
        assert np.allclose(np.asarray(band.get_ydata()), curve, rtol=1e-9)


def test_who_leaves_first() -> None:
    (ax,) = drawn("saddle-escape")
    names = ("rmsprop  ", "adam  ", "nesterov  ", "momentum.velocity  ", "gd  ", "momentum  ")
    away = [labelled(ax, name)[:, 1] for name in names]
    left = [int(np.argmax(d > 1)) if (d > 1).any() else math.inf for d in away]
    assert left == sorted(left)
    assert left[1] < 0.5 * left[2]
    assert left[3] < 0.5 * left[4]
    assert left[5] == math.inf
    path = run("nesterov", "saddle", start=(1.5, 1e-6), steps=150, alpha=0.05, mu=0.9)
    assert np.array_equal(away[2], np.abs(path.points[:, 1]))
    recipe = draw.recipe(draw.draw_figure("saddle-escape"))
    assert "nesterov(alpha=0.05, mu=0.9) on saddle from (1.5, 1e-06), 150 steps" in recipe
    # Every run bears its settings.
    for line in ax.lines:
        if line.get_linewidth() < 5:
            assert r"\alpha = 0.05" in str(line.get_label())
