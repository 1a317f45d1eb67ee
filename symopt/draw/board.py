"""The words of a race that change with time: the step counter, and who has arrived."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np

from symopt.draw.stage import ink
from symopt.draw.typeset import Outline, typeset

BLACK = "#000000"


class Counter:
    """A whole number that follows the time.

    Its digits are outlined once: setting a text anew in each frame is what makes films slow.

    Parameters
    ----------
    at : tuple of float
        Left end of the number's base line.
    size : float
        Of the font, in Manim's units.
    rgb : tuple of float
    """

    def __init__(self, at: tuple[float, float], size: float, rgb: tuple[float, float, float]):
        self.at, self.size, self.rgb = at, size, rgb
        self._digits = [_standing(digit, size) for digit in "0123456789"]
        # Digits of a text font are all as wide as an em's 0.636.
        self.pitch = 0.636 * size

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        return repr(("counter", self.at, self.size, self.rgb))

    @staticmethod
    def value(time: float) -> int:
        """Return the number shown at a time: steps that are done."""
        return floor(time + 1e-9)

    def draw(self, context: Any, time: float) -> None:
        """Draw the number."""
        x, y = self.at
        ink(context, self.rgb)
        context.new_path()
        for place, digit in enumerate(str(self.value(time))):
            outline = self._digits[int(digit)]
            outline.trace(context, x + place * self.pitch + (self.pitch - outline.width) / 2, y)
        context.fill()


@dataclass(frozen=True)
class Notice:
    """A word that appears at a time and stays.

    Attributes
    ----------
    time : float
        In steps.
    text : str
    right, y : float
        Right end and middle of the text.
    """

    time: float
    text: str
    right: float
    y: float


class Notices:
    """Words that appear when something has happened."""

    def __init__(self, notices: Sequence[Notice], size: float, rgb: tuple[float, float, float]):
        self.notices, self.size, self.rgb = tuple(notices), size, rgb
        self._outlines = [
            Outline(typeset(notice.text, size=size, colour=BLACK)) for notice in notices
        ]

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        return hashlib.sha256(repr((self.notices, self.size, self.rgb)).encode()).hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw what has happened by then."""
        ink(context, self.rgb)
        context.new_path()
        for notice, outline in zip(self.notices, self._outlines, strict=True):
            if time >= notice.time:
                outline.trace(context, notice.right - outline.width / 2, notice.y)
        context.fill()


def _standing(digit: str, size: float) -> Outline:
    """Outline a digit with its lower left corner at the origin."""
    mobject = typeset(digit, size=size, colour=BLACK)
    mobject.shift(-np.array([mobject.get_left()[0], mobject.get_bottom()[1], 0]))
    return Outline(mobject)
