"""Rows of a Markdown table, cut into cells where a formula's own bars do not count."""

from __future__ import annotations

import re

from symopt.notes.documents.excerpts import Cutter
from symopt.notes.source import Excerpt

_PART = re.compile(r"\\.|`[^`]*`|\$(?:\\.|[^$\\])*\$|(?P<bar>\|)", re.DOTALL)


def cells(row: Excerpt) -> tuple[Excerpt, ...]:
    """Return the cells of a row.

    Bars within a formula or a listing separate nothing, though strict Markdown says so: the author
    of ``| $|g|$ | 2 |`` means two cells.

    Examples
    --------
    >>> [cell.text for cell in cells(Excerpt.of("| $|g|$ | 2 |"))]
    ['$|g|$', '2']
    """
    row = row.strip()
    text = row.text
    bars = [part.start() for part in _PART.finditer(text) if part["bar"]]
    cut = Cutter(row)
    begins = [0, *(bar + 1 for bar in bars)]
    ends = [*bars, len(text)]
    spans = list(zip(begins, ends, strict=True))
    if text.startswith("|"):
        spans = spans[1:]
    if bars and bars[-1] == len(text) - 1:
        spans = spans[:-1]
    return tuple(cut.part(start, end).strip() for start, end in spans)
