"""Arrows, points and words that move on a film: vectors that grow, wander and add up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot
from typing import Any, TypeVar

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike

from symopt.draw.exits import Array
from symopt.draw.pens import HEAD, disc
from symopt.draw.stage import ink
from symopt.draw.typeset import Outline, typeset

SHAFT, POINT = 0.05, 0.24  # widths of an arrow's line, and length of its head
Part = TypeVar("Part", bound="Moving")


@dataclass(frozen=True)
class Moving:
    """What a sketch shows between its first and its last time, always on the way somewhere.

    Attributes
    ----------
    times : array (n,)
        From least to greatest.
    places : array (n, d)
        Where it is at each; in between on the straight line. Not shown where not finite.
    colour : str
    strength : array (n,), optional
        From 0, not there, to 1; in between evenly.
    """

    times: Array
    places: Array
    colour: str
    strength: Array | None = None

    @classmethod
    def along(
        cls: type[Part],
        times: ArrayLike,
        places: ArrayLike,
        colour: str,
        strength: ArrayLike | None = None,
        **options: Any,
    ) -> Part:
        """Return one that sets off and arrives softly at each of its times."""
        fine, share = _soft(np.asarray(times, dtype=float))
        known = np.arange(len(np.asarray(times)), dtype=float)

        def between(values: ArrayLike) -> Array:
            columns = np.asarray(values, dtype=float).reshape(len(known), -1).T
            return np.stack([np.interp(share, known, column) for column in columns], axis=-1)

        strong = None if strength is None else between(strength)[:, 0]
        return cls(fine, between(places), colour, strong, **options)

    def at(self, time: float) -> Array | None:
        """Return where it is, or None where it is not shown."""
        if not self.times[0] <= time <= self.times[-1]:
            return None
        now = np.array([np.interp(time, self.times, side) for side in self.places.T])
        return now if np.isfinite(now).all() else None

    def strong(self, time: float) -> float:
        """Return how strong it is drawn."""
        return 1.0 if self.strength is None else float(np.interp(time, self.times, self.strength))

    def draw(self, context: Any, time: float) -> None:
        """Draw it, if it is there at that time."""
        now, strength = self.at(time), self.strong(time)
        if now is not None and strength > 0:
            ink(context, to_rgb(self.colour), strength)
            self.trace(context, now)

    def trace(self, context: Any, now: Array) -> None:
        """Draw it at a place, in the colour that is chosen."""
        raise NotImplementedError


@dataclass(frozen=True)
class Arrow(Moving):
    """A vector: its places are those of its tail and of its tip, side by side."""

    width: float = SHAFT

    def trace(self, context: Any, now: Array) -> None:
        """Draw the line and the head; a head is never longer than its arrow."""
        tail, tip = now[:2], now[2:]
        length = hypot(*(tip - tail))
        if length < 1e-3:
            return
        way = (tip - tail) / length
        head = min(POINT * self.width / SHAFT, length)
        side, neck = 0.42 * head * np.array([-way[1], way[0]]), tip - head * way
        context.new_path()
        context.set_line_cap(0)  # butt
        context.set_line_width(self.width * head / (POINT * self.width / SHAFT))
        context.move_to(*tail)
        context.line_to(*(neck + 0.1 * head * way))
        context.stroke()
        for corner in (tip, neck + side, neck - side):
            context.line_to(*corner)
        context.close_path()
        context.fill()


@dataclass(frozen=True)
class Spot(Moving):
    """A point: a full disc, or a ring around the paper's colour."""

    radius: float = HEAD
    paper: str = ""

    def trace(self, context: Any, now: Array) -> None:
        """Draw the disc or the ring."""
        disc(context, now, self.radius)
        if self.paper:
            source = context.get_source()
            ink(context, to_rgb(self.paper))
            context.fill_preserve()
            context.set_source(source)
            context.set_line_width(SHAFT)
            context.stroke()
        else:
            context.fill()


@dataclass(frozen=True)
class Segment(Moving):
    """A line from one end to the other, side by side as of `Arrow`."""

    width: float = SHAFT

    def trace(self, context: Any, now: Array) -> None:
        """Draw the line."""
        context.new_path()
        context.set_line_cap(1)  # round
        context.set_line_width(self.width)
        context.move_to(*now[:2])
        context.line_to(*now[2:])
        context.stroke()


@dataclass(frozen=True)
class Word(Moving):
    """Typst markup; its places are those of its middle."""

    text: str = ""
    size: float = 0.28

    @cached_property
    def outline(self) -> Outline:
        """The letters' outline, made once."""
        return Outline(typeset(self.text, size=self.size, colour=self.colour))

    def trace(self, context: Any, now: Array) -> None:
        """Draw the letters."""
        context.new_path()
        self.outline.trace(context, float(now[0]), float(now[1]))
        context.fill()


class Sketch:
    """Arrows, points and words in a picture.

    Parameters
    ----------
    parts : sequence of Moving
        The first is at the bottom.
    edges : tuple of float, optional
        Left, right, low and high: nothing is drawn outside.
    """

    def __init__(
        self, parts: Sequence[Moving], edges: tuple[float, float, float, float] | None = None
    ):
        self.parts, self.edges = tuple(parts), edges
        for part in self.parts:
            if isinstance(part, Word):
                part.outline  # noqa: B018 - set before the film runs

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(repr(self.edges).encode())
        for part in self.parts:
            for array in (part.times, part.places, part.strength):
                digest.update(b"" if array is None else array.tobytes())
            bare = replace(part, times=_NONE, places=_NONE, strength=None)
            digest.update(repr(bare).encode())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw what is there at that time."""
        context.save()
        if self.edges is not None:
            left, right, low, high = self.edges
            context.rectangle(left, low, right - left, high - low)
            context.clip()
        context.set_dash([])
        for part in self.parts:
            part.draw(context, time)
        context.restore()


_NONE = np.empty(0)


def _soft(times: Array, count: int = 16) -> tuple[Array, Array]:
    """Return finer times, and how far among the given ones each is: slow at every one of them."""
    share = np.linspace(0, 1, count + 1)
    soft = share**2 * (3 - 2 * share)
    steps = np.arange(len(times) - 1)[:, None]
    fine = times[:-1, None] + share * np.diff(times)[:, None]
    # Each time once: the end of a stretch is the start of the next.
    return np.append(fine[:, :-1].ravel(), times[-1]), np.append(
        (steps + soft)[:, :-1].ravel(), len(times) - 1
    )
