"""Figures as files: the same bytes each time, in every process."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from symopt.draw.recipes import recipe
from symopt.errors import UnknownName
from symopt.files import write_atomic

FORMATS = ("svg", "pdf", "png")


def save(
    figure: Figure,
    path: str | os.PathLike[str],
    *,
    title: str = "",
    alt: str = "",
    lang: str = "en",
) -> Path:
    """Write a figure whole or not at all, in the format that the suffix names.

    The file's metadata hold the title, the alternative text and the figure's recipe: symopt's
    version and every run that was drawn. They hold no date and no versions of tools, so that the
    bytes stay the same.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    path : path
        Ends in ``.svg``, ``.pdf`` or ``.png``.
    title : str
        The picture's point.
    alt : str
        What a reader who cannot see the picture is told.
    lang : str
        The language of both.

    Raises
    ------
    UnknownName
        The suffix names no format.
    """
    target = Path(path)
    kind = check_format(target.suffix.removeprefix("."))
    buffer = io.BytesIO()
    metadata = _metadata(kind, title, alt, recipe(figure), lang)
    figure.savefig(buffer, format=kind, metadata=metadata)
    return write_atomic(target, buffer.getvalue())


def check_format(name: str) -> str:
    """Return the name of a format if there is such a one."""
    if name not in FORMATS:
        raise UnknownName("format", name, FORMATS, where=", ".join(FORMATS))
    return name


def _metadata(kind: str, title: str, alt: str, made_of: str, lang: str) -> dict[str, Any]:
    if kind == "svg":
        # An element without a text would be written for an empty one.
        names = {"Title": title, "Description": alt, "Source": made_of}
        return {name: text for name, text in names.items() if text} | {
            "Language": lang,
            "Date": None,
        }
    if kind == "pdf":
        names = {"Title": title, "Subject": alt, "Keywords": made_of}
        return {**names, "CreationDate": None, "Producer": None}
    return {"Title": title, "Description": alt, "Source": made_of, "Software": None}
