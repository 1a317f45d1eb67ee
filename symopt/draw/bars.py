"""Bars whose lengths follow numbers that change with time: the state of a rule at work."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Line, VGroup
from matplotlib.colors import to_rgb

from symopt.draw.exits import Array
from symopt.draw.stage import ink
from symopt.draw.theme import Theme
from symopt.draw.typeset import number, typeset
from symopt.draw.words import put


@dataclass(frozen=True, eq=False)
class Bar:
    """A horizontal bar from its zero to a number that changes with time.

    Attributes
    ----------
    times : array (k,)
        Increasing.
    values : array (k,)
        The number at each time; it goes straight from one to the next.
    zero : tuple of float
        Where 0 is on the frame, in the middle of the bar's height.
    unit : float
        How long 1 is, in Manim's units.
    colour : str
    thickness : float
    """

    times: Array
    values: Array
    zero: tuple[float, float]
    unit: float
    colour: str
    thickness: float = 0.2

    def at(self, time: float) -> float:
        """Return the number at a time."""
        return float(np.interp(time, self.times, self.values))


class Bars:
    """Bars beside or below each other.

    Parameters
    ----------
    bars : sequence of Bar
    """

    def __init__(self, bars: Sequence[Bar]):
        self.bars = tuple(bars)

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256()
        for bar in self.bars:
            digest.update(bar.times.tobytes() + bar.values.tobytes())
            digest.update(repr((bar.zero, bar.unit, bar.colour, bar.thickness)).encode())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw every bar as long as its number is at that time."""
        for bar in self.bars:
            x, y = bar.zero
            ink(context, to_rgb(bar.colour))
            context.new_path()
            context.rectangle(x, y - bar.thickness / 2, bar.at(time) * bar.unit, bar.thickness)
            context.fill()


def ruler(zero: tuple[float, float], reach: float, most: float, theme: Theme) -> VGroup:
    """Return the line that bars start from, and a mark where they are as long as `most`."""
    group = VGroup()
    x, y = zero
    for at, half in ((x, 0.36), (x + reach, 0.08)):
        ends = np.array([[at, y - half, 0.0], [at, y + half, 0.0]])
        group.add(Line(*ends, stroke_width=1.5, color=theme.muted))
    scale = typeset(number(most), size=0.2, colour=theme.muted)
    return group.add(put(scale, left=x + reach + 0.1, y=y))
