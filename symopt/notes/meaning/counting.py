"""The counter: what it is called, and what it is at the first step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Sum
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.lines import Line, Timed
from symopt.notes.meaning.probing import given_names
from symopt.notes.statement import Algorithm

USUAL = ("t", "k", "n", "i", "step", "steps", "iteration", "iterations", "iter", "epoch")


def counter_of(
    lines: Sequence[Line], symbol: str | None, stated: str | None, indexed: Collection[str] = ()
) -> str | None:
    """Return the name that counts steps: as stated, as in indices, or what powers are taken to."""
    given = [name for name in given_names(lines) if name not in indexed]
    for name in (stated, symbol):
        if name in given:
            return name
    powers = dict.fromkeys(
        n.name
        for line in lines
        for node in line.formula.walk()
        if isinstance(node, Power)
        for n in names(node.exponent)
        if n.name in given and (n.name in USUAL or _taken_from_one(line.formula, node))
    )
    ranked = sorted(powers, key=lambda n: USUAL.index(n) if n in USUAL else len(USUAL))
    if ranked:
        return ranked[0]
    if "t" not in given or (symbol is not None and symbol != "t"):
        return None
    return None if _only_factor(lines, Name("t")) else "t"


def _only_factor(lines: Sequence[Line], name: Name) -> bool:
    """Say whether a name stands only before others, as a step size does."""

    def visit(node: Formula, factor: bool) -> bool:
        if node == name:
            return factor
        inner = isinstance(node, Product)
        return all(visit(child, inner) for child in node.children())

    return all(visit(line.formula, False) for line in lines)


def _taken_from_one(formula: Formula, power: Power) -> bool:
    """Say whether a formula holds 1 less a power."""
    return any(
        isinstance(node, Sum)
        and Negative(power) in node.terms
        and 1 in {t.value for t in node.terms if isinstance(t, Number)}
        for node in formula.walk()
    )


def offset_of(algorithm: Algorithm, timed: Timed, counter: str | None) -> Fraction:
    """Return the counter at the first step less one.

    If only the indices say it, the states before the first step have the index 0, so that
    m_t is made at t = 1. Where m_(t+1) is made, t may start from 0 or, if all powers are of t,
    from 1: both are in use. If nothing says it, as in ``update(i, gradient, state)`` with powers
    of i + 1 alone, the lowest power is the first.
    """
    if counter is None:
        return Fraction(0)
    start = algorithm.counter_start
    if isinstance(start, Number):
        return start.value - 1
    powers = _powers(timed.lines, counter)
    if counter != timed.symbol or timed.ahead is None:
        return -max(Fraction(0), min(powers, default=Fraction(0)))
    if timed.ahead == 1 and max(powers, default=Fraction(0)) <= 0:
        return Fraction(0)
    return -timed.ahead


def _powers(lines: Sequence[Line], counter: str) -> list[Fraction]:
    """Return how far ahead of the counter the powers are."""
    found: list[Fraction] = []
    for line in lines:
        for node in line.formula.walk():
            if isinstance(node, Power):
                at = moment(node.exponent)
                if at is not None and at[0] == counter:
                    found.append(at[1])
    return found
