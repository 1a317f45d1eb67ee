"""Implications by induction, expectations of squared sums, powers of numbers: true and false."""

from __future__ import annotations

from typing import Any

import pytest

from symopt.proof.claim import Claim
from symopt.proof.kernel.catalogue import RULES
from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected
from symopt.proof.language import (
    NonNegative,
    Positive,
    RandomSequence,
    Sequence,
    Steps,
    Sum,
    assume_all,
    at,
    derivation,
    equation,
    expectation,
    follows,
    holds,
    index,
    power,
    unequal,
    whenever,
)


def verdict(function: Any) -> str:
    return Claim(function, (), "strang2006", "proved").prove().verdict


def bounded(slack: int) -> Any:
    def claim(n: Steps, t: Steps, x: Sequence):
        """Where increments up to n are at least 1, x_t grows."""
        i = index("i")
        grow = assume_all(x(i) + 1 <= x(i + 1), (i, (1, n)))
        step = whenever(t <= n, x(t) + 1 <= x(t + 1), using=grow)
        total = whenever(
            t <= n + slack,
            x(1) + t <= x(t + 1),
            induction=t,
            using=[at(step, {t: 1}), at(step, {t: t + 1})],
        )
        return derivation(x(1) + n).le(x(n + 1), using=follows(total, {t: n}))

    return claim


def test_an_induction_goes_as_far_as_its_condition() -> None:
    assert verdict(bounded(0)) == "proved"


def test_an_induction_does_not_go_further_than_what_it_uses() -> None:
    assert verdict(bounded(1)) != "proved"


def test_a_conclusion_needs_its_conditions() -> None:
    def claim(n: Steps, t: Steps):
        """t is at most n."""
        rule = whenever(t + 1 <= n, t <= n)
        follows(rule)
        return holds(t <= n)

    assert verdict(claim) != "proved"


@pytest.mark.parametrize(("value", "expected"), [(1, "proved"), (0, "undecided")])
def test_the_expectation_of_a_squared_sum_is_not_multiplied_out_wrongly(
    value: int, expected: str
) -> None:
    def claim(n: Steps, x: RandomSequence, s: NonNegative):
        """E (X_1 + X_2)^2 = 2 s + 2 E(X_1 X_2)."""
        i = index("i")
        same = assume_all(equation(expectation(x(i) ** 2), s), (i, Steps))
        with derivation(expectation(Sum(x(i), (i, 1, 2)) ** 2)) as d:
            d.eq(
                2 * s + 2 * value * expectation(x(1) * x(2)),
                using=[at(same, {i: 1}), at(same, {i: 2})],
            )
        return d

    assert verdict(claim) == expected


def test_a_squared_sum_is_not_the_square_of_its_expectation() -> None:
    def claim(n: Steps, x: RandomSequence):
        """E (sum X)^2 = (E sum X)^2."""
        i = index("i")
        total = Sum(x(i), (i, 1, n))
        return derivation(expectation(total**2)).eq(expectation(total) ** 2)

    assert verdict(claim) != "proved"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(6020, 6021, "proved"), (6021, 6022, "undecided"), (6019, 6020, "undecided")],
)
def test_large_powers_of_numbers(low: int, high: int, expected: str) -> None:
    def claim(x: Positive):
        """10^low < 2^20000 < 10^high."""
        with derivation(power(10, low)) as d:
            d.lt(power(2, 20000))
            d.lt(power(10, high))
        return d

    assert verdict(claim) == expected


def test_powers_too_large_to_write_down_are_refused() -> None:
    context = Context(Table())
    with pytest.raises(Rejected):
        context.normal.read(("^", 2, 10**6))
    context.declare("x", ("real", None, "open", None, "open"))
    with pytest.raises(Rejected):
        context.normal.read(("^", ("+", 1, ("sym", "x")), 500))


def test_numbers_that_bound_only_each_other() -> None:
    context = Context(Table())
    for name in "abc":
        context.declare(name, ("real", None, "open", None, "open"))
    a, b, c = (("sym", name) for name in "abc")
    context.assume("ab", ("<=", a, b))
    context.assume("bc", ("<=", b, c))
    gap = ("*", ("+", b, ("*", -1, a)), ("+", c, ("*", -1, a)))
    assert context.holds(("<=", 0, gap))
    assert not context.holds(("<", 0, gap))
    assert not context.holds(("<=", 0, ("*", a, b)))
    turned = ("*", ("+", a, ("*", -1, b)), ("+", c, ("*", -1, a)))
    assert not context.holds(("<=", 0, turned))


def test_unequal_because_one_is_larger() -> None:
    def right(x: Positive):
        """sqrt is left alone: x + 1 != 1."""
        return holds(unequal(x + 1, 1))

    def wrong(x: Positive):
        """x != 1."""
        return holds(unequal(x, 1))

    assert verdict(right) == "proved"
    assert verdict(wrong) != "proved"


def test_an_implication_is_applied_only_where_its_conditions_hold() -> None:
    context = Context(Table())
    context.declare("n", ("int", 1, None))
    n = ("sym", "n")
    context.assume("rule", ("if", (("<=", n, 5),), ("<=", n, 7)))
    with pytest.raises(Rejected):
        RULES["apply"](Checker(), context, ("<=", n, 7), {"rule": "apply", "from": "rule"})
    context.assume("small", ("<=", n, 4))
    RULES["apply"](Checker(), context, ("<=", n, 7), {"rule": "apply", "from": "rule"})
