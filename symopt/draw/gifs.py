"""Films as small moving pictures for web pages."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import av
from PIL import Image

from symopt.files import replacing

WIDTH = 640
RATE = 5  # frames a second


def convert(film: Path, picture: Path) -> None:
    """Write some of the frames, reduced, in one palette, so that the file stays small."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        rate = float(stream.average_rate or 15)
        every = max(1, round(rate / RATE))
        frames = [frame.to_image() for frame in islice(container.decode(stream), 0, None, every)]
    height = round(WIDTH * frames[0].height / frames[0].width)
    small = [frame.resize((WIDTH, height), Image.Resampling.LANCZOS) for frame in frames]
    colours = palette(small[-1])
    first, *others = (frame.quantize(palette=colours, dither=Image.Dither.NONE) for frame in small)
    with replacing(picture) as temporary:
        first.save(
            temporary,
            save_all=True,
            append_images=others,
            duration=round(1000 * every / rate),
            loop=0,
            optimize=True,
        )


def palette(frame: Image.Image) -> Image.Image:
    """Choose colours: the median cut's for wide greys, maximum coverage's for thin lines."""
    chosen: list[int] = []
    for method, count in ((Image.Quantize.MEDIANCUT, 96), (Image.Quantize.MAXCOVERAGE, 96)):
        chosen += frame.quantize(count, method).getpalette() or []
    holder = Image.new("P", (1, 1))
    holder.putpalette(chosen[: 3 * 256])
    return holder
