"""The names that statements assign, use or import, seen in their syntax alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator


def assigned(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement gives values to, whatever it is."""
    names: dict[str, None] = {}
    for node in ast.walk(statement):
        if isinstance(node, (ast.Assign, ast.For)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                names.update(dict.fromkeys(_targets(target)))
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            names.update(dict.fromkeys(_targets(node.target)))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr.endswith("_")
        ):
            names.update(dict.fromkeys(_targets(node.func.value)))
    return tuple(names)


def loads(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names and dotted names that a statement uses."""
    return tuple(
        name
        for node in ast.walk(statement)
        if isinstance(node, (ast.Name, ast.Attribute))
        and (isinstance(node.ctx, ast.Load) or isinstance(statement, ast.AugAssign))
        for name in _targets(node)
    )


def _targets(node: ast.expr) -> Iterator[str]:
    stack = [node]
    while stack:
        match stack.pop():
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                stack.extend(elements)
            case ast.Subscript(value=inner) | ast.Starred(value=inner):
                stack.append(inner)
            case ast.Attribute() as dotted:
                parts: list[str] = []
                inner = dotted
                while isinstance(inner, ast.Attribute):
                    parts.append(inner.attr)
                    inner = inner.value
                if isinstance(inner, ast.Name):
                    parts.append(inner.id)
                yield ".".join(reversed([part for part in parts if part != "data"]))
            case ast.Name(id=name):
                yield name
            case _:
                pass


def modules(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names that modules are imported as."""
    names: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Import):
            names.update((each.asname or each.name).split(".")[0] for each in statement.names)
    return frozenset(names)


def imported(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return all names that are imported."""
    names: set[str] = set()
    for statement in body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            names.update((each.asname or each.name).split(".")[0] for each in statement.names)
    return frozenset(names)
