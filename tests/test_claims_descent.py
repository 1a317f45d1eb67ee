"""Claims on gradient descent: expected verdicts, simulation, and false neighbours unproved."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from symopt import claims
from symopt.claims import _variants
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Natural,
    NonZero,
    Oracle,
    Positive,
    Real,
    Sequence,
    assume,
    claim,
    equation,
    holds,
    maximum,
)

TOPICS = ("descent",)


@pytest.mark.parametrize("name", [c.name for c in claims.select(TOPICS)])
def test_every_claim_is_decided_as_it_says(name: str) -> None:
    proof = claims.prove(name)
    assert proof.verdict == proof.expected, proof.reason


def path(slope: Callable[[Any], Any], x: Any, rates: list[Any]) -> list[Any]:
    points = [x]
    for rate in rates:
        points.append(points[-1] - rate * slope(points[-1]))
    return points


@pytest.mark.parametrize("s", [Fraction(-1, 2), Fraction(0), Fraction(1, 3), Fraction(3, 2), 2, 3])
def test_stability(s: Fraction) -> None:
    m, x = Fraction(2), Fraction(5)
    points = path(lambda q: q - m, x, [s] * 60)
    for t, point in enumerate(points):
        assert point - m == (1 - s) ** t * (x - m)
    if 0 < s < 2:
        assert abs(points[-1] - m) < Fraction(1, 10**6)
    else:
        assert all(abs(p - m) >= abs(x - m) for p in points)
    costs = [(p - m) ** 2 for p in points[:3]]
    assert (costs[1] < costs[0]) == (0 < s < 2)


def test_best_rate() -> None:
    for mu, high in ((1.0, 1.0), (1.0, 3.0), (0.2, 7.0)):
        rates = np.linspace(0, 3 / high, 3001)
        worst = np.maximum(abs(1 - rates * mu), abs(1 - rates * high))
        assert worst.min() >= (high - mu) / (high + mu) - 1e-12
        assert abs(rates[worst.argmin()] - 2 / (high + mu)) <= 2 * (rates[1] - rates[0])


def test_worked_numbers() -> None:
    points = path(lambda q: 2 * q, Fraction(7, 10), [Fraction(15, 100)] * 5)
    assert [float(p) for p in points[1:]] == [0.49, 0.343, 0.2401, 0.16807, 0.117649]


def test_small_steps() -> None:
    points = path(lambda q: q, Fraction(1), [Fraction(1, (t + 1) ** 2) for t in range(1, 50)])
    assert points == [Fraction(t + 2, 2 * (t + 1)) for t in range(50)]


def wave(x: np.ndarray) -> tuple[float, np.ndarray]:
    """A cost with minimum 0 and curvatures from -4.8 to 7: not convex."""
    return float((x**2 / 2 + 3 * np.sin(x) ** 2).sum()), x + 3 * np.sin(2 * x)


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0, 1.9])
def test_smooth_costs(share: float) -> None:
    high = 7.0
    rate = share / high
    gain = rate * (1 - rate * high / 2)
    x, sizes = np.array([3.0, -2.0, 0.4]), []
    first = wave(x)[0]
    for steps in range(1, 40):
        before, slope = wave(x)
        x = x - rate * slope
        sizes.append(slope @ slope)
        assert wave(x)[0] <= before - gain * sizes[-1] + 1e-12
        assert min(sizes) <= first / (steps * gain)


def test_line_search() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        h, x = rng.uniform(0.5, 4, 6), rng.normal(size=6)
        slope = h * x
        rate = slope @ slope / (slope @ (h * slope))
        k = h.max() / h.min()
        costs = [(h * (x - a * slope) ** 2).sum() for a in (0, rate, 0.9 * rate, 1.1 * rate)]
        assert costs[1] <= ((k - 1) / (k + 1)) ** 2 * costs[0] * (1 + 1e-12)
        assert costs[1] < min(costs[2:])
    h, x = np.array([1.0, 5.0]), np.array([1.0, 0.2])
    costs = []
    for _ in range(6):
        slope = h * x
        costs.append((h * x**2).sum())
        x = x - slope @ slope / (slope @ (h * slope)) * slope
    assert all(abs(b / a - (4 / 6) ** 2) < 1e-12 for a, b in pairwise(costs))


def test_decay() -> None:
    half = Fraction(1, 2)
    term, decay, v, w = Fraction(1), Fraction(1), Fraction(0), Fraction(0)
    for _ in range(2):
        v = half * v + half * term
        term -= half * v
        w = half * w
        decay = (1 - half * half) * decay - half * w
    assert (term, decay) == (Fraction(7, 16), Fraction(9, 16))


def wrong_sign(alpha: Real, s: Positive, t: Natural, x: Real):
    """False."""
    gd = recursion("gd", gradient=lambda q, _: s * q, start=x, alpha=alpha)
    return holds(equation(gd.theta(t), (1 + alpha * s) ** t * x), induction=t)


def falls_at_two(alpha: Positive, s: Positive, x: NonZero):
    """False."""
    given = assume(alpha <= 2 / s)
    gd = recursion("gd", gradient=lambda q, _: s * q, start=x, alpha=alpha)
    return holds(gd.theta(1) ** 2 < x**2, using=given)


def another_best_rate(mu: Positive, L: Positive):
    """False."""
    assume(mu <= L)
    rate = 1 / L
    return holds(maximum(abs(1 - rate * mu), abs(1 - rate * L)) <= (L - mu) / (L + mu))


def all_of_the_way(t: Natural, x: Real):
    """False."""
    gd = recursion("gd", gradient=lambda q, _: q, start=x, alpha=lambda t: 1 / (t + 1) ** 2)
    return holds(equation(gd.theta(t), x / (t + 1)), induction=t)


def decay_without_rate(alpha: Sequence, w: Real, t: Natural, x: Real, g: Oracle):
    """False."""
    term = recursion(
        "gd", gradient=lambda q, k: g(k, q) + w * q, start=x, alpha=alpha, label="term"
    )
    decay = recursion(
        _variants.gd_decay, gradient=g, start=x, alpha=alpha, weight_decay=2 * w, label="decay"
    )
    return holds(equation(term.theta(t), decay.theta(t)), induction=t)


@pytest.mark.parametrize(
    "false", [wrong_sign, falls_at_two, another_best_rate, all_of_the_way, decay_without_rate]
)
def test_false_neighbours_are_not_proved(false: Callable[..., Any]) -> None:
    assert claim(source="nesterov2004")(false).prove().verdict == "undecided"
