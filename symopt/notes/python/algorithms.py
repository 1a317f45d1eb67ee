"""An algorithm made of the prepared assignments of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symopt.formula import Call, Chain, Formula, Name, Number
from symopt.notes.python.branches import Variant
from symopt.notes.python.carrying import counts
from symopt.notes.python.comments import around
from symopt.notes.python.conditions import FIRST
from symopt.notes.python.counting import Counter, counter_of
from symopt.notes.python.flow import needed_for, places_read
from symopt.notes.python.gaps import blocks, subtracts
from symopt.notes.python.gradients import is_gradient, unknown_calls, with_questions
from symopt.notes.python.mathematics import (
    at_zero,
    is_arithmetic,
    is_given,
    is_mathematics,
    unwrapped,
)
from symopt.notes.python.naming import Naming, place_of
from symopt.notes.python.preparing import Prepared
from symopt.notes.python.starts import Starts
from symopt.notes.python.steps import Step
from symopt.notes.python.substitution import rebuild
from symopt.notes.python.tree import Assign, Return
from symopt.notes.python.units import Unit
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment, Unread


@dataclass(frozen=True, slots=True)
class Built:
    """An algorithm with what it was made of, for the lints."""

    algorithm: Algorithm
    assigns: tuple[Assign, ...]
    step: Step
    unit: Unit
    kept: frozenset[str]
    counter: Counter
    starts: Starts

    @property
    def python(self) -> bool:
        """Whether the listing says that it is Python."""
        return self.unit.program.python


class Builder:
    """Makes the algorithm of a step, in names that a formula may have."""

    def __init__(
        self, unit: Unit, step: Step, variant: Variant, prepared: Prepared, kept: frozenset[str]
    ):
        self.unit, self.step, self.variant, self.prepared = unit, step, variant, prepared
        self.assigns, self.kept = prepared.assigns, kept
        self.needed = needed_for(self.assigns, kept)
        self.starts = Starts(unit, step, variant, prepared.starts)
        self.counter: Counter = counter_of(self.assigns, step, self.starts)
        places = (
            place
            for each in self.assigns
            for place in (place_of(each.target), *places_read(each))
            if place
        )
        self.naming = Naming(places, prepared.preferred)

    def make(self) -> Built | Unread | None:
        """Return the algorithm."""
        assigns = [each for each in self.assigns if not self._is_count(each)]
        asked = self._questions(assigns)
        if isinstance(asked, Unread):
            return asked
        assigns = asked
        targets = {place for each in assigns for place in (place_of(each.target), _base(each))}
        self.needed = needed_for(assigns, self.kept)
        for node in self.prepared.opaque:
            reason = blocks(node, self.needed, self.kept, targets)
            known = targets & self.kept or any(map(is_gradient, node.reads)) or subtracts(node)
            if reason and known:
                return Unread(node.excerpt, reason)
        if not targets & self.kept:
            return None
        for each in self.prepared.mapped:
            if self._is_needed(each):
                return Unread(each.excerpt, "what this function makes of it is not known")
        made: list[Assignment] = []
        initial = self._initial(assigns)
        for each in assigns:
            formula = self._first(each, initial)
            if not is_mathematics(formula):
                if self._is_needed(each):
                    return Unread(each.excerpt, "what this assigns is no formula that symopt reads")
                continue
            target = self.naming.put(each.target, self.counter.name)
            value = self.naming.put(formula, self.counter.name)
            if isinstance(target, Name):
                made.append(Assignment(target, value, each.excerpt))
        if not made:
            return None
        counter = self.counter
        if counter.name is not None and not _occurs(self.naming.name(counter.name), made):
            counter = Counter()
        algorithm = Algorithm(
            name=self.unit.name,
            claims=self._claims(made),
            assignments=tuple(made),
            excerpt=_whole(made),
            language="python",
            initial=initial,
            values=self._values(made),
            counter=self.naming.name(counter.name) if counter.name else None,
            counter_start=counter.start,
            output=self._output(self.prepared.returned, made),
            options=self.variant.options,
            chosen=self.variant.chosen,
        )
        return Built(
            algorithm, tuple(self.assigns), self.step, self.unit, self.kept, counter, self.starts
        )

    def _is_count(self, each: Assign) -> bool:
        """Whether an assignment only counts: its value is the counter's, or nobody's."""
        if not counts(each):
            return False
        place = place_of(each.target)
        if place == self.counter.name and self.counter.folded:
            return True
        return not any(place in places_read(other) for other in self.assigns if not counts(other))

    def _is_needed(self, each: Assign) -> bool:
        return bool({place_of(each.target), _base(each)} & self.needed)

    def _questions(self, assigns: list[Assign]) -> list[Assign] | Unread:
        """Find the gradient; what only computes something else (a loss) is left out."""
        moving = {place_of(each.target) or "" for each in assigns}
        used = [each for each in assigns if self._is_needed(each)]
        calls = [(each, call) for each in used for call in unknown_calls(each.formula)]
        functions = frozenset(
            call.function
            for each, call in calls
            if is_gradient(call.function) or is_gradient(place_of(each.target) or "")
        )
        others = {call.function for _, call in calls if moving & set(call.names())}
        if not functions and len(others) == 1:
            functions = frozenset(others)
        made: list[Assign] = []
        given: dict[str | None, Assign] = {}
        for each in assigns:
            points = self._owners(each, assigns)
            formula = with_questions(each.formula, functions, points, self.kept, moving)
            target = place_of(each.target)
            counted = any(isinstance(p, Call) and p.function == "len" for p in each.formula.walk())
            if each not in used and (counted or not is_arithmetic(formula)):
                continue
            if target not in self.kept and is_given(formula, moving):
                given[target] = each  # a name for the gradient, or for something that is given
                continue
            made.append(replace(each, formula=formula))
        for each in made:
            if place_of(each.target) in given:  # it has another value at times
                return Unread(given[place_of(each.target)].excerpt, "what this adds up is not read")
        return made

    def _owners(self, each: Assign, assigns: Sequence[Assign]) -> frozenset[str]:
        """Return the carried places that an assignment flows into, not through a function."""
        known = [other for other in assigns if not unknown_calls(other.formula)]
        target = place_of(each.target) or ""
        return frozenset(
            place
            for place in self.kept
            if place == target or target in needed_for(known, frozenset({place}))
        )

    def _initial(self, assigns: Sequence[Assign]) -> dict[str, Formula]:
        found: dict[str, Formula] = {}
        for each in assigns:
            place = _base(each) if _base(each) in self.kept else place_of(each.target)
            if place is None or place not in self.kept:
                continue
            start = self.starts.value(place)
            name = self.naming.name(place)
            value = None if start is None else self.naming.put(start, None)
            if value is not None and value != Name(name):
                found[name] = value
        return found

    def _first(self, each: Assign, initial: dict[str, Formula]) -> Formula:
        """Write a branch that the first step takes as a start from zero, or as a test of t."""

        def change(part: Formula) -> Formula:
            match part:
                case Call(function="where", arguments=(test, begin, later)) if test == FIRST:
                    if at_zero(later, each.target) == unwrapped(begin):
                        place = place_of(each.target)
                        if place is not None:
                            initial[self.naming.name(place)] = Number(Fraction(0))
                        return later
                    first = self.counter.start or Number(Fraction(1))
                    if self.counter.name is None:
                        self.counter = Counter("t", first, False)
                    count = Chain((Name(self.counter.name or "t"), first), ("=",))
                    return Call("where", (count, begin, later))
                case _:
                    return part

        return rebuild(each.formula, change)

    def _values(self, made: Sequence[Assignment]) -> dict[str, Formula]:
        assigned = {each.target.name for each in made}
        found: dict[str, Formula] = {}
        used = {
            place
            for each in self.assigns
            for place in places_read(each)
            if self.naming.name(place) not in assigned
        }
        for place, constant in self.prepared.constants.items():
            found[self.naming.name(place)] = self.naming.put(constant, None)
        for place in sorted(used):
            value = self.starts.value(place)
            number = value is not None and not any(
                isinstance(part, (Call, Name)) for part in value.walk()
            )
            if place in self.variant.changed:
                continue  # its default would contradict the options
            if value is not None and number and place != self.counter.name:
                found[self.naming.name(place)] = value
        return found

    def _claims(self, assigns: Sequence[Assignment]) -> tuple[str, ...]:
        lines = {place.line for each in assigns for place in each.excerpt.starts}
        first, last = min(lines), max(lines)
        beside = around(self.unit.program.comments, first, last)
        return tuple(dict.fromkeys((*self.unit.claims, *beside)))

    def _output(self, returned: Return | None, made: Sequence[Assignment]) -> str | None:
        assigned = {each.target.name for each in made}
        for value in returned.values if returned is not None else ():
            place = place_of(value)
            if place is not None and self.naming.name(place) in assigned:
                return self.naming.name(place)
        return None


def _occurs(name: str, assignments: Sequence[Assignment]) -> bool:
    formulas = (part for each in assignments for part in (each.formula, each.target))
    indices = (
        part.index
        for each in assignments
        for formula in (each.formula, each.target)
        for part in formula.walk()
        if isinstance(part, Name) and part.index is not None
    )
    return any(name in formula.names() for formula in (*formulas, *indices))


def _base(each: Assign) -> str | None:
    return place_of(each.target.arguments[0]) if isinstance(each.target, Call) else None


def _whole(assigns: Sequence[Assignment]) -> Excerpt:
    """Return the text from the first to the last assignment, as far as it is one."""
    excerpts = sorted({each.excerpt.start: each.excerpt for each in assigns}.items())
    lines = [excerpt for _, excerpt in excerpts]
    return Excerpt(
        "\n".join(each.text for each in lines),
        tuple(start for each in lines for start in each.starts),
    )
