"""The same recursion with fewer and simpler states."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symopt.equivalence.recursion import THETA, Recursion
from symopt.equivalence.terms import plus, power, rational, tidy, times
from symopt.proof.kernel.terms import Term, free_names, substitute


def canonical(recursion: Recursion) -> Recursion:
    """Return a recursion with the same runs.

    A state that is a power of a constant (a running product of beta) or counts steps is written
    with t; one that never changes is the number it is; a sum is counted from where it starts, and
    what starts where the parameter starts from the parameter; one that nothing depends on is
    dropped, and so is a hyperparameter.

    Examples
    --------
    >>> from symopt.equivalence.terms import text
    >>> from symopt.steps import read_expression
    >>> counter = Recursion.from_steps(
    ...     "counted", "optimizer", [], {"k": Fraction(0)},
    ...     [("k", read_expression("k + 1")), ("theta", read_expression("theta - g/k"))],
    ... )
    >>> canonical(counter).states, text(canonical(counter).output)
    ((), '(t*theta - g)/t')
    """
    return _live(_relative(_summed(_closed(recursion))))


def _closed(recursion: Recursion) -> Recursion:
    """Write states that are c^t or t + c, or never change, in closed form."""
    constants = set(recursion.hyper)
    closed: dict[str, Term] = {}
    for state in recursion.states:
        own: Term = ("sym", state.name)
        if state.initial is not None and state.update == rational(state.initial):
            closed[state.name] = state.update
            continue
        if state.initial is None or not isinstance(state.update, tuple):
            continue
        start, before = rational(state.initial), plus(("sym", "t"), -1)
        rest = [item for item in state.update[1:] if item != own]
        alone = len(rest) == len(state.update) - 2
        free = set().union(*(free_names(item) for item in rest)) if rest else set()
        if state.update[0] == "*" and alone and free <= constants:
            closed[state.name] = times(start, power(times(*rest), before))
        elif state.update[0] == "+" and alone and free <= constants:
            closed[state.name] = plus(start, times(plus(*rest), before))
    if not closed:
        return recursion
    kept = replace(
        recursion,
        states=tuple(s for s in recursion.states if s.name not in closed),
        closed=recursion.closed + tuple(closed.items()),
    )
    return kept.put(closed)


def _summed(recursion: Recursion) -> Recursion:
    """Count sums that start at a number, such as 0.1, from there."""
    added: dict[str, Term] = {}
    for state in recursion.states:
        own: Term = ("sym", state.name)
        if not state.initial or not isinstance(state.update, tuple) or state.update[0] != "+":
            continue
        rest = [item for item in state.update[1:] if item != own]
        if len(rest) == len(state.update) - 2 and state.name not in free_names(("+", 0, *rest)):
            added[state.name] = plus(*rest)
    if not added:
        return recursion
    moved = {
        s.name: plus(rational(s.initial), ("sym", s.name))
        for s in recursion.states
        if s.name in added and s.initial is not None
    }
    counted = recursion.put(moved)
    states = tuple(
        replace(s, initial=Fraction(0), update=plus(("sym", s.name), tidy(substitute(rest, moved))))
        if (rest := added.get(s.name)) is not None
        else s
        for s in counted.states
    )
    return replace(counted, states=states)


def _relative(recursion: Recursion) -> Recursion:
    """Count states that start where the parameter starts from the parameter."""
    moving = [s for s in recursion.states if s.initial is None]
    if not moving:
        return recursion
    moved = recursion.put({s.name: plus(THETA, ("sym", s.name)) for s in moving})
    states = tuple(
        replace(s, initial=Fraction(0), update=plus(s.update, times(-1, moved.output)))
        if s.initial is None
        else s
        for s in moved.states
    )
    return replace(moved, states=states)


def _live(recursion: Recursion) -> Recursion:
    """Drop states on which neither query nor output depend, and hyperparameters in none."""
    updates = {s.name: s.update for s in recursion.states}
    needed = (free_names(recursion.query) | free_names(recursion.output)) & set(updates)
    todo = list(needed)
    while todo:
        for name in free_names(updates[todo.pop()]) & set(updates) - needed:
            needed.add(name)
            todo.append(name)
    left = replace(recursion, states=tuple(s for s in recursion.states if s.name in needed))
    used = set().union(*map(free_names, left.terms()))
    kept = tuple(h for h in left.hyperparameters if h.name in used)
    return replace(left, hyperparameters=kept)
