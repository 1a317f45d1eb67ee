"""What stands in braces after a command, and what the author's macros stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping

# A macro's name without backslash to its number of arguments and its body.
Macros = Mapping[str, tuple[int, str]]

MAX_DEPTH = 8  # of macros within macros
MAX_EXPANDED = 20_000  # characters that the macros of one excerpt may become
_LONGEST = 2_000  # characters between the braces of a text or an argument

_ONE = re.compile(r"\s*(\\[A-Za-z]+|\S)")  # an argument without braces
_PLACE = re.compile(r"#(\d)")


def braced(text: str, at: int) -> tuple[str, int]:
    """Return what stands in the braces at an offset, and where they end.

    Examples
    --------
    >>> braced(r"\\text{a {b}} c", 5)
    ('a {b}', 12)
    >>> braced("c", 0)
    ('', 0)
    """
    start = at
    while start < len(text) and text[start].isspace():
        start += 1
    if not text.startswith("{", start):
        return "", at
    depth = 0
    for place in range(start, min(len(text), start + _LONGEST)):
        if text[place] in "{}" and text[place - 1] != "\\":
            depth += 1 if text[place] == "{" else -1
            if depth == 0:
                return text[start + 1 : place], place + 1
    return "", at


def expansion(text: str, at: int, macro: tuple[int, str]) -> tuple[str, int]:
    """Return what a macro stands for with the arguments at an offset, and where they end.

    Examples
    --------
    >>> expansion(r"\\two{a}b = c", 4, (2, "#1 + #2"))
    ('a + b', 8)
    """
    count, body = macro
    given: list[str] = []
    for _ in range(count):
        content, after = braced(text, at)
        if after == at and (match := _ONE.match(text, at)):
            content, after = match.group(1), match.end()
        given.append(content)
        at = after

    def argument(place: re.Match[str]) -> str:
        number = int(place[1])
        return given[number - 1] if 0 < number <= len(given) else ""

    return _PLACE.sub(argument, body), at
