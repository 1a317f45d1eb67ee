"""Changing parts of a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from symopt.formula import Formula, Name


def rebuilt(formula: Formula, change: Callable[[Formula], Formula | None]) -> Formula:
    """Return a formula with parts replaced, from the top; None keeps a part and goes on inside.

    Examples
    --------
    >>> from symopt.formula import Number
    >>> from symopt.steps import read_expression
    >>> named = lambda part: Name("a") if isinstance(part, Number) else None
    >>> rebuilt(read_expression("2*x + 1"), named).text()
    'a*x + a'
    """
    made = change(formula)
    if made is not None:
        return made
    if isinstance(formula, Name):
        return formula
    parts: dict[str, Any] = {}
    for field in fields(formula):
        part = getattr(formula, field.name)
        if isinstance(part, Formula):
            parts[field.name] = rebuilt(part, change)
        elif isinstance(part, tuple):
            parts[field.name] = tuple(
                rebuilt(item, change) if isinstance(item, Formula) else item for item in part
            )
    return replace(formula, **parts)
