"""Two spellings of one name: w and its new value, S_dw and S_dW."""

from __future__ import annotations

from collections.abc import Mapping

from symopt.formula import Name
from symopt.notes.statement import Algorithm, Assignment, Lint


def unified(
    algorithm: Algorithm,
) -> tuple[list[Assignment], Mapping[str, Name], tuple[Lint, ...]]:
    """Return assignments with one name for one thing, and what was seen on the way."""
    return list(algorithm.assignments), {}, ()
