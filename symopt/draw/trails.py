"""Runs as trails that grow step by step: what a race shows at any time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.draw.exits import shown
from symopt.draw.palette import Style
from symopt.draw.stage import ink
from symopt.draw.terrain import Viewport

Array = NDArray[np.float64]

WIDTH = 0.055  # of a trail, in Manim's units: 3 pixels at 480p
HEAD = 0.11
FAR = 1e3  # units; farther out nobody sees, and cairo's coordinates would overflow


@dataclass(frozen=True)
class Trail:
    """One run, prebuilt for drawing.

    Attributes
    ----------
    times : array
        When each place is reached, in steps.
    places : array
        On the frame, in Manim's units.
    style : Style
    left : bool
        Whether the run leaves the picture for good, at the last place.
    diverged : bool
    heading : float
        The angle of the path where it leaves.
    """

    times: Array
    places: Array
    style: Style
    left: bool = False
    diverged: bool = False
    heading: float = 0.0

    @classmethod
    def of(cls, trajectory: Any, view: Viewport, style: Style) -> Trail:
        """Return the trail of a trajectory in a viewport."""
        points, exit_ = shown(trajectory.points, view.box)
        times = np.arange(len(points), dtype=float)
        diverged = trajectory.stopped == "diverged"
        heading = 0.0
        if exit_ is not None:
            # The last place is on the edge, reached some way through the last step.
            points = np.vstack([points[: exit_.step], exit_.point])
            times = np.append(times[: exit_.step], exit_.time)
            heading = atan2(exit_.direction[1], exit_.direction[0])
        places = np.clip(view.place(points), -FAR, FAR)
        return cls(times, places, style, exit_ is not None, diverged, heading)

    def head(self, time: float) -> Array:
        """Return where the run is: on the straight line from each step to the next."""
        return np.array([np.interp(time, self.times, side) for side in self.places.T])

    def upto(self, time: float) -> Array:
        """Return the path so far: every place already reached, and the head."""
        reached = int(np.searchsorted(self.times, time, side="right"))
        return np.vstack([self.places[: max(reached, 1)], self.head(time)])


class Trails:
    """The trails of a race in their viewport.

    Parameters
    ----------
    trails : sequence of Trail
    view : Viewport
    paper : tuple of float
        Colour of the rim around the heads.
    """

    def __init__(self, trails: Sequence[Trail], view: Viewport, paper: tuple[float, float, float]):
        self.trails, self.view, self.paper = tuple(trails), view, paper

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(repr((self.view, self.paper)).encode())
        for trail in self.trails:
            digest.update(trail.places.tobytes() + trail.times.tobytes())
            digest.update(repr((trail.style, trail.left, trail.diverged)).encode())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw trails, then heads, then the marks of those that left."""
        view = self.view
        context.save()
        context.rectangle(view.left, view.low, view.width, view.height)
        context.clip()
        context.set_line_join(1)  # round
        for trail in self.trails:
            dash = trail.style.dash
            context.set_dash([WIDTH * length for length in dash])
            context.set_line_cap(0 if dash else 1)  # butt, round
            context.set_line_width(WIDTH)
            ink(context, trail.style.rgb)
            path = trail.upto(time)
            context.move_to(*path[0])
            for place in path[1:]:
                context.line_to(*place)
            context.stroke()
        context.restore()
        context.set_dash([])
        for trail in self.trails:
            if trail.left and time >= trail.times[-1]:
                self._mark(context, trail)
            elif self._inside(trail.head(time)):
                self._head(context, trail, time)

    def _inside(self, place: Array) -> bool:
        view = self.view
        right, high = view.left + view.width, view.low + view.height
        return bool(view.left <= place[0] <= right and view.low <= place[1] <= high)

    def _head(self, context: Any, trail: Trail, time: float) -> None:
        x, y = trail.head(time)
        context.new_path()
        context.arc(x, y, HEAD, 0, 2 * pi)
        ink(context, trail.style.rgb)
        context.fill_preserve()
        context.set_line_width(0.025)
        ink(context, self.paper)
        context.stroke()

    def _mark(self, context: Any, trail: Trail) -> None:
        """Put a cross on the edge for a run that diverged, else an arrowhead across it."""
        x, y = trail.places[-1]
        ink(context, trail.style.rgb)
        context.new_path()
        if trail.diverged:
            context.set_line_width(WIDTH)
            for turn in (pi / 4, 3 * pi / 4):
                dx, dy = HEAD * cos(turn), HEAD * sin(turn)
                context.move_to(x - dx, y - dy)
                context.line_to(x + dx, y + dy)
            context.stroke()
            return
        for turn in (0.0, 2.4, -2.4):
            angle = trail.heading + turn
            context.line_to(x + 1.4 * HEAD * cos(angle), y + 1.4 * HEAD * sin(angle))
        context.close_path()
        context.fill()
