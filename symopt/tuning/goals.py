"""What a run in a comparison is for, as a number: the step at which it got there."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from symopt.errors import InvalidValue
from symopt.trajectory import Trajectory

if TYPE_CHECKING:
    from symopt.problems import Surface

Goal = Callable[[Trajectory], float]


def reach(surface: Surface, within: float = 1e-3) -> Goal:
    """Return the goal to come to the lowest minimum and stay there.

    Met from the step on which the loss stays within `within` of the minimum's, if no step was
    longer than the way from the start to the minimum.
    """
    import numpy as np

    lowest = surface.minimum
    if lowest is None:
        raise InvalidValue(f"{surface.name} has no minimum to reach")
    level = surface.loss(lowest) + within

    def score(path: Trajectory) -> float:
        way = float(np.linalg.norm(path.points[0] - np.asarray(lowest)))
        step = settled(path, level)
        return inf if step is None or longest_step(path) > way else float(step)

    return score


def settle(surface: Surface, within: float = 0.02) -> Goal:
    """Return the goal to come to one of the minima, whichever, and stay there.

    Met from the step on which the distance to the minimum that the run ends at stays within
    `within`, if no step was longer than the way from the start to that minimum.
    """
    import numpy as np

    minima = np.array([p.floats for p in surface.critical_points if p.kind == "minimum"])
    if not len(minima):
        raise InvalidValue(f"{surface.name} has no minimum to settle at")

    def score(path: Trajectory) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            end = minima[np.argmin(np.hypot(*(minima - path.points[-1]).T))]
            away = np.hypot(*(path.points - end).T)
        far = np.flatnonzero(~(away <= within))
        step = int(far[-1]) + 1 if len(far) else 0
        return inf if step == len(away) or longest_step(path) > away[0] else float(step)

    return score


def leave(surface: Surface, longest: float) -> Goal:
    """Return the goal to leave the surface's box, in no step longer than `longest`.

    Where a surface falls without end the largest rate would always win; a limit on the step,
    the same for every rule, takes its place.
    """
    import numpy as np

    low, high = np.array(surface.box, dtype=float).T

    def score(path: Trajectory) -> float:
        outside = ((path.points < low) | (path.points > high)).any(axis=1)
        step = int(np.argmax(outside))
        return inf if not step or longest_step(path, step) > longest else float(step)

    return score


def settled(path: Trajectory, level: float) -> int | None:
    """Return the step from which the loss stays at or below `level`, or None.

    Examples
    --------
    >>> from symopt.running import run
    >>> settled(run("gd", "parabola", start=[1], alpha=0.25, steps=5), 0.1)
    2
    """
    import numpy as np

    above = np.flatnonzero(~(path.losses <= level))
    step = int(above[-1]) + 1 if len(above) else 0
    return step if step < len(path.losses) else None


def longest_step(path: Trajectory, until: int | None = None) -> float:
    """Return the length of the longest of the first `until` steps."""
    import numpy as np

    with np.errstate(over="ignore", invalid="ignore"):
        moves = np.diff(path.points, axis=0)[:until]
        lengths = np.hypot.reduce(moves, axis=1)
    return float(lengths.max(initial=0.0))
