"""Pseudo-code: formulas as people type them, one on a line, between words."""

from __future__ import annotations

import re
from dataclasses import replace

from symopt.notes.latex.layout import Piece, pieces
from symopt.notes.latex.tokenizer import tokenize
from symopt.notes.latex.tokens import Token

_REMARK = re.compile(r"#|//|\bwhere\b")
_CONTROL = re.compile(
    r"\s*(?:for|while|until|if|elif|else|repeat|return|end|function|def|class|import|from|input|"
    r"output|require|ensure|print|loop)\b",
    re.IGNORECASE,
)
_LIBRARY = re.compile(r"\b(?:np|numpy|math|torch|tf|jnp)\.(?=[a-z])")
_ENDS = " \t\r;,"
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}[.):]\s+|[-*•]\s+|step\s+\d+[.:]\s*)", re.IGNORECASE)


def lines(text: str) -> list[Piece]:
    """Return the formulas in lines of pseudo-code: those that hold a relation.

    Examples
    --------
    >>> [len(piece.tokens) for piece in lines("for t = 1, 2:\\n  1. w := w - a*g  # step")]
    [7]
    """
    found: list[Piece] = []
    start = 0
    for line in text.split("\n"):
        if not _CONTROL.match(line):
            tokens = _indexed(tokenize(_formula(line), plainly=True))
            moved = [_moved(token, start) for token in tokens]
            found += [piece for piece in pieces(moved) if piece.related]
        start += len(line) + 1
    return found


def _formula(line: str) -> str:
    """A line with its number blanked out and its remark cut off, so that offsets stay."""
    if remark := _REMARK.search(line):
        line = line[: remark.start()]
    numbered = _NUMBERED.match(line)
    if numbered:
        line = " " * numbered.end() + line[numbered.end() :]
    line = _LIBRARY.sub(lambda library: " " * len(library.group()), line)
    line = line.rstrip(_ENDS)
    while line.endswith("{") or (line.endswith("}") and line.count("{") < line.count("}")):
        line = line[:-1].rstrip(_ENDS)
    return line


def _indexed(tokens: list[Token]) -> list[Token]:
    """X{t} is X with the index t."""
    found: list[Token] = []
    for token in tokens:
        name = bool(found) and found[-1].kind == "name" and found[-1].end == token.start
        if name and token.is_sign("{"):
            found.append(Token("sign", "_", token.start, token.start))
        found.append(token)
    return found


def _moved(token: Token, start: int) -> Token:
    return replace(token, start=token.start + start, end=token.end + start)
