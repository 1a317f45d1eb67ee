"""Gradient sequences, online problems and the temperatures."""

from __future__ import annotations

import datetime
import pickle
from fractions import Fraction

import numpy as np
import pytest

from symopt import problems
from symopt.errors import InvalidExpression, InvalidValue, UnknownName
from symopt.problems import GradientSequence, OnlineProblem
from symopt.problems.online import reddi


def test_gradients_come_in_order_and_exactly():
    sequence = GradientSequence([Fraction(1, 3), 2, 0.5])
    assert [sequence.gradient_exact((), t)[0] for t in (1, 2, 3)] == [
        Fraction(1, 3),
        Fraction(2),
        Fraction(1, 2),
    ]
    assert sequence.gradient((9.0,), 1).tolist() == [1 / 3]
    assert sequence.gradient((Fraction(9),), 1).tolist() == [Fraction(1, 3)]
    assert sequence.loss((Fraction(6),)) == 6 * (Fraction(1, 3) + Fraction(5, 2)) / 3
    for t in (0, 4):
        with pytest.raises(InvalidValue, match="3 gradients"):
            sequence.gradient((0,), t)


def test_gradients_may_be_vectors_and_repeat():
    sequence = GradientSequence(np.array([[1.0, 2.0], [3.0, 4.0]]), repeat=True, start=(5, 6))
    assert (sequence.variables, sequence.start) == (("x", "y"), (5.0, 6.0))
    assert sequence.gradient((0, 0), 4).tolist() == [3.0, 4.0]


@pytest.mark.parametrize("bad", [[], [[]], [1, [1, 2]], ["a"], [float("nan")], [float("inf")], 3])
def test_gradients_are_checked(bad: object):
    with pytest.raises(InvalidValue):
        GradientSequence(bad)  # type: ignore[arg-type]


def descend(problem: OnlineProblem, steps: int, keep_largest: bool) -> list[Fraction]:
    """RMSProp-like steps of squared size 1/4, beta1 = beta2 = 0: the counterexample by hand."""
    x, largest, points = Fraction(1), Fraction(0), []
    for t in range(1, steps + 1):
        points.append(x)
        g = problem.gradient((x,), t)[0]
        largest = max(largest, g * g) if keep_largest else g * g
        root = Fraction(int(largest ** Fraction(1, 2)))
        x = problem.project((x - Fraction(1, 2) * g / root,))[0]
    return [*points, x]


def test_adam_goes_the_wrong_way_on_reddis_losses():
    problem = reddi(4)
    adam, amsgrad = descend(problem, 24, False), descend(problem, 24, True)
    assert adam[-1] == 1
    assert amsgrad[-1] == Fraction(-3, 4)
    best = (Fraction(-1),)
    assert problem.regret([(q,) for q in adam[:-1]], best) == 36
    assert problem.regret([(q,) for q in amsgrad[:-1]], best) == Fraction(49, 2)


def test_projection_is_onto_the_box_and_keeps_nan():
    problem = OnlineProblem(["x + y"], box=[(-1, 1), (0, 2)], start=(5, 5))
    assert problem.start == (1.0, 2.0)
    assert problem.project((-9.0, 1.0)).tolist() == [-1.0, 1.0]
    assert np.isnan(problem.project((np.nan, 0.0))[0])
    assert problem.project((Fraction(3, 2), Fraction(1, 3))).tolist() == [1, Fraction(1, 3)]
    free = OnlineProblem(["x**2"])
    assert free.project((7.0,)).tolist() == [7.0]


def test_losses_may_be_a_function_of_t():
    problem = OnlineProblem(lambda t: f"(x - {t})**2", round_length=3)
    assert [problem.loss_at((0,), t) for t in (1, 2, 5)] == [1.0, 4.0, 25.0]
    assert problem.loss((Fraction(0),)) == Fraction(14, 3)
    assert problem.gradient((1.0,), 4).tolist() == [-6.0]


@pytest.mark.parametrize(
    ("losses", "error"),
    [
        ([], InvalidValue),
        ("x", InvalidValue),
        (["3"], InvalidValue),
        (["x/0"], InvalidExpression),
        (lambda t: "x", InvalidValue),
    ],
)
def test_losses_are_checked(losses: object, error: type[Exception]):
    with pytest.raises(error):
        OnlineProblem(losses)  # type: ignore[arg-type]


def test_online_problems_can_be_pickled():
    problem = reddi()
    problem.gradient((0.5,), 1)
    again = pickle.loads(pickle.dumps(problem))
    assert again.gradient((0.5,), 1).tolist() == [4.0]


@pytest.mark.parametrize(
    "problem",
    [*problems.registry(), GradientSequence([1, 2]), reddi()],
    ids=lambda problem: problem.name,
)
def test_the_protocol(problem: problems.Problem):
    assert problem.name
    assert problem.summary.endswith(".")
    assert len(problem.start) == len(problem.variables) > 0
    assert problem.steps_per_epoch >= 1
    first, second = (problem.gradient(np.array(problem.start), 1) for _ in range(2))
    assert first.shape == (len(problem.variables),)
    assert first.tolist() == second.tolist()
    assert isinstance(problem.loss(problem.start), float)
    assert list(problem.project(problem.start)) == list(problem.start)


def test_temperatures_are_four_years_of_days():
    seattle = problems.temperatures()
    assert len(seattle.days) == len(seattle.celsius) == len(seattle.dates) == 1461
    assert seattle.days[[0, -1]].tolist() == [1, 1461]
    assert seattle.dates[0] == datetime.date(2012, 1, 1)
    steps = {b - a for a, b in zip(seattle.dates, seattle.dates[1:], strict=False)}
    assert steps == {datetime.timedelta(days=1)}
    assert seattle.celsius[0] == pytest.approx((12.8 + 5.0) / 2)
    assert np.isfinite(seattle.celsius).all()
    # Summers are warmer than winters, or the columns are mixed up.
    months = np.array([day.month for day in seattle.dates])
    assert seattle.celsius[months == 7].mean() > seattle.celsius[months == 1].mean() + 10


def test_temperatures_by_series_and_year():
    high, low = problems.temperatures("max"), problems.temperatures("min")
    assert (high.celsius >= low.celsius).all()
    np.testing.assert_allclose((high.celsius + low.celsius) / 2, problems.temperatures().celsius)
    year = problems.temperatures(year=2013)
    assert {day.year for day in year.dates} == {2013}
    assert len(year) == 365
    with pytest.raises(InvalidValue, match="2012 to 2015"):
        problems.temperatures(year=1999)
    with pytest.raises(UnknownName, match="mean"):
        problems.temperatures("meen")


def test_temperatures_cannot_be_changed_and_say_where_they_are_from():
    seattle = problems.temperatures()
    with pytest.raises(ValueError, match="read-only"):
        seattle.celsius[0] = 100
    assert "public" in seattle.provenance
    assert "NOAA" in seattle.source
    assert seattle.place == "Seattle, Washington"
