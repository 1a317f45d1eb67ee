r"""Averages written as sums: v_t = (1 - beta) \sum_{i=1}^t beta^(t-i) y_i.

The weight of y_j under the sum is held against the recursion's, b a^(t-j), as a formula in j.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Quotient, Sum, SumOver
from symopt.notes.facts.derivative import plus
from symopt.notes.facts.linear import NotLinear, linear
from symopt.notes.facts.link import Link
from symopt.notes.facts.matching import tidy
from symopt.notes.facts.same import compare
from symopt.notes.facts.surroundings import Surroundings, indexed, place_of
from symopt.notes.facts.words import plain
from symopt.notes.meaning.rebuild import rebuilt
from symopt.notes.statement import Statement

PLACE = "j"
SQUARED = "_squared"
ONE = Number(Fraction(1))


@dataclass(frozen=True, slots=True)
class Weighted:
    """The weight of the observation at `PLACE`, and from where to where they are summed."""

    letter: str
    weight: Formula
    low: Formula
    high: Formula
    counter: str
    limits: tuple[Formula, Formula]
    """Where the author's counter has to begin and to end."""


def judge_sum(statement: Statement, near: Surroundings) -> list[Link] | None:
    """Judge an average that is written as a sum over its inputs, by the recursion nearby."""
    target = statement.parts[0]
    if not isinstance(target, Name) or target.index is None or statement.links[:1] != ("=",):
        return None
    place = place_of(target.index)
    if place is None or place[0] is None or place[1] != 0:
        return None
    time = place[0]
    links: list[Link] = []
    for part in statement.parts[1:]:
        found = weighted(_squares(part), time)
        if found is None:
            return None
        for definition in near.of(target.name):
            recursion = definition.at(time, 0)
            recursion = None if recursion is None else _squares(recursion)
            link = _against(found, target.name, recursion, time)
            if link is not None:
                links.append(link)
                break
        else:
            return None
    return links or None


def _squares(formula: Formula) -> Formula:
    """Return a formula with a name for each square of an observation, as if it were given."""

    def change(node: Formula) -> Formula | None:
        match node:
            case Power(base=Name(index=Formula()) as base, exponent=Number(value=power)):
                if power == 2:
                    shown = f"{base.shown or base.name}^2"
                    return Name(base.name + SQUARED, base.index, shown)
            case _:
                pass
        return None

    return rebuilt(formula, change)


def _observed(letter: str) -> str:
    square = "^2" if letter.endswith(SQUARED) else ""
    return plain(indexed(letter.removesuffix(SQUARED), PLACE, 0)) + square


def weighted(formula: Formula, time: str) -> Weighted | None:
    """Read weights in front of a sum over observations; None if it is not that.

    Examples
    --------
    >>> t, i, b = Name("t"), Name("i"), Name("b")
    >>> body = Product((Power(b, Sum((t, Negative(i)))), Name("y", i)))
    >>> plain(weighted(SumOver(body, i, ONE, t), "t").weight)
    'b^(t - j)'
    """
    factors = formula.factors if isinstance(formula, Product) else (formula,)
    sums = [factor for factor in factors if isinstance(factor, SumOver)]
    others = tuple(factor for factor in factors if factor not in sums)
    if isinstance(formula, Quotient) and isinstance(formula.top, SumOver):
        sums, others = [formula.top], (Quotient(ONE, formula.bottom),)
    if len(sums) != 1 or not isinstance(sums[0].index, Name):
        return None
    total = sums[0]
    counter = total.index.names()[0]
    observed = [n for n in total.body.walk() if isinstance(n, Name) and n.index is not None]
    if len(observed) != 1 or observed[0].index is None:
        return None
    solved = _solved(observed[0].index, counter, time)
    if solved is None:
        return None
    plain_name = Name(observed[0].name, Number(Fraction(0)))
    marked = total.body.map_names(lambda n: plain_name if n == observed[0] else n)
    try:
        terms = linear(marked)
    except NotLinear:
        return None
    if len(terms.weights) != 1 or terms.open or terms.rest:
        return None
    inverse, rising = solved
    weight = terms.weights[0].weight.map_names(lambda n: inverse if n.name == counter else n)
    ends = [_put(observed[0].index, counter, end) for end in (total.lower, total.upper)]
    low, high = ends if rising else ends[::-1]
    weight = _flat(Product((*others, weight)) if others else weight)
    limits = tuple(tidy(_put(inverse, PLACE, end)) for end in (ONE, Name(time)))
    return Weighted(
        observed[0].name,
        weight,
        tidy(low),
        tidy(high),
        counter,
        (limits[0], limits[1]) if rising else (limits[1], limits[0]),
    )


def _put(formula: Formula, name: str, value: Formula) -> Formula:
    return formula.map_names(lambda n: value if n.name == name and n.index is None else n)


def _solved(index: Formula, counter: str, time: str) -> tuple[Formula, bool] | None:
    """Solve index = j for the counter: of i + c it is j - c, of t - i + c it is t + c - j."""
    terms = index.terms if isinstance(index, Sum) else (index,)
    sign, rest = 0, []
    for term in terms:
        inner = term.term if isinstance(term, Negative) else term
        if isinstance(inner, Name) and inner.name == counter:
            sign = -1 if isinstance(term, Negative) else 1
        elif set(inner.names()) <= {time}:
            rest.append(term)
        else:
            return None
    if sign == 0:
        return None
    if sign > 0:
        return plus(Name(PLACE), *(_minus(term) for term in rest)), True
    return plus(*rest, Negative(Name(PLACE))), False


def _minus(formula: Formula) -> Formula:
    return formula.term if isinstance(formula, Negative) else Negative(formula)


def _flat(formula: Formula) -> Formula:
    """Return a weight whose exponents are sums without brackets: t - (j - 1) as t - j + 1."""
    match formula:
        case Product(factors=factors):
            return Product(tuple(map(_flat, factors)))
        case Power(base=base, exponent=Sum(terms=terms)):
            flat: list[Formula] = []
            for term in terms:
                inner = term.term if isinstance(term, Negative) else term
                parts = inner.terms if isinstance(inner, Sum) else (inner,)
                flat += map(_minus, parts) if isinstance(term, Negative) else parts
            return Power(base, Sum(tuple(flat)))
        case _:
            return formula


def _against(found: Weighted, name: str, recursion: Formula | None, time: str) -> Link | None:
    """Hold a sum against v_t = a v_(t-1) + b y_t."""
    if recursion is None:
        return None
    try:
        terms = linear(recursion)
    except NotLinear:
        return None
    weights = {w.place: w.weight for w in terms.weights}
    keep = weights.get((name, time, -1))
    take = weights.get((found.letter, time, 0))
    here = _observed(found.letter)
    if take is None and keep is not None and len(weights) == 2:
        letter = found.letter
        other = letter.removesuffix(SQUARED) if letter.endswith(SQUARED) else letter + SQUARED
        if (other, time, 0) in weights:
            return Link("different", f"write {_observed(other)} under the sum, not {here}.")
    if keep is None or take is None or len(weights) != 2 or terms.rest or terms.open:
        return None
    age = Sum((Name(time), Negative(Name(PLACE))))
    expected = Product((take, Power(keep, age)))
    answer = compare(found.weight, expected)
    if answer.verdict == "different":
        return Link(
            "different",
            f"the weight of {here} is {plain(expected)}, not {plain(found.weight)}.",
            witness={key: str(value) for key, value in answer.witness.items()},
            suggestion=expected.latex(),
        )
    if answer.verdict == "undecided":
        return Link("undecided", reason=answer.reason)
    first = [compare(found.low, Number(Fraction(n))).verdict for n in (1, 0)]
    last = compare(found.high, Name(time)).verdict
    if "identical" not in first or last != "identical":
        span = f"from {plain(found.low)} to {plain(found.high)}"
        begin, end = map(plain, found.limits)
        advice = f"let {found.counter} go from {begin} to {end}"
        message = f"{advice}: the sum goes over the observations {span}, not from 1 to {time}."
        return Link("different", message, suggestion=advice)
    return Link("identical")
