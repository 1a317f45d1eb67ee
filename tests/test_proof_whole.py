"""Floors in normal form, and signs of functions at every place: right where given, else refused."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import ONE, Table
from symopt.proof.kernel.terms import Rejected

INT = ("int", None, None)
ONE_UP = ("int", 1, None)
E, K, J = ("sym", "E"), ("sym", "i"), ("sym", "j")


def context(last: Any = E, first: int = 1) -> Context:
    made = Context(Table())
    made.declare("E", ONE_UP)
    made.declare("j", ("int", 0, None))
    made.declare("i", ("int", first, last))
    return made


def quotient(*terms: Any) -> Any:
    return ("floor", ("*", ("+", *terms), ("^", E, -1)))


EPOCH = quotient(("*", E, J), K, -1)


@given(st.fractions(min_value=-50, max_value=50, max_denominator=12))
def test_the_floor_of_a_number(value: Fraction) -> None:
    read = Context(Table()).normal.read(("floor", ("/", value.numerator, value.denominator)))
    assert read.num.get(ONE, 0) == math.floor(value)


def test_an_epoch_inside_a_stage_has_the_stage_as_its_floor() -> None:
    assert context().normal.equal(EPOCH, J)


@pytest.mark.parametrize(
    ("last", "first", "terms"),
    [
        (("+", E, 1), 1, (("*", E, J), K, -1)),  # i may be E + 1
        (None, 1, (("*", E, J), K, -1)),  # i has no bound
        (E, 0, (("*", E, J), K, -1)),  # i may be 0
        (E, 1, (("*", E, J), K)),  # i may be E
        (E, 1, (("*", E, J), ("*", 2, K), -2)),
        (E, 1, (("*", J, J), K, -1)),
    ],
)
def test_a_floor_that_may_be_another_stays_open(last: Any, first: int, terms: Any) -> None:
    here = context(last, first).normal
    assert not here.equal(quotient(*terms), J)
    assert not here.equal(quotient(*terms), ("+", J, -1))
    assert not here.equal(quotient(*terms), ("+", J, 1))


def test_a_real_number_is_no_whole_part() -> None:
    made = Context(Table())
    made.declare("x", ("real", 0, "closed", None, "open"))
    assert not made.normal.equal(("floor", ("+", ("sym", "x"), 1)), ("+", ("sym", "x"), 1))
    assert made.normal.equal(("floor", ("+", ("sym", "x"), 1)), ("+", ("floor", ("sym", "x")), 1))


def test_a_floor_is_an_integer_but_has_a_sign_only_if_its_value_has() -> None:
    made = Context(Table())
    made.declare("x", ("real", None, "open", None, "open"))
    made.declare("y", ("real", 0, "closed", None, "open"))
    made.declare("f", ("real", 0, "closed", 1, "closed"))
    assert made.holds(("<=", 0, ("floor", ("sym", "y"))))
    assert not made.holds(("<=", 0, ("floor", ("sym", "x"))))
    assert not made.holds(("<", 0, ("floor", ("sym", "y"))))
    made.normal.read(("^", ("sym", "f"), ("floor", ("sym", "y"))))
    with pytest.raises(Rejected):
        made.normal.read(("^", ("sym", "f"), ("floor", ("sym", "x"))))


def signed(body: Any, low: Any = 1, high: Any = None) -> Context:
    made = Context(Table())
    made.declare_function("s", 1, "real")
    made.declare("t", ONE_UP)
    made.declare("z", INT)
    made.declare("x", ("real", 1, "closed", None, "open"))
    made.assume("all", ("forall", (("k", ("int", low, high)),), body))
    return made


def value(place: Any) -> Any:
    return ("app", "s", place)


K, T = ("sym", "k"), ("sym", "t")


def test_a_sign_at_all_places_holds_at_each() -> None:
    here = signed(("<=", 0, value(K)))
    for place in (1, 7, T, ("+", T, 3), ("*", T, T)):
        assert here.holds(("<=", 0, value(place)))
        assert not here.holds(("<", 0, value(place)))
        assert not here.holds(("<=", value(place), 0))
    assert here.holds(("<=", 0, ("sum", value(K), "k", 1, T)))
    below = signed(("<", value(K), 0))
    assert below.holds(("<", value(T), 0))
    assert not below.holds(("<", 0, value(T)))


def test_a_sign_at_all_places_says_nothing_of_others() -> None:
    here = signed(("<=", 0, value(K)))
    for place in (0, -1, ("sym", "z"), ("+", T, -1), ("/", 3, 2), ("sym", "x")):
        assert not here.holds(("<=", 0, value(place)))
    assert not here.holds(("<=", 0, ("sum", value(K), "k", 0, T)))
    assert not signed(("<=", 0, value(K)), high=5).holds(("<=", 0, value(T)))
    assert not signed(("<=", 0, value(("+", K, 1)))).holds(("<=", 0, value(1)))
    assert not signed(("<=", -1, value(K))).holds(("<=", 0, value(T)))


def test_no_step_may_claim_a_wrong_floor() -> None:
    for wrong in (("+", J, 1), ("+", J, -1), ("*", 2, J), K):
        with pytest.raises(Rejected):
            Checker().check(context(), ("=", EPOCH, wrong), {"rule": "identity"})
