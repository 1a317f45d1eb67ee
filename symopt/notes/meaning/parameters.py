"""Which of the remembered quantities are the parameters that an algorithm updates."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.notes.meaning.floats import NoValue
from symopt.notes.meaning.gradients import ASKED
from symopt.notes.meaning.lines import Line
from symopt.notes.meaning.probing import (
    ancestors,
    given_names,
    remembered,
    run,
    same,
    spread,
)
from symopt.notes.meaning.spelling import after_parameter, like_parameter, like_weights


def parameters(lines: Sequence[Line], points: Sequence[set[str]]) -> list[str]:
    """Return the parameters, in the author's order.

    A parameter is a remembered quantity that nothing else remembered depends on (but by the
    gradient) and that moves: its new value is the old one plus something. Where the gradient is
    asked for says it, too.

    Parameters
    ----------
    points : sequence of set of str
        For every point where the gradient is asked for, what it is made of.
    """
    made = [line.target for line in lines]
    carried = [name for name in remembered(lines) if name in made]
    asked = _asked(lines, carried, points)
    needs = {name: ancestors(lines, {name}) & set(carried) for name in carried}
    found: list[str] = []
    for name in carried:
        circle = [other for other in carried if other in needs[name] and name in needs[other]]
        last = all(
            other in circle or _trails(lines, other, name)
            for other in carried
            if name in needs[other]
        )
        best = max(circle or [name], key=lambda n: (_score(lines, n, carried, asked), n in asked))
        if best != name or not (last or name in asked):
            continue
        if _plausible(lines, name, asked):
            found.append(name)
    # A mean of the parameters themselves is not one of them.
    kept = [
        n
        for n in found
        if not any(n != p and p in needs[n] and (p in asked or _trails(lines, n, p)) for p in found)
    ]
    order = {target: i for i, target in enumerate(made)}
    return sorted(kept, key=lambda name: order[name])


def _trails(lines: Sequence[Line], name: str, leader: str) -> bool:
    """Say whether a quantity is a mean of another that does not depend on it.

    Then it moves as far as both move together, and less if the other one moves alone.
    """
    if name == leader or name in ancestors(lines, {leader}):
        return False
    start = spread(lines)
    if (leader, 1) not in start or (name, 1) not in start:
        return False
    far = start | {(leader, 1): start[leader, 1] + 1.0}
    both = far | {(name, 1): start[name, 1] + 1.0}
    try:
        old, alone, moved = (run(lines, given)[name, 0] for given in (start, far, both))
    except NoValue:
        return False
    return same(moved - old, 1.0) and not same(alone, old) and not same(alone - old, 1.0)


def _asked(lines: Sequence[Line], carried: list[str], points: Sequence[set[str]]) -> set[str]:
    """Return what the points are points of: the parameter and not the momentum added to it."""
    found: set[str] = set()
    for point in points:
        names = [name for name in carried if name in point]
        if names:
            found.add(max(names, key=lambda name: _score(lines, name, carried, set())))
    return found


def _score(lines: Sequence[Line], name: str, carried: list[str], points: set[str]) -> float:
    given = given_names(lines)
    needs = ancestors(lines, {name})
    score = 4.0 * (name in points) + 2.0 * bool(_moves(lines, name) and _turns(lines, name))
    score += 3 * any(after_parameter(x, name) for x in given if x in needs)
    score += any(other != name and other in needs for other in carried)
    return score + 0.5 * like_parameter(name)


def _moves(lines: Sequence[Line], name: str) -> bool | None:
    """Say whether the new value is the old one plus something; None if that is not seen."""
    seen = None
    for trial in range(3):
        start = spread(lines, trial)
        start.setdefault((name, 1), 1.0)
        shifted = start | {(name, 1): start[name, 1] + 0.25}
        try:
            change = run(lines, shifted)[name, 0] - run(lines, start)[name, 0]
        except NoValue:
            continue
        if not same(change, 0.25):
            return False
        seen = True
    return seen


def _plausible(lines: Sequence[Line], name: str, points: set[str]) -> bool:
    """Say whether a remembered quantity can be a parameter, and not a mean or a sum."""
    needs = ancestors(lines, {name})
    given = [x for x in given_names(lines) if x in needs]
    if name in points or any(after_parameter(x, name) for x in given):
        return True
    others = [n for n in remembered(lines) if n in needs and n != name]
    if not _moves(lines, name):
        mean = any(_shared(lines, name, x) for x in given)
        # Weights decay by themselves; a name that says less needs a state that drives it.
        said = like_weights(name) or (bool(others) and like_parameter(name))
        return said and bool(given or others) and not mean
    if not given:
        return False
    return _turns(lines, name) and (ASKED in given or len(given) + len(others) > 1)


def _turns(lines: Sequence[Line], name: str) -> bool:
    """Say whether a quantity goes the other way on the opposite gradient.

    A sum of squares does not. What is added to that whatever the gradient, such as a misplaced
    epsilon, changes nothing about it.
    """
    needs = ancestors(lines, {name})
    return any(_odd(lines, name, x) for x in given_names(lines) if x in needs)


def _shared(lines: Sequence[Line], name: str, x: str) -> bool:
    """Say whether the new value is a mean of the old one and of x: it moves with both."""
    start = spread(lines)
    both = start | {(name, 1): start[name, 1] + 1.0, (x, 0): start[x, 0] + 1.0}
    try:
        return same(run(lines, both)[name, 0] - run(lines, start)[name, 0], 1.0)
    except NoValue:
        return False


def _odd(lines: Sequence[Line], name: str, x: str) -> bool:
    start = spread(lines)
    start = {key: 0.0 if key[1] else value for key, value in start.items()}
    there, back, far, far_back = (start | {(x, 0): s * start[x, 0]} for s in (1, -1, 1.7, -1.7))
    try:
        there, back = run(lines, there)[name, 0], run(lines, back)[name, 0]
        if same(there, -back) or same(there, back):
            return same(there, -back)
        return same(there + back, run(lines, far)[name, 0] + run(lines, far_back)[name, 0])
    except NoValue:
        return True
