"""A surface seen from above."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap
from matplotlib.contour import QuadContourSet
from numpy.typing import NDArray

from symopt.draw.exits import Box
from symopt.draw.looks import rc_theme
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.problems import LinearRegression, Surface


def grid(
    surface: Surface | LinearRegression, box: Box, points: int = 241
) -> tuple[NDArray[np.float64], ...]:
    """Return x, y and the surface's values on a grid over the box, masked where undefined."""
    (left, right), (low, high) = box
    x, y = np.linspace(left, right, points), np.linspace(low, high, points)
    with np.errstate(all="ignore"):
        values = np.asarray(surface.values(*np.meshgrid(x, y)), dtype=float)
    return x, y, np.ma.masked_invalid(values)


def ground(theme: Theme, bands: int) -> LinearSegmentedColormap:
    """Return the theme's colours from low to high ground, in that many bands."""
    return LinearSegmentedColormap.from_list("ground", list(theme.ground), N=max(2, bands))


def contour(
    surface: Surface | LinearRegression,
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    levels: tuple[float, ...] | None = None,
    minimum: bool = True,
    points: int = 241,
) -> QuadContourSet:
    """Draw a surface's contours over its box, low ground darker, and mark its lowest minimum.

    Parameters
    ----------
    surface : Surface or LinearRegression
        In two variables.
    ax : matplotlib.axes.Axes, optional
        Its limits become the surface's box.
    theme : Theme, optional
        matplotlib's current settings if not given.
    levels : tuple of float, optional
        Heights of the contour lines; the surface's own if not given.
    minimum : bool
        Whether to mark the lowest minimum, if there is one.
    points : int
        The fineness of the grid in each direction; small pictures need fewer.

    Returns
    -------
    matplotlib.contour.QuadContourSet
        The contour lines.

    Examples
    --------
    >>> import symopt
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> lines = contour(symopt.problems.get("bowl"), ax=ax)
    """
    if len(surface.variables) != 2:
        raise InvalidValue(
            f"{surface.name}: contours need two variables, it has {len(surface.variables)}"
        )
    ax, theme = here(ax), theme or rc_theme()
    heights = np.unique(np.asarray(surface.levels if levels is None else levels, dtype=float))
    across, along = surface.box
    x, y, values = grid(surface, (across, along), points)
    # Bands are coloured by rank, not by height: levels of a narrow valley are far from even.
    edges = np.concatenate([[-np.inf], heights, [np.inf]])
    bands = ax.contourf(
        x,
        y,
        values,
        levels=np.clip(edges, -1e300, 1e300),
        cmap=ground(theme, len(edges) - 1),
        norm=BoundaryNorm(np.clip(edges, -1e300, 1e300), len(edges) - 1),
        zorder=0,
    )
    bands.set_rasterized(False)
    lines = ax.contour(
        x,
        y,
        values,
        levels=heights,
        colors=theme.faint,
        linewidths=0.5,
        linestyles="solid",
        zorder=1,
    )
    ax.set(xlim=across, ylim=along)
    ax.set_xlabel(f"${surface.variables[0]}$")
    ax.set_ylabel(f"${surface.variables[1]}$", rotation=0)
    if minimum and surface.minimum is not None:
        ax.plot(*surface.minimum, marker="+", ms=7, mew=1.4, color=theme.ink, zorder=2)
    return lines
