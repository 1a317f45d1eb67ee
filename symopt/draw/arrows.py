"""Vectors: gradients, velocities and steps as arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from numpy.typing import ArrayLike

from symopt.draw.places import here
from symopt.errors import InvalidValue


def vectors(
    starts: ArrayLike,
    moves: ArrayLike,
    *,
    ax: Axes | None = None,
    labels: Sequence[str] | None = None,
    offset: tuple[float, float] = (0.0, 6.0),
    **options: Any,
) -> list[FancyArrowPatch]:
    """Draw arrows from points, true to scale, each with its label beside its middle.

    Parameters
    ----------
    starts : array_like (n, 2)
        Where the arrows begin, in data units; one point serves all.
    moves : array_like (n, 2)
        How far they reach, in data units.
    ax : matplotlib.axes.Axes, optional
        Its limits are left as they are.
    labels : sequence of str, optional
        One an arrow.
    offset : tuple of float
        From an arrow's middle to the middle of its label, in points.
    **options
        Passed on to `matplotlib.patches.FancyArrowPatch`.

    Raises
    ------
    InvalidValue
        The numbers of points, arrows and labels do not fit, or one is not finite.

    Examples
    --------
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> step, = vectors([0, 0], [[1, 2]], ax=ax, labels=["step"])
    """
    ax = here(ax)
    reach = np.atleast_2d(np.asarray(moves, dtype=float))
    try:
        tails = np.broadcast_to(np.asarray(starts, dtype=float), reach.shape)
    except ValueError:
        raise InvalidValue(
            f"vectors need as many starts as moves, given {np.shape(starts)} and {np.shape(moves)}"
        ) from None
    if reach.shape[1:] != (2,) or not np.isfinite(tails + reach).all():
        raise InvalidValue("vectors need pairs of finite numbers")
    names = [""] * len(reach) if labels is None else list(labels)
    if len(names) != len(reach):
        raise InvalidValue(f"{len(names)} labels for {len(reach)} vectors")
    look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 8, "shrinkA": 0, "shrinkB": 0}
    drawn = []
    for tail, move, name in zip(tails, reach, names, strict=True):
        head = tail + move
        arrow = FancyArrowPatch(
            (float(tail[0]), float(tail[1])),
            (float(head[0]), float(head[1])),
            **(look | {"linewidth": 1.4, "zorder": 4} | options),
        )
        ax.add_patch(arrow)
        drawn.append(arrow)
        if name:
            ax.annotate(
                name,
                tuple(tail + move / 2),
                xytext=offset,
                textcoords="offset points",
                ha="center",
                va="center",
                color=arrow.get_edgecolor(),
                zorder=5,
            )
    return drawn
