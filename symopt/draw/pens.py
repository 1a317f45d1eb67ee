"""How lines, heads and ends of runs are drawn on films: the same strokes in every picture."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

from symopt.draw.exits import Array
from symopt.draw.palette import Style
from symopt.draw.stage import ink

RGB = tuple[float, float, float]
Place = Sequence[float] | Array  # two numbers, in Manim's units

WIDTH = 0.055  # of a line, in Manim's units: 3 pixels at 480p
HEAD = 0.11  # the radius of the dot at a line's end


def pen(context: Any, style: Style, opacity: float = 1.0) -> None:
    """Choose a style's colour, dash and ends, and the width of lines."""
    ink(context, style.rgb, opacity)
    context.set_line_join(1)  # round
    context.set_line_cap(0 if style.dash else 1)  # butt, round
    context.set_line_width(WIDTH)
    context.set_dash(dashes(style))


def dashes(style: Style) -> list[float]:
    """Return a style's strokes and gaps in Manim's units."""
    return [WIDTH * length for length in style.dash]


def disc(context: Any, at: Place, radius: float) -> None:
    """Begin a path around a disc."""
    context.new_path()
    context.arc(*at, radius, 0, 2 * pi)


def head(context: Any, at: Place, rgb: RGB, paper: RGB, opacity: float = 1.0) -> None:
    """Draw the dot where a run is, with a rim that sets it off from its line."""
    disc(context, at, HEAD)
    ink(context, rgb, opacity)
    context.fill_preserve()
    context.set_line_width(0.025)
    ink(context, paper, opacity)
    context.stroke()


def departure(context: Any, at: Place, heading: float, *, diverged: bool) -> None:
    """Put a cross where a run that diverged left, else an arrowhead along its way."""
    x, y = at
    context.new_path()
    if diverged:
        context.set_line_width(WIDTH)
        for turn in (pi / 4, 3 * pi / 4):
            dx, dy = HEAD * cos(turn), HEAD * sin(turn)
            context.move_to(x - dx, y - dy)
            context.line_to(x + dx, y + dy)
        context.stroke()
        return
    for turn in (0.0, 2.4, -2.4):
        angle = heading + turn
        context.line_to(x + 1.4 * HEAD * cos(angle), y + 1.4 * HEAD * sin(angle))
    context.close_path()
    context.fill()
