"""How points of space are seen: a projection, and the light. Plain NumPy, for figures and films."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, inf, isfinite, radians, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symopt.errors import InvalidValue

Array = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """Where the eye stands.

    Attributes
    ----------
    azimuth : float
        In degrees from the first axis towards the second.
    elevation : float
        In degrees above the floor; more than 0, at most 90.
    distance : float
        From the origin, in sides of the box; infinite for parallel rays.

    Examples
    --------
    >>> View(azimuth=-90, elevation=90).project([[1, 2, 5]]).round(9) + 0
    array([[1., 2.]])
    """

    azimuth: float = -60.0
    elevation: float = 30.0
    distance: float = inf

    def __post_init__(self) -> None:
        if not 0 < self.elevation <= 90:
            raise InvalidValue(f"elevation = {self.elevation} is outside (0, 90] degrees")
        if not isfinite(self.azimuth):
            raise InvalidValue(f"azimuth = {self.azimuth} is no angle")
        if not self.distance >= 2:
            raise InvalidValue(f"distance = {self.distance} is too near: at least 2 sides")

    @cached_property
    def towards(self) -> Array:
        """The unit vector from the origin to the eye."""
        turn, rise = radians(self.azimuth), radians(self.elevation)
        return np.array([cos(rise) * cos(turn), cos(rise) * sin(turn), sin(rise)])

    @cached_property
    def across(self) -> Array:
        """The unit vectors that stand for right and up on the picture."""
        turn, rise = radians(self.azimuth), radians(self.elevation)
        right = [-sin(turn), cos(turn), 0]
        return np.array([right, [-sin(rise) * cos(turn), -sin(rise) * sin(turn), cos(rise)]])

    def project(self, space: ArrayLike) -> Array:
        """Return where points (..., 3) of space stand on the picture: right and up."""
        points = np.asarray(space, dtype=float)
        flat = points @ self.across.T
        if not isfinite(self.distance):
            return flat
        return flat * (self.distance / (self.distance - points @ self.towards))[..., None]

    def rays(self, space: ArrayLike) -> Array:
        """Return a vector (..., 3) from each point towards the eye."""
        points = np.asarray(space, dtype=float)
        if not isfinite(self.distance):
            return np.broadcast_to(self.towards, points.shape)
        return self.distance * self.towards - points


def shades(faces: Array, view: View) -> Array:
    """Return how bright each face (k, 4, 3) is, 0 to 1, with a light at the eye's left shoulder.

    What is seen from below is dark.
    """
    normal = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    normal = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    below = (normal * view.rays(faces.mean(axis=1))).sum(axis=1) < 0
    return np.where(below, 0.0, brightness(normal, view))


def brightness(normals: Array, view: View) -> Array:
    """Return how bright ground with these unit normals (..., 3) is, 0 to 1, as in `shades`."""
    right, up = view.across
    light = view.towards + 0.9 * up - 0.9 * right
    return (normals @ light / np.linalg.norm(light)).clip(0, 1)
