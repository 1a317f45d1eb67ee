"""A window slides over the temperatures."""

import numpy as np

from symopt import average, temperatures
from symopt.draw.graphs import Chart, Dots, Graph, Growing, Sliding
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.typeset import typeset
from symopt.draw.words import put, swatch

BETAS = (0.5, 0.9, 0.98)
DAYS = 365


class Ewma(Lecture):
    """A larger beta looks back further: the average is smoother, and later."""

    caption_zh = "β 越大，平均回看得越远：曲线更平滑，也更滞后。"
    seconds = 14.0

    def construct(self) -> None:
        """Let days pass: dots for the temperatures, a line for each beta."""
        data, days = temperatures(), np.arange(1.0, DAYS + 1)
        celsius = data.celsius[:DAYS]
        low, high = np.floor(celsius.min()) - 1, np.ceil(celsius.max()) + 1
        chart = Chart(((0, DAYS), (low, high)), LEFT + 0.6, RIGHT, -2.7, TOP - 0.9)
        self.head()
        self.add(
            chart.axes(
                self.look,
                across=self.look.say("day of the year", "一年中的第几天"),
                upright=self.look.say("temperature in °C", "气温（°C）"),
            )
        )
        lines = []
        for place, (beta, style) in enumerate(
            zip(BETAS, self.look.series(len(BETAS)), strict=True)
        ):
            values = average("ewma.corrected", celsius, beta=beta)
            lines.append(Growing(days, chart.place(days, values), style))
            x = LEFT + 5.2 + 2.9 * place
            self.add(swatch(style, x, x + 0.6, TOP - 0.25))
            name = typeset(f"$beta = {beta}$", size=0.28, colour=self.look.ink)
            self.add(put(name, left=x + 0.8, y=TOP - 0.25))
        # The weights of the days before, of the middle beta: they slide along below.
        style = self.look.series(2)[1]
        weights = average("ewma", np.eye(1, 80)[0], beta=BETAS[1])
        ages = np.arange(len(weights)) * (chart.right - chart.left) / DAYS
        shape = np.column_stack([ages, 1.1 * weights / weights[0]])
        corners = [[0, 0], *shape.tolist(), [ages[-1], 0]]
        window = Sliding(days, chart.place(days, low), np.array(corners), style.colour)
        label = self.look.say(
            f"shaded: the weights that $beta = {BETAS[1]}$ gives to the days before",
            f"阴影：$beta = {BETAS[1]}$ 给之前各天的权重",
        )
        self.add(put(typeset(label, size=0.2, colour=self.look.muted), left=LEFT, y=-3.6))
        dots = Dots(days, chart.place(days, celsius), self.look.muted)
        self.roll(Graph(chart, [window, dots, *lines]), DAYS)
