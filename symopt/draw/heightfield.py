"""A surface as a height field in space: where its points stand on a picture, and what hides what.

Plain NumPy, so that figures and films share it. In space the longer side of the surface's box has
the length 1, the box is centred at the origin, and heights are measured from its lowest ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symopt.draw.exits import Array, Box
from symopt.draw.heights import Heights
from symopt.draw.views import View
from symopt.errors import InvalidValue, UnknownName
from symopt.problems import Surface

SCALES = ("linear", "log")
SLACK = 0.004  # a point counts as on the surface where it is so little below: the grid is coarse
LONGEST = 3.0  # a box longer than this by one is squeezed


@dataclass(frozen=True, eq=False)
class HeightField:
    """Values on an even grid over a box, as a sheet in space.

    Attributes
    ----------
    box : pair of pairs of float
    values : array (m, n)
        At m places along the second axis and n along the first; nan where there is no surface.
    heights : Heights
    rise : float
        The sheet's highest point in space.

    Examples
    --------
    >>> field = HeightField(((0, 2), (0, 1)), np.zeros((2, 3)), Heights(0, 1))
    >>> field.place([[2, 1, 1]])
    array([[0.5 , 0.25, 0.6 ]])
    """

    box: Box
    values: Array
    heights: Heights
    rise: float = 0.6

    def __post_init__(self) -> None:
        if min(self.values.shape) < 2:
            raise InvalidValue(f"a height field needs a grid, given {self.values.shape} points")

    @cached_property
    def sides(self) -> Array:
        """Lengths of the box in space."""
        lengths = np.diff(np.array(self.box, dtype=float))[:, 0]
        return np.maximum(lengths / lengths.max(), 1 / LONGEST)

    @cached_property
    def levels(self) -> Array:
        """The grid's heights (m, n) in space."""
        return self.rise * self.heights(self.values)

    def place(self, points: ArrayLike) -> Array:
        """Return points in space; points (..., 2) of the box are put onto the sheet."""
        given = np.asarray(points, dtype=float)
        low, high = np.array(self.box, dtype=float).T
        plan = ((given[..., :2] - low) / (high - low) - 0.5) * self.sides
        if given.shape[-1] == 2:
            return np.concatenate([plan, self.ground(plan)[..., None]], axis=-1)
        return np.concatenate([plan, self.rise * self.heights(given[..., 2:])], axis=-1)

    def ground(self, plan: ArrayLike) -> Array:
        """Return the sheet's height over places (..., 2) in space, nan beside it."""
        return self.between(self.levels, plan)

    def between(self, z: Array, plan: ArrayLike) -> Array:
        """Return numbers over places (..., 2) in space, given (m, n) at the grid's points."""
        rows, columns = z.shape
        share = np.asarray(plan, dtype=float) / self.sides + 0.5
        outside = ~((share >= -1e-9) & (share <= 1 + 1e-9)).all(axis=-1)
        across = np.nan_to_num(share[..., 0].clip(0, 1)) * (columns - 1)
        along = np.nan_to_num(share[..., 1].clip(0, 1)) * (rows - 1)
        i, j = (
            np.minimum(along.astype(int), rows - 2),
            np.minimum(across.astype(int), columns - 2),
        )
        u, v = across - j, along - i
        near = z[i, j] * (1 - u) + z[i, j + 1] * u
        found = near * (1 - v) + (z[i + 1, j] * (1 - u) + z[i + 1, j + 1] * u) * v
        return np.where(outside, np.nan, found)

    def visible(self, space: ArrayLike, view: View) -> NDArray[np.bool_]:
        """Return which points (n, 3) of space the sheet does not hide from the eye.

        A point is hidden where the ray from it to the eye goes through the sheet. All rays go
        forward together, half a cell of the grid at a time, until they are through or out.
        """
        points = np.asarray(space, dtype=float).reshape(-1, 3)
        rays = view.rays(points)
        way, last = self._span(points, rays)
        cell = (self.sides / (np.array(self.levels.shape[::-1]) - 1)).min()
        with np.errstate(divide="ignore"):
            pace = np.minimum(0.5 * cell / np.abs(rays[:, :2]).max(axis=1), (last - way) / 8)
        with np.errstate(invalid="ignore"):
            side = np.where(points[:, 2] < self.ground(points[:, :2]) - SLACK, -1.0, 1.0)
        pace = pace.clip(min=1e-9)
        hidden: NDArray[np.bool_] = ~np.isfinite(points).min(axis=1)
        going = np.flatnonzero(~hidden & (way < last))
        while going.size:
            way[going] += pace[going]
            place = points[going] + way[going, None] * rays[going]
            with np.errstate(invalid="ignore"):
                clear = (place[:, 2] - self.ground(place[:, :2])) * side[going]
                hidden[going] = clear < -SLACK
            going = going[~hidden[going] & (way[going] < last[going])]
        return ~hidden

    def _span(self, points: Array, rays: Array) -> tuple[Array, Array]:
        """From where to where, in multiples of the ray, each ray is in the sheet's box."""
        high = np.array([*self.sides / 2, self.rise + 2 * SLACK])
        low = np.array([*-self.sides / 2, -inf])
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = np.stack([(low - points) / rays, (high - points) / rays])
        # 0/0 is a ray within a side of the box: that side does not end it.
        enter = np.where(np.isnan(ends), -inf, ends).min(axis=0).max(axis=1).clip(min=0)
        leave = np.where(np.isnan(ends), inf, ends).max(axis=0).min(axis=1)
        crosses = enter < leave
        return np.where(crosses, enter, 0), np.where(crosses, leave, 0)

    @cached_property
    def corners(self) -> Array:
        """The grid's points (m, n, 3) in space."""
        rows, columns = self.levels.shape
        width, depth = self.sides
        x, y = np.meshgrid(
            np.linspace(-width / 2, width / 2, columns), np.linspace(-depth / 2, depth / 2, rows)
        )
        return np.stack([x, y, self.levels], axis=-1)

    @cached_property
    def cells(self) -> Array:
        """The corners (k, 4, 3) of the grid's cells, row by row."""
        c = self.corners
        return np.stack([c[:-1, :-1], c[:-1, 1:], c[1:, 1:], c[1:, :-1]], axis=2).reshape(-1, 4, 3)

    def faces(self, view: View) -> Array:
        """Return the corners (k, 4, 3) of the grid's cells, those farther from the eye first.

        A cell hides another only if it is nearer along both axes, so cells in the order of their
        distance on the floor can be painted over each other.
        """
        cells = self.cells[np.isfinite(self.cells).all(axis=(1, 2))]
        middle = cells.mean(axis=1)[:, :2]
        if isfinite(view.distance):
            eye = view.distance * view.towards[:2]
            distance = np.hypot(*(middle - eye).T)
        else:
            distance = -middle @ view.towards[:2]
        return cells[np.argsort(-distance.round(9), kind="stable")]


def height_field(
    surface: Surface,
    *,
    box: Box | None = None,
    points: int = 51,
    scale: str = "linear",
    top: float | None = None,
    rise: float = 0.6,
) -> HeightField:
    """Return a surface in two variables as a height field.

    Parameters
    ----------
    surface : Surface
    box : pair of pairs of float, optional
        The part to show; the surface's own if not given.
    points : int
        Points of the grid along the longer side.
    scale : {"linear", "log"}
        Of the heights; a logarithmic one starts at the lowest value.
    top : float, optional
        Values above it are cut off.
    rise : float
        The height of the sheet, in longer sides of the box.

    Raises
    ------
    InvalidValue
        The surface has not two variables, or no value in the box, or none below `top`.

    Examples
    --------
    >>> from symopt.problems import get
    >>> height_field(get("plateau"), points=21).values.shape
    (13, 21)
    """
    if len(surface.variables) != 2:
        raise InvalidValue(
            f"{surface.name}: a picture in three dimensions needs two variables, it has "
            f"{len(surface.variables)}"
        )
    if scale not in SCALES:
        raise UnknownName("scale", scale, SCALES, where=", ".join(SCALES))
    if points < 3:
        raise InvalidValue(f"points = {points} is no grid: at least 3")
    across, along = surface.box if box is None else box
    lengths = np.array([across[1] - across[0], along[1] - along[0]], dtype=float)
    if not (lengths > 0).all():
        raise InvalidValue(f"the box {(across, along)} has no area")
    shape = np.maximum((points - 1) * lengths / lengths.max(), 2).round().astype(int) + 1
    mesh = np.meshgrid(np.linspace(*across, shape[0]), np.linspace(*along, shape[1]))
    with np.errstate(all="ignore"):
        values = np.asarray(surface.values(*mesh), dtype=float)
    values = np.where(np.isfinite(values), values, np.nan)
    if np.isnan(values).all():
        raise InvalidValue(f"{surface.name} has no finite value in the box {(across, along)}")
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if top is not None and not top > low:
        raise InvalidValue(f"{surface.name}: top = {top:g} is not above the lowest value {low:g}")
    high = high if top is None else min(high, top)
    # A tenth of the ground is in the part where the logarithmic scale is still even.
    unit = max(float(np.nanquantile(values - low, 0.1)), 1e-6 * (high - low), 1e-300)
    return HeightField(
        (across, along), values, Heights(low, high, unit if scale == "log" else None), rise
    )
