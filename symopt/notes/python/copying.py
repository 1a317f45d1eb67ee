"""Whether an expression makes a new value or names one that stands elsewhere already."""

from __future__ import annotations

import ast
from collections.abc import Collection

from symopt.notes.python.functions import ASSIGNING, COPIES, SAME, writer_of

# Attributes that are the thing itself.
TRANSPARENT = frozenset({"data", "value"})


def is_new(node: ast.expr, modules: Collection[str]) -> bool:
    """Whether an expression begins a new value, so that to change it changes nothing else.

    ``x.clone()``, ``x.mul(y)`` and what is done to them in place do; ``x.detach()`` and
    ``x.mul_(y)`` are x itself.
    """
    match node:
        case ast.Attribute(value=base, attr=attribute) if attribute in TRANSPARENT:
            return is_new(base, modules)
        case ast.Subscript(value=inner) | ast.ListComp(elt=inner):
            return is_new(inner, modules)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            pass
        case ast.Call(func=ast.Attribute(value=base, attr=name), args=arguments):
            arguments = arguments if is_module(base, modules) else [base, *arguments]
        case _:
            return False
    name = name.removeprefix("_foreach_")
    if name in COPIES:
        return True
    if name in SAME or name in ASSIGNING or name.endswith("_"):
        return bool(arguments) and is_new(arguments[0], modules)
    out = any(each.arg == "out" for each in node.keywords)
    return not out and writer_of(name, arguments, {}) is not None


def is_module(node: ast.expr, modules: Collection[str]) -> bool:
    """Whether a dotted name begins with a module."""
    return root_of(node) in modules


def root_of(node: ast.expr) -> str | None:
    """Return the name that a dotted name begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
