"""The frame of a picture in three dimensions: the floor's edges and three axes with ticks."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from symopt.draw.exits import Array
from symopt.draw.heightfield import HeightField
from symopt.draw.heights import Heights
from symopt.draw.labels import number
from symopt.draw.theme import Theme
from symopt.draw.views import View

TICK = 0.02  # in sides of the box
EDGE = 0.07  # the share of an axis at both ends that has no ticks: two axes meet there


def frame(
    ax: Axes,
    field: HeightField,
    view: View,
    theme: Theme,
    *,
    depth: float,
    names: tuple[str, str, str],
) -> None:
    """Draw the edges of the floor, ticks on the two that are nearer, and the vertical axis.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    field : HeightField
    view : View
    theme : Theme
    depth : float
        The floor's height in space.
    names : tuple of str
        Of the three axes.
    """
    half = field.sides / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * half
    outline = np.column_stack([corners, np.full(5, depth)])
    lines = [view.project(outline)]
    for axis in (0, 1):
        lines += _side_axis(ax, field, view, theme, axis, depth, names[axis])
    lines += _vertical_axis(ax, field, view, theme, depth, names[2])
    # Behind the surface, which hides what it stands in front of.
    ax.add_collection(LineCollection(lines, colors=theme.muted, linewidths=0.6, zorder=0.5))


def _side_axis(
    ax: Axes, field: HeightField, view: View, theme: Theme, axis: int, depth: float, name: str
) -> list[Array]:
    """Write the ticks and the name beside the nearer of two edges; return the ticks' lines."""
    across = 1 - axis
    side = 1.0 if view.towards[across] > 0 else -1.0
    outward = np.zeros(3)
    outward[across] = side
    low, high = field.box[axis]
    ticks = _ticks(low, high)
    places = np.zeros((len(ticks) + 1, 3))
    shares = np.append((ticks - low) / (high - low), 0.5)
    places[:, axis] = (shares - 0.5) * field.sides[axis]
    places[:, across] = side * field.sides[across] / 2
    places[:, 2] = depth
    at = view.project(places)
    way = view.project(places[0] + outward) - view.project(places[0])
    way = way / np.linalg.norm(way)
    for place, value in zip(at, ticks, strict=False):
        _write(ax, _text(value), place, 5 * way, theme.ink, size=7, **_beside(way))
    _write(ax, name, at[-1], 24 * way, theme.ink, size=8)
    ends = at[:-1] + TICK * way
    return [np.array(pair) for pair in zip(at[:-1], ends, strict=True)]


def _vertical_axis(
    ax: Axes, field: HeightField, view: View, theme: Theme, depth: float, name: str
) -> list[Array]:
    """Write the heights beside the corner that is furthest left; return the axis's lines."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * field.sides / 2
    left = corners[np.argmin(view.project(np.column_stack([corners, np.zeros(4)]))[:, 0])]
    heights = field.heights
    little = 0.01 * (heights.high - heights.low)  # a minimum between the grid's points
    ticks = _ticks(heights.low - little, heights.high, 0)
    if heights.unit is not None:
        ticks = _round(heights)
    levels = field.rise * heights(ticks)
    at = view.project([[*left, level] for level in levels])
    for place, value in zip(at, ticks, strict=True):
        _write(ax, _text(value), place, np.array([-6.0, 0.0]), theme.ink, size=7, ha="right")
    foot, head = view.project([[*left, depth], [*left, field.rise]])
    look = {"size": 8, "ha": "right", "va": "bottom", "linespacing": 1.0}
    _write(ax, name, head, np.array([4.0, 5.0]), theme.ink, **look)
    return [np.array([foot, head]), *(np.array([p, p - (TICK, 0)]) for p in at)]


def _ticks(low: float, high: float, edge: float = EDGE) -> Array:
    margin = edge * (high - low)
    found = np.asarray(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))
    tiny = 1e-9 * (high - low)
    return found[(found >= low + margin - tiny) & (found <= high - margin + tiny)]


def _round(heights: Heights) -> Array:
    """Return the lowest value and powers of ten that stand apart on a logarithmic scale."""
    span = heights.high - heights.low
    powers = 10.0 ** np.arange(np.floor(np.log10(span)), np.log10(heights.unit or span) - 1, -1)
    chosen = [heights.low]
    for value in [power for power in powers if power > heights.low]:
        others = heights([*chosen, value])
        if np.abs(others[:-1] - others[-1]).min() > 0.12:
            chosen.append(float(value))
    return np.array(chosen)


def _text(value: float) -> str:
    return f"${number(0.0 if value == 0 else value)}$"


def _beside(way: Array) -> dict[str, str]:
    """Return how a text is aligned that stands off in this direction."""
    right, up = way
    across = "left" if right > 0.4 else "right" if right < -0.4 else "center"
    return {"ha": across, "va": "top" if up < -0.7 else "center"}


def _write(ax: Axes, text: str, at: Array, offset: Array, colour: str, **look: Any) -> None:
    options: dict[str, Any] = {"ha": "center", "va": "center", "color": colour, **look}
    right, up = (float(part) for part in offset)
    place = (float(at[0]), float(at[1]))
    ax.annotate(text, place, xytext=(right, up), textcoords="offset points", **options)
