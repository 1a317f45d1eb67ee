"""Which name is the gradient, and what each hyperparameter does: by dataflow, names last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from symopt.errors import InvalidExpression
from symopt.notes.meaning.gradients import ASKED
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line
from symopt.notes.meaning.probing import given_names
from symopt.notes.meaning.spelling import (
    after_parameter,
    like_corrected,
    like_gradient,
    like_hyperparameter,
    like_rate,
    like_state,
)
from symopt.notes.meaning.standing import (
    beside_state,
    is_added,
    is_complemented,
    is_count,
    is_powered,
    only_in_exponents,
)
from symopt.notes.meaning.trials import Trials, is_decay, is_linear, of_squares, only_scales

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
    probe = Trials(lines, goal, parameter)
    gradient = _gradient(probe, given, parameter, indexed, points)
    found = Roles(goal, parameter, gradient, counter)
    for name in given:
        if name != gradient:
            found.hyper[name] = _role(probe, name, gradient, counter)
            if not is_count(lines, name):
                _check_defined(name, found.hyper[name], indexed)
    memories = [n for n, role in found.hyper.items() if role in (FIRST, SECOND)]
    found.slopes = {n for n in memories if any(probe.mixed(s, n) for s in probe.states)}
    weighing = all(any(beside_state(line, name) for line in lines) for name in memories)
    found.apart = weighing and not any(
        sum(name in memories for name in {n.name for n in names(line.formula)}) > 1
        for line in lines
    )
    return found


def _gradient(
    probe: Trials,
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


def _likeness(probe: Trials, name: str, parameter: str | None, indexed: frozenset[str]) -> float:
    acts = [probe.mixed(state, name) for state in probe.states]
    score = 2.0 * (False in acts) - 4.0 * (True in acts)
    odd = probe.odd(name)
    score += 1.0 if odd else -2.0 if odd is False or probe.states else 0.0
    score -= 4.0 * (is_powered(probe.lines, name) or is_complemented(probe.lines, name))
    score += 2.0 * (name in indexed and not like_rate(name))
    score += 3.0 * like_gradient(name, parameter or "") + 3.0 * after_parameter(
        name, parameter or ""
    )
    return score - 1.0 * like_hyperparameter(name) - 0.5 * like_state(name)


def _role(probe: Trials, name: str, gradient: str, counter: str | None) -> str:
    lines = probe.lines
    if is_powered(lines, name) or is_complemented(lines, name):
        return SECOND if of_squares(probe, name, gradient) else FIRST
    if any(is_added(line.formula, name) for line in lines):
        return STABILISER
    if all(only_in_exponents(line.formula, name) for line in lines):
        return COEFFICIENT
    if any(probe.mixed(state, name) for state in probe.states):
        return SECOND if of_squares(probe, name, gradient) else FIRST
    if probe.parameter is not None and probe.earlier(name):
        return FIRST
    if is_linear(probe, name):
        return RATE
    if probe.parameter is not None and is_decay(probe, name):
        return DECAY
    keeps = probe.parameter is not None and any(
        probe.mixed(state, name, probe.goal) for state in probe.states
    )
    keeps = keeps and not only_scales(probe, name, gradient)
    return FIRST if keeps else COEFFICIENT


def _check_defined(name: str, role: str, indexed: frozenset[str]) -> None:
    """Refuse a name that is worked out somewhere, but not here."""
    loose = role in (STABILISER, COEFFICIENT, DECAY)
    changing = name in indexed and loose
    made = (like_corrected(name) or (loose and like_state(name))) and not like_hyperparameter(name)
    if made or changing or name.startswith("RMS_"):
        raise InvalidExpression(f"{name} is not defined here")
