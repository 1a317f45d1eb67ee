"""Rows and cells of LaTeX's tables."""

from __future__ import annotations

import re

from symopt.notes.documents.excerpts import Cutter
from symopt.notes.source import Excerpt

_TABLES = frozenset({"tabular", "tabularx", "tabulary", "longtable", "tblr"})
_COLUMNS = re.compile(r"(?:\s*\[[^\]\n]{0,20}\])?(?:\s*\{(?:[^{}\n]|\{[^{}\n]*\})*\}){0,2}")
_PART = re.compile(
    r"(?P<row>\\\\\*?(?:\[[^\]\n]{0,20}\])?|\\tabularnewline)|\\.|\$(?:\\.|[^$\\])*\$"
    r"|(?P<open>\{)|(?P<close>\})|(?P<cell>&)",
    re.DOTALL,
)
_RULE = re.compile(
    r"\s*\\(?:hline|toprule|midrule|bottomrule|addlinespace|endhead|endfirsthead|endfoot"
    r"|(?:c|cmid)(?:line|rule)(?:\([a-z]*\))?\s*\{[^{}]*\})(?![A-Za-z])"
)


def is_table(name: str) -> bool:
    """Whether an environment of this name is a table of text."""
    return name in _TABLES


def rows(inner: Excerpt) -> tuple[tuple[Excerpt, ...], ...]:
    r"""Return the rows of what stands between a table's tags.

    Examples
    --------
    >>> found = rows(Excerpt.of(r"{ll} \hline a & $b$ \\ 1 & 2"))
    >>> [[cell.text for cell in row] for row in found]
    [['a', '$b$'], ['1', '2']]
    """
    cut = Cutter(inner)
    text = inner.text
    columns = _COLUMNS.match(text)
    start = columns.end() if columns else 0
    found: list[tuple[Excerpt, ...]] = []
    row: list[Excerpt] = []
    depth = 0
    for part in _PART.finditer(text, start):
        depth = max(0, depth + bool(part["open"]) - bool(part["close"]))
        if depth == 0 and (part["cell"] or part["row"]):
            row.append(_cell(cut.part(start, part.start())))
            start = part.end()
            if part["row"]:
                found.append(tuple(row))
                row = []
    row.append(_cell(cut.part(start, len(text))))
    found.append(tuple(row))
    return tuple(row for row in found if any(cell.text for cell in row))


def _cell(excerpt: Excerpt) -> Excerpt:
    """Return a cell without the rules drawn above its row."""
    at = 0
    while (drawn := _RULE.match(excerpt.text, at)) is not None:
        at = drawn.end()
    return excerpt.part(at, len(excerpt.text)).strip()
