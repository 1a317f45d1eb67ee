"""From the body of a function to the assignments of one step, in order and without loops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Number, Product, Sum
from symopt.notes.python.places import is_place, keys, matched, root
from symopt.notes.python.substitution import indexed, substitute, without_indices
from symopt.notes.python.tree import Assign, Effect, Loop, Node, Opaque, Return, walk

MAX_STATEMENTS = 400  # of one step
_LISTS = frozenset({"append", "add"})
_KEY = re.compile(r"\[\s*f?[\"']")


@dataclass(slots=True)
class Step:
    """One step: what is done before the first one, and what each one does.

    `loop` is the loop whose passes are the steps (None for a function that is one step),
    `around` the loops around it.
    """

    before: list[Node] = field(default_factory=list[Node])
    body: list[Node] = field(default_factory=list[Node])
    after: list[Node] = field(default_factory=list[Node])
    loop: Loop | None = None
    around: tuple[Loop, ...] = ()


def steps_of(body: Sequence[Node]) -> list[Step]:
    """Find the loops whose passes are steps; without any, the body is one step.

    A loop within such a loop is the one that steps (mini-batches within epochs), unless it walks
    over the elements or only adds up.
    """
    found: list[Step] = []
    for at, node in enumerate(body):
        if isinstance(node, Loop) and is_step(node):
            before = [n for n in body[:at] if not (isinstance(n, Loop) and is_step(n))]
            after = list(body[at + 1 :])
            for inner in steps_of(node.body):
                if inner.loop is None:
                    found.append(Step(before, list(node.body), after, node))
                else:
                    around = (node, *inner.around)
                    whole = [*before, *inner.before]
                    found.append(
                        Step(whole, inner.body, [*inner.after, *after], inner.loop, around)
                    )
    return found or [Step(body=list(body))]


def is_step(loop: Loop) -> bool:
    """Whether the passes of a loop are steps: something is carried from one to the next."""
    if is_elementwise(loop) or adds_up(loop):
        return False
    return bool(carried(loop.body)) or any(
        isinstance(node, Loop) and _updates(node) for node in loop.body
    )


def _updates(loop: Loop) -> bool:
    """Whether a loop gives each of many a new value made of its old one: parameters of a model."""
    if loop.targets is None or not is_elementwise(loop):
        return False
    walked = set(matched(loop.targets, loop.over))
    return any(
        isinstance(node, Assign)
        and isinstance(node.target, Name)
        and node.target.name in walked
        and node.target.name in node.formula.names()
        for node in loop.body
    )


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
        _listed(node) for node in walk(loop.body) if not carried(loop.body)
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


def _listed(node: Node) -> tuple[str, Formula] | None:
    """Return the list and the value of ``values.append(value)``."""
    match node:
        case Effect(formula=Call(function=function, arguments=(value,))):
            name, dot, method = function.rpartition(".")
            return (name, value) if dot and method in _LISTS else None
        case _:
            return None


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
                listed = _listed(node)
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
