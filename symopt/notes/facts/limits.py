r"""Limits: ``(1 - x)^(1/x) -> 1/e``, ``\lim_{t \to \infty} \beta^t = 0``, proved by the kernel.

That a stated limit is wrong is shown by proving that it is another number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Formula, LimitOf, Name, Negative, Number, Quotient, Sum
from symopt.notes.facts.closeness import literal, resembles
from symopt.notes.facts.enclosure import Enclosure, Undefined, exponential
from symopt.notes.facts.link import Link
from symopt.notes.facts.same import ANY_REAL, UNIT, WORK, roles_of
from symopt.notes.facts.surroundings import keys
from symopt.notes.facts.values import CONSTANTS, constant, to_term
from symopt.notes.facts.words import number, plain
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected, Term, free_names
from symopt.proof.limits import prove_limit
from symopt.proof.scope import Scope

ONE = Number(Fraction(1))
NEW = "x'"
KNOWN: tuple[Term, ...] = (0, 1, ("exp", -1), ("exp", 1), ("/", 1, 2), 2, -1)
VALUES = dict(zip(KNOWN, ("0", "1", "1/e", "e", "1/2", "2", "-1"), strict=True))


def judge_limit(left: Formula, link: str, right: Formula) -> Link | None:
    """Judge that a formula tends to a number; None if that is not what is said.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> found = judge_limit(read("(1 - x)**(1/x)"), "~", read("1/e"))
    >>> found.verdict, found.conditions
    ('identical', ('x tends to 0',))
    """
    try:
        claimed = constant(right)
    except Undefined:
        return None
    left = whole(left)
    for body, name, point, side in _questions(left, link):
        shown = f"{name} tends to {plain(point)}"
        value = _value(_forms(body, name, point, side), to_term(right))
        if value == "claimed":
            return Link("identical", conditions=(shown,), numeric=True)
        if value is None:
            continue
        exact = _constant(value)
        if exact is None or not exact.apart(claimed):
            continue
        near = resembles(exact, claimed, literal(right)) if link == "~" else "wrong"
        if near == "right":
            return Link("identical", conditions=(shown,), numeric=True)
        if near == "undecided":
            reason = f"as {shown}, it tends to {VALUES[value]}; whether that is meant is open"
            return Link("undecided", reason=reason, numeric=True)
        if near == "wrong":
            message = f"as {shown}, {plain(body)} tends to {VALUES[value]}, not to {plain(right)}."
            witness = {"left": number(exact), "right": number(claimed)}
            return Link(
                "different",
                message,
                numeric=True,
                witness=witness,
                suggestion=VALUES[value],
            )
    if isinstance(left, LimitOf):
        return Link("undecided", reason=f"no proof was found that {plain(left)} is {plain(right)}")
    return None


def whole(formula: Formula) -> Formula:
    r"""Return lim 1 - b^t as the limit of 1 - b^t: what follows speaks of what tends, too."""
    match formula:
        case Sum(terms=(LimitOf() as first, *others)):
            name = first.variable.names()[0]
            if any(name in other.names() for other in others):
                return replace(first, body=Sum((first.body, *others)))
        case _:
            pass
    return formula


def _constant(value: Term) -> Enclosure | None:
    if isinstance(value, int):
        return Enclosure.of(value)
    if value[0] == "exp":
        return exponential(Enclosure.of(value[1]))
    return Enclosure.of(Fraction(value[1], value[2]))


def _questions(left: Formula, link: str) -> Iterator[tuple[Formula, str, Formula, str]]:
    """Give what tends where: the body, the name, what the name tends to, and from which side."""
    match left:
        case LimitOf(body=body, variable=Name(name=name), target=to, side=side) if link == "=":
            yield body, name, to, side
            return
        case _:
            pass
    names = {key for key in keys(left) if key[0] not in CONSTANTS}
    if any(len(key) != 1 for key in names):
        return
    if link == "->":
        for name in sorted(roles_of((left,)).whole):
            yield left, name, Name("infinity"), ""
    elif link == "~" and len(names) == 1:
        name = next(iter(names))[0]
        for node in left.walk():
            if isinstance(node, Quotient):
                for root in (0, 1):
                    if _vanishes(node.bottom, name, root):
                        yield left, name, Number(Fraction(root)), ""


def _vanishes(formula: Formula, name: str, value: int) -> bool:
    put = formula.map_names(lambda n: Number(Fraction(value)) if n.name == name else n)
    try:
        return name in formula.names() and constant(put).same(Enclosure.of(0))
    except Undefined:
        return False


Form = tuple[Term, str, Term, frozenset[str]]
"""A body, its variable, where that goes, and the names between 0 and 1."""


def _value(forms: Iterator[Form], claimed: Term) -> Term | str | None:
    """Return "claimed" if that is the limit, or the number that it is, if that is shown."""
    for form in forms:
        for value in (claimed, *KNOWN):
            if _proved(*form, value):
                return "claimed" if value is claimed else value
    return None


def _forms(body: Formula, name: str, point: Formula, side: str) -> Iterator[Form]:
    """Give a limit as the prover takes it: over the integers, or at 0 from above."""
    bases = roles_of((body,)).unit
    small = Name(NEW)
    step = Negative(small) if side == "-" else small
    try:
        if isinstance(point, Name) and point.name == "infinity":
            yield to_term(body), name, ("oo", 1), bases
            instead: Formula = Quotient(ONE, small)
        elif isinstance(point, Number) and point.value == 0:
            instead = step
        elif isinstance(point, Number):
            instead = Sum((point, step if side == "+" else Negative(small)))
        else:
            return
        put = body.map_names(lambda n: instead if n.name == name and n.index is None else n)
        yield to_term(put), NEW, ("above", 0, 1), bases
    except Rejected:
        return


def _proved(body: Term, name: str, point: Term, bases: frozenset[str], value: Term) -> bool:
    context = Context(Table(WORK))
    try:
        for other in sorted(free_names(body) - {name}):
            context.declare(other, UNIT if other in bases else ANY_REAL)
        prove_limit(Scope(context), ("limit", body, name, point, value), (), {})
    except (Rejected, RecursionError):
        return False
    return True
