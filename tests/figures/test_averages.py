"""Figures of averages, of schedules and of annealing: the data they draw, and their points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from figure_checks import drawn, labelled
from symopt import claims, schedules, temperatures
from symopt.errors import InvalidValue
from symopt.schedule import parse


def test_the_average_is_calmer_than_the_weather() -> None:
    (ax,) = drawn("ewma-temperature")
    days = temperatures().celsius[:365]
    curve = labelled(ax, "average")[:, 1]
    t = 200
    weights = 0.9 ** np.arange(t - 1, -1, -1)
    assert curve[t - 1] == pytest.approx(np.average(days[:t], weights=weights))
    assert np.abs(np.diff(curve)).mean() < np.abs(np.diff(days)).mean() / 3
    assert np.corrcoef(curve, days)[0, 1] > 0.9


def test_weights_are_near_one_over_e_after_the_window() -> None:
    (ax,) = drawn("ewma-weights")
    for beta, window in ((0.5, 2), (0.9, 10), (0.98, 50)):
        ages, share = labelled(ax, f"{beta}$").T
        assert share == pytest.approx(beta**ages)
        assert share[window] == pytest.approx(beta ** (1 / (1 - beta)))
        # Below 1/e, and by no more than the series in 1 - beta says.
        assert 0 < np.exp(-1) - share[window] < np.exp(-1) * (1 - beta)
    (level,) = [line for line in ax.lines if np.ptp(np.asarray(line.get_ydata())) == 0][-1:]
    assert np.asarray(level.get_ydata())[0] == pytest.approx(np.exp(-1))


def test_the_window_lies_between_its_bounds() -> None:
    (ax,) = drawn("ewma-window")
    beta, weight = labelled(ax, "1/(1-").T
    low, high = labelled(ax, r"$\beta/e$")[:, 1], labelled(ax, "sqrt")[:, 1]
    assert weight == pytest.approx(beta ** (1 / (1 - beta)))
    assert low == pytest.approx(beta / np.e)
    assert high == pytest.approx(np.sqrt(beta) / np.e)
    assert ((low < weight) & (weight < high) & (high < np.exp(-1))).all()
    assert (np.diff(weight) > 0).all()


def test_what_is_drawn_is_what_was_proved() -> None:
    proof = claims.get("averages.window-bounds").prove()
    assert proof.verdict == "proved"
    assert float(proof.function(0, 1, "beta")(0.9)) == pytest.approx(0.9**10)
    with pytest.raises(InvalidValue, match="no function of gamma"):
        proof.function(0, 1, "gamma")
    with pytest.raises(InvalidValue, match="no function"):
        claims.get("averages.window").prove().function(0, 0, "beta")


def test_measured_powers_lie_on_the_response() -> None:
    (ax,) = drawn("ewma-frequency")
    for beta in (0.5, 0.9, 0.98):
        line = next(line for line in ax.lines if f"{beta}$" in str(line.get_label()))
        marks = next(
            mark
            for mark in ax.lines
            if mark.get_color() == line.get_color() and mark.get_linestyle() == "None"
        )
        for curve in (line, marks):
            period, power = np.asarray(curve.get_xydata(), dtype=float).T
            # The transfer function of v <- beta v + (1 - beta) y on the unit circle.
            turn = np.exp(-2j * np.pi / period)
            expected = np.abs((1 - beta) / (1 - beta * turn)) ** 2
            assert power == pytest.approx(expected, rel=0.02)
    shares = [labelled(ax, f"{beta}$")[0, 1] for beta in (0.5, 0.9, 0.98)]
    assert shares == sorted(shares, reverse=True)


def test_every_schedule_that_counts_epochs_is_shown_and_decay_settles() -> None:
    left, right = drawn("lr-decay")
    counted = [s for s in schedules.registry() if s.clock == "epoch"]
    assert len(left.lines) == len(right.lines) == len(counted)
    for line in left.lines:
        name, settings = parse(str(line.get_label()))
        chosen: dict[str, Any] = dict(settings)
        rate = schedules.get(name).sequence(0.15, **chosen)
        drawn_rates = np.asarray(line.get_ydata(), dtype=float)
        assert drawn_rates == pytest.approx([rate(epoch) for epoch in range(1, 61)])
    ends = {
        str(rates.get_label()): np.asarray(far.get_ydata(), dtype=float)[-10:].mean()
        for rates, far in zip(left.lines, right.lines, strict=True)
    }
    constant = ends.pop("constant")
    # The point: whoever decays ends several times nearer.
    assert max(ends.values()) < constant / 4


def test_a_growing_momentum_ends_lowest() -> None:
    left, right = drawn("momentum-annealing")
    betas = [np.asarray(line.get_ydata(), dtype=float) for line in left.lines]
    assert (betas[0] == 0.5).all()
    assert (betas[1] == 0.95).all()
    assert betas[2][0] == pytest.approx(0.5, abs=0.01)
    assert betas[2][-1] == pytest.approx(0.95)
    assert (np.diff(betas[2]) >= 0).all()
    losses = [np.asarray(line.get_ydata(), dtype=float) for line in right.lines]
    assert losses[2][-1] < min(losses[0][-1], losses[1][-1]) / 1000
