"""Claims on schedules: expected verdicts, the same on numbers, and false variants that fail.

The numbers come from formulas written here once more, not from `symopt.schedules`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction as F
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt import claims
from symopt.claims._rules import recursion
from symopt.claims._schedules import schedule
from symopt.errors import InvalidValue
from symopt.proof.language import (
    Decay,
    Natural,
    NonNegative,
    NonNegativeSequence,
    OpenUnit,
    Positive,
    Rational,
    Steps,
    Sum,
    assume_all,
    claim,
    derivation,
    equation,
    holds,
    index,
    sequence,
    together,
)
from symopt.vocabulary import entry


@pytest.mark.parametrize("name", [c.name for c in claims.select("schedules")])
def test_every_claim_is_decided_as_it_says(name: str) -> None:
    proof = claims.prove(name)
    assert proof.verdict == proof.expected, proof.reason
    assert not proof.lemmas


# On numbers

positive = st.floats(0.05, 5)
T = 400


def sums(rate: Callable[[int], float], power: int = 1) -> list[float]:
    return list(accumulate(rate(t) ** power for t in range(1, T + 1)))


@given(positive, positive)
def test_inverse_time(alpha: float, decay: float) -> None:
    def rate(t: int) -> float:
        return alpha / (1 + decay * t)

    for t, total in enumerate(sums(rate), start=1):
        assert total >= alpha / decay * math.log((1 + decay * (t + 1)) / (1 + decay)) - 1e-9
    for t, total in enumerate(sums(rate, 2), start=1):
        assert total <= alpha**2 / decay * (1 - 1 / (1 + decay * t)) + 1e-9
    # Large t as the claim asks for it does exceed a bound.
    bound = 2 * alpha
    late = math.ceil(((1 + decay) * math.exp(decay * bound / alpha) - 1) / decay - 1)
    if late <= 20_000:
        assert math.fsum(rate(t) for t in range(1, late + 1)) >= bound - 1e-9


@given(positive, positive)
def test_inverse_square_root(alpha: float, k: float) -> None:
    def rate(t: int) -> float:
        return k * alpha / math.sqrt(t)

    for t, total in enumerate(sums(rate), start=1):
        assert total >= k * alpha * math.sqrt(t) - 1e-9
    for t, total in enumerate(sums(rate, 2), start=1):
        assert total >= (k * alpha) ** 2 * math.log(t + 1) - 1e-9


@given(positive, st.floats(0.01, 0.99))
def test_exponential(alpha: float, base: float) -> None:
    def rate(t: int) -> float:
        return alpha * base**t

    assert max(sums(rate)) <= alpha * base / (1 - base) * (1 + 1e-9)
    assert max(sums(rate, 2)) <= alpha**2 * base**2 / (1 - base**2) * (1 + 1e-9)


@given(positive, st.floats(0, 0.95), st.integers(1, 9))
def test_step_decay(alpha: float, factor: float, every: int) -> None:
    def rate(t: int) -> float:
        return alpha * factor ** ((t - 1) // every)

    assert max(sums(rate)) <= every * alpha / (1 - factor) * (1 + 1e-9)
    assert max(sums(rate, 2)) <= every * alpha**2 / (1 - factor**2) * (1 + 1e-9)
    n = 3
    stages = every * alpha * (1 - factor**n) / (1 - factor)
    assert sums(rate)[every * n - 1] == pytest.approx(stages)


@given(positive, st.lists(st.floats(0, 0.99), min_size=1, max_size=40), positive)
def test_what_the_sum_of_the_rates_decides(bend: float, shares: list[float], x: float) -> None:
    rates = [share / bend for share in shares]
    theta, total = x, 0.0
    for rate in rates:
        theta -= rate * bend * theta
        total += rate
        assert x * (1 - bend * total) - 1e-12 <= theta <= x * math.exp(-bend * total) + 1e-12


def test_the_table_and_its_misprint() -> None:
    rates = [F(1, 5) / (1 + epoch) for epoch in (1, 2, 3, 4)]
    assert rates == [F(1, 10), F(1, 15), F(1, 20), F(1, 25)]
    assert [f"{float(r):.3f}" for r in rates] == ["0.100", "0.067", "0.050", "0.040"]
    assert f"{float(rates[1]):.2f}" != "0.67"


def test_special_cases_and_ends() -> None:
    for t in range(1, 40):
        assert 0.3 / 2 ** ((t - 1) // 7) == 0.3 * 0.5 ** ((t - 1) // 7)
        assert F(3) * F(9, 10) ** t == (F(3) * F(9, 10)) * F(9, 10) ** ((t - 1) // 1)
        linear = F(1, 2) + (F(9, 10) - F(1, 2)) * min(F(t - 1, 6), F(1))
        assert linear == (F(1, 2) if t == 1 else linear)
        assert linear == F(9, 10) if t >= 7 else linear < F(9, 10)


# Schedules on symbols


def test_symbols_are_put_into_the_schedules_themselves() -> None:
    from symopt.formula import symbol

    a, b, m, k = symbol("a"), symbol("b"), symbol("m", integer=True), symbol("k", integer=True)
    assert schedule("table", a, values=(a, b))(2 + k) == b
    assert schedule("multi-step", a, epochs=(m, m + 3), factor=b)(m + 3 + k) == a * b**2
    assert schedule("exponential", a, base=b)(k) == a * b**k
    with pytest.raises(TypeError):
        schedule("multi-step", a, epochs=(m,), factor=b)(k)
    with pytest.raises(InvalidValue, match="not known"):
        schedule("table", a, values=(a, b))(k)
    with pytest.raises(InvalidValue, match="not known"):
        entry((1, 2, 3), symbol("t"))


# False variants


def verdict(function: Callable[..., Any]) -> str:
    return claim(source="robbins1951")(function).prove().verdict


@pytest.mark.parametrize(
    ("bound", "true"),
    [
        (lambda a, d, t: a**2 / d * (1 - 1 / (1 + d * t)), True),
        (lambda a, d, t: a**2 / d * (1 - 1 / (1 + d * (t - 1))), False),
        (lambda a, d, t: a**2 * (1 - 1 / (1 + d * t)), False),
        (lambda a, d, t: a / d * (1 - 1 / (1 + d * t)), False),
        (lambda a, d, t: a**2 / (2 * d) * (1 - 1 / (1 + d * t)), False),
    ],
)
def test_no_smaller_bound_of_the_squares(bound: Any, true: bool) -> None:
    def variant(alpha: Positive, d: Positive, t: Steps):
        """A bound of the squares of inverse-time rates."""
        k, rate = index("k"), schedule("inverse-time", alpha, decay=d)
        with derivation(Sum(rate(k) ** 2, (k, 1, t))) as chain:
            chain.le(bound(alpha, d, t), induction=t)
        return chain

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(
    ("value", "true"),
    [
        (lambda a, b, t: a * b * (1 - b**t) / (1 - b), True),
        (lambda a, b, t: a * (1 - b**t) / (1 - b), False),
        (lambda a, b, t: a * b * (1 - b ** (t + 1)) / (1 - b), False),
        (lambda a, b, t: a * b * (1 + b**t) / (1 - b), False),
        (lambda a, b, t: a * b / (1 - b), False),
    ],
)
def test_no_other_sum_of_exponential_rates(value: Any, true: bool) -> None:
    def variant(alpha: Positive, b: OpenUnit, t: Steps):
        """A sum of exponential rates."""
        k, rate = index("k"), schedule("exponential", alpha, base=b)
        with derivation(Sum(rate(k), (k, 1, t))) as chain:
            chain.eq(value(alpha, b, t), induction=t)
        return chain

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(
    ("low", "high", "true"), [(1, 0, True), (0, -1, False), (2, 1, False), (1, 1, False)]
)
def test_a_stage_has_its_epochs_and_no_others(low: int, high: int, true: bool) -> None:
    def variant(alpha: Positive, factor: OpenUnit, every: Steps, j: Natural):
        """The rates of one stage: epochs 1 to `every` of it."""
        i, rate = index("i"), schedule("step", alpha, every=every, factor=factor)
        with derivation(Sum(rate(every * j + i), (i, low, every + high))) as chain:
            chain.eq((every + high - low + 1) * alpha * factor**j)
        return chain

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(
    ("share", "true"),
    [
        (lambda s: 1 - s, True),
        (lambda s: 1 - s / 2, False),
        (lambda s: 1 + s, False),
        (lambda s: 1 - s**2, False),
    ],
)
def test_no_larger_part_is_proved_to_be_left(share: Any, true: bool) -> None:
    def variant(lambda_: Positive, x: Positive, t: Natural, a: NonNegativeSequence):
        """What a run keeps."""
        i, k = index("i"), index("k")
        small = assume_all(lambda_ * a(i) < 1, (i, Steps))
        gd = recursion("gd", gradient=lambda q, _: lambda_ * q, start=x, alpha=lambda s: a(s))
        total = Sum(a(k), (k, 1, t))
        return together(
            (0, "<", gd.theta(t)),
            (gd.theta(t), "<=", x),
            (x * share(lambda_ * total), "<=", gd.theta(t)),
            induction=t,
            using=small,
        )

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(("factor", "true"), [(Rational(1, 2), True), (Rational(1, 3), False)])
def test_the_staircase_has_one_factor(factor: Any, true: bool) -> None:
    def variant(alpha: Positive, every: Steps, t: Steps):
        """The staircase as step decay."""
        stairs = schedule("staircase", alpha, every=every)
        return holds(equation(stairs(t), schedule("step", alpha, every=every, factor=factor)(t)))

    assert (verdict(variant) == "proved") is true


def test_exponential_decay_is_not_begun_with_the_same_value() -> None:
    def variant(alpha: Positive, base: OpenUnit, t: Steps):
        """Off by one epoch."""
        step = schedule("step", alpha, every=1, factor=base)
        return holds(equation(schedule("exponential", alpha, base=base)(t), step(t)))

    assert verdict(variant) != "proved"


@pytest.mark.parametrize(("late", "true"), [(1, True), (0, False), (2, True)])
def test_a_linear_schedule_ends_one_epoch_after_its_length(late: int, true: bool) -> None:
    def variant(initial: NonNegative, final: NonNegative, length: Steps, n: Natural):
        """Where the final value begins."""
        value = schedule("linear", initial, final=final, length=length)
        return holds(equation(value(length + late + n), final))

    assert (verdict(variant) == "proved") is true


def test_the_misprint_is_not_proved() -> None:
    def variant(base: Decay):
        """0.67."""
        alpha = sequence("alpha", schedule("inverse-time", Rational(1, 5), decay=1))
        return holds(abs(alpha(2) - Rational(67, 100)) <= Rational(5, 1000))

    assert verdict(variant) != "proved"


# The rule of inference behind the bounds: a derivative's sign, from a point on


def test_a_monotone_step_may_start_at_the_point_only_for_at_most() -> None:
    def at_most(y: NonNegative):
        """(1 - y) (1 + y) <= 1 for y >= 0."""
        return holds((1 - y) * (1 + y) * (1 + y**2) <= 1, monotone=(y, 0))

    def less(y: NonNegative):
        """Strictly, which is false at y = 0."""
        return holds((1 - y) * (1 + y) * (1 + y**2) < 1, monotone=(y, 0))

    def wrong(y: NonNegative):
        """The other way round."""
        return holds((1 - y) * (1 + y) * (1 + y**2) >= 1, monotone=(y, 0))

    assert verdict(at_most) == "proved"
    assert verdict(less) != "proved"
    assert verdict(wrong) != "proved"
