"""Why RMSProp slows one axis of a ravine and speeds up the other."""

import numpy as np
from matplotlib.colors import to_rgb

from symopt import problems, rules, run
from symopt.draw.board import Counter
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.stage import Stack
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail, Trails
from symopt.draw.typeset import typeset
from symopt.draw.words import axes, landmarks, put, swatch

STEPS, ALPHA, BOX = 20, 0.35, ((-8.0, 2.0), (-2.6, 2.6))


class RmspropAxes(Lecture):
    """RMSProp slows the steep axis of a ravine and speeds up the flat one."""

    caption_zh = "RMSprop 用各坐标自己的梯度大小作除数：陡的方向变慢，平缓的方向变快。"
    seconds = 13.0

    def construct(self) -> None:
        """Let both runs go, and plot the divisor and the rate of each axis beside them."""
        ravine, say, ink = problems.get("ravine"), self.look.say, self.look.ink
        # The rate that is best for both curvatures (claim descent.best-rate).
        best = 2 / np.linalg.eigvalsh(ravine.hessian(ravine.start)).sum()
        plain = run("gd", ravine, steps=STEPS, alpha=best)
        scaled = run("rmsprop", ravine, steps=STEPS, alpha=ALPHA)
        roots = np.sqrt(scaled.states["s"][1:])
        rates = ALPHA / (roots + scaled.hyperparameters["epsilon"])
        view = Viewport.fit(BOX, LEFT, 0.1, -1.3, TOP - 0.6)
        self.head()
        self.ground(ravine, view)
        self.add(axes(ravine, view, self.look))
        self.add(landmarks(ravine, view, ravine.start, self.look))
        looks = {name: self.look.style(name) for name in ("gd", "rmsprop")}
        trails = [Trail.of(path, view, looks[path.rule]) for path in (plain, scaled)]
        _, along, across = self.look.series(3)
        legend = [
            (LEFT, "gd", looks["gd"]),
            (LEFT + 2.2, "rmsprop", looks["rmsprop"]),
            (1.3, say("along: $x$", "沿谷底：$x$"), along),
            (4.0, say("across: $y$", "横穿：$y$"), across),
        ]
        for x, text, style in legend:
            name = typeset(text, size=0.27, colour=ink)
            self.add(swatch(style, x, x + 0.6, TOP - 0.2), put(name, left=x + 0.8, y=TOP - 0.2))
        # All but its first line, which asks for the gradient.
        lines = rules.get("rmsprop").typst().split("\n", 1)[1]
        update = typeset(f"$ {lines} $", size=0.32, colour=ink, weight=0.6)
        self.add(put(update, left=LEFT, top=view.low - 0.75))
        steps, graphs = np.arange(1.0, STEPS + 1), []
        size = say("size of the gradients, $sqrt(s_t)$", "梯度的大小 $sqrt(s_t)$")
        rate = say(
            "rate, $alpha slash (sqrt(s_t) + epsilon)$",
            "有效学习率 $alpha slash (sqrt(s_t) + epsilon)$",
        )
        for values, high, low, most, text in (
            (roots, 1.75, 0.2, 1.5, size),
            (rates, -1.0, -2.6, 2.0, rate),
        ):
            chart = Chart(((0, STEPS), (0, most)), 1.6, RIGHT - 0.5, low, high)
            last = say("step $t$", "第 $t$ 步") if values is rates else ""
            self.add(chart.axes(self.look, across=last, upright=text))
            lines = [
                Growing(steps, chart.place(steps, side), style)
                for side, style in zip(values.T, (along, across), strict=True)
            ]
            if values is rates:
                lines.insert(0, Growing(steps, chart.place(steps, plain.rates), looks["gd"]))
            graphs.append(Graph(chart, lines))
        given = f"gd α = {best:.3g}, rmsprop α = {ALPHA}, ρ = {scaled.hyperparameters['rho']:g}"
        self.foot(given + say("; gd has its best rate", "；gd 取其最佳学习率"))
        counter = Counter((RIGHT - 0.4, -3.6), 0.3, to_rgb(ink))
        paper = to_rgb(self.look.background)
        self.roll(Stack(Trails(trails, view, paper), *graphs, counter), STEPS)
