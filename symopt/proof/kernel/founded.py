"""Definitions that can be met: none goes round in a circle.

f(t) = f(t) + 1 for all t looks like a recursion, and proves anything. Functions that are defined
by each other may look back to earlier places, and at the same place along an order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from symopt.proof.kernel.replay import definition
from symopt.proof.kernel.terms import Prop, Rejected, Term, fold, free_names


def check_founded(hypotheses: Iterable[Prop]) -> None:
    """Refuse definitions that need their own values.

    Functions in one circle of definitions are computed place after place, so each may ask the
    others only for places that are already done. What lies outside the circle is known first.

    Examples
    --------
    >>> t = ("sym", "t")
    >>> for_all_t = (("t", ("int", 1, None)),)
    >>> check_founded([("forall", for_all_t, ("=", ("app", "f", t), ("app", "f", ("+", t, -1))))])
    >>> check_founded([("forall", for_all_t, ("=", ("app", "f", t), ("app", "f", t)))])
    Traceback (most recent call last):
    symopt.proof.kernel.terms.Rejected: f is defined by itself
    """
    entries = [found for prop in hypotheses if (found := definition(prop)) is not None]
    defined = {name for name, _ in entries}
    uses: dict[str, set[str]] = {name: set() for name in defined}
    for name, entry in entries:
        uses[name] |= {other for other, _, _ in _calls(entry[-1], frozenset()) if other in defined}
    reach = {name: _closure(name, uses) for name in defined}
    at_once: dict[str, set[str]] = {name: set() for name in defined}
    for name, entry in entries:
        for other, place, bound in _calls(entry[-1], frozenset()):
            if other not in defined or other not in reach[name] or name not in reach[other]:
                continue
            distance = _distance(entry, place, bound)
            if distance is None or distance > 0:
                raise Rejected(f"{name} is defined by values of {other} that are not known before")
            if distance == 0:
                at_once[name].add(other)
    for name in sorted(defined):
        if name in _closure(name, at_once):
            raise Rejected(f"{name} is defined by itself")


def _distance(entry: Any, place: Term, bound: frozenset[str]) -> int | None:
    """Return how far a place is from the one that is defined, if that is a number."""
    if entry[0] == "value":
        return place - entry[1] if isinstance(place, int) else None
    variable = ("sym", entry[1])
    if free_names(place) & bound:
        return None
    folded = fold(place)
    if folded == variable:
        return 0
    if isinstance(folded, tuple) and folded[:2] == ("+", variable) and len(folded) == 3:
        return folded[2] if isinstance(folded[2], int) else None
    # A fixed place is done if it is before the first that the rule defines.
    return place - entry[2] if isinstance(place, int) and place < entry[2] else None


def _calls(term: Term, bound: frozenset[str]) -> Iterator[tuple[str, Term, frozenset[str]]]:
    if not isinstance(term, tuple):
        return
    if term[0] == "app":
        yield term[1], term[2], bound
    inside = bound | {term[2]} if term[0] == "sum" else bound
    for item in term[1:]:
        if not isinstance(item, str):
            yield from _calls(item, inside)


def _closure(name: str, edges: dict[str, set[str]]) -> set[str]:
    """Return what can be reached from a name in one step or more."""
    found: set[str] = set()
    ahead = list(edges[name])
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += edges[here]
    return found


__all__ = ["check_founded"]
