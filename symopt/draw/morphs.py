"""Lines that change their shape with time, and pictures whose time runs unevenly."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from symopt.draw.exits import Array
from symopt.draw.palette import Style
from symopt.draw.pens import pen
from symopt.draw.stage import Picture


@dataclass(frozen=True, eq=False)
class Morph:
    """A line whose corners go straight from each of its shapes to the next.

    Attributes
    ----------
    times : array (k,)
        When it has which shape, increasing; before and after it has the first and the last.
    shapes : array (k, n, 2)
        Corners on the frame, in Manim's units.
    style : Style
    closed : bool
        Whether the last corner is joined to the first.
    """

    times: Array
    shapes: Array
    style: Style
    closed: bool = False

    def at(self, time: float) -> Array:
        """Return the corners at a time."""
        where = float(np.interp(time, self.times, np.arange(len(self.times))))
        before = min(int(where), len(self.shapes) - 2)
        share = where - before
        return (1 - share) * self.shapes[before] + share * self.shapes[before + 1]

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(self.times.tobytes() + self.shapes.tobytes())
        digest.update(repr((self.style, self.closed)).encode())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw the line as it is at that time."""
        pen(context, self.style)
        context.new_path()
        for corner in self.at(time):
            context.line_to(*corner)
        if self.closed:
            context.close_path()
        context.stroke()
        context.set_dash([])


class Paced:
    """A picture whose own time is read off a table.

    Parameters
    ----------
    picture : Picture
    times : array (k,)
        Times of the film, increasing.
    own : array (k,)
        The picture's time at each; straight in between.
    """

    def __init__(self, picture: Picture, times: Array, own: Array):
        self.picture, self.times, self.own = picture, times, own

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(self.times.tobytes() + self.own.tobytes())
        digest.update(self.picture.token.encode())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw the picture at its own time."""
        self.picture.draw(context, float(np.interp(time, self.times, self.own)))
