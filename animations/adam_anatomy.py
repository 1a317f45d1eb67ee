"""Adam's lines beside the numbers that they compute, on a real run."""

import numpy as np
from matplotlib.colors import to_rgb

from symopt import problems, rules, run
from symopt.draw.bars import Bar, Bars, ruler
from symopt.draw.board import Counter
from symopt.draw.glow import Glow, coloured
from symopt.draw.lecture import LEFT, RIGHT, TOP, Lecture
from symopt.draw.morphs import Paced
from symopt.draw.stage import Picture, Stack
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail, Trails
from symopt.draw.typeset import settings, typeset
from symopt.draw.words import axes, landmarks, put

STEPS, ALPHA, BETA2, BATCH = 24, 0.1, 0.95, 8
# When steps begin: one to follow line by line, one to repeat it, then all the others.
BEGINS = np.array([0.0, 6.6, *np.linspace(9.6, 15.6, STEPS - 1)])
BOX, ZERO, REACH, PITCH, FADE = ((-0.4, 2.6), (-1.9, 0.6)), -0.75, 1.95, 0.95, 0.2


def turns(row: int, rows: int) -> np.ndarray:
    """Return when in each step a line is computed: its bars move from the first to the second."""
    long = np.diff(BEGINS) / rows
    begin = BEGINS[:-1] + row * long
    return np.column_stack([begin + 0.2 * long, begin + 0.8 * long])


class AdamAnatomy(Lecture):
    """Adam steps by the mean gradient over its root mean square, both corrected."""

    caption_zh = "Adam 的一步：修正后的梯度均值，除以修正后的均方根。"
    seconds = float(BEGINS[-1])

    def construct(self) -> None:
        """Let the lines appear and their bars move, slowly in the first two steps."""
        problem = problems.LinearRegression(batch_size=BATCH)
        path = run("adam", problem, steps=STEPS, alpha=ALPHA, beta2=BETA2)
        t, hyper, theme = np.arange(1.0, STEPS + 1)[:, None], path.hyperparameters, self.look
        m, v = path.states["m"][1:], path.states["v"][1:]
        means, squares = m / (1 - hyper["beta1"] ** t), v / (1 - hyper["beta2"] ** t)
        families = ("gd", "momentum", "rmsprop", "adam")
        plain, first, second, own = (theme.style(family).colour for family in families)
        large, square = np.ceil(np.abs(path.gradients).max()), np.ceil(squares.max())
        rows = (
            (path.gradients, plain, large),
            (m, first, large),
            (v, second, square),
            (means, first, large),
            (squares, second, square),
            (np.diff(path.points, axis=0), own, ALPHA),
        )
        lines = [line.typst() for line in rules.get("adam").lines()]
        # What a line computes has the colour of its bars wherever it stands.
        terms = {line.split(" = ")[0]: row[1] for line, row in zip(lines, rows, strict=True)}
        view = Viewport.fit(BOX, 2.0, RIGHT - 0.2, -2.6, TOP - 0.3)
        self.head()
        self.ground(problem, view)
        self.add(axes(problem, view, theme), landmarks(problem, view, path.points[0], theme))
        bars: list[Bar] = []
        pictures: list[Picture] = []
        for row, (line, (values, colour, most)) in enumerate(zip(lines, rows, strict=True)):
            y, when = TOP - 0.55 - PITCH * row, turns(row, len(rows))
            text = put(coloured(line, terms, size=0.29, colour=theme.ink), left=LEFT, y=y)
            (begin, end), (again, _) = when[:2]
            changes = [begin - FADE, begin, end, end + FADE, again - FADE, again]
            pictures.append(Glow(text, np.array(changes), np.array([0, 1, 1, 0.5, 0.5, 1])))
            for axis, side in enumerate(values.T):
                moves = np.repeat(np.append(0.0, side), 2)[1:-1]
                zero = (ZERO, y + 0.13 - 0.26 * axis)
                bars.append(Bar(when.ravel(), moves, zero, REACH / most, colour))
            self.add(ruler((ZERO, y), REACH, most, theme))
        bars_of = theme.say(
            "bars: $w$ above, $b$ below; the last are the step, $theta_t - theta_(t-1)$",
            "横条：上为 $w$，下为 $b$；最后一行是这一步 $theta_t - theta_(t-1)$",
        )
        self.add(put(typeset(bars_of, size=0.22, colour=theme.muted), left=LEFT, y=-3.2))
        batches = theme.say(f"mini-batches of {BATCH}", f"小批量，每批 {BATCH} 个样本")
        given = f"{settings(hyper)} #h(0.5em) {batches}"
        values = typeset(given, size=0.22, colour=theme.muted)
        self.add(put(values, left=LEFT, y=-3.65))
        done = turns(len(rows) - 1, len(rows)).ravel()
        count = np.repeat(np.arange(STEPS + 1.0), 2)[1:-1]
        trail = Trails([Trail.of(path, view, theme.style("adam"))], view, to_rgb(theme.background))
        low = view.low - 1.1
        counted = typeset(theme.say("steps", "步数"), size=0.3, colour=theme.muted)
        self.add(put(counted, left=view.left, bottom=low - 0.07))
        counter = Counter((view.left + 1.1, low), 0.3, to_rgb(theme.ink))
        running = Paced(Stack(trail, counter), done, count)
        self.roll(Stack(*pictures, Bars(bars), running), BEGINS[-1])
