"""Which name is the gradient, and what each hyperparameter does: by dataflow, names last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from symopt.errors import InvalidExpression
from symopt.formula import Call, Formula, Name, Negative, Number, Power, Quotient, Sum
from symopt.notes.meaning.gradients import ASKED
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.probing import (
    Key,
    NoValue,
    ancestors,
    given_names,
    remembered,
    run,
    same,
    spread,
)
from symopt.notes.meaning.spelling import (
    after_parameter,
    like_corrected,
    like_gradient,
    like_hyperparameter,
    like_rate,
    like_state,
)
from symopt.notes.meaning.timing import Line, lag

RATE = "rate"
FIRST, SECOND = "memory of gradients", "memory of squared gradients"
STABILISER, DECAY, COEFFICIENT = "stabiliser", "weight decay", "coefficient"


@dataclass(slots=True)
class Roles:
    """What the names of one copy of an algorithm do.

    `goal` is the parameter, or what an average returns; `slopes` are the memories that say how
    much of a state is kept, and `apart` says that all weigh a state, each in a line of its own.
    """

    goal: str
    parameter: str | None
    gradient: str
    counter: str | None
    hyper: dict[str, str] = field(default_factory=dict[str, str])
    slopes: set[str] = field(default_factory=set[str])
    apart: bool = False


def roles(
    lines: Sequence[Line],
    goal: str,
    parameter: str | None,
    counter: str | None,
    indexed: frozenset[str],
    points: Collection[str] = (),
) -> Roles:
    """Return what the names of lines do, all of which the goal depends on.

    `points` are names that gradients may be called after: a dx_ahead is one at x_ahead.

    Raises
    ------
    InvalidExpression
        A name that is used has no definition, or none can be the gradient.
    """
    given = [name for name in given_names(lines) if name != counter]
    probe = _Probe(lines, goal, parameter)
    gradient = _gradient(probe, given, parameter, indexed, points)
    found = Roles(goal, parameter, gradient, counter)
    for name in given:
        if name != gradient:
            found.hyper[name] = _role(probe, name, gradient, counter)
            if not _is_count(lines, name):
                _check_defined(name, found.hyper[name], indexed)
    memories = [n for n, role in found.hyper.items() if role in (FIRST, SECOND)]
    found.slopes = {n for n in memories if any(probe.mixed(s, n) for s in probe.states)}
    weighing = all(any(_beside_state(line, name) for line in lines) for name in memories)
    found.apart = weighing and not any(
        sum(name in memories for name in {n.name for n in names(line.formula)}) > 1
        for line in lines
    )
    return found


def _beside_state(line: Line, name: str) -> bool:
    """Say whether a line holds a name and the old value of what it weighs."""
    found = names(line.formula)
    return Name(name) in found and any(lag(n) for n in found)


class _Probe:
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


def _gradient(
    probe: _Probe,
    given: list[str],
    parameter: str | None,
    indexed: frozenset[str],
    points: Collection[str],
) -> str:
    """Return the name of the gradient, or of what an average takes in."""
    if ASKED in given:
        return ASKED
    if not given:
        raise InvalidExpression("nothing is taken in: there is no gradient")
    scores = {name: _likeness(probe, name, parameter, indexed) for name in given}
    for name in given:
        scores[name] += 3.0 * any(after_parameter(name, point) for point in points)
    best = max(given, key=lambda name: scores[name])
    if scores[best] <= -3.0:
        if parameter is None:
            return ""
        raise InvalidExpression("nothing in it can be the gradient")
    if not like_gradient(best, parameter or "") and best not in indexed:
        # Of two factors of the step the one that is called like a state is one.
        for name in given:
            if name != best and scores[name] > scores[best] - 1.0 and like_state(name):
                raise InvalidExpression(f"{name} is not defined here")
    enters = any(probe.mixed(state, best) is False for state in probe.states)
    if like_state(best) and not like_gradient(best, parameter or "") and not enters:
        raise InvalidExpression(f"{best} is not defined here")
    return best


def _likeness(probe: _Probe, name: str, parameter: str | None, indexed: frozenset[str]) -> float:
    acts = [probe.mixed(state, name) for state in probe.states]
    score = 2.0 * (False in acts) - 4.0 * (True in acts)
    odd = probe.odd(name)
    score += 1.0 if odd else -2.0 if odd is False or probe.states else 0.0
    score -= 4.0 * (_powers_with(probe.lines, name) or _complements(probe.lines, name))
    score += 2.0 * (name in indexed and not like_rate(name))
    score += 3.0 * like_gradient(name, parameter or "") + 3.0 * after_parameter(
        name, parameter or ""
    )
    return score - 1.0 * like_hyperparameter(name) - 0.5 * like_state(name)


def _role(probe: _Probe, name: str, gradient: str, counter: str | None) -> str:
    lines = probe.lines
    if _powers_with(lines, name) or _complements(lines, name):
        return SECOND if _even(probe, name, gradient) else FIRST
    if any(_added(line.formula, name) for line in lines):
        return STABILISER
    if all(_only_exponent(line.formula, name) for line in lines):
        return COEFFICIENT
    if any(probe.mixed(state, name) for state in probe.states):
        return SECOND if _even(probe, name, gradient) else FIRST
    if probe.parameter is not None and probe.earlier(name):
        return FIRST
    if _linear(probe, name):
        return RATE
    if probe.parameter is not None and _decays(probe, name):
        return DECAY
    keeps = probe.parameter is not None and any(
        probe.mixed(state, name, probe.goal) for state in probe.states
    )
    keeps = keeps and not _scales(probe, name, gradient)
    return FIRST if keeps else COEFFICIENT


def _even(probe: _Probe, name: str, gradient: str) -> bool:
    """Say whether a memory is one of squares: by the first line with it that tells.

    Its value stays the same on the opposite gradient, or the step is divided by it or its root.
    """
    for line in probe.lines:
        here = any(n.name == name for n in names(line.formula)) and line.target != probe.goal
        if here and gradient in ancestors(probe.lines, {line.target}, past=False):
            if _below(probe.lines, _alone(probe, line.target)):
                return True
            odd = probe.odd(gradient, line.target) if gradient else None
            if odd is not None:
                return not odd
    return False


def _alone(probe: _Probe, name: str) -> set[str]:
    """Return a name and what is made of it and of no state besides it."""
    found = {name}
    others = {*probe.states, probe.goal} - {name}
    for line in probe.lines:
        used = {n.name for n in names(line.formula)}
        if used & found and not used & others and line.target not in others:
            found.add(line.target)
    return found


def _below(lines: Sequence[Line], wanted: set[str]) -> bool:
    """Say whether a name stands below a fraction or under a root."""

    def visit(node: Formula, low: bool) -> bool:
        match node:
            case Name(name=name):
                return low and name in wanted
            case Quotient(top=top, bottom=bottom):
                return visit(top, low) or visit(bottom, True)
            case Call(function="sqrt", arguments=(inside,)):
                return visit(inside, True)
            case Power(base=base, exponent=Negative() | Quotient()):
                return visit(base, True)
            case Power(base=base, exponent=Number(value=value)) if value.denominator > 1:
                return visit(base, True)
            case _:
                return any(visit(child, low) for child in node.children())

    return any(visit(line.formula, False) for line in lines)


def _linear(probe: _Probe, name: str) -> bool:
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


def _scales(probe: _Probe, name: str, gradient: str) -> bool:
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


def _decays(probe: _Probe, name: str) -> bool:
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


def _powers_with(lines: Sequence[Line], name: str) -> bool:
    """Say whether a name is raised to something that is no number."""
    return any(
        isinstance(node, Power)
        and names(node.exponent)
        and any(n.name == name for n in names(node.base))
        for line in lines
        for node in line.formula.walk()
    )


def _complements(lines: Sequence[Line], name: str) -> bool:
    """Say whether 1 minus a name occurs."""
    return any(
        isinstance(node, Sum)
        and len(node.terms) == 2
        and any(isinstance(term, Number) and term.value == 1 for term in node.terms)
        and any(isinstance(t, Negative) and t.term == Name(name) for t in node.terms)
        for line in lines
        for node in line.formula.walk()
    )


def _added(formula: Formula, name: str) -> bool:
    """Say whether a name is added, as it is, below a fraction or a root or within a maximum."""

    def visit(node: Formula, low: bool) -> bool:
        if isinstance(node, Sum) and low and Name(name) in node.terms:
            return True
        deeper = low or isinstance(node, (Call, Power))
        if hasattr(node, "bottom"):
            return visit(node.top, low) or visit(node.bottom, True)  # type: ignore[attr-defined]
        return any(visit(child, deeper) for child in node.children())

    return visit(formula, False) or (isinstance(formula, Sum) and Name(name) in formula.terms)


def _only_exponent(formula: Formula, name: str) -> bool:
    """Say whether a name stands in exponents alone, if at all."""
    if isinstance(formula, Power):
        return _only_exponent(formula.base, name)
    if formula == Name(name):
        return False
    return all(_only_exponent(child, name) for child in formula.children())


def _is_count(lines: Sequence[Line], name: str) -> bool:
    """Say whether only numbers are divided by a name, and it stands nowhere else: 2/n."""

    def visit(node: Formula) -> bool:
        if isinstance(node, Quotient) and isinstance(node.top, Number):
            return node.bottom == Name(name) or visit(node.bottom)
        return node != Name(name) and all(map(visit, node.children()))

    return all(visit(line.formula) for line in lines)


def _check_defined(name: str, role: str, indexed: frozenset[str]) -> None:
    """Refuse a name that is worked out somewhere, but not here."""
    loose = role in (STABILISER, COEFFICIENT, DECAY)
    changing = name in indexed and loose
    made = (like_corrected(name) or (loose and like_state(name))) and not like_hyperparameter(name)
    if made or changing or name.startswith("RMS_"):
        raise InvalidExpression(f"{name} is not defined here")
