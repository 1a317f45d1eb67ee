"""A step without its loops over elements, and its sums written as one assignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from symopt.formula import Call, Formula, Name, Number
from symopt.notes.python.carrying import addend, carried
from symopt.notes.python.elements import is_elementwise, list_of
from symopt.notes.python.places import is_place, keys, matched, root
from symopt.notes.python.substitution import indexed, substitute, without_indices
from symopt.notes.python.tree import Assign, Effect, Loop, Node, Opaque, Return, walk

MAX_STATEMENTS = 400  # of one step


def straight(nodes: Sequence[Node], lists: frozenset[str] = frozenset()) -> list[Node]:
    """Return the statements of a step with its loops over elements taken away.

    Parameters
    ----------
    lists : set of str
        Lists that the function returns: to append to one within a loop over elements assigns it.
    """
    made = list(_straight(nodes, lists, False))
    if len(made) > MAX_STATEMENTS:
        first = made[0]
        return [Opaque(("*",), "a step has too many statements", first.excerpt)]
    return made


def _straight(nodes: Sequence[Node], lists: frozenset[str], within: bool) -> Iterator[Node]:
    for node in nodes:
        match node:
            case Loop(targets=targets) if targets is not None and is_elementwise(node):
                yield from _elements(node, list(_straight(node.body, lists, True)))
            case Loop():
                yield from _total(node)
            case Effect():
                listed = list_of(node)
                if listed is not None and within and listed[0] in lists:
                    yield Assign(Name(listed[0]), listed[1], node.excerpt)
                elif listed is not None and (within or listed[0].endswith("updates")):
                    late = listed[0].endswith("updates")
                    yield from (replace(each, late=late) for each in _pairs(listed[1], node))
                elif listed is not None and not isinstance(listed[1], (Name, Number)):
                    # A record of values: what is recorded may be what the author is after.
                    yield Assign(Name(listed[0]), listed[1], node.excerpt, in_place=True)
            case _:
                yield node


def _pairs(value: Formula, node: Effect) -> Iterator[Assign]:
    """Read ``updates.append((p, p - lr*g))``: the old value with the new one."""
    match value:
        case Call("tuple", (place, formula)) if is_place(place) and formula != place:
            yield Assign(place, formula, node.excerpt, in_place=True)
        case _:
            pass


def _elements(loop: Loop, body: list[Node]) -> Iterator[Node]:
    """Return what a loop does to one element, under the names of the containers."""
    targets = loop.targets or Call("tuple", ())
    counters, bare = keys(targets, loop.over), _bare(body)
    # A name of which only attributes are used, as in group.lr, says more than the container's.
    walked = {k: v for k, v in matched(targets, loop.over).items() if k in bare}
    # A loop over the keys of a dictionary: the name is a key where it stands in brackets.
    indices = frozenset(targets.names())
    if _mixed(body, counters):
        names = tuple(root(node.target) for node in body if isinstance(node, Assign))
        yield Opaque(names, "its loop uses several indices of one list", loop.excerpt)
        return

    def change(formula: Formula) -> Formula:
        return substitute(without_indices(formula, indices), walked)

    for node in body:
        match node:
            case Assign(target=target, formula=formula):
                place, value = change(target), change(formula)
                if place != value or node.copied:
                    yield replace(node, target=place, formula=value)
            case Return(values=values):
                yield replace(node, values=tuple(map(change, values)))
            case Opaque(names=names):
                yield replace(node, names=tuple(root(change(Name(name))) for name in names))
            case _:
                yield node


def _bare(body: Sequence[Node]) -> frozenset[str]:
    """Return the names that are used by themselves."""
    return frozenset(
        name
        for node in body
        if isinstance(node, Assign)
        for formula in (node.target, node.formula)
        for name in formula.names()
        if "." not in name
    )


def _mixed(body: Sequence[Node], counters: frozenset[str]) -> bool:
    """Whether one thing is used at two indices that both depend on the loop."""
    seen: dict[Formula, tuple[Formula, ...]] = {}
    for node in body:
        if not isinstance(node, Assign):
            continue
        for formula in (node.target, node.formula):
            for base, indices in indexed(formula):
                if not any(counters & set(index.names()) for index in indices):
                    continue
                if seen.setdefault(base, indices) != indices:
                    return True
    return False


def _total(loop: Loop) -> Iterator[Node]:
    """Read a loop that adds up, such as gradients over a batch, as one assignment."""
    kept = carried(loop.body)
    for node in walk(loop.body):
        if isinstance(node, Assign):
            added = addend(node, loop)
            if added is not None and root(node.target) in kept:
                yield replace(node, formula=Call("total", (added,)), augmented=False)
            else:
                yield Opaque((root(node.target),), "a loop within a step is not read", node.excerpt)
