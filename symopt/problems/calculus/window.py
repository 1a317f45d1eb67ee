"""A box, a start and contour levels for a surface that was given without them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from symopt.problems.problem import Box, Point

if TYPE_CHECKING:
    from symopt.problems.surface import Surface

LEVELS = 16
REACH = 6.0  # how far from the origin a critical point still decides the box
ROOM = 2.0  # the box goes this far past the critical points, in their own spread
FINEST = 1 / 128  # of the range of the values: a start this low in the valley shows no path


def place(surface: Surface, *, box: bool, start: bool) -> Surface:
    """Return the surface with a default box, a default start or both."""
    size = len(surface.variables)
    if box:
        surface = replace(
            surface, box=_default_box(surface) if size <= 2 else ((-2.0, 2.0),) * size
        )
    if start:
        surface = replace(surface, starts=(_default_start(surface),))
    return surface


def _default_box(surface: Surface) -> Box:
    """Hold the critical points near the origin, or, if there is none, where it is defined."""
    from symopt.problems.calculus.search import numeric_critical_points

    size = len(surface.variables)
    near = ((-REACH, REACH),) * size
    critical = numeric_critical_points(surface, near)
    if not len(critical):
        critical = _defined(surface, near)
    sides = []
    for low, high in zip(critical.min(axis=0), critical.max(axis=0), strict=True):
        room = max(ROOM, 0.4 * (high - low))
        sides.append((_round(low - room), _round(high + room)))
    return tuple(sides)


def _defined(surface: Surface, box: Box) -> np.ndarray:
    """Where the surface has a value, as the corners of a box; the origin if nowhere."""
    points = _mesh(box, 25)
    finite = np.isfinite(surface.values(*points))
    origin = np.zeros((1, len(box)))
    if not finite.any() or finite.all():
        return origin
    inside = np.stack([axis[finite] for axis in points], axis=1)
    centre = np.clip(origin[0], inside.min(axis=0), inside.max(axis=0))
    return inside[np.argmin(np.sum((inside - centre) ** 2, axis=1))][None, :]


def _round(value: float) -> float:
    return round(float(value) * 4) / 4


def _mesh(box: Box, count: int) -> list[np.ndarray]:
    return list(np.meshgrid(*(np.linspace(low, high, count) for low, high in box)))


def _default_start(surface: Surface) -> Point:
    """The first of a fixed list of points from which there is a way down worth seeing."""
    inside = [*_candidates(surface.box)]
    heights = surface.values(*np.array(inside).T)
    finite = heights[np.isfinite(heights)]
    low, high = np.quantile(finite, (0, 0.9)) if finite.size else (0.0, 0.0)
    for point, height in zip(inside, heights, strict=True):
        slope = surface.gradient(point)
        worth = low == high or low + FINEST * (high - low) < height <= high
        if worth and np.isfinite(height) and np.isfinite(slope).all() and slope.any():
            return point
    return inside[0]


def _candidates(box: Box) -> Iterator[Point]:
    # Off the axes of symmetry, where a gradient's component would vanish for ever.
    fractions = (0.17, 0.83, 0.29, 0.71, 0.41, 0.59)
    size = len(box)
    places = (
        itertools.product(fractions, repeat=size)
        if size <= 2
        else ((fraction,) * size for fraction in fractions)
    )
    for place_ in places:
        yield tuple(
            round(low + part * (high - low), 3)
            for part, (low, high) in zip(place_, box, strict=True)
        )


def default_levels(surface: Surface) -> tuple[float, ...]:
    """Levels that crowd towards the lowest value, where the bottom of a valley is flat."""
    if len(surface.variables) != 2:
        return ()
    values = surface.values(*_mesh(surface.box, 101))
    finite = values[np.isfinite(values)]
    if not finite.size:
        return ()
    low, middle, high = np.quantile(finite, (0.0, 0.5, 0.97))
    if not low < high:
        return ()
    # The median lies half way up a slope, far lower beside a cliff: then crowd the levels.
    share = min(max((middle - low) / (high - low), 1e-3), 0.5)
    power = min(np.log(share) / np.log(0.5), 4.0)
    steps = (np.arange(1, LEVELS + 1) / LEVELS) ** power
    return tuple(float(f"{low + (high - low) * step:.6g}") for step in dict.fromkeys(steps))
