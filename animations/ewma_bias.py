"""An average started at zero, with and without the correction."""

import numpy as np

from symopt import average, temperatures
from symopt.draw.graphs import Chart, Dots, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.typeset import typeset
from symopt.draw.words import put, swatch

BETA, FIRST, DAYS = 0.98, 183, 180  # from a summer's day, far from zero


class EwmaBias(Lecture):
    """An average started at zero climbs for weeks; corrected, it is right at once."""

    caption_zh = "从 0 起步的平均要爬升很多天；除以 1 − β^t 作偏差修正，一开始就准确。"
    seconds = 12.0

    def construct(self) -> None:
        """Let days pass for both averages."""
        data, days = temperatures(), np.arange(1.0, DAYS + 1)
        celsius = data.celsius[FIRST - 1 :][:DAYS]
        chart = Chart(((0, DAYS), (0, 28)), LEFT + 0.6, RIGHT, -2.9, TOP - 0.9)
        self.head()
        self.add(
            chart.axes(
                self.look,
                across=self.look.say("day $t$", "第 $t$ 天"),
                upright=self.look.say("temperature in °C", "气温（°C）"),
            )
        )
        right, bare = self.look.series(2)
        lines = []
        cases = (
            ("ewma", bare, self.look.say("$v_t$, started at zero", "$v_t$，从 0 起步")),
            ("ewma.corrected", right, "$v_t slash (1 - beta^t)$"),
        )
        for place, (rule, style, text) in enumerate(cases):
            values = average(rule, celsius, beta=BETA)
            lines.append(Growing(days, chart.place(days, values), style))
            x, y = LEFT + 4.4 + 4.6 * place, TOP - 0.25
            name = typeset(text, size=0.28, colour=self.look.ink)
            self.add(swatch(style, x, x + 0.6, y), put(name, left=x + 0.8, y=y))
        self.foot(f"β = {BETA}")
        self.roll(
            Graph(chart, [Dots(days, chart.place(days, celsius), self.look.muted), *lines]), DAYS
        )
