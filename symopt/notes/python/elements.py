"""Loops that do one thing to each of many: parameters, layers, keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symopt.formula import Call, Formula, Name
from symopt.notes.python.carrying import advances, carried, counts
from symopt.notes.python.places import is_place, matched, root
from symopt.notes.python.substitution import indexed
from symopt.notes.python.tree import Assign, Effect, Loop, Node, walk

_LISTS = frozenset({"append", "add"})
_KEY = re.compile(r"\[\s*f?[\"']")


def is_elementwise(loop: Loop) -> bool:
    """Whether a loop does one thing to each of many: parameters, layers, keys."""
    if loop.targets is None:
        return False
    names = set(loop.targets.names())
    assigned = [node for node in walk(loop.body) if isinstance(node, Assign)]
    heads = belonging(loop)
    touched = {
        root(node.target)
        for node in assigned
        if (root(node.target).split(".")[0] in heads and not _is_part(node, heads))
        or _mentions(node.target, names)
    }
    if touched:
        kept = carried(loop.body) - {root(node.target) for node in assigned if counts(node)}
        slow = kept - {root(node.target) for node in assigned if advances(node)}
        return (slow or kept) <= touched and not _recurs(assigned, names)
    if any(
        isinstance(node, Loop) and {name.split(".")[0] for name in node.over.names()} & names
        for node in loop.body
    ):
        return True
    return bool(matched(loop.targets, loop.over)) and any(
        list_of(node) for node in walk(loop.body) if not carried(loop.body)
    )


def belonging(loop: Loop) -> set[str]:
    """Return the names that a pass gives a meaning of its own: its elements and what they own."""
    if loop.targets is None:
        return set()
    names = set(loop.targets.names())
    assigned = [node for node in walk(loop.body) if isinstance(node, Assign)]
    own = _parts(assigned, names, set(matched(loop.targets, loop.over)))
    return names | (own - carried(loop.body))


def _parts(assigned: Sequence[Assign], names: set[str], walked: set[str]) -> set[str]:
    """Return the variables that stand for what belongs to an element: state = states[p].

    `names` are all names of the loop, `walked` those of them that are elements and no counters.
    """
    found: set[str] = set()
    for node in assigned:
        if _is_part(node, walked | found) or (
            isinstance(node.target, Name)
            and is_place(node.formula)
            and _mentions(node.formula, names)
        ):
            found.add(root(node.target))
    return found


def _is_part(node: Assign, heads: set[str]) -> bool:
    """Whether an assignment only names something that belongs to an element."""
    return (
        isinstance(node.target, Name)
        and not node.in_place
        and "." not in node.target.name
        and node.target.name not in node.formula.names()
        and is_place(node.formula)
        and (root(node.formula).split(".")[0] in heads or isinstance(node.formula, Call))
    )


def _mentions(target: Formula, names: set[str]) -> bool:
    return any(names & set(index.names()) for _, indices in indexed(target) for index in indices)


def _recurs(assigned: Sequence[Assign], names: set[str]) -> bool:
    """Whether something is read at another index than it is assigned at: v[i] from v[i - 1]."""
    assigned = [node for node in assigned if not has_key(node)]
    written = {(base, indices) for node in assigned for base, indices in indexed(node.target)}
    bases = {base for base, _ in written}
    return any(
        base in bases
        and (base, indices) not in written
        and any(names & set(index.names()) for index in indices)
        for node in assigned
        for base, indices in indexed(node.formula)
    )


def has_key(node: Assign) -> bool:
    """Whether an assignment is to what is kept under a text, such as v["dW" + str(l)]."""
    return bool(_KEY.search(node.excerpt.text)) and any(
        isinstance(base, Name) and "." in base.name for base, _ in indexed(node.target)
    )


def list_of(node: Node) -> tuple[str, Formula] | None:
    """Return the list and the value of ``values.append(value)``."""
    match node:
        case Effect(formula=Call(function=function, arguments=(value,))):
            name, dot, method = function.rpartition(".")
            return (name, value) if dot and method in _LISTS else None
        case _:
            return None
