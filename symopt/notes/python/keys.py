"""Texts in brackets, such as ``v["dW" + str(l)]``: part of a name, not a number."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

from symopt.formula import Formula, Name

_HOLES = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?[sdifgr]|\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Key:
    """A text with what is filled into it."""

    text: str
    parts: tuple[Formula, ...] = ()


def key_of(node: ast.expr, read: Callable[[ast.expr], Formula]) -> Key | None:
    """Return what a text says as a key, or None for anything that is no text.

    Examples
    --------
    >>> from symopt.steps import read_syntax
    >>> key_of(ast.parse("'dW' + str(l + 1)", mode="eval").body, read_syntax).text
    'dW'
    """
    pieces = _pieces(node, read)
    if pieces is None or not any(isinstance(piece, str) for piece in pieces):
        return None
    text = "".join(piece for piece in pieces if isinstance(piece, str))
    words = re.sub(r"\W+", "_", text).strip("_")
    return Key(words, tuple(piece for piece in pieces if not isinstance(piece, str)))


def _pieces(
    node: ast.expr, read: Callable[[ast.expr], Formula], depth: int = 0
) -> list[str | Formula] | None:
    if depth > 20:
        return None
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.Call(func=ast.Name(id="str" | "repr"), args=[inside]):
            return ["", read(inside)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = _pieces(left, read, depth + 1), _pieces(right, read, depth + 1)
            if first is None and second is None:
                return None
            return (first or [read(left)]) + (second or [read(right)])
        case ast.BinOp(left=ast.Constant(value=str() as text), op=ast.Mod(), right=right):
            filled = right.elts if isinstance(right, ast.Tuple) else [right]
            return [_HOLES.sub("", text), *map(read, filled)]
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str() as text), attr="format"), args=filled
        ):
            return [_HOLES.sub("", text), *map(read, filled)]
        case ast.JoinedStr(values=values):
            made: list[str | Formula] = [""]
            for value in values:
                match value:
                    case ast.Constant(value=str() as text):
                        made.append(text)
                    case ast.FormattedValue(value=inside):
                        made.append(read(inside))
                    case _:
                        return None
            return made
        case _:
            return None


def is_text(formula: Formula) -> bool:
    """Whether a formula stands for a text."""
    return isinstance(formula, Name) and formula.name.startswith(("'", '"'))
