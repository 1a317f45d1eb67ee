"""A value for every place of a plane, as colours."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import Colormap, LinearSegmentedColormap, ListedColormap, to_rgb
from numpy.typing import ArrayLike

from symopt.draw.looks import rc_theme
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue


def field(
    x: ArrayLike,
    y: ArrayLike,
    values: ArrayLike,
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    kinds: int | None = None,
    **options: Any,
) -> QuadMesh:
    """Colour a plane by a value at each point of a grid.

    Parameters
    ----------
    x : array_like (n,)
    y : array_like (m,)
    values : array_like (m, n)
        Numbers from low (the theme's paper) to high (its ink), or with `kinds` whole numbers
        from 0, one colour each. What is not finite stays blank.
    ax : matplotlib.axes.Axes, optional
    theme : Theme, optional
        matplotlib's current settings if not given.
    kinds : int, optional
        How many kinds there are, if values are kinds and not amounts.
    **options
        Passed on to ``ax.pcolormesh``.

    Returns
    -------
    matplotlib.collections.QuadMesh
        An image inside vector files, where cells by the thousand would be slow to show.

    Raises
    ------
    InvalidValue
        The shapes do not fit.
    """
    ax, theme = here(ax), theme or rc_theme()
    across, up, heights = (np.asarray(part, dtype=float) for part in (x, y, values))
    if heights.shape != (len(up), len(across)):
        raise InvalidValue(
            f"a field over {len(across)} x and {len(up)} y needs values of shape "
            f"{(len(up), len(across))}, given {heights.shape}"
        )
    look: dict[str, Any] = {"cmap": amounts(theme), "rasterized": True, "shading": "nearest"}
    if kinds is not None:
        look |= {"cmap": _kinds(theme, kinds), "vmin": -0.5, "vmax": kinds - 0.5}
    return ax.pcolormesh(across, up, np.ma.masked_invalid(heights), **(look | options))


def amounts(theme: Theme) -> Colormap:
    """Return the theme's colours for amounts, from little to much."""
    strong = theme.series(1)[0].colour
    return LinearSegmentedColormap.from_list(
        "amounts", [theme.background, strong, theme.ink], N=256
    )


def _kinds(theme: Theme, count: int) -> Colormap:
    # Paler than the lines, which have to be seen on them.
    colours = [style.colour for style in theme.series(count)]
    if len(set(colours)) < count or all(_is_grey(colour) for colour in colours):
        greys = LinearSegmentedColormap.from_list("greys", [theme.background, theme.ink])
        return ListedColormap([greys(share) for share in np.linspace(0.08, 0.62, count)])
    pale = [
        LinearSegmentedColormap.from_list("pale", [theme.background, colour])(0.45)
        for colour in colours
    ]
    return ListedColormap(np.array(pale))


def _is_grey(colour: str) -> bool:
    return len(set(to_rgb(colour))) == 1
