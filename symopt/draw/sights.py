"""How a height field stands on a film's frame at any time, for a camera that turns or stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symopt.draw.exits import Array
from symopt.draw.heightfield import HeightField
from symopt.draw.skylines import above, skyline
from symopt.draw.views import View

DEPTH = -0.06  # of the floor, in longer sides of the box


@dataclass(frozen=True)
class Orbit:
    """Where the eye stands at a time: it turns, gently at first and at last.

    Attributes
    ----------
    since, until : float
        Azimuths in degrees; a camera that stands still has one and the same.
    elevation : float
        In degrees above the floor.
    duration : float
        When the turn is over; it begins at 0.

    Examples
    --------
    >>> Orbit(-60, 0, 30, duration=10).view(5).azimuth
    -30.0
    """

    since: float
    until: float
    elevation: float = 30.0
    duration: float = 1.0

    @property
    def turns(self) -> bool:
        """Whether the eye moves at all."""
        return self.since != self.until

    def view(self, time: float) -> View:
        """Return the view at a time."""
        share = min(max(time / self.duration, 0.0), 1.0)
        smooth = share * share * (3 - 2 * share)
        return View(self.since + smooth * (self.until - self.since), self.elevation)


class Sight:
    """A height field in a part of the frame, seen from an orbit.

    It has one size and one place during the whole turn, so that nothing but the turn moves.

    Parameters
    ----------
    field : HeightField
    orbit : Orbit
    edges : sequence of float
        Left, right, lower and upper edge on the frame, in Manim's units.
    """

    def __init__(self, field: HeightField, orbit: Orbit, edges: Sequence[float]):
        self.field, self.orbit = field, orbit
        self.edges = tuple(float(edge) for edge in edges)
        self._skyline: tuple[View, Array] | None = None

    def __repr__(self) -> str:
        levels = self.field.levels
        return repr((self.orbit, self.edges, self.field.box, levels.shape, levels.tobytes()))

    @cached_property
    def _fit(self) -> tuple[float, Array]:
        """How many units a side of the box has, and where the floor's centre stands."""
        left, right, low, high = self.edges
        times = np.linspace(0, self.orbit.duration, 31 if self.orbit.turns else 1)
        corners = self.floor()
        all_ = np.concatenate([corners, self.field.corners.reshape(-1, 3)])
        seen = np.concatenate([self.orbit.view(time).project(all_) for time in times])
        least, most = np.nanmin(seen, axis=0), np.nanmax(seen, axis=0)
        scale = float(min((right - left, high - low) / (most - least)))
        return scale, np.array([left + right, low + high]) / 2 - scale * (least + most) / 2

    def floor(self) -> Array:
        """Return the floor's corners (4, 3) in space."""
        half = self.field.sides / 2
        return np.array([(x * half[0], y * half[1], DEPTH) for x, y in CORNERS])

    def place(self, space: ArrayLike, time: float) -> Array:
        """Return where points (..., 3) of space stand on the frame at a time."""
        scale, origin = self._fit
        return self.orbit.view(time).project(space) * scale + origin

    def seen(self, space: ArrayLike, time: float) -> NDArray[np.bool_]:
        """Return which points (n, 3) on the sheet it does not hide at a time."""
        view = self.orbit.view(time)
        if self._skyline is None or self._skyline[0] != view:
            self._skyline = (view, skyline(self.field, view))
        return above(self.field, space, self._skyline[1])


CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))
