"""The rule that a recursion resembles most, where it is none."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from symopt.equivalence import Recursion
from symopt.notes.judging.catalogue import numbers
from symopt.notes.judging.known import is_decay, live_states, names_of, recursion_of, used
from symopt.notes.judging.match import Match, Setting, family
from symopt.notes.judging.runs import run

MAX_WAYS = 720


def nearest(recursion: Recursion, claimed: str | None) -> tuple[str, Match | None]:
    """Return the rule whose runs stay closest, of the claimed family if there is one.

    With it, which hyperparameter stands for which; None if there is nothing to tell it by.

    Examples
    --------
    >>> nearest(recursion_of("adam"), "rmsprop")[0].startswith("rmsprop")
    True
    """
    rules = [
        name
        for name in names_of(recursion.kind)
        if claimed is None or family(name) == family(claimed)
    ] or list(names_of(recursion.kind))
    recursion = used(recursion)
    values = numbers(recursion)
    best: tuple[float, str, Match | None] = (np.inf, rules[0], None)
    if values is None:
        return rules[0], None
    own = run(recursion, values)
    for name in rules:
        ways = _ways(recursion, recursion_of(name))
        if not ways:
            continue
        other = recursion_of(name)
        lanes = {
            h.name: np.array([values.get(way[i], 0.0) for way in ways])
            for i, h in enumerate(other.hyperparameters)
        }
        with np.errstate(all="ignore"):
            seen = run(other, lanes)
            apart = np.abs(seen - own) / (1 + np.abs(seen) + np.abs(own))
        gaps = np.where(np.isfinite(apart), apart, 1.0).mean(axis=0)
        place = int(np.argmin(gaps))
        # Of rules that are about as near, one with as many states and hyperparameters is nearer.
        odds = abs(len(other.hyperparameters) - len(values))
        odds += 2 * abs(len(other.states) - len(live_states(recursion)))
        odds += ways[place].count("")
        gap = min(float(gaps[place]), 1.0) + 0.1 * odds
        if gap < best[0]:
            named = zip(other.hyperparameters, ways[place], strict=True)
            settings = {h.name: Setting(choice) for h, choice in named if choice}
            best = (gap, name, Match(name, settings))
    return best[1], best[2]


def _ways(recursion: Recursion, other: Recursion) -> list[tuple[str, ...]]:
    """Give ways to choose the other's hyperparameters, kind by kind; "" stands for none, 0."""
    own = {
        kind: [h.name for h in recursion.hyperparameters if is_decay(h) == kind]
        for kind in (True, False)
    }
    wanted = [is_decay(h) for h in other.hyperparameters]
    ways: list[tuple[str, ...]] = []
    pools = {kind: [*names, *[""] * wanted.count(kind)] for kind, names in own.items()}
    for decays in dict.fromkeys(permutations(pools[True], wanted.count(True))):
        for sizes in dict.fromkeys(permutations(pools[False], wanted.count(False))):
            rest = {True: iter(decays), False: iter(sizes)}
            ways.append(tuple(next(rest[kind]) for kind in wanted))
            if len(ways) >= MAX_WAYS:
                return ways
    return ways
