"""LaTeX's comments, taken out before anything else is looked for."""

from __future__ import annotations

import re

from symopt.notes.documents.excerpts import Cutter, joined, lines_of
from symopt.notes.source import Excerpt

LISTINGS = ("verbatim", "Verbatim", "lstlisting", "minted", "alltt", "pythoncode", "python")

_PART = re.compile(
    r"\\begin\s*\{(?P<listing>" + "|".join(LISTINGS) + r")(?P<star>\*?)\}"
    r"|\\(?:url|href|path)\s*\{[^{}\n]*\}"
    r"|\\.|(?P<comment>%[^\n]*)",
    re.DOTALL,
)


def without_comments(excerpt: Excerpt) -> Excerpt:
    """Return a LaTeX text without its comments, and without the lines that hold nothing else.

    Examples
    --------
    >>> without_comments(Excerpt.of("a % b\\n% c\\n5\\\\% d"))
    Excerpt(text='a \\n5\\\\% d', starts=(Place(line=1, column=1), Place(line=3, column=1)))
    """
    text = excerpt.text
    cut = Cutter(excerpt)
    kept: list[Excerpt] = []
    at = begin = 0
    while (part := _PART.search(text, at)) is not None:
        at = part.end()
        if part["listing"]:
            end = text.find(f"\\end{{{part['listing']}{part['star']}}}", at)
            at = len(text) if end < 0 else end
        elif part["comment"] is not None:
            kept.append(cut.part(begin, part.start()))
            begin = at
    kept.append(cut.part(begin, len(text)))
    return _put_together(kept)


def _put_together(pieces: list[Excerpt]) -> Excerpt:
    """Join what stands before and after comments; a line end follows each comment."""
    lines: list[Excerpt] = []
    for index, piece in enumerate(pieces):
        own = lines_of(piece)
        if index:
            own = own[1:]  # what follows a comment on its line: nothing
        if index + 1 < len(pieces) and own and not own[-1].text.strip():
            own = own[:-1]  # nothing but a comment on this line
        lines += own
    return joined(lines) if lines else pieces[-1].part(0, 0)
