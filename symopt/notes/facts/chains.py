"""Chains of equalities: is each part the same as the next?

A pair is compared as it stands, then with what is stated nearby: definitions and recursions of
indexed names, values of names. It is different only where both sides speak of the same things;
a pair such as g_t = grad f(x), which introduces a name, says nothing that could be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from symopt.formula import Call, Formula, LimitOf, Name, Number, Sum
from symopt.notes.facts.closeness import literal
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.geometric import closed, converging, unclosed
from symopt.notes.facts.limits import judge_limit, whole
from symopt.notes.facts.link import Link
from symopt.notes.facts.numbers import judge_numbers
from symopt.notes.facts.readings import (
    choices,
    free_keys,
    readings_of,
    stated,
)
from symopt.notes.facts.same import Answer, compare
from symopt.notes.facts.surroundings import (
    Surroundings,
    indexed,
    key_text,
    keys,
    place_of,
    with_values,
)
from symopt.notes.facts.values import constant
from symopt.notes.facts.words import number, plain, settings

MAX_EXCHANGES = 16
EQUAL = ("=", "<-")
ROOTS = tuple(Fraction(n, d) for d in (1, 2, 3, 4) for n in range(-12, 13) if n not in (0, d, -d))


def judge_pair(
    left: Formula, link: str, right: Formula, near: Surroundings, first: bool, alone: bool
) -> Link | None:
    """Judge two neighbours; None if they say nothing that could be wrong.

    `first` says that the pair begins its statement, `alone` that the statement is just this pair.
    """
    written, unit = (left, right), converging(left) | converging(right)
    if unclosed(left) or unclosed(right):
        left, right = closed(left), closed(right)
        if unclosed(left) or unclosed(right):
            return judge_limit(left, link, right) if isinstance(whole(left), LimitOf) else None
    found = judge_numbers(left, link, right)
    if found is not None and alone and literal(left) and literal(right):
        return found if found.verdict == "identical" else None  # words between them were left out
    if found is None and not isinstance(left, Name):
        found = judge_limit(left, link, right)
        if found is not None and link == "~" and found.verdict != "identical":
            found = None if free_keys(left) & set(near.values) else found  # at these values
    if found is not None or link not in (*EQUAL, "~"):
        return found
    if _is_number(right) or _is_number(left):
        return _with_numbers(left, link, right, near, unit, written)
    if link == "~":
        return None
    if first and isinstance(left, Name) and (link == "<-" or not near.recursive(left.name)):
        return None  # it says what the name is
    if isinstance(left, Name) and _updates(left, right):
        return None
    links = [judge_equal(left, right, world, alone, unit, written) for world in near.worlds()]
    for verdict in ("identical", None, "undecided", "different"):
        for found in links:
            if (None if found is None else found.verdict) == verdict:
                return found
    return None


def _updates(left: Name, right: Formula) -> bool:
    """Whether a name takes a new value here, made of its old one: no two things are equal."""
    return key_text(left) in free_keys(right)


def _is_number(formula: Formula) -> bool:
    try:
        constant(formula)
    except Undefined:
        return False
    return True


def _with_numbers(
    left: Formula,
    link: str,
    right: Formula,
    near: Surroundings,
    unit: frozenset[str],
    written: tuple[Formula, Formula],
) -> Link | None:
    """Judge a pair of which one side is a number, with the values that names have nearby."""
    if isinstance(left, Name) or isinstance(right, Name):
        return None
    answer = compare(left, right, unit)
    if answer.verdict == "identical":
        return Link("identical")
    if unit and answer.verdict == "different" and link in EQUAL:
        return different(left, right, answer, near, written=written)  # a sum, for all its names
    names = free_keys(left) | free_keys(right)
    if not names <= set(near.values):
        return None
    links: list[Link] = []
    for values in choices(near, names):
        found = judge_numbers(with_values(left, values), link, with_values(right, values))
        if found is None:
            return None
        if found.verdict == "identical":
            return Link("identical", numeric=True, conditions=stated(values))
        links.append(found)
    if len(links) == 1:
        values = next(choices(near, names))
        one = links[0]
        return Link(
            one.verdict,
            one.message,
            one.reason,
            numeric=True,
            witness=one.witness,
            conditions=stated(values),
            suggestion=one.suggestion,
        )
    return None


def judge_equal(
    left: Formula,
    right: Formula,
    near: Surroundings,
    alone: bool,
    unit: frozenset[str],
    written: tuple[Formula, Formula],
) -> Link | None:
    """Judge an equation between two formulas with names, some of them between 0 and 1."""
    readings = list(readings_of(left, right, near))
    answers: list[Answer] = []
    for reading in readings:
        answer = compare(reading.left, reading.right, unit)
        if answer.verdict == "identical":
            return Link("identical", conditions=reading.conditions)
        answers.append(answer)
    for reading, answer in zip(readings, answers, strict=True):
        if not comparable(reading.left, reading.right, near):
            continue
        if answer.verdict == "undecided":
            return Link("undecided", reason=answer.reason)
        if introduced(left, right, near):
            return None
        if alone and _is_equation(reading.left, reading.right):
            return None
        return different(left, right, answer, near, reading.conditions, written)
    return None


def comparable(left: Formula, right: Formula, near: Surroundings) -> bool:
    """Say whether two formulas speak of the same things, so that they can be said to differ.

    What only one side has must be an observation of which both sides have others, or an average
    that is defined nearby.
    """
    sides = keys(left), keys(right)
    if _functions(left) != _functions(right):
        return False
    extra = sides[0] ^ sides[1]
    shared = {k[:2] for k in sides[0] if len(k) == 3} & {k[:2] for k in sides[1] if len(k) == 3}
    letters = [{k[0] for k in side} for side in sides]
    for key in extra:
        if len(key) == 1:
            return False
        name = key[0]
        if near.recursive(name):
            continue
        if key[:2] not in shared or not all(name in side for side in letters):
            return False
    return bool(sides[0] and sides[1])


def introduced(left: Formula, right: Formula, near: Surroundings) -> bool:
    """Say whether the sides are the same but for a name, which the right one has written out.

    That is how a definition is put in: x_(i+1) + m v becomes (x_i + v) + m v. Nothing can be
    said of it where the name is not defined nearby.
    """
    holes = list(islice(_holes(left, right), 2))
    if len(holes) != 1:
        return False
    name, body = holes[0]
    if not isinstance(name, Name) or name.index is None or near.defines(name.name):
        return False
    return not keys(name) & keys(body) and bool(keys(body))


def _holes(left: Formula, right: Formula) -> Iterator[tuple[Formula, Formula]]:
    """Give the places at which two formulas are written differently."""
    if left == right:
        return
    a, b = tuple(left.children()), tuple(right.children())
    if isinstance(left, Sum) and isinstance(right, Sum):
        ours, theirs = [t for t in a if t not in b], [t for t in b if t not in a]
        if len(ours) == 1 and theirs:
            yield from _holes(ours[0], theirs[0] if len(theirs) == 1 else Sum(tuple(theirs)))
            return
    if type(left) is not type(right) or len(a) != len(b) or isinstance(left, (Name, Number)):
        yield left, right
        return
    for one, other in zip(a, b, strict=True):
        yield from _holes(one, other)


def _functions(formula: Formula) -> set[str]:
    return {node.function for node in formula.walk() if isinstance(node, Call)} - {"sqrt"}


def _is_equation(left: Formula, right: Formula) -> bool:
    """Say whether a relation in one name looks like something to be solved: it has a solution."""
    names = keys(left) | keys(right)
    if len(names) != 1 or any(isinstance(n, Call) for n in (*left.walk(), *right.walk())):
        return False
    for root in ROOTS:
        put = [side.map_names(lambda name, root=root: Number(root)) for side in (left, right)]
        try:
            if constant(put[0]).same(constant(put[1])):
                return True
        except Undefined:
            continue
    return False


def different(
    left: Formula,
    right: Formula,
    answer: Answer,
    near: Surroundings,
    conditions: tuple[str, ...] = (),
    written: tuple[Formula, Formula] | None = None,
) -> Link:
    """Say where two formulas part, and what would mend the right one; `written` is shown."""
    values = {name: str(value) for name, value in answer.witness.items()}
    witness = {
        "values": values,
        "left": number(answer.left, 8) if answer.left is not None else None,
        "right": number(answer.right, 8) if answer.right is not None else None,
    }
    shown, other = map(plain, written or (left, right))
    message = f"{shown} is not {other}"
    if answer.left is not None and answer.right is not None:
        where = settings(dict(islice(answer.witness.items(), 6)))
        message += f": with {where} they are {number(answer.left)} and {number(answer.right)}"
    mended = mend(left, right, near) if other == plain(right) else None
    suggestion = None
    if mended is not None:
        suggestion = mended.text()
        message = f"{shown} is not {other}: write {plain(mended)}"
    return Link(
        "different",
        f"{message}.",
        witness=witness,
        conditions=conditions,
        suggestion=suggestion,
    )


def mend(left: Formula, right: Formula, near: Surroundings) -> Formula | None:
    """Return the right side with one or two names exchanged so that it is the same."""
    averages = sorted({d.name for d in near.definitions if near.recursive(d.name)})
    for changed in islice(_exchanges(right, averages), MAX_EXCHANGES):
        for reading in islice(readings_of(left, changed, near), 4):
            if compare(reading.left, reading.right).verdict == "identical":
                return changed
    return None


def _exchanges(formula: Formula, averages: list[str]) -> Iterator[Formula]:
    """Give the formula with a name at a place exchanged for an average at the same place."""
    places = [key for key in sorted(keys(formula), key=str) if len(key) == 3]
    lowest = min((key[2] for key in places), default=0)
    # What stands for the rest of an average is what comes last in time.
    for key in sorted(places, key=lambda key: key[2] != lowest):
        for name in averages:
            if name != key[0]:
                yield _renamed(formula, key, name)
    for key in places:
        if key[0] in averages:
            for by in (-1, 1):
                yield _moved(formula, key, by)


def _renamed(formula: Formula, key: tuple[str, str | None, int] | tuple[str], to: str) -> Formula:
    def change(name: Name) -> Formula:
        place = place_of(name.index) if name.index is not None else None
        here = place is not None and (name.name, *place) == key
        return Name(to, name.index) if here else name

    return formula.map_names(change)


def _moved(formula: Formula, key: tuple[str, str | None, int] | tuple[str], by: int) -> Formula:
    def change(name: Name) -> Formula:
        place = place_of(name.index) if name.index is not None else None
        if place is not None and (name.name, *place) == key:
            return indexed(name.name, place[0], place[1] + by)
        return name

    return formula.map_names(change)
