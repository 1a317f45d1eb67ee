"""A path laid on a surface: as many points as it takes to follow the ground between two steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symopt.draw.exits import Array, Box

FINEST = 1 / 150  # in sides of the box: the way between two points
MOST = 6000  # points of one path


@dataclass(frozen=True, eq=False)
class Draped:
    """A path over a box, cut at its edges.

    Attributes
    ----------
    points : array (k, 2)
        Along the straight lines from step to step; a row of nan where the path is outside.
    places : array (s,)
        Which of these are steps.
    steps : array (s,)
        The number of each such step, 0 for the start; steps outside the box are left out.
    times : array (k,)
        When each point is reached, in steps.
    """

    points: Array
    places: NDArray[np.int_]
    steps: NDArray[np.int_]
    times: Array


def draped(path: ArrayLike, box: Box) -> Draped:
    """Return a path (n, 2) with more points between its own, so that it can follow a surface.

    Examples
    --------
    >>> path = draped([[0, 0], [1, 0], [3, 0]], ((0, 2), (0, 1)))
    >>> path.points[path.places]
    array([[0., 0.],
           [1., 0.]])
    >>> path.points[-1]
    array([2., 0.])
    >>> path.times[-1]
    np.float64(1.5)
    """
    given = np.asarray(path, dtype=float)
    low, high = np.array(box, dtype=float).T
    moves = np.diff(given, axis=0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ends = np.stack([(low - given[:-1]) / moves, (high - given[:-1]) / moves])
        # A move along one axis only is never ended by the other's edges, if it is between them.
        within = ((given[:-1] >= low) & (given[:-1] <= high))[None]
        still = np.where(within, np.array([-np.inf, np.inf])[:, None, None], np.nan)
        ends = np.where((moves == 0)[None], still, ends)
        first = np.min(ends, axis=0).max(axis=1).clip(min=0)
        last = np.max(ends, axis=0).min(axis=1).clip(max=1)
        lengths = np.hypot(*(moves / (high - low).max()).T) * (last - first)
    crosses = first <= last  # false where nan
    finest = max(FINEST, float(lengths[crosses].sum()) / MOST)
    gap = np.full((1, 2), np.nan)
    parts: list[Array] = []
    times: list[Array] = []
    places: list[int] = []
    steps: list[int] = []
    count, inside = 0, bool(((given[0] >= low) & (given[0] <= high)).all())
    if inside:
        parts, places, steps, count = [given[:1]], [0], [0], 1
        times = [np.zeros(1)]
    for step, (start, move) in enumerate(zip(given[:-1], moves, strict=True), 1):
        if not crosses[step - 1]:
            new, when = gap, np.array([float(step)])
        else:
            a, b = float(first[step - 1]), float(last[step - 1])
            shares = np.linspace(a, b, max(2, int(np.ceil(lengths[step - 1] / finest)) + 1))
            new = start + shares[:, None] * move
            when = step - 1 + shares
            # An edge is met exactly, and a step is the step itself.
            new = new.clip(low, high)
            if b == 1:
                new[-1] = given[step]
            new = new[1:] if a == 0 else np.vstack([gap, new])
            when = when[1:] if a == 0 else np.append(when[:1], when)
        parts.append(new)
        times.append(when)
        count += len(new)
        if crosses[step - 1] and last[step - 1] == 1:
            places.append(count - 1)
            steps.append(step)
    points = np.vstack(parts) if parts else gap
    return Draped(
        points,
        np.array(places, dtype=int),
        np.array(steps, dtype=int),
        np.concatenate(times) if times else np.zeros(1),
    )
