"""Runs in one variable, drawn on the graph of the function."""

from __future__ import annotations

import itertools

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from symopt.draw import recipes
from symopt.draw.looks import rc_theme
from symopt.draw.palette import Style
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.trajectory import Trajectory


def descent(
    trajectory: Trajectory,
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    style: Style | None = None,
    steps: int | None = None,
) -> list[FancyArrowPatch]:
    """Draw a run in one variable as arrows from point to point on the function's graph.

    Parameters
    ----------
    trajectory : Trajectory
        In one variable; its losses are the heights.
    ax : matplotlib.axes.Axes, optional
    theme : Theme, optional
        matplotlib's current settings if not given.
    style : Style, optional
        The rule's own if not given.
    steps : int, optional
        How many steps to draw; all if not given.

    Returns
    -------
    list of matplotlib.patches.FancyArrowPatch
        One a step.

    Raises
    ------
    InvalidValue
        The run has more than one variable.

    Examples
    --------
    >>> import symopt
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> len(descent(symopt.run("gd", "parabola", alpha=0.1, steps=4), ax=ax))
    4
    """
    ax, theme = here(ax), theme or rc_theme()
    if len(trajectory.variables) != 1:
        raise InvalidValue(
            f"{trajectory.rule} on {trajectory.problem}: this picture is for one variable, it has "
            f"{len(trajectory.variables)}"
        )
    style = style or theme.styles([trajectory.rule])[trajectory.rule]
    points = np.column_stack([trajectory.points[:, 0], trajectory.losses])
    points = points if steps is None else points[: steps + 1]
    recipes.add_run(ax, trajectory)
    arrows = []
    for tail, head in itertools.pairwise(points):
        arrow = FancyArrowPatch(
            (float(tail[0]), float(tail[1])),
            (float(head[0]), float(head[1])),
            arrowstyle="-|>",
            mutation_scale=7,
            shrinkA=2,
            shrinkB=2,
            linewidth=1,
            color=style.colour,
            zorder=3,
        )
        arrow.set_clip_on(True)
        ax.add_patch(arrow)
        arrows.append(arrow)
    ax.plot(*points.T, linestyle="none", marker="o", ms=3.5, color=style.colour, zorder=4)
    ax.plot(*points[0], "o", ms=5, mfc=theme.background, mec=theme.ink, mew=1, zorder=5)
    return arrows
