"""A height field as a shaded picture in a film, painted anew for each turn of the camera."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import ceil, floor
from typing import Any

import cairo
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform
from numpy.typing import NDArray

from symopt.draw.exits import Array
from symopt.draw.mesh import relief_colours
from symopt.draw.sights import Sight
from symopt.draw.theme import Theme
from symopt.draw.views import View, brightness

LINE = 0.014  # units: the width of the lines on the sheet


class Relief:
    """The sheet with its shades, and lines on it.

    The rows and columns of a height field are in painter's order, so one call to matplotlib's
    Agg paints it from far to near, its colours blended between the grid's points.

    Parameters
    ----------
    sight : Sight
    theme : Theme
    lines : sequence of array (n, 3)
        On the sheet, in space; what it hides is not drawn.
    """

    def __init__(self, sight: Sight, theme: Theme, lines: Sequence[Array] = ()):
        self.sight, self.theme = sight, theme
        gap = np.full((1, 3), np.nan)
        self.lines = np.concatenate([part for line in lines for part in (line, gap)] or [gap])
        self._normals = _normals(sight.field.corners)
        self._ramp = relief_colours(theme)
        self._painted: tuple[Any, NDArray[np.uint8]] | None = None

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        look = (self.theme.background, self.theme.ground, self.theme.faint)
        digest = hashlib.sha256(repr((self.sight, look)).encode())
        digest.update(self.lines.tobytes())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw the sheet as it is seen at that time."""
        matrix = context.get_matrix()
        left, right, low, high = self.sight.edges
        # As many pixels as the frame has there, and no edge of a pixel between two of them.
        x0, y0 = matrix.transform_point(left, high)
        x1, y1 = matrix.transform_point(right, low)
        corner = floor(x0) - 1, floor(y0) - 1
        size = ceil(x1) + 1 - corner[0], ceil(y1) + 1 - corner[1]
        view = self.sight.orbit.view(time)
        key = (view, corner, size, tuple(matrix))
        if self._painted is None or self._painted[0] != key:
            self._painted = (key, self._paint(view, time, matrix, corner, size))
        image = cairo.ImageSurface.create_for_data(
            self._painted[1].data, cairo.FORMAT_ARGB32, *size
        )
        context.save()
        context.identity_matrix()
        context.set_source_surface(image, *corner)
        context.paint()
        context.restore()

    def _paint(
        self, view: View, time: float, matrix: Any, corner: tuple[int, int], size: tuple[int, int]
    ) -> NDArray[np.uint8]:
        """Return pixels (rows, columns, 4), their colours multiplied by their opacity."""
        renderer = RendererAgg(*size, 72)
        pixels = np.asarray(renderer.buffer_rgba())
        pixels[:] = 0

        def place(space: Array) -> Array:
            at = self.sight.place(space, time)
            # Agg counts rows from below.
            across = at[..., 0] * matrix.xx + matrix.x0 - corner[0]
            down = at[..., 1] * matrix.yy + matrix.y0 - corner[1]
            return np.stack([across, size[1] - down], axis=-1)

        bright = brightness(self._normals, view)
        bright[self._normals @ view.towards < 0] = 0.0
        bright[np.isnan(bright)] = 0.5  # at a hole in the sheet, which has no slope there
        triangles, colours = _triangles(
            place(self.sight.field.corners), self._ramp(bright)[..., :3], view
        )
        context = renderer.new_gc()
        renderer.draw_gouraud_triangles(context, triangles, colours, IdentityTransform())
        seen = self.sight.seen(self.lines, time)
        context.set_foreground((*to_rgb(self.theme.faint), 1.0), isRGBA=True)
        context.set_linewidth(LINE * abs(matrix.xx))
        path = Path(np.where(seen[:, None], place(self.lines), np.nan))
        renderer.draw_path(context, path, IdentityTransform(), None)
        flat = pixels.reshape(-1, 4)
        edge = np.flatnonzero(flat[:, 3] + np.uint8(1) > 1)  # neither empty nor full: 255 + 1 is 0
        part = flat[edge].astype(np.uint16)
        part[:, :3] = part[:, :3] * part[:, 3:] // 255
        flat[edge] = part
        return pixels


def _normals(corners: Array) -> Array:
    """Return the sheet's unit normals (m, n, 3) at the grid's points."""
    height = corners[..., 2]
    along, across = np.gradient(height, corners[:, 0, 1], corners[0, :, 0])
    normals = np.stack([-across, -along, np.ones_like(height)], axis=-1)
    return normals / np.linalg.norm(normals, axis=-1, keepdims=True)


def _triangles(at: Array, colours: Array, view: View) -> tuple[Array, Array]:
    """Return two triangles (k, 3, 2) for each cell and their corners' colours, far ones first."""
    points = np.concatenate([at, colours, np.ones_like(at[..., :1])], axis=-1)
    # A cell hides another only if it is nearer along both axes.
    if view.towards[1] < 0:
        points = points[::-1]
    if view.towards[0] < 0:
        points = points[:, ::-1]
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    both = np.stack([a, b, c, a, c, d], axis=2).reshape(-1, 3, 6)
    both = both[np.isfinite(both).all(axis=(1, 2))]
    return both[..., :2], both[..., 2:]
