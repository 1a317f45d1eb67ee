"""Saddles and plateaus: the claims hold in plain simulations, and false variants fail."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
import sympy

from symopt import claims, rules
from symopt.formula import symbol
from symopt.proof.proof import prove

F = Fraction
T = symbol("t", integer=True)
TOPICS = ("stuck",)


def S(name: str) -> Any:
    return symbol(name)


def path(
    name: str, gradient: Callable[[Any, int], Any], start: Any, steps: int, **hyper: Any
) -> list[Any]:
    """Return the points of a run of the rule itself, on whatever numbers it is given."""
    rule = rules.get(name)
    x, states = start, tuple(type(start)(state.initial) for state in rule.states)
    points = [x]
    for t in range(1, steps + 1):
        x, states = rule.apply(x, lambda q, t=t: gradient(q, t), t, states, hyper)
        points.append(x)
    return points


@pytest.mark.parametrize("claim", [c for c in claims.registry() if c.topic in TOPICS], ids=str)
def test_each_claim_has_the_verdict_it_expects(claim: Any) -> None:
    proof = claim.prove()
    assert proof.verdict == claim.expected, proof.reason


# Saddles


def test_the_forms_curve_as_determinant_and_trace_say() -> None:
    rng = random.Random(1)
    seen = set()
    for _ in range(400):
        a, b, c = (F(rng.randint(-9, 9)) for _ in range(3))
        values = [
            a * x * x + 2 * b * x * y + c * y * y
            for x in range(-12, 13)
            for y in range(-12, 13)
            if (x, y) != (0, 0)
        ]
        if a * c - b * b > 0 and a + c > 0:
            seen.add("minimum")
            assert min(values) > 0
        elif a * c - b * b < 0:
            seen.add("saddle")
            low, high = sorted(sympy.Matrix([[a, b], [b, c]]).eigenvals(multiple=True), key=float)
            assert low < 0 < high
    assert seen == {"minimum", "saddle"}


def test_two_to_the_minus_20000_has_6020_zeros_after_the_point() -> None:
    assert 10**6020 < 2**20000 < 10**6021
    assert 20000 * math.log10(2) == pytest.approx(6020.59991, abs=1e-5)


@pytest.mark.parametrize(
    ("alpha", "beta", "c"), [(F(1, 10), F(9, 10), F(2)), (F(1), F(1, 3), F(3))]
)
def test_the_order_in_which_rules_leave_a_saddle(alpha: F, beta: F, c: F) -> None:
    def down(q: F, _: int) -> F:
        return -c * q

    gd = path("gd", down, F(1), 12, alpha=alpha)
    average = path("momentum", down, F(1), 12, alpha=alpha, beta=beta)
    momentum = path("momentum.velocity", down, F(1), 12, alpha=alpha, beta=beta)
    accumulating = path("momentum.accumulating", down, F(1), 12, alpha=alpha, beta=beta)
    nesterov = path("nesterov", down, F(1), 12, alpha=alpha, mu=beta)
    assert momentum == accumulating
    assert gd == [(1 + alpha * c) ** t for t in range(13)]
    assert gd[1] == momentum[1] == nesterov[1] > average[1]
    for t in range(2, 13):
        assert average[t] < gd[t] < momentum[t] < nesterov[t]


def test_average_momentum_on_the_saddle_goes_as_the_notes_print_it() -> None:
    run = path("momentum", lambda q, _: -q, F(1), 3, alpha=F(1), beta=F(1, 2))
    assert run == [1, F(3, 2), F(5, 2), F(17, 4)]


def test_momentum_grows_by_the_root() -> None:
    # s = 3/4 and beta = 1/2 have the root 2.
    run = path("momentum.velocity", lambda q, _: -3 * q / 4, F(1), 60, alpha=F(1), beta=F(1, 2))
    z, beta = F(2), F(1, 2)
    for t, x in enumerate(run):
        form = ((z - beta) * z ** (t + 1) + beta * (z - 1) * (beta / z) ** t) / (z**2 - beta)
        assert x == form
    assert float(run[60] / run[59]) == pytest.approx(2.0)
    assert 1 + F(3, 4) < z < 1 + F(3, 4) / (1 - beta)


def test_rules_at_rest_stay_and_weight_decay_does_not() -> None:
    for name in claims.get("stuck.escape-zero-gradient").rules:
        values = dict(rules.get(name).defaults)
        assert path(name, lambda q, _: 0.0 * q, 1.5, 20, **values)[-1] == 1.5, name
    decayed = path("adamw", lambda q, _: 0.0 * q, 1.5, 20, **dict(rules.get("adamw").defaults))
    assert decayed[-1] < 1.5


def growing(seed: int) -> list[float]:
    rng = random.Random(seed)
    values = [rng.uniform(1e-9, 1e-3)]
    for _ in range(60):
        values.append(values[-1] * rng.choice((1.0, 1.0, 1.01, 3.0)))
    return values


@pytest.mark.parametrize("seed", range(5))
def test_adaptive_steps_where_gradients_do_not_shrink(seed: int) -> None:
    g = growing(seed)
    alpha, some = 0.1, {"alpha": 0.1, "epsilon": 0.0}
    cases = {
        ("rmsprop", "rho", 0.9): lambda t: alpha,
        ("adagrad", "", 0.0): lambda t: alpha / math.sqrt(t),
        ("adam", "beta1", 0.9): lambda t: alpha * (1 - 0.9),
    }
    for (name, key, value), bound in cases.items():
        hyper = some | ({key: value} if key else {}) | ({"beta2": 0.999} if name == "adam" else {})
        run = path(name, lambda q, t: g[t - 1], 0.0, 60, **hyper)
        for t, (before, after) in enumerate(pairwise(run), start=1):
            assert before - after >= bound(t) * (1 - 1e-9), (name, t)


def test_the_growth_of_gradients_matters() -> None:
    run = path("rmsprop", lambda q, t: 1.0 / t**3, 0.0, 5, alpha=0.1, rho=0.9, epsilon=0.0)
    assert run[3] - run[4] < 0.1


# Plateaus


def first_across(name: str, length: float, g: float, **hyper: float) -> int:
    run = path(name, lambda q, _: g, 0.0, 4000, **hyper)
    return next(t for t, x in enumerate(run) if -x >= length * (1 - 1e-12))


@pytest.mark.parametrize("length", [0.05, 0.73, 3.3, 7.77])
@pytest.mark.parametrize("g", [0.013, 0.9, 40.0])
def test_steps_to_cross_a_plateau(length: float, g: float) -> None:
    alpha = 0.05
    gd = first_across("gd", length, g, alpha=alpha) if alpha * g * 4000 > length else None
    if gd is not None:
        assert gd == math.ceil(length / (alpha * g) * (1 - 1e-12))
    betas = {"beta1": 0.9, "beta2": 0.99}
    plain = math.ceil(length / alpha * (1 - 1e-12))
    assert first_across("adam", length, g, alpha=alpha, epsilon=0.0, **betas) == plain
    assert first_across("adamax", length, g, alpha=alpha, **betas) == plain
    for epsilon in (0.3, 1e-3):
        found = first_across("adam", length, g, alpha=alpha, epsilon=epsilon, **betas)
        assert found == math.ceil(length * (g + epsilon) / (alpha * g) * (1 - 1e-12))
    assert first_across("rmsprop", length, g, alpha=alpha, rho=0.9, epsilon=0.0) <= plain
    t = first_across("adagrad", min(length, 3.3), g, alpha=alpha, epsilon=0.0)
    ratio = min(length, 3.3) / alpha
    assert ((ratio + 1) / 2) ** 2 <= t <= math.ceil((ratio / 2 + 1) ** 2 - 1)
    beta, base = 0.9, length * 0.1 / (alpha * g)
    if base < 3900:
        found = first_across("momentum.accumulating", length, g, alpha=alpha, beta=beta)
        assert base * (1 - 1e-12) <= found < base + beta / (1 - beta) + 1


# False variants fail

GROWTH = (1 + S("alpha") * S("c")) ** T
FALSE = [
    (
        "stuck.escape-gradient-descent",
        [((1 + S("alpha") * S("c")) ** T, (1 - S("alpha") * S("c")) ** T)],
    ),
    (
        "stuck.escape-gradient-descent",
        [(GROWTH, GROWTH * (1 + S("alpha") * S("c")))],
    ),
    ("stuck.escape-gradient-descent", [((1 + S("alpha") * S("c")) ** T, (1 + S("c")) ** T)]),
    (
        "stuck.escape-momentum-factor",
        [(S("alpha") * S("c") / (1 - S("beta")), S("alpha") * S("c"))],
    ),
    ("stuck.escape-momentum-factor", [((S("beta") / S("z")) ** T, S("beta") ** T)]),
    ("stuck.escape-rmsprop", [(S("alpha"), 2 * S("alpha"))]),
    ("stuck.escape-adagrad", [(S("alpha") / sympy.sqrt(T), S("alpha"))]),
    ("stuck.escape-adam", [(S("alpha") * (1 - S("beta1")), S("alpha"))]),
    ("stuck.escape-adam", [(S("alpha") * (1 - S("beta1")), S("alpha") * (1 - S("beta2")))]),
    ("stuck.plateau-gd", [(S("alpha") * S("g") * T, S("alpha") * S("g") * (T + 1))]),
    ("stuck.plateau-gd", [(S("alpha") * S("g") * T, S("alpha") * T)]),
    ("stuck.plateau-adam", [(S("g") / (S("g") + S("epsilon")), 1 / (1 + S("epsilon")))]),
    ("stuck.plateau-adamax", [(S("alpha") * T, S("alpha") * S("g") * T)]),
    ("stuck.plateau-rmsprop", [(S("alpha") * T, 2 * S("alpha") * T)]),
    ("stuck.plateau-adagrad", [(2 * sympy.sqrt(T) - 1, 2 * sympy.sqrt(T) - 2)]),
    ("stuck.plateau-adagrad", [(2 * sympy.sqrt(T + 1) - 2, 2 * sympy.sqrt(T + 1) - 1)]),
    ("stuck.fair-signs", [(sympy.Rational(1, 2), sympy.Rational(1, 3))]),
    ("stuck.minimum-by-determinant", [(2 * S("b"), 3 * S("b"))]),
    ("stuck.minimum-by-eigenvalues", [(S("m") / 4, S("m") / 2)]),
    ("stuck.saddle-by-determinant", [(4 * S("b") ** 2, 2 * S("b") ** 2)]),
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
