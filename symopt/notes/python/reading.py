"""From listings to what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symopt.notes.document import Code
from symopt.notes.python.tree import Program
from symopt.notes.statement import Algorithm, Lint, Unread


@dataclass(frozen=True, slots=True)
class Reading:
    """What the listings of a document say; see `symopt.notes.python`."""

    programs: tuple[Program, ...]
    algorithms: tuple[Algorithm, ...]
    lints: tuple[Lint, ...]
    unread: tuple[Unread, ...]


def read(codes: Sequence[Code]) -> Reading:
    """Read the listings of a document, in the order of the document."""
    return Reading((), (), (), ())
