"""Momentum and Nesterov step by step, as sums of vectors."""

from typing import Any

import numpy as np

from symopt import Trajectory, problems, rules, run
from symopt.draw.addition import FOREVER, Addition
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.sketch import Moving, Segment, Sketch, Spot, Word
from symopt.draw.stage import Stack
from symopt.draw.terrain import Viewport
from symopt.draw.typeset import settings, typeset
from symopt.draw.words import axes, put

ALPHA, DECAY, LAST = 0.35, 0.9, 6
DECAYS = {"momentum.velocity": "beta", "nesterov": "mu"}
BOX = ((-7.8, -1.8), (-2.75, 2.2))
FIRST, LATER = 8.0, 2.0  # seconds


class NesterovLookahead(Lecture):
    """Nesterov asks for the gradient where momentum leads, and brakes sooner."""

    caption_zh = "Nesterov 先顺着动量走到前方，再在那里取梯度，因此更早刹车。"
    seconds = FIRST + LATER * (LAST - 2)

    def construct(self) -> None:
        """Let both make the same first step, then add up each later one on its own panel."""
        ravine, middle = problems.get("ravine"), (LEFT + RIGHT) / 2
        self.head()
        pictures, past = [], []
        for (name, decay), left in zip(DECAYS.items(), (LEFT + 0.3, middle + 0.5), strict=True):
            hyper: dict[str, Any] = {"alpha": ALPHA, decay: DECAY}
            path = run(name, ravine, steps=LAST, **hyper)
            view = Viewport.fit(BOX, left, left + 6.1, -2.85, TOP - 1.0)
            self.ground(ravine, view)
            self.add(axes(ravine, view, self.look))
            gradient, velocity, _ = rules.get(name).typst().split(" \\\n")
            lines = typeset(f"${gradient} \\ {velocity}$", size=0.28, colour=self.look.ink)
            title = typeset(f"*{name}*", size=0.28, colour=self.look.ink)
            given = typeset(settings(path.hyperparameters), size=0.22, colour=self.look.muted)
            self.add(put(title, left=left, top=TOP), put(given, left=left, top=TOP - 0.45))
            self.add(put(lines, right=view.left + view.width, y=TOP - 0.38))
            edges = (view.left, view.left + view.width, view.low, view.low + view.height)
            pictures.append(Sketch(self.steps(path, view, decay), edges))
            past.append(-path.points[:, 1].min())
        self.roll(Stack(*pictures, Sketch(self.sentences(*past))), self.seconds)

    def steps(self, path: Trajectory, view: Viewport, decay: str) -> list[Moving]:
        """Return what a run's panel shows, from its second step on."""
        colour = self.look.style(path.rule.partition(".")[0]).colour
        ends = view.place(path.points)
        unit = view.place([1, 1]) - view.place([0, 0])
        line = np.tile(ends[:2].ravel(), (2, 1))
        lines: list[Moving] = [Segment(np.array([0, FOREVER]), line, colour)]
        arrows, points = [], []
        for step in range(1, LAST):
            since, seconds = (0.0, FIRST) if step == 1 else (FIRST + LATER * (step - 2), LATER)
            carry = DECAY * path.states["v"][step] * unit
            pull = -ALPHA * path.gradients[step] * unit
            asked = view.place(path.queries[step])
            sum_ = Addition(ends[step], asked, carry, pull, since, seconds, self.look, colour)
            lines += sum_.lines()
            arrows += sum_.arrows()
            points += sum_.points()
            if step == 1:
                arrows += sum_.names(f"${decay} v$", "$-alpha g$")
        stays = np.array([self.seconds, FOREVER])
        end = Spot(stays, np.tile(ends[LAST], (2, 1)), self.look.ink, paper=colour)
        return [*lines, *arrows, *points, end]

    def sentences(self, left: float, right: float) -> list[Moving]:
        """Return what is said below while the first step is made, and what came out."""
        say = self.look.say
        texts = {
            0.0: say("the old velocity carries on", "原来的速度继续"),
            0.16: say(
                "the gradient is asked for: left here, right ahead", "梯度：左在此处取，右在前方取"
            ),
            0.5: say("both add up to the step", "两者之和就是这一步"),
            1.0: say("and so on, step by step", "就这样一步一步走下去"),
            (self.seconds - 2.0) / FIRST: say(
                f"farthest past the floor: left {left:.2f}, right {right:.2f}",
                f"越过谷底最远：左 {left:.2f}，右 {right:.2f}",
            ),
        }
        cuts = [share * FIRST for share in texts] + [FOREVER]
        place = np.tile([(LEFT + RIGHT) / 2, -3.62], (2, 1))
        return [
            Word(np.array([since, until - 1e-6]), place, self.look.ink, text=text, size=0.3)
            for text, since, until in zip(texts.values(), cuts[:-1], cuts[1:], strict=True)
        ]
