"""Which schedule of the catalogue a formula is, under which map of its parameters."""

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
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.probe import Probe
from symopt.notes.facts.same import Point, compare, roles_of
from symopt.notes.facts.surroundings import key_text
from symopt.notes.facts.values import CONSTANTS, evaluate, to_term
from symopt.notes.facts.words import plain
from symopt.schedule import Schedule

MAX_CANDIDATES = 400
MAX_LEAVES = 12
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
                    conditions = (_counted(schedule.clock, by, plain(at)),) if by else ()
                    conditions += () if limited else LIMITED
                    return Match(schedule, parameters, renamed, conditions)
    return None


def _counted(clock: str, by: int, at: str) -> str:
    """Say what the author's clock counts, where the catalogue's counts from 1."""
    if at.partition(" ")[0] == clock:
        return f"{clock}s are counted from {1 - by}"
    return f"{clock} = {at}"


LIMITED = ("before the final value is reached",)


def counted_down(formula: Formula, clock: str) -> Formula:
    """Return a formula with each ceil(n/k) of a count n as floor((n - 1)/k) + 1."""

    def change(node: Formula) -> Formula:
        match node:
            case Call("ceil", (Quotient(top=Name(name=name, index=None) as top, bottom=bottom),)):
                if name == clock and clock not in bottom.names():
                    floor = Call("floor", (Quotient(_plus(top, -1), bottom),))
                    return Sum((floor, Number(Fraction(1))))
            case _:
                pass
        return node

    found = [node for node in formula.walk() if change(node) != node]
    for node in found:
        formula = _replaced(formula, node, change(node))
    return formula


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
    return all(in_domain(p.domain, parameters[p.name]) for p in schedule.parameters)


def outside(domain: object, formula: Formula) -> bool:
    """Whether e to a power of positive names is outside a domain, as far as samples tell."""
    roles = roles_of((formula,))
    try:
        values = [evaluate(formula, Point(roles, which).value) for which in (0, 2)]
    except Undefined:
        return False
    ends = [end for value in values for end in (value.low, value.high)]
    exponential = "e" in formula.names() and formula.names() != ("e",)
    return exponential and not any(end in domain for end in ends)  # type: ignore[operator]


def in_domain(domain: object, formula: Formula) -> bool:
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
    fixed = {clock.name, *(CONSTANTS.keys() & schedule.formula.names())}
    leaves = [n for n in _leaves(formula) if not (isinstance(n, Name) and n.name in fixed)]
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
    initial = initial_of(formula)
    if initial is not None:
        options[0] = [initial]
    for choice in product(*options):
        chosen = dict(zip(names, choice, strict=True))
        named = [n for n in choice if isinstance(n, Name)]
        if len(named) == len(first) and set(named) == set(first):
            yield chosen


def initial_of(formula: Formula) -> Name | None:
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
