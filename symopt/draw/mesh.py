"""A surface in three dimensions, as shapes of an ordinary picture: vector files stay vectors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import contourpy
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from numpy.typing import ArrayLike, NDArray

from symopt.draw.contours import grid
from symopt.draw.exits import Array, Box
from symopt.draw.frames import frame
from symopt.draw.heightfield import HeightField, height_field
from symopt.draw.looks import rc_theme
from symopt.draw.places import here
from symopt.draw.theme import Theme
from symopt.draw.views import View, shades
from symopt.errors import UnknownName
from symopt.problems import Surface

LINES = ("grid", "contours")
SEAM = 0.35  # points: neighbouring faces overlap by this, or the paper would shine through


class SurfaceMesh(PolyCollection):
    """The faces of a drawn surface, those farther from the eye first.

    Attributes
    ----------
    field : HeightField
    view : View
    surface : Surface
    """

    def __init__(self, surface: Surface, field: HeightField, view: View, **options: Any) -> None:
        self.surface, self.field, self.view = surface, field, view
        self.faces = field.faces(view)
        super().__init__(list(view.project(self.faces)), **options)

    def project(self, points: ArrayLike) -> Array:
        """Return where points (n, 3), or points (n, 2) put on the surface, stand in the axes."""
        return self.view.project(self.field.place(points))

    def visible(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Return which of the points (n, 3), or (n, 2) on the surface, it does not hide."""
        return self.field.visible(self.field.place(points), self.view)


def surface3d(
    surface: Surface,
    *,
    ax: Axes | None = None,
    theme: Theme | None = None,
    azimuth: float = -60.0,
    elevation: float = 30.0,
    distance: float = np.inf,
    points: int = 51,
    box: Box | None = None,
    scale: str = "linear",
    top: float | None = None,
    rise: float = 0.6,
    floor: bool = True,
    lines: str = "grid",
    levels: tuple[float, ...] | None = None,
    label: str | None = None,
) -> SurfaceMesh:
    """Draw a surface in three dimensions, with its axes, and its contours on the floor below.

    Parameters
    ----------
    surface : Surface
        In two variables.
    ax : matplotlib.axes.Axes, optional
        An ordinary one; its own axes and ticks are switched off.
    theme : Theme, optional
        matplotlib's current settings if not given.
    azimuth, elevation : float
        Where the eye stands, in degrees from the first axis and above the floor.
    distance : float
        Of the eye, in sides of the box; the rays are parallel if not given.
    points : int
        Points of the grid along the longer side.
    box : pair of pairs of float, optional
        The part to draw; the surface's own if not given.
    scale : {"linear", "log"}
        Of the heights. A logarithmic one starts at the lowest value, and the axis says so.
    top : float, optional
        Values above it are drawn at this height, and the axis says so.
    rise : float
        The height of the surface, in longer sides of the box.
    floor : bool
        Whether to draw the contours on the floor.
    lines : {"grid", "contours"}
        Which lines to draw on the surface itself.
    levels : tuple of float, optional
        Heights of the contours; the surface's own if not given.
    label : str, optional
        Of the vertical axis; "loss" if not given.

    Returns
    -------
    SurfaceMesh
        The faces, which know where points of the surface stand (`SurfaceMesh.project`) and which
        are hidden (`SurfaceMesh.visible`). `paths3d` draws on it.

    Raises
    ------
    InvalidValue
        The surface has not two variables, or no value in the box.

    Examples
    --------
    >>> import symopt
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> ground = surface3d(symopt.problems.get("saddle"), ax=ax, points=21)
    >>> ground.visible([[0, 0]])
    array([ True])
    """
    if lines not in LINES:
        raise UnknownName("kind of lines", lines, LINES, where=", ".join(LINES))
    ax, theme = here(ax), theme or rc_theme()
    view = View(azimuth, elevation, distance)
    field = height_field(surface, box=box, points=points, scale=scale, top=top, rise=rise)
    colours = relief_colours(theme)(shades(field.faces(view), view))
    mesh = SurfaceMesh(
        surface, field, view, facecolors=colours, edgecolors=colours, linewidths=SEAM, zorder=1
    )
    mesh.set_joinstyle("bevel")
    ax.add_collection(mesh)
    depth = -0.3 if floor else -0.04
    contours = contour_lines(surface, field, surface.levels if levels is None else levels)
    if floor:
        flat = [view.project(line * [1, 1, 0] + [0, 0, depth]) for line in contours]
        ax.add_collection(LineCollection(flat, colors=theme.faint, linewidths=0.5, zorder=0))
    drawn = _seen(
        mesh, grid_lines(field, 12) if lines == "grid" else [*contours, *grid_lines(field, 1)]
    )
    ax.add_collection(LineCollection(drawn, colors=theme.faint, linewidths=0.35, zorder=1.5))
    x, y = surface.variables
    names = (f"${x}$", f"${y}$", label or _height(theme, field, top))
    frame(ax, field, view, theme, depth=depth, names=names)
    ax.set(xticks=[], yticks=[])
    ax.set_axis_off()
    ax.set_aspect("equal")
    return mesh


def pieces(points: Array, keep: NDArray[np.bool_]) -> list[Array]:
    """Return the parts of a line through points (n, 2) where all points are to be kept."""
    cuts = np.flatnonzero(np.diff(keep.astype(int))) + 1
    parts = zip(np.split(points, cuts), np.split(keep, cuts), strict=True)
    return [part for part, kept in parts if kept[0] and len(part) > 1]


def relief_colours(theme: Theme) -> LinearSegmentedColormap:
    """Return a surface's colours from shade to light: the theme's ground, and a little beyond."""
    low, high = theme.ground
    dark = min((to_rgb(theme.faint), to_rgb(theme.background)), key=sum)
    shade = 0.7 * np.array(to_rgb(low)) + 0.3 * np.array(dark)
    return LinearSegmentedColormap.from_list("relief", [(0, tuple(shade)), (0.5, low), (1, high)])


def grid_lines(field: HeightField, count: int) -> list[Array]:
    """Return lines (n, 3) on the surface along both sides of its box, its edges among them."""
    rows, columns = (_spread(size, max(field.values.shape), count) for size in field.values.shape)
    return [*field.corners[rows], *field.corners[:, columns].swapaxes(0, 1)]


def _spread(size: int, longest: int, count: int) -> NDArray[np.int_]:
    lines = max(1, round(count * (size - 1) / (longest - 1)))
    return np.unique(np.linspace(0, size - 1, lines + 1).round().astype(int))


def contour_lines(surface: Surface, field: HeightField, levels: Iterable[float]) -> list[Array]:
    """Return the contour lines (n, 3) on the surface."""
    # Finer than the mesh: a narrow valley would fall to pieces.
    generator: Any = contourpy.contour_generator(*grid(surface, field.box, 181))
    lines = (line for level in sorted(set(levels)) for line in generator.lines(level))
    return [field.place(line) for line in lines]


def _seen(mesh: SurfaceMesh, lines: list[Array]) -> list[Array]:
    """Return what is seen of lines in space, as they stand on the picture."""
    if not lines:
        return []
    ends = np.cumsum([len(line) for line in lines])[:-1]
    seen = np.split(mesh.field.visible(np.concatenate(lines), mesh.view), ends)
    placed = (mesh.view.project(line) for line in lines)
    return [part for line, keep in zip(placed, seen, strict=True) for part in pieces(line, keep)]


def _height(theme: Theme, field: HeightField, top: float | None) -> str:
    """Return what the vertical axis is called, and what was done to it."""
    name = theme.say("loss", "损失")
    notes = []
    if field.heights.unit is not None:
        notes.append(theme.say("logarithmic", "对数刻度"))
    if top is not None and np.nanmax(field.values) > top:
        notes.append(theme.say(f"cut off at {top:g}", f"{top:g} 以上截去"))
    if not notes:
        return name
    return name + theme.say(f"\n({', '.join(notes)})", f"\n（{'，'.join(notes)}）")
