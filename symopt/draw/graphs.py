"""Curves that grow with time on a film: what a line chart shows at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import numpy as np
from manim import Line, VGroup
from matplotlib.colors import to_rgb
from matplotlib.ticker import LogLocator, MaxNLocator
from numpy.typing import ArrayLike

from symopt.draw.exits import Array, Box
from symopt.draw.palette import Style
from symopt.draw.pens import HEAD, disc, pen
from symopt.draw.stage import ink
from symopt.draw.theme import Theme
from symopt.draw.typeset import typeset
from symopt.draw.words import put


@dataclass(frozen=True)
class Chart:
    """Where on the frame numbers are shown.

    Attributes
    ----------
    box : pair of pairs of float
        The numbers at the ends of both axes.
    left, right, low, high : float
        The edges, in Manim's units.
    log : bool
        Whether the upright axis is logarithmic.
    """

    box: Box
    left: float
    right: float
    low: float
    high: float
    log: bool = False

    def place(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return where points stand on the frame, as an array (n, 2)."""
        (x0, x1), (y0, y1) = self.box
        up = np.asarray(y, dtype=float)
        if self.log:
            with np.errstate(divide="ignore", invalid="ignore"):
                up = np.log10(up)
            y0, y1 = log10(y0), log10(y1)
        across = (np.asarray(x, dtype=float) - x0) / (x1 - x0)
        places = (
            self.left + across * (self.right - self.left),
            self.low + (up - y0) / (y1 - y0) * (self.high - self.low),
        )
        return np.stack(np.broadcast_arrays(*places), axis=-1)

    def axes(self, theme: Theme, *, across: str = "", upright: str = "") -> VGroup:
        """Return the axes with their numbers, and what they show as Typst markup."""
        group = VGroup()
        corner = np.array([self.left, self.low, 0.0])
        for end in ([self.right, self.low, 0.0], [self.left, self.high, 0.0]):
            group.add(Line(corner, np.array(end), stroke_width=1.5, color=theme.muted))
        for axis, (low, high) in enumerate(self.box):
            log = axis == 1 and self.log
            locator = LogLocator(numticks=5) if log else MaxNLocator(5, steps=[1, 2, 5, 10])
            for value in locator.tick_values(low, high):
                if not low * (1 - 1e-9) <= value <= high * (1 + 1e-9) and value != low:
                    continue
                at = [value, self.box[1][0]] if axis == 0 else [self.box[0][0], value]
                x, y = self.place(*at)
                out = np.array([0, -0.07, 0] if axis == 0 else [-0.07, 0, 0])
                foot = np.array([x, y, 0.0])
                group.add(Line(foot, foot + out, stroke_width=1.5, color=theme.muted))
                text = f"$10^({round(log10(value))})$" if log else f"{value:g}".replace("-", "−")
                number = typeset(text, size=0.22, colour=theme.muted)
                side = {"x": x, "top": y - 0.13} if axis == 0 else {"right": x - 0.13, "y": y}
                group.add(put(number, **side))
        if across:
            name = typeset(across, size=0.26, colour=theme.ink)
            group.add(put(name, right=self.right, top=self.low - 0.42))
        if upright:
            name = typeset(upright, size=0.26, colour=theme.ink)
            group.add(put(name, left=self.left - 0.3, bottom=self.high + 0.2))
        return group


@dataclass(frozen=True)
class Growing:
    """A line through points that are reached one after the other.

    Attributes
    ----------
    times : array (n,)
        When each point is reached.
    places : array (n, 2)
        On the frame; a line has a gap where a place is not finite.
    style : Style
    head : bool
        Whether a dot marks its end.
    """

    times: Array
    places: Array
    style: Style
    head: bool = True

    def upto(self, time: float) -> Array:
        """Return the places reached by then, and where the line is now."""
        reached = int(np.searchsorted(self.times, time, side="right"))
        if reached == 0:
            return self.places[:0]
        now = [np.interp(time, self.times, side) for side in self.places.T]
        return np.vstack([self.places[:reached], now])


@dataclass(frozen=True)
class Dots:
    """Points that appear one after the other.

    Attributes
    ----------
    times, places
        As of `Growing`.
    colour : str
    radius : float
    """

    times: Array
    places: Array
    colour: str
    radius: float = 0.03


@dataclass(frozen=True)
class Sliding:
    """A shape that stands on the chart's lower edge and moves along it with time.

    Attributes
    ----------
    times, places
        When its right end is where.
    shape : array (n, 2)
        Its outline from that end, in Manim's units: how far to the left, and how high.
    colour : str
    """

    times: Array
    places: Array
    shape: Array
    colour: str


class Graph:
    """Lines, points and shapes in a chart, as far as they have come at a time.

    Parameters
    ----------
    chart : Chart
    parts : sequence of Growing, Dots and Sliding
        The first is at the bottom.
    """

    def __init__(self, chart: Chart, parts: Sequence[Growing | Dots | Sliding]):
        self.chart, self.parts = chart, tuple(parts)

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(repr(self.chart).encode())
        for part in self.parts:
            digest.update(part.times.tobytes() + part.places.tobytes())
            digest.update(repr(part.style if isinstance(part, Growing) else part.colour).encode())
            if isinstance(part, Sliding):
                digest.update(part.shape.tobytes())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw what is there by then; nothing is drawn outside the chart."""
        chart = self.chart
        context.save()
        margin = HEAD  # a dot on the edge is whole
        context.rectangle(
            chart.left - margin,
            chart.low - margin,
            chart.right - chart.left + 2 * margin,
            chart.high - chart.low + 2 * margin,
        )
        context.clip()
        for part in self.parts:
            if isinstance(part, Growing):
                self._line(context, part, time)
            elif isinstance(part, Dots):
                self._points(context, part, time)
            else:
                self._shape(context, part, time)
        context.restore()

    def _line(self, context: Any, line: Growing, time: float) -> None:
        path = line.upto(time)
        if not len(path):
            return
        pen(context, line.style)
        context.new_path()
        broken = True
        for x, y in path:
            if not (np.isfinite(x) and np.isfinite(y)):
                broken = True
            elif broken:
                context.move_to(x, y)
                broken = False
            else:
                context.line_to(x, y)
        context.stroke()
        context.set_dash([])
        if line.head and np.isfinite(path[-1]).all():
            disc(context, path[-1], HEAD)
            context.fill()

    def _shape(self, context: Any, part: Sliding, time: float) -> None:
        if time < part.times[0]:
            return
        end = float(np.interp(time, part.times, part.places[:, 0]))
        context.save()
        context.rectangle(
            self.chart.left, self.chart.low, end - self.chart.left, self.chart.high - self.chart.low
        )
        context.clip()
        ink(context, to_rgb(part.colour), 0.35)
        context.new_path()
        for back, height in part.shape:
            context.line_to(end - back, self.chart.low + height)
        context.close_path()
        context.fill()
        context.restore()

    def _points(self, context: Any, dots: Dots, time: float) -> None:
        ink(context, to_rgb(dots.colour))
        for x, y in dots.places[: int(np.searchsorted(dots.times, time, side="right"))]:
            disc(context, (x, y), dots.radius)
            context.fill()
