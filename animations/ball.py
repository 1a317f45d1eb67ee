"""Momentum as a ball with friction in two valleys."""

from dataclasses import replace

import numpy as np
from manim import DashedLine, VMobject

from symopt import problems, run
from symopt.draw.addition import FOREVER
from symopt.draw.graphs import Array, Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.palette import Style
from symopt.draw.sketch import Arrow, Moving, Segment, Sketch, Spot, Word
from symopt.draw.stage import Stack
from symopt.draw.typeset import settings, typeset
from symopt.draw.words import put, swatch

VALLEYS, START = "x**4/4 - x**2/2 + x/8", 1.4
STEP, FRICTION, STEPS = 0.05, 0.2, 420  # h and gamma of the equation
BOX, HEIGHTS = (-1.75, 1.6), (-0.45, 0.25)
RADIUS, SCALE, ROWS = 0.17, 2.2, (-2.4, -2.85, -3.3)  # the ball and the arrows, on the frame


class Ball(Lecture):
    """Momentum is a ball with friction: it crosses a hill while its energy falls."""

    caption_zh = "动量像一个有摩擦的小球：凭速度能翻过小坡，能量却一路减少。"
    seconds = 15.0

    def construct(self) -> None:
        """Let the ball roll, with its velocity and its forces below and its energy beside it."""
        valleys, look = problems.resolve(VALLEYS), self.look
        beta = 1 - FRICTION * STEP
        path = run("momentum.velocity", valleys, (START,), STEPS, alpha=STEP**2, beta=beta)
        x, speed = path.points[:, 0], path.states["v"][:, 0] / STEP
        time, height = np.linspace(0, STEP * STEPS, STEPS + 1), valleys.values(x)
        energy = height + speed**2 / 2
        ground = Chart((BOX, HEIGHTS), LEFT + 0.5, 0.2, -1.5, TOP - 1.0)
        chart = Chart(((0, time[-1]), HEIGHTS), 1.6, RIGHT, -1.5, TOP - 1.0)
        self.head()
        self.add(ground.axes(look, across="$x$", upright="$f(x)$"))
        self.add(chart.axes(look, across=look.say("time", "时间")))
        curve = np.linspace(*BOX, 401)
        curve = curve[valleys.values(curve) <= HEIGHTS[1]]
        line = VMobject(stroke_color=look.ink, stroke_width=3)
        hills = ground.place(curve, valleys.values(curve))
        line.set_points_as_corners(np.column_stack([hills, 0 * curve]))
        (hill,) = (p.floats[0] for p in valleys.critical_points if p.kind == "maximum")
        top = float(valleys.values(hill))
        for place, (start, end) in ((ground, BOX), (chart, (0, time[-1]))):
            ends = [[*end, 0] for end in place.place([start, end], top)]
            self.add(DashedLine(*np.array(ends), color=look.muted, stroke_width=2))
        total = replace(look.style("momentum"), dash=())
        potential = Style(look.muted, (2, 1), "o")
        for left, style, text in (
            (1.3, total, look.say("energy $f(x) + x'^2 \\/ 2$", "能量 $f(x) + x'^2 \\/ 2$")),
            (4.5, potential, look.say("potential $f(x)$", "势能 $f(x)$")),
        ):
            name = typeset(text, size=0.24, colour=look.ink)
            self.add(swatch(style, left, left + 0.5, TOP - 0.55))
            self.add(put(name, left=left + 0.7, y=TOP - 0.55))
        equation = typeset("$x'' + gamma x' + f'(x) = 0$", size=0.34, colour=look.ink)
        given = settings({**path.hyperparameters, "h": STEP, "gamma": FRICTION})
        rule = "momentum.velocity, $alpha = h^2, beta = 1 - gamma h$"
        self.add(line, put(equation, x=(ground.left + ground.right) / 2, y=TOP - 0.25))
        for text, y in ((rule, ROWS[1]), (given, ROWS[2])):
            self.add(put(typeset(text, size=0.22, colour=look.muted), right=RIGHT, y=y))
        # From here on the energy is too low for the hill.
        low = np.array([time[np.flatnonzero(energy < top)[0]], FOREVER])
        words = look.say("below the hill's top: no way back", "低于坡顶：再也翻不回去")
        x_note, y_note = chart.place(0.59 * time[-1], top)
        at = np.tile([x_note, y_note + 0.3], (2, 1))
        lines = [Growing(time, chart.place(time, height), potential)]
        lines.append(Growing(time, chart.place(time, energy), total))
        level = np.column_stack([ground.place(side, energy) for side in BOX])
        parts = [
            Word(low, at, look.ink, text=words, size=0.25),
            Segment(time, level, total.colour, width=0.025),
            *self.ball(time, ground, np.column_stack([x, height, valleys.gradients(x)[0], speed])),
        ]
        self.roll(Stack(Graph(chart, lines), Sketch(parts)), time[-1])

    def ball(self, time: Array, ground: Chart, motion: Array) -> list[Moving]:
        """Return the ball on the ground, and in rows below it what moves it."""
        look, (x, height, slope, speed) = self.look, motion.T
        places = ground.place(x, height)
        foot = places[:, 0]
        rows = (
            (speed, look.style("momentum").colour, look.say("velocity $x'$", "速度 $x'$")),
            (-slope, look.style("gd").colour, look.say("force $-f'(x)$", "力 $-f'(x)$")),
            (-FRICTION * speed, look.ink, look.say("friction $-gamma x'$", "摩擦 $-gamma x'$")),
        )
        # Down to the axis, and on below its numbers.
        parts: list[Moving] = []
        for high, low in ((places[:, 1], ground.low), (ground.low - 0.4, ROWS[-1])):
            ends = np.column_stack(np.broadcast_arrays(foot, high, foot, low))
            parts.append(Segment(time, ends, look.muted, width=0.02))
        for (vector, colour, name), y in zip(rows, ROWS, strict=True):
            ends = np.column_stack([foot, 0 * x + y, foot + SCALE * vector, 0 * x + y])
            parts.append(Arrow(time, ends, colour))
            self.add(put(typeset(name, size=0.26, colour=look.ink), left=0.5, y=y))
        # Where the ground is steep the ball touches it with its side.
        across, up = np.diff(ground.place([0, 1], [0, 1]), axis=0)[0]
        normal = np.column_stack([-slope * up / across, np.ones_like(x)])
        middle = places + RADIUS * normal / np.linalg.norm(normal, axis=1, keepdims=True)
        parts.append(Spot(time, middle, look.style("momentum").colour, radius=RADIUS))
        return parts
