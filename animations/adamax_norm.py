"""From the root mean square of Adam to the largest gradient of AdaMax."""

import numpy as np
from matplotlib.colors import to_rgb

from symopt import average, problems, rules, run
from symopt.draw.board import Counter
from symopt.draw.graphs import Chart, Dots, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.morphs import Morph, Paced
from symopt.draw.palette import Style
from symopt.draw.stage import Stack
from symopt.draw.typeset import typeset
from symopt.draw.words import put, swatch

BETA2, STEPS, SEED, LAST = 0.9, 30, 4, 32


class AdamaxNorm(Lecture):
    """As p grows, p-norms become the largest entry: so Adam becomes AdaMax."""

    caption_zh = "p 增大时，p 范数趋于最大值范数，Adam 由此变成 AdaMax。"
    seconds = 10.0

    def construct(self) -> None:
        """Let p grow from 2, Adam's, in the unit ball and in the average of gradients."""
        say, ink = self.look.say, self.look.ink
        adam, adamax = self.look.style("adam"), self.look.style("adamax")
        ball = Chart(((-1.2, 1.2), (-1.2, 1.2)), LEFT + 0.6, LEFT + 5.0, -2.6, TOP - 1.05)
        chart = Chart(((0, STEPS), (0, 2.5)), 0.6, RIGHT - 0.3, -2.6, TOP - 1.05)
        self.head()
        self.add(ball.axes(self.look, across="$g_x$", upright="$g_y quad (norm(g)_p = 1)$"))
        self.add(
            chart.axes(
                self.look,
                across=say("step $t$", "第 $t$ 步"),
                upright=say(
                    "$p$-th root of the average of $abs(g_t)^p$", "$abs(g_t)^p$ 的平均的 $p$ 次根"
                ),
            )
        )
        powers = np.geomspace(2, LAST, 101)
        times, t = np.log2(powers / 2), np.arange(1.0, STEPS + 1)
        gradients = np.random.default_rng(SEED).normal(size=STEPS)
        angle = np.linspace(0, 2 * np.pi, 360, endpoint=False)
        around = np.array([np.cos(angle), np.sin(angle)])

        def unit(p: float) -> np.ndarray:
            return ball.place(*(around / np.linalg.norm(around, ord=p, axis=0)))

        def mean(p: float) -> np.ndarray:
            # beta2^p in place of beta2, as in the claim adam.adamax-limit-of-p-norms.
            powered = average("ewma", np.abs(gradients) ** p, beta=BETA2**p)
            return chart.place(t, np.asarray(powered) ** (1 / p))

        path = run("adamax", problems.GradientSequence(gradients), steps=STEPS, beta2=BETA2)
        largest = chart.place(t, path.states["u"][1:, 0])
        moving = Style(self.look.series(2)[1].colour, (), "o")

        def still(places: np.ndarray, style: Style) -> Growing:
            return Growing(np.zeros(len(places)), places, style, head=False)

        for x, style, text in (
            (LEFT, adam, say("$p = 2$, as in Adam", "$p = 2$，即 Adam")),
            (LEFT + 4.4, moving, "$p =$"),
            (LEFT + 7.0, adamax, f"$p -> oo$: ${rules.get('adamax').lines()[2].typst()}$"),
        ):
            name = typeset(text, size=0.27, colour=ink)
            self.add(swatch(style, x, x + 0.9, TOP - 0.2), put(name, left=x + 1.1, y=TOP - 0.2))
        text = say("dots: $abs(g_t)$ #h(1em) decay", "点：$abs(g_t)$ #h(1em) 衰减率")
        given = f"{text} $beta_2^p$, $beta_2 = {BETA2}$"
        self.add(put(typeset(given, size=0.22, colour=self.look.muted), left=LEFT, y=-3.6))
        dots = Dots(np.zeros(STEPS), chart.place(t, np.abs(gradients)), self.look.muted, 0.05)
        closed = np.append(np.arange(360), 0)
        self.roll(
            Stack(
                Graph(ball, [still(unit(2)[closed], adam)]),
                Graph(chart, [still(mean(2), adam), dots]),
                Morph(times, np.array([unit(p) for p in powers]), moving, closed=True),
                Morph(times, np.array([mean(p) for p in powers]), moving),
                Graph(ball, [still(unit(np.inf)[closed], adamax)]),
                Graph(chart, [still(largest, adamax)]),
                Paced(Counter((LEFT + 6.05, TOP - 0.3), 0.3, to_rgb(ink)), times, powers),
            ),
            times[-1],
        )
