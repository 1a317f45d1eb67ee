"""Regression, batches, noise, chains: the claims hold when counted out, false variants fail."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from symopt import claims
from symopt.formula import symbol
from symopt.proof.proof import prove

F = Fraction
TOPICS = ("data",)


def S(name: str) -> Any:
    return symbol(name)


def N(name: str) -> Any:
    return symbol(name, integer=True)


@pytest.mark.parametrize("claim", [c for c in claims.registry() if c.topic in TOPICS], ids=str)
def test_each_claim_has_the_verdict_it_expects(claim: Any) -> None:
    proof = claim.prove()
    assert proof.verdict == claim.expected, proof.reason


# Regression


def test_the_slope_of_the_mean_squared_error() -> None:
    rng = np.random.default_rng(1)
    x, y, c = rng.normal(size=(3, 9))

    def loss(w: float) -> float:
        return float(np.mean((w * x + c - y) ** 2))

    for w in (-2.0, 0.3, 5.0):
        numeric = (loss(w + 1e-6) - loss(w - 1e-6)) / 2e-6
        assert numeric == pytest.approx(2 / 9 * np.sum(x * (w * x + c - y)), rel=1e-6)


def test_the_chord_lies_above_by_the_gap() -> None:
    rng = np.random.default_rng(2)
    design, y = rng.normal(size=(6, 3)), rng.normal(size=6)

    def loss(w: Any) -> float:
        return float(np.mean((design @ w - y) ** 2))

    u, v = rng.normal(size=(2, 3))
    for s in (0.0, 0.2, 0.5, 1.0):
        gap = s * (1 - s) / 6 * np.sum((design @ (u - v)) ** 2)
        assert loss((1 - s) * u + s * v) == pytest.approx((1 - s) * loss(u) + s * loss(v) - gap)


def test_without_full_rank_the_loss_is_flat_along_a_line() -> None:
    design = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
    y = np.array([1.0, 0.0, 2.0])
    losses = [np.mean((design @ (s * np.array([2.0, -1.0])) - y) ** 2) for s in (0, 0.5, 1)]
    assert losses == pytest.approx([losses[0]] * 3)


def test_the_bend_of_a_line_fit() -> None:
    x = [F(1), F(4), F(4), F(-2)]
    mean = sum(x) / 4
    for h, k in itertools.product((F(-1), F(0), F(2, 3)), (F(-3), F(0), F(5))):
        bend = sum((h * a + k) ** 2 for a in x)
        assert bend == h**2 * sum((a - mean) ** 2 for a in x) + 4 * (h * mean + k) ** 2
    assert sum((a - 3) ** 2 for a in [3, 3, 3]) == 0


# Batches


@pytest.mark.parametrize(("values", "size"), [((1, -1, 4), 1), ((1, -1, 4), 2), ((0, 2, 3, 7), 3)])
def test_means_and_variances_of_batches_counted_out(values: tuple[int, ...], size: int) -> None:
    n = len(values)
    mu = F(sum(values), n)
    variance = sum((F(v) - mu) ** 2 for v in values) / n
    free = [F(sum(b), size) for b in itertools.product(values, repeat=size)]
    assert sum(free) / len(free) == mu
    assert sum((m - mu) ** 2 for m in free) / len(free) == variance / size
    drawn = [F(sum(b), size) for b in itertools.permutations(values, size)]
    assert sum(drawn) / len(drawn) == mu
    found = sum((m - mu) ** 2 for m in drawn) / len(drawn)
    assert found == variance / size * F(n - size, n - 1)
    pairs = list(itertools.permutations(values, 2))
    shared = sum((a - mu) * (b - mu) for a, b in pairs) / len(pairs)
    assert shared == -variance / (n - 1)


def test_updates_counted_out() -> None:
    for n, size in itertools.product(range(1, 40), range(1, 12)):
        batches = [range(k, min(k + size, n)) for k in range(0, n, size)]
        assert len(batches) == math.ceil(F(n, size))
        assert sum(len(b) == size for b in batches) == n // size


# Noise


def test_the_noise_floor_by_exact_moments() -> None:
    alpha, c, variance, x = F(1, 5), F(3), F(2), F(4)
    q = (1 - alpha * c) ** 2
    level = alpha * variance / (c * (2 - alpha * c))
    second = x**2
    for t in range(1, 30):
        # E (x - alpha (c x + xi))^2, xi uncorrelated with x.
        second = q * second + alpha**2 * variance
        assert second == level + q**t * (x**2 - level)


def test_the_noise_floor_in_a_simulation() -> None:
    rng = np.random.default_rng(3)
    x = np.full(20000, 4.0)
    for _ in range(200):
        x = x - 0.2 * (3 * x + rng.normal(scale=1.5, size=x.size))
    assert np.mean(x**2) == pytest.approx(0.2 * 1.5**2 / (3 * (2 - 0.6)), rel=0.05)


@pytest.mark.parametrize("seed", range(6))
def test_regret_of_projected_gradient_descent(seed: int) -> None:
    rng = random.Random(seed)
    a, b, alpha, steps = F(-1), F(2), F(1, rng.randint(1, 9)), 40
    # Losses |p - m|, (p - m)^2 and k p, with a subgradient each.
    losses = []
    for _ in range(steps):
        m, kind = F(rng.randint(-9, 9), 3), rng.randrange(3)
        losses.append(
            (
                (lambda p, m=m: abs(p - m), lambda p, m=m: F((p > m) - (p < m))),
                (lambda p, m=m: (p - m) ** 2, lambda p, m=m: 2 * (p - m)),
                (lambda p, m=m: m * p, lambda p, m=m: m),
            )[kind]
        )
    x, spent, squares = F(1), F(0), F(0)
    for f, g in losses:
        spent += f(x)
        squares += g(x) ** 2
        x = max(a, min(b, x - alpha * g(x)))
    for u in (a, F(0), F(1, 3), b):
        cost = sum(f(u) for f, _ in losses)
        assert spent - cost <= (b - a) ** 2 / (2 * alpha) + alpha / 2 * squares


# Chains


def test_the_sigmoid_and_its_slope() -> None:
    def sigmoid(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    for z in (-3.0, -0.2, 0.0, 0.2, 5.0):
        slope = (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5
        assert slope == pytest.approx(sigmoid(z) * (1 - sigmoid(z)), rel=1e-5)
        assert sigmoid(z) * (1 - sigmoid(z)) <= 0.25
        assert (sigmoid(z) * (1 - sigmoid(z)) == 0.25) == (z == 0)


def test_chains_shrink_below_four_and_may_above() -> None:
    rng = random.Random(5)
    value = 1.0
    for n in range(1, 60):
        z, w = rng.uniform(-4, 4), rng.uniform(-3.5, 3.5)
        value *= w * math.exp(-z) / (1 + math.exp(-z)) ** 2
        assert abs(value) <= (3.5 / 4) ** n
    third = F(1, 3)
    assert 5 * third / (1 + third) ** 2 == F(15, 16)


# False variants fail

FALSE = [
    ("data.regression-gradient", [(S("p"), 2 * S("p"))]),
    ("data.regression-is-convex", [(S("s") * (1 - S("s")), S("s") * (1 + S("s")))]),
    ("data.batch-variance", [(S("sigma") ** 2 / N("B"), S("sigma") ** 2 / N("B") ** 2)]),
    ("data.batch-variance", [(N("B") * S("sigma") ** 2, N("B") ** 2 * S("sigma") ** 2)]),
    ("data.without-replacement", [(N("n") - N("B"), N("n") + N("B"))]),
    ("data.without-replacement", [(N("n") - 1, N("n"))]),
    ("data.updates-per-epoch", [(N("k") * N("B"), (N("k") - 1) * N("B"))]),
    ("data.noise-floor", [(2 - S("alpha") * S("c"), 1 - S("alpha") * S("c"))]),
    ("data.noise-floor", [(S("sigma") ** 2, S("sigma"))]),
    ("data.noise-floor-grows", [(S("b") * S("sigma") ** 2, S("a") * S("sigma") ** 2 / 2)]),
    ("data.regret", [(S("alpha") / 2, S("alpha") / 4)]),
    ("data.regret", [((S("b") - S("a")) ** 2, (S("b") - S("a")) ** 2 / 2)]),
    ("data.regret", [(2 * S("alpha"), 3 * S("alpha"))]),
    ("data.sigmoid-slope", [(sympy.exp(-S("z")), sympy.exp(S("z")) + 1)]),
    ("data.sigmoid-slope-at-most-a-quarter", [(sympy.Rational(1, 4), sympy.Rational(1, 5))]),
    ("data.chain-vanishes", [(S("c") / 4, S("c") / 5)]),
]


@pytest.mark.parametrize(("name", "changes"), FALSE, ids=lambda item: str(item)[:60])
def test_a_false_variant_is_not_proved(name: str, changes: list[tuple[Any, Any]]) -> None:
    seen: list[bool] = []

    def edit(_: int, expression: Any) -> Any:
        new = expression
        for old, other in changes:
            if isinstance(new, sympy.Basic):
                new = new.subs(old, other)
        seen.append(new != expression)
        return new

    assert prove(claims.get(name), edit).verdict != "proved"
    assert any(seen), "the variant is the claim itself"
