"""The three forms of momentum at a constant rate, and at one that drops."""

from collections.abc import Callable

import numpy as np
from manim import DashedLine

from symopt import problems, rules, run
from symopt.draw.addition import FOREVER
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.sketch import Sketch, Word
from symopt.draw.stage import Stack
from symopt.draw.typeset import number, settings, typeset
from symopt.draw.words import put, swatch

BETA, ALPHA, STEPS, CHANGE, LATER = 0.8, 0.1, 24, 4, 0.1
# The average form has a factor 1 - beta on the gradient, which its rate makes up for.
RATES = {
    "momentum": ALPHA / (1 - BETA),
    "momentum.accumulating": ALPHA,
    "momentum.velocity": ALPHA,
}
COLUMNS = (0.0, 3.9, 8.95)  # of the legend, on the frame


def rates(form: str, later: float) -> Callable[[int], float]:
    """Return a form's rate at each step, multiplied by `later` from step CHANGE on."""
    return lambda t: RATES[form] * (1 if t < CHANGE else later)


class MomentumForms(Lecture):
    """The forms of momentum step alike until the rate changes; then one coasts on."""

    caption_zh = "学习率不变时，动量的几种写法步步相同；学习率一变，速度写法仍按旧速度滑行。"
    seconds = 14.0

    def construct(self) -> None:
        """Let the forms run on a parabola twice, the second time with a rate that drops."""
        self.head()
        looks = dict(zip(RATES, self.look.series(len(RATES)), strict=True))
        for place, (form, style) in enumerate(looks.items()):
            left = LEFT + COLUMNS[place]
            _, velocity, step = rules.get(form).typst().split(" \\\n")
            title = f"{form} #h(0.4em) $alpha$ {number(RATES[form])}"
            name = typeset(title, size=0.24, colour=self.look.ink)
            formula = typeset(f"${velocity} \\ {step}$", size=0.27, colour=self.look.ink)
            self.add(swatch(style, left, left + 0.5, TOP - 0.15))
            self.add(put(name, left=left + 0.7, y=TOP - 0.15))
            self.add(put(formula, left=left + 0.7, top=TOP - 0.45))
        middle, pictures = (LEFT + RIGHT) / 2, []
        time = np.arange(STEPS + 1.0)
        rate = number(LATER)
        for left, share, title in (
            (LEFT + 0.4, 1.0, self.look.say("constant rate", "学习率不变")),
            (
                middle + 0.6,
                LATER,
                self.look.say(
                    f"rate times {rate} from step {CHANGE} on", f"第 {CHANGE} 步起学习率乘以 {rate}"
                ),
            ),
        ):
            chart = Chart(((0, STEPS), (-1.0, 1.0)), left, left + 5.9, -2.75, TOP - 2.0)
            across = self.look.say("step $t$", "第 $t$ 步")
            self.add(chart.axes(self.look, across=across, upright="$theta_t$"))
            heading = typeset(title, size=0.27, colour=self.look.ink)
            self.add(put(heading, right=chart.right, y=chart.high + 0.25))
            lines = []
            for form, style in looks.items():
                path = run(form, "parabola", (1.0,), STEPS, beta=BETA, schedule=rates(form, share))
                lines.append(Growing(time, chart.place(time, path.points[:, 0]), style))
            pictures.append(Graph(chart, lines))
            if share != 1:
                self.add(self.mark(chart))
                pictures.append(Sketch([self.note(chart)]))
        shape = problems.get("parabola").formula.typst()
        given = f"$f(x) = {shape}$ #h(0.5em) {settings({'beta': BETA})}"
        self.add(put(typeset(given, size=0.24, colour=self.look.muted), left=LEFT, y=-3.55))
        self.roll(Stack(*pictures), STEPS)

    def mark(self, chart: Chart) -> DashedLine:
        """Return a line where the rate changes: after the last step with the old one."""
        low, high = chart.place(CHANGE - 1, chart.box[1])
        ends = ([*low, 0], [*high, 0])
        return DashedLine(*np.array(ends), color=self.look.muted, stroke_width=2)

    def note(self, chart: Chart) -> Word:
        """Return what is to be seen after it."""
        text = self.look.say(
            "momentum.velocity coasts on: \\ its velocity was made at the old rate",
            "momentum.velocity 继续滑行：\\ 它的速度还是按旧学习率积累的",
        )
        place = np.tile(chart.place(0.59 * STEPS, 0.6), (2, 1))
        since = np.array([CHANGE + 3.0, FOREVER])
        return Word(since, place, self.look.ink, text=text, size=0.25)
