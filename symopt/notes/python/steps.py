"""From the body of a function to the assignments of one step, in order and without loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from symopt.formula import Name
from symopt.notes.python.carrying import adds_up, carried
from symopt.notes.python.elements import is_elementwise
from symopt.notes.python.places import matched
from symopt.notes.python.tree import Assign, Loop, Node


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
