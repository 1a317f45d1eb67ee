"""A layer of raw cairo inside ordinary Manim scenes.

What a `Layer` shows is a pure function of its time: a `Picture` draws itself for any time asked
for, from nothing but that time. So the frame rate changes how often the picture is looked at and
never what it shows, and a still or the last frame needs no frame before it. Around the layer
stands normal Manim: texts, formulas, transitions.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Protocol

import cairo
import numpy as np
from manim import Animation, Camera, Mobject, linear


class Picture(Protocol):
    """What a layer shows."""

    @property
    def token(self) -> str:
        """A hash of all that the picture depends on but time; Manim's cache goes by it."""
        ...

    def draw(self, context: cairo.Context[Any], time: float) -> None:
        """Draw the picture at that time, in Manim's units, y upwards."""
        ...


class Layer(Mobject):
    """A picture on the scene, shown at the layer's time.

    Add it after everything that stands still: Manim draws anew in each frame what was added
    after the first moving thing. Play it with `Advance`; it needs a `StageCamera`.
    """

    def __init__(self, picture: Picture, time: float = 0.0):
        super().__init__()
        self.picture = picture
        self.token = picture.token
        self.time = time
        # Manim leaves what has no points out of a frame that stands still.
        self.points = np.zeros((1, 3))

    def __deepcopy__(self, memo: dict[int, Any]) -> Layer:
        # Animations copy what they move; a picture is never changed, so it need not be copied.
        return Layer(self.picture, self.time)


class Advance(Animation):
    """Let a layer's time run to `until`, evenly unless told otherwise.

    Parameters
    ----------
    layer : Layer
    until : float
        The time to arrive at.
    **options
        Of ``manim.Animation``, such as ``run_time`` in seconds.
    """

    def __init__(self, layer: Layer, until: float, **options: Any):
        options.setdefault("rate_func", linear)
        super().__init__(layer, **options)
        self.layer, self.since, self.until = layer, layer.time, until

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the layer's time."""
        self.layer.time = self.since + self.rate_func(alpha) * (self.until - self.since)


class StageCamera(Camera):
    """Manim's camera, which also takes layers."""

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw the mobjects in their order, layers by themselves."""
        for is_layer, group in groupby(mobjects, lambda mobject: isinstance(mobject, Layer)):
            if not is_layer:
                super().capture_mobjects(group, **kwargs)
                continue
            context: cairo.Context[Any] = self.get_cairo_context(self.pixel_array)
            for layer in group:
                if isinstance(layer, Layer):
                    context.save()
                    context.new_path()  # Manim leaves the outline of what it drew last
                    layer.picture.draw(context, layer.time)
                    context.restore()


def ink(context: cairo.Context[Any], rgb: tuple[float, float, float], opacity: float = 1.0) -> None:
    """Choose the colour to draw with in a layer.

    Manim's pixels are red, green, blue; cairo's are blue, green, red.
    """
    red, green, blue = rgb
    context.set_source_rgba(blue, green, red, opacity)


class Stack:
    """Several pictures as one, the first at the bottom."""

    def __init__(self, *pictures: Picture):
        self.pictures = pictures

    @property
    def token(self) -> str:
        """The pictures' hashes."""
        return "+".join(picture.token for picture in self.pictures)

    def draw(self, context: cairo.Context[Any], time: float) -> None:
        """Draw every picture at that time."""
        for picture in self.pictures:
            picture.draw(context, time)
