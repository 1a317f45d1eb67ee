"""Films of the adaptive rules: what they show is what the rules do, and makes the point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("manim")

import cairo

from symopt import gallery, problems, rules
from symopt.draw import get_theme
from symopt.draw.bars import Bar, Bars
from symopt.draw.glow import Glow, coloured
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.morphs import Morph, Paced
from symopt.draw.scripts import member
from symopt.draw.shooting import still
from symopt.draw.stage import Picture, Stack
from symopt.draw.typeset import typeset

SIZE = (320, 180, 5)


def shown(film: str, **look: str) -> tuple[tuple[Picture, ...], float, np.ndarray]:
    """Return the pictures that a film rolls, until when, and its last frame."""
    title = film.title().replace("-", "")
    base: Any = member(gallery.animation(film), title)
    found: list[Any] = []

    class Kept(base):
        def roll(self, picture: Stack, until: float) -> None:
            found.extend([picture.pictures, until])
            super().roll(picture, until)

    Kept.__name__, Kept.__doc__ = title, base.__doc__
    frame = still(Kept, None, SIZE, get_theme(**look))
    pictures, until = found
    return pictures, until, frame[..., :3]


def numbers(chart: Chart, line: Growing) -> np.ndarray:
    """Return the points of a line in a chart, as the numbers they stand for."""
    (x0, x1), (y0, y1) = chart.box
    assert not chart.log
    share = (line.places - (chart.left, chart.low)) / (
        chart.right - chart.left,
        chart.high - chart.low,
    )
    return share * (x1 - x0, y1 - y0) + (x0, y0)


def lines(graph: Picture) -> list[np.ndarray]:
    """Return the numbers of all lines of a graph."""
    assert isinstance(graph, Graph)
    return [numbers(graph.chart, part) for part in graph.parts if isinstance(part, Growing)]


def test_rmsprop_slows_the_steep_axis_and_speeds_up_the_flat_one() -> None:
    (_, first, second, _), until, frame = shown("rmsprop-axes")
    ravine, theta, s = problems.get("ravine"), np.array([-7.0, 2.0]), np.zeros(2)
    roots = []
    for _ in range(20):
        g = ravine.gradient(theta)
        s = 0.9 * s + 0.1 * g**2
        theta = theta - 0.35 * g / (np.sqrt(s) + 1e-8)
        roots.append(np.sqrt(s))
    along, across = lines(first)
    assert np.column_stack([along[:, 1], across[:, 1]]) == pytest.approx(np.array(roots))
    plain, flat, steep = lines(second)
    assert np.column_stack([flat[:, 1], steep[:, 1]]) == pytest.approx(0.35 / np.array(roots))
    assert plain[:, 1] == pytest.approx(2 / (0.1 + 2))
    assert (flat[:, 1] > plain[:, 1]).all()
    assert (steep[:, 1] < plain[:, 1]).all()
    assert until == 20
    assert frame.std() > 20


def test_adam_forgets_the_large_gradient_and_amsgrad_arrives() -> None:
    (points, gradients, divisors, _), until, frame = shown("amsgrad-memory")
    c, alpha, beta2 = 4, 0.4, 1 / 17
    for place, keeps in enumerate((False, True)):
        x, v, most = [1.0], 0.0, 0.0
        roots = []
        for t in range(1, int(until) + 1):
            g = c if t % 3 == 1 else -1
            v = beta2 * v + (1 - beta2) * g**2
            most = max(most, v) if keeps else v
            roots.append(most**0.5)
            x.append(float(np.clip(x[-1] - alpha * g / roots[-1], -1, 1)))
        assert lines(points)[place][:, 1] == pytest.approx(np.array(x))
        assert lines(divisors)[place][:, 1] == pytest.approx(np.array(roots))
        if keeps:  # as `adam.amsgrad-advances` says; its largest root never falls
            assert x[-1] < -0.75
            assert min(x) == -1
            assert (np.diff(roots) >= 0).all()
        else:  # as `adam.adam-returns` says; two steps later a quarter of the root is left
            assert x[::3] == [1.0] * (len(x) // 3 + 1)
            assert max(roots[2::3]) < max(roots) / 3
    strokes = lines(gradients)[0]
    assert strokes[1::3, 1] == pytest.approx(np.array([4, -1, -1] * 13))
    assert np.isnan(strokes[2::3, 1]).all()
    assert frame.std() > 20


def test_the_roots_of_averages_become_the_largest_gradient() -> None:
    (_, average_of_2, ball, root, square, target, counter), until, frame = shown("adamax-norm")
    assert isinstance(root, Morph)
    assert isinstance(target, Graph)
    u, roots = [0.0], lines(average_of_2)[0][:, 1]
    for g in np.abs(np.random.default_rng(4).normal(size=30)):
        u.append(max(0.9 * u[-1], g))
    assert lines(target)[0][:, 1] == pytest.approx(np.array(u[1:]))
    first, last = (
        numbers(target.chart, Growing(root.times, root.at(time), root.style))
        for time in (0.0, until)
    )
    assert first[:, 1] == pytest.approx(roots)
    # As `adam.adamax-limit-of-p-norms` has it, with p = 32 and 30 steps at most.
    ratio = last[:, 1] / u[1:]
    assert 0.1 ** (1 / 32) < ratio.min() < ratio.max() < 31 ** (1 / 32)
    assert isinstance(ball, Morph)
    assert isinstance(square, Graph)
    grown = numbers(square.chart, Growing(ball.times, ball.at(until), ball.style))
    assert np.linalg.norm(grown, ord=32, axis=1) == pytest.approx(1)
    assert isinstance(counter, Paced)
    assert np.interp([0, 2, until], counter.times, counter.own) == pytest.approx([2, 8, 32])
    assert frame.std() > 20


def test_a_morph_goes_straight_from_shape_to_shape() -> None:
    shapes = np.array([[[0.0, 0], [1, 0]], [[0, 2], [1, 4]], [[0, 2], [3, 4]]])
    morph = Morph(np.array([0.0, 1, 3]), shapes, get_theme().style("adam"))
    assert morph.at(-1) == pytest.approx(shapes[0])
    assert morph.at(0.25) == pytest.approx(np.array([[0, 0.5], [1, 1]]))
    assert morph.at(2) == pytest.approx(np.array([[0, 2], [2, 4]]))
    assert morph.at(9) == pytest.approx(shapes[2])
    assert morph.token != Morph(morph.times, shapes + 1, morph.style).token


def test_the_bars_of_adams_anatomy_are_its_run() -> None:
    pictures, until, frame = shown("adam-anatomy")
    script = gallery.animation("adam-anatomy")
    begins, steps = member(script, "BEGINS"), member(script, "STEPS")
    glows, (bars, running) = pictures[:-2], pictures[-2:]
    assert isinstance(bars, Bars)
    assert len(bars.bars) == 2 * len(glows) == 12
    problem = problems.LinearRegression(batch_size=8)
    theta, m, v = np.zeros(2), np.zeros(2), np.zeros(2)
    old = np.zeros((6, 2))
    for t in range(1, steps + 1):
        g = problem.gradient(theta, t)
        m, v = 0.9 * m + 0.1 * g, 0.95 * v + 0.05 * g**2
        means, squares = m / (1 - 0.9**t), v / (1 - 0.95**t)
        step = -0.1 * means / (np.sqrt(squares) + 1e-8)
        theta = theta + step
        new = np.array([g, m, v, means, squares, step])
        # Half way through a step three lines are done, and the other three are not.
        middle, end = begins[t - 1 : t + 1].mean(), begins[t]
        for time, now in ((middle, np.vstack([new[:3], old[3:]])), (end, new)):
            assert [bar.at(time) for bar in bars.bars] == pytest.approx(now.ravel())
        assert isinstance(running, Paced)
        assert np.interp([middle, end], running.times, running.own) == pytest.approx([t - 1, t])
        old = new
        if t == 1:  # both coordinates' first step is alpha long, whatever their gradients
            assert np.abs(step) == pytest.approx([0.1, 0.1])
            assert abs(g[0]) > 4 * abs(g[1])
    assert until == begins[-1]
    assert frame.std() > 20


def test_the_lines_of_adams_anatomy_come_one_by_one() -> None:
    glows = shown("adam-anatomy", lang="zh", name="dark")[0][:-2]
    begins = member(gallery.animation("adam-anatomy"), "BEGINS")
    for line, glow in enumerate(glows):
        assert isinstance(glow, Glow)
        turn = begins[0] + (line + 0.5) * (begins[1] - begins[0]) / len(glows)
        assert glow.at(turn) == glow.at(begins[-1]) == 1
        others = [other.at(turn) for other in glows if isinstance(other, Glow)]
        assert others == [0.5] * line + [1] + [0] * (len(glows) - line - 1)


def test_a_bar_follows_its_number() -> None:
    times, values = np.array([0.0, 1, 3]), np.array([0.0, 2, -2])
    bar = Bar(times, values, (0.0, 0.0), 0.5, "#ff0000", 1.0)
    assert [bar.at(time) for time in (-1, 0.5, 2, 9)] == [0, 1, 0, -2]
    image = cairo.ImageSurface(cairo.FORMAT_RGB24, 40, 40)
    for time, (left, right) in {1: (20, 30), 3: (10, 20)}.items():
        context = cairo.Context(image)
        context.set_source_rgb(1, 1, 1)
        context.paint()
        context.translate(20, 20)
        context.scale(10, -10)
        context.rectangle(-2, -2, 1, 1)  # what was drawn before is not drawn again
        Bars([bar]).draw(context, time)
        image.flush()
        drawn = np.ndarray((40, 40, 4), np.uint8, buffer=image.get_data())[..., :3].min(axis=2)
        rows, columns = np.nonzero(drawn < 128)
        assert (columns.min(), columns.max() + 1) == (left, right)
        assert (rows.min(), rows.max() + 1) == (15, 25)


def test_terms_of_a_formula_have_their_colours() -> None:
    red, blue, black = "#ff0000", "#0000ff", "#000000"
    code = rules.get("adam").formula.typst()
    whole = coloured(code, {"hat(m)_(t)": red, "hat(v)_(t)": blue}, size=0.3, colour=black)
    seen = [part.get_color().to_hex().lower() for part in whole]
    # m, its hat and its t; the same of v.
    assert seen.count(red) == seen.count(blue) == 3
    assert set(seen) == {red, blue, black}
    assert coloured(code, {"u_(t)": red}, size=0.3, colour=black)[0].get_color().to_hex() == black


def test_a_formula_is_all_of_its_colour_also_in_black() -> None:
    for colour in ("#000000", "#1c1f24", "#ffffff"):
        parts: list[Any] = list(
            typeset("$ frac(a, sqrt(b)) $", size=0.3, colour=colour, weight=0.6)
        )
        assert {part.get_stroke_color().to_hex().lower() for part in parts} == {colour}
        filled = [part for part in parts if part.get_fill_opacity()]
        assert {part.get_fill_color().to_hex().lower() for part in filled} == {colour}
        assert len(filled) < len(parts)  # a fraction's bar is a stroke
