"""Recursions of the catalogue, and what can be seen of a recursion without running it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Literal

from symopt import rules
from symopt.equivalence import Recursion
from symopt.equivalence.terms import nodes
from symopt.proof.kernel.terms import free_names
from symopt.signature import Hyperparameter

Kind = Literal["optimizer", "average"]


@lru_cache(maxsize=256)
def recursion_of(rule: str) -> Recursion:
    """Return the recursion of a rule of the catalogue."""
    return Recursion.of(rules.get(rule))


def names_of(kind: Kind) -> tuple[str, ...]:
    """Return the rules of a kind, main rules of their families first."""
    found = [name for name in rules.names() if rules.get(name).kind == kind]
    return tuple(sorted(found, key=lambda name: ("." in name, name)))


@lru_cache(maxsize=256)
def elementary(rule: str) -> bool:
    """Say whether a rule only adds multiples of gradients, and so may be quoted to explain others.

    Examples
    --------
    >>> elementary("momentum"), elementary("rmsprop")
    (True, False)
    """
    return not any(
        term[0] not in ("+", "*") and {"g", "y"} & free_names(term)
        for term in nodes(recursion_of(rule).terms())
    )


def used(recursion: Recursion) -> Recursion:
    """Return a recursion without the hyperparameters that stand nowhere in it."""
    free = set[str]().union(*map(free_names, recursion.terms()))
    kept = tuple(h for h in recursion.hyperparameters if h.name in free)
    return replace(recursion, hyperparameters=kept)


def live_states(recursion: Recursion) -> set[str]:
    """Return the states on which what is seen depends.

    Examples
    --------
    >>> sorted(live_states(recursion_of("adam")))
    ['m', 'v']
    """
    updates = {state.name: state.update for state in recursion.states}
    needed = set[str]()
    todo = [recursion.query, recursion.output]
    while todo:
        for name in free_names(todo.pop()) & (set(updates) - needed):
            needed.add(name)
            todo.append(updates[name])
    return needed


def is_decay(hyper: Hyperparameter) -> bool:
    """Say whether a hyperparameter is less than one."""
    return hyper.domain.upper == 1
