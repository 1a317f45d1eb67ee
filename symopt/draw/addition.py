"""A step as the sum of two vectors, put together before one's eyes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symopt.draw.exits import Array
from symopt.draw.sketch import Arrow, Moving, Segment, Spot, Word
from symopt.draw.theme import Theme

SHARES = np.array([0, 0.16, 0.32, 0.48, 0.64, 0.8, 1])
FOREVER = 1e9


@dataclass(frozen=True)
class Addition:
    """One step: what carries on, and the pull of the gradient, which may be asked for elsewhere.

    Attributes
    ----------
    here, asked, carry, pull : array (2,)
        Where the run is, where the gradient is asked for, and both vectors, on the frame.
    since, seconds : float
        When the addition begins, and how long it takes.
    theme : Theme
    colour : str
        Of the sum.
    """

    here: Array
    asked: Array
    carry: Array
    pull: Array
    since: float
    seconds: float
    theme: Theme
    colour: str

    @property
    def there(self) -> Array:
        """Where the step ends."""
        return self.here + self.carry + self.pull

    @property
    def times(self) -> Array:
        """When the carry has grown, the gradient is asked for, has grown, arrives, the sum stands.

        The first is the beginning; by the last the run has gone along the sum.
        """
        return self.since + self.seconds * SHARES

    def lines(self) -> list[Moving]:
        """Return the trail of the step, from when it is made."""
        t, still = self.times, [*self.here, *self.here]
        way = [*self.here, *self.there]
        return [Segment.along([t[5], t[6], FOREVER], [still, way, way], self.colour)]

    def arrows(self) -> list[Moving]:
        """Return the arrows: the carry, the gradient's, and the sum."""
        t, here, asked, corner = self.times, self.here, self.asked, self.here + self.carry
        carry = [[*here, *here], *[[*here, *corner]] * 3]
        pull = [[*asked, *asked], [*asked, *(asked + self.pull)], *[[*corner, *self.there]] * 3]
        total = [[*here, *here], *[[*here, *self.there]] * 2]
        fades = [1.0, 1.0, 1.0, 1.0, 0.0]
        return [
            Arrow.along(t[[0, 1, 5, 6]], carry, self.theme.muted, fades[1:]),
            Arrow.along(t[2:], pull, self.theme.style("gd").colour, fades),
            Arrow.along(t[4:], total, self.colour, fades[2:], width=0.07),
        ]

    def points(self) -> list[Moving]:
        """Return the run as a ring, and a dot where the gradient is asked for."""
        t, ink = self.times, self.theme.ink
        asked = [self.here, *[self.asked] * 3]
        return [
            Spot.along(t[[0, 5, 6]], [self.here, self.here, self.there], ink, paper=self.colour),
            Spot.along(t[[1, 2, 4, 5]], asked, ink, [1, 1, 1, 0]),
        ]

    def names(self, carry: str, pull: str) -> list[Moving]:
        """Return names of both vectors, in Typst markup, beside them."""
        t, side = self.times, np.array([0.5, 0.0])
        at = [self.here + self.carry / 2 - 0.8 * side] * 4
        beside = [self.asked + self.pull / 2 + side, *[self.there - self.pull / 2 + side] * 3]
        return [
            Word.along(t[[0, 1, 5, 6]], at, self.theme.ink, [0, 1, 1, 0], text=carry, size=0.32),
            Word.along(t[3:], beside, self.theme.ink, [1, 1, 1, 0], text=pull, size=0.32),
        ]
