"""The pieces of a formula that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symopt.errors import InvalidExpression

Kind = Literal[
    "number", "name", "command", "sign", "relation",  # what formulas are made of
    "words", "gap", "space", "align", "break", "line", "then", "begin", "end", "tag",  # between
    "unknown",
]  # fmt: skip
BLANK = ("gap", "space", "align")  # kinds that only move what stands after them


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of LaTeX; `text` in one spelling, `start` and `end` its offsets in the source.

    `spaced` says that white space stands before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False

    def is_sign(self, *texts: str) -> bool:
        """Tell whether this is one of some signs (or commands)."""
        return self.kind in ("sign", "command") and self.text in texts


class NotUnderstood(InvalidExpression):
    """Something in a formula that has no reading; `token` is where, if it is not the end."""

    def __init__(self, reason: str, token: Token | None = None):
        super().__init__(reason)
        self.reason, self.token = reason, token
