"""Turns a film into a small GIF for the README: ``python scripts/gif.py FILM.mp4 PICTURE.gif``."""

from __future__ import annotations

import sys
from pathlib import Path

import av
from PIL import Image

from symopt.files import replacing

WIDTH, EVERY, COLOURS = 640, 3, 48


def convert(film: Path, picture: Path) -> None:
    """Write every third frame, reduced, in one palette, so that the file stays small."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        pause = round(1000 * EVERY / float(stream.average_rate or 15))
        frames = [frame.to_image() for frame in container.decode(stream)][::EVERY]
    height = round(WIDTH * frames[0].height / frames[0].width)
    small = [frame.resize((WIDTH, height), Image.Resampling.LANCZOS) for frame in frames]
    palette = small[-1].quantize(COLOURS)
    images = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in small]
    with replacing(picture) as temporary:
        images[0].save(
            temporary, save_all=True, append_images=images[1:], duration=pause, loop=0, optimize=True
        )


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
