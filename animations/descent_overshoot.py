"""Two rates on a parabola."""

import numpy as np
from manim import VMobject
from matplotlib.colors import to_rgb

from symopt import problems, run
from symopt.draw.board import Counter
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.stage import Stack
from symopt.draw.typeset import typeset
from symopt.draw.words import put

RATES, STEPS, START = (1.0, 0.15, 0.9), 12, 0.7


class DescentOvershoot(Lecture):
    """On a parabola small rates slide, large ones jump, and 1 never settles."""

    caption_zh = "在抛物线上，学习率小于 1/2 顺坡而下，大于 1/2 左右跳，等于 1 永不收敛。"
    seconds = 12.0

    def construct(self) -> None:
        """Let the three runs go step by step, each on a parabola of its own."""
        parabola, gap = problems.get("parabola"), 0.5
        ((low, high),) = parabola.box
        width = (RIGHT - LEFT - 2 * gap) / 3
        x = np.linspace(low, high, 121)
        self.head()
        graphs = []
        for place, alpha in enumerate(sorted(RATES)):
            left = LEFT + place * (width + gap) + 0.35
            box = ((low, high), (0.0, float(parabola.values(high))))
            chart = Chart(box, left, left + width - 0.35, -2.6, TOP - 0.9)
            path = run("gd", parabola, (START,), STEPS, alpha=alpha)
            # The heights between two steps are the chord's: a step jumps, it does not slide.
            points = chart.place(path.points[:, 0], path.losses)
            style = self.look.style("gd")
            graphs.append(Graph(chart, [Growing(np.arange(STEPS + 1.0), points, style)]))
            curve = VMobject(stroke_color=self.look.muted, stroke_width=2)
            corners = chart.place(x, parabola.values(x))
            curve.set_points_as_corners(np.column_stack([corners, np.zeros(len(x))]))
            self.add(chart.axes(self.look, across="$x$", upright="$x^2$"), curve)
            name = typeset(f"$alpha = {alpha:g}$", size=0.3, colour=self.look.ink)
            self.add(put(name, x=left + width / 2 - 0.2, y=TOP - 0.3))
        counted = typeset(self.look.say("step", "步数"), size=0.28, colour=self.look.muted)
        self.add(put(counted, left=LEFT, y=-3.55))
        counter = Counter((LEFT + 1.0, -3.66), 0.3, to_rgb(self.look.ink))
        self.roll(Stack(*graphs, counter), STEPS)
