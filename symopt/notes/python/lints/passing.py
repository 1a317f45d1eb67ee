"""What advances once for each parameter though it should advance once in a step."""

from __future__ import annotations

from collections.abc import Iterator

from symopt.formula import Formula, Name
from symopt.notes.python.algorithms import Built
from symopt.notes.python.carrying import advances, carried
from symopt.notes.python.elements import belonging, is_elementwise
from symopt.notes.python.tree import Assign, Loop, walk
from symopt.notes.statement import Lint


def advanced_for_each(built: Built) -> Iterator[Lint]:
    """A count or a running power that advances within the loop over the parameters.

    For one parameter it is right; with several, what should be the power at step 1 is that at
    step 2 for the second of them.
    """
    for loop in walk(tuple(built.step.body)):
        if not isinstance(loop, Loop) or not is_elementwise(loop):
            continue
        kept, own = carried(loop.body), belonging(loop)
        for node in loop.body:
            if not isinstance(node, Assign) or not isinstance(node.target, Name):
                continue
            name = node.target.name
            heads = {each.split(".")[0] for each in (name, *node.formula.names())}
            if name in kept and not heads & own and advances(node) and _matters(name, loop):
                yield Lint(
                    "advances-for-each",
                    f"{name} advances once for each parameter, not once in a step: with several "
                    "it runs ahead; move this line out of the loop",
                    node.excerpt,
                    True,
                )


def _matters(name: str, loop: Loop) -> bool:
    """Whether what is done to an element reads it."""
    place: Formula = Name(name)
    return any(
        isinstance(node, Assign) and node.target != place and name in node.formula.names()
        for node in walk(loop.body)
    )
