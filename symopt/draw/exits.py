"""Where a path leaves the picture for good.

A run that diverges, or falls down a side of a saddle, is drawn to the edge and marked there, in
figures and in films alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Box = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Exit:
    """The place where a path crosses the box's edge for the last time.

    Attributes
    ----------
    step : int
        The first step from which every point lies outside.
    time : float
        When the path is on the edge, in steps: between ``step - 1`` and `step`.
    point : tuple of float
        On the edge.
    direction : tuple of float
        A unit vector along the path there.
    """

    step: int
    time: float
    point: tuple[float, float]
    direction: tuple[float, float]


def finite(points: ArrayLike) -> Array:
    """Return the points before the first that is not a pair of finite numbers."""
    array = np.asarray(points, dtype=float)
    bad = ~np.isfinite(array).all(axis=1)
    return array[: int(np.argmax(bad))] if bad.any() else array


def last_exit(points: ArrayLike, box: Box) -> Exit | None:
    """Return where the path leaves the box for good, or None if it ends inside it.

    Points that are not finite count as outside.

    Examples
    --------
    >>> last_exit([[0, 0], [0, 0.5], [0, 2]], ((-1, 1), (-1, 1)))
    Exit(step=2, time=1.3333333333333333, point=(0.0, 1.0), direction=(0.0, 1.0))
    >>> last_exit([[0, 0], [0, 2], [0, 0.5]], ((-1, 1), (-1, 1))) is None
    True
    """
    array = np.asarray(points, dtype=float)
    low, high = np.array(box, dtype=float).T
    with np.errstate(invalid="ignore"):
        inside = ((array >= low) & (array <= high)).all(axis=1)
    if inside[-1] or not inside.any():
        return None
    step = int(np.flatnonzero(inside)[-1]) + 1
    start, end = array[step - 1], array[step]
    if not np.isfinite(end).all():
        return Exit(step, step - 1.0, (float(start[0]), float(start[1])), (0.0, 0.0))
    move = end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(move > 0, (high - start) / move, (low - start) / move)
    share = float(np.min(reach[move != 0]))
    crossing = start + share * move
    unit = move / np.abs(move).max()  # first, so that the norm of a huge step stays finite
    unit = unit / np.linalg.norm(unit)
    place = (float(crossing[0]), float(crossing[1]))
    return Exit(step, step - 1 + share, place, (float(unit[0]), float(unit[1])))


def shown(points: ArrayLike, box: Box | None) -> tuple[Array, Exit | None]:
    """Return the points worth drawing in the box, and the exit if there is one.

    What follows the last exit is cut: a segment between two far points outside may cross the
    box, and would draw a path where there is none.
    """
    drawn = finite(points)
    if box is None or not len(drawn):
        return drawn, None
    exit_ = last_exit(np.asarray(points, dtype=float), box)
    return (drawn if exit_ is None else drawn[: exit_.step + 1]), exit_
