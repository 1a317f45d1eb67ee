"""Texts and formulas that light up and fade on a film, and the parts of a formula by name."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from manim import VMobject
from matplotlib.colors import to_rgb

from symopt.draw.exits import Array
from symopt.draw.stage import ink
from symopt.draw.typeset import Outline, typeset
from symopt.errors import InvalidValue

STROKE = 0.01  # Manim counts a stroke's width in hundredths of a unit


def coloured(code: str, terms: dict[str, str], *, size: float, colour: str) -> VMobject:
    """Return a formula in Typst's markup with some of its terms in colours of their own.

    Parameters
    ----------
    code : str
        Without dollars.
    terms : dict of str
        A colour for each term, which is a piece of the code as it stands there.
    size, colour
        As of `typeset`.
    """
    whole = typeset(f"$ {code} $", size=size, colour=colour, weight=0.6)
    for term, own in terms.items():
        if term not in code:
            continue
        # Typst sets it again with the term hidden: what is then missing is the term.
        without = f"#let hidden(body) = hide(body)\n$ {code.replace(term, f'hidden({term})')} $"
        rest = list(typeset(without, size=size, colour=colour))
        for part in whole:
            if rest and _alike(part, rest[0]):
                rest.pop(0)
            else:
                part.set_color(own)
        if rest:
            raise InvalidValue(f'the formula is another one without "{term}"')
    return whole


def _alike(one: Any, other: Any) -> bool:
    sizes = (one.width, one.height), (other.width, other.height)
    return len(one.points) == len(other.points) and np.allclose(*sizes, rtol=0, atol=1e-3)


class Glow:
    """A text that is more or less there at a time, in its own colours.

    Parameters
    ----------
    mobject : VMobject
    times : array (k,)
        Increasing.
    opacity : array (k,)
        At each time, from 0 to 1; straight in between.
    """

    def __init__(self, mobject: VMobject, times: Array, opacity: Array):
        self.times, self.opacity = times, opacity
        parts: list[Any] = mobject.family_members_with_points()
        self._hash = hashlib.sha256(b"".join(part.points.tobytes() for part in parts))
        self._parts = [
            (
                Outline(part),
                to_rgb(part.get_color().to_hex()),
                part.get_fill_opacity() > 0,
                STROKE * float(part.get_stroke_width()),
            )
            for part in parts
        ]

    def at(self, time: float) -> float:
        """Return the opacity at a time."""
        return float(np.interp(time, self.times, self.opacity))

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = self._hash.copy()
        digest.update(self.times.tobytes() + self.opacity.tobytes())
        digest.update(repr([look for _, *look in self._parts]).encode())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw the text as far as it is there at that time."""
        opacity = self.at(time)
        if opacity <= 0:
            return
        context.set_dash([])
        # One group: where strokes overlap fills, a faint text would show darker seams.
        context.push_group()
        for outline, rgb, filled, width in self._parts:
            ink(context, rgb)
            context.new_path()
            outline.trace(context, 0.0, 0.0)
            if filled:
                context.fill_preserve()
            context.set_line_width(width)
            context.stroke()
        context.pop_group_to_source()
        context.paint_with_alpha(opacity)
