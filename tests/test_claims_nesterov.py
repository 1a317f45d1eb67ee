"""Claims on Nesterov's acceleration: expected verdicts, and the same by simulation.

The simulations are written here once more, on plain numbers; they import no rule.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import claims, rules
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Oracle,
    Positive,
    Real,
    Sequence,
    Steps,
    claim,
    equation,
    holds,
    together,
)
from symopt.proof.verifier import verify

TOPICS = ("nesterov",)

small = st.fractions(min_value=-3, max_value=3, max_denominator=8)
decay = st.fractions(min_value=0, max_value=Fraction(15, 16), max_denominator=16)
several = st.lists(
    st.fractions(min_value=0, max_value=1, max_denominator=8), min_size=6, max_size=6
)


@pytest.mark.parametrize("name", [c.name for c in claims.select(TOPICS)])
def test_every_claim_is_decided_as_it_says(name: str) -> None:
    proof = claims.prove(name)
    assert proof.verdict == proof.expected, proof.reason
    assert set(proof.lemmas) <= {"geometric-limit"}
    assert verify(json.loads(json.dumps(proof.certificate))).accepted


def ahead(alpha, mu, g, x, steps):
    """The look-ahead form; return the points and the velocities."""
    v, path, speeds = 0 * x, [x], [0 * x]
    for t in range(1, steps + 1):
        v = mu(t) * v - alpha(t) * g(t, path[-1] + mu(t) * v)
        path.append(path[-1] + v)
        speeds.append(v)
    return path, speeds


def rearranged(alpha, mu, g, x, steps):
    v, path = 0 * x, [x]
    for t in range(1, steps + 1):
        old, v = v, mu(t) * v - alpha(t) * g(t, path[-1])
        path.append(path[-1] - mu(t) * old + (1 + mu(t)) * v)
    return path


def torch(alpha, mu, g, x, steps):
    v, path = 0 * x, [x]
    for t in range(1, steps + 1):
        slope = g(t, path[-1])
        v = mu(t) * v + slope
        path.append(path[-1] - alpha(t) * (slope + mu(t) * v))
    return path


def bend(t, x):
    """A gradient that depends on step and point and is not linear."""
    return x * x / 4 - t + 1


@pytest.mark.parametrize(
    ("name", "simulated"),
    [
        ("nesterov", lambda *given: ahead(*given)[0]),
        ("nesterov.rearranged", rearranged),
        ("nesterov.pytorch", torch),
    ],
)
def test_the_simulations_are_the_rules(name: str, simulated: Callable) -> None:
    alpha, mu = Fraction(1, 3), Fraction(2, 5)
    path = simulated(lambda t: alpha, lambda t: mu, lambda t, x: x**2 - 2, Fraction(3), 4)
    theta, states = Fraction(3), (Fraction(0),)
    for t in range(1, 5):
        theta, states = rules.get(name).apply(
            theta, lambda q: q**2 - 2, t, states, {"alpha": alpha, "mu": mu}
        )
        assert theta == path[t]


@given(several, decay, small)
def test_forms(rates, mu, x):
    def alpha(t):
        return rates[t - 1]

    def fixed(t):
        return mu

    def none(t):
        return Fraction(0)

    path, speeds = ahead(alpha, fixed, bend, x, 4)
    moved = [p + mu * v for p, v in zip(path, speeds, strict=True)]
    assert rearranged(alpha, fixed, bend, x, 4) == moved
    still = [rearranged(lambda t: rates[0], fixed, bend, x, 4)]
    assert still == [torch(lambda t: rates[0], fixed, bend, x, 4)]
    plain = [x]
    for t in range(1, 5):
        plain.append(plain[-1] - alpha(t) * bend(t, plain[-1]))
    assert ahead(alpha, none, bend, x, 4)[0] == plain
    assert rearranged(alpha, none, bend, x, 4) == plain
    assert torch(alpha, none, bend, x, 4) == plain


@given(several, several, small)
def test_the_point_ahead_under_schedules(rates, momenta, x):
    def alpha(t):
        return rates[t - 1]

    def mu(t):
        return momenta[t - 1]

    path, speeds = ahead(alpha, mu, bend, x, 4)
    points = [p + mu(t + 1) * v for t, (p, v) in enumerate(zip(path, speeds, strict=True))]
    for t in range(1, 5):
        move = (1 + mu(t + 1)) * speeds[t] - mu(t) * speeds[t - 1]
        assert points[t] == points[t - 1] + move
        assert speeds[t] == mu(t) * speeds[t - 1] - alpha(t) * bend(t, points[t - 1])


def test_the_numbers_of_the_refutations():
    half, zero = Fraction(1, 2), Fraction(0)

    def one(t, x):
        return Fraction(1)

    def alpha(t):
        return Fraction(1, t)

    assert torch(alpha, lambda t: half, one, zero, 2)[2] == Fraction(-19, 8)
    assert rearranged(alpha, lambda t: half, one, zero, 2)[2] == Fraction(-5, 2)

    def mu(t):
        return [zero, half][t - 1]

    path, speeds = ahead(alpha, mu, one, zero, 1)
    assert rearranged(alpha, mu, one, zero, 1)[1] == -1
    assert path[1] + mu(2) * speeds[1] == Fraction(-3, 2)


@given(decay, st.fractions(min_value=0, max_value=3, max_denominator=8), small)
def test_on_a_quadratic_it_is_momentum_with_brakes(mu, s, x):
    path, _ = ahead(lambda t: s, lambda t: mu, lambda t, q: q, x, 6)
    beta, before = mu * (1 - s), x
    for here, after in itertools.pairwise(path):
        assert after == here + beta * (here - before) - s * here
        before = here


@settings(max_examples=60)
@given(decay, st.floats(0.02, 0.98))
def test_stability(mu, share):
    m = float(mu)
    s = share * 2 * (1 + m) / (1 + 2 * m)
    b = m * (1 - s)
    assert max(abs(np.roots([1, -(1 + b - s), b]))) < 1
    path, _ = ahead(lambda t: s, lambda t: m, lambda t, q: q, 1.0, 3000)
    assert abs(path[-1]) < 1e-3


@settings(max_examples=60)
@given(decay, st.floats(1, 3))
def test_instability(mu, excess):
    m = float(mu)
    s = excess * 2 * (1 + m) / (1 + 2 * m)
    path, _ = ahead(lambda t: s, lambda t: m, lambda t, q: q, 1.0, 60)
    for before, here in itertools.pairwise(path):
        assert abs(here) + m * (s - 1) * abs(before) >= (1 + m) * (s - 1) * (1 - 1e-9)


@pytest.mark.parametrize("k", [1.0, 2.0, 10.0, 400.0])
def test_rate(k):
    beta = (math.sqrt(k) - 1) / (math.sqrt(k) + 1)
    rho = 1 - 1 / math.sqrt(k)
    for curvature in np.linspace(1 / k, 1, 12):
        path, _ = ahead(lambda t: 1.0, lambda t: beta, lambda t, q, c=curvature: c * q, 1.0, 120)
        for t, x in enumerate(path):
            assert abs(x) <= (1 + t) * rho**t * (1 + 1e-6) + 1e-12


# False neighbours


@claim(source="nesterov1983")
def without_mu(alpha: Sequence, mu: Decay, t: Steps, g: Oracle, x: Real):
    """The rearranged form is the look-ahead form in x + v."""
    one = recursion("nesterov", gradient=g, start=x, label="a", alpha=alpha, mu=mu)
    two = recursion("nesterov.rearranged", gradient=g, start=x, label="b", alpha=alpha, mu=mu)
    return together(
        (two.v(t), "=", one.v(t)), (two.theta(t), "=", one.theta(t) + one.v(t)), induction=t
    )


@claim(source="nesterov1983")
def torch_under_a_schedule(alpha: Sequence, mu: Decay, t: Steps, g: Oracle, x: Real):
    """PyTorch's form is the rearranged form under any schedule."""
    one = recursion("nesterov.pytorch", gradient=g, start=x, label="a", alpha=alpha, mu=mu)
    two = recursion("nesterov.rearranged", gradient=g, start=x, label="b", alpha=alpha, mu=mu)
    return together(
        (two.v(t), "=", -alpha(t) * one.v(t)), (two.theta(t), "=", one.theta(t)), induction=t
    )


@claim(source="nesterov1983")
def mu_may_change(alpha: Sequence, mu: Sequence, t: Steps, g: Oracle, x: Real):
    """The rearranged form is the look-ahead form for any mu."""
    one = recursion("nesterov", gradient=g, start=x, label="a", alpha=alpha, mu=mu)
    two = recursion("nesterov.rearranged", gradient=g, start=x, label="b", alpha=alpha, mu=mu)
    moved = one.theta(t) + mu(t) * one.v(t)
    return together((two.v(t), "=", one.v(t)), (two.theta(t), "=", moved), induction=t)


@claim(source="nesterov1983")
def wrong_brakes(alpha: Positive, mu: Decay, lambda_: Positive, t: Steps, x: Real):
    """Nesterov's is momentum with beta = mu (1 + alpha lambda)."""
    hyper = {"gradient": lambda q, _: lambda_ * q, "start": x, "alpha": alpha}
    one = recursion("nesterov", label="a", mu=mu, **hyper)
    two = recursion("momentum.velocity", label="b", beta=mu * (1 + alpha * lambda_), **hyper)
    return together((one.v(t), "=", two.v(t)), (one.theta(t), "=", two.theta(t)), induction=t)


@claim(source="nesterov1983")
def just_momentum(alpha: Positive, mu: Decay, lambda_: Positive, x: Real):
    """Nesterov's second step is that of momentum."""
    hyper = {"gradient": lambda q, _: lambda_ * q, "start": x, "alpha": alpha}
    one = recursion("nesterov", label="a", mu=mu, **hyper)
    two = recursion("momentum.velocity", label="b", beta=mu, **hyper)
    return holds(equation(one.theta(2), two.theta(2)))


@pytest.mark.parametrize(
    "wrong",
    [without_mu, torch_under_a_schedule, mu_may_change, wrong_brakes, just_momentum],
    ids=lambda wrong: wrong.summary,
)
def test_false_neighbours_are_not_proved(wrong):
    assert wrong.prove().verdict == "undecided"
