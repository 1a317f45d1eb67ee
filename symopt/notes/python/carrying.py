"""What a piece of code carries from one pass to the next, counts or adds up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symopt.formula import Call, Formula, Number, Product, Sum
from symopt.notes.python.places import is_place, root
from symopt.notes.python.tree import Assign, Loop, Node, Opaque, walk


def counts(node: Node) -> bool:
    """Whether a statement is ``t = t + 1``."""
    match node:
        case Assign(target=target, formula=Sum(terms=(first, second))):
            return {first, second} == {target, Number(Fraction(1))}
        case _:
            return False


def advances(node: Assign) -> bool:
    """Whether a place becomes itself and a number, or itself times something: t + 1, p*beta."""
    match node.formula:
        case Sum(terms=parts):
            steps = all(isinstance(each, Number) for each in parts if each != node.target)
        case Product(factors=parts):
            steps = all(isinstance(each, Number) or is_place(each) for each in parts)
        case _:
            return False
    return steps and sum(each == node.target for each in parts) == 1 < len(parts)


def adds_up(loop: Loop) -> bool:
    """Whether a loop only adds up: s = s + f, where f is of the pass and not of what is summed."""
    kept = carried(loop.body)
    sums = [
        node for node in walk(loop.body) if isinstance(node, Assign) and root(node.target) in kept
    ]
    return bool(sums) and all(addend(node, loop) is not None for node in sums)


def addend(node: Assign, loop: Loop) -> Formula | None:
    """Return what a pass adds to a sum, or None where the assignment does something else."""
    if loop.targets is None:
        return None
    match node.formula:
        case Sum(terms=(first, *rest)) if first == node.target and rest:
            added = Sum(tuple(rest)) if len(rest) > 1 else rest[0]
        case _:
            return None
    summed = _depending(loop, carried(loop.body))
    passing = _depending(loop, frozenset(loop.targets.names()), asked=True)
    names = {name.split(".")[0] for name in added.names()} | set(added.names())
    asks = bool(names & passing) or _asks(added, frozenset(loop.targets.names()))
    return added if asks and not names & summed else None


def _depending(loop: Loop, names: frozenset[str], asked: bool = False) -> frozenset[str]:
    """Return what depends on names within a pass; `asked`: through a call or an index."""
    found = frozenset() if asked else names
    for node in walk(loop.body):
        match node:
            case Assign(target=target, formula=formula):
                used = {name.split(".")[0] for name in formula.names()} | set(formula.names())
                if used & found or (asked and _asks(formula, names)):
                    found |= {root(target)}
            case Opaque(names=given, reads=reads):
                if set(reads) & (names if asked else found):
                    found |= set(given)
            case _:
                pass
    return found


def _asks(formula: Formula, names: frozenset[str]) -> bool:
    return any(isinstance(part, Call) and names & set(part.names()) for part in formula.walk())


def carried(nodes: Sequence[Node]) -> frozenset[str]:
    """Return the roots of what is read before it is assigned, and assigned."""
    assigned: set[str] = set()
    early: set[str] = set()
    for node in walk(tuple(nodes)):
        match node:
            case Assign(target=target, formula=formula) if formula != target:
                used = {*formula.names()}
                if isinstance(target, Call):
                    used |= {name for part in target.arguments[1:] for name in part.names()}
                early |= used - assigned
                assigned.add(root(target))
            case Loop(targets=targets):
                assigned |= set(targets.names()) if targets is not None else set()
            case Opaque(names=names, reads=reads):
                early |= set(reads) - assigned
                assigned |= set(names)
            case _:
                pass
    looped = {
        name
        for node in walk(tuple(nodes))
        if isinstance(node, Loop) and node.targets is not None
        for name in node.targets.names()
    }
    return frozenset((early & assigned) - looped)


def moving(nodes: Sequence[Node]) -> frozenset[str]:
    """Return the roots of what changes from step to step."""
    found = set(carried(nodes))
    size = -1
    while len(found) > size:
        size = len(found)
        for node in walk(tuple(nodes)):
            match node:
                case Assign(target=target, formula=formula) if found & set(formula.names()):
                    found.add(root(target))
                case Opaque(names=names):
                    found |= set(names)
                case _:
                    pass
    return frozenset(found)
