"""Lines over a number line, and the marks that explain them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import ArrayLike

from symopt.draw import recipes
from symopt.draw.labels import run_label
from symopt.draw.looks import rc_theme
from symopt.draw.palette import Style
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.trajectory import Trajectory


def curve(
    x: ArrayLike,
    y: ArrayLike,
    *,
    ax: Axes | None = None,
    style: Style | None = None,
    markers: bool = True,
    **options: Any,
) -> Line2D:
    """Draw one line through the points (x, y).

    Parameters
    ----------
    x, y : array_like
        Of one length; neither empty nor all undefined. Where a value is not finite the line has
        a gap.
    ax : matplotlib.axes.Axes, optional
    style : Style, optional
        Colour, dash and marker; matplotlib's cycle if not given.
    markers : bool
        Whether to draw the style's markers, eight of them along the line.
    **options
        Passed on to ``ax.plot``.

    Raises
    ------
    InvalidValue
        There is nothing to draw, or the lengths differ.

    Examples
    --------
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> curve([0, 1, 2], [0, 1, 4], ax=ax, label="squares").get_label()
    'squares'
    """
    across, up = (np.asarray(values, dtype=float) for values in (x, y))
    if across.shape != up.shape or across.ndim != 1:
        raise InvalidValue(f"a curve needs as many x as y, given {across.shape} and {up.shape}")
    seen = np.isfinite(across) & np.isfinite(up)
    if not seen.any():
        raise InvalidValue("a curve has no point with finite coordinates")
    look: dict[str, Any] = {}
    if style is not None:
        look = {"color": style.colour, "linestyle": style.linestyle}
        if markers:
            look |= {"marker": style.marker, "markersize": 3.5}
            look |= {"markevery": max(1, len(across) // 8)}
    (line,) = here(ax).plot(across, np.where(seen, up, np.nan), **(look | options))
    return line


def curves(
    lines: Mapping[str, ArrayLike],
    x: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    markers: bool = True,
    **options: Any,
) -> list[Line2D]:
    """Draw several lines over the same x, each in a style of its own, with their labels.

    Parameters
    ----------
    lines : mapping of str to array_like
        For each label the heights.
    x : array_like, optional
        1, 2, 3, ... if not given.
    ax : matplotlib.axes.Axes, optional
    theme : Theme, optional
        matplotlib's current settings if not given.
    markers : bool
        Whether to draw markers too.
    **options
        Passed on to ``ax.plot``.

    Raises
    ------
    InvalidValue
        There is nothing to draw, or the lengths differ.

    Examples
    --------
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> lines = curves({"n": [1, 2, 3], "squares": [1, 4, 9]}, ax=ax)
    >>> [line.get_label() for line in lines]
    ['n', 'squares']
    """
    if not lines:
        raise InvalidValue("no curves to draw")
    looks = (theme or rc_theme()).series(len(lines))
    ax, drawn = here(ax), []
    for (label, heights), style in zip(lines.items(), looks, strict=True):
        across = np.arange(1, len(np.asarray(heights)) + 1) if x is None else x
        drawn.append(
            curve(across, heights, ax=ax, style=style, markers=markers, label=label, **options)
        )
    return drawn


def losses(
    trajectories: Iterable[Trajectory],
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    label: Callable[[Trajectory], str] = run_label,
    floor: float = 0.0,
    **options: Any,
) -> list[Line2D]:
    """Draw each run's loss, less `floor`, against the number of steps, in its rule's style.

    Parameters
    ----------
    trajectories : iterable of Trajectory
    ax : matplotlib.axes.Axes, optional
        With a logarithmic scale, losses at or below the floor leave a gap.
    theme : Theme, optional
        matplotlib's current settings if not given.
    label : callable
        Gives a run's entry in the legend; its rule and every hyperparameter, if not given.
    floor : float
        Such as the loss at the minimum.
    **options
        Passed on to ``ax.plot``.

    Examples
    --------
    >>> import symopt
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> (line,) = losses([symopt.run("gd", "bowl", alpha=0.1, steps=5)], ax=ax)
    >>> len(line.get_ydata())
    6
    """
    runs = list(trajectories)
    looks = (theme or rc_theme()).styles(run.rule for run in runs)
    ax, drawn = here(ax), []
    for run in runs:
        recipes.add_run(ax, run)
        style, steps = looks[run.rule], np.arange(len(run.losses))
        look: dict[str, Any] = {"style": style, "label": label(run)}
        drawn.append(curve(steps, run.losses - floor, ax=ax, **(look | options)))
    return drawn


def dots(x: ArrayLike, y: ArrayLike, *, ax: Axes | None = None, **options: Any) -> PathCollection:
    """Draw measured values as small dots behind the lines."""
    look: dict[str, Any] = {"s": 4, "linewidths": 0, "zorder": 1}
    return here(ax).scatter(
        np.asarray(x, dtype=float), np.asarray(y, dtype=float), **(look | options)
    )


def level(
    value: float, *, ax: Axes | None = None, label: str | None = None, **options: Any
) -> Line2D:
    """Draw a horizontal line across the axes, with its label at the right end above it."""
    look: dict[str, Any] = {"linewidth": 0.8, "linestyle": (0, (4, 3)), "zorder": 1}
    ax = here(ax)
    line = ax.axhline(value, **(look | options))
    if label is not None:
        ax.annotate(
            label,
            (1, value),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 2),
            textcoords="offset points",
            ha="right",
            color=line.get_color(),
        )
    return line


def note(
    text: str,
    at: tuple[float, float],
    *,
    ax: Axes | None = None,
    offset: tuple[float, float],
    **options: Any,
) -> Annotation:
    """Write a text beside the point `at`, `offset` points away, with a thin line to it."""
    arrow = {"arrowstyle": "-", "linewidth": 0.6, "color": options.get("color", "0.5")}
    look: dict[str, Any] = {"fontsize": 7, "arrowprops": arrow}
    return here(ax).annotate(
        text, at, xytext=offset, textcoords="offset points", **(look | options)
    )
