"""Defects that can be seen without knowing any rule."""

from __future__ import annotations

from symopt.notes.meaning.meaning import Copy
from symopt.notes.meaning.timing import Timed
from symopt.notes.statement import Algorithm, Lint


def lints(algorithm: Algorithm, whole: Timed, copies: list[Copy]) -> tuple[Lint, ...]:
    """Return what is seen in an algorithm."""
    return ()
