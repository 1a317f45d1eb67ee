"""Whether two formulas speak of the same things, so that they can be said to differ."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from symopt.formula import Call, Formula, Name, Number, Sum
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.surroundings import Surroundings, keys
from symopt.notes.facts.values import constant

ROOTS = tuple(Fraction(n, d) for d in (1, 2, 3, 4) for n in range(-12, 13) if n not in (0, d, -d))


def comparable(left: Formula, right: Formula, near: Surroundings) -> bool:
    """Say whether two formulas speak of the same things, so that they can be said to differ.

    What only one side has must be an observation of which both sides have others, or an average
    that is defined nearby.
    """
    sides = keys(left), keys(right)
    if _functions(left) != _functions(right):
        return False
    extra = sides[0] ^ sides[1]
    shared = {k[:2] for k in sides[0] if len(k) == 3} & {k[:2] for k in sides[1] if len(k) == 3}
    letters = [{k[0] for k in side} for side in sides]
    for key in extra:
        if len(key) == 1:
            return False
        name = key[0]
        if near.recursive(name):
            continue
        if key[:2] not in shared or not all(name in side for side in letters):
            return False
    return bool(sides[0] and sides[1])


def introduced(left: Formula, right: Formula, near: Surroundings) -> bool:
    """Say whether the sides are the same but for a name, which the right one has written out.

    That is how a definition is put in: x_(i+1) + m v becomes (x_i + v) + m v. Nothing can be
    said of it where the name is not defined nearby.
    """
    holes = list(islice(_holes(left, right), 2))
    if len(holes) != 1:
        return False
    name, body = holes[0]
    if not isinstance(name, Name) or name.index is None or near.defines(name.name):
        return False
    return not keys(name) & keys(body) and bool(keys(body))


def _holes(left: Formula, right: Formula) -> Iterator[tuple[Formula, Formula]]:
    """Give the places at which two formulas are written differently."""
    if left == right:
        return
    a, b = tuple(left.children()), tuple(right.children())
    if isinstance(left, Sum) and isinstance(right, Sum):
        ours, theirs = [t for t in a if t not in b], [t for t in b if t not in a]
        if len(ours) == 1 and theirs:
            yield from _holes(ours[0], theirs[0] if len(theirs) == 1 else Sum(tuple(theirs)))
            return
    if type(left) is not type(right) or len(a) != len(b) or isinstance(left, (Name, Number)):
        yield left, right
        return
    for one, other in zip(a, b, strict=True):
        yield from _holes(one, other)


def _functions(formula: Formula) -> set[str]:
    return {node.function for node in formula.walk() if isinstance(node, Call)} - {"sqrt"}


def is_equation(left: Formula, right: Formula) -> bool:
    """Say whether a relation in one name looks like something to be solved: it has a solution."""
    names = keys(left) | keys(right)
    if len(names) != 1 or any(isinstance(n, Call) for n in (*left.walk(), *right.walk())):
        return False
    for root in ROOTS:
        put = [side.map_names(lambda name, root=root: Number(root)) for side in (left, right)]
        try:
            if constant(put[0]).same(constant(put[1])):
                return True
        except Undefined:
            continue
    return False
