"""Many pictures on one page, to look them over."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from symopt.draw.looks import get_theme
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.files import write_atomic


def contact_sheet(
    pictures: Sequence[Path],
    path: Path,
    *,
    across: int = 6,
    cell: tuple[int, int] = (480, 360),
    theme: str | Theme = "light",
) -> Path:
    """Write a PNG with all pictures side by side, each made small and with its name below.

    Parameters
    ----------
    pictures : sequence of Path
        PNG files.
    path : Path
    across : int
        Pictures in a row.
    cell : tuple of int
        Width and greatest height of the room for one, in pixels.
    theme : str or Theme

    Raises
    ------
    InvalidValue
        There are no pictures, or one is not there.
    """
    if not pictures:
        raise InvalidValue("a contact sheet needs pictures")
    for picture in pictures:
        if not picture.is_file():
            raise InvalidValue(f"{picture}: there is no such picture")
    look = get_theme(theme)
    width, height = cell
    across = min(across, len(pictures))
    small = [_reduced(picture, (width - 24, height - 52)) for picture in pictures]
    rows = [range(first, min(first + across, len(small))) for first in range(0, len(small), across)]
    heights = [max(small[place].height for place in row) + 52 for row in rows]
    sheet = Image.new("RGB", (across * width, sum(heights)), look.background)
    for number, row in enumerate(rows):
        foot = sum(heights[: number + 1])
        for column, place in enumerate(row):
            name = _text(pictures[place].stem, look)
            for image, y in ((small[place], foot - 40 - small[place].height), (name, foot - 32)):
                sheet.paste(image, (column * width + (width - image.width) // 2, y))
    buffer = io.BytesIO()
    sheet.save(buffer, format="PNG", optimize=False)
    return write_atomic(path, buffer.getvalue())


def _reduced(picture: Path, room: tuple[int, int]) -> Image.Image:
    with Image.open(picture) as image:
        small = image.convert("RGB")
    small.thumbnail(room, Image.Resampling.LANCZOS)
    return small


def _text(text: str, theme: Theme) -> Image.Image:
    """Return a line of text as a picture, in the letters of the figures."""
    with theme.context():
        figure = Figure(figsize=(2.8, 0.13))
        figure.text(0.5, 0.5, text, ha="center", va="center", fontsize=8)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=160, metadata={"Software": None})
    return Image.open(buffer).convert("RGB")
