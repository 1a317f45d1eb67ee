"""What is said of one pair of neighbours in a chain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["identical", "different", "undecided"]


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of neighbours judged.

    Attributes
    ----------
    verdict, message, reason
        As a finding has them.
    numeric : bool
        Whether both are numbers.
    witness : dict or None
        Values of the names, and of both sides there.
    conditions : tuple of str
        What was taken from the neighbourhood.
    suggestion : str or None
        What to write instead.
    """

    verdict: Verdict
    message: str = ""
    reason: str = ""
    numeric: bool = False
    witness: dict[str, Any] | None = None
    conditions: tuple[str, ...] = field(default=())
    suggestion: str | None = None
