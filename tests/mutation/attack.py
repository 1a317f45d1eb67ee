"""Certificates with something changed."""

from __future__ import annotations

import random
from typing import Any

from symopt.proof.kernel.terms import freeze


def replaced(data: Any, pairs: list[tuple[Any, Any]]) -> Any:
    """Return data with some parts put for others, wherever they stand."""
    for old, new in pairs:
        if data == old:
            return new
    if isinstance(data, tuple):
        return tuple(replaced(item, pairs) for item in data)
    if isinstance(data, dict):
        return {key: replaced(value, pairs) for key, value in data.items()}
    return data


def transplanted(certificate: Any, statement: dict[str, Any]) -> dict[str, Any]:
    """Put a changed statement into a certificate, and what was changed into all its steps."""
    data = freeze(certificate)
    old, new = data["statement"], freeze(statement)
    pairs: list[tuple[Any, Any]] = []
    for key in ("conclusions", "hypotheses"):
        if len(old[key]) == len(new[key]):
            pairs += [(a, b) for a, b in zip(old[key], new[key], strict=True) if a != b]
    pairs += [
        (x, y)
        for a, b in pairs
        for x, y in zip(a[1:], b[1:], strict=False)
        if x != y and isinstance(x, tuple) and isinstance(y, tuple)
    ]
    return {**data, "steps": replaced(data["steps"], pairs), "statement": new}


# Random edits


def edited(certificate: Any, generator: random.Random) -> tuple[str, Any]:
    """Return a certificate with one random change, and what was changed."""
    data = freeze(certificate)
    kinds = ["number", "number", "relation", "name", "name", "drop", "swap", "graft"]
    kind = generator.choice(kinds)
    part = generator.choice(["steps", "steps", "steps", "statement", "models", "all"])
    root = data if part == "all" else data[part]
    places = [(path, node) for path, node in _nodes(root, ())]
    new = _change(kind, places, generator)
    if new is None:
        return kind, None
    path, value = new
    changed = _put(root, path, value)
    return f"{kind} in {part} at {path}", changed if part == "all" else {**data, part: changed}


def _change(kind: str, places: list[Any], generator: random.Random) -> Any:
    """Return (path, new value) for a change of some kind, None if there is no place for it."""

    def pick(fits: Any) -> Any:
        found = [(path, node) for path, node in places if fits(node)]
        return generator.choice(found) if found else None

    if kind == "number":
        one = pick(lambda node: type(node) is int)
        return one and (one[0], one[1] + generator.choice([-2, -1, 1, 2]))
    if kind == "relation":
        one = pick(lambda node: node in RELATIONS)
        return one and (one[0], generator.choice([r for r in RELATIONS if r != one[1]]))
    if kind == "name":
        one = pick(lambda node: isinstance(node, str))
        other = pick(lambda node: isinstance(node, str))
        return one and (one[0], other[1])
    if kind == "drop":
        one = pick(lambda node: isinstance(node, tuple) and len(node) > 1)
        if one is None:
            return None
        gone = generator.randrange(len(one[1]))
        return one[0], one[1][:gone] + one[1][gone + 1 :]
    if kind == "swap":
        one = pick(lambda node: isinstance(node, tuple) and len(node) > 2)
        if one is None:
            return None
        items = list(one[1])
        i, j = generator.sample(range(len(items)), 2)
        items[i], items[j] = items[j], items[i]
        return one[0], tuple(items)
    one, other = pick(_is_term), pick(_is_term)
    return one and (one[0], other[1])


RELATIONS = ("=", "<=", "<", "!=")
TAGS = ("sym", "+", "*", "^", "app", "sum", "/", "abs", "sign", "max", "min", "exp", "log", "mean")


def _is_term(node: Any) -> bool:
    return isinstance(node, tuple) and bool(node) and node[0] in TAGS


def _nodes(data: Any, path: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], Any]]:
    found: list[tuple[tuple[Any, ...], Any]] = [(path, data)] if path else []
    entries: list[tuple[Any, Any]] = []
    if isinstance(data, tuple):
        entries = list(enumerate(data))
    elif isinstance(data, dict):
        entries = list(data.items())
    for key, item in entries:
        found += _nodes(item, (*path, key))
    return found


def _put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, dict):
        return {**data, path[0]: _put(data[path[0]], path[1:], value)}
    items = list(data)
    items[path[0]] = _put(items[path[0]], path[1:], value)
    return tuple(items)
