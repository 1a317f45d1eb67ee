"""Making the figures of the gallery."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from matplotlib.figure import Figure

from symopt import gallery
from symopt.draw.looks import get_theme
from symopt.draw.saving import check_format, save
from symopt.draw.scripts import member
from symopt.draw.theme import Theme

Maker = Callable[[Theme], Figure]


def make_figure(
    name: str,
    out_dir: str | os.PathLike[str] = ".",
    formats: Iterable[str] = ("svg",),
    theme: str | Theme = "light",
    lang: str = "en",
    page: str = "own",
) -> list[Path]:
    """Make a figure of the gallery and write it in each format.

    Parameters
    ----------
    name : str
        Such as ``"ewma-betas"``; ``symopt.gallery.figures()`` has them all.
    out_dir : path
        Made if it is missing.
    formats : iterable of str
        Of ``svg``, ``pdf`` and ``png``.
    theme : str or Theme
        ``"light"``, ``"dark"`` or ``"print"`` (greys only).
    lang : str
        Language of the texts: ``"en"`` or ``"zh"``.
    page : str
        What it is sized for: ``"own"`` (its own size), ``"column"`` (3.4 inches wide),
        ``"text"`` (7 inches wide) or ``"slide"`` (16:9).

    Returns
    -------
    list of Path
        The files, in the order of the formats.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in make_figure("ewma-bias", folder, ["png"])]
    ['ewma-bias.png']
    """
    entry = gallery.figure(name)
    kinds = [check_format(kind) for kind in formats]
    look = get_theme(theme, lang, page)
    told = {"title": entry.caption(look.lang), "alt": entry.alt(look.lang), "lang": look.lang}
    with look.context():
        picture = draw_figure(name, look)
        return [save(picture, Path(out_dir) / f"{name}.{kind}", **told) for kind in kinds]


def draw_figure(
    name: str, theme: str | Theme = "light", lang: str = "en", page: str = "own"
) -> Figure:
    """Return a figure of the gallery as a matplotlib figure, to look into or to change."""
    look = get_theme(theme, lang, page)
    maker: Maker = member(gallery.figure(name), "figure")
    with look.context():
        return maker(look)


def publish(maker: Maker) -> Path:
    """Write the figure that a script defines as an SVG in the working folder, and say where.

    A script of the gallery calls it when it is run by itself: ``python figures/ewma_bias.py``.
    """
    look = get_theme()
    script = Path(maker.__globals__["__file__"])
    entry = gallery.Entry(script.stem.replace("_", "-"), script)
    with look.context():
        path = save(maker(look), Path(f"{entry.name}.svg"), title=entry.summary, alt=entry.alt())
    print(path)
    return path
