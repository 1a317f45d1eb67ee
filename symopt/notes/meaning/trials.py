"""What a name does to a step, seen in runs of the lines with some of the numbers changed."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.notes.meaning.floats import NoValue
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line
from symopt.notes.meaning.probing import Key, ancestors, remembered, run, same, spread
from symopt.notes.meaning.standing import stands_below


class Trials:
    """Runs of the lines with some of the numbers changed."""

    def __init__(self, lines: Sequence[Line], goal: str, parameter: str | None):
        self.lines, self.goal, self.parameter = lines, goal, parameter
        made = {line.target for line in lines}
        self.states = [n for n in remembered(lines) if n in made and n != parameter]
        self.starts = [spread(lines, trial) for trial in range(3)]
        # Below a root s - m^2 may stand, which is positive where both are less than one.
        self.starts += [{k: v / 4 if k[1] else v for k, v in s.items()} for s in self.starts]

    def step(self, start: dict[Key, float], name: str | None = None) -> float:
        """Return the new value of a name; of the parameter, how far it moves."""
        values = run(self.lines, start)
        goal = name or self.goal
        moved = values[goal, 0]
        return moved - start.get((goal, 1), 0.0) if goal == self.parameter else moved

    def resting(self, start: dict[Key, float], parameter: bool = True) -> dict[Key, float]:
        """Return a start where all states are zero, and the parameter if that is said."""
        return {
            key: 0.0 if key[1] and (parameter or key[0] != self.parameter) else value
            for key, value in start.items()
        }

    def odd(self, x: str, name: str | None = None) -> bool | None:
        """Say whether a result turns its sign with x (True), stays (False), or neither (None)."""
        for start in self.starts:
            rest = self.resting(start)
            try:
                there = self.step(rest, name)
                back = self.step(rest | {(x, 0): -rest[x, 0]}, name)
                further = self.step(rest | {(x, 0): 1.7 * rest[x, 0]}, name)
            except NoValue:
                continue
            if same(there, back) and same(there, further):
                continue
            return True if same(there, -back) else False if same(there, back) else None
        return None

    def mixed(self, state: str, x: str, of: str | None = None) -> bool | None:
        """Say whether x changes by how much a state's old value counts; None if x does nothing.

        It counts for its new value, or for that of another name.
        """
        acts = None
        for start in self.starts:
            base = start | {(state, 1): 8.0}
            try:
                a, b, c, d = (
                    self.step(base | {(state, 1): 8.0 + s, (x, 0): base[x, 0] + e}, of or state)
                    for s, e in ((0.0, 0.0), (1.0, 0.0), (0.0, 0.1), (1.0, 0.1))
                )
            except (NoValue, KeyError):
                continue
            if not same(d - c, b - a):
                return True
            if not same(a, c):
                acts = False
        return acts

    def earlier(self, x: str) -> bool:
        """Say whether x changes by how much the parameter two steps ago counts."""
        key = (self.parameter or "", 2)
        for start in self.starts:
            if key not in start:
                return False
            try:
                a, b, c, d = (
                    self.step(start | {key: start[key] + s, (x, 0): start[x, 0] + e})
                    for s, e in ((0.0, 0.0), (1.0, 0.0), (0.0, 0.1), (1.0, 0.1))
                )
            except NoValue:
                continue
            return not same(d - c, b - a)
        return False


def of_squares(probe: Trials, name: str, gradient: str) -> bool:
    """Say whether a memory is one of squares: by the first line with it that tells.

    Its value stays the same on the opposite gradient, or the step is divided by it or its root.
    """
    for line in probe.lines:
        here = any(n.name == name for n in names(line.formula)) and line.target != probe.goal
        if here and gradient in ancestors(probe.lines, {line.target}, past=False):
            if stands_below(probe.lines, _alone(probe, line.target)):
                return True
            odd = probe.odd(gradient, line.target) if gradient else None
            if odd is not None:
                return not odd
    return False


def _alone(probe: Trials, name: str) -> set[str]:
    """Return a name and what is made of it and of no state besides it."""
    found = {name}
    others = {*probe.states, probe.goal} - {name}
    for line in probe.lines:
        used = {n.name for n in names(line.formula)}
        if used & found and not used & others and line.target not in others:
            found.add(line.target)
    return found


def is_linear(probe: Trials, name: str) -> bool:
    """Say whether the step is proportional to a name, where the parameter is zero."""
    seen = False
    for start in probe.starts:
        for rest in (probe.resting(start), _without(start, probe.parameter)):
            try:
                once = probe.step(rest)
                twice = probe.step(rest | {(name, 0): 2 * rest[name, 0]})
                thrice = probe.step(rest | {(name, 0): 3 * rest[name, 0]})
            except NoValue:
                continue
            at_rest = all(value == 0.0 for key, value in rest.items() if key[1])
            if at_rest and not same(once, 0.0):
                return same(twice, 2 * once) and same(thrice, 3 * once)
            if not same(twice, once):
                seen = same(thrice - twice, twice - once)
    return seen


def only_scales(probe: Trials, name: str, gradient: str) -> bool:
    """Say whether a name changes the length of the step alone, as the decay of a rate does."""
    for start in probe.starts:
        shares: list[float] = []
        for far in (
            {},
            *({(state, 1): start[state, 1] + 1.0} for state in probe.states),
            {(gradient, 0): start[gradient, 0] + 1.0},
        ):
            base = start | far
            try:
                step = probe.step(base)
                shares.append(probe.step(base | {(name, 0): base[name, 0] + 0.1}) / step)
            except (NoValue, KeyError, ZeroDivisionError):
                break
        else:
            return all(same(share, shares[0]) for share in shares)
    return False


def _without(start: dict[Key, float], parameter: str | None) -> dict[Key, float]:
    return {k: 0.0 if k[0] == parameter and k[1] else v for k, v in start.items()}


def is_decay(probe: Trials, name: str) -> bool:
    """Say whether a name matters only where the parameter is not zero."""
    for start in probe.starts:
        away = _without(start, probe.parameter)
        try:
            if not same(probe.step(away), probe.step(away | {(name, 0): 2 * away[name, 0]})):
                return False
            if not same(probe.step(start), probe.step(start | {(name, 0): 2 * start[name, 0]})):
                return True
        except NoValue:
            continue
    return False
