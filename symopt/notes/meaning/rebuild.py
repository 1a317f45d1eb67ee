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
    >>> rebuilt(read_expression("2*x"), lambda n: Name("a") if isinstance(n, Number) else None)
    Product(factors=(Name(name='a', index=None, shown=None), Name(name='x', index=None, shown=None)))
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
