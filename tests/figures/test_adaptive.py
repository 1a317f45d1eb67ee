"""Figures of the adaptive rules and of the race on all surfaces: their data and their points."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from figure_checks import drawn, labelled
from symopt import claims, draw, problems, rules, run, tuning
from symopt.errors import InvalidValue


def dots(ax: Axes) -> np.ndarray:
    """Return the points (n, 2) of the one set of dots."""
    (found,) = [c for c in ax.collections if isinstance(c, PathCollection)]
    return np.asarray(found.get_offsets(), dtype=float)


def named(ax: Axes, label: str) -> np.ndarray:
    """Return the points (n, 2) of the one line with exactly this label."""
    (found,) = [line for line in ax.lines if line.get_label() == label]
    return np.asarray(found.get_xydata(), dtype=float)


def scaled(gradients: np.ndarray, share: float) -> np.ndarray:
    """Return the weighted sums of squares s_t = share s_(t-1) + (1 - share) g_t^2, as a sum."""
    t = np.arange(len(gradients))
    weights = np.tril((1 - share) * share ** np.abs(np.subtract.outer(t, t)))
    return weights @ gradients**2


def test_rmsprop_is_faster_along_and_slower_across() -> None:
    paths, rates = drawn("rmsprop-path")
    plain, adaptive = labelled(paths, "gd"), labelled(paths, "rmsprop")
    t = np.arange(21)
    # 2/(1/10 + 2) on x^2/20 + y^2.
    assert plain[:, 0] == pytest.approx(-7 * (19 / 21) ** t)
    assert plain[:, 1] == pytest.approx(2 * (-19 / 21) ** t)
    along, across = labelled(rates, "along")[:, 1], labelled(rates, "across")[:, 1]
    for values, slope in ((along, adaptive[:-1, 0] / 10), (across, adaptive[:-1, 1] * 2)):
        assert values == pytest.approx(0.35 / np.sqrt(scaled(slope, 0.9)), rel=1e-6)
    # The point: one rate above that of gradient descent, the other below it, in every step.
    both = labelled(rates, "both")[:, 1]
    assert both == pytest.approx(20 / 21)
    assert (across < both).all()
    assert (both < along).all()
    # And the path swings less, yet gets farther.
    assert (adaptive[:, 1] > -0.01).all()
    assert plain[1::2, 1].max() < 0
    assert np.linalg.norm(adaptive[-1]) < np.linalg.norm(plain[-1])


def test_adagrad_rates_fall_and_those_of_rmsprop_recover() -> None:
    left, right = drawn("adagrad-rates")
    t, frequent = labelled(left, "every step").T
    rare = labelled(left, "every 10")[:, 1]
    assert frequent == pytest.approx(t**-0.5)
    assert rare == pytest.approx((1 + (t - 1) // 10) ** -0.5)
    law = dots(left)
    assert law[:, 1] == pytest.approx(law[:, 0] ** -0.5)
    sizes = np.where(t <= 100, 1.0, 0.1)
    adagrad, rmsprop = labelled(right, "adagrad")[:, 1], labelled(right, "rmsprop")[:, 1]
    assert adagrad == pytest.approx(np.cumsum(sizes**2) ** -0.5)
    assert rmsprop == pytest.approx(scaled(sizes, 0.9) ** -0.5)
    assert (np.diff(adagrad) < 0).all()
    assert (np.diff(rmsprop)[100:200] > 0).all()
    assert rmsprop[-1] == pytest.approx(10, rel=1e-3)


def test_epsilon_is_the_rate_of_adadelta() -> None:
    paths, lengths = drawn("adadelta-path")
    ends, firsts = [], []
    for exponent, line in zip((-8, -6, -4, -2), lengths.lines, strict=True):
        epsilon, steps = 10.0**exponent, np.asarray(line.get_ydata(), dtype=float)
        assert steps[0] == pytest.approx(np.sqrt(epsilon / (0.05 + epsilon)))
        # They grow, but a thousand of them not even to twice the length.
        assert (np.diff(steps) > 0).all()
        assert steps[-1] < 2 * steps[0]
        path = labelled(paths, rf"10^{{{exponent}}}$")
        assert path == pytest.approx(run("adadelta", "ravine", steps=100, epsilon=epsilon).points)
        ends.append(np.linalg.norm(path[-1] - path[0]))
        firsts.append(steps[0])
    assert ends == sorted(ends)
    # The point: the default hardly leaves the start, and a hundredth of epsilon makes a tenth.
    assert ends[1] < 0.1 * ends[3]
    assert np.divide(firsts[1:3], firsts[:2]) == pytest.approx(10, rel=1e-3)
    assert float(rules.get("adadelta").defaults["epsilon"]) == 1e-6
    assert labelled(paths, "the default")[-1] == pytest.approx(labelled(paths, "{-6}")[-1])


def test_the_parts_of_adam_are_those_of_its_run() -> None:
    lines, first, second, factors = drawn("adam-anatomy")
    texts = [text.get_text() for text in lines.texts]
    assert texts == [f"${line.mathtext()}$" for line in rules.get("adam").lines()]
    g = dots(first)[:, 1]
    t = np.arange(1, len(g) + 1)
    assert dots(second)[:, 1] == pytest.approx(g**2)
    for ax, name, gradients, beta in ((first, "m", g, 0.9), (second, "v", g**2, 0.999)):
        ages = np.subtract.outer(t, t)
        weights = np.tril(beta ** np.abs(ages))
        bare, right = labelled(ax, f"${name}_t$")[:, 1], labelled(ax, rf"\hat{{{name}}}")[:, 1]
        assert bare == pytest.approx((1 - beta) * weights @ gradients)
        assert right == pytest.approx(weights @ gradients / weights.sum(axis=1))
    by_m, by_v = labelled(factors, "beta_1")[:, 1], labelled(factors, "beta_2")[:, 1]
    assert by_m == pytest.approx(1 / (1 - 0.9**t))
    assert by_v == pytest.approx(1 / (1 - 0.999**t))
    # The point: one fades within the picture, the other does not; and no dot is cut off.
    assert by_m[-1] < 1.01
    assert by_v[-1] > 10
    low, high = second.get_ylim()
    assert ((low < g**2) & (g**2 < high)).all()


def test_without_the_corrections_adam_starts_too_fast() -> None:
    lengths, paths = drawn("adam-bias")
    t, right = named(lengths, "adam").T
    assert right == pytest.approx(1, rel=1e-6)
    bare = named(lengths, "adam.uncorrected")[:, 1]
    assert bare == pytest.approx((1 - 0.9**t) / np.sqrt(1 - 0.999**t), rel=1e-6)
    heights = [np.asarray(line.get_ydata(), dtype=float) for line in lengths.lines]
    assert [y[0] for y in heights if len(y) == 1] == pytest.approx([1, 0.1 / np.sqrt(0.001)])
    assert np.argmax(bare) + 1 == 12
    assert bare.max() == pytest.approx(6.57, abs=0.01)
    assert bare[-1] == pytest.approx(1, abs=0.01)
    corrected, uncorrected = (named(paths, rule) for rule in ("adam", "adam.uncorrected"))
    assert corrected[1] - corrected[0] == pytest.approx([0.15, -0.15], rel=1e-6)
    assert uncorrected[1] - uncorrected[0] == pytest.approx(
        0.15 * bare[0] * np.array([1, -1]), rel=1e-6
    )
    # The point: it runs more than twice as far past the minimum.
    assert uncorrected[:, 0].max() > 2 * corrected[:, 0].max()


def test_norms_go_to_the_largest() -> None:
    left, right = drawn("adamax-norms")
    g = dots(right)[:, 1]
    t = np.arange(1, len(g) + 1)
    norm = labelled(right, "infty")[:, 1]
    # u_t is the largest of the weighted sizes so far.
    ages = np.subtract.outer(t, t)
    sizes = np.where(ages >= 0, 0.9 ** np.abs(ages) * g, 0)
    assert norm == pytest.approx(sizes.max(axis=1))
    proof = claims.get("adam.adamax-limit-of-p-norms").prove()
    low, high = (
        proof.function(chain, -1, *names)
        for chain, names in ((3, ("beta2", "p", "u(t)")), (4, ("t", "p", "u(t)")))
    )
    far = []
    for p in (1, 2, 4, 10):
        x, y = labelled(left, f"p = {p}$").T
        assert np.abs(x) ** p + np.abs(y) ** p == pytest.approx(1)
        mean = labelled(right, f"p = {p}$")[:, 1]
        assert mean == pytest.approx(((1 - 0.9**p) * (sizes**p).sum(axis=1)) ** (1 / p))
        assert (low(0.9, p, norm) <= mean + 1e-12).all()
        assert (mean <= high(t, p, norm) + 1e-12).all()
        far.append(np.abs(mean - norm).mean())
    assert far == sorted(far, reverse=True)
    assert far[-1] < 0.1 * far[0]
    square = labelled(left, "infty")
    assert np.abs(square).max(axis=1) == pytest.approx(1)


def test_nadam_overshoots_less_than_adam() -> None:
    (ax,) = drawn("nadam-path")
    (label,) = [str(line.get_label()) for line in ax.lines if "nadam" in str(line.get_label())]
    settings = label.removeprefix("nadam")
    first, second = (named(ax, rule + settings) for rule in ("adam", "nadam"))
    # Claims adam.first-step and adam.nadam-first-step.
    assert first[1] - first[0] == pytest.approx([0.6, -0.6], rel=1e-6)
    assert second[1] - second[0] == pytest.approx(0.6 * 2.8 / 1.9 * np.array([1, -1]), rel=1e-6)
    # The point: past the floor and past the minimum it runs less far.
    assert second[:, 1].min() > 0.7 * first[:, 1].min()
    assert 0 < second[:, 0].max() < 0.85 * first[:, 0].max()


def test_the_race_on_all_surfaces_frames_the_fastest() -> None:
    figure = draw.draw_figure("race-grid")
    names = [surface.name for surface in problems.surfaces(2)]
    order = list(draw.get_theme().palette)
    tiles = np.array(figure.axes).reshape(len(names), len(order))
    framed = []
    for name, row in zip(names, tiles, strict=True):
        assert row[0].get_ylabel() == name
        surface, recipe = problems.get(name), tuning.RECIPES[name]
        settings, shipped = tuning.best(name, order), tuning.steps_to_goal(name, order)
        steps = [shipped[rule][0] for rule in order]
        for rule, ax in zip(order, row, strict=True):
            path = run(rule, surface, steps=recipe.steps, **settings[rule])
            (line,) = [line for line in ax.lines if str(line.get_label()).startswith(f"{rule} ")]
            points = np.asarray(line.get_xydata())
            assert points[:-1] == pytest.approx(path.points[: len(points) - 1])
            count = shipped[rule][0]
            if name in ("bowl", "ravine", "saddle"):
                assert recipe.goal(surface)(path) == count
            assert ax.texts[0].get_text() == (f"{count:.0f}" if count < inf else "–")
            for value in settings[rule].values():
                assert draw.hyperparameters({"x": value}).split(" = ")[1] in ax.get_xlabel()
        best = {rule for rule, count in zip(order, steps, strict=True) if count == min(steps)}
        thick = {
            r for r, ax in zip(order, row, strict=True) if ax.spines["left"].get_linewidth() > 1
        }
        assert thick == best
        framed.append(best)
    # The point: no rule is framed on every surface, not even on half of them.
    assert max(sum(rule in best for best in framed) for rule in order) <= len(names) / 2


def test_a_proof_gives_functions_of_terms_of_a_sequence() -> None:
    proof = claims.get("adam.first-step-uncorrected").prove()
    first = proof.function(-1, -1, "alpha", "beta1", "beta2", "g(1)")
    assert first(2, 0.5, 0.75, -3.0) == pytest.approx(-2)
    with pytest.raises(InvalidValue, match="no function of alpha, beta1, beta2"):
        proof.function(-1, -1, "alpha", "beta1", "beta2")
