"""The online problem on which Adam stays at the worst point."""

import numpy as np
from matplotlib.colors import to_rgb

from symopt import rules, run
from symopt.draw.board import Counter
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.palette import Style
from symopt.draw.stage import Stack
from symopt.draw.typeset import escape, settings, typeset
from symopt.draw.words import put, swatch
from symopt.problems.online import reddi

C, STEPS = 4, 39
SHARED = {"alpha": 0.4, "beta1": 0, "beta2": 1 / (1 + C**2)}  # beta2 as in the paper's proof
RUNS = {"adam.uncorrected": SHARED | {"epsilon": 0}, "amsgrad": SHARED}


class AmsgradMemory(Lecture):
    """Adam forgets the rare large gradient; AMSGrad keeps it, and arrives."""

    caption_zh = "Adam 很快忘掉罕见的大梯度，停在最差点附近；AMSGrad 记住它，到达最优点。"
    seconds = 13.0

    def construct(self) -> None:
        """Let both run on the same gradients, with the divisors of their steps beside them."""
        say, looks = self.look.say, self.look.styles(RUNS)
        paths = [run(rule, reddi(C), steps=STEPS, **hyper) for rule, hyper in RUNS.items()]
        middle, right = 0.0, RIGHT - 0.5
        points = Chart(((0, STEPS), (-1, 1)), LEFT + 0.6, middle, -2.6, TOP - 1.15)
        slopes = Chart(((0, STEPS), (-2, C)), middle + 1.4, right, 0.35, TOP - 1.15)
        sizes = Chart(((0, STEPS), (0, C)), middle + 1.4, right, -2.6, -0.9)
        self.head()
        minus = escape(f"{C}, −1, −1, {C}, …")
        for chart, text in (
            (points, say("$x_t$: worst at 1, best at −1", "$x_t$：1 最差，−1 最优")),
            (slopes, say(f"gradients {minus}", f"梯度 {minus}")),
            (sizes, say("divisor of the step", "步长的除数")),
        ):
            last = "" if chart is slopes else say("step $t$", "第 $t$ 步")
            self.add(chart.axes(self.look, across=last, upright=text))
        t = np.arange(STEPS + 1.0)
        moves = [Growing(t, points.place(t, path.points[:, 0]), looks[path.rule]) for path in paths]
        # A stroke from 0 for each gradient, with gaps between them.
        g, gap = paths[0].gradients[:, 0], np.full(STEPS, np.nan)
        strokes = slopes.place(np.repeat(t[1:], 3), np.column_stack([0 * g, g, gap]).ravel())
        grey = Style(self.look.muted, (), "o")
        divisors = []
        for place, (path, root) in enumerate(zip(paths, ("v", "vmax"), strict=True)):
            style = looks[path.rule]
            divided = np.sqrt(path.states[root][1:, 0])
            divisors.append(Growing(t[1:], sizes.place(t[1:], divided), style))
            x, y = LEFT + 6.6 * place, TOP - 0.2
            name = typeset(escape(path.rule), size=0.26, colour=self.look.ink)
            update = rules.get(path.rule).formula.typst()
            formula = typeset(f"$ {update} $", size=0.26, colour=self.look.ink, weight=0.6)
            self.add(swatch(style, x, x + 0.8, y), put(name, left=x + 1.0, y=y))
            self.add(put(formula, left=name.get_right()[0] + 0.3, y=y))
        values = typeset(settings(paths[0].hyperparameters), size=0.22, colour=self.look.muted)
        self.add(put(values, left=LEFT, y=-3.65))
        counter = Counter((RIGHT - 0.4, -3.6), 0.3, to_rgb(self.look.ink))
        gradients = Graph(slopes, [Growing(np.repeat(t[1:], 3), strokes, grey, head=False)])
        self.roll(Stack(Graph(points, moves), gradients, Graph(sizes, divisors), counter), STEPS)
