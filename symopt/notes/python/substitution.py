"""Formulas with parts put in place of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from symopt.formula import Call, Formula, Name


def rebuild(formula: Formula, change: Callable[[Formula], Formula]) -> Formula:
    """Return the formula with every part replaced by ``change(part)``, the innermost first."""
    changed: dict[str, Any] = {}
    for field in fields(formula):
        value = getattr(formula, field.name)
        if isinstance(value, Formula):
            changed[field.name] = rebuild(value, change)
        elif isinstance(value, tuple):
            changed[field.name] = tuple(
                rebuild(part, change) if isinstance(part, Formula) else part for part in value
            )
    return change(replace(formula, **changed) if changed else formula)


def substitute(formula: Formula, values: Mapping[str, Formula]) -> Formula:
    """Return the formula with formulas for some names, also where they begin a dotted name.

    Examples
    --------
    >>> from symopt.formula import Name
    >>> substitute(Name("p.grad"), {"p": Name("params")})
    Name(name='params.grad', index=None, shown=None)
    """
    from symopt.notes.python.places import item, member

    def change(part: Formula) -> Formula:
        if isinstance(part, Call) and part.function == "item":
            return item(part.arguments[0], part.arguments[1:])  # of a tuple, perhaps, by now
        if not isinstance(part, Name):
            return part
        if part.name in values:
            return values[part.name]
        stem, dot, rest = part.name.partition(".")
        if dot and stem in values:
            owner = values[stem]
            for attribute in rest.split("."):
                owner = member(owner, attribute)
            return owner
        return part

    return rebuild(formula, change)


def without_indices(formula: Formula, names: Iterable[str]) -> Formula:
    """Return the formula without the indices that hold one of the names: element by element.

    Examples
    --------
    >>> from symopt.formula import Call, Name
    >>> without_indices(Call("item", (Name("v"), Name("key"))), ["key"])
    Name(name='v', index=None, shown=None)
    """
    dropped = frozenset(names)

    def change(part: Formula) -> Formula:
        if not (isinstance(part, Call) and part.function == "item"):
            return part
        base, *indices = part.arguments
        kept = tuple(index for index in indices if not dropped & set(index.names()))
        return Call("item", (base, *kept)) if kept else base

    return rebuild(formula, change) if dropped else formula


def indexed(formula: Formula) -> Iterator[tuple[Formula, tuple[Formula, ...]]]:
    """Iterate over what is indexed in a formula, with its indices."""
    for part in formula.walk():
        if isinstance(part, Call) and part.function == "item":
            yield part.arguments[0], part.arguments[1:]
