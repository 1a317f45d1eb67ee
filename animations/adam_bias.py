"""Adam's first steps with and without the corrections."""

import numpy as np
from matplotlib.colors import to_rgb

from symopt import problems, run
from symopt.draw.board import Counter
from symopt.draw.graphs import Chart, Graph, Growing
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.stage import Stack
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail, Trails
from symopt.draw.typeset import settings, typeset
from symopt.draw.words import axes, landmarks, put, swatch

RULES, STEPS, ALPHA = ("adam", "adam.uncorrected"), 40, 0.15


class AdamBias(Lecture):
    """Without its corrections Adam's first steps are three to six times too long."""

    caption_zh = "不作偏差修正，Adam 最初的步长是应有的三到六倍。"
    seconds = 12.0

    def construct(self) -> None:
        """Run both over a bowl, and on a slope without end, where steps should be alpha long."""
        bowl, slope = problems.get("bowl"), problems.GradientSequence([1], repeat=True)
        view = Viewport.fit(bowl.box, LEFT, 0.2, -3.1, TOP - 0.8)
        chart = Chart(((0, STEPS), (0.0, 7.0)), 1.6, RIGHT, -2.5, TOP - 1.3)
        self.head()
        self.ground(bowl, view)
        self.add(axes(bowl, view, self.look))
        self.add(landmarks(bowl, view, bowl.start, self.look))
        upright = self.look.say(
            "length of a step on a slope, in $alpha$", "在斜坡上一步的长度（以 $alpha$ 计）"
        )
        across = self.look.say("step $t$", "第 $t$ 步")
        self.add(chart.axes(self.look, across=across, upright=upright))
        looks = self.look.styles(RULES)
        trails, lines = [], []
        for place, rule in enumerate(RULES):
            path = run(rule, bowl, steps=STEPS, alpha=ALPHA)
            trails.append(Trail.of(path, view, looks[rule]))
            lengths = np.abs(np.diff(run(rule, slope, steps=STEPS, alpha=1).points[:, 0]))
            t = np.arange(1.0, STEPS + 1)
            lines.append(Growing(t, chart.place(t, lengths), looks[rule]))
            x = LEFT + 6.6 * place
            name = typeset(rule, size=0.28, colour=self.look.ink)
            self.add(swatch(looks[rule], x, x + 0.6, TOP - 0.2))
            self.add(put(name, left=x + 0.8, y=TOP - 0.2))
        values = run(RULES[0], bowl, steps=1, alpha=ALPHA).hyperparameters
        given = typeset(settings(values), size=0.22, colour=self.look.muted)
        self.add(put(given, left=LEFT, y=-3.65))
        counter = Counter((RIGHT - 0.4, -3.6), 0.3, to_rgb(self.look.ink))
        paper = to_rgb(self.look.background)
        self.roll(Stack(Trails(trails, view, paper), Graph(chart, lines), counter), STEPS)
