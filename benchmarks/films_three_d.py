"""How fast films in space are drawn, against the scene that a Manim user would write.

    python benchmarks/films_three_d.py [SECONDS OF FILM]

Both draw the same race on the saddle, with a legend and a counter of steps, and encode it. The
usual scene has Manim's Surface of 32 by 32 cells, dots on the surface and their traced paths. The
rounds are interleaved, so that what else the machine does falls on both alike; the value is the
median of the rounds' ratios. The faster film runs longer, and still not as long as those of the
gallery, so that opening the encoder counts no more than it does there.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any, ClassVar

import numpy as np
from manim import (
    DEGREES,
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UR,
    Dot3D,
    Integer,
    Line,
    MoveAlongPath,
    Surface,
    Text,
    ThreeDAxes,
    ThreeDScene,
    TracedPath,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    tempconfig,
)

from symopt import gallery
from symopt.draw.exits import shown
from symopt.draw.palette import STYLES
from symopt.draw.scripts import member
from symopt.draw.shooting import ENCODER

ROUNDS = 3
Saddle: Any = member(gallery.animation("saddle-3d"), "Saddle3d")
Measured = dict[str, float | str]


class Timed:
    """Counts the seconds that a scene's `play` takes, from the first frame to the last."""

    spent: ClassVar[float] = 0.0

    def play(self, *animations: Any, **options: Any) -> None:
        since = time.perf_counter()
        super().play(*animations, **options)  # pyright: ignore[reportAttributeAccessIssue]
        if not isinstance(animations[0], Wait):  # which Manim plays as well
            type(self).spent = time.perf_counter() - since


class Usual(Timed, ThreeDScene):
    """The race as a Manim user would film it."""

    seconds: ClassVar[float] = 1.0
    turning: ClassVar[bool] = True

    def construct(self) -> None:
        """Put up the surface and the legend, and move the dots along their paths."""
        surface, runs = Saddle.problem(), Saddle.trajectories()
        (x0, x1), (y0, y1) = surface.box
        axes = ThreeDAxes((x0, x1), (y0, y1), (-4, 4), x_length=6, y_length=6, z_length=3)
        sheet = Surface(
            lambda u, v: axes.c2p(u, v, float(surface.loss((u, v)))),
            u_range=(x0, x1),
            v_range=(y0, y1),
            resolution=(32, 32),
        )
        self.set_camera_orientation(phi=58 * DEGREES, theta=70 * DEGREES)
        self.add(axes, sheet)
        moves: list[MoveAlongPath] = []
        legend = VGroup()
        for run in runs:
            style = STYLES[run.rule]
            points, _ = shown(run.points, surface.box)
            points = np.clip(points, (x0, y0), (x1, y1))
            places = [axes.c2p(x, y, float(surface.loss((x, y))) + 0.03) for x, y in points]
            path = VMobject().set_points_as_corners(places)
            dot = Dot3D(places[0], color=style.colour)
            self.add(TracedPath(dot.get_center, stroke_color=style.colour, stroke_width=4), dot)
            moves.append(MoveAlongPath(dot, path, rate_func=linear))
            row = VGroup(Line(LEFT * 0.3, RIGHT * 0.3, color=style.colour), Text(run.rule))
            legend.add(row.scale(0.5).arrange(RIGHT))
        legend.arrange(DOWN, aligned_edge=LEFT).to_corner(UR)
        steps = ValueTracker(0)
        counter = Integer(0, mob_class=Text).to_corner(DL)
        counter.add_updater(lambda mobject: mobject.set_value(steps.get_value()))
        self.add_fixed_in_frame_mobjects(legend, counter)
        if self.turning:
            self.begin_ambient_camera_rotation(rate=0.13)
        count: Any = steps.animate
        self.play(*moves, count.set_value(Saddle.steps), run_time=self.seconds, rate_func=linear)


class Ours(Timed, Saddle):
    """The gallery's film."""


def rate(scene: type[Any], seconds: float, size: tuple[int, int, int], **changes: Any) -> float:
    """Return how many frames of a scene are drawn and encoded in a second."""
    kind: Any = type(scene.__name__, (scene,), {"seconds": seconds, **changes})
    kind.__doc__ = scene.__doc__
    width, height, frames = size
    with (
        tempfile.TemporaryDirectory() as media,
        tempconfig(
            {
                "media_dir": media,
                "pixel_width": width,
                "pixel_height": height,
                "frame_rate": frames,
                "frame_height": 8.0,
                "frame_width": 8.0 * width / height,
                "verbosity": "ERROR",
                "progress_bar": "none",
                "disable_caching": True,
                "background_color": "#ffffff",
                "video_encoder_options": ENCODER if issubclass(kind, Ours) else {},
            }
        ),
    ):
        kind().render()
    return seconds * frames / kind.spent


def measure(seconds: float = 1.0, rounds: int = ROUNDS) -> list[Measured]:
    """Return what was measured: one number each, beside its floor."""
    low, high = (854, 480, 15), (1920, 1080, 60)
    still = {"azimuth": (118, 118)}
    races: list[tuple[str, float, Callable[[], float], Callable[[], float]]] = [
        (
            "3-D, turning camera, 480p",
            15,
            lambda: rate(Usual, seconds, low),
            lambda: rate(Ours, 5 * seconds, low),
        ),
        (
            "3-D, fixed camera, 480p",
            40,
            lambda: rate(Usual, seconds, low),
            lambda: rate(Ours, 12 * seconds, low, **still),
        ),
        (
            "3-D, fixed camera, 1080p",
            20,
            lambda: rate(Usual, seconds / 4, high),
            lambda: rate(Ours, 5 * seconds, high, **still),
        ),
    ]
    found: list[Measured] = []
    for what, floor, usual, ours in races:
        pairs = [(usual(), ours()) for _ in range(rounds)]
        rates = [f"{median(column):.3g}" for column in zip(*pairs, strict=True)]
        note = f"{rates[1]} frames a second; Manim's Surface, camera turning: {rates[0]}"
        ratio = round(median(fast / slow for slow, fast in pairs), 1)
        found.append({"what": what, "value": ratio, "floor": floor, "note": note})
    return found


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=1))
