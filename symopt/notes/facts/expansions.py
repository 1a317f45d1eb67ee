"""Averages written out: v_100 = 0.1 y_100 + 0.1 0.9 y_99 + ... + 0.1 0.9^99 y_1.

The weights are held against the recursion v_t = a v_(t-1) + b y_t: y_(t-k) has the weight b a^k.
The recursion is one that is stated nearby, or the one that most of the weights follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.facts.closeness import equals, literal
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.linear import ONE, Linear, NotLinear, Place, Weight, linear
from symopt.notes.facts.link import Link
from symopt.notes.facts.same import compare
from symopt.notes.facts.surroundings import Surroundings, indexed, place_of, with_values
from symopt.notes.facts.unrolled import (
    Expansion,
    expansion_of,
)
from symopt.notes.facts.values import constant
from symopt.notes.facts.words import number, plain
from symopt.notes.statement import Statement

MAX_SHOWN = 3
AVERAGE = re.compile(r"averag|\bewma\b|\bema\b|平均", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recursion:
    """v_t = keep v_(t-1) + take y_t; `stated` tells whether the notes say so.

    `ratio` says that `keep` was read from two weights and is confirmed by the others alone.
    """

    keep: Formula
    take: Formula
    stated: bool
    condition: str = ""
    ratio: bool = False

    def weight(self, age: int) -> Formula:
        """Return the weight of an observation that is `age` steps old."""
        return _product(self.take, self.left(age)) if age else self.take

    def left(self, age: int) -> Formula:
        """Return the weight of the average that is `age` steps old."""
        if not age:
            return ONE
        return self.keep if age == 1 else Power(self.keep, Number(Fraction(age)))


def judge_expansion(statement: Statement, near: Surroundings) -> list[Link] | None:
    """Judge an average that is written out; None if it is none, or its recursion is not known."""
    expansion = expansion_of(statement)
    if expansion is None:
        return None
    recursion = _best(expansion, near)
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


# Which recursion


def _best(expansion: Expansion, near: Surroundings) -> Recursion | None:
    """Return the recursion that most of the weights follow; stated ones come first."""
    stated = list(_stated(expansion, near))
    candidates = stated or list(_guessed(expansion))
    scores = [(sum(_follows(expansion, r)), r.stated, -i) for i, r in enumerate(candidates)]
    if not scores:
        return None
    right, _, place = max(scores)
    best = candidates[-place]
    total = len(_follows(expansion, best))
    if stated:
        one = len({d.formula for d in near.of(expansion.name) if d.general}) == 1
        return best if right or one else None
    told = len(expansion.parts) > 1 or any(terms.open for _, terms in expansion.parts)
    least = 2 if right == total or not best.ratio else 3
    return best if told and right >= least and 2 * right >= total else None


def _follows(expansion: Expansion, recursion: Recursion) -> list[bool]:
    """Say of every weight whether it is the recursion's."""
    return [_agrees(w, expansion, recursion) for _, terms in expansion.parts for w in terms.weights]


def _agrees(weight: Weight, expansion: Expansion, recursion: Recursion) -> bool:
    return _same(weight.weight, _expected(weight.place, expansion, recursion))


def _expected(place: Place, expansion: Expansion, recursion: Recursion) -> Formula:
    age = expansion.offset - place[2]
    return recursion.weight(age) if place[0] == expansion.observed else recursion.left(age)


def _same(written: Formula, exact: Formula) -> bool:
    """Whether a weight is right; a decimal may be rounded or cut off."""
    given = literal(written)
    try:
        value = constant(exact)
    except Undefined:
        return compare(written, exact).verdict == "identical"
    if given is not None and given.decimal:
        return equals(value, given) == "right"
    try:
        return constant(written).same(value)
    except Undefined:
        return False


def _stated(expansion: Expansion, near: Surroundings) -> Iterator[Recursion]:
    for definition in near.of(expansion.name):
        place = (definition.letter, definition.offset)
        read = _recursion(expansion, definition.formula, place, observed=None)
        if read is None:
            continue
        names = {n for part in read for n in part.names()}
        yield Recursion(*read, stated=True)
        for name in names:
            options = [*near.values.get(name, ()), *_first_weights(expansion)]
            for value in dict.fromkeys(options):
                put = tuple(folded(with_values(part, {name: value})) for part in read)
                condition = f"{name} = {plain(value)}"
                yield Recursion(put[0], put[1], stated=True, condition=condition)


def folded(formula: Formula) -> Formula:
    """Return a formula that is a short decimal as that number: 1 - 0.9 as 0.1."""
    try:
        value = constant(formula)
    except Undefined:
        return formula
    written = _decimal(value.low) if value.is_exact else None
    return Number(value.low, written) if written is not None else formula


def _recursion(
    expansion: Expansion, formula: Formula, place: tuple[str | None, int], observed: str | None
) -> tuple[Formula, Formula] | None:
    """Read a v_(t-1) + b y_t as a and b."""
    try:
        terms = linear(formula)
    except NotLinear:
        return None
    letter, offset = place
    keep = [w for w in terms.weights if w.place == (expansion.name, letter, offset - 1)]
    take = [w for w in terms.weights if w.place == (expansion.observed, letter, offset)]
    if len(keep) != 1 or len(take) != 1 or len(terms.weights) != 2 or terms.open:
        return None
    return keep[0].weight, take[0].weight


def _first_weights(expansion: Expansion) -> list[Formula]:
    """Return what beta may be: the newest observation has the weight 1 - beta, or beta itself."""
    found: list[Formula] = []
    for _, terms in expansion.parts:
        for weight in terms.weights:
            if weight.place == (expansion.observed, expansion.letter, expansion.offset):
                found += [_rest(weight.weight), weight.weight]
    return list(dict.fromkeys(found))


def _rest(weight: Formula) -> Formula:
    """Return 1 - weight: of 1 - beta, beta; of a number, the number."""
    match weight:
        case Sum(terms=(Number(value=Fraction(numerator=1, denominator=1)), Negative(term=term))):
            return term
        case Number(value=value):
            return Number(1 - value, _decimal(1 - value))
        case _:
            return Sum((ONE, Negative(weight)))


def _ratio(older: Formula, newer: Formula) -> Formula:
    return older if newer == ONE else folded(Quotient(older, newer))


def _decimal(value: Fraction) -> str | None:
    return number(value) if 10**8 % value.denominator == 0 else None


def _guessed(expansion: Expansion) -> Iterator[Recursion]:
    """Give recursions read from the weights: from a part of the chain, or from the first two."""
    here = (expansion.letter, expansion.offset)
    for part, _ in expansion.parts:
        read = _recursion(expansion, part, here, None)
        if read is not None:
            yield Recursion(*read, stated=False)
    for _, terms in expansion.parts:
        by_age = {expansion.offset - w.place[2]: w.weight for w in terms.weights}
        newest = by_age.get(0)
        if newest is None:
            continue
        yield Recursion(_rest(newest), newest, stated=False)
        if 1 in by_age:
            yield Recursion(_ratio(by_age[1], newest), newest, stated=False, ratio=True)


# The verdict


def _judge(part: Formula, terms: Linear, expansion: Expansion, recursion: Recursion) -> Link | None:
    conditions = (recursion.condition,) if recursion.condition else ()
    if not recursion.stated:
        conditions = (_said(expansion, recursion),)
    wrong = [w for w in terms.weights if not _agrees(w, expansion, recursion)]
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
            f"{_expected(w.place, expansion, recursion).latex()} {_latex(w.place)}" for w in wrong
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
    old = plain(_product(recursion.keep, Name(before)))
    new = plain(_product(recursion.take, Name(seen)))
    return f"{average} = {old} + {new}, read from the weights"


def _about(wrong: Sequence[Weight], expansion: Expansion, recursion: Recursion) -> str:
    texts = [
        f"the weight of {_name(w.place)} is {plain(_expected(w.place, expansion, recursion))},"
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
            "right": plain(_expected(w.place, expansion, recursion)),
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
    right = all(_agrees(w, expansion, recursion) for w in read.weights)
    return changed if right and not _missing(read, expansion) else None


def _product(first: Formula, second: Formula) -> Formula:
    if first == ONE:
        return second
    if second == ONE:
        return first
    a = first.factors if isinstance(first, Product) else (first,)
    return Product((*a, second))


def _name(place: Place) -> str:
    return plain(indexed(*place))


def _latex(place: Place) -> str:
    return indexed(*place).latex()
