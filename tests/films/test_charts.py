"""Films of charts and swarms: what they show at a time, and that they make their points."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("manim")

from film_checks import pixels
from symopt import gallery, problems, run, sweep, tuning
from symopt.draw.graphs import Chart, Dots, Graph, Growing, Sliding
from symopt.draw.palette import STYLES
from symopt.draw.scripts import member
from symopt.draw.swarm import Swarm
from symopt.draw.terrain import Viewport

CHART = Chart(((0, 10), (0, 5)), -4, 6, -2, 3)
LINE = STYLES["adam"]
DAYS = np.arange(1.0, 11.0)


def test_a_chart_places_numbers_evenly_or_by_their_logarithm() -> None:
    assert CHART.place([0, 5, 10], [0, 2.5, 5]) == pytest.approx(
        np.array([[-4, -2], [1, 0.5], [6, 3]])
    )
    log = Chart(((0, 1), (1e-2, 1e2)), 0, 1, 0, 4, log=True)
    assert log.place(0, [1e-2, 1, 1e2])[:, 1] == pytest.approx([0, 2, 4])


def test_a_line_has_come_as_far_as_its_time() -> None:
    line = Growing(DAYS, CHART.place(DAYS, DAYS / 2), LINE)
    assert len(line.upto(0.5)) == 0
    assert line.upto(3.5)[-1] == pytest.approx(CHART.place(3.5, 1.75))
    assert len(line.upto(3.5)) == 4
    assert line.upto(99)[-1] == pytest.approx(CHART.place(10, 5))


def test_what_is_shown_depends_on_the_time_alone() -> None:
    places = CHART.place(DAYS, DAYS / 2)
    shape = np.array([[0, 0], [0, 1], [1, 0]])
    parts = [
        Sliding(DAYS, places, shape, "#ff0000"),
        Dots(DAYS, places, "#888888"),
        Growing(DAYS, places, LINE),
    ]
    graph = Graph(CHART, parts)
    first = pixels(graph, 4.2)
    assert (pixels(graph, 9.0) != first).any()
    assert (pixels(graph, 4.2) == first).all()
    assert (pixels(graph, 0.0) == 255).all()
    other = Graph(CHART, [*parts[:2], Growing(DAYS, places + 0.1, LINE)])
    assert other.token != graph.token


def test_a_swarm_is_where_its_runs_are() -> None:
    surface = problems.get("himmelblau")
    ends = sweep("gd", surface, starts=4, steps=20, keep=True, alpha=0.004)
    paths = np.asarray(ends.paths).reshape(21, -1, 2)
    view = Viewport.fit(surface.box, -3, 3, -3, 3)
    swarm = Swarm(paths, view, [LINE] * paths.shape[1])
    assert swarm.at(7) == pytest.approx(view.place(paths[7]))
    assert swarm.at(7.5) == pytest.approx(view.place((paths[7] + paths[8]) / 2))
    assert swarm.at(500) == pytest.approx(view.place(paths[-1]))
    assert (pixels(swarm, 3.0) == pixels(swarm, 3.0)).all()


def test_momentum_keeps_up_with_adam_and_rmsprop_does_not() -> None:
    scene = member(gallery.animation("race-beale"), "RaceBeale")
    there: dict[str, float] = {}
    for path in scene.trajectories():
        step = tuning.settled(path, scene.goal)
        there[path.rule] = np.inf if step is None else step
    assert max(there["adam"], there["momentum"]) < 1.2 * min(there["adam"], there["momentum"])
    assert there["rmsprop"] >= there["gd"] > 2 * there["adam"]


def test_momentum_crosses_borders_that_descent_does_not() -> None:
    scene = member(gallery.animation("gradient-flow"), "SETTINGS")
    surface = problems.get("himmelblau")
    minima = np.array([p.floats for p in surface.critical_points if p.kind == "minimum"])
    crossings = {}
    for rule, hyper in scene.items():
        ends = sweep(rule, surface, starts=16, steps=120, keep=True, **hyper)
        paths = np.asarray(ends.paths).reshape(121, -1, 2)
        near = np.argmin(np.linalg.norm(paths[:, :, None] - minima, axis=-1), axis=-1)
        crossings[rule] = np.mean((near[1:] != near[:-1]).sum(axis=0))
    assert crossings["momentum"] > 3 * crossings["gd"]


def test_the_three_rates_on_the_parabola() -> None:
    overshoot = gallery.animation("descent-overshoot")
    rates, steps = member(overshoot, "RATES"), member(overshoot, "STEPS")
    for alpha in rates:
        x = run("gd", "parabola", (0.7,), steps, alpha=alpha).points[:, 0]
        assert x == pytest.approx(0.7 * (1 - 2 * alpha) ** np.arange(steps + 1))
    # Below 1/2 without a change of sign, above with one in each step, at 1 without an end.
    assert sorted(alpha > 0.5 for alpha in rates) == [False, True, True]
    assert max(rates) == 1


def test_smaller_batches_get_farther_and_wander_more() -> None:
    script = gallery.animation("minibatch")
    far, wandering = [], []
    for size in member(script, "SIZES"):
        batches = problems.LinearRegression(batch_size=size, start=(-2.0, 2.0))
        path = run("gd", batches, steps=12 * batches.steps_per_epoch, alpha=0.05)
        away = np.linalg.norm(path.points - np.asarray(batches.minimum), axis=1)
        far.append(away[batches.steps_per_epoch])
        wandering.append(
            np.abs(np.diff(path.points[-batches.steps_per_epoch - 1 :], axis=0)).mean()
        )
    assert far == sorted(far, reverse=True)
    assert wandering[2] > wandering[1]


def test_a_decaying_rate_settles() -> None:
    script = gallery.animation("lr-decay")
    batches = problems.LinearRegression(batch_size=member(script, "BATCH"), start=(1.0, 0.2))
    ends = []
    for text in member(script, "SCHEDULES"):
        steps = member(script, "EPOCHS") * batches.steps_per_epoch
        path = run("gd", batches, steps=steps, alpha=member(script, "RATE"), schedule=text)
        away = np.linalg.norm(path.points - np.asarray(batches.minimum), axis=1)
        ends.append(away[-batches.steps_per_epoch :].mean())
    assert ends[1] < ends[0] / 10


def test_uncorrected_steps_are_three_to_six_times_too_long() -> None:
    slope = problems.GradientSequence([1], repeat=True)
    steps = member(gallery.animation("adam-bias"), "STEPS")
    corrected, bare = (
        np.abs(np.diff(run(rule, slope, steps=steps, alpha=1).points[:, 0]))
        for rule in member(gallery.animation("adam-bias"), "RULES")
    )
    assert corrected == pytest.approx(np.ones(steps), rel=1e-6)
    assert bare[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-6)
    assert 3 < bare.min() < bare.max() < 7
