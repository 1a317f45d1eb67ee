"""From an algorithm as it is written to the recursion that it states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from symopt.errors import InvalidExpression
from symopt.formula import Formula, Name, Negative, Number, Power, Quotient
from symopt.notes.meaning.building import Built, build
from symopt.notes.meaning.copies import with_differences
from symopt.notes.meaning.corrections import corrects
from symopt.notes.meaning.counting import counter_of, offset_of
from symopt.notes.meaning.gradients import behind, named, point_of, points
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, Timed, before, lag
from symopt.notes.meaning.linting import lints, unmoved
from symopt.notes.meaning.meaning import Copy, Kind, Meaning
from symopt.notes.meaning.numbers import PREFIX, decimal, lifted
from symopt.notes.meaning.parameters import parameters
from symopt.notes.meaning.probing import ancestors, remembered
from symopt.notes.meaning.rebuild import rebuilt
from symopt.notes.meaning.roles import COEFFICIENT, RATE, roles
from symopt.notes.meaning.spelling import like_gradient
from symopt.notes.meaning.timing import timed
from symopt.notes.meaning.unifying import unified
from symopt.notes.statement import Algorithm, Assignment

MOST_LINES = 100


def understand(algorithm: Algorithm) -> Meaning:
    """Return what an algorithm does, as a recursion that can be compared with a rule.

    Roles are seen by dataflow: a name that is read before it is assigned is remembered; the
    parameter is what nothing else remembered depends on; what enters the updates and turns the
    step with it is the gradient; the rest are hyperparameters, by what they do.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> lines = {"q": "r*q + (1 - r)*x", "w": "w - s*q"}
    >>> momentum = Algorithm("", (), tuple(
    ...     Assignment(Name(n), read_expression(f), Excerpt.of("")) for n, f in lines.items()
    ... ), Excerpt.of(""), "latex")
    >>> meaning = understand(momentum)
    >>> {name: meaning.names[name].name for name in ("theta", "g", "alpha", "beta")}
    {'theta': 'w', 'g': 'x', 'alpha': 's', 'beta': 'r'}
    """
    program = algorithm.language == "python"
    if len(algorithm.assignments) > MOST_LINES:
        reason = f"it has more than {MOST_LINES} lines"
        return _not_understood(algorithm, reason, ())
    assignments, renamed, found = unified(algorithm.assignments, program)
    try:
        whole = timed(assignments, program)
    except InvalidExpression as problem:
        return _not_understood(algorithm, str(problem), found)
    goals = _goals(whole.lines, algorithm.output)
    still = None if goals and goals[0][1] is not None else unmoved(algorithm, whole.lines)
    if still is not None:
        return _not_understood(algorithm, still.message, (*found, still))
    if not goals:
        return _not_understood(algorithm, _no_goal(whole.lines), found)
    copies = [_copy(algorithm, whole, goal, parameter, renamed) for goal, parameter in goals]
    copies = with_differences(copies)
    first = copies[0]
    kind: Kind = "update" if goals[0][1] is not None else "average"
    return Meaning(
        first.recursion,
        kind,
        first.roles,
        first.values,
        first.names,
        (*found, *lints(algorithm, whole, copies, [goal for goal, _ in goals], renamed)),
        tuple(copies),
        first.reason,
        algorithm.borrowed,
    )


def _not_understood(algorithm: Algorithm, reason: str, found: Sequence) -> Meaning:  # type: ignore[type-arg]
    copy = Copy(None, algorithm.assignments, None, reason=reason)
    return Meaning(
        None,
        "update",
        lints=tuple(found),
        copies=(copy,),
        reason=reason,
        borrowed=algorithm.borrowed,
    )


def _no_goal(lines: Sequence[Line]) -> str:
    kept = [name for name in remembered(lines) if name in {line.target for line in lines}]
    if not kept:
        return "nothing is remembered from step to step: it is no update"
    return f"no line says how a parameter moves, only {', '.join(kept)}"


def _goals(lines: Sequence[Line], output: str | None) -> list[tuple[str, str | None]]:
    """Return what is to be compared: the parameters, or else the outputs of averages."""
    moving = parameters(named(lines), behind(lines))
    if moving:
        return [(name, name) for name in moving]
    made = [line.target for line in lines]
    kept = [name for name in remembered(lines) if name in made]
    if output in made and ancestors(lines, {output}) & set(kept):
        return [(output, None)]
    meant = _meant_to_correct(lines, kept)
    if meant is not None:
        return [(meant, None)]
    if not kept and remembered(lines):
        return [(made[-1], None)]
    found: list[str] = []
    for name in kept:
        if not any(name in ancestors(lines, {o}, True) for o in kept if o != name):
            found.append(_last(lines, name))
    return [(name, None) for name in sorted(set(found), key=made.index)]


def _meant_to_correct(lines: Sequence[Line], kept: Sequence[str]) -> str | None:
    """Return what is called or divided as the corrected value of a state that it does not use."""
    used = {n.name for line in lines for n in names(line.formula)}
    for line in lines:
        idle = line.target not in used and not ancestors(lines, {line.target}) & set(kept)
        shared = {n.name for n in names(line.formula)} & {
            n.name for other in lines if other.target in kept for n in names(other.formula)
        }
        if idle and shared and any(corrects(line.source.target, line.formula, s) for s in kept):
            return line.target
    return None


def _last(lines: Sequence[Line], state: str) -> str:
    """Return what is made of a state in the end, such as its corrected value."""
    last = state
    for line in lines:
        copied = isinstance(line.formula, Name) and lag(line.formula)  # kept to look back at
        if line.target != last and last in line.formula.names() and not copied:
            last = line.target
    return last


def _copy(
    algorithm: Algorithm,
    whole: Timed,
    goal: str,
    parameter: str | None,
    renamed: Mapping[str, Name],
) -> Copy:
    needed = ancestors(whole.lines, {goal})
    if parameter is None and not needed & set(remembered(whole.lines)):
        needed |= ancestors(whole.lines, set(remembered(whole.lines)))
    asked = [line for line in whole.lines if line.target in needed]
    own = tuple(a for a in algorithm.assignments if any(_is(line, a) for line in asked))
    shown = _authors(algorithm) | dict(renamed)
    author = shown.get(parameter) if parameter else None
    try:
        built, numbers = _built(algorithm, whole, asked, goal, parameter)
    except InvalidExpression as problem:
        return Copy(author, own, None, reason=str(problem))
    called = {
        made: shown.get(name, Name(name))
        for made, name in built.names.items()
        if not name.startswith(PREFIX)
    }
    return Copy(author, own, built.recursion, built.roles, built.values | numbers, called)


def _is(line: Line, assignment: Assignment) -> bool:
    return line.source.excerpt is assignment.excerpt or line.source.excerpt == assignment.excerpt


def _authors(algorithm: Algorithm) -> dict[str, Name]:
    """Return every name as its author writes it."""
    found: dict[str, Name] = {}
    for assignment in algorithm.assignments:
        for name in (assignment.target, *names(assignment.formula)):
            found.setdefault(name.name, replace(name, index=None))
    return found


def _built(
    algorithm: Algorithm, whole: Timed, asked: list[Line], goal: str, parameter: str | None
) -> tuple[Built, dict[str, Fraction]]:
    point = point_of(asked, parameter) if parameter is not None and points(asked) else None
    if point is not None and point == before(goal):
        point = None
    lines = named(asked)
    counter = counter_of(lines, whole.symbol, algorithm.counter, whole.indexed)
    raised, numbers = lifted(lines, counter)
    made = [line.target for line in whole.lines]
    seen = roles(raised, goal, parameter, counter, whole.indexed, made)
    if parameter is None and _only_squared(raised, seen.gradient):
        raised = _unsquared(raised, seen.gradient)
        seen = roles(raised, goal, parameter, counter, whole.indexed, made)
    rates = [name for name, role in seen.hyper.items() if role == RATE]
    plain = [name for name in rates if not name.startswith(PREFIX)]
    kept = {
        name
        for name, role in seen.hyper.items()
        if name in numbers.values
        and role != COEFFICIENT
        and not (role == RATE and (plain or parameter is None))
    }
    lines = numbers.restore(raised, kept)
    seen.hyper = {
        name: role
        for name, role in seen.hyper.items()
        if name in kept or name not in numbers.values
    }
    if point is None and parameter is not None:
        point = _ahead(whole.lines, seen.gradient, parameter)
        if point is not None:
            lines = _with_point(whole.lines, lines, point)
    values = {n: v for n, f in algorithm.values.items() if (v := constant(f)) is not None}
    values |= {name: numbers.values[name] for name in kept}
    title = algorithm.name or "this"
    built = build(
        title,
        lines,
        point,
        seen,
        _initial(algorithm, parameter),
        values,
        offset_of(algorithm, whole, counter),
    )
    return built, {}


def _only_squared(lines: Sequence[Line], name: str) -> bool:
    """Say whether the square of a name is all that is taken in: then that is averaged."""
    found = [n for line in _unsquared(lines, "", name) for n in names(line.formula)]
    return bool(name) and not any(n.name == name for n in found)


def _unsquared(lines: Sequence[Line], name: str, gone: str = "") -> list[Line]:
    """Return lines with a name for its square."""

    def change(node: Formula) -> Formula | None:
        if (
            isinstance(node, Power)
            and isinstance(node.exponent, Number)
            and node.exponent.value == 2
        ):
            return Name(name) if node.base == Name(gone or name) else None
        return None

    return [replace(line, formula=rebuilt(line.formula, change)) for line in lines]


def _ahead(lines: Sequence[Line], gradient: str, parameter: str) -> Formula | None:
    """Return a point with a name of its own after which the gradient is called."""
    for line in lines:
        for prefix in ("d", "d_", "grad_", "g_", "gradient_"):
            if gradient == f"{prefix}{line.target}" and line.target != parameter:
                needed = ancestors(lines, {line.target}, past=True)
                if parameter in needed and like_gradient(gradient, line.target):
                    return Name(line.target)
    return None


def _with_point(whole: Sequence[Line], lines: list[Line], point: Formula) -> list[Line]:
    """Return lines with those that make the point."""
    needed = ancestors(whole, set(point.names()), past=False)
    known = {line.target: line for line in lines}
    return [
        known.get(line.target, line)
        for line in whole
        if line.target in known or line.target in needed
    ]


def _initial(algorithm: Algorithm, parameter: str | None) -> dict[str, Fraction | None]:
    found: dict[str, Fraction | None] = {}
    for name, formula in algorithm.initial.items():
        if isinstance(formula, Name) and formula.name == parameter:
            found[name] = None
        elif (value := constant(formula)) is not None:
            found[name] = value
    return found


def constant(formula: Formula) -> Fraction | None:
    """Return the value of a formula of numbers alone.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> constant(read_expression("-1/4"))
    Fraction(-1, 4)
    """
    match formula:
        case Number(value=value):
            return value
        case Negative(term=term):
            inner = constant(term)
            return None if inner is None else -inner
        case Quotient(top=top, bottom=bottom):
            above, below = constant(top), constant(bottom)
            return None if above is None or not below else above / below
        case _:
            return decimal(formula)
