"""Two branches written as one: each place takes one value or the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.formula import Call, Formula, Name
from symopt.notes.python.places import is_place, root
from symopt.notes.python.substitution import rebuild
from symopt.notes.python.tree import Assign, Branch, Effect, Node, Opaque, walk


def joined(
    test: Formula, then: Sequence[Node], otherwise: Sequence[Node], branch: Branch
) -> Iterator[Node]:
    """Write two branches as one: each place takes one value or the other."""
    values: list[dict[Formula, Formula]] = []
    for nodes in (then, otherwise):
        taken = _values(nodes)
        if taken is None:
            both = (*then, *otherwise)
            names = {root(n.target) for n in walk(both) if isinstance(n, Assign)}
            yield Opaque(tuple(names), "a branch that is not read", branch.excerpt)
            return
        values.append(taken)
    for target in dict.fromkeys((*values[0], *values[1])):
        first, second = (each.get(target, target) for each in values)
        if first == second:
            yield Assign(target, first, branch.excerpt)
        else:
            yield Assign(target, Call("where", (test, first, second)), branch.excerpt)


def _values(nodes: Sequence[Node]) -> dict[Formula, Formula] | None:
    """Return what a straight piece of code makes of each place, or None if it is not straight.

    A variable for something stored comes last, as a name for it.
    """
    values: dict[Formula, Formula] = {}
    aliases: dict[Formula, Formula] = {}

    def now(part: Formula) -> Formula:
        part = aliases.get(part, part)
        return values.get(part, part)

    for node in nodes:
        match node:
            case Effect():
                pass
            case Assign(target=Name(name=name) as target, formula=formula) if (
                "." not in name and is_place(formula) and "." in root(formula)
            ):
                aliases[target] = formula
            case Assign(target=target, formula=formula):
                changed = aliases.get(target, target) if node.in_place else target
                values[changed] = rebuild(formula, now)
                if changed is target:
                    aliases.pop(target, None)
            case _:
                return None
    return values | aliases
