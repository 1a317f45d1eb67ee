"""Many runs at once, as dots with short tails."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from symopt.draw.exits import Array
from symopt.draw.palette import Style
from symopt.draw.pens import disc
from symopt.draw.stage import ink
from symopt.draw.terrain import Viewport

RADIUS, TAIL = 0.05, 0.02


class Swarm:
    """Runs from many starts over one surface.

    Parameters
    ----------
    paths : array (steps + 1, n, d)
        The points of n runs; nan from where a run ended.
    view : Viewport
    styles : sequence of Style
        The colour of each run.
    tail : float
        How many steps a tail is long.
    """

    def __init__(
        self, paths: ArrayLike, view: Viewport, styles: Sequence[Style], *, tail: float = 8.0
    ):
        self.view, self.styles, self.tail = view, tuple(styles), tail
        self.places = view.place(paths)
        self.times = np.arange(len(self.places), dtype=float)

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(self.places.tobytes())
        digest.update(repr((self.view, self.styles, self.tail)).encode())
        return digest.hexdigest()

    def at(self, time: float) -> Array:
        """Return where the runs are: between two steps, on the straight line."""
        step = int(min(max(time, 0), len(self.places) - 1))
        share = min(max(time - step, 0.0), 1.0)
        after = self.places[min(step + 1, len(self.places) - 1)]
        return (1 - share) * self.places[step] + share * after

    def draw(self, context: Any, time: float) -> None:
        """Draw each run's last steps as a tail, and a dot where it is."""
        view = self.view
        context.save()
        context.rectangle(view.left, view.low, view.width, view.height)
        context.clip()
        first = int(max(0.0, time - self.tail)) + 1
        last = int(min(time, len(self.places) - 1))
        begin, now = self.at(max(0.0, time - self.tail)), self.at(time)
        context.set_line_width(TAIL)
        context.set_line_join(1)  # round
        for run, style in enumerate(self.styles):
            path = np.vstack([begin[run], self.places[first : last + 1, run], now[run]])
            path = path[np.isfinite(path).all(axis=1)]
            if not len(path):
                continue
            ink(context, style.rgb, 0.55)
            context.new_path()
            for place in path:
                context.line_to(*place)
            context.stroke()
            if np.isfinite(now[run]).all():
                ink(context, style.rgb)
                disc(context, now[run], RADIUS)
                context.fill()
        context.restore()
