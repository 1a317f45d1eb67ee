"""Exponents that are products of integers: x^(p (t - k)) in sums, and (x^p)^(1/p) = x."""

from __future__ import annotations

import pytest

from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected

B, P, T, K = (("sym", name) for name in ("b", "p", "t", "k"))
ONE_OVER_P = ("^", P, -1)


def context(low: int = 0, p: int = 1) -> Context:
    """b in [low, low + 1], p >= p, t >= 0."""
    made = Context(Table())
    made.declare("b", ("real", low, "closed", low + 1, "closed"))
    made.declare("p", ("int", p, None))
    made.declare("t", ("int", 0, None))
    made.declare_function("g", 1, "real")
    return made


def total(top: object, exponent: object) -> object:
    return ("sum", ("*", ("^", B, exponent), ("app", "g", K)), "k", 1, top)


def holds(made: Context, left: object, right: object) -> bool:
    try:
        Checker().check(made, ("=", left, right), {"rule": "identity"})
    except Rejected:
        return False
    return True


NEXT = ("+", T, 1)


def age(top: object) -> object:
    return ("*", P, ("+", top, ("*", -1, K)))


def test_the_least_power_of_a_sum_may_have_a_symbolic_slope() -> None:
    # sum b^(p (t + 1 - k)) g(k) to t + 1 is b^p times the sum to t, plus g(t + 1).
    left = total(NEXT, age(NEXT))
    right = ("+", ("*", ("^", B, P), total(T, age(T))), ("app", "g", NEXT))
    assert holds(context(), left, right)


@pytest.mark.parametrize("factor", [B, 1, ("^", B, ("*", 2, P)), ("^", B, T)])
def test_another_factor_before_the_sum_is_refused(factor: object) -> None:
    left = total(NEXT, age(NEXT))
    right = ("+", ("*", factor, total(T, age(T))), ("app", "g", NEXT))
    assert not holds(context(), left, right)


def test_a_growing_exponent_leaves_the_first_power_outside() -> None:
    left = total(T, ("*", P, K))
    right = ("*", ("^", B, P), total(T, ("*", P, ("+", K, -1))))
    assert holds(context(), left, right)
    assert not holds(context(), left, ("*", ("^", B, P), total(T, ("*", P, K))))


def test_a_slope_of_unknown_sign_is_left_alone() -> None:
    # With p of any sign nothing may be taken out of the sum where b may be zero.
    made = Context(Table())
    made.declare("b", ("real", 0, "closed", 1, "closed"))
    made.declare("p", ("int", None, None))
    made.declare("t", ("int", 0, None))
    made.declare_function("g", 1, "real")
    left = total(NEXT, age(NEXT))
    right = ("+", ("*", ("^", B, P), total(T, age(T))), ("app", "g", NEXT))
    assert not holds(made, left, right)


def test_a_root_undoes_a_power_of_a_nonnegative_number() -> None:
    assert holds(context(), ("^", ("^", B, P), ONE_OVER_P), B)
    assert holds(context(), ("^", ("^", B, ONE_OVER_P), P), B)


def test_a_root_does_not_undo_a_power_of_a_number_of_unknown_sign() -> None:
    # (b^p)^(1/p) = b fails for b < 0 and even p; b^p itself has no root for odd p.
    assert not holds(context(low=-1), ("^", ("^", B, P), ONE_OVER_P), B)


@pytest.mark.parametrize(
    "wrong", [("^", ("+", P, 1), -1), ("^", ("*", 2, P), -1), ("*", 2, ONE_OVER_P), P]
)
def test_another_root_is_refused(wrong: object) -> None:
    assert not holds(context(), ("^", ("^", B, P), wrong), B)


def test_no_root_with_an_exponent_that_may_be_a_division_by_zero() -> None:
    assert not holds(context(p=0), ("^", ("^", B, P), ONE_OVER_P), B)
