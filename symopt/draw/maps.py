"""Sweeps over two quantities, as a plane."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from numpy.typing import ArrayLike

from symopt.draw import recipes
from symopt.draw.fields import field
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.formula import Name
from symopt.sweeping import Sweep


def sweep_map(
    sweep: Sweep,
    values: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    kinds: int | None = None,
    **options: Any,
) -> QuadMesh:
    """Colour the plane of a sweep's two axes, the first across, by a value of each member.

    Parameters
    ----------
    sweep : Sweep
        With two axes.
    values : array_like, optional
        One for each member; the losses if not given.
    ax : matplotlib.axes.Axes, optional
        The current ones if not given.
    theme : Theme, optional
        matplotlib's current settings if not given.
    kinds : int, optional
        How many kinds there are, if values are kinds from 0 and not amounts.
    **options
        Passed on to ``ax.pcolormesh``.

    Raises
    ------
    InvalidValue
        The sweep has not two axes, or the values do not fit.

    Examples
    --------
    >>> import symopt
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> tried = symopt.sweep("gd", "bowl", starts=9, alpha=0.1, steps=5)
    >>> sweep_map(tried, ax=ax).get_array().shape
    (9, 9)
    """
    if len(sweep.axes) != 2:
        raise InvalidValue(f"a map needs a sweep over two axes, it has {len(sweep.axes)}")
    ax = here(ax)
    (across, x), (up, y) = sweep.axes.items()
    shown = sweep.losses if values is None else values
    mesh = field(x, y, np.transpose(shown), ax=ax, theme=theme, kinds=kinds, **options)
    ax.set_xlabel(f"${Name(across).mathtext()}$")
    ax.set_ylabel(f"${Name(up).mathtext()}$", rotation=0)
    recipes.add_sweep(ax, sweep)
    return mesh
