"""Sweeps: each member is the run that `symopt.run` makes, whatever the others do."""

from __future__ import annotations

import pickle
import tracemalloc
import warnings
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from itertools import product
from typing import Any

import numpy as np
import pytest

import symopt
from symopt import problems, rules, sweeping
from symopt.ensemble import Members, advance
from symopt.errors import InvalidValue, SymoptError, UnknownName
from symopt.rule import Hyperparameter
from symopt.sweeping import Sweep
from symopt.tuning import settled

OPTIMIZERS = [name for name in rules.names() if rules.get(name).kind == "optimizer"]
# A run works out gradients and powers of numbers, a sweep of arrays: the last bit may differ, and
# so by the growth of that after some steps.
CLOSE = 1e-10


@pytest.fixture(autouse=True)
def _strict() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def compare(sweep: Sweep, surface: symopt.Surface, **options: Any) -> set[str]:
    """Make every member's run; return the kinds of ends there were."""
    hyper = [name for name in sweep.axes if name in rules.get(sweep.rule).defaults]
    assert sweep.paths is not None
    for place in np.ndindex(sweep.shape):
        at = dict(zip(sweep.axes, place, strict=True))
        settings: dict[str, Any] = {name: sweep.axes[name][at[name]] for name in hyper}
        path = sweep.paths[(slice(None), *place)]
        run = symopt.run(
            sweep.rule, surface, path[0], sweep.settings["steps"], **options, **settings
        )
        who = f"{sweep.rule} on {sweep.problem} from {path[0]} with {settings}"
        assert sweep.stopped[place] == run.stopped, who
        assert sweep.taken[place] == len(run), who
        size = np.abs(run.points).max()
        error = np.abs(path[: len(run) + 1] - run.points).max()
        assert error <= CLOSE * size, f"{who}: {error / size}"
        assert np.isnan(path[len(run) + 1 :]).all(), who
        end = path[-1] if run.stopped == "finished" else np.full(len(surface.variables), np.nan)
        loss = surface.loss(end) if run.stopped == "finished" else np.nan
        assert np.array_equal(sweep.points[place], end, equal_nan=True), who
        np.testing.assert_allclose(sweep.losses[place], loss, 1e-12, err_msg=who)
    return set(sweep.stopped.ravel().tolist())


@pytest.mark.parametrize("surface", problems.surfaces(2), ids=lambda s: s.name)
def test_members_are_runs_under_every_rule(surface: symopt.Surface) -> None:
    sides = zip("xy", surface.box, strict=True)
    starts = {v: (0.87 * low + 0.13 * high, 0.3 * low + 0.7 * high) for v, (low, high) in sides}
    for rule in OPTIMIZERS:
        compare(symopt.sweep(rule, surface, starts=starts, steps=20, keep=True), surface)


def two_values(hyperparameter: Hyperparameter) -> list[float]:
    default = float(hyperparameter.default)
    return [default, next(x for x in (default / 2, 0.5, 0.0) if x != default)]


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_hyperparameter_can_be_an_axis(rule: str) -> None:
    for hyperparameter in rules.get(rule).hyperparameters:
        grid = {hyperparameter.name: two_values(hyperparameter)}
        sweep = symopt.sweep(rule, "ravine", grid=grid, starts=[[3, 1]], steps=10, keep=True)
        compare(sweep, problems.get("ravine"))


QUARTIC = problems.resolve("x**4 + y**2")


@pytest.mark.parametrize("rule", [r for r in OPTIMIZERS if "alpha" in rules.get(r).defaults])
def test_too_large_rates_end_as_in_runs(rule: str) -> None:
    starts = [[1.5, 1], [0, 0], [0, 2]]
    grid = {"alpha": [1e-3, 30.0, 1e4]}
    compare(symopt.sweep(rule, QUARTIC, grid=grid, starts=starts, steps=25, keep=True), QUARTIC)


@pytest.mark.parametrize(
    ("rule", "text", "alpha", "starts", "ends"),
    [
        ("gd", "x**4", 0.01, [[2.0], [-0.5], [40.0], [1e3]], {"finished", "diverged"}),
        ("gd", "sqrt(x) + x", 0.1, [[9], [0.2]], {"finished", "undefined"}),
        ("adagrad.no-eps", "x**2 + y**2", 0.1, [[1, 0], [1, 1]], {"finished", "undefined"}),
        ("gd", "log(x)", 0.01, [[-1], [1]], {"finished"}),
    ],
)
def test_ends_of_all_kinds_beside_each_other(
    rule: str, text: str, alpha: float, starts: list[list[float]], ends: set[str]
) -> None:
    surface = problems.resolve(text)
    sweep = symopt.sweep(rule, surface, starts=starts, alpha=alpha, steps=30, keep=True)
    assert compare(sweep, surface, alpha=alpha) == ends


def test_no_member_disturbs_another_and_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = np.array([[1.0, 2], [30, 40], [0, 0], [-2, 1], [1e200, 0]])
    one = symopt.sweep("adam", "himmelblau", starts=starts, alpha=0.1, steps=60, goal=0)
    alone = symopt.sweep("adam", "himmelblau", starts=starts[3:4], alpha=0.1, steps=60, goal=0)
    assert np.array_equal(one.points[3], alone.points[0])
    for size in (1, 2, 3):
        monkeypatch.setattr(sweeping, "BLOCK", size)
        again = symopt.sweep("adam", "himmelblau", starts=starts, alpha=0.1, steps=60, goal=0)
        for name in ("points", "losses", "reached", "taken"):
            assert np.array_equal(getattr(one, name), getattr(again, name), equal_nan=True), name
        assert (one.stopped == again.stopped).all()


def test_axes_are_in_the_order_given_and_starts_last() -> None:
    grid = {"beta": [0.1, 0.5, 0.9], "alpha": [0.01, 0.02]}
    sweep = symopt.sweep("momentum", "ravine", grid=grid, starts=4, steps=3, keep=True)
    assert list(sweep.axes) == ["beta", "alpha", "x", "y"]
    assert sweep.shape == sweep.stopped.shape == sweep.taken.shape == (3, 2, 4, 4)
    assert sweep.points.shape == (3, 2, 4, 4, 2)
    assert sweep.paths is not None
    assert sweep.paths.shape == (4, 3, 2, 4, 4, 2)
    assert (sweep.axes["x"][[0, -1]] == [-9, 9]).all()
    assert (sweep.axes["y"][[0, -1]] == [-4, 4]).all()
    assert sweep.hyperparameters == {}
    compare(sweep, problems.get("ravine"))


def test_without_starts_or_grid_there_is_one_member() -> None:
    sweep = symopt.sweep("gd", "bowl", alpha=0.1, steps=5)
    assert sweep.shape == ()
    assert sweep.points.tolist() == symopt.run("gd", "bowl", alpha=0.1, steps=5).points[-1].tolist()
    point = symopt.sweep("gd", "bowl", starts=(1, 2), alpha=0.1, steps=0)
    assert point.points.tolist() == [1, 2]


def test_a_schedule_begins_at_each_rate_of_a_grid() -> None:
    rates = {"alpha": [0.1, 0.05, 0.2]}
    for schedule in ("inverse-time:decay=1", {"beta": lambda t: 1 - 1 / (t + 1)}):
        options: dict[str, Any] = {"schedule": schedule}
        sweep = symopt.sweep(
            "momentum", "bowl", grid=rates, starts=2, steps=30, keep=True, **options
        )
        compare(sweep, problems.get("bowl"), **options)
    assert sweep.settings["schedule"] == {"beta": "a function of t"}


def test_reached_is_the_step_from_which_the_loss_stays() -> None:
    grid = {"alpha": np.geomspace(0.01, 3, 12), "beta": [0, 0.5, 0.9, 0.97]}
    sweep = symopt.sweep("momentum.accumulating", "ravine", grid=grid, goal="minimum", within=0.01)
    assert sweep.reached is not None
    crossed_before = False
    for i, alpha in enumerate(grid["alpha"]):
        for j, beta in enumerate(grid["beta"]):
            run = symopt.run("momentum.accumulating", "ravine", alpha=alpha, beta=beta)
            step = settled(run, 0.01) if run.stopped == "finished" else None
            assert sweep.reached[i, j] == (np.inf if step is None else step)
            crossed_before |= step is not None and bool((run.losses[:step] <= 0.01).any())
    assert crossed_before  # else the first step within would have done
    assert np.isinf(sweep.reached).any()
    assert symopt.sweep("gd", "bowl", starts=[[0, 0]], goal=0).reached == [0]
    assert symopt.sweep("gd", "bowl").reached is None
    below = symopt.sweep("gd", "x**2", starts=[[2], [1]], goal=1, within=0.1, alpha=0.1, steps=20)
    assert below.reached is not None
    assert np.isinf(below.reached).all()  # both pass through the goal, and go on
    gone = symopt.sweep("gd", "x**4", starts=[[5]], goal=0, within=1e200, alpha=1)
    assert gone.stopped == "diverged"
    assert gone.reached == np.inf


def test_nearest_says_which_point_and_whether_any() -> None:
    minima = [p.floats for p in problems.get("himmelblau").critical_points if p.kind == "minimum"]
    sweep = symopt.sweep("gd", "himmelblau", starts=9, alpha=0.01, steps=200)
    found = sweep.nearest(minima, within=0.01)
    assert set(found[np.isfinite(found)].tolist()) == {0, 1, 2, 3}
    for place in product(range(9), range(9)):
        away = [np.hypot(*(sweep.points[place] - minimum)) for minimum in minima]
        expected = np.nan if not min(away) <= 0.01 else float(np.argmin(away))
        assert found[place] == expected or np.isnan([found[place], expected]).all()
    assert np.isnan(sweep.nearest(np.add(minima, 0.1), within=0.05)).all()
    with pytest.raises(InvalidValue, match="2 coordinates"):
        sweep.nearest([1, 2])


def test_values_of_starts_may_come_in_any_order() -> None:
    one = symopt.sweep("gd", "ravine", starts={"y": [1, 2, 3], "x": [5, 6]}, steps=0)
    assert list(one.axes) == ["y", "x"]
    assert one.points[2, 1].tolist() == [6, 3]
    assert symopt.sweep("gd", "ravine", starts=np.int64(3), steps=0).shape == (3, 3)


def test_most_numbers_are_the_same_to_the_last_bit() -> None:
    sweep = symopt.sweep("adam", "ravine", starts=4, steps=50)
    for place in np.ndindex(4, 4):
        start = [float(sweep.axes["x"][place[0]]), float(sweep.axes["y"][place[1]])]
        run = symopt.run("adam", "ravine", start, steps=50)
        assert np.array_equal(run.points[-1], sweep.points[place])


def test_members_can_be_sent_to_another_process() -> None:
    theta = np.array([[1.0, -2, 3], [0.5, 4, -1]])
    hyper = {name: float(x) for name, x in rules.get("momentum").defaults.items()}
    hyper |= {"beta": np.array([0.1, 0.5, 0.9])}
    table = np.array([[0.1], [0.05], [0.02]]), np.zeros(3, dtype=int)
    rule, surface = rules.get("momentum"), problems.get("himmelblau")
    members = Members(rule, surface, theta, hyper, {"alpha": table}, 3, goal=0.0, keep=True)
    here, there = advance(members), advance(pickle.loads(pickle.dumps(members)))
    assert here.paths is not None
    assert there.paths is not None
    assert np.array_equal(here.paths, there.paths)
    assert np.array_equal(here.reached, there.reached)


def test_memory_does_not_grow_with_the_number_of_steps() -> None:
    peaks = []
    for steps in (3, 40):
        tracemalloc.start()
        symopt.sweep("adam", "bowl", starts=200, steps=steps)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] < 20e6


def test_a_sweep_cannot_be_changed() -> None:
    sweep = symopt.sweep("gd", "bowl", starts=2)
    with pytest.raises(FrozenInstanceError):
        sweep.rule = "adam"  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValueError, match="read-only"):
        sweep.points[0] = 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rule": "adm"}, 'did you mean "adam"'),
        ({"rule": "ewma"}, "symopt.average"),
        ({"surface": "himelblau"}, 'did you mean "himmelblau"'),
        ({"surface": problems.OnlineProblem(["x"])}, "symopt.run"),
        ({"grid": {"alhpa": [1]}}, 'did you mean "alpha"'),
        ({"grid": {"alpha": []}}, "alpha: expected a list of values"),
        ({"grid": {"alpha": 0.1}}, "alpha: expected a list of values"),
        ({"grid": {"alpha": [0.1, -1]}}, "alpha = -1.0 is outside"),
        ({"grid": {"alpha": [0.1]}, "alpha": 1}, "one value and a grid"),
        ({"betta": 1}, 'no hyperparameter named "betta"'),
        ({"starts": 0}, "starts = 0"),
        ({"starts": "many"}, "starts"),
        ({"starts": [[1, 2, 3]]}, "starts: expected 2 numbers"),
        ({"starts": [[1, np.nan]]}, "not finite"),
        ({"starts": np.zeros((0, 2))}, "starts: expected points"),
        ({"starts": {"x": [1]}}, "no values of y"),
        ({"starts": {"x": [1], "y": [2], "zz": [1]}}, 'no variable named "zz"'),
        ({"steps": -1}, "steps = -1"),
        ({"goal": "minimun"}, 'did you mean "minimum"'),
        ({"goal": "minimum", "surface": "saddle"}, "no minimum to reach"),
        ({"goal": np.inf}, "goal = inf"),
        ({"within": -1}, "within = -1"),
        ({"schedule": {"alhpa": "step"}}, 'did you mean "alpha"'),
        ({"surface": "alpha**2", "grid": {"alpha": [1]}, "starts": 3}, "both are axes"),
    ],
)
def test_what_is_refused(given: dict[str, Any], message: str) -> None:
    arguments = {"rule": "gd", "surface": "himmelblau", "steps": 3} | given
    rule, surface = arguments.pop("rule"), arguments.pop("surface")
    with pytest.raises(SymoptError) as caught:
        symopt.sweep(rule, surface, **arguments)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_are_unknown_names() -> None:
    with pytest.raises(UnknownName):
        symopt.sweep("gd", "bowl", grid={"rate": [1]})
