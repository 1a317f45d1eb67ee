"""The zero test says yes, no with a witness, or that it does not know; never a wrong answer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.formula import symbol
from symopt.proof.kinds import Decay, Positive, Steps
from symopt.proof.zero import is_zero

x, y, beta = symbol("x"), symbol("y"), symbol("beta")
t = symbol("t", integer=True)
g = sympy.Function("g", real=True)
sqrt = sympy.sqrt
DOMAINS = {"beta": Decay, "t": Steps, "p": Positive}
p = symbol("p")


@pytest.mark.parametrize(
    "expression",
    [
        (x + y) ** 3 - (x**3 + 3 * x**2 * y + 3 * x * y**2 + y**3),
        beta ** (t + 1) - beta * beta**t,
        (1 - beta**2) / (1 - beta) - (1 + beta),
        sqrt(p**2 + 2 * p + 1) - (p + 1),
        sqrt(p) * sqrt(p) - p,
        sympy.Max(x, y) - (x + y + sympy.Abs(x - y)) / 2,
        sympy.Max(x, y) + sympy.Min(x, y) - x - y,
        sympy.Abs(x * y) - sympy.Abs(x) * sympy.Abs(y),
        sqrt(2) * sqrt(3) - sqrt(6),
        sqrt(2) + sqrt(3) - sqrt(5 + 2 * sqrt(6)),
        g(t + 1) * beta - beta * g(1 + t),
        sympy.exp(sympy.log(p) * x) - p**x,
    ],
)
def test_zero_is_found(expression: object) -> None:
    assert is_zero(expression, DOMAINS).answer == "yes"


@pytest.mark.parametrize(
    "expression",
    [
        (x + y) ** 2 - (x**2 + y**2),
        beta ** (t + 1) - beta**t,
        sqrt(x**2) - x,
        sqrt(p**2 + p) - p,
        sympy.Max(x, y) - x,
        sqrt(2) + sqrt(3) - sqrt(5 + 2 * sqrt(6)) + sympy.Rational(1, 10**30),
        g(t + 1) - g(t),
        p + sympy.Rational(1, 10**30) - p,
    ],
)
def test_what_is_not_zero_has_an_exact_witness(expression: Any) -> None:
    found = is_zero(expression, DOMAINS)
    assert found.answer == "no"
    assert found.value != 0
    if not expression.atoms(sympy.core.function.AppliedUndef):
        there = expression
        for name, value in found.witness.items():
            there = there.subs(t if name == "t" else symbol(name), sympy.Rational(value))
        assert abs(sympy.N(there - found.value, 60)) < sympy.Float("1e-45", 60)
        assert abs(sympy.N(there, 60)) > sympy.Float("1e-40", 60)


def test_hypotheses_count() -> None:
    gap = sympy.Abs(x - y) - (y - x)
    assert is_zero(gap).answer == "no"
    assert is_zero(gap, assuming=[x <= y]).answer == "yes"
    assert is_zero(x, assuming=[sympy.Eq(x, y), sympy.Eq(y, 0)]).answer in ("yes", "unknown")


def test_what_may_have_no_value_is_not_called_zero() -> None:
    # x/x - 1 without SymPy's own cancelling: x = 0 is in the domain.
    ratio = sympy.Mul(x, sympy.Pow(x + y, -1), evaluate=False) * (x + y) - x
    assert is_zero(ratio).answer != "yes" or not ratio.has(sympy.Pow)
    assert is_zero(sqrt(x - 1) - sqrt(x - 1) + 0 * x).answer == "yes"
    assert is_zero(sympy.log(x**2) - 2 * sympy.log(x)).answer != "yes"


def test_an_answer_that_is_not_known_has_a_reason() -> None:
    found = is_zero(sympy.cos(x) ** 2 + sympy.sin(x) ** 2 - 1)
    assert found.answer == "unknown"
    assert found.reason
    assert not found


SMALL = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@settings(max_examples=80, deadline=None)
@given(st.lists(SMALL, min_size=3, max_size=3), st.lists(SMALL, min_size=3, max_size=3))
def test_products_of_polynomials(a: list[Fraction], b: list[Fraction]) -> None:
    def poly(parts: list[Fraction]) -> sympy.Expr:
        c = [sympy.Rational(q.numerator, q.denominator) for q in parts]
        return c[0] + c[1] * x + c[2] * x * y

    product = sympy.expand(poly(a) * poly(b))
    assert is_zero(poly(a) * poly(b) - product).answer == "yes"
    assert is_zero(poly(a) * poly(b) - product + 1).answer == "no"
