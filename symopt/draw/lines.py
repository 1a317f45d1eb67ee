"""Lines over a number line, and the marks that explain them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import ArrayLike

from symopt.draw.palette import Style
from symopt.errors import InvalidValue


def curve(
    x: ArrayLike, y: ArrayLike, *, ax: Axes, style: Style | None = None, **options: Any
) -> Line2D:
    """Draw one line through the points (x, y).

    Parameters
    ----------
    x, y : array_like
        Of one length; neither empty nor all undefined.
    ax : matplotlib.axes.Axes
    style : Style, optional
        Colour, dash and marker; matplotlib's cycle if not given.
    **options
        Passed on to ``ax.plot``.

    Raises
    ------
    InvalidValue
        There is nothing to draw, or the lengths differ.

    Examples
    --------
    >>> from symopt.draw.theme import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> curve([0, 1, 2], [0, 1, 4], ax=ax, label="squares").get_label()
    'squares'
    """
    across, up = (np.asarray(values, dtype=float) for values in (x, y))
    if across.shape != up.shape or across.ndim != 1:
        raise InvalidValue(f"a curve needs as many x as y, given {across.shape} and {up.shape}")
    if not np.isfinite(across + up).any():
        raise InvalidValue("a curve has no point with finite coordinates")
    look: dict[str, Any] = {}
    if style is not None:
        look = {"color": style.colour, "linestyle": style.linestyle, "marker": style.marker}
        look |= {"markevery": max(1, len(across) // 8), "markersize": 3.5}
    (line,) = ax.plot(across, up, **(look | options))
    return line


def dots(x: ArrayLike, y: ArrayLike, *, ax: Axes, **options: Any) -> PathCollection:
    """Draw measured values as small dots behind the lines."""
    look: dict[str, Any] = {"s": 4, "linewidths": 0, "zorder": 1}
    return ax.scatter(np.asarray(x, dtype=float), np.asarray(y, dtype=float), **(look | options))


def level(value: float, *, ax: Axes, label: str | None = None, **options: Any) -> Line2D:
    """Draw a horizontal line across the axes, with its label at the right end above it."""
    look: dict[str, Any] = {"linewidth": 0.8, "linestyle": (0, (4, 3)), "zorder": 1}
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
    text: str, at: tuple[float, float], *, ax: Axes, offset: tuple[float, float], **options: Any
) -> Annotation:
    """Write a text beside the point `at`, `offset` points away, with a thin line to it."""
    look: dict[str, Any] = {"fontsize": 7, "arrowprops": {"arrowstyle": "-", "linewidth": 0.6}}
    return ax.annotate(text, at, xytext=offset, textcoords="offset points", **(look | options))
