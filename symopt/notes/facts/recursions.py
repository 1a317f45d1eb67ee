"""The recursion v_t = a v_(t-1) + b y_t that the weights of an average follow.

It is one that is stated nearby, or the one that most of the weights follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from symopt.formula import Formula, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.facts.closeness import equals, literal
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.linear import ONE, NotLinear, Place, Weight, linear
from symopt.notes.facts.same import compare
from symopt.notes.facts.surroundings import Surroundings, with_values
from symopt.notes.facts.unrolled import Expansion
from symopt.notes.facts.values import constant
from symopt.notes.facts.words import number, plain


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
        return weighted(self.take, self.left(age)) if age else self.take

    def left(self, age: int) -> Formula:
        """Return the weight of the average that is `age` steps old."""
        if not age:
            return ONE
        return self.keep if age == 1 else Power(self.keep, Number(Fraction(age)))


def followed(expansion: Expansion, near: Surroundings) -> Recursion | None:
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
    return [agrees(w, expansion, recursion) for _, terms in expansion.parts for w in terms.weights]


def agrees(weight: Weight, expansion: Expansion, recursion: Recursion) -> bool:
    """Say whether a weight is the recursion's."""
    return _same(weight.weight, expected(weight.place, expansion, recursion))


def expected(place: Place, expansion: Expansion, recursion: Recursion) -> Formula:
    """Return the weight that a recursion gives a place."""
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
        read = _recursion(expansion, definition.formula, place)
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
    expansion: Expansion, formula: Formula, place: tuple[str | None, int]
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
        read = _recursion(expansion, part, here)
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


def weighted(first: Formula, second: Formula) -> Formula:
    """Return a weight times a formula, without ones."""
    if first == ONE:
        return second
    if second == ONE:
        return first
    a = first.factors if isinstance(first, Product) else (first,)
    return Product((*a, second))
