"""What a picture of a film draws, by itself."""

from __future__ import annotations

import cairo
import numpy as np

from symopt.draw.stage import Picture


def pixels(picture: Picture, time: float) -> np.ndarray:
    """Return what a picture draws on white, 20 pixels to the unit."""
    image = cairo.ImageSurface(cairo.FORMAT_RGB24, 284, 160)
    context = cairo.Context(image)
    context.set_source_rgb(1, 1, 1)
    context.paint()
    context.translate(142, 80)
    context.scale(20, -20)
    picture.draw(context, time)
    image.flush()
    return np.ndarray((160, 284, 4), np.uint8, buffer=image.get_data())[..., :3].copy()
