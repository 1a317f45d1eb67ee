"""Schedules: their values, their parameters, and runs under them."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest

import symopt
from symopt import rules, schedules
from symopt.errors import InvalidValue, UnknownName
from symopt.schedule import parse

OPTIMIZERS = [rule.name for rule in rules.registry() if "alpha" in rule.defaults]


@pytest.mark.parametrize(
    ("name", "parameters", "epochs", "expected"),
    [
        ("constant", {}, (1, 50), (F(1), F(1))),
        ("inverse-time", {"decay": F(1)}, (1, 2, 3, 4), (F(1, 2), F(1, 3), F(1, 4), F(1, 5))),
        ("exponential", {"base": F(95, 100)}, (1, 2), (F(19, 20), F(361, 400))),
        ("inverse-sqrt", {"k": F(1)}, (1, 4, 9), (F(1), F(1, 2), F(1, 3))),
        ("staircase", {"every": F(10)}, (1, 10, 11, 21), (F(1), F(1), F(1, 2), F(1, 4))),
        ("step", {"every": F(30), "factor": F(1, 10)}, (30, 31, 61), (F(1), F(1, 10), F(1, 100))),
        (
            "multi-step",
            {"epochs": (F(3), F(5)), "factor": F(1, 10)},
            (2, 3, 4, 5),
            (F(1), F(1, 10), F(1, 10), F(1, 100)),
        ),
        ("polynomial", {"length": F(4), "power": 2}, (1, 3, 5, 9), (F(1), F(1, 4), F(0), F(0))),
        ("linear.warmup", {"length": F(4)}, (1, 2, 4, 9), (F(1, 4), F(1, 2), F(1), F(1))),
        ("table", {"values": (F(3), F(2))}, (1, 2, 9), (F(3), F(2), F(2))),
        ("linear", {"final": F(2), "length": F(4)}, (1, 3, 5, 99), (F(1), F(3, 2), F(2), F(2))),
    ],
)
def test_values_by_hand(name: str, parameters: Any, epochs: Any, expected: Any) -> None:
    schedule = schedules.get(name)
    assert tuple(schedule.at(F(e), F(1), **parameters) for e in epochs) == expected


def test_epochs_count_from_one_and_hold_their_steps() -> None:
    rate = schedules.get("inverse-time").sequence(1.0, steps_per_epoch=3, decay=1)
    assert [rate(t) for t in range(1, 8)] == [1 / 2] * 3 + [1 / 3] * 3 + [1 / 4]


def test_in_steps_or_in_epochs() -> None:
    by_epoch = schedules.get("inverse-sqrt").sequence(1.0, steps_per_epoch=4)
    by_step = schedules.get("inverse-sqrt.steps").sequence(1.0, steps_per_epoch=4)
    assert (by_epoch(4), by_step(4)) == (1.0, 0.5)


def test_a_cosine_is_half_a_wave() -> None:
    rate = schedules.get("cosine").sequence(1.0, final=0.2, length=4)
    assert [rate(t) for t in (1, 3, 5, 9)] == pytest.approx([1.0, 0.6, 0.2, 0.2])
    assert rate(2) - 0.6 == pytest.approx(0.4 * 0.5**0.5)


def test_momentum_anneals_as_the_notes_say() -> None:
    mu = schedules.get("linear").sequence(0.5, final=0.99, length=10)
    values = [mu(t) for t in range(1, 13)]
    assert values[0] == 0.5
    assert values[10] == values[11] == pytest.approx(0.99)
    assert np.all(np.diff(values[:11]) > 0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_any_optimizer_with_a_rate_runs_with_any_schedule(name: str) -> None:
    for schedule in schedules.registry():
        run = symopt.run(name, "bowl", steps=7, schedule={"alpha": schedule}, alpha=0.01)
        expected = schedule.sequence(0.01)
        np.testing.assert_allclose(run.rates, [expected(t) for t in range(1, len(run) + 1)])


def test_a_constant_schedule_changes_nothing() -> None:
    plain = symopt.run("adam", "beale", steps=30)
    scheduled = symopt.run("adam", "beale", steps=30, schedule="constant")
    assert np.array_equal(plain.points, scheduled.points)


def test_momentum_may_be_scheduled_but_not_under_a_power_of_t() -> None:
    run = symopt.run("nesterov", "bowl", steps=5, mu=0.5, schedule={"mu": "linear:length=4"})
    assert run.stopped == "finished"
    with pytest.raises(InvalidValue, match="adam: beta1 cannot be scheduled"):
        symopt.run("adam", "bowl", schedule={"beta1": "linear"})
    with pytest.raises(InvalidValue, match=r"at step 3 the schedule gives beta = 1\.0, outside"):
        symopt.run("momentum", "bowl", schedule={"beta": lambda t: 1.0 if t == 3 else 0.5})


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        ("inverse-tim", UnknownName, 'no schedule named "inverse-tim"; did you mean'),
        ("inverse-time:decai=1", UnknownName, 'no parameter named "decai"; did you mean "decay"'),
        ("inverse-time:decay=-1", InvalidValue, r"decay = -1 is outside \[0, inf\)"),
        ("inverse-time:decay", InvalidValue, "is not KEY=VALUE"),
        ("step:every=1.5", InvalidValue, "every = 1.5 is outside"),
        ("multi-step:epochs=5,3", InvalidValue, "must increase"),
        ("table:values=", InvalidValue, "is not KEY=VALUE"),
        ("exponential:base=2", InvalidValue, "outside"),
    ],
)
def test_what_is_refused(spec: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        symopt.run("gd", "bowl", schedule={"alpha": spec})


def test_parse() -> None:
    assert parse("multi-step:epochs=30,60:factor=0.1") == (
        "multi-step",
        {"epochs": "30,60", "factor": "0.1"},
    )


def test_latex_shows_the_initial_value() -> None:
    assert schedules.get("inverse-time").latex() == (
        r"\alpha_{\mathrm{epoch}} = \frac{\alpha_0}{1 + \mathrm{decay} \mathrm{epoch}}"
    )
