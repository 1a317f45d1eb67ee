"""Runs: what is recorded, why they stop, what they refuse, and the files they write."""

from __future__ import annotations

import csv
import json
import math
import warnings
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

import symopt
from symopt.errors import InvalidValue, SymoptError, UnknownName


def test_descent_on_a_bowl_is_the_closed_form() -> None:
    run = symopt.run("gd", "x**2 + 3*y**2", start=(1, 2), steps=10, alpha=0.1)
    t = np.arange(11)
    np.testing.assert_allclose(run.points[:, 0], 0.8**t)
    np.testing.assert_allclose(run.points[:, 1], 2 * 0.4**t)
    np.testing.assert_allclose(run.losses, run.points[:, 0] ** 2 + 3 * run.points[:, 1] ** 2)
    np.testing.assert_allclose(run.gradients[:, 1], 6 * run.points[:-1, 1])
    assert run.stopped == "finished"
    assert len(run) == 10


def test_nesterov_records_where_it_asked() -> None:
    run = symopt.run("nesterov", "x**2", start=(1,), steps=3, alpha=0.1, mu=0.5)
    v = run.states["v"]
    np.testing.assert_allclose(run.queries, run.points[:-1] + 0.5 * v[:-1])
    np.testing.assert_allclose(run.gradients, 2 * run.queries)


def test_shapes() -> None:
    run = symopt.run("nadam.scheduled", "beale", steps=4)
    assert run.points.shape == (5, 2)
    assert run.queries.shape == run.gradients.shape == (4, 2)
    assert run.losses.shape == (5,)
    assert run.states["m"].shape == (5, 2)
    assert run.states["mu_product"].shape == (5,)
    assert run.rates.shape == (4,)


def test_no_steps_is_a_run() -> None:
    run = symopt.run("adam", "bowl", steps=0)
    assert run.points.shape == (1, 2)
    assert run.gradients.shape == (0, 2)


def test_divergence_is_a_result() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = symopt.run("gd", "x**4", start=(10,), steps=50, alpha=1)
    assert run.stopped == "diverged"
    assert np.isfinite(run.points).all()
    assert len(run) < 50


def test_zero_over_zero_is_undefined() -> None:
    run = symopt.run("adagrad.no-eps", "x**2 + y**2", start=(1, 0), steps=5)
    assert run.stopped == "undefined"
    assert run.points.tolist() == [[1.0, 0.0]]


def test_a_loss_without_a_gradient_is_undefined() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = symopt.run("gd", "log(x)", start=(0.1,), steps=5, alpha=1)
    assert run.stopped == "undefined"


def test_tolerance_stops() -> None:
    run = symopt.run("gd", "x**2", start=(1,), steps=1000, alpha=0.25, tol=1e-3)
    assert run.stopped == "converged"
    assert abs(2 * run.points[-1, 0]) <= 1e-3 < abs(2 * run.points[-2, 0])


def test_minibatches_pass_through_the_epochs_of_a_schedule() -> None:
    problem = symopt.LinearRegression(batch_size=10, seed=1)
    run = symopt.run(
        "gd", problem, steps=2 * problem.steps_per_epoch, schedule="inverse-time", alpha=0.02
    )
    half = problem.steps_per_epoch
    assert set(run.rates[:half]) == {0.01}
    assert len(set(run.rates[half:])) == 1
    assert run.rates[-1] < 0.01


def test_is_frozen() -> None:
    run = symopt.run("gd", "bowl", steps=1)
    with pytest.raises(FrozenInstanceError):
        run.rule = "adam"  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        run.points[0] = 0


def test_repeats_exactly() -> None:
    first, again = (symopt.run("adam", "rosenbrock", steps=100) for _ in range(2))
    assert np.array_equal(first.points, again.points)


def test_csv(tmp_path: Path) -> None:
    run = symopt.run("gd", "bowl", start=(1, 2), steps=3, alpha=0.1)
    path = run.save(tmp_path / "run.csv")
    rows = list(csv.reader(path.read_text().splitlines()))
    assert rows[0] == ["step", "x", "y", "loss", "rate"]
    assert len(rows) == 1 + 4
    assert rows[1][-1] == ""
    assert [float(row[-1]) for row in rows[2:]] == [0.1] * 3
    assert [[float(x) for x in row[1:3]] for row in rows[1:]] == run.points.tolist()


def test_json_and_npz(tmp_path: Path) -> None:
    run = symopt.run("adadelta", "bowl", steps=3)
    content = json.loads(run.save(tmp_path / "run.json").read_text())
    assert content["points"] == run.points.tolist()
    assert content["rates"] == [None] * 3
    assert set(content["states"]) == {"s", "u"}
    loaded = np.load(run.save(tmp_path / "run.npz"))
    assert np.array_equal(loaded["points"], run.points)
    assert np.array_equal(loaded["state_s"], run.states["s"])
    assert json.loads(str(loaded["about"]))["rule"] == "adadelta"
    first = (tmp_path / "run.npz").read_bytes()
    run.save(tmp_path / "run.npz")
    assert (tmp_path / "run.npz").read_bytes() == first


def test_an_infinite_loss_is_null_in_json(tmp_path: Path) -> None:
    run = symopt.run("gd", "x**4", start=(1e60,), steps=2, alpha=1e-250)
    assert math.isfinite(run.points[0, 0])
    big = symopt.run("gd", "x**6", start=(1e60,), steps=0)
    assert json.loads(big.save(tmp_path / "big.json").read_text())["losses"] == [None]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rule": "adm"}, UnknownName, 'did you mean "adam"'),
        ({"problem": "sadle"}, SymoptError, "saddle"),
        ({"start": (1, 2, 3)}, InvalidValue, r"the start has 3 coordinates; bowl has 2 \(x, y\)"),
        ({"start": ("a", 1)}, InvalidValue, "start = a is not a number"),
        ({"steps": -1}, InvalidValue, "steps = -1; it must be"),
        ({"steps": 1.5}, InvalidValue, "steps = 1.5; it must be"),
        ({"tol": -1}, InvalidValue, "tol = -1"),
        ({"alpha": -1}, InvalidValue, "alpha = -1 is outside"),
        ({"steps_per_epoch": 0, "schedule": "inverse-time"}, InvalidValue, "steps_per_epoch = 0"),
        ({"rule": "ewma"}, InvalidValue, "ewma is an average"),
        ({"problem": "9**9**9**9"}, SymoptError, "constant exponent"),
    ],
)
def test_refuses(arguments: dict, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        symopt.run(**{"rule": "gd", "problem": "bowl", **arguments})
    assert "\n" not in str(caught.value)


def test_unknown_suffix_and_unwritable_place(tmp_path: Path) -> None:
    run = symopt.run("gd", "bowl", steps=1)
    with pytest.raises(InvalidValue, match=r"must end in \.csv, \.json or \.npz"):
        run.save(tmp_path / "run.xlsx")
    (tmp_path / "file").write_text("")
    with pytest.raises(SymoptError, match="cannot write"):
        run.save(tmp_path / "file" / "run.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SymoptError, match="it is a folder"):
        run.save(tmp_path / "folder.csv")


def test_average() -> None:
    y = np.array([3.0, -1.0, 4.0])
    np.testing.assert_allclose(symopt.average("ewma", y, beta=0.5), [1.5, 0.25, 2.125])
    constant = symopt.average("ewma.corrected", np.full((50, 2), 7.0), beta=0.98)
    np.testing.assert_allclose(constant, 7.0)
    with pytest.raises(InvalidValue, match="adam is an optimizer"):
        symopt.average("adam", y)
