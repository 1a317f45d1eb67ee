"""A surface seen from above, as the still background of a film's frames."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cairo
import contourpy
import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike, NDArray

from symopt.draw.contours import grid, ground
from symopt.draw.exits import Box
from symopt.draw.theme import Theme
from symopt.problems import LinearRegression, Surface

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Viewport:
    """Where on the frame a box of a surface is shown.

    Attributes
    ----------
    box : pair of pairs of float
        The part of the surface.
    centre : tuple of float
        Of the picture, in Manim's units.
    width, height : float
    """

    box: Box
    centre: tuple[float, float]
    width: float
    height: float

    @classmethod
    def fit(cls, box: Box, left: float, right: float, low: float, high: float) -> Viewport:
        """Return the largest view of the box inside the given edges, upper left.

        Both axes have one scale, so that steps stand at right angles to the contours; only a
        box longer than three to one is squeezed.
        """
        (x0, x1), (y0, y1) = box
        ratio = min(max((x1 - x0) / (y1 - y0), 1 / 3), 3.0)
        width = min(right - left, (high - low) * ratio)
        height = width / ratio
        return cls(box, (left + width / 2, high - height / 2), width, height)

    @property
    def left(self) -> float:
        """The left edge."""
        return self.centre[0] - self.width / 2

    @property
    def low(self) -> float:
        """The lower edge."""
        return self.centre[1] - self.height / 2

    def place(self, points: ArrayLike) -> Array:
        """Return where points of the surface stand on the frame."""
        (x0, x1), (y0, y1) = self.box
        share = (np.asarray(points, dtype=float) - (x0, y0)) / (x1 - x0, y1 - y0)
        return share * (self.width, self.height) + (self.left, self.low)


def background(
    surface: Surface | LinearRegression,
    view: Viewport,
    theme: Theme,
    *,
    pixels: tuple[int, int],
    frame: tuple[float, float],
) -> NDArray[np.uint8]:
    """Return a frame's pixels (rows, columns, RGBA) with the surface's contours in the viewport.

    Parameters
    ----------
    surface : Surface or LinearRegression
    view : Viewport
    theme : Theme
    pixels, frame : tuple
        Width and height of the frame, in pixels and in Manim's units.
    """
    width, height = pixels
    # Twice as fine, then averaged: the edges of the bands come out smooth.
    image = cairo.ImageSurface(cairo.FORMAT_RGB24, 2 * width, 2 * height)
    context = cairo.Context(image)
    context.set_source_rgb(*to_rgb(theme.background))
    context.paint()
    context.translate(width, height)
    context.scale(2 * width / frame[0], -2 * height / frame[1])
    x, y, values = grid(surface, view.box, 321)
    levels = np.unique(np.asarray(surface.levels, dtype=float))
    colours = ground(theme, len(levels) + 1)(np.linspace(0, 1, len(levels) + 1))
    generator: Any = contourpy.contour_generator(x, y, values, fill_type="OuterOffset")
    edges = np.clip([-np.inf, *levels, np.inf], -1e300, 1e300)
    context.set_antialias(cairo.ANTIALIAS_NONE)  # neighbouring bands must not show the paper
    for low, high, colour in zip(edges[:-1], edges[1:], colours, strict=True):
        context.set_source_rgb(*colour[:3])
        for polygon, offsets in zip(*generator.filled(low, high), strict=True):
            placed = view.place(polygon)
            for first, last in pairwise(offsets):
                _polyline(context, placed[first:last])
                context.close_path()
            context.fill()
    outlines: Any = contourpy.contour_generator(x, y, values)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    context.set_line_width(0.016)
    context.set_source_rgb(*to_rgb(theme.faint))
    for level in levels:
        for line in outlines.lines(level):
            _polyline(context, view.place(line))
            context.stroke()
    context.set_source_rgb(*to_rgb(theme.muted))
    context.rectangle(view.left, view.low, view.width, view.height)
    context.stroke()
    image.flush()
    fine = np.ndarray((2 * height, 2 * width, 4), np.uint8, buffer=image.get_data())
    small = fine.reshape(height, 2, width, 2, 4).mean(axis=(1, 3)).round().astype(np.uint8)
    return np.dstack([small[..., 2::-1], np.full((height, width), 255, np.uint8)])


def _polyline(context: Any, points: Array) -> None:
    context.move_to(*points[0])
    for point in points[1:]:
        context.line_to(*point)
