"""Formulas that stand on a line of their own without any delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symopt.notes.document import Code, Mathematics
from symopt.notes.documents.excerpts import joined, lines_of
from symopt.notes.source import Excerpt

_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u2070-\u209f])"
_NAME = rf"\\?{_LETTER}(?:{_LETTER}|\d)*'*(?:_(?:\{{[^{{}}\n]{{1,40}}\}}|\w+|\([^()\n]{{1,40}}\)))?"
_TOKEN = re.compile(
    rf"(?P<name>{_NAME})|(?P<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)"
    r"|(?P<relation>:=|<-|←|=)|(?P<operator>[-+*/−∗·⋅×÷])|(?P<power>\^|\*\*)"
    r"|[()\[\]{}|√∇∂²³_,]|(?P<space>[ \t]+)"
)
# The wide forms of ASCII, as Chinese keyboards type them.
_NARROW = {0xFF00 + place: chr(0x20 + place) for place in range(1, 0x5F)}
# An equation's number, and what ends a sentence.
_TAIL = re.compile(r"(?:\s*\(\d+\))?[\s.,;，。；]*\Z")
_LONGEST = 400
_MARKS = re.compile(r"(?:\*\*|`+|\s)*")
# What Python would not read.
_NOT_CODE = re.compile(r"[\\{}^|]|:=|<-|[^\x00-\x7f]")


def formulas(text: Excerpt, taken: set[int]) -> Iterator[Mathematics | Code]:
    """Yield the lines of a paragraph that are formulas, those that read as code as a listing.

    Parameters
    ----------
    taken : set of int
        The lines (of the file) on which formulas have been found already.

    Examples
    --------
    >>> text = Excerpt.of("They set\\n`m = b*m + g`\\nw_t = w_{t-1} - α m_t")
    >>> for block in formulas(text, set()):
    ...     print(type(block).__name__, block.excerpt.start, block.excerpt.text)
    Code 2:2 m = b*m + g
    Mathematics 3:1 w_t = w_{t-1} - α m_t
    """
    listing: list[Excerpt] = []
    for whole in lines_of(text):
        line = _unmarked(whole)
        is_one = whole.start.line not in taken and is_formula(line.text)
        if is_one and not _NOT_CODE.search(line.text):
            listing.append(line)
            continue
        if listing:
            yield Code(joined(listing), "")
            listing = []
        if is_one:
            yield Mathematics(line, display=True)
    if listing:
        yield Code(joined(listing), "")


def _unmarked(line: Excerpt) -> Excerpt:
    """Return a line without the marks that set the whole of it in bold or as code."""
    text = line.text
    before = _MARKS.match(text)
    start = before.end() if before else 0
    end = len(text.rstrip("*` \t"))
    return line.part(start, end)


def is_formula(line: str) -> bool:
    """Whether a line is an update formula and nothing else: ``v_t = beta v_{t-1} + g_t``.

    What tells it from prose: one name is set to an expression of others in which words never
    stand side by side.

    Examples
    --------
    >>> [is_formula(line) for line in ("w = w - lr * dw", "rate = 0.1", "the rule w = w - lr dw")]
    [True, False, False]
    """
    line = line.translate(_NARROW)
    line = line[: _tail(line)]
    if len(line) > _LONGEST or ("=" not in line and "←" not in line and "<-" not in line):
        return False
    related = operators = names = at = 0
    word = False  # whether a word of several letters came last
    while at < len(line):
        token = _TOKEN.match(line, at)
        if token is None:
            return False
        at = token.end()
        kind = token.lastgroup
        if kind == "relation":
            if not related and not names:
                return False
            related += 1
            names = operators = 0
        elif kind == "operator":
            operators += 1
        elif kind == "name":
            is_word = len(token[0]) > 1 and token[0].isalpha()
            if (word and is_word) or _is_prose(token[0]):
                return False
            names += 1
            if not related and names > 1:
                return False
            word = is_word
        if kind not in ("name", "space"):
            word = False
    return related == 1 and operators > 0 and names > 0


def _tail(line: str) -> int:
    found = _TAIL.search(line, max(0, len(line) - 40))
    return found.start() if found else len(line)


def _is_prose(name: str) -> bool:
    """Whether a name holds Chinese, or other letters that no formula is written in."""
    return any(letter > "\u2e80" and letter < "\U00010000" for letter in name)
