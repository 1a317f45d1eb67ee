"""Linear regression and its batches."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symopt import problems
from symopt.errors import InvalidValue
from symopt.problems import LinearRegression
from symopt.problems.data.batches import Batches


@given(st.integers(1, 40), st.data())
def test_every_epoch_partitions_the_data(samples: int, data: st.DataObject):
    size = data.draw(st.integers(1, samples))
    batches = Batches(samples, size, seed=data.draw(st.integers(0, 99)))
    assert batches.per_epoch == -(-samples // size)
    for number in data.draw(st.lists(st.integers(1, 50), min_size=1, max_size=3)):
        epoch = batches.epoch(number)
        assert sorted(np.concatenate(epoch)) == list(range(samples))
        assert {len(batch) for batch in epoch[:-1]} <= {size}


@given(st.integers(1, 30), st.data())
def test_drop_last_keeps_only_whole_batches(samples: int, data: st.DataObject):
    size = data.draw(st.integers(1, samples))
    batches = Batches(samples, size, drop_last=True)
    assert batches.per_epoch == samples // size
    assert {len(batch) for batch in batches.epoch(4)} == {size}
    assert len(set(np.concatenate(batches.epoch(4)))) == size * (samples // size)


def test_batches_depend_on_seed_and_step_alone():
    forward = [Batches(10, 3, seed=5).of_step(t).tolist() for t in range(1, 30)]
    again = Batches(10, 3, seed=5)
    backward = [again.of_step(t).tolist() for t in range(29, 0, -1)]
    assert forward == backward[::-1]
    assert forward != [Batches(10, 3, seed=6).of_step(t).tolist() for t in range(1, 30)]
    assert forward[:4] != forward[4:8]  # another epoch, another order


@pytest.mark.parametrize(("size", "seed"), [(0, 0), (11, 0), (2.5, 0), (True, 0), (2, -1)])
def test_batches_refuse_nonsense(size: int, seed: int):
    with pytest.raises(InvalidValue):
        Batches(10, size, seed)


@pytest.mark.parametrize("features", [1, 3])
def test_minimum_is_the_least_squares_solution(features: int):
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(25, features)), rng.normal(size=25)
    problem = LinearRegression(x, y)
    expected = np.linalg.lstsq(np.column_stack([x, np.ones(25)]), y, rcond=None)[0]
    assert problem.minimum == pytest.approx(tuple(expected), rel=1e-12)
    np.testing.assert_allclose(problem.full_gradient(expected), 0, atol=1e-14)
    assert problem.variables == (("w", "b") if features == 1 else ("w1", "w2", "w3", "b"))


def test_minimum_is_exact_with_the_penalty():
    problem = LinearRegression([0, 1, 2], [0, 1, 1], l2=0.5)
    w, b = sympy.symbols("w b")
    loss = (
        sum((w * i + b - t) ** 2 for i, t in [(0, 0), (1, 1), (2, 1)]) / sympy.Integer(3) + w**2 / 2
    )
    solution = sympy.solve([loss.diff(w), loss.diff(b)], [w, b])
    assert problem.minimum_exact == (Fraction(str(solution[w])), Fraction(str(solution[b])))


@given(st.floats(-5, 5), st.floats(-5, 5), st.integers(1, 40))
def test_gradient_is_that_of_the_batch_loss(w: float, b: float, t: int):
    problem = LinearRegression(batch_size=7, l2=0.25, seed=1)
    h = 1e-5
    for i in range(2):
        ahead, behind = [w, b], [w, b]
        ahead[i] += h
        behind[i] -= h
        difference = (problem.batch_loss(ahead, t) - problem.batch_loss(behind, t)) / (2 * h)
        assert problem.gradient((w, b), t)[i] == pytest.approx(difference, rel=1e-6, abs=1e-6)


def test_full_batch_is_the_mean_of_an_epochs_equal_batches():
    problem = LinearRegression(batch_size=8)
    assert problem.steps_per_epoch == 8
    epoch = [problem.gradient((0.5, -2), t) for t in range(17, 25)]
    np.testing.assert_allclose(np.mean(epoch, axis=0), problem.full_gradient((0.5, -2)), rtol=1e-12)
    assert (
        LinearRegression().gradient((1, 1), 3).tolist()
        == LinearRegression().full_gradient((1, 1)).tolist()
    )


def test_values_and_polynomial_are_the_loss():
    problem = problems.get("regression")
    w, b = np.meshgrid([-1.0, 0.5, 2.0], [0.0, 3.0])
    expected = [
        [problem.loss((p, q)) for p, q in zip(*rows, strict=True)]
        for rows in zip(w, b, strict=True)
    ]
    np.testing.assert_allclose(problem.values(w, b), expected, rtol=1e-12)
    ws, bs = sympy.symbols("w b", real=True)
    assert float(problem.expr.subs({ws: 2, bs: 3})) == pytest.approx(problem.loss((2, 3)))
    (w0, w1), (b0, b1) = problem.box
    assert w0 < problem.minimum[0] < w1
    assert b0 < problem.minimum[1] < b1
    assert min(problem.levels) > problem.loss(problem.minimum)


def test_collinear_inputs_have_no_one_minimum():
    assert LinearRegression([1, 1, 1], [0, 1, 2]).minimum is None
    assert LinearRegression([1, 1, 1], [0, 1, 2], l2=1.0).minimum == (0.0, 1.0)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, 2], [1], "shape"),
        ([[[1]]], [1], "shape"),
        ([1, float("nan")], [1, 2], "finite"),
        (["a"], [1], "numbers"),
        ([], [], "shape"),
        ([1, 2], None, "numbers|shape|finite"),
    ],
)
def test_data_are_checked(x: object, y: object, message: str):
    with pytest.raises(InvalidValue, match=message):
        LinearRegression(x, y)  # type: ignore[arg-type]


def test_overflow_is_quiet_and_pickling_keeps_the_problem(recwarn: pytest.WarningsRecorder):
    problem = LinearRegression(batch_size=3, l2=1.0)
    assert problem.loss((1e300, 1)) == np.inf
    assert not np.isfinite(problem.gradient((1e308, 1e308), 1)).all()
    again = pickle.loads(pickle.dumps(problem))
    assert again.gradient((1, 2), 5).tolist() == problem.gradient((1, 2), 5).tolist()
    assert not recwarn.list


def test_formula_states_the_loss_of_one_sample():
    assert LinearRegression(l2=0.1).formula.text() == "(w*x + b - y)^2 + l2*w^2"
