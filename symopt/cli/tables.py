"""Plain-text tables and JSON for the terminal."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

WIDTH = 96


def table(rows: Iterable[Sequence[str]], indent: str = "", width: int = WIDTH) -> str:
    """Align the columns of `rows`; the last column is wrapped to `width`.

    Examples
    --------
    >>> print(table([("gd", "one step"), ("momentum", "an average")]))
    gd        one step
    momentum  an average
    """
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    last = max(len(row) for row in cells) - 1
    widths = [
        max((_columns(row[column]) for row in cells if column < len(row)), default=0)
        for column in range(last)
    ]
    margin = len(indent) + sum(widths) + 2 * last
    lines: list[str] = []
    for row in cells:
        fixed, tail = row[:last], row[last:]
        head = "".join(_pad(cell, size) + "  " for cell, size in zip(fixed, widths, strict=False))
        pieces = textwrap.wrap(tail[0], max(20, width - margin)) if tail else []
        lines.append((indent + head + (pieces[0] if pieces else "")).rstrip())
        lines += [" " * margin + piece for piece in pieces[1:]]
    return "\n".join(lines)


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """Return `text` as indented lines that fit the width."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def number(value: float) -> str:
    """Print a float in six significant digits.

    Examples
    --------
    >>> number(0.05), number(-1234567.0)
    ('0.05', '-1.23457e+06')
    """
    return f"{value:.6g}"


def as_json(value: object) -> str:
    """Return `value` as JSON that a person can read as well; NaN is refused."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def print_json(value: object) -> None:
    """Print `value` as JSON."""
    print(as_json(value), end="")


def _columns(text: str) -> int:
    """Return how many terminal columns `text` takes (a Chinese character takes two)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _pad(text: str, size: int) -> str:
    return text + " " * (size - _columns(text))
