"""The evaluator has teeth, and no claim's own statement fails in any world it draws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symopt import claims
from symopt.proof.models import witness_data

from .arithmetic import CONTEXT, Undefined, compare, power
from .judge import fails_at, judge
from .runner import read

BETA, T, K = ("sym", "beta"), ("sym", "t"), ("sym", "k")
DECAY = ("real", 0, "closed", 1, "open")
COUNT = ("int", 1, None)


def statement(conclusion: Any, symbols: Any = (), functions: Any = (), hypotheses: Any = ()) -> Any:
    """A statement with one conclusion."""
    return {
        "symbols": symbols,
        "functions": functions,
        "hypotheses": tuple((f"h{i}", prop) for i, prop in enumerate(hypotheses)),
        "conclusions": (conclusion,),
    }


def weights(power_of_beta: Any, total: Any) -> Any:
    """The statement that the weights of an average have a sum."""
    body = ("*", ("+", 1, ("*", -1, BETA)), ("^", BETA, power_of_beta))
    symbols = (("beta", DECAY), ("t", COUNT))
    return statement(("=", ("sum", body, "k", 1, T), total), symbols)


AGE = ("+", T, ("*", -1, K))
ONE_MINUS = ("+", 1, ("*", -1, ("^", BETA, T)))


def test_a_true_statement_is_never_violated() -> None:
    found = judge(weights(AGE, ONE_MINUS))
    assert not found.false
    assert found.met > 50


@pytest.mark.parametrize(
    "wrong",
    [
        weights(K, ONE_MINUS),
        weights(AGE, ("+", 1, ("^", BETA, T))),
        weights(AGE, ("+", 1, ("*", -1, ("^", BETA, ("+", T, -1))))),
        weights(AGE, 1),
        statement(("<", ("^", ("sym", "x"), 2), 1), (("x", ("real", -1, "closed", 1, "open")),)),
        statement(("=", ("*", BETA, ("^", BETA, -1)), 1), (("beta", DECAY),)),
        statement(("<=", ("^", ("sym", "x"), ("/", 1, 2)), ("sym", "x")), (("x", DECAY),)),
        statement(("limit", ("^", BETA, ("sym", "n")), "n", ("oo", 0), 1), (("beta", DECAY),)),
        statement(("limit", ("^", -1, ("sym", "n")), "n", ("oo", 0), 0)),
        statement(("series", ("exp", ("sym", "x")), "x", 3, ("+", 1, ("sym", "x")))),
        statement(
            ("pred", "roots inside the unit disk", 0, ("sym", "q")),
            (("q", ("real", 0, "closed", 1, "closed")),),
        ),
    ],
)
def test_false_statements_are_falsified(wrong: Any) -> None:
    assert judge(wrong).false


def test_hypotheses_are_met_by_the_worlds_that_judge() -> None:
    gradients = ("app", "g", T)
    bounded = ("forall", (("t", COUNT),), ("<=", ("abs", gradients), ("sym", "G")))
    symbols = (("G", ("real", 0, "open", None, "open")), ("s", COUNT))
    function = (("g", 1, "real"),)
    square = ("^", ("app", "g", ("sym", "s")), 2)
    good = statement(("<=", square, ("^", ("sym", "G"), 2)), symbols, function, (bounded,))
    found = judge(good)
    assert not found.false
    assert found.met > 20
    bad = statement(("<=", square, ("sym", "G")), symbols, function, (bounded,))
    assert judge(bad).false


def test_recursions_are_simulated() -> None:
    before = ("app", "v", ("+", T, -1))
    rule = ("+", ("*", BETA, before), ("*", ("+", 1, ("*", -1, BETA)), ("app", "y", T)))
    line = ("forall", (("t", COUNT),), ("=", ("app", "v", T), rule))
    start = ("=", ("app", "v", 0), 0)
    functions = (("v", 1, "real"), ("y", 1, "real"))
    two = (
        "+",
        ("*", ("+", BETA, ("*", -1, ("^", BETA, 2))), ("app", "y", 1)),
        ("*", ("+", 1, ("*", -1, BETA)), ("app", "y", 2)),
    )
    symbols = (("beta", DECAY),)
    assert not judge(
        statement(("=", ("app", "v", 2), two), symbols, functions, (start, line))
    ).false
    assert judge(statement(("=", ("app", "v", 3), two), symbols, functions, (start, line))).false


def test_arithmetic_is_exact_where_it_can_be() -> None:
    assert power(Fraction(9, 16), Fraction(1, 2)) == Fraction(3, 4)
    assert power(Fraction(0), Fraction(0)) == 1
    root = power(Fraction(2), Fraction(1, 2))
    assert compare(root * root, Fraction(2)) == 0
    assert compare(root, Fraction(1414213562373095, 10**15)) == 1
    assert CONTEXT.dps == 100
    for base, exponent in ((0, -1), (-1, Fraction(1, 2))):
        with pytest.raises(Undefined):
            power(Fraction(base), Fraction(exponent))


PROVED = [c.name for c in claims.select() if c.expected == "proved"]
REFUTED = [c.name for c in claims.select() if c.expected == "refuted"]


@pytest.mark.parametrize("name", PROVED)
def test_no_world_violates_a_proved_claim(name: str) -> None:
    reading = read(claims.get(name))
    found = judge(reading.statement, name, 5, reading.model, work=8_000)
    assert not found.false, found.at()


@pytest.mark.slow
@pytest.mark.parametrize("name", PROVED)
def test_none_of_many_worlds_violates_a_proved_claim(name: str) -> None:
    reading = read(claims.get(name))
    found = judge(reading.statement, f"many {name}", 40, reading.model)
    assert not found.false, found.at()


@pytest.mark.parametrize("name", REFUTED)
def test_a_refuted_claim_fails_at_its_witness(name: str) -> None:
    reading = read(claims.get(name))
    assert reading.refutation is not None
    assert fails_at(reading.statement, witness_data(reading.refutation.witness))
