"""Layers that are mixed up: ``v["dW" + str(l)]`` where ``v["dW" + str(l + 1)]`` is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.formula import Formula
from symopt.notes.python.elements import has_key
from symopt.notes.python.gradients import unknown_calls
from symopt.notes.python.places import keys
from symopt.notes.python.substitution import indexed
from symopt.notes.python.tree import Assign, Loop, Node, walk
from symopt.notes.statement import Lint


def mixed_keys(body: Sequence[Node]) -> Iterator[Lint]:
    """Find updates of one layer that read what belongs to another.

    What a layer hands to the next is a product of matrices or a call; an update is neither.
    """
    for loop in walk(tuple(body)):
        if not isinstance(loop, Loop) or loop.targets is None:
            continue
        counters = keys(loop.targets, loop.over)
        for node in loop.body:
            if not (isinstance(node, Assign) and has_key(node)) or unknown_calls(node.formula):
                continue
            own = _layers(node.target, counters)
            others = {k: v for k, v in _layers(node.formula, counters).items() if k not in own}
            if own and others:
                written, read = next(iter(own)), next(iter(others))
                yield Lint(
                    "mixed-keys",
                    f"{own[written]} of layer {written} takes {others[read]} of layer {read}: "
                    f"write {written} in both keys",
                    node.excerpt,
                    True,
                )


def _layers(formula: Formula, counters: frozenset[str]) -> dict[str, str]:
    """Return at which indices something is kept under a text, each with what."""
    return {
        index.text(): base.text().replace(".", "_")
        for base, indices in indexed(formula)
        for index in indices
        if "." in base.text() and counters & set(index.names())
    }
