"""Many starts fall over a surface at once."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from symopt import problems, sweep
from symopt.draw import words
from symopt.draw.board import Counter
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.stage import Picture, Stack
from symopt.draw.swarm import Swarm
from symopt.draw.terrain import Viewport
from symopt.draw.typeset import settings, typeset

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "gd": {"alpha": 0.002},
    "momentum": {"alpha": 0.01, "beta": 0.9},
}
STEPS, SIDE = 120, 16


class GradientFlow(Lecture):
    """Descent flows downhill into basins; momentum swings across their borders."""

    caption_zh = "梯度下降顺坡流入各自的盆地；动量会冲过盆地之间的分界。"
    seconds = 14.0

    def construct(self) -> None:
        """Let the same grid of starts run with both rules, coloured by where a run ends."""
        surface = problems.get("himmelblau")
        minima = [p.floats for p in surface.critical_points if p.kind == "minimum"]
        looks = self.look.series(len(minima))
        middle = (LEFT + RIGHT) / 2
        self.head()
        pictures: list[Picture] = []
        for (rule, hyper), (left, right) in zip(
            SETTINGS.items(), ((LEFT, middle - 0.3), (middle + 0.3, RIGHT)), strict=True
        ):
            view = Viewport.fit(surface.box, left, right, -3.4, TOP - 0.55)
            self.ground(surface, view)
            ends = sweep(rule, surface, starts=SIDE, steps=STEPS, keep=True, **hyper)
            basins = ends.nearest(minima).ravel()
            paths = np.asarray(ends.paths).reshape(STEPS + 1, -1, 2)
            pictures.append(Swarm(paths, view, [looks[int(basin)] for basin in basins]))
            name = typeset(f"*{rule}* #h(0.5em) {settings(hyper)}", size=0.26, colour=self.look.ink)
            self.add(words.put(name, left=view.left, y=TOP - 0.25))
        counted = typeset(self.look.say("step", "步数"), size=0.26, colour=self.look.muted)
        self.add(words.put(counted, left=middle - 0.6, y=-3.65))
        pictures.append(Counter((middle + 0.3, -3.75), 0.28, to_rgb(self.look.ink)))
        self.roll(Stack(*pictures), STEPS)
