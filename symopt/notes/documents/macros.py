"""The macros that an author defines, so that formulas can be read that use them."""

from __future__ import annotations

import re

# Enough for any preamble; a formula that needs a longer one is not read.
_MOST_MACROS = 1000
_LONGEST_BODY = 2000

_DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand|DeclareMathOperator|DeclareRobustCommand)(?P<star>\*?)"
    r"\s{0,9}(?:\{\s{0,9}\\(?P<braced>[A-Za-z]+)\s{0,9}\}|\\(?P<bare>[A-Za-z]+))"
    r"\s{0,9}(?:\[(?P<count>\d)\])?(?P<optional>\s{0,9}\[[^\[\]\n]{0,200}\])?"
    r"|def\s{0,9}\\(?P<defined>[A-Za-z]+)(?P<parameters>(?:#\d)*))\s{0,9}(?=\{)"
)
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def collect(text: str, macros: dict[str, tuple[int, str]]) -> list[tuple[int, int]]:
    """Add the macros that a text defines; return where the definitions stand.

    Examples
    --------
    >>> macros = {}
    >>> collect(r"\\newcommand{\\vect}[1]{\\mathbf{#1}} \\vect{w}", macros)
    [(0, 34)]
    >>> macros
    {'vect': (1, '\\\\mathbf{#1}')}
    """
    places: list[tuple[int, int]] = []
    at = 0
    closing: dict[int, int] | None = None
    while (found := _DEFINITION.search(text, at)) is not None:
        closing = _pairs(text) if closing is None else closing
        at = found.end()
        end = closing.get(found.end())
        if end is None:
            continue
        body = text[found.end() + 1 : end - 1].strip()
        name = found["braced"] or found["bare"] or found["defined"]
        if found["optional"] is None and len(body) <= _LONGEST_BODY and len(macros) < _MOST_MACROS:
            macros[name] = (_arity(found), _meaning(found, body))
        places.append((found.start(), end))
        at = end
    return places


def past_definitions(text: str, macros: dict[str, tuple[int, str]]) -> int:
    """Add the macros that a formula defines; return where the formula itself begins.

    Examples
    --------
    >>> past_definitions(r"\\def\\g{\\nabla J} w = w - \\g", {})
    16
    """
    begins = 0
    if "\\" in text:
        for start, end in collect(text, macros):
            if text[begins:start].strip():
                break
            begins = end
    return begins


def _arity(found: re.Match[str]) -> int:
    if found["parameters"] is not None:
        return found["parameters"].count("#")
    return int(found["count"] or 0)


def _meaning(found: re.Match[str], body: str) -> str:
    if found["new"] == "DeclareMathOperator":
        return rf"\operatorname{found['star']}{{{body}}}"
    return body


def _pairs(text: str) -> dict[int, int]:
    """Return the offset past each closed brace's end by the one of its beginning."""
    pairs: dict[int, int] = {}
    begun: list[int] = []
    for brace in _BRACES.finditer(text):
        if brace[0] == "{":
            begun.append(brace.start())
        elif brace[0] == "}" and begun:
            pairs[begun.pop()] = brace.end()
    return pairs
