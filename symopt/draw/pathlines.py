"""Trajectories on a surface seen from above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from symopt.draw import recipes
from symopt.draw.exits import Box, shown
from symopt.draw.labels import run_label
from symopt.draw.looks import rc_theme
from symopt.draw.palette import Style
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.trajectory import Trajectory


def paths(
    trajectories: Iterable[Trajectory],
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    label: Callable[[Trajectory], str] = run_label,
    styles: Sequence[Style] | None = None,
    spacing: float = 0.1,
) -> list[Line2D]:
    """Draw each trajectory as one line through all its points, in its rule's style.

    A run that leaves the axes' limits for good is drawn to the edge and marked there: with an
    arrowhead, or with a cross if it diverged.

    Parameters
    ----------
    trajectories : iterable of Trajectory
        In two variables.
    ax : matplotlib.axes.Axes, optional
        Usually one on which `contour` has drawn the surface.
    theme : Theme, optional
        matplotlib's current settings if not given.
    label : callable
        Gives a run's entry in the legend; its rule and every hyperparameter, if not given.
    styles : sequence of Style, optional
        One a trajectory, for runs of one rule that must not look alike; their rules' if not given.
    spacing : float
        The way along a line from marker to marker, as a share of the axes' diagonal.

    Returns
    -------
    list of matplotlib.lines.Line2D
        One a trajectory, in their order.

    Examples
    --------
    >>> import symopt
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> run = symopt.run("momentum", "bowl", alpha=0.1, steps=20)
    >>> (line,) = paths([run], ax=ax)
    >>> len(line.get_xdata())
    21
    """
    ax, theme = here(ax), theme or rc_theme()
    runs = in_a_plane(trajectories)
    styles = run_styles(runs, styles, theme)
    box: Box | None = None if ax.get_autoscale_on() else (ax.get_xlim(), ax.get_ylim())
    lines: list[Line2D] = []
    for place, (run, style) in enumerate(zip(runs, styles, strict=True)):
        points, exit_ = shown(run.points, box)
        (line,) = ax.plot(
            points[:, 0],
            points[:, 1],
            color=style.colour,
            linestyle=style.linestyle,
            marker=style.marker,
            markevery=spread(points, box, spacing, place / len(runs)),
            markersize=4,
            markeredgewidth=0.4,
            markeredgecolor=theme.background,
            label=label(run),
            zorder=3,
        )
        recipes.add_run(ax, run)
        lines.append(line)
        if exit_ is not None:
            diverged = run.stopped == "diverged"
            mark_exit(ax, exit_.point, exit_.direction, style.colour, diverged=diverged)
    for start in {tuple(run.points[0]) for run in runs}:
        ax.plot(*start, "o", ms=5, mfc=theme.background, mec=theme.ink, mew=1, zorder=4)
    return lines


def in_a_plane(trajectories: Iterable[Trajectory]) -> list[Trajectory]:
    """Return trajectories as a list; all must be in two variables."""
    runs = list(trajectories)
    for run in runs:
        if len(run.variables) != 2:
            raise InvalidValue(
                f"{run.rule} on {run.problem}: a path needs two variables, it has "
                f"{len(run.variables)}"
            )
    return runs


def run_styles(
    runs: Sequence[Trajectory], styles: Sequence[Style] | None, theme: Theme
) -> Sequence[Style]:
    """Return a style for each run: those given, or its rule's."""
    if styles is None:
        own = theme.styles(run.rule for run in runs)
        styles = [own[run.rule] for run in runs]
    if len(styles) != len(runs):
        raise InvalidValue(f"{len(styles)} styles for {len(runs)} paths")
    return styles


def spread(points: np.ndarray, box: Box | None, spacing: float, shift: float) -> list[int]:
    """Return indices of points evenly spread along the path, ends left out.

    Each line begins another part of the spacing later, so that markers of lines that lie on each
    other alternate.
    """
    if len(points) < 3:
        return []
    sides = np.ptp(points if box is None else np.array(box).T, axis=0)
    shares = np.diff(points, axis=0) / np.where(sides > 0, sides, 1)
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*shares.T))]) / np.sqrt(2)
    last = min(lengths[-2], 3.0)  # three diagonals of a path are enough to know it by
    goals = np.arange(spacing * (0.5 + shift), last, spacing)
    return sorted(set(np.searchsorted(lengths, goals).tolist()))


def mark_exit(
    ax: Axes,
    at: ArrayLike,
    direction: ArrayLike,
    colour: str,
    *,
    diverged: bool,
    strength: float | None = None,
) -> None:
    """Mark where a run leaves: an arrowhead along its way, or a cross if it diverged."""
    across, up = np.asarray(direction, dtype=float)
    turn = float(np.degrees(np.arctan2(up, across))) - 90
    ax.plot(
        *np.asarray(at, dtype=float),
        marker="x" if diverged else (3, 0, turn),
        ms=5,
        mew=1.4,
        color=colour,
        alpha=strength,
        clip_on=False,
        zorder=5,
    )
