"""Names of some lines: which they assign, which they read, and others in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symopt.formula import Name
from symopt.notes.meaning.indices import names
from symopt.notes.statement import Assignment


def renamed(line: Assignment, change: Callable[[Name], Name]) -> Assignment:
    """Return a line with its names changed."""
    return replace(line, target=change(line.target), formula=line.formula.map_names(change))


def assigned_names(lines: list[Assignment]) -> dict[str, Name]:
    """Return the names that lines assign, each as it is written last."""
    return {line.target.name: line.target for line in lines}


def names_read(lines: list[Assignment]) -> dict[str, Name]:
    """Return the names that lines read, each as it is written last."""
    return {n.name: n for line in lines for n in names(line.formula)}
