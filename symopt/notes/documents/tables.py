"""Rows of a table in Markdown, cut into cells where a formula's own bars do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symopt.notes.documents.excerpts import Cutter, lines_of
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


def rows_by_tabs(text: Excerpt) -> tuple[tuple[Excerpt, ...], ...]:
    """Return the rows of a table whose cells are set apart by tabs, or nothing if it is none.

    Such tables come from copying a page or a sheet.

    Examples
    --------
    >>> rows = rows_by_tabs(Excerpt.of("epoch\\trate\\n1\\t0.1"))
    >>> [[cell.text for cell in row] for row in rows]
    [['epoch', 'rate'], ['1', '0.1']]
    """
    tabs = {line.count("\t") for line in text.text.split("\n")}
    if "\n" not in text.text or len(tabs) != 1 or tabs == {0}:
        return ()
    return tuple(tuple(_split(line)) for line in lines_of(text))


def _split(line: Excerpt) -> Iterator[Excerpt]:
    start = 0
    for cell in line.text.split("\t"):
        yield line.part(start, start + len(cell)).strip()
        start += len(cell) + 1
