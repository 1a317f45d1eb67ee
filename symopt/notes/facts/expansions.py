"""Averages written out: v_100 = 0.1 y_100 + 0.1 0.9 y_99 + ... + 0.1 0.9^99 y_1.

The weights are held against the recursion v_t = a v_(t-1) + b y_t: y_(t-k) has the weight b a^k.
The recursion is one that is stated nearby, or the one that most of the weights follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symopt.formula import Formula, Name, Sum
from symopt.notes.facts.linear import ONE, Linear, NotLinear, Place, Weight, linear
from symopt.notes.facts.link import Link
from symopt.notes.facts.recursions import Recursion, agrees, expected, followed, weighted
from symopt.notes.facts.same import compare
from symopt.notes.facts.surroundings import Surroundings, indexed, place_of
from symopt.notes.facts.unrolled import Expansion, expansion_of
from symopt.notes.facts.words import plain
from symopt.notes.statement import Statement

MAX_SHOWN = 3
AVERAGE = re.compile(r"averag|\bewma\b|\bema\b|平均", re.IGNORECASE)


def judge_expansion(statement: Statement, near: Surroundings) -> list[Link] | None:
    """Judge an average that is written out; None if it is none, or its recursion is not known."""
    expansion = expansion_of(statement)
    if expansion is None:
        return None
    recursion = followed(expansion, near)
    if recursion is None:
        return None
    links: list[Link] = []
    for part, terms in expansion.parts:
        link = _judge(part, terms, expansion, recursion)
        if link is not None:
            links.append(link)
    return links or None


def judge_pair_of_days(statement: Statement, claims: Sequence[str]) -> list[Link] | None:
    """Judge what is called an average and is one of the last two observations only."""
    if len(statement.parts) != 2 or not any(AVERAGE.search(text) for text in claims[:3]):
        return None
    expansion = expansion_of(statement)
    if expansion is None or expansion.parts[0][1].open:
        return None
    part, terms = expansion.parts[0]
    weights = {expansion.offset - w.place[2]: w.weight for w in terms.weights}
    if set(weights) != {0, 1} or len(terms.weights) != 2:
        return None
    if compare(Sum(tuple(weights.values())), ONE).verdict != "identical":
        return None
    recursion = Recursion(weights[1], weights[0], stated=False)
    mended = _mended(part, terms, expansion, recursion)
    if mended is None:
        return None
    before = indexed(expansion.observed, expansion.letter, expansion.offset - 1)
    message = f"write {plain(mended)}: with {plain(before)} it averages two observations only."
    return [Link("different", message, suggestion=mended.latex())]


def _judge(part: Formula, terms: Linear, expansion: Expansion, recursion: Recursion) -> Link | None:
    conditions = (recursion.condition,) if recursion.condition else ()
    if not recursion.stated:
        conditions = (_said(expansion, recursion),)
    wrong = [w for w in terms.weights if not agrees(w, expansion, recursion)]
    missing = _missing(terms, expansion)
    if not wrong and not missing:
        return Link("identical", conditions=conditions)
    mended = _mended(part, terms, expansion, recursion)
    if mended is not None:
        return Link(
            "different",
            f"write {plain(mended)} for {plain(part)}: {_about(wrong, expansion, recursion)}.",
            witness=_witness(wrong, expansion, recursion),
            conditions=conditions,
            suggestion=mended.latex(),
        )
    if wrong:
        right = ", ".join(
            f"{expected(w.place, expansion, recursion).latex()} {_latex(w.place)}" for w in wrong
        )
        return Link(
            "different",
            f"{_about(wrong, expansion, recursion)}.",
            witness=_witness(wrong, expansion, recursion),
            conditions=conditions,
            suggestion=right,
        )
    shown = ", ".join(map(_name, missing[:MAX_SHOWN]))
    return Link(
        "different",
        f"the terms of {shown}{' and others' if len(missing) > MAX_SHOWN else ''} are missing"
        f" in {plain(part)}: write them, or dots.",
        conditions=conditions,
        suggestion=None if terms.open else f"{part.latex()} + \\dots",
    )


def _said(expansion: Expansion, recursion: Recursion) -> str:
    letter = expansion.letter or "t"
    average, before, seen = (
        plain(indexed(name, letter, offset))
        for name, offset in ((expansion.name, 0), (expansion.name, -1), (expansion.observed, 0))
    )
    old = plain(weighted(recursion.keep, Name(before)))
    new = plain(weighted(recursion.take, Name(seen)))
    return f"{average} = {old} + {new}, read from the weights"


def _about(wrong: Sequence[Weight], expansion: Expansion, recursion: Recursion) -> str:
    texts = [
        f"the weight of {_name(w.place)} is {plain(expected(w.place, expansion, recursion))},"
        f" not {plain(w.weight)}"
        for w in wrong[:MAX_SHOWN]
    ]
    return "; ".join(texts)


def _witness(
    wrong: Sequence[Weight], expansion: Expansion, recursion: Recursion
) -> dict[str, dict[str, str]]:
    return {
        _name(w.place): {
            "written": plain(w.weight),
            "right": plain(expected(w.place, expansion, recursion)),
        }
        for w in wrong
    }


def _missing(terms: Linear, expansion: Expansion) -> list[Place]:
    """Return the observations that should stand in a sum without dots, and do not."""
    seen = {w.place[2] for w in terms.weights if w.place[0] == expansion.observed}
    rest = [w.place[2] for w in terms.weights if w.place[0] == expansion.name]
    if not seen:
        return []
    if rest:
        lowest = max(rest) + 1  # the average of what came before
    elif expansion.letter is None and not terms.open:
        lowest = min(1, min(seen))
    else:
        lowest = min(seen)
    after_dots = {place[2] for place in terms.gaps}
    absent: list[Place] = []
    for offset in range(expansion.offset, lowest - 1, -1):
        if offset not in seen:
            below = max((s for s in seen if s < offset), default=None)
            if not (terms.open and (below is None or below in after_dots)):
                absent.append((expansion.observed, expansion.letter, offset))
    if terms.open and not after_dots:
        return [p for p in absent if p[2] > min(seen)]
    return absent


def _mended(
    part: Formula, terms: Linear, expansion: Expansion, recursion: Recursion
) -> Formula | None:
    """Return the part with its oldest observation exchanged for the average, if that mends it."""
    observed = [w.place for w in terms.weights if w.place[0] == expansion.observed]
    if not observed or terms.open or len(observed) < len(terms.weights):
        return None  # what is older than the average is in it already
    oldest = min(observed, key=lambda place: place[2])

    def change(name: Name) -> Formula:
        place = place_of(name.index) if name.index is not None else None
        here = place is not None and (name.name, *place) == oldest
        return Name(expansion.name, name.index) if here else name

    changed = part.map_names(change)
    try:
        read = linear(changed)
    except NotLinear:
        return None
    right = all(agrees(w, expansion, recursion) for w in read.weights)
    return changed if right and not _missing(read, expansion) else None


def _name(place: Place) -> str:
    return plain(indexed(*place))


def _latex(place: Place) -> str:
    return indexed(*place).latex()
