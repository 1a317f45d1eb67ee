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
            tokens = [_moved(token, start) for token in tokenize(_formula(line), plainly=True)]
            found += [piece for piece in pieces(tokens) if piece.related]
        start += len(line) + 1
    return found


def _formula(line: str) -> str:
    """A line with its number blanked out and its remark cut off, so that offsets stay."""
    if remark := _REMARK.search(line):
        line = line[: remark.start()]
    numbered = _NUMBERED.match(line)
    if numbered:
        line = " " * numbered.end() + line[numbered.end() :]
    return line.rstrip(" {}\t\r;,")


def _moved(token: Token, start: int) -> Token:
    return replace(token, start=token.start + start, end=token.end + start)
