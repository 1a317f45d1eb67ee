"""Statements that were not understood: whether they hide a part of the algorithm."""

from __future__ import annotations

import re

from symopt.notes.python.gradients import is_gradient
from symopt.notes.python.tree import Opaque


def blocks(
    node: Opaque, needed: frozenset[str], kept: frozenset[str], assigned: set[str | None]
) -> str | None:
    """Return why a statement that was not understood makes the algorithm unreadable, or None."""
    for name in node.names:
        if name in kept or name in assigned:
            return f"{node.reason}; so what {name} becomes is not known"
        if name in needed and not is_gradient(name):
            return f"{node.reason}; so what {name} is is not known"
    return None


def subtracts(node: Opaque) -> bool:
    """Whether what was not understood looks like a step: something is taken from a name."""
    text = node.excerpt.text
    return any(
        re.search(rf"\b{re.escape(name)}\b[^\n=]*(?:-=|=\s*{re.escape(name)}\b[^\n=]*?-)", text)
        for name in node.names
    )
