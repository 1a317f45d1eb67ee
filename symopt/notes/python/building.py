"""From the statements of a step to an algorithm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symopt.formula import Call, Chain, Formula, Name, Number, Product, Sum
from symopt.notes.python.branches import FIRST, Variant
from symopt.notes.python.counting import Counter, counter_of
from symopt.notes.python.gradients import is_gradient, unknown_calls, with_questions
from symopt.notes.python.naming import Naming, place_of
from symopt.notes.python.optax import adds_up, transforms
from symopt.notes.python.preparing import Prepared, prepare
from symopt.notes.python.products import with_products, with_slopes
from symopt.notes.python.starts import Starts
from symopt.notes.python.steps import Step, counts
from symopt.notes.python.substitution import rebuild
from symopt.notes.python.tree import Assign, Opaque, Return
from symopt.notes.python.units import Unit
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment, Unread
from symopt.steps import ARITY

_PLAIN = frozenset(ARITY) | {"item", "first"}


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


def build(unit: Unit, step: Step, variant: Variant) -> Built | Unread | None:
    """Return the algorithm of a step, why it cannot be read, or None if there is none."""
    prepared = prepare(unit, step, variant)
    for gap in prepared.opaque:
        if "*" in gap.names:
            return Unread(gap.excerpt, gap.reason)
    kept = _carried(prepared.assigns, prepared.opaque)
    counting = {place_of(each.target) for each in prepared.assigns if counts(each)}
    if kept <= counting:
        return None  # nothing is carried from step to step but a count
    returned = prepared.returned
    if returned is not None and transforms(unit, returned) and not adds_up(prepared.assigns):
        return Unread(returned.excerpt, "what these updates are multiplied by is not said")
    if "updates" in kept & unit.own:  # as in optax: a gradient that becomes a step
        first = next(each for each in prepared.assigns if place_of(each.target) == "updates")
        return Unread(first.excerpt, "which parameter these updates change is not said")
    products = with_products(prepared.assigns, kept)
    known = [each for each in products.assigns if not counts(each)]
    slopes = with_slopes(
        products.assigns,
        kept,
        lambda name, point: name in _needed(known, frozenset({point})),
    )
    prepared = replace(prepared, assigns=slopes, opaque=[*prepared.opaque, *products.opaque])
    if products.update is not None:
        return Unread(products.update.excerpt, products.update.reason)
    return _Builder(unit, step, variant, prepared, kept).make()


def _carried(assigns: Sequence[Assign], opaque: Sequence[Opaque]) -> frozenset[str]:
    """Return the places that are read before they are assigned, and assigned."""
    early: set[str] = set()
    done: set[str] = set()
    for each in assigns:
        early |= _reads(each) - done
        place = place_of(each.target)
        if place is not None:
            done.add(place)
    for each in opaque:
        early |= set(each.names) & set(each.reads)
        done |= set(each.names) & set(each.reads)
    return frozenset(early & done) | _recurring(assigns)


def _recurring(assigns: Sequence[Assign]) -> frozenset[str]:
    """Return arrays whose entries depend on earlier ones: v[t] on v[t - 1]."""
    arrays = {
        each.target.arguments[0]
        for each in assigns
        if isinstance(each.target, Call)
        and each.target.function == "item"
        and not isinstance(each.target.arguments[1], Number)
    }
    return frozenset(
        place_of(base) or ""
        for base in arrays
        if any(part == base for each in assigns for part in each.formula.walk())
    )


def _reads(assign: Assign) -> set[str]:
    found: set[str] = set()
    for part in assign.formula.walk():
        place = place_of(part)
        if place is not None:
            found.add(place)
    return found


def _needed(assigns: Sequence[Assign], kept: frozenset[str]) -> frozenset[str]:
    """Return the places that flow into what is carried."""
    needed = set(kept)
    changed = True
    while changed:
        changed = False
        for each in assigns:
            target = place_of(each.target)
            base = each.target.arguments[0] if isinstance(each.target, Call) else each.target
            if target in needed or place_of(base) in needed:
                new = _reads(each) - needed
                needed |= new
                changed = changed or bool(new)
    return frozenset(needed)


def _blocks(
    node: Opaque, needed: frozenset[str], kept: frozenset[str], assigned: set[str | None]
) -> str | None:
    """Return why a statement that was not understood makes the algorithm unreadable, or None."""
    for name in node.names:
        if name in kept or name in assigned:
            return f"{node.reason}; so what {name} becomes is not known"
        if name in needed and not is_gradient(name):
            return f"{node.reason}; so what {name} is is not known"
    return None


def _subtracts(node: Opaque) -> bool:
    """Whether what was not understood looks like a step: something is taken from a name."""
    text = node.excerpt.text
    return any(
        re.search(rf"\b{re.escape(name)}\b[^\n=]*(?:-=|=\s*{re.escape(name)}\b[^\n=]*?-)", text)
        for name in node.names
    )


class _Builder:
    def __init__(
        self, unit: Unit, step: Step, variant: Variant, prepared: Prepared, kept: frozenset[str]
    ):
        self.unit, self.step, self.variant, self.prepared = unit, step, variant, prepared
        self.assigns, self.kept = prepared.assigns, kept
        self.needed = _needed(self.assigns, kept)
        self.starts = Starts(unit, step, variant, prepared.starts)
        self.counter: Counter = counter_of(self.assigns, step, self.starts)
        places = (
            place
            for each in self.assigns
            for place in (place_of(each.target), *_reads(each))
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
        self.needed = _needed(assigns, self.kept)
        for node in self.prepared.opaque:
            reason = _blocks(node, self.needed, self.kept, targets)
            known = targets & self.kept or any(map(is_gradient, node.reads)) or _subtracts(node)
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
            if not _mathematics(formula):
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
        return not any(place in _reads(other) for other in self.assigns if not counts(other))

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
            if each not in used and (counted or not _is_arithmetic(formula)):
                continue
            if target not in self.kept and _is_given(formula, moving):
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
            if place == target or target in _needed(known, frozenset({place}))
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
                    if _at_zero(later, each.target) == _flat(begin):
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
            for place in _reads(each)
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
        above = _above(self.unit.program.comments, first)
        beside = [
            comment.text
            for comment in self.unit.program.comments
            if comment.start.line in above or first <= comment.start.line <= last
        ]
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


def _above(comments: Sequence[Excerpt], line: int) -> set[int]:
    """Return the lines of the comments that stand right above a line."""
    have = {comment.start.line for comment in comments}
    found: set[int] = set()
    while line - 1 in have:
        line -= 1
        found.add(line)
    return found


def _base(each: Assign) -> str | None:
    return place_of(each.target.arguments[0]) if isinstance(each.target, Call) else None


def _is_given(formula: Formula, moving: set[str]) -> bool:
    """Whether a formula only names what is given in each step: a gradient, a batch."""
    whole = formula
    while isinstance(whole, Call) and whole.function in ("item", "total"):
        whole = whole.arguments[0]
    if not isinstance(whole, Call):
        return whole is not formula and isinstance(formula, Call) and formula.function == "total"
    if whole.function == "grad":
        return not whole.arguments or whole is not formula
    return bool(unknown_calls(whole)) and not moving & set(whole.names())


def _is_arithmetic(formula: Formula) -> bool:
    """Whether a formula is made of the vocabulary only."""
    return all(not isinstance(part, Call) or part.function in _PLAIN for part in formula.walk())


def _mathematics(formula: Formula) -> bool:
    """Whether nothing of Python is left in a formula that a formula cannot say."""
    for part in formula.walk():
        match part:
            case Name(name=name) if name.startswith(("'", '"')) or name in ("None",):
                return False
            case Call(function="tuple" | "dict" | "slice" | "in" | "total" | "unknown"):
                return False
            case _:
                pass
    return True


def _whole(assigns: Sequence[Assignment]) -> Excerpt:
    """Return the text from the first to the last assignment, as far as it is one."""
    excerpts = sorted({each.excerpt.start: each.excerpt for each in assigns}.items())
    lines = [excerpt for _, excerpt in excerpts]
    return Excerpt(
        "\n".join(each.text for each in lines),
        tuple(start for each in lines for start in each.starts),
    )


def _at_zero(formula: Formula, place: Formula) -> Formula | None:
    """Return a sum without the terms that vanish with `place`."""
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    left = [
        term
        for term in terms
        if term != place and not (isinstance(term, Product) and place in term.factors)
    ]
    if any(part == place for term in left for part in term.walk()):
        return None
    return _flat(Sum(tuple(left)) if len(left) > 1 else left[0]) if left else Number(Fraction(0))


def _flat(formula: Formula) -> Formula:
    return formula.terms[0] if isinstance(formula, Sum) and len(formula.terms) == 1 else formula
