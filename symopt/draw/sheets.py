"""Many pictures on one page, to look them over."""

from __future__ import annotations

import io
import math
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
        Width and height of the room for one, in pixels.
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
    rows = math.ceil(len(pictures) / across)
    sheet = Image.new("RGB", (across * width, rows * height), look.background)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, across)
        with Image.open(picture) as image:
            small = image.convert("RGB")
        small.thumbnail((width - 24, height - 52), Image.Resampling.LANCZOS)
        left = column * width + (width - small.width) // 2
        sheet.paste(small, (left, row * height + 12))
        name = _text(picture.stem, look)
        left = column * width + (width - name.width) // 2
        sheet.paste(name, (left, (row + 1) * height - 30))
    buffer = io.BytesIO()
    sheet.save(buffer, format="PNG", optimize=False)
    return write_atomic(path, buffer.getvalue())


def _text(text: str, theme: Theme) -> Image.Image:
    """Return a line of text as a picture, in the letters of the figures."""
    with theme.context():
        figure = Figure(figsize=(2.8, 0.13))
        figure.text(0.5, 0.5, text, ha="center", va="center", fontsize=8)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=160, metadata={"Software": None})
    return Image.open(buffer).convert("RGB")
