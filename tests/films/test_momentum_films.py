"""Films of momentum: vectors that add up, a ball that loses energy, forms that part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("manim")

from manim import tempconfig

from film_checks import pixels
from symopt import gallery, problems, run
from symopt.draw.addition import Addition
from symopt.draw.graphs import Chart
from symopt.draw.looks import get_theme
from symopt.draw.scripts import member
from symopt.draw.shooting import still
from symopt.draw.sketch import Arrow, Segment, Sketch, Spot, Word
from symopt.draw.terrain import Viewport

LIGHT = get_theme("light")


def seen(sketch: Sketch, time: float) -> tuple[float, float, float, float]:
    """Return left, right, low and high of what a sketch shows, in units."""
    rows, columns = np.nonzero((pixels(sketch, time) != 255).any(axis=-1))
    return (
        columns.min() / 20 - 7.1,
        columns.max() / 20 - 7.05,
        3.95 - rows.max() / 20,
        4 - rows.min() / 20,
    )


def scene(name: str) -> Any:
    entry = gallery.animation(name)
    return member(entry, entry.class_name)


def test_what_moves_is_where_its_time_says() -> None:
    arrow = Arrow(np.array([1.0, 3.0]), np.array([[0, 0, 0, 0], [0, 0, 2.0, 1.0]]), "#000000")
    assert arrow.at(0.9) is None
    assert arrow.at(3.1) is None
    assert arrow.at(2) == pytest.approx([0, 0, 1, 0.5])
    # Softly, it is slow at both ends and on the same way.
    soft = Arrow.along([1, 3], arrow.places, "#000000", [0, 1])
    assert soft.at(1.5) == pytest.approx(5 / 32 * arrow.places[1], abs=1e-3)
    assert soft.strong(2) == pytest.approx(0.5)
    assert soft.at(3) == pytest.approx(arrow.places[1])


def test_an_arrow_reaches_from_its_tail_to_its_tip() -> None:
    places = np.array([[-3.0, 1.0, 2.0, 1.0]] * 2)
    left, right, low, high = seen(Sketch([Arrow(np.array([0.0, 1]), places, "#000000")]), 0.5)
    assert (left, right) == pytest.approx((-3, 2), abs=0.06)
    assert (low + high) / 2 == pytest.approx(1, abs=0.05)


def test_a_sketch_is_a_function_of_time_and_stays_inside_its_edges() -> None:
    t = np.array([0.0, 2.0])
    parts = [
        Segment(t, np.array([[-5, 0, -5, 0], [-5, 0, 5, 0]], dtype=float), "#ff0000"),
        Spot.along(t, [[-2, 1], [2, 1]], "#0000ff", paper="#ffffff"),
        Word.along(t, [[0, -1], [0, -2]], "#00ff00", [0, 1], text="$mu v$"),
    ]
    sketch = Sketch(parts, (-3, 3, -3, 3))
    first = pixels(sketch, 1.2)
    assert (pixels(sketch, 2.0) != first).any()
    assert (pixels(sketch, 1.2) == first).all()
    left, right, *_ = seen(sketch, 2.0)
    assert (left, right) == pytest.approx((-3, 3), abs=0.06)
    assert Sketch(parts[:2]).token != Sketch(parts[1:]).token
    moved = Spot.along(t, [[-2, 1], [2, 1.1]], "#0000ff", paper="#ffffff")
    assert Sketch([moved]).token != Sketch([parts[1]]).token


def test_two_vectors_add_up_to_a_step() -> None:
    here, ahead = np.array([1.0, 2.0]), np.array([1.5, 1.0])
    carry, pull = np.array([0.5, -1.0]), np.array([0.2, 0.6])
    step = Addition(here, ahead, carry, pull, 4.0, 10.0, LIGHT, "#ff0000")
    carried, pulled, total = step.arrows()
    assert carried.at(step.times[1]) == pytest.approx([*here, *(here + carry)])
    # The gradient grows where it was asked for, and then goes to the end of the other vector.
    assert pulled.at(step.times[3]) == pytest.approx([*ahead, *(ahead + pull)])
    assert pulled.at(step.times[4]) == pytest.approx([*(here + carry), *(here + carry + pull)])
    assert total.at(step.times[5]) == pytest.approx([*here, *(here + carry + pull)])
    assert total.strong(step.times[6]) == 0
    ring, asked = step.points()
    assert asked.at(step.times[2]) == pytest.approx(ahead)
    assert ring.at(14.0) == pytest.approx(here + carry + pull)


def test_the_vectors_of_the_film_are_those_of_the_runs() -> None:
    script = gallery.animation("nesterov-lookahead")
    last, ravine = member(script, "LAST"), problems.get("ravine")
    view = Viewport.fit(member(script, "BOX"), 0, 6, -3, 3)
    with tempconfig({"dry_run": True}):
        made = scene("nesterov-lookahead")()
    for name, decay in member(script, "DECAYS").items():
        hyper = {"alpha": member(script, "ALPHA"), decay: member(script, "DECAY")}
        path = run(name, ravine, steps=last, **hyper)
        parts = made.steps(path, view, decay)
        arrows = [part for part in parts if isinstance(part, Arrow)]
        for step in range(1, last):
            carry, pull, total = arrows[3 * step - 3 : 3 * step]
            begin, end = view.place(path.points[step]), view.place(path.points[step + 1])
            assert carry.places[-1][:2] == pytest.approx(begin)
            assert pull.places[-1] == pytest.approx([*carry.places[-1][2:], *end])
            assert total.places[-1] == pytest.approx([*begin, *end])
            # The gradient is asked for here by momentum, at the carry's end by Nesterov.
            ahead = carry.places[-1][2:] if name == "nesterov" else begin
            assert pull.places[0][:2] == pytest.approx(ahead)


def test_nesterov_brakes_sooner() -> None:
    script = gallery.animation("nesterov-lookahead")
    assert set(member(script, "DECAYS")) == {"momentum.velocity", "nesterov"}
    past = []
    for name, decay in member(script, "DECAYS").items():
        hyper = {"alpha": member(script, "ALPHA"), decay: member(script, "DECAY")}
        path = run(name, "ravine", steps=member(script, "LAST"), **hyper)
        # The first step, from rest, is the same: there is no momentum yet.
        assert path.points[1] == pytest.approx(path.points[0] - hyper["alpha"] * path.gradients[0])
        past.append(-path.points[:, 1].min())
    assert past[0] > 5 * past[1] > 0


@pytest.mark.parametrize("name", ["nesterov-lookahead", "ball", "momentum-forms"])
def test_the_last_frame_shows_something(name: str) -> None:
    frame = still(scene(name), None, (320, 180, 5), LIGHT)[..., :3]
    assert (frame[60:150] != 255).any(axis=-1).mean() > 0.02


def rolled() -> tuple[Any, Any, Any]:
    """Return the ball's script, its valleys and its run, made anew."""
    script = gallery.animation("ball")
    h, gamma = member(script, "STEP"), member(script, "FRICTION")
    valleys = problems.resolve(member(script, "VALLEYS"))
    hyper = {"alpha": h**2, "beta": 1 - gamma * h}
    start, steps = (member(script, "START"),), member(script, "STEPS")
    return script, valleys, run("momentum.velocity", valleys, start, steps, **hyper)


def test_the_ball_obeys_its_equation() -> None:
    script, valleys, path = rolled()
    h, gamma = member(script, "STEP"), member(script, "FRICTION")
    x = path.points[:, 0]
    # momentum.energy-of-the-ball, in differences: x'' + gamma x' + f'(x) = 0.
    second, first = np.diff(x, 2) / h**2, np.diff(x)[:-1] / h
    slope = valleys.gradients(x[1:-1])[0]
    assert np.abs(second + gamma * first + slope).max() < 1e-9


def test_the_ball_crosses_the_hill_while_its_energy_falls() -> None:
    script, valleys, path = rolled()
    h = member(script, "STEP")
    x, speed = path.points[:, 0], path.states["v"][:, 0] / h
    energy = valleys.values(x) + speed**2 / 2
    assert np.diff(energy).max() < 0
    (hill,) = (p.floats[0] for p in valleys.critical_points if p.kind == "maximum")
    over = np.flatnonzero(x < hill)
    assert x[0] > hill
    assert (np.diff(over) == 1).all()
    assert over[-1] == len(x) - 1
    # The words appear after that, and from then on they are true.
    below = np.flatnonzero(energy < valleys.values(hill))
    assert below[0] > over[0]
    assert (np.diff(below) == 1).all()
    # Without momentum there is no way over it.
    still_there = run("gd", valleys, (x[0],), 2000, alpha=h).points[-1, 0]
    assert still_there > hill


def test_the_ball_lies_on_the_ground_and_its_arrows_are_its_vectors() -> None:
    script, valleys, path = rolled()
    with tempconfig({"dry_run": True}):
        film = scene("ball")()
    h, time = member(script, "STEP"), np.arange(len(path.points), dtype=float)
    x, speed = path.points[:, 0], path.states["v"][:, 0] / h
    ground = Chart((member(script, "BOX"), member(script, "HEIGHTS")), -5, 1, -2, 2)
    slope = valleys.gradients(x)[0]
    parts = film.ball(time, ground, np.column_stack([x, valleys.values(x), slope, speed]))
    (ball,) = (part for part in parts if isinstance(part, Spot))
    low, high = member(script, "BOX")
    fine = np.linspace(low, high, 4001)
    curve = ground.place(fine, valleys.values(fine))
    for step in (0, 40, 60, 100, 200):
        middle = ball.at(step)
        assert middle is not None
        nearest = np.linalg.norm(curve - middle, axis=1).min()
        assert nearest == pytest.approx(ball.radius, abs=0.01)
    reach = [part.places[:, 2] - part.places[:, 0] for part in parts if isinstance(part, Arrow)]
    scale = member(script, "SCALE")
    for found, vector in zip(
        reach, (speed, -slope, -member(script, "FRICTION") * speed), strict=True
    ):
        assert found == pytest.approx(scale * vector)


def test_the_forms_step_alike_until_the_rate_changes() -> None:
    script = gallery.animation("momentum-forms")
    rates, steps, change = (member(script, name) for name in ("rates", "STEPS", "CHANGE"))
    beta, together, apart = member(script, "BETA"), [], []
    for form in member(script, "RATES"):
        for later, found in ((1.0, together), (member(script, "LATER"), apart)):
            rate = rates(form, later)
            path = run(form, "parabola", (1.0,), steps, beta=beta, schedule=rate)
            found.append(path.points[:, 0])
    assert together[1] == pytest.approx(together[0])
    assert together[2] == pytest.approx(together[0])
    # momentum.velocity-needs-a-constant-rate: only that form parts, and at once.
    assert apart[1] == pytest.approx(apart[0])
    assert apart[2][:change] == pytest.approx(together[0][:change])
    old, before = together[0][change - 1], together[0][change - 2]
    alpha = member(script, "LATER") * member(script, "ALPHA")
    assert apart[2][change] == pytest.approx(old + beta * (old - before) - 2 * alpha * old)
    assert np.abs(apart[2] - apart[0]).max() > 0.7
