"""A race: optimizers run from one start over one surface, seen from above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, ClassVar

from matplotlib.colors import to_rgb

from symopt import problems, tuning
from symopt.draw import words
from symopt.draw.board import Counter, Notice, Notices
from symopt.draw.exits import Box
from symopt.draw.lecture import LEFT, TOP, Lecture
from symopt.draw.palette import Style
from symopt.draw.stage import Picture, Stack
from symopt.draw.terrain import Viewport
from symopt.draw.theme import Theme
from symopt.draw.trails import Trail, Trails
from symopt.draw.typeset import typeset
from symopt.errors import InvalidValue
from symopt.problems import Surface
from symopt.running import run
from symopt.trajectory import Trajectory

# The picture stands left, the column of words right.
MIDDLE, COLUMN, MARGIN = 2.05, 2.5, 6.85
BOTTOM, COUNTER = -3.1, -3.6


class Race(Lecture):
    """Optimizers run from one start over one surface; subclasses say which and how.

    The docstring's first sentence is the point of the film and stands above the picture.

    Attributes
    ----------
    surface : str or Surface
    box : pair of pairs of float or None
        The part of the surface to show; its own box if None.
    start : tuple of float or None
        The surface's own first start if None.
    runs : mapping
        For each rule its rate alpha, or a mapping of hyperparameters; the rule's defaults for
        the others.
    steps : int
    goal : float or None
        A run has arrived once its loss stays at or below this; None for no goal.
    spotlight : str
        The rule whose formula is shown.
    chosen : str
        How the hyperparameters were chosen, in a line.
    chosen_zh : str
        The same in Chinese.
    tuned : str
        The surface for which they were chosen as docs/tuning.md says; gives the line.

    Examples
    --------
    >>> class RaceBowl(Race):
    ...     '''Momentum overshoots the bottom of a bowl.'''
    ...     surface = "bowl"
    ...     runs = {"gd": 0.1, "momentum": {"alpha": 0.1, "beta": 0.95}}
    ...     spotlight = "momentum"
    >>> [run.rule for run in RaceBowl.trajectories()]
    ['gd', 'momentum']
    """

    surface: ClassVar[str | Surface] = "ravine"
    box: ClassVar[Box | None] = None
    start: ClassVar[tuple[float, ...] | None] = None
    runs: ClassVar[Mapping[str, float | Mapping[str, float]]] = {}
    steps: ClassVar[int] = 100
    goal: ClassVar[float | None] = None
    spotlight: ClassVar[str] = ""
    chosen: ClassVar[str] = ""
    tuned: ClassVar[str] = ""
    chosen_zh: ClassVar[str] = ""

    @classmethod
    def problem(cls) -> Surface:
        """Return the surface."""
        found = problems.resolve(cls.surface)
        if not isinstance(found, Surface) or len(found.variables) != 2:
            raise InvalidValue(f"{cls.__name__}: a race needs a surface in two variables")
        return found

    @classmethod
    def trajectories(cls) -> list[Trajectory]:
        """Return the runs, in their order."""
        surface = cls.problem()
        found: list[Trajectory] = []
        for name, given in cls.runs.items():
            hyper: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {"alpha": given}
            found.append(run(name, surface, start=cls.start, steps=cls.steps, **hyper))
        return found

    @classmethod
    def view(cls) -> Viewport:
        """Return where the surface stands on the frame."""
        (x0, x1), (y0, y1) = cls.box or cls.problem().box
        return Viewport.fit(((x0, x1), (y0, y1)), LEFT, MIDDLE, BOTTOM, TOP)

    def construct(self) -> None:
        """Show the surface and the words, let the runs run, and hold the end."""
        theme = self.look
        view, runs = self.view(), self.trajectories()
        looks = theme.styles(run.rule for run in runs)
        rows = _rows(len(runs))
        self.head()
        trails, moving = self.stage(runs, looks)
        self.add(words.legend(runs, looks, theme, left=COLUMN, right=MARGIN, rows=rows))
        chosen = theme.say(self.chosen, self.chosen_zh or self.chosen)
        if self.tuned:
            chosen = tuning.note(self.tuned, theme.lang)
        self.add(words.footnote(chosen, theme, left=LEFT, top=view.low - 0.5))
        if self.spotlight:
            colour = looks[self.spotlight].colour if self.spotlight in looks else theme.ink
            self.add(words.formula(self.spotlight, colour, theme, **_room(view, rows)))
        counted = typeset(theme.say("step", "步数"), size=0.3, colour=theme.muted)
        self.add(words.put(counted, left=COLUMN, bottom=COUNTER - 0.07))
        picture = Stack(
            moving,
            Notices(_notices(runs, trails, rows, self.goal, theme), 0.2, to_rgb(theme.ink)),
            Counter((COLUMN + 0.85, COUNTER), 0.3, to_rgb(theme.ink)),
        )
        self.roll(picture, self.steps)

    def stage(
        self, runs: Sequence[Trajectory], looks: Mapping[str, Style]
    ) -> tuple[list[Trail], Picture]:
        """Show the surface; return the runs' trails, and the picture of what moves."""
        theme, surface, view = self.look, self.problem(), self.view()
        self.ground(surface, view)
        self.add(words.axes(surface, view, theme))
        if runs:
            self.add(words.landmarks(surface, view, runs[0].points[0], theme))
        trails = [Trail.of(run, view, looks[run.rule]) for run in runs]
        return trails, Trails(trails, view, to_rgb(theme.background))


def _rows(count: int) -> list[float]:
    """The heights of the legend's rows."""
    pitch = min(0.68, 4.2 / max(count, 1))
    return [TOP - 0.16 - pitch * row for row in range(count)]


def _room(view: Viewport, rows: Sequence[float]) -> dict[str, float]:
    """Where the formula goes: under a low picture, else under the legend."""
    under = view.low - 1.05
    if under - COUNTER > 1.5:
        return {"left": LEFT, "top": under, "width": MIDDLE - LEFT, "height": under - COUNTER}
    top = (rows[-1] if rows else TOP) - 0.62
    return {"left": COLUMN, "top": top, "width": MARGIN - COLUMN, "height": top - COUNTER - 0.5}


def _notices(
    runs: Sequence[Trajectory],
    trails: Sequence[Trail],
    rows: Sequence[float],
    goal: float | None,
    theme: Theme,
) -> list[Notice]:
    """What becomes of each run, at the right end of its row."""
    found: list[Notice] = []
    for run_, trail, y in zip(runs, trails, rows, strict=True):
        if trail.left:
            step = ceil(trail.times[-1])
            out = theme.say(f"out at {step}", f"第 {step} 步离开")
            text = theme.say("diverged", "发散") if trail.diverged else out
        elif run_.stopped in ("diverged", "undefined"):
            step = len(run_)
            text = theme.say(
                run_.stopped, {"diverged": "发散", "undefined": "无定义"}[run_.stopped]
            )
        elif goal is not None and (arrived := tuning.settled(run_, goal)) is not None:
            step, text = arrived, theme.say(f"there at {arrived}", f"第 {arrived} 步到达")
        else:
            continue
        found.append(Notice(float(step), text, MARGIN, y))
    return found
