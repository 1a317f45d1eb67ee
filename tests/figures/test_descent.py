"""Figures of gradient descent, momentum and Nesterov: the data they draw, and their points."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from figure_checks import drawn, labelled
from symopt import draw, run
from symopt.errors import InvalidValue


def arrows(ax: Axes) -> np.ndarray:
    """Return the ends (n, 2, 2) of all arrows."""
    found = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    return np.array([patch._posA_posB for patch in found])  # pyright: ignore


def test_overshoot_swings_settles_and_climbs() -> None:
    swings, settles, climbs = (arrows(ax) for ax in drawn("descent-overshoot"))
    # x - 2x = -x, for ever; each step by hand.
    assert swings[:, 0, 0] == pytest.approx([0.7, -0.7] * 3)
    assert settles[:, 1, 0] == pytest.approx(0.7 * 0.7 ** np.arange(1, 7))
    assert climbs[:, 1, 0] == pytest.approx(0.7 * 1.3 ** np.arange(1, 7))
    for steps in (swings, settles, climbs):
        assert steps[:, 0, 1] == pytest.approx(steps[:, 0, 0] ** 2)


def test_a_descent_is_for_one_variable() -> None:
    with pytest.raises(InvalidValue, match="one variable"):
        draw.descent(run("gd", "bowl", steps=2), ax=draw.get_theme().subplots()[1])


def test_small_steps_stop_half_way() -> None:
    steps, distance = drawn("descent-convergence")
    t = np.arange(1, 61)
    constant, shrinking = labelled(distance, "0.05"), labelled(distance, "alpha_t")
    assert constant[:, 1] == pytest.approx(0.9**t)
    # The product of 1 - 1/(k + 1)^2 over k = 1..t is (t + 2)/(2 (t + 1)).
    assert shrinking[:, 1] == pytest.approx((t + 2) / (2 * (t + 1)))
    lengths = [labelled(steps, label)[:, 1] for label in ("0.05", "alpha_t")]
    # The point: the smaller steps are made by the run that is far from the minimum.
    assert (lengths[1][1:] < lengths[0][1:]).all()
    assert shrinking[-1, 1] > 0.5 > 100 * constant[-1, 1]


def test_small_rates_crawl_and_large_ones_swing() -> None:
    for ax, alpha in zip(drawn("ravine-oscillation"), (0.1, 0.97), strict=True):
        path = labelled(ax, f"{alpha}")
        t = np.arange(26)
        assert path[:, 0] == pytest.approx(-7 * (1 - alpha / 10) ** t)
        assert path[:, 1] == pytest.approx(2 * (1 - 2 * alpha) ** t)
    slow, fast = (labelled(ax, r"\alpha") for ax in drawn("ravine-oscillation"))
    assert (np.sign(np.diff(slow[:, 1])) <= 0).all()
    assert (fast[1:, 1] * fast[:-1, 1] < 0).all()
    assert abs(slow[-1, 0]) > 5 > 5 * abs(fast[-1, 0])


def test_momentum_overshoots_and_ends_nearer() -> None:
    (ax,) = drawn("momentum-path")
    plain, momentum = labelled(ax, "gd"), labelled(ax, "momentum")
    # Gradient descent never passes the minimum along the valley; momentum does and comes back.
    assert plain[:, 0].max() < 0
    assert momentum[:, 0].max() > 0.5
    assert np.diff(momentum[:, 0]).min() < 0
    assert np.linalg.norm(momentum[-1]) < np.linalg.norm(plain[-1]) or momentum[-1, 0] < 1
    # It crosses the valley's floor less often.
    crossings = [np.sum(path[1:, 1] * path[:-1, 1] < 0) for path in (plain, momentum)]
    assert crossings[1] < crossings[0] / 2


def test_forms_of_momentum_part_only_when_the_rate_changes() -> None:
    together, apart = drawn("momentum-forms")
    forms = [labelled(together, form)[:, 1] for form in ("accumulating", "velocity")]
    assert forms[0] == pytest.approx(forms[1], abs=1e-12)
    accumulating, velocity = (labelled(apart, form)[:, 1] for form in ("accumulating", "velocity"))
    average = next(line for line in apart.lines if line.get_label() == "momentum").get_ydata()
    assert np.asarray(average, dtype=float) == pytest.approx(accumulating, abs=1e-12)
    assert accumulating[:8] == pytest.approx(velocity[:8], abs=1e-12)
    assert np.abs(accumulating - velocity).max() > 0.05


def test_nesterov_adds_the_gradient_ahead() -> None:
    here, ahead = (arrows(ax) for ax in drawn("nesterov-lookahead"))
    for steps, asked in ((here, here[0, 0]), (ahead, ahead[0, 1])):
        carry, pull, total = steps[:, 1] - steps[:, 0]
        assert total == pytest.approx(carry + pull)
        # The gradient of x^2/20 + y^2 at the point asked, times the rate 0.3.
        assert pull == pytest.approx(-0.3 * asked * [0.1, 2])
    path = run("nesterov", "ravine", steps=2, alpha=0.3, mu=0.9)
    assert ahead[-1] == pytest.approx(path.points[1:])
    # The point: the step with the gradient ahead runs less far past the floor of the valley.
    assert here[-1, 1, 1] < ahead[-1, 1, 1] < 0
