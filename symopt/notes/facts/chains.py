"""Chains of equalities: is each part the same as the next?

A pair is compared as it stands, then with what is stated nearby: definitions and recursions of
indexed names, values of names. It is different only where both sides speak of the same things;
a pair such as g_t = grad f(x), which introduces a name, says nothing that could be wrong.
"""

from __future__ import annotations

from symopt.formula import Formula, LimitOf, Name
from symopt.notes.facts.closeness import literal
from symopt.notes.facts.comparing import comparable, introduced, is_equation
from symopt.notes.facts.differences import different
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.geometric import closed, converging, unclosed
from symopt.notes.facts.limits import judge_limit, whole
from symopt.notes.facts.link import Link
from symopt.notes.facts.numbers import judge_numbers
from symopt.notes.facts.readings import choices, free_keys, readings_of, stated
from symopt.notes.facts.same import Answer, compare
from symopt.notes.facts.surroundings import Surroundings, key_text, with_values
from symopt.notes.facts.values import constant

EQUAL = ("=", "<-")


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
        if alone and is_equation(reading.left, reading.right):
            return None
        return different(left, right, answer, near, reading.conditions, written)
    return None
