"""Trails and marks on a height field in a film; what stands behind a hill is faint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from math import atan2
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symopt.draw.draping import draped
from symopt.draw.exits import Array, shown
from symopt.draw.heightfield import HeightField
from symopt.draw.meshpaths import FADED
from symopt.draw.palette import Style
from symopt.draw.pens import HEAD, RGB, dashes, departure, disc, head, pen
from symopt.draw.sights import Sight
from symopt.draw.stage import ink
from symopt.draw.trails import Trail, token
from symopt.trajectory import Trajectory


def climb(trajectory: Trajectory, field: HeightField, style: Style) -> Trail:
    """Return the trail of a trajectory in space, on the sheet all the way.

    Examples
    --------
    >>> from symopt import problems, run
    >>> from symopt.draw.heightfield import height_field
    >>> from symopt.draw.palette import STYLES
    >>> path = run("gd", "bowl", alpha=0.1, steps=5)
    >>> trail = climb(path, height_field(problems.get("bowl")), STYLES["gd"])
    >>> trail.places.shape[1], float(trail.times[-1])
    (3, 5.0)
    """
    points, exit_ = shown(trajectory.points, field.box)
    path = draped(points, field.box)
    last = int(np.flatnonzero(np.isfinite(path.points[:, 0]))[-1]) + 1
    return Trail(
        path.times[:last],
        field.place(path.points[:last]),
        style,
        left=exit_ is not None,
        diverged=trajectory.stopped == "diverged",
    )


class Climbs:
    """The trails of runs on a height field.

    Parameters
    ----------
    trails : sequence of Trail
        From `climb`.
    sight : Sight
    paper : tuple of float
        Colour of the rim around the heads.
    """

    def __init__(self, trails: Sequence[Trail], sight: Sight, paper: RGB):
        self.trails, self.sight, self.paper = tuple(trails), sight, paper

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        return token((self.sight, self.paper), self.trails)

    def draw(self, context: Any, time: float) -> None:
        """Draw hidden parts, then seen ones, then heads and the marks of those that left."""
        if not self.trails:
            return
        paths = [trail.upto(time) for trail in self.trails]
        whole = np.concatenate(paths)  # what is asked once for all is asked faster
        cuts = np.cumsum([len(path) for path in paths])[:-1]
        places = np.split(self.sight.place(whole, time), cuts)
        clear = np.split(self.sight.seen(whole, time), cuts)
        drawn = list(zip(self.trails, places, clear, strict=True))
        parts = [list(_parts(at, seen)) for _, at, seen in drawn]
        context.save()
        for wanted in (False, True):
            for (trail, at, _), found in zip(drawn, parts, strict=True):
                pen(context, trail.style, 1.0 if wanted else FADED)
                chosen = [(first, last) for first, last, seen in found if seen is wanted]
                _line(context, at, chosen, trail.style)
        context.restore()
        for trail, at, seen in drawn:
            strength = 1.0 if seen[-1] else FADED
            if not np.isfinite(at[-1]).all():
                continue  # for a while it is out of the picture
            if trail.left and time >= trail.times[-1]:
                back = at[-1] - at[max(-8, -len(at))]
                ink(context, trail.style.rgb, strength)
                departure(context, at[-1], atan2(back[1], back[0]), diverged=trail.diverged)
            else:
                head(context, at[-1], trail.style.rgb, self.paper, strength)


class Marks:
    """Where the runs start: a ring; and places worth knowing, such as minima: crosses.

    Parameters
    ----------
    sight : Sight
    start : pair of float
    crosses : sequence of pairs of float
    ink, paper : tuple of float
        Colours.
    """

    def __init__(
        self,
        sight: Sight,
        start: ArrayLike,
        crosses: Sequence[ArrayLike],
        ink: RGB,
        paper: RGB,
    ):
        self.sight, self.ink, self.paper = sight, ink, paper
        self.places = sight.field.place(np.array([start, *crosses], dtype=float))

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time."""
        digest = hashlib.sha256(repr((self.sight, self.ink, self.paper)).encode())
        digest.update(self.places.tobytes())
        return digest.hexdigest()

    def draw(self, context: Any, time: float) -> None:
        """Draw the crosses, then the ring."""
        seen = self.sight.seen(self.places, time)
        at = self.sight.place(self.places, time)
        context.set_line_width(0.03)
        for (x, y), clear in zip(at[1:], seen[1:], strict=True):
            if not np.isfinite([x, y]).all():
                continue
            ink(context, self.ink, 1.0 if clear else FADED)
            for dx, dy in ((0.13, 0.0), (0.0, 0.13)):
                context.move_to(x - dx, y - dy)
                context.line_to(x + dx, y + dy)
            context.stroke()
        if np.isfinite(at[0]).all():
            strength = 1.0 if seen[0] else FADED
            disc(context, at[0], 1.3 * HEAD)
            ink(context, self.paper, strength)
            context.fill_preserve()
            context.set_line_width(0.02)
            ink(context, self.ink, strength)
            context.stroke()


def _parts(at: Array, seen: NDArray[np.bool_]) -> Iterator[tuple[int, int, bool]]:
    """Give first point, last point and whether it is seen, for each part of a line.

    A piece between two points is seen if both are, so that parts meet at a hidden point.
    """
    if len(at) < 2:
        return
    whole: NDArray[np.bool_] = np.isfinite(at).min(axis=1)
    kind = np.where(whole[1:] & whole[:-1], (seen[1:] & seen[:-1]).astype(int), -1)
    ends = np.flatnonzero(np.diff(kind)) + 1
    for first, last in zip([0, *ends], [*ends, len(kind)], strict=True):
        if kind[first] >= 0:
            yield int(first), int(last), bool(kind[first])


def _line(context: Any, at: Array, parts: Sequence[tuple[int, int]], style: Style) -> None:
    """Draw parts of a line, from point to point."""
    dash = dashes(style)
    if not parts:
        return
    # Dashes go on from part to part, or they would jump whenever a hill moves before the line.
    moves = np.nan_to_num(np.hypot(*np.diff(at, axis=0).T)) if dash else np.zeros(len(at) - 1)
    way = np.concatenate([[0.0], np.cumsum(moves)])
    for first, last in parts:
        context.set_dash(dash, float(way[first]))
        context.new_path()
        for x, y in at[first : last + 1].tolist():
            context.line_to(x, y)
        context.stroke()
