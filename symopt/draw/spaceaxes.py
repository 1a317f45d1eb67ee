"""The floor under a height field and its axes, in a film: they turn with the camera."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from symopt.draw.exits import Array
from symopt.draw.sights import CORNERS, DEPTH, Sight
from symopt.draw.stage import ink
from symopt.draw.theme import Theme
from symopt.draw.typeset import Outline, typeset
from symopt.formula import Name

NUMBER, LETTER = 0.2, 0.27  # sizes, in Manim's units
OFF, FAR_OFF = 0.24, 0.55  # units from the axis to the middle of a number and of a letter


@dataclass(frozen=True)
class _Text:
    """A text beside an edge of the floor."""

    outline: Outline
    place: Array
    outward: Array
    off: float
    colour: str


class SpaceAxes:
    """The floor's edges, numbers and letters along the two that are nearer, and the height.

    Numbers fade out as their edge turns away from the eye, while those of the opposite edge
    fade in; so does the upright axis, which stands at the corner farthest to the left.

    Parameters
    ----------
    sight : Sight
    names : pair of str
        Of the two variables.
    height : str
        What the vertical axis shows, as Typst markup.
    theme : Theme
    """

    def __init__(self, sight: Sight, names: tuple[str, ...], height: str, theme: Theme):
        self.sight, self.theme = sight, theme
        self.edges = [
            (axis, side, self._along(axis, side, names[axis]))
            for axis in (0, 1)
            for side in (-1.0, 1.0)
        ]
        half = sight.field.sides / 2
        ends = (DEPTH, sight.field.rise)
        self.posts = np.array([[(x * half[0], y * half[1], z) for z in ends] for x, y in CORNERS])
        self.height = Outline(typeset(height, size=LETTER, colour="#000000").move_to(np.zeros(3)))
        self._said = (names, height)

    def _along(self, axis: int, side: float, name: str) -> list[_Text]:
        """Return numbers and the letter along an edge of the floor."""
        sides, (low, high) = self.sight.field.sides, self.sight.field.box[axis]
        ticks = np.asarray(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))
        margin = 0.07 * (high - low)  # two axes meet at the ends
        ticks = ticks[(ticks > low + margin) & (ticks < high - margin)]
        outward = np.zeros(3)
        outward[1 - axis] = side
        found: list[_Text] = []
        for share, text in [
            *(((tick - low) / (high - low), f"{tick:g}".replace("-", "−")) for tick in ticks),
            (0.5, ""),
        ]:
            place = np.array([0.0, 0.0, DEPTH])
            place[axis], place[1 - axis] = (share - 0.5) * sides[axis], side * sides[1 - axis] / 2
            size, colour, off = NUMBER, self.theme.muted, OFF
            if not text:
                text, size, colour, off = f"${Name(name).typst()}$", LETTER, self.theme.ink, FAR_OFF
            outline = Outline(typeset(text, size=size, colour="#000000").move_to(np.zeros(3)))
            found.append(_Text(outline, place, outward, off, colour))
        return found

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        look = (self.theme.ink, self.theme.muted, self._said)
        return hashlib.sha256(repr((self.sight, look)).encode()).hexdigest()

    def facing(self, axis: int, side: float, time: float) -> float:
        """Return how strong the numbers of an edge are, 0 to 1."""
        towards = self.sight.orbit.view(time).towards
        return _rise(side * towards[1 - axis] / np.hypot(*towards[:2]), 0.05, 0.2)

    def standing(self, time: float) -> list[float]:
        """Return how strong the upright axis at each of the four corners is, 0 to 1."""
        right = self.sight.orbit.view(time).project(self.posts[:, 0])[:, 0]
        gaps = (np.delete(right, i).min() - right[i] for i in range(len(right)))
        return [_rise(float(gap), 0.01, 0.09) for gap in gaps]

    def draw(self, context: Any, time: float) -> None:
        """Draw the lines and the texts as they stand at that time."""
        context.set_line_width(0.016)
        ink(context, to_rgb(self.theme.muted))
        context.new_path()
        for x, y in self.sight.place(self.sight.floor(), time):
            context.line_to(x, y)
        context.close_path()
        context.stroke()
        for post, strength in zip(self.posts, self.standing(time), strict=True):
            if strength > 0:
                foot, head = self.sight.place(post, time)
                ink(context, to_rgb(self.theme.muted), strength)
                context.move_to(*foot)
                context.line_to(*head)
                context.stroke()
                x, y = (foot + head) / 2 - (self.height.width / 2 + 0.12, 0.0)
                ink(context, to_rgb(self.theme.ink), strength)
                self.height.trace(context, x, y)
                context.fill()
        for axis, side, texts in self.edges:
            if (strength := self.facing(axis, side, time)) > 0:
                for text in texts:
                    self._write(context, text, time, strength)

    def _write(self, context: Any, text: _Text, time: float, strength: float) -> None:
        at, beyond = self.sight.place([text.place, text.place + text.outward], time)
        x, y = at + text.off * (beyond - at) / np.hypot(*(beyond - at))
        ink(context, to_rgb(text.colour), strength)
        context.new_path()
        text.outline.trace(context, x, y)
        context.fill()


def _rise(value: float, low: float, high: float) -> float:
    return float(min(max((value - low) / (high - low), 0.0), 1.0))
