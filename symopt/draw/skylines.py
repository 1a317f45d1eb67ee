"""What a height field hides, for all places at once: fast enough for each frame of a film.

`HeightField.visible` goes along the ray of each point. Here one sweep over the grid, away from the
eye, finds how low the eye sees at every place; a point is hidden where it stands lower.
"""

from __future__ import annotations

from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symopt.draw.exits import Array
from symopt.draw.heightfield import SLACK, HeightField
from symopt.draw.views import View
from symopt.errors import InvalidValue


def skyline(field: HeightField, view: View) -> Array:
    """Return over each point of the grid (m, n) the lowest height that the eye sees.

    Raises
    ------
    InvalidValue
        The eye stands at a finite distance: only parallel rays can be swept together.

    Examples
    --------
    >>> from symopt.draw.heightfield import height_field
    >>> from symopt.problems import get
    >>> field = height_field(get("bowl"), points=21)
    >>> skyline(field, View()).shape
    (21, 21)
    """
    if isfinite(view.distance):
        raise InvalidValue(f"distance = {view.distance}: a skyline needs parallel rays")
    levels = np.nan_to_num(field.levels, nan=-1.0)
    cells = field.sides / (np.array(levels.shape[::-1]) - 1)
    across, along = view.towards[:2] / cells
    turned = abs(across) > abs(along)
    if turned:
        levels, across, along = levels.T, along, across
    if abs(along) < 1e-9:  # the eye is right above
        return field.levels - 1.0
    if along < 0:
        levels = levels[::-1]
    # To the next row it is one cell along, `shift` cells across, and `climb` up.
    shift, climb = across / abs(along), view.towards[2] / abs(along)
    places = np.arange(levels.shape[1], dtype=float)
    beyond = (places + shift < 0) | (places + shift > places[-1])
    found = levels - climb
    for row in range(len(levels) - 2, -1, -1):
        top = np.maximum(levels[row + 1], found[row + 1])
        met = np.interp(places + shift, places, top) - climb
        found[row] = np.where(beyond, found[row], met)
    found = found[::-1] if along < 0 else found
    return found.T if turned else found


def above(field: HeightField, space: ArrayLike, lowest: Array) -> NDArray[np.bool_]:
    """Return which points (n, 3) on the sheet, or over it, stand above its skyline."""
    points = np.asarray(space, dtype=float).reshape(-1, 3)
    with np.errstate(invalid="ignore"):
        return points[:, 2] >= field.between(lowest, points[:, :2]) - SLACK
