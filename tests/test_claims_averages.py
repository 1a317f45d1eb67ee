"""Claims on averages: expected verdicts, the same by simulation, and false neighbours unproved."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from symopt import claims
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    OpenUnit,
    Rational,
    Real,
    Steps,
    Sum,
    claim,
    equation,
    holds,
    index,
    log,
    sqrt,
)

TOPICS = ("averages",)
BETAS = (Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(98, 100))


@pytest.mark.parametrize("name", [c.name for c in claims.select(TOPICS)])
def test_every_claim_is_decided_as_it_says(name: str) -> None:
    proof = claims.prove(name)
    assert proof.verdict == proof.expected, proof.reason


def average(inputs: list[Any], beta: Any, start: Any = 0) -> list[Any]:
    """Return v_0, v_1, ..., written here once more."""
    values = [start]
    for y in inputs:
        values.append(beta * values[-1] + (1 - beta) * y)
    return values


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("t", [1, 2, 3, 10, 25])
def test_constants_ramps_and_corrections(beta: Fraction, t: int) -> None:
    assert average([7] * t, beta)[t] == 7 * (1 - beta**t)
    ramp = average(list(range(1, t + 1)), beta)[t]
    assert t - ramp == beta * (1 - beta**t) / (1 - beta)
    age = beta / (1 - beta) - t * beta**t / (1 - beta**t)
    assert t - ramp / (1 - beta**t) == age
    weights = [(1 - beta) * beta ** (t - k) / (1 - beta**t) for k in range(1, t + 1)]
    assert sum(w * (t - k) for k, w in enumerate(weights, 1)) == age
    squares = sum(w * w for w in weights)
    assert squares == (1 - beta) * (1 + beta**t) / ((1 + beta) * (1 - beta**t))
    plain = sum(w * w for w in weights) * (1 - beta**t) ** 2
    assert plain == (1 - beta) * (1 - beta ** (2 * t)) / (1 + beta)


@pytest.mark.parametrize("beta", BETAS)
def test_drift_is_bounded_and_the_bound_is_reached(beta: Fraction) -> None:
    t, rng = 12, np.random.default_rng(3)
    lag = beta / (1 - beta) - t * beta**t / (1 - beta**t)
    for trial in range(20):
        steps = [Fraction(int(s), 100) for s in rng.integers(-100, 101, t)]
        steps = [Fraction(1)] * t if trial == 0 else steps
        means = [sum(steps[: k + 1], Fraction(0)) for k in range(t)]
        bias = average(means, beta)[t] / (1 - beta**t) - means[-1]
        assert abs(bias) <= lag
        if trial == 0:
            assert abs(bias) == lag


@pytest.mark.parametrize("beta", BETAS)
def test_starts_and_increments(beta: Fraction) -> None:
    y = [Fraction(n) for n in (3, -1, 4, 1, -5, 9)]
    first = average(y, beta, start=y[0])
    plain = average(y, beta)
    corrected = [plain[t] / (1 - beta**t) for t in range(1, 7)]
    for t in range(1, 7):
        assert first[t] == plain[t] + beta**t * y[0]
        if t > 1:
            gain = (1 - beta) / (1 - beta**t)
            assert corrected[t - 1] == corrected[t - 2] + gain * (y[t - 1] - corrected[t - 2])


@pytest.mark.parametrize("beta", [0.01, 0.1, 0.5, 0.9, 0.98, 0.99, 0.9999])
def test_windows_and_half_lives(beta: float) -> None:
    window = beta ** (1 / (1 - beta))
    assert beta / math.e < window < math.sqrt(beta) / math.e < 1 / math.e
    life = -math.log(2) / math.log(beta)
    assert math.isclose(beta**life, 0.5)
    assert life < math.log(2) / (1 - beta)


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("w", [0.05, 0.7, 2.0])
def test_oscillations(beta: float, w: float) -> None:
    response = (1 - beta) / (1 - beta * np.exp(-1j * w))
    assert math.isclose(
        abs(response) ** 2, (1 - beta) ** 2 / (1 - 2 * beta * math.cos(w) + beta**2)
    )
    assert math.isclose(
        -math.tan(np.angle(response)), beta * math.sin(w) / (1 - beta * math.cos(w))
    )
    v = 0.0
    for t in range(1, 15):
        v = beta * v + (1 - beta) * math.cos(w * t)
        steady = (response * np.exp(1j * w * t)).real
        assert math.isclose(v, steady - transient(beta, w, t), abs_tol=1e-12)


def transient(beta: float, w: float, t: int) -> float:
    return beta**t * ((1 - beta) / (1 - beta * np.exp(-1j * w))).real


def test_the_cutoff_begins_at_three_minus_two_roots_of_two() -> None:
    edge = 3 - 2 * math.sqrt(2)
    for beta in np.linspace(0.01, 0.99, 99):
        powers = (1 - beta) ** 2 / (1 - 2 * beta * np.cos(np.linspace(0, np.pi, 2001)) + beta**2)
        assert (powers.min() <= 0.5) == (beta >= edge)


def lag_turned(beta: Decay, t: Steps):
    """False."""
    v = recursion("ewma", input=lambda k: k, beta=beta)
    return holds(equation(t - v(t), (1 - beta**t) / (1 - beta)), induction=t)


def lag_of_the_next_step(beta: Decay, t: Steps):
    """False."""
    v = recursion("ewma", input=lambda k: k, beta=beta)
    return holds(equation(t - v(t), beta * (1 - beta ** (t + 1)) / (1 - beta)), induction=t)


def constant_without_bias(beta: Decay, t: Steps, c: Real):
    """False."""
    v = recursion("ewma", input=lambda k: c, beta=beta)
    return holds(equation(v(t), c * (1 - beta ** (t - 1))), induction=t)


def window_too_high(beta: OpenUnit):
    """False."""
    return holds(log(beta) / (1 - beta) > log(beta) / 2 - 1, monotone=(beta, 1))


def window_too_low(beta: OpenUnit):
    """False."""
    return holds(log(beta) - 1 > log(beta) / (1 - beta), monotone=(beta, 1))


def squares_without_power(beta: Decay, t: Steps):
    """False."""
    k = index("k")
    total = Sum(((1 - beta) * beta ** (t - k)) ** 2, (k, 1, t))
    return holds(equation(total, (1 - beta) * (1 - beta**t) / (1 + beta)), induction=t)


def cutoff_too_soon(beta: OpenUnit):
    """False."""
    from symopt.proof.language import assume

    given = assume(beta >= Rational(17, 100))
    return holds(1 - (1 - beta) ** 2 / (2 * beta) >= -1, using=given)


def root_for_whole(beta: OpenUnit):
    """False."""
    return holds(sqrt(beta) < beta)


@pytest.mark.parametrize(
    "false",
    [
        lag_turned,
        lag_of_the_next_step,
        constant_without_bias,
        window_too_high,
        window_too_low,
        squares_without_power,
        cutoff_too_soon,
        root_for_whole,
    ],
)
def test_false_neighbours_are_not_proved(false: Callable[..., Any]) -> None:
    assert claim(source="ng2017")(false).prove().verdict == "undecided"
