"""A constant and a decaying rate near the minimum."""

import numpy as np
from matplotlib.colors import to_rgb

from symopt import problems, run
from symopt.draw.board import Counter
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.stage import Stack
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail, Trails
from symopt.draw.typeset import escape, typeset
from symopt.draw.words import axes, landmarks, put, swatch

EPOCHS, RATE, BATCH = 24, 0.15, 4
SCHEDULES = ("constant", "exponential:base=0.85")
START, BOX = (1.0, 0.2), ((0.6, 2.6), (-1.8, 0.4))


class LrDecay(Lecture):
    """With noisy gradients a constant rate wanders on; a decaying rate settles."""

    caption_zh = "梯度有噪声：学习率不变就在极小值点附近徘徊，学习率衰减才能停下来。"
    seconds = 14.0

    def construct(self) -> None:
        """Let both runs see the same mini-batches, and plot their distance to the minimum."""
        ground = problems.LinearRegression(start=START, box=BOX)
        batches = problems.LinearRegression(batch_size=BATCH, start=START)
        steps = EPOCHS * batches.steps_per_epoch
        view = Viewport.fit(BOX, LEFT, -0.3, -2.9, TOP - 0.8)
        chart = Chart(((0, EPOCHS), (1e-3, 1.0)), 1.3, RIGHT, -2.5, TOP - 1.3, log=True)
        self.head()
        self.ground(ground, view)
        self.add(axes(ground, view, self.look), landmarks(ground, view, START, self.look))
        self.add(
            chart.axes(
                self.look,
                across=self.look.say("epoch", "轮数"),
                upright=self.look.say("distance to the minimum", "到极小值点的距离"),
            )
        )
        times = np.arange(steps + 1) / batches.steps_per_epoch
        trails, lines = [], []
        for place, (text, style) in enumerate(zip(SCHEDULES, self.look.series(2), strict=True)):
            path = run("gd", batches, steps=steps, alpha=RATE, schedule=text)
            trail = Trail.of(path, view, style)
            trails.append(Trail(times[: len(trail.places)], trail.places, style))
            far = np.linalg.norm(path.points[1:] - ground.minimum, axis=1)
            # The mean of each epoch: single steps jump too much to be compared.
            means = far.reshape(EPOCHS, -1).mean(axis=1)
            ends = np.arange(1.0, EPOCHS + 1)
            lines.append(Growing(ends, chart.place(ends, means), style))
            x = LEFT + 6.6 * place
            name = typeset(escape(text), size=0.26, colour=self.look.ink)
            self.add(swatch(style, x, x + 0.6, TOP - 0.2), put(name, left=x + 0.8, y=TOP - 0.2))
        chosen = f"gd, α = {RATE}, batches of {BATCH}; right: the mean of each epoch"
        self.foot(self.look.say(chosen, f"gd，α = {RATE}，每批 {BATCH} 个；右图为每轮的平均"))
        counter = Counter((RIGHT - 0.4, -3.6), 0.3, to_rgb(self.look.ink))
        paper = to_rgb(self.look.background)
        self.roll(Stack(Trails(trails, view, paper), Graph(chart, lines), counter), EPOCHS)
