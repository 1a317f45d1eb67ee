"""Defects that can be seen without knowing any rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Quotient, Sum
from symopt.notes.meaning.claimed import claimed
from symopt.notes.meaning.counting import counter_of, offset_of
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.lines import Line, Timed, before, lag
from symopt.notes.meaning.meaning import Copy
from symopt.notes.meaning.probing import ancestors, remembered
from symopt.notes.meaning.spelling import like_gradient, like_parameter
from symopt.notes.statement import Algorithm, Lint

Called = Callable[[str], str]


def lints(
    algorithm: Algorithm,
    whole: Timed,
    copies: Sequence[Copy],
    goals: Sequence[str],
    shown: Mapping[str, Name],
) -> tuple[Lint, ...]:
    """Return what is seen in an algorithm that its reader did not see already."""

    def called(name: str) -> str:
        made = shown.get(name, Name(name))
        return Name(made.name).text()

    found = list(_differences(copies))
    found += _overwritten(whole.lines, called)
    found += _cancelling(whole.lines, called)
    if algorithm.language != "python":
        found += _from_zero(algorithm, whole)
        found += _dead(whole.lines, goals, called)
    return tuple(found)


def unmoved(algorithm: Algorithm, lines: Sequence[Line]) -> Lint | None:
    """Return the defect of an optimizer that moves no parameter, if it is one.

    Either a line gives the parameter its old value again, or a function that is called like an
    optimizer has nothing but averages.
    """
    kept = remembered(lines)
    for line in lines:
        if line.formula == before(line.target) and like_parameter(line.target) and len(kept) > 1:
            message = f"the parameter never changes: {line.target} becomes what it was"
            return Lint("no-update", message, line.source.excerpt, serious=True)
    meant = claimed([algorithm.name])
    if algorithm.language != "python" or meant is None or meant.partition(".")[0] == "ewma":
        return None
    states = [name for name in kept if any(line.target == name for line in lines)]
    if not states or any(map(like_parameter, states)):
        return None
    message = f"no parameter changes in {algorithm.name}: it only works out {', '.join(states)}"
    idle = {line.target for line in lines} - ancestors(lines, set(states))
    return Lint("no-update", message, algorithm.excerpt, serious=len(states) > 1 or bool(idle))


def _differences(copies: Sequence[Copy]) -> Iterator[Lint]:
    for copy in copies:
        if copy.difference is not None:
            line = copy.difference.line or copy.difference.other or copy.assignments[0]
            yield Lint("pair-differs", copy.difference.message, line.excerpt, serious=True)


def _overwritten(lines: Sequence[Line], called: Called) -> Iterator[Lint]:
    """Find states that are replaced by their corrected value, which the next step starts from."""
    carried = remembered(lines)
    versions = {line.source.target.name: line for line in lines}
    for name, line in versions.items():
        corrects = isinstance(line.formula, Quotient) and _powers(line.formula.bottom)
        earlier = any(
            other.source.target.name == name and other is not line for other in lines
        ) or (isinstance(line.formula, Quotient) and _is_old(line.formula.top, name))
        if line.target in carried and corrects and earlier:
            message = f"{called(name)} is replaced by its corrected value, and the next step "
            message += "starts from that"
            yield Lint("overwritten-state", message, line.source.excerpt, serious=True)


def _cancelling(lines: Sequence[Line], called: Called) -> Iterator[Lint]:
    """Find x - x_old where x_old is x: the copy is taken just before, or after the step."""
    newest = {line.source.target.name: line.target for line in lines}
    copies = {
        line.target: line.formula
        for line in lines
        if isinstance(line.formula, Name) and line.formula.name != line.target
    }

    def origin(name: Name) -> Name:
        known = copies.get(name.name)
        if known is None:
            return name
        if not lag(name):
            return known
        # A step later the copy is what was the newest value when the step ended.
        last = newest.get(known.name, known.name) == known.name and not lag(known)
        return before(known.name, lag(name)) if last else name

    for line in lines:
        for node in line.formula.walk():
            if not isinstance(node, Sum) or len(node.terms) != 2:
                continue
            one, other = node.terms
            if not isinstance(one, Name) or not isinstance(other, Negative):
                continue
            last = other.term
            if isinstance(last, Name) and last.name != one.name and origin(last) == origin(one):
                first, second = called(one.name), called(last.name)
                copy = second if last.name in copies else first
                value = first if copy == second else second
                message = f"{first} - {second} is always 0: {copy} is {value} there, and should "
                message += f"be what {value} was a step before"
                yield Lint("zero-difference", message, line.source.excerpt, serious=True)
                return


def _is_old(formula: Formula, name: str) -> bool:
    return isinstance(formula, Name) and formula.name == name and formula.index is not None


def _powers(formula: Formula) -> bool:
    return any(isinstance(n, Power) and names(n.exponent) for n in formula.walk())


def _from_zero(algorithm: Algorithm, whole: Timed) -> Iterator[Lint]:
    """Find 1 - beta^t below a fraction where t is 0 at the first step."""
    counter = counter_of(whole.lines, whole.symbol, algorithm.counter, whole.indexed)
    first = 1 + offset_of(algorithm, whole, counter)
    for line in whole.lines:
        for node in line.formula.walk():
            if isinstance(node, Quotient) and _vanishes(node.bottom, counter, first):
                message = f"{node.bottom.text()} is 0 at the first step, where {counter} is {first}"
                yield Lint("counter-from-zero", message, line.source.excerpt, serious=True)
                return


def _vanishes(formula: Formula, counter: str | None, first: Fraction) -> bool:
    """Say whether a formula is 1 less a power that is 1 at the first step."""
    if not isinstance(formula, Sum) or len(formula.terms) != 2:
        return False
    if not any(isinstance(term, Number) and term.value == 1 for term in formula.terms):
        return False
    for node in formula.walk():
        if isinstance(node, Power):
            at = moment(node.exponent)
            return at is not None and at[0] == counter is not None and at[1] + first == 0
    return False


def _dead(lines: Sequence[Line], goals: Sequence[str], called: Called) -> Iterator[Lint]:
    """Find what is worked out and used by nothing that is asked for."""
    needed = ancestors(lines, set(goals))
    direct = {n.name for line in lines if line.target in goals for n in names(line.formula)}
    for line in lines:
        if line.target not in needed:
            message = f"{called(line.target)} is worked out, but nothing uses it"
            instead = [n.name for n in names(line.formula) if n.name in direct]
            taken = [name for name in instead if like_gradient(name)]
            if taken and line.target in remembered(lines):
                message = f"{called(line.target)} is computed, but the update uses {taken[0]}"
            yield Lint("dead-assignment", message, line.source.excerpt)
