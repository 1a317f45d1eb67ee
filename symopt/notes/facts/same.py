"""Are two formulas the same for all values of their names?

"different" is an exact evaluation at rational numbers, "identical" is a proof by the kernel, and
anything else is undecided. The names' domains are read from where they stand: what stands in
an exponent or as an index is a whole number, the base of such a power lies between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from symopt.equivalence.context import ANY_REAL, assume_defined
from symopt.formula import Call, Formula, Name, Number, Power, Quotient, Sum, SumOver
from symopt.notes.facts.enclosure import Enclosure, Undefined
from symopt.notes.facts.values import CONSTANTS, Arguments, evaluate, to_term
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected, Term, free_names
from symopt.proof.scope import Scope
from symopt.proof.tactics import Hints, prove

WORK = 400_000
MAX_NODES = 1200
UNIT = ("real", 0, "open", 1, "open")
WHOLE = ("int", 1, None)

REALS = (2, 3, 5, 7, 4, 6, 9, 8, 10)
OTHERS = (
    Fraction(-1), Fraction(1, 3), Fraction(5, 2), Fraction(-3), Fraction(7, 4), Fraction(-2, 5),
)  # fmt: skip
UNITS = (Fraction(1, 2), Fraction(9, 10), Fraction(1, 4), Fraction(3, 5), Fraction(2, 7))
WHOLES = (2, 3, 4, 5, 7, 6)
POINTS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether two formulas are the same; for "different", where they are not."""

    verdict: Literal["identical", "different", "undecided"]
    reason: str = ""
    witness: dict[str, Fraction] = field(default_factory=dict[str, Fraction])
    left: Enclosure | None = None
    right: Enclosure | None = None


def compare(left: Formula, right: Formula, unit: frozenset[str] = frozenset()) -> Answer:
    """Say whether two formulas are the same wherever both have a value.

    Names in `unit` lie between 0 and 1, wherever they stand.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> compare(read("(x - m*v) + (m + 1)*w"), read("x + w + m*(w - v)")).verdict
    'identical'
    >>> found = compare(read("1 - b**2"), read("(1 - b)**2"))
    >>> found.verdict, found.witness, str(found.left.low), str(found.right.low)
    ('different', {'b': Fraction(2, 1)}, '-3', '1')
    """
    if sum(1 for side in (left, right) for _ in side.walk()) > MAX_NODES:
        return Answer("undecided", "it is too long")
    roles = roles_of((left, right))
    roles = Roles(roles.whole, roles.unit | (unit - roles.whole))
    seen = 0
    for number in range(POINTS):
        point = Point(roles, number)
        try:
            a, b = evaluate(left, point.value), evaluate(right, point.value)
        except Undefined:
            continue
        if a.apart(b):
            return Answer("different", "", point.shown(), a, b)
        seen += 1
    if not seen:
        return Answer("undecided", "it has no value at the points that were tried")
    try:
        return _proved(to_term(left), to_term(right), roles)
    except (Rejected, RecursionError) as problem:
        return Answer("undecided", f"no proof was found: {problem}")


@dataclass(frozen=True, slots=True)
class Roles:
    """Which names are whole numbers, and which lie between 0 and 1."""

    whole: frozenset[str]
    unit: frozenset[str]


def roles_of(formulas: Iterable[Formula]) -> Roles:
    """Read the names' domains from where they stand."""
    whole: set[str] = set()
    unit: set[str] = set()
    for formula in formulas:
        for node in formula.walk():
            match node:
                case Name(index=Formula() as index):
                    whole.update(index.names())
                case Power(base=base, exponent=exponent) if _counts(exponent):
                    whole.update(n for n in exponent.names() if n not in CONSTANTS)
                    if not _is_share(base):
                        unit.update(n for n in base.names() if n not in CONSTANTS)
                case Power(base=base, exponent=Call(function="floor")):
                    unit.update(n for n in base.names() if n not in CONSTANTS)
                case SumOver(lower=lower, upper=upper):
                    whole.update((*lower.names(), *upper.names()))
                case _:
                    pass
    return Roles(frozenset(whole), frozenset(unit - whole))


def _is_share(base: Formula) -> bool:
    """Whether a base is what is left of a share, such as 1 - t/T: its names are no shares."""
    return isinstance(base, Sum) and any(isinstance(node, Quotient) for node in base.walk())


def _counts(exponent: Formula) -> bool:
    """Whether an exponent with names is a polynomial in them with whole numbers, such as t - 1."""
    return bool(exponent.names()) and all(
        type(node).__name__ in ("Name", "Sum", "Negative", "Product", "Number")
        and (not isinstance(node, Number) or node.value.denominator == 1)
        for node in exponent.walk()
    )


class Point:
    """Exact values for names, chosen as they are asked for; small and pairwise different."""

    def __init__(self, roles: Roles, number: int) -> None:
        self.roles, self.number = roles, number
        self.values: dict[tuple[str, Arguments], Fraction] = {}

    def value(self, name: str, arguments: Arguments) -> Enclosure:
        """Return the value of a name, or of a function at its arguments."""
        key = (name, arguments)
        if key not in self.values:
            self.values[key] = Fraction(self._choose(name, arguments))
        return Enclosure.of(self.values[key])

    def _choose(self, name: str, arguments: Arguments) -> Fraction | int:
        if not arguments and name in self.roles.whole:
            used = sum(n in self.roles.whole for n, a in self.values if not a)
            return WHOLES[(used + self.number) % len(WHOLES)] + len(WHOLES) * (used // len(WHOLES))
        if not arguments and name in self.roles.unit:
            used = sum(n in self.roles.unit for n, a in self.values if not a)
            return UNITS[(used + self.number) % len(UNITS)]
        used = len(self.values)
        if self.number % 2 == 0:
            pool = REALS
            return pool[(used + self.number) % len(pool)] + len(pool) * (used // len(pool))
        return OTHERS[(used + self.number) % len(OTHERS)] + used // len(OTHERS)

    def shown(self) -> dict[str, Fraction]:
        """Return the values as a reader writes the names."""
        return {shown_key(name, arguments): v for (name, arguments), v in self.values.items()}


def shown_key(name: str, arguments: Arguments) -> str:
    """Return a name with its index, or a function at its arguments, as text."""
    if not arguments:
        return name
    inside = ", ".join(map(str, arguments))
    return f"{name[:-2]}({inside})" if name.endswith("()") else f"{name}_{inside}"


def _proved(left: Term, right: Term, roles: Roles) -> Answer:
    context = Context(Table(WORK))
    for name, arity in sorted(set(_functions(("+", left, right)))):
        context.declare_function(name, arity, "real")
    for name in sorted(free_names(left) | free_names(right)):
        kind = WHOLE if name in roles.whole else UNIT if name in roles.unit else ANY_REAL
        context.declare(name, kind)
    assume_defined(context, (left, right))
    if context.normal.equal(left, right):
        return Answer("identical")
    tries = [Hints(), *(Hints(induction=name) for name in _ends(("+", left, right)))]
    for hints in tries[:-1]:
        try:
            prove(Scope(context.child()), ("=", left, right), hints)
        except Rejected:
            continue
        return Answer("identical")
    prove(Scope(context), ("=", left, right), tries[-1])
    return Answer("identical")


def _ends(term: Term) -> list[str]:
    """Return the names at which sums end: what an induction would be over."""
    found: list[str] = []
    if isinstance(term, tuple):
        if term and term[0] == "sum":
            found += sorted(free_names(term[4]))
        for item in term:
            found += _ends(item)
    return list(dict.fromkeys(found))


def _functions(term: Term) -> Iterator[tuple[str, int]]:
    if isinstance(term, tuple):
        if term and term[0] == "app":
            yield term[1], len(term) - 2
        for item in term:
            yield from _functions(item)
