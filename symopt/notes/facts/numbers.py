"""Worked numbers: ``0.9^10 = 0.3486``, ``1/(1 - 0.98) = 50``, ``0.98^50 ≈ 1/e``."""

from __future__ import annotations

from fractions import Fraction

from symopt.formula import Call, Formula, Negative, Number, Product, Quotient, Sum
from symopt.notes.facts.closeness import Given, Judgement, equals, literal, resembles
from symopt.notes.facts.enclosure import Enclosure, Undefined
from symopt.notes.facts.link import Link, Verdict
from symopt.notes.facts.same import compare
from symopt.notes.facts.values import constant
from symopt.notes.facts.words import number, plain

ORDERS = ("<", "<=", ">", ">=")


def judge_numbers(left: Formula, link: str, right: Formula) -> Link | None:
    """Judge a relation between two formulas without names; None if they are not that.

    A logarithm without a base may be to any of the usual ones.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> judge_numbers(read("0.02*40"), "=", read("8")).message
    '0.02 × 40 is 0.8, not 8.'
    """
    found = _judged(left, link, right)
    if found is None or found.verdict == "identical":
        return found
    for base in (10, 2):
        sides = _in_base(left, base), _in_base(right, base)
        if sides == (left, right):
            return found
        other = _judged(sides[0], link, sides[1])
        if other is not None and other.verdict == "identical":
            return Link("identical", numeric=True, conditions=(f"logarithms to base {base}",))
    return found


def _judged(left: Formula, link: str, right: Formula) -> Link | None:
    try:
        a, b = constant(left), constant(right)
    except Undefined:
        return None
    if link in ORDERS:
        return _ordered(left, a, link, right, b)
    if link not in ("=", "~"):
        return None
    given, other = literal(right), literal(left)
    exact, written, turned = a, given, False
    if link == "=" and given is None and other is not None:
        exact, written, turned = b, other, True
    judged = _judge(exact, b if not turned else a, written, link, (left, right))
    if judged == "right":
        return Link("identical", numeric=True)
    if judged == "undecided":
        reason = f"{_what(left, right, turned)} is {number(exact)}; whether that is meant is open"
        return Link("undecided", reason=reason, numeric=True)
    return _wrong(left, a, link, right, b, written, turned)


def _in_base(formula: Formula, base: int) -> Formula:
    """Return a formula whose logarithms are to a base."""
    match formula:
        case Call(function="log", arguments=(argument,)):
            bottom = Call("log", (Number(Fraction(base)),))
            return Quotient(Call("log", (_in_base(argument, base),)), bottom)
        case Sum(terms=terms):
            return Sum(tuple(_in_base(term, base) for term in terms))
        case Product(factors=factors):
            return Product(tuple(_in_base(factor, base) for factor in factors))
        case Quotient(top=top, bottom=bottom):
            return Quotient(_in_base(top, base), _in_base(bottom, base))
        case Negative(term=term):
            return Negative(_in_base(term, base))
        case _:
            return formula


def _judge(
    exact: Enclosure,
    other: Enclosure,
    written: Given | None,
    link: str,
    sides: tuple[Formula, Formula],
) -> Judgement:
    if link == "~":
        return resembles(exact, other, written)
    if written is not None:
        return equals(exact, written)
    if exact.same(other):
        return "right"
    if exact.apart(other):
        return "wrong"
    verdict: Verdict = compare(*sides).verdict
    return "right" if verdict == "identical" else "undecided"


def _what(left: Formula, right: Formula, turned: bool) -> str:
    return plain(right if turned else left)


def _wrong(
    left: Formula,
    a: Enclosure,
    link: str,
    right: Formula,
    b: Enclosure,
    written: Given | None,
    turned: bool,
) -> Link:
    exact, what = (b, plain(right)) if turned else (a, plain(left))
    shown = _shown(exact, written)
    witness = {"left": number(a, 8), "right": number(b, 8)}
    if written is not None:
        wrong = plain(left if turned else right)
        message = f"{what} is {shown}, not {wrong}."
        return Link("different", message, numeric=True, witness=witness, suggestion=shown)
    sign = "=" if link == "=" else "≈"
    message = (
        f"{plain(left)} is {number(a)} and {plain(right)} is {number(b)}:"
        f" {'they are not equal' if sign == '=' else 'they are not near each other'}."
    )
    close = link == "=" and resembles(a, b, None) == "right"
    suggestion = f"{plain(left)} ≈ {plain(right)}" if close else None
    return Link("different", message, numeric=True, witness=witness, suggestion=suggestion)


def _shown(exact: Enclosure, written: Given | None) -> str:
    """Return a number with as many digits as the author gave, and enough to see it."""
    short = number(exact, 8)
    if exact.is_exact and "e" not in short and len(short) <= 10 and _same(short, exact.low):
        return short
    return number(exact, max(4, written.digits if written is not None else 4))


def _same(text: str, value: Fraction) -> bool:
    return Fraction(text) == value


def _ordered(left: Formula, a: Enclosure, link: str, right: Formula, b: Enclosure) -> Link | None:
    if a.same(b):
        holds = link in ("<=", ">=")
    elif a.apart(b):
        holds = (a.high < b.low) == (link in ("<", "<="))
    else:
        return None
    if holds:
        return Link("identical", numeric=True)
    message = (
        f"{plain(left)} is {number(a)} and {plain(right)} is {number(b)}: {link} does not hold."
    )
    witness = {"left": number(a, 8), "right": number(b, 8)}
    return Link("different", message, numeric=True, witness=witness)
