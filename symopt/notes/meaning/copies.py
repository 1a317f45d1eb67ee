"""Several copies of one algorithm, such as those for W and for b, compared with each other."""

from __future__ import annotations

from symopt.notes.meaning.meaning import Copy


def with_differences(copies: list[Copy]) -> list[Copy]:
    """Return copies with where they depart from the first."""
    return copies
