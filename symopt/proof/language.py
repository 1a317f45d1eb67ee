"""The words a claim is written in; everything an author needs is imported from here.

SymPy and the engine are loaded when a word is first used, so that listing claims loads neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symopt.proof.claim import Claim, Refutation, claim
from symopt.proof.kinds import (
    Decay,
    Field,
    FromTwo,
    Integer,
    Kind,
    Natural,
    NonNegative,
    NonNegativeSequence,
    NonZero,
    NonZeroSequence,
    OpenUnit,
    Oracle,
    Positive,
    PositiveSequence,
    RandomSequence,
    Real,
    Sequence,
    Steps,
    Unit,
)

if TYPE_CHECKING:
    from symopt.proof.derivation import Derivation
    from symopt.proof.scope import Fact
    from symopt.proof.statements import Supposition

__all__ = [
    "Claim",
    "Decay",
    "Field",
    "FromTwo",
    "Integer",
    "Kind",
    "Limit",
    "Natural",
    "NonNegative",
    "NonNegativeSequence",
    "NonZero",
    "NonZeroSequence",
    "OpenUnit",
    "Oracle",
    "Positive",
    "PositiveSequence",
    "Predicate",
    "RandomSequence",
    "Rational",
    "Real",
    "Refutation",
    "Sequence",
    "Series",
    "Steps",
    "Sum",
    "Unit",
    "assume",
    "assume_all",
    "at",
    "ceiling",
    "cite",
    "claim",
    "cos",
    "derivation",
    "equation",
    "euler",
    "example",
    "exp",
    "expectation",
    "floor",
    "follows",
    "holds",
    "index",
    "log",
    "maximum",
    "minimum",
    "pi",
    "power",
    "refute",
    "sequence",
    "sign",
    "sin",
    "sqrt",
    "supposing",
    "together",
    "unequal",
    "variable",
    "whenever",
]


# Expressions


def index(name: str) -> Any:
    """An integer to sum over or to quantify."""
    from symopt.formula import symbol

    return symbol(name, integer=True)


def variable(name: str) -> Any:
    """A real variable for limits, series and statements for all values."""
    from symopt.formula import symbol

    return symbol(name)


def Sum(body: Any, limits: tuple[Any, Any, Any]) -> Any:
    """The sum of the body for an index from low to high: ``Sum(beta**k, (k, 0, t - 1))``."""
    import sympy

    return sympy.Sum(body, limits)


def sqrt(x: Any) -> Any:
    """The square root."""
    import sympy

    return sympy.sqrt(x)


def power(base: Any, exponent: Any) -> Any:
    """The power as it is written: a power of numbers is not multiplied out."""
    import sympy

    return sympy.Pow(base, exponent, evaluate=False)


def exp(x: Any) -> Any:
    """The exponential."""
    import sympy

    return sympy.exp(x)


def log(x: Any) -> Any:
    """The natural logarithm."""
    import sympy

    return sympy.log(x)


def cos(x: Any) -> Any:
    """The cosine."""
    import sympy

    return sympy.cos(x)


def sin(x: Any) -> Any:
    """The sine."""
    import sympy

    return sympy.sin(x)


def sign(x: Any) -> Any:
    """The sign, -1, 0 or 1."""
    import sympy

    return sympy.sign(x)


def maximum(*values: Any) -> Any:
    """The largest of several values."""
    import sympy

    return sympy.Max(*values)


def minimum(*values: Any) -> Any:
    """The smallest of several values."""
    import sympy

    return sympy.Min(*values)


def ceiling(x: Any) -> Any:
    """The least integer that is at least x."""
    import sympy

    return sympy.ceiling(x)


def floor(x: Any) -> Any:
    """The greatest integer that is at most x."""
    import sympy

    return sympy.floor(x)


def Rational(p: int | str, q: int = 1) -> Any:
    """An exact fraction."""
    import sympy

    return sympy.Rational(p, q)


def euler() -> Any:
    """Euler's number e."""
    import sympy

    return sympy.E


def pi() -> Any:
    """The number pi."""
    import sympy

    return sympy.pi


def expectation(x: Any) -> Any:
    """The expectation E(x); linear, with everything that is not random pulled out."""
    import sympy

    return sympy.Function("E", real=True)(x)


def equation(left: Any, right: Any) -> Any:
    """The relation left = right, for hypotheses and cases."""
    import sympy

    return sympy.Eq(left, right, evaluate=False)


def unequal(left: Any, right: Any) -> Any:
    """The relation left != right, for hypotheses and cases."""
    import sympy

    return sympy.Ne(left, right, evaluate=False)


@dataclass(frozen=True)
class Limit:
    """lim body for the variable going to a point, as a thing that equals something.

    `to` is ``"oo"`` (over the integers), or a number with `side` "+" (from above) or "-" (from
    below); `far` is how far the neighbourhood reaches in which the body has a value: the least
    integer, or the other end of the interval.
    """

    body: Any
    variable: Any
    to: Any
    side: str = ""
    far: Any = None


@dataclass(frozen=True)
class Series:
    """body, known up to terms of `order` in the variable at 0, as a thing that equals something."""

    body: Any
    variable: Any
    order: int


@dataclass(frozen=True)
class Predicate:
    """A named property of numbers, such as "roots inside the unit disk"."""

    name: str
    arguments: tuple[Any, ...]


# Statements


def derivation(start: Any) -> Derivation:
    """Begin a chain: ``with derivation(start) as d: d.eq(...)``; see `Derivation`."""
    from symopt.proof.derivation import Derivation

    return Derivation(start)


def together(
    *statements: tuple[Any, str, Any], because: str = "", **hints: Any
) -> tuple[Derivation, ...]:
    """Prove several statements (left, relation, right) at once, as one induction may need."""
    from symopt.proof.statements import together

    return together(*statements, because=because, **hints)


def holds(relation: Any, because: str = "", **hints: Any) -> Derivation:
    """Prove one relation; ``holds(x <= y)`` is the derivation x <= y."""
    from symopt.proof.statements import holds

    return holds(relation, because, **hints)


def supposing(*relations: Any) -> Supposition:
    """Suppose more: ``with supposing(s > 0) as if_: ...; if_.then(d)`` proves an implication."""
    from symopt.proof.statements import Supposition

    return Supposition(*relations)


def whenever(conditions: Any, relation: Any, because: str = "", **hints: Any) -> Fact:
    """Prove a relation where conditions hold, as an implication: ``whenever(t <= n, x <= y)``.

    With `induction`, both the conditions and the relation may speak of its variable.
    """
    from symopt.proof.statements import whenever

    return whenever(conditions, relation, because, **hints)


def follows(item: Any, values: dict[Any, Any] | None = None) -> Fact:
    """Return the conclusion of an implication, at some values, where its conditions hold."""
    from symopt.proof.statements import follows

    return follows(item, values)


def cite(lemma: str, because: str = "", **values: Any) -> Derivation:
    """Use a cited lemma, with values of its symbols; see `symopt.proof.lemmas`."""
    from symopt.proof.statements import cite

    return cite(lemma, because, **values)


def example(values: dict[Any, Any]) -> None:
    """Give exact values that meet all hypotheses and suppositions, where none are found alone.

    Written as a witness is: see `refute`.
    """
    from symopt.proof.models import witness_data
    from symopt.proof.session import current

    current().model = witness_data(values)


def assume(relation: Any) -> Fact:
    """Add a hypothesis to the claim; it is printed with it."""
    from symopt.proof.session import current

    return current().assume(relation)


def assume_all(relation: Any, *variables: tuple[Any, Any]) -> Fact:
    """Add a hypothesis for all values: ``assume_all(abs(g(i)) <= 1, (i, Steps))``.

    A variable's range is a kind, or a pair (low, high) of integers, None for no bound.
    """
    from symopt.proof.session import current

    return current().assume_all(relation, variables)


def at(item: Any, values: dict[Any, Any]) -> Fact:
    """Return a proved fact or hypothesis for other values: ``at(lemma, {t: t + 1})``.

    A sequence is given as ``{a: (k, body)}``.
    """
    from symopt.proof.session import current

    return current().instance(item, values)


def sequence(name: str, rule: Any, start: Any = None, first: int = 1) -> Any:
    """Define a sequence: name(t) = rule(t) for t = first, first + 1, ... and its start before.

    ``sequence("x", lambda t: (1 - s) * x(t - 1), start=x0)`` needs x inside its own rule; the
    rule gets the sequence itself as a second argument if it takes two.
    """
    from symopt.proof.statements import sequence

    return sequence(name, rule, start, first)


def refute(*statements: Any, at: dict[Any, Any]) -> Refutation:
    """Say that statements are false: one of them fails at these exact values.

    Values of a sequence are a list (for 1, 2, ...) or a dict by place, with None for all others.
    """
    return Refutation(statements, at)
