"""From lines and roles to the recursion that is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symopt.equivalence.recursion import Recursion
from symopt.errors import InvalidExpression
from symopt.formula import Call, Formula, Name, Negative, Number, Sum
from symopt.notes.meaning.floats import NoValue
from symopt.notes.meaning.gradients import ASKED
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, before, lag
from symopt.notes.meaning.naming import hyperparameter, hyperparameter_names, unused
from symopt.notes.meaning.probing import remembered, run, same, spread, value
from symopt.notes.meaning.rebuild import rebuilt
from symopt.notes.meaning.roles import Roles


@dataclass(frozen=True, slots=True)
class Built:
    """A recursion, and the author's names (or numbers') for its names."""

    recursion: Recursion
    names: dict[str, str]
    roles: dict[str, str]
    values: dict[str, Fraction]


def build(
    title: str,
    lines: Sequence[Line],
    point: Formula | None,
    roles: Roles,
    initial: Mapping[str, Fraction | None],
    values: Mapping[str, Fraction],
    offset: Fraction,
) -> Built:
    """Return the recursion that lines state.

    Parameters
    ----------
    lines : sequence of Line
        In an order that works; the gradient has the name `roles.gradient`.
    point : Formula or None
        Where the gradient is asked for; None for an average, or for the parameter.
    initial : mapping
        What states are before the first step, where that is stated (None: the parameter).
    values : mapping
        Of the author's hyperparameters.
    offset : Fraction
        The author's counter less the number of the step, counted from one.

    Raises
    ------
    InvalidExpression
        It cannot be compared.
    """
    hyper = hyperparameter_names(roles.hyper, roles.slopes, roles.apart)
    own = roles.parameter
    lines = expanded(lines, roles, initial)
    history = dict(remembered(lines))
    if point is not None:
        for name in names(point):
            if lag(name):
                history[name.name] = max(lag(name), history.get(name.name, 0))
    taken = {*hyper.values(), "theta", "y"}
    new: dict[str, str] = {}
    for line in lines:
        new[line.target] = unused(f"{line.target}_new", taken)
        taken.add(new[line.target])
    past: dict[tuple[str, int], str] = {}
    starts: dict[str, Fraction | None] = {}
    shown: dict[str, str] = {}
    for name, depth in history.items():
        for k in range(1, depth + 1):
            if name == own and k == 1:
                past[name, k] = "theta"
                continue
            past[name, k] = unused(name if k == 1 else f"{name}_{k}_ago", taken)
            taken.add(past[name, k])
            starts[past[name, k]] = None if name == own else _start(lines, name, initial, roles)
            if k == 1:
                shown[past[name, k]] = name

    def put(name: Name) -> Formula:
        if lag(name):
            return Name(past[name.name, lag(name)])
        if name.name in new:
            return Name(new[name.name])
        if name.name in hyper:
            return Name(hyper[name.name])
        if name.name == roles.gradient:
            return Name("g" if own else "y")
        if name.name == roles.counter:
            time = Name("t")
            return time if not offset else Sum((time, Number(offset)))
        raise InvalidExpression(f"{name.name} is not defined here")

    steps: list[tuple[str, Formula]] = []
    asked = point is None
    needs = set() if point is None else {n.name for n in names(point) if not lag(n)} & set(new)
    done: set[str] = set()
    for line in lines:
        if not asked and any(n.name == roles.gradient for n in names(line.formula)):
            if needs - done:
                late = ", ".join(sorted(needs - done))
                raise InvalidExpression(f"the gradient is asked for at {late}, which comes later")
            steps.append(("g", Call("grad", (point.map_names(put),))))  # type: ignore[union-attr]
            asked = True
        steps.append((new[line.target], line.formula.map_names(put)))
        done.add(line.target)
    for (name, k), state in sorted(past.items(), key=lambda item: -item[0][1]):
        newer = past.get((name, k - 1)) or new.get(name)
        steps.append((state, Name(newer) if newer else put(Name(name))))
    known = {hyper[n]: values[n] for n in roles.hyper if n in values}
    output = "theta" if own else new[roles.goal]
    recursion = Recursion.from_steps(
        title,
        "optimizer" if own else "average",
        [hyperparameter(hyper[n], role, values.get(n)) for n, role in roles.hyper.items()],
        starts,
        steps,
        output,
    )
    meanings = {hyper[n]: role for n, role in roles.hyper.items()}
    meanings |= dict.fromkeys(starts, "state")
    authors = {made: n for n, made in hyper.items()} | shown
    authors["theta" if own else output] = roles.goal
    meanings["theta" if own else output] = "parameter" if own else "output"
    if roles.gradient != ASKED:
        authors["g" if own else "y"] = roles.gradient
    meanings["g" if own else "y"] = "gradient" if own else "input"
    if roles.counter is not None:
        authors["t"], meanings["t"] = roles.counter, "counter"
    return Built(recursion, authors, meanings, known)


def _start(
    lines: Sequence[Line], name: str, initial: Mapping[str, Fraction | None], roles: Roles
) -> Fraction | None:
    """Return where a state starts: as stated, else where the parameter does if it follows that.

    What is only multiplied starts from one, the rest from zero.
    """
    if name in initial:
        return initial[name]
    if roles.parameter is not None and _follows(lines, name, roles.parameter):
        return None
    try:
        at_zero = {k: 0.0 if k == (name, 1) else v for k, v in spread(lines).items()}
        new = run(lines, at_zero).get((name, 0))
        again = run(lines, at_zero | {(roles.gradient, 0): 0.7}).get((name, 0))
    except NoValue:
        return Fraction(0)
    multiplied = new is not None and again is not None and same(new, 0.0) and same(again, 0.0)
    return Fraction(1) if multiplied and name != roles.parameter else Fraction(0)


def _follows(lines: Sequence[Line], name: str, parameter: str) -> bool:
    """Say whether a state is an iterate as well: moved with the parameter, it moves as far."""
    start = spread(lines)
    if (parameter, 1) not in start or (name, 1) not in start:
        return False
    far = start | {(parameter, 1): start[parameter, 1] + 1.0}
    both = far | {(name, 1): start[name, 1] + 1.0}
    try:
        old, alone, moved = (run(lines, given).get((name, 0)) for given in (start, far, both))
    except NoValue:
        return False
    if old is None or alone is None or moved is None:
        return False
    return same(moved - old, 1.0) and not same(alone, old)


def expanded(
    lines: Sequence[Line], roles: Roles, initial: Mapping[str, Fraction | None]
) -> list[Line]:
    """Return lines without old values of what is worked out from states alone.

    Such as the root mean square of an average one step ago: it is that of the average then.
    It is kept as a state where it has no value before the first step.
    """
    made = {line.target: line for line in lines}
    kept = {
        line.target
        for line in lines
        if any(lag(n) and n.name == line.target for n in names(line.formula))
    }

    def earlier(name: str, steps: int, inside: tuple[str, ...] = ()) -> Formula | None:
        """Return what a name was, in what is kept; None if that cannot be said."""
        line = made.get(name)
        if line is None or name in kept or name in inside or name == roles.goal or name in initial:
            return None
        unknown = False

        def shift(n: Name) -> Formula:
            nonlocal unknown
            if n.name in roles.hyper:
                return n
            if n.name == roles.counter:
                return Sum((n, Negative(Number(Fraction(steps)))))
            if n.name in kept:
                return before(n.name, lag(n) + steps)
            inner = earlier(n.name, steps + lag(n), (*inside, name))
            unknown = unknown or inner is None
            return inner or n

        formula = line.formula.map_names(shift)
        return formula if not unknown and _defined_at_first(formula, roles, initial) else None

    def change(node: Formula) -> Formula | None:
        if isinstance(node, Name) and lag(node):
            return earlier(node.name, lag(node))
        return None

    return [Line(line.target, rebuilt(line.formula, change), line.source) for line in lines]


def _defined_at_first(
    formula: Formula, roles: Roles, initial: Mapping[str, Fraction | None]
) -> bool:
    """Say whether a formula in states has a value before the first step."""

    given = {(n.name, lag(n)): float(initial.get(n.name) or 0) for n in names(formula)}
    given |= {(n, 0): 0.5 for n in roles.hyper}
    if roles.counter is not None:
        given[roles.counter, 0] = 1.0
    try:
        value(formula, given)
    except NoValue:
        return False
    return True
