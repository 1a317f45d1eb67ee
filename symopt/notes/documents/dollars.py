"""Whether what stands between two dollar signs is a formula, or text with amounts of money.

Pandoc's rule (no space within the signs, no digit after) refuses too much of what people write:
`$ x $`, `$x$2`, formulas over several lines. So spaces are allowed where the content looks like
mathematics.
"""

from __future__ import annotations

import re
from typing import Literal

_SIGNS = re.compile(r"\\[A-Za-z]|[\^_={}]|:=|[←∇∂√≈≤≥⋅×]")
_AMOUNT = re.compile(r"\d[\d,.]*(?:[kKmMbB]|USD|bn)?(?![\w\\^_=*{])")
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]+[ \t\n]+[A-Za-z]{2,}(?![A-Za-z])|[\u3400-\u9fff]{2,}")
_TEXT_COMMAND = re.compile(
    r"\\(?:text\w*|mbox|hbox|mathrm|mathit|operatorname\*?|label|tag)\s*\{[^{}]*\}"
)
_OPEN_TEXT = re.compile(r"\\(?:text\w*|mbox|hbox)\s*\{[^{}$]*\Z")
_LONGEST_TEXT = 200
_BEGINS_FORMULA = re.compile(
    r"[ \t]*(?:\\[A-Za-z]+|[{(\[]*[A-Za-zα-ωΑ-Ω∇](?:\w{0,20}|[ \t]?\([A-Za-z_,\\ ]{1,20}\))'?[ \t]*"
    r"(?:[\^=]|:=|\\(?:leftarrow|gets)|←|_)|[A-Za-z]_)"
)


def between(content: str, after: str) -> Literal["formula", "text", "unclosed"]:
    """Judge what stands between two dollar signs, by itself and the character that follows.

    ``unclosed`` is a formula that ran into the next one's first sign.

    Examples
    --------
    >>> between(r"\\alpha_0 ", ","), between("5 and ", "6"), between(r"\\alpha is not closed ", "w")
    ('formula', 'text', 'unclosed')
    """
    inner = content.strip()
    if not inner:
        return "text"
    signs = _SIGNS.search(inner) is not None
    words = _WORDS.search(_TEXT_COMMAND.sub("", inner)) is not None
    loose_end = content[-1].isspace()
    amount = _AMOUNT.match(inner)
    if amount is not None and amount.end() < len(inner):
        if not signs and (words or loose_end or after.isdigit()):
            return "text"
        if loose_end and (words or after.isdigit() or _opens(after)):
            return "text"
    if after.isdigit() and not signs and any(c.isspace() for c in inner):
        return "text"
    if words and loose_end and _opens(after):
        return "unclosed" if _BEGINS_FORMULA.match(content) else "text"
    if words and not signs and (loose_end or content[0].isspace()):
        return "text"
    return "formula"


def begins_formula(text: str, start: int) -> bool:
    """Whether a formula seems to begin at an offset: a command, or a name that is defined.

    Examples
    --------
    >>> begins_formula(r"\\alpha is", 0), begins_formula("w = 1", 0), begins_formula("5 each", 0)
    (True, True, False)
    """
    return _BEGINS_FORMULA.match(text, start) is not None


def within_text(text: str, start: int, at: int) -> bool:
    """Whether an offset of a formula lies within a text of it, where a dollar sign opens one.

    Examples
    --------
    >>> within_text(r"w \\text{ if $b$}", 0, 12), within_text("w $", 0, 2)
    (True, False)
    """
    return _OPEN_TEXT.search(text, max(start, at - _LONGEST_TEXT), at) is not None


def _opens(after: str) -> bool:
    """Whether a sign before this character would rather open a formula than close one."""
    return bool(after) and (
        after == "\\" or (after.isalnum() and not "\u2e80" <= after <= "\uffef")
    )
