"""A corrected average that stands alone: v_t/(1 - beta^t), as a sentence mentions it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.facts.link import Link
from symopt.notes.facts.same import compare
from symopt.notes.facts.surroundings import Surroundings
from symopt.notes.facts.words import plain
from symopt.notes.meaning.passages import Passage
from symopt.notes.statement import Statement

WORDS = re.compile(r"correct|bias|debias|unbiased|修正|偏差|校正|纠正", re.IGNORECASE)
ONE = Number(Fraction(1))
STEP = "t"


def judge_correction(
    passage: Passage, statement: Statement, near: Surroundings
) -> list[Link] | None:
    """Judge an average over 1 - something, if how the average is made is stated nearby."""
    if statement.links:
        return None
    match statement.parts[0]:
        case Quotient(top=Name() as average, bottom=Sum(terms=(first, Negative(term=power)))) if (
            first == ONE
        ):
            pass
        case _:
            return None
    step = _step(average, power)
    for keep in _shares(passage, average, near):
        right = Sum((ONE, Negative(Power(keep, step))))
        verdict = compare(statement.parts[0].bottom, right).verdict
        if verdict == "identical":
            return [Link("identical")]
        if verdict == "different" and any(WORDS.search(text) for text in passage.claims[:2]):
            mended = Quotient(average, right)
            message = f"write {plain(mended)}: that is what makes the weights add up to 1."
            return [Link("different", message, suggestion=mended.latex())]
    return None


def _step(average: Name, power: Formula) -> Formula:
    """Return what counts the steps: the average's index, or the exponent if it is a name."""
    if average.index is not None:
        return average.index
    if isinstance(power, Power) and isinstance(power.exponent, Name):
        return power.exponent
    return Name(STEP)


def _shares(passage: Passage, average: Name, near: Surroundings) -> Iterator[Formula]:
    """Give the shares of its old value that an average keeps, as they are stated nearby."""
    for definition in near.of(average.name):
        yield from _share(definition.formula, average.name)
    for algorithm in passage.algorithms:
        for assignment in algorithm.assignments:
            if assignment.target.name == average.name:
                yield from _share(assignment.formula, average.name)


def _share(formula: Formula, name: str) -> Iterator[Formula]:
    """Give what an old value is multiplied by."""
    if not isinstance(formula, Sum):
        return
    for term in formula.terms:
        if isinstance(term, Name) and term.name == name:
            yield ONE
        elif isinstance(term, Product):
            shares = tuple(f for f in term.factors if not (isinstance(f, Name) and f.name == name))
            if len(shares) == len(term.factors) - 1 and not _moving(shares, name):
                yield shares[0] if len(shares) == 1 else Product(shares)


def _moving(factors: tuple[Formula, ...], name: str) -> bool:
    """Whether an average or an observation stands in factors."""
    names = [n for factor in factors for n in factor.walk() if isinstance(n, Name)]
    return any(n.index is not None or n.name == name for n in names)
