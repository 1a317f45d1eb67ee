"""Runs as trails that grow step by step: what a race shows at any time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2
from typing import Any

import numpy as np

from symopt.draw.exits import Array, shown
from symopt.draw.palette import Style
from symopt.draw.pens import departure, head, pen
from symopt.draw.stage import ink
from symopt.draw.terrain import Viewport

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


def token(setting: object, trails: Sequence[Trail]) -> str:
    """Return a hash of trails and of what else a picture of them depends on."""
    digest = hashlib.sha256(repr(setting).encode())
    for trail in trails:
        digest.update(trail.places.tobytes() + trail.times.tobytes())
        digest.update(repr((trail.style, trail.left, trail.diverged)).encode())
    return digest.hexdigest()


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
        return token((self.view, self.paper), self.trails)

    def draw(self, context: Any, time: float) -> None:
        """Draw trails, then heads, then the marks of those that left."""
        view = self.view
        context.save()
        context.rectangle(view.left, view.low, view.width, view.height)
        context.clip()
        for trail in self.trails:
            pen(context, trail.style)
            path = trail.upto(time)
            context.move_to(*path[0])
            for place in path[1:]:
                context.line_to(*place)
            context.stroke()
        context.restore()
        context.set_dash([])
        for trail in self.trails:
            if trail.left and time >= trail.times[-1]:
                ink(context, trail.style.rgb)
                departure(context, trail.places[-1], trail.heading, diverged=trail.diverged)
            elif self._inside(at := trail.head(time)):
                head(context, at, trail.style.rgb, self.paper)

    def _inside(self, place: Array) -> bool:
        view = self.view
        right, high = view.left + view.width, view.low + view.height
        return bool(view.left <= place[0] <= right and view.low <= place[1] <= high)
