"""Claims on AdaGrad, RMSProp, Adadelta and epsilon: expected verdicts, and the same by simulation.

The simulations are written here once more, on plain numbers; they import no rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symopt import claims
from symopt.claims import _variants
from symopt.claims._rules import recursion
from symopt.proof import language as say
from symopt.proof.language import (
    Decay,
    NonZero,
    Oracle,
    Positive,
    Rational,
    Real,
    Steps,
    Sum,
    claim,
    derivation,
    equation,
    holds,
    sqrt,
    together,
    unequal,
)

TOPICS = ("adagrad",)


@pytest.mark.parametrize("name", [c.name for c in claims.select(TOPICS)])
def test_every_claim_is_decided_as_it_says(name: str) -> None:
    proof = claims.prove(name)
    assert proof.verdict == proof.expected, proof.reason
    assert not proof.lemmas


# Simulations

sizes = st.floats(0.01, 10)
gradients = st.lists(st.floats(-5, 5).filter(lambda g: abs(g) > 1e-3), min_size=1, max_size=12)


def adagrad(
    gs: Sequence[float], alpha: float, eps: float, inside: bool = False, start: float = 0.0
) -> tuple[list[float], list[float]]:
    """Return the sums and the steps."""
    total, sums, steps = start, [], []
    for g in gs:
        total += g * g
        sums.append(total)
        below = math.sqrt(total + eps) if inside else math.sqrt(total) + eps
        steps.append(alpha * g / below)
    return sums, steps


def rmsprop(
    gs: Sequence[float],
    alpha: float,
    rho: float,
    eps: float,
    inside: bool = False,
    factor: float | None = None,
    power: int = 2,
) -> tuple[list[float], list[float]]:
    mean, means, steps = 0.0, [], []
    for g in gs:
        mean = rho * mean + (1 - rho if factor is None else factor) * g**power
        means.append(mean)
        below = math.sqrt(mean + eps) if inside else math.sqrt(mean) + eps
        steps.append(alpha * g / below)
    return means, steps


def adadelta(gs: Sequence[float], rho: float, above: float, below: float) -> list[float]:
    s = u = 0.0
    steps = []
    for g in gs:
        s = rho * s + (1 - rho) * g * g
        delta = -math.sqrt(u + above) / math.sqrt(s + below) * g
        u = rho * u + (1 - rho) * delta * delta
        steps.append(delta)
    return steps


def close(a: Any, b: Any) -> bool:
    return a == pytest.approx(b, rel=1e-8, abs=1e-12)


@given(gradients, sizes, sizes)
def test_adagrads_rates_steps_and_sum(gs: list[float], alpha: float, eps: float) -> None:
    sums, steps = adagrad(gs, alpha, eps)
    rates = [alpha / (math.sqrt(s) + eps) for s in sums]
    assert all(b <= a for a, b in pairwise(rates))
    assert all(abs(step) <= alpha for step in steps)
    total = sum(g * g / math.sqrt(s) for g, s in zip(gs, sums, strict=True))
    assert total <= 2 * math.sqrt(sums[-1]) * (1 + 1e-12)


def test_the_factor_two_of_the_sum_is_needed() -> None:
    sums, _ = adagrad([1.0] * 400, 1, 0)
    assert sum(1 / math.sqrt(s) for s in sums) > 1.9 * math.sqrt(sums[-1])


@pytest.mark.parametrize("c", [0.3, -2.0])
def test_a_constant_gradient(c: float) -> None:
    _, steps = adagrad([c] * 9, 0.7, 0)
    assert close(steps, [math.copysign(0.7, c) / math.sqrt(t) for t in range(1, 10)])


@given(gradients, sizes, sizes, sizes)
def test_what_scaling_the_gradients_asks_of_epsilon(
    gs: list[float], alpha: float, eps: float, c: float
) -> None:
    scaled = [c * g for g in gs]
    assert close(adagrad(gs, alpha, 0)[1], adagrad(scaled, alpha, 0)[1])
    assert close(adagrad(gs, alpha, eps)[1], adagrad(scaled, alpha, c * eps)[1])
    inside = adagrad(gs, alpha, eps, True)[1]
    assert close(inside, adagrad(scaled, alpha, c * c * eps, True)[1])
    assert close(rmsprop(gs, alpha, 0.9, 0)[1], rmsprop(scaled, alpha, 0.9, 0)[1])
    assume(abs(c - 1) > 0.01)
    assert not close(adagrad(gs, alpha, eps)[1][0], adagrad(scaled, alpha, eps)[1][0])


@given(gradients, sizes, sizes)
def test_epsilon_inside_is_a_start_of_the_sum(gs: list[float], alpha: float, eps: float) -> None:
    assert close(adagrad(gs, alpha, eps, True)[1], adagrad(gs, alpha, 0, start=eps)[1])


@given(gradients, sizes, st.floats(0, 0.99), st.floats(0, 1))
def test_rmsprops_bound_and_first_step(
    gs: list[float], alpha: float, rho: float, eps: float
) -> None:
    _, steps = rmsprop(gs, alpha, rho, eps)
    assert all(abs(step) <= alpha / math.sqrt(1 - rho) * (1 + 1e-12) for step in steps)
    first = rmsprop(gs, alpha, rho, 0)[1][0]
    assert close(first, math.copysign(alpha / math.sqrt(1 - rho), gs[0]))


@given(gradients, sizes, st.floats(0, 0.99), sizes)
def test_rmsprop_without_the_factor(gs: list[float], alpha: float, rho: float, eps: float) -> None:
    k = math.sqrt(1 - rho)
    bare = rmsprop(gs, alpha / k, rho, eps / k, factor=1)[1]
    assert close(bare, rmsprop(gs, alpha, rho, eps)[1])
    inside = rmsprop(gs, alpha / k, rho, eps / k**2, True, factor=1)[1]
    assert close(inside, rmsprop(gs, alpha, rho, eps, True)[1])


def test_the_missing_square_in_numbers() -> None:
    assert [rmsprop([g], 1, 0.75, 0)[1][0] for g in (4, 16)] == [2, 2]
    assert [rmsprop([g], 1, 0.75, 0, power=1)[1][0] for g in (4, 16)] == [4, 8]
    with pytest.raises(ValueError, match="math domain error"):
        rmsprop([-4], 1, 0.75, 0, power=1)


@given(st.floats(0, 0.95), sizes, sizes)
def test_the_gradients_that_tell_rmsprops_two_epsilons_apart(
    rho: float, alpha: float, eps: float
) -> None:
    k = 1 - rho
    gs = [eps / math.sqrt(k), eps]
    gs += [eps * math.sqrt((n * n - rho * m * m) / k) for m, n in ((1, 2), (2, 3))]
    means, out = rmsprop(gs, alpha, rho, eps)
    assert close([math.sqrt(m) for m in means], [eps, eps, 2 * eps, 3 * eps])
    inside = rmsprop(gs, math.sqrt(0.6) * alpha, rho, 1.4 * eps**2, True)[1]
    assert close(inside[:3], out[:3])
    assert inside[3] < 0.97 * out[3]


@given(sizes, sizes)
def test_the_gradients_that_tell_adagrads_two_epsilons_apart(alpha: float, eps: float) -> None:
    gs = [3 * eps, 4 * eps, 12 * eps]
    out = adagrad(gs, alpha, eps)[1]
    inside = adagrad(gs, math.sqrt(0.8) * alpha, 3.8 * eps**2, True)[1]
    assert close(inside[:2], out[:2])
    assert inside[2] < 0.96 * out[2]


@given(gradients, st.floats(0, 0.99), sizes, st.floats(0.1, 10))
def test_adadeltas_units(gs: list[float], rho: float, eps: float, c: float) -> None:
    old = adadelta(gs, rho, eps, eps)
    new = adadelta([g / c for g in gs], rho, c * c * eps, eps / c**2)
    assert new == pytest.approx([c * step for step in old], rel=1e-6)
    assert all(step == 0 for step in adadelta(gs, rho, 0, 0))


@given(st.floats(0, 0.99), sizes, st.floats(1e-3, 100), st.floats(1.01, 5), st.floats(0.01, 1))
def test_no_single_stabiliser_gives_adadelta_units(
    rho: float, eps: float, other: float, c: float, share: float
) -> None:
    g = math.sqrt(share * (c**4 - 1) * eps / (1 - rho))
    old, new = adadelta([g], rho, eps, eps)[0], adadelta([g / c], rho, other, other)[0]
    assert abs(new) < c * abs(old) * (1 + 1e-9)


# False variants

Body = Callable[..., Any]


def verdict(function: Body) -> str:
    return claim(source="duchi2011")(function).prove().verdict


def scaled_with(epsilon: Body, states: Body = lambda c: c**2, name: str = "adagrad") -> Body:
    def variant(alpha: Positive, epsilon_: Positive, c: Positive, t: Steps, g: Oracle, x: Real):
        """A scaled loss."""
        ada = recursion(name, gradient=g, start=x, alpha=alpha, epsilon=epsilon_)
        new = recursion(
            name,
            gradient=lambda point, step: c * g(step, point),
            start=x,
            alpha=alpha,
            epsilon=epsilon(epsilon_, c),
            label="c",
        )
        return together(
            (0, "<=", ada.s(t)),
            (new.s(t), "=", states(c) * ada.s(t)),
            (new.theta(t), "=", ada.theta(t)),
            induction=t,
        )

    return variant


def test_only_the_right_epsilon_is_proved_to_scale() -> None:
    inside = "adagrad.eps-inside"
    assert verdict(scaled_with(lambda e, c: c * e)) == "proved"
    assert verdict(scaled_with(lambda e, c: c**2 * e, name=inside)) == "proved"
    for wrong in (lambda e, c: e, lambda e, c: c**2 * e, lambda e, c: e / c, lambda e, c: e + c):
        assert verdict(scaled_with(wrong)) != "proved"
    for wrong in (lambda e, c: e, lambda e, c: c * e, lambda e, c: c**3 * e):
        assert verdict(scaled_with(wrong, name=inside)) != "proved"
    assert verdict(scaled_with(lambda e, c: c * e, lambda c: c)) != "proved"


@pytest.mark.parametrize(("top", "true"), [(3, True), (2, False), (6, False), (-3, False)])
def test_the_step_of_a_constant_gradient_has_no_other_power(top: int, true: bool) -> None:
    power = Rational(top, 6)

    def variant(alpha: Positive, c: NonZero, t: Steps, x: Real):
        """A wrong power of t."""
        ada = recursion("adagrad.no-eps", gradient=lambda point, step: c, start=x, alpha=alpha)
        total, _ = together((ada.s(t), "=", c**2 * t), (0, "<", ada.s(t)), induction=t)
        with derivation(ada.theta(t - 1) - ada.theta(t)) as d:
            d.eq(alpha * c / sqrt(c**2 * t), using=total)
            d.eq(say.sign(c) * alpha / t**power)
        return d

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(("factor", "true"), [(2, True), (Rational(3, 2), False), (1, False)])
def test_the_regret_sum_is_not_proved_below_twice_the_root(factor: Any, true: bool) -> None:
    def variant(t: Steps, g: say.Sequence, x: Real, alpha: Positive):
        """With 3/2 in place of 2."""
        say.assume(unequal(g(1), 0))
        ada = recursion("adagrad.no-eps", gradient=g, start=x, alpha=alpha)
        k = say.index("k")
        holds(ada.s(t) > 0, induction=t)
        before, after = sqrt(ada.s(t)), sqrt(ada.s(t + 1))
        with derivation(g(t + 1) ** 2 / after) as term:
            term.eq((ada.s(t + 1) - ada.s(t)) / after)
            term.le(factor * (after - before), squares=[(1 / after, after - before)])
        with derivation(Sum(g(k) ** 2 / sqrt(ada.s(k)), (k, 1, t))) as d:
            d.le(factor * sqrt(ada.s(t)), induction=t, using=term)
        return d

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(
    ("rate", "epsilon", "true"),
    [
        (lambda a, k: a / k, lambda e, k: e / k, True),
        (lambda a, k: a * k, lambda e, k: e / k, False),
        (lambda a, k: a / k, lambda e, k: e * k, False),
        (lambda a, k: a / k, lambda e, k: e / k**2, False),
        (lambda a, k: a / k**2, lambda e, k: e / k, False),
        (lambda a, k: a, lambda e, k: e, False),
    ],
)
def test_without_the_factor_no_other_map_is_proved(rate: Body, epsilon: Body, true: bool) -> None:
    def variant(alpha: Positive, rho: Decay, e: Positive, t: Steps, g: Oracle, x: Real):
        """A wrong map."""
        k = sqrt(1 - rho)
        rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=e)
        new = recursion(
            _variants.without_factor,
            gradient=g,
            start=x,
            alpha=rate(alpha, k),
            rho=rho,
            epsilon=epsilon(e, k),
            label="new",
        )
        return together(
            (0, "<=", new.s(t)),
            (rms.s(t), "=", (1 - rho) * new.s(t)),
            (new.theta(t), "=", rms.theta(t)),
            induction=t,
        )

    assert (verdict(variant) == "proved") is true


@pytest.mark.parametrize(("above", "below"), [(1, 1), (2, 2), (-2, 2), (1, -2), (2, -1), (0, 0)])
def test_adadelta_has_no_other_units(above: int, below: int) -> None:
    def variant(rho: Decay, e: Positive, c: Positive, t: Steps, g: Oracle, x: Real):
        """Wrong powers of c."""
        ada = recursion("adadelta", gradient=g, start=x, rho=rho, epsilon=e)
        new = recursion(
            _variants.two_stabilisers,
            gradient=lambda point, step: g(step, point / c) / c,
            start=c * x,
            rho=rho,
            epsilon_u=c**above * e,
            epsilon_s=c**below * e,
            label="new",
        )
        return together(
            (0, "<=", ada.s(t)),
            (0, "<=", ada.u(t)),
            (new.s(t), "=", ada.s(t) / c**2),
            (new.delta(t), "=", c * ada.delta(t)),
            (new.u(t), "=", c**2 * ada.u(t)),
            (new.theta(t), "=", c * ada.theta(t)),
            induction=t,
        )

    assert (verdict(variant) == "proved") is ((above, below) == (2, -2))


def test_rmsprops_bound_is_not_proved_without_the_root() -> None:
    def variant(
        alpha: Positive, rho: Decay, e: Positive, t: Steps, g: say.NonZeroSequence, x: Real
    ):
        """alpha in place of alpha/sqrt(1 - rho)."""
        rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=e)
        holds(rms.s(t) >= 0, induction=t)
        return holds(abs(rms.theta(t - 1) - rms.theta(t)) <= alpha)

    assert verdict(variant) != "proved"


def test_a_supposition_that_nothing_meets_proves_nothing() -> None:
    def variant(alpha: Positive, g: say.PositiveSequence, x: Real):
        """From a contradiction."""
        with say.supposing(g(1) <= 0) as never:
            never.then(holds(equation(alpha, x)))
        return never

    assert verdict(variant) != "proved"
