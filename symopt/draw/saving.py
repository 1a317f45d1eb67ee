"""Figures as files: the same bytes each time, in every process."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from symopt.errors import UnknownName
from symopt.files import write_atomic

FORMATS = ("svg", "pdf", "png")


def save(figure: Figure, path: str | os.PathLike[str], *, title: str = "", about: str = "") -> Path:
    """Write a figure whole or not at all, in the format that the suffix names.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    path : path
        Ends in ``.svg``, ``.pdf`` or ``.png``.
    title, about : str
        Kept in the file's metadata; dates and versions of tools are not, so that the bytes stay
        the same.

    Raises
    ------
    UnknownName
        The suffix names no format.
    """
    target = Path(path)
    kind = check_format(target.suffix.removeprefix("."))
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=_metadata(kind, title, about))
    return write_atomic(target, buffer.getvalue())


def check_format(name: str) -> str:
    """Return the name of a format if there is such a one."""
    if name not in FORMATS:
        raise UnknownName("format", name, FORMATS, where=", ".join(FORMATS))
    return name


def _metadata(kind: str, title: str, about: str) -> dict[str, Any]:
    if kind == "svg":
        return {"Title": title or None, "Description": about or None, "Date": None}
    if kind == "pdf":
        return {"Title": title, "Subject": about, "CreationDate": None, "Producer": None}
    return {"Title": title, "Description": about, "Software": None}
