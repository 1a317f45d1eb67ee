"""Formulas for a hyperparameter in the epoch or the step, held against the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import islice, product
from typing import Any

from symopt import schedules
from symopt.equivalence.terms import to_formula
from symopt.formula import Call, Formula, Name, Negative, Number, Quotient, Sum
from symopt.notes.facts.edits import edits
from symopt.notes.facts.enclosure import Enclosure, Undefined
from symopt.notes.facts.probe import Probe
from symopt.notes.facts.same import Point, compare, roles_of
from symopt.notes.facts.surroundings import key_text, place_of
from symopt.notes.facts.values import CONSTANTS, DOTS, evaluate, to_term
from symopt.notes.facts.words import number, plain, read_back
from symopt.notes.finding import Finding
from symopt.notes.meaning.passages import Passage
from symopt.notes.statement import Statement
from symopt.schedule import Schedule

MAX_CANDIDATES = 400
MAX_LEAVES = 12
MAX_NODES = 80
EPOCHS = re.compile(r"^(the)?(n|num|number|current)?(of)?epochs?(num|number|index|count)?i?$")
STEPS = re.compile(
    r"^(t|(global|current|num)?(steps?|iter|iters|iterations?|batch|updates?)(num)?)$"
)
COUNTERS = re.compile(r"^[nkijs]$")
RATES = re.compile(
    r"^(alpha|eta|lr|rate|learningrate|stepsize|epsilon|gamma|lambda|mu|nu|l|a)"
    r"(0|t|k|n|i|init|initial|base|start|new|epoch)?$"
)
TOPIC = re.compile(r"decay|schedul|anneal|warm|衰减|退火|调度", re.IGNORECASE)
INITIAL = re.compile(r"^(init|initial|base|start|starting)|(0|_0|init|initial|base|start)$")


@dataclass(frozen=True, slots=True)
class Clock:
    """The name that counts, and whether it counts epochs or steps."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Match:
    """A schedule of the catalogue with what its parameters are."""

    schedule: Schedule
    parameters: dict[str, Formula]
    renamed: bool
    conditions: tuple[str, ...] = ()

    @property
    def usual(self) -> bool:
        """Whether the initial value is itself, so that the map is one of conventions."""
        return self.renamed or isinstance(self.parameters["initial"], (Name, Number))


def judge_schedule(passage: Passage, statement: Statement, file: str) -> Finding | None:
    """Judge a statement that gives a rate as a formula of the epoch; None if it does not."""
    read = schedule_of(statement)
    if read is None:
        return None
    target, formula, clock = read
    found = match(formula, clock)
    mended = None
    if found is None or not found.usual:
        mended = next(
            (
                (edited, better)
                for edited in edits(formula)
                if (better := match(edited, clock, renaming_only=True)) is not None
            ),
            None,
        )
    if found is not None and (mended is None or _initial(formula) is None):
        return _found(found, None if mended is None else mended[0], target, file, statement)
    if mended is not None:
        return _mended(target, formula, *mended, file, statement)
    if found is None and (beyond := match(formula, clock, anywhere=True)) is not None:
        return _outside(beyond, file, statement)
    if _initial(formula) is None and not any(TOPIC.search(text) for text in passage.claims):
        return None
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "different",
        "note",
        "a schedule that is not in the catalogue, and no small edit makes it one.",
        read_back(statement),
        no_map="searched",
        reason="no schedule of the catalogue is this one under any map that was tried",
    )


def _found(
    found: Match, edited: Formula | None, target: Name, file: str, statement: Statement
) -> Finding:
    suspicious = not found.usual and edited is not None
    message = f"{found.schedule.summary.lower()}."
    if suspicious and edited is not None:
        message = f"write {plain(edited)}: as it stands two parameters do the work of one."
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "identical" if found.renamed else "equivalent",
        "error" if suspicious else "ok",
        message,
        read_back(statement),
        rule=found.schedule.name,
        map={name: plain(value) for name, value in found.parameters.items()},
        conditions=found.conditions,
        suggestion=f"write {target.latex()} = {edited.latex()}" if suspicious and edited else None,
        lints=("suspicious",) if suspicious else (),
        source=str(found.schedule.reference),
    )


def _outside(found: Match, file: str, statement: Statement) -> Finding:
    """Say which parameter makes a schedule grow, or do something else that it should not."""
    parameter = next(
        p for p in found.schedule.parameters if not _in_domain(p.domain, found.parameters[p.name])
    )
    value = plain(found.parameters[parameter.name])
    summary = found.schedule.summary.partition(":")[0].lower()
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "different",
        "error",
        f"{parameter.name} is {value}, outside {parameter.domain}: this is no {summary}.",
        read_back(statement),
        rule=found.schedule.name,
        map={name: plain(formula) for name, formula in found.parameters.items()},
        no_map="searched",
        reason=f"{parameter.name} = {value} is outside {parameter.domain}",
    )


def schedule_of(statement: Statement) -> tuple[Name, Formula, Clock] | None:
    """Return what a statement gives as a formula of a clock: the name, the formula, the clock."""
    if not statement.links or statement.links[0] not in ("=", "<-", "~"):
        return None
    target, formula = statement.parts[0], statement.parts[1]
    if not isinstance(target, Name) or DOTS in formula.names() or _large(formula):
        return None
    clock = _clock(target, formula)
    if clock is None or not RATES.match(_letters(target.name)):
        return None
    for node in formula.walk():
        if isinstance(node, Name) and node.index is not None:
            place = place_of(node.index)
            if place is None or place[0] is not None:
                return None  # made of what was before: a recursion
        if type(node).__name__ in ("Call", "SumOver", "LimitOf") and "grad" in str(
            getattr(node, "function", "")
        ):
            return None
    if target.name in formula.names() and key_text(target) in _free(formula):
        return None
    return target, formula, clock


def _large(formula: Formula) -> bool:
    return sum(1 for _ in formula.walk()) > MAX_NODES


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _clock(target: Name, formula: Formula) -> Clock | None:
    names = [n.name for n in formula.walk() if isinstance(n, Name) and n.index is None]
    for pattern, kind in ((EPOCHS, "epoch"), (STEPS, "t"), (COUNTERS, "t")):
        for name in dict.fromkeys(names):
            if pattern.match(_letters(name)) and name != target.name:
                return Clock(name, kind)
    return None


def _free(formula: Formula) -> list[str]:
    found = (key_text(n) for n in formula.walk() if isinstance(n, Name))
    return [name for name in dict.fromkeys(found) if name not in CONSTANTS]


def match(
    formula: Formula, clock: Clock, renaming_only: bool = False, anywhere: bool = False
) -> Match | None:
    """Return the schedule of the catalogue that a formula is, under some map of parameters.

    With `anywhere` the parameters need not lie in their domains.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> found = match(read("r / (1 + n/20)"), Clock("n", "epoch"))
    >>> found.schedule.name, {k: v.text() for k, v in found.parameters.items()}
    ('inverse-time', {'initial': 'r', 'decay': '1/20'})
    """
    known = [schedules.get(name) for name in schedules.names()]
    plain_ones = [s for s in known if all(not p.many for p in s.parameters) and s.parameters]
    ordered = sorted(plain_ones, key=lambda s: (len(s.parameters), s.clock != clock.kind, s.name))
    here = Name(clock.name)
    probe = Probe(formula)
    for renamed in (True, False):
        if renaming_only and not renamed:
            break
        for schedule, by, limited in product(ordered, (0, 1, -1), (True, False)):
            shape = schedule.formula if limited else _unlimited(schedule)
            if shape is None:
                continue
            at = _plus(here, by)
            candidates = _renamings if renamed else _solutions
            for parameters in islice(candidates(schedule, formula, clock), MAX_CANDIDATES):
                if not _is(shape, {**parameters, schedule.clock: at}, probe):
                    continue
                parameters = _tidied(parameters)
                if anywhere or _in_domains(schedule, parameters):
                    conditions = (f"{schedule.clock} = {plain(at)}",) if by else ()
                    conditions += () if limited else LIMITED
                    return Match(schedule, parameters, renamed, conditions)
    return None


LIMITED = ("before the final value is reached",)


def _plus(formula: Formula, by: int) -> Formula:
    number = Number(Fraction(abs(by)))
    return Sum((formula, Negative(number) if by < 0 else number)) if by else formula


def _unlimited(schedule: Schedule) -> Formula | None:
    """Return a schedule's formula without a bound such as minimum(x, 1); None if it has none."""
    bounded = [n for n in schedule.formula.walk() if isinstance(n, Call)]
    bounded = [n for n in bounded if n.function == "minimum"]
    return _replaced(schedule.formula, bounded[0], bounded[0].arguments[0]) if bounded else None


def _replaced(formula: Formula, old: Formula, new: Formula) -> Formula:
    if formula == old:
        return new
    changed: dict[str, Any] = {}
    for field in fields(formula):
        value = getattr(formula, field.name)
        if isinstance(value, Formula):
            changed[field.name] = _replaced(value, old, new)
        elif isinstance(value, tuple):
            changed[field.name] = tuple(
                _replaced(item, old, new) if isinstance(item, Formula) else item for item in value
            )
    return replace(formula, **changed)


def _tidied(parameters: dict[str, Formula]) -> dict[str, Formula]:
    """Return parameters without plain waste such as 0/T."""
    return {name: tidy(value) for name, value in parameters.items()}


def tidy(formula: Formula) -> Formula:
    if isinstance(formula, (Name, Number)):
        return formula
    names = {key_text(n): n for n in formula.walk() if isinstance(n, Name)}
    term = to_term(formula.map_names(lambda name: Name(key_text(name))))
    return to_formula(term).map_names(lambda name: names.get(name.name, name))


def _is(shape: Formula, values: dict[str, Formula], probe: Probe) -> bool:
    candidate = shape.map_names(lambda name: values.get(name.name, name))
    return probe.may_be(candidate) and compare(candidate, probe.formula).verdict == "identical"


def _in_domains(schedule: Schedule, parameters: dict[str, Formula]) -> bool:
    return all(_in_domain(p.domain, parameters[p.name]) for p in schedule.parameters)


def _in_domain(domain: object, formula: Formula) -> bool:
    """Whether a parameter is within its domain where names are positive; samples only refute."""
    roles = roles_of((formula,))
    for which in (0, 2):
        point = Point(roles, which)
        try:
            value = evaluate(formula, point.value)
        except Undefined:
            return False
        if value.is_exact and value.low not in domain and not formula.names():  # type: ignore[operator]
            return False
        if value.high < 0:
            return False
    return True


def _renamings(schedule: Schedule, formula: Formula, clock: Clock) -> Iterator[dict[str, Formula]]:
    """Give parameters that are names, numbers or plain fractions of the formula, or 1."""
    leaves = [n for n in _leaves(formula) if not (isinstance(n, Name) and n.name == clock.name)]
    first = [n for n in leaves if isinstance(n, Name)]
    if len(first) > len(schedule.parameters) + 1 or len(leaves) > MAX_LEAVES:
        return
    every = [*first, *(n for n in leaves if not isinstance(n, Name))]
    options: list[list[Formula]] = [every]
    for parameter in schedule.parameters:
        # A factor that is not written is 1, a final value that is not written 0.
        silent = [
            n for n in (1, 0) if n in parameter.domain and "integers" not in str(parameter.domain)
        ]
        free = parameter.domain.upper == float("inf")
        options.append([*every, *(Number(Fraction(n)) for n in silent if free)])
    names = ["initial", *(p.name for p in schedule.parameters)]
    initial = _initial(formula)
    if initial is not None:
        options[0] = [initial]
    for choice in product(*options):
        chosen = dict(zip(names, choice, strict=True))
        if {n for n in choice if isinstance(n, Name)} == set(first):
            yield chosen


def _initial(formula: Formula) -> Name | None:
    """Return the name that says of itself that it is the initial value, such as alpha_0."""
    names = (node for node in formula.walk() if isinstance(node, Name))
    return next((name for name in names if INITIAL.search(key_text(name))), None)


def _leaves(formula: Formula) -> list[Formula]:
    found: list[Formula] = []
    for node in formula.walk():
        ratio = isinstance(node, Quotient) and all(
            isinstance(part, Number) for part in (node.top, node.bottom)
        )
        if ratio or isinstance(node, (Name, Number)):
            found.append(node)
    return list(dict.fromkeys(found))


def _solutions(schedule: Schedule, formula: Formula, clock: Clock) -> Iterator[dict[str, Formula]]:
    """Give parameters made of the formula's values at epochs 0 and 1, where they determine them."""
    zero, one = (_at(formula, clock, n) for n in (0, 1))
    ratio = Quotient(zero, one)
    names = {p.name for p in schedule.parameters}
    if names == {"decay"}:
        yield {"initial": zero, "decay": Sum((ratio, Negative(Number(Fraction(1)))))}
    elif names == {"base"}:
        yield {"initial": zero, "base": Quotient(one, zero)}
    elif names == {"k"}:
        yield {"initial": one, "k": Number(Fraction(1))}
    elif names == {"final", "length"}:
        fall = Sum((zero, Negative(one)))
        yield {"initial": zero, "final": Number(Fraction(0)), "length": Quotient(zero, fall)}


def _at(formula: Formula, clock: Clock, value: int) -> Formula:
    number = Number(Fraction(value))
    return formula.map_names(
        lambda name: number if name.index is None and name.name == clock.name else name
    )


def _mended(
    target: Name,
    formula: Formula,
    edited: Formula,
    mended: Match,
    file: str,
    statement: Statement,
) -> Finding:
    answer = compare(formula, edited)
    witness = None
    if answer.left is not None and answer.right is not None:
        witness = {
            "values": {name: str(value) for name, value in answer.witness.items()},
            "left": _shown(answer.left),
            "right": _shown(answer.right),
        }
    mend = f"{target.latex()} = {edited.latex()}"
    summary = mended.schedule.summary.partition(":")[0].lower()
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "different",
        "error",
        f"write {plain(edited)}: that is {summary}; {plain(formula)} is not.",
        read_back(statement),
        rule=mended.schedule.name,
        witness=witness,
        no_map="searched",
        suggestion=f"write {mend}",
        reason=f"it differs from {mended.schedule.name} under every map that was tried",
    )


def _shown(value: Enclosure) -> str:
    return number(value, 6)
