"""Claims on momentum: expected verdicts, and the same by simulation.

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
from symopt.claims import _quadratic as q_
from symopt.claims._rules import recursion
from symopt.proof import language as say
from symopt.proof.language import (
    Decay,
    Field,
    Natural,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    Unit,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    example,
    holds,
    index,
    together,
    variable,
)
from symopt.proof.verifier import verify

TOPICS = ("momentum",)
LIMITS = {"geometric-limit", "linearity-of-expectation"}

small = st.fractions(min_value=-3, max_value=3, max_denominator=8)
decay = st.fractions(min_value=0, max_value=Fraction(15, 16), max_denominator=16)
rates = st.lists(st.fractions(min_value=0, max_value=2, max_denominator=8), min_size=6, max_size=6)


@pytest.mark.parametrize("name", [c.name for c in claims.select(TOPICS)])
def test_every_claim_is_decided_as_it_says(name: str) -> None:
    proof = claims.prove(name)
    assert proof.verdict == proof.expected, proof.reason
    assert set(proof.lemmas) <= LIMITS
    assert verify(json.loads(json.dumps(proof.certificate))).accepted


# Simulations


def average(alpha, beta, g, x, steps):
    v, path = 0 * x, [x]
    for t in range(1, steps + 1):
        v = beta * v + (1 - beta) * g(t, path[-1])
        path.append(path[-1] - alpha(t) * v)
    return path


def accumulating(alpha, beta, g, x, steps):
    v, path = 0 * x, [x]
    for t in range(1, steps + 1):
        v = beta * v + g(t, path[-1])
        path.append(path[-1] - alpha(t) * v)
    return path


def velocity(alpha, beta, g, x, steps, v=0):
    path = [x]
    for t in range(1, steps + 1):
        v = beta * v - alpha(t) * g(t, path[-1])
        path.append(path[-1] + v)
    return path


def heavy(alpha, beta, slope, x, steps, before=None):
    """Polyak's form: x_(t+1) = x_t - alpha f'(x_t) + beta (x_t - x_(t-1))."""
    path = [x if before is None else before, x]
    for _ in range(steps):
        path.append(path[-1] - alpha * slope(path[-1]) + beta * (path[-1] - path[-2]))
    return path[1:]


@pytest.mark.parametrize(
    ("name", "simulated"),
    [
        ("momentum", average),
        ("momentum.accumulating", accumulating),
        ("momentum.velocity", velocity),
    ],
)
def test_the_simulations_are_the_rules(name: str, simulated: Callable) -> None:
    alpha, beta = Fraction(1, 3), Fraction(2, 5)
    path = simulated(lambda t: alpha, beta, lambda t, x: x**2 - 2, Fraction(3), 4)
    theta, states = Fraction(3), (Fraction(0),)
    for t in range(1, 5):
        theta, states = rules.get(name).apply(
            theta, lambda q: q**2 - 2, t, states, {"alpha": alpha, "beta": beta}
        )
        assert theta == path[t]


def bend(t, x):
    """A gradient that depends on step and point and is not linear."""
    return x * x / 4 - t + 1


@given(rates, decay, small)
def test_forms(alphas, beta, x):
    def alpha(t):
        return alphas[t - 1]

    scaled = accumulating(lambda t: alpha(t) * (1 - beta), beta, bend, x, 4)
    assert average(alpha, beta, bend, x, 4) == scaled
    assert velocity(lambda t: alphas[0], beta, bend, x, 4) == accumulating(
        lambda t: alphas[0], beta, bend, x, 4
    )
    a, b = accumulating(alpha, beta, bend, x, 2), velocity(alpha, beta, bend, x, 2)
    assert a[2] - b[2] == beta * (alphas[0] - alphas[1]) * bend(1, x)
    plain = [x]
    for t in range(1, 4):
        plain.append(plain[-1] - alpha(t) * bend(t, plain[-1]))
    for form in (average, accumulating, velocity):
        assert form(alpha, Fraction(0), bend, x, 3) == plain


def test_velocity_under_a_schedule_is_refuted_by_these_numbers():
    def alpha(t):
        return Fraction(1, t)

    def g(t, x):
        return 1 if t == 1 else 0

    half = Fraction(1, 2)
    assert velocity(alpha, half, g, Fraction(0), 2)[2] == Fraction(-3, 2)
    assert accumulating(alpha, half, g, Fraction(0), 2)[2] == Fraction(-5, 4)


@given(st.lists(small, min_size=5, max_size=5), decay, small)
def test_unrolled(gradients, beta, x):
    alpha = Fraction(1, 3)
    path = accumulating(lambda t: alpha, beta, lambda t, q: gradients[t - 1], x, 5)
    shares = [(1 - beta ** (5 - k + 1)) / (1 - beta) * gradients[k - 1] for k in range(1, 6)]
    assert path[5] == x - alpha * sum(shares)


@given(decay, small)
def test_constant_and_alternating_gradients(beta, c):
    alpha = Fraction(1, 3)
    acc = accumulating(lambda t: alpha, beta, lambda t, q: c, Fraction(1), 7)
    avg = average(lambda t: alpha, beta, lambda t, q: c, Fraction(1), 7)
    assert acc[6] - acc[7] == alpha * (1 - beta**7) / (1 - beta) * c
    assert avg[6] - avg[7] == alpha * (1 - beta**7) * c
    acc = accumulating(lambda t: alpha, beta, lambda t, q: (-1) ** t * c, Fraction(1), 7)
    avg = average(lambda t: alpha, beta, lambda t, q: (-1) ** t * c, Fraction(1), 7)
    for t in (6, 7):
        share = (1 - (-beta) ** t) / (1 + beta) * c
        assert (-1) ** t * (acc[t - 1] - acc[t]) / alpha == share
        assert (-1) ** t * (avg[t - 1] - avg[t]) / alpha == (1 - beta) * share


@given(decay, small)
def test_effective_rate(beta, x):
    alpha = Fraction(1, 3)
    path = accumulating(lambda t: alpha, beta, bend, x, 5)
    ahead = [q + beta / (1 - beta) * (q - p) for p, q in zip([x, *path], path, strict=False)]
    for t in range(1, 6):
        move = alpha / (1 - beta) * bend(t, path[t - 1])
        assert ahead[t] == ahead[t - 1] - move


# On a quadratic


@settings(max_examples=60)
@given(decay, st.floats(0.01, 0.99), st.floats(0.1, 5))
def test_stability_and_its_bound(beta, share, curvature):
    b, s = float(beta), share * 2 * (1 + float(beta))
    path = heavy(s / curvature, b, lambda q: curvature * q, 1.0, 400)
    c = 1 - s / (1 + b)

    def form(x, v):
        y = (1 - c) * x - v
        lead = (1 - b) * x - b * c * y
        return lead**2 + 2 * b * (1 - c * c) * x * x + b * b * (2 - c * c) * y * y

    rate = 1 - (1 - b * b) * (1 - c * c) / 8
    for t in range(0, 400, 7):
        bound = 2 / (1 - b) ** 2 * rate**t * form(1.0, 0.0)
        assert path[t] ** 2 <= bound * (1 + 1e-9) + 1e-12
    roots = np.roots([1, -(1 + b - s), b])
    assert max(abs(roots)) < 1


@settings(max_examples=60)
@given(decay, st.floats(1, 3))
def test_instability(beta, excess):
    b = float(beta)
    path = heavy(2 * (1 + b) * excess, b, lambda q: q, 1.0, 40)
    assert min(abs(np.array(path))) >= 1 - 1e-9
    scaled = 2 * (1 + b) / (1 - b) * excess
    path = average(lambda t: scaled, b, lambda t, q: q, 1.0, 40)
    assert min(abs(np.array(path))) >= 1 - 1e-9
    inside = average(lambda t: scaled / excess * 0.95, b, lambda t, q: q, 1.0, 4000)
    assert abs(inside[-1]) < 0.1


@settings(max_examples=100)
@given(st.floats(0, 0.95), st.floats(0, 1))
def test_oscillating(rho, place):
    low, high = (1 - rho) ** 2, (1 + rho) ** 2
    s = low + place * (high - low)
    path = heavy(s, rho**2, lambda q: q, 1.0, 60)
    for t, x in enumerate(path):
        assert abs(x) <= (1 + t * math.sqrt(s)) * rho**t * (1 + 1e-6) + 1e-12


@pytest.mark.parametrize("s", [0.04, 0.25, 1.0, 1.7, 3.5])
def test_critical_damping(s):
    rho = 1 - math.sqrt(s)
    path = heavy(s, rho**2, lambda q: q, 2.0, 12)
    closed = [(1 + t * math.sqrt(s)) * rho**t * 2 for t in range(13)]
    assert np.allclose(path, closed)
    radii = [max(abs(np.roots([1, -(1 + b - s), b]))) for b in np.linspace(-1, 1, 401)]
    assert min(radii) >= abs(rho) - 1e-7
    assert min(radii) <= abs(rho) + 0.02


@pytest.mark.parametrize("k", [1.5, 4.0, 25.0, 400.0])
def test_polyak_and_that_nothing_beats_it(k):
    mu, L = 2.0, 2.0 * k
    rho = (math.sqrt(k) - 1) / (math.sqrt(k) + 1)
    alpha = 4 / (math.sqrt(L) + math.sqrt(mu)) ** 2

    def radius(alpha, beta, curvature):
        return max(abs(np.roots([1, -(1 + beta - alpha * curvature), beta])))

    for curvature in np.linspace(mu, L, 9):
        assert abs(radius(alpha, rho**2, curvature) - rho) < 1e-6
        for t, x in enumerate(heavy(alpha, rho**2, lambda q, c=curvature: c * q, 1.0, 80)):
            assert abs(x) <= (1 + 2 * t) * rho**t * (1 + 1e-6) + 1e-12
    for a in np.linspace(0.2, 2, 25) * alpha:
        for b in np.linspace(-0.5, 0.99, 60):
            worst = max(radius(a, b, mu), radius(a, b, L))
            assert worst >= rho - 1e-7
            if worst < 1:
                assert abs(b) <= worst**2 + 1e-9
                assert k <= ((1 + worst) / (1 - worst)) ** 2 * (1 + 1e-6)
    assert math.isclose(alpha / (1 - rho**2), 1 / math.sqrt(L * mu))


def bent(x):
    return 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24


def test_the_cycle():
    points = [Fraction(792, 1225), Fraction(-2208, 1225), Fraction(2592, 1225)]
    path = heavy(Fraction(1, 9), Fraction(4, 9), bent, points[0], 9, before=points[2])
    assert path == [points[t % 3] for t in range(10)]
    assert points[0] - points[2] == Fraction(-72, 49)
    grid = [Fraction(n, 7) for n in range(-21, 28)]
    for x, y in itertools.pairwise(grid):
        assert y - x <= bent(y) - bent(x) <= 25 * (y - x)
    from_rest = heavy(Fraction(1, 9), Fraction(4, 9), bent, Fraction(10, 3), 60)
    assert abs(from_rest[10]) == Fraction(979360, 531441)
    assert abs(from_rest[10]) > 21 * Fraction(2, 3) ** 10 * Fraction(10, 3)
    assert all(min(abs(float(x - p)) for p in points) < 1e-6 for x in from_rest[50:])


# The ball


def test_the_iteration_is_the_equation_in_steps():
    alpha, beta = 0.04, 0.7
    h, gamma = math.sqrt(alpha), (1 - beta) / math.sqrt(alpha)
    path = heavy(alpha, beta, math.sin, 1.3, 20)
    for before, here, after in zip(path, path[1:], path[2:], strict=False):
        left = (after - 2 * here + before) / h**2 + gamma * (here - before) / h
        assert math.isclose(left, -math.sin(here), rel_tol=1e-9)


def test_it_runs_into_the_solution_of_the_equation():
    gamma, curvature = 3.0, 1.0
    exponents = np.roots([1, gamma, curvature])
    for h, tolerance in ((1e-2, 3e-2), (1e-3, 3e-3)):
        path = heavy(h**2, 1 - gamma * h, lambda q: curvature * q, 1.0, round(2 / h))
        # At rest at the start: x = a e^(rt) + b e^(st), a + b = 1, a r + b s = 0.
        r, s = exponents
        exact = (s * math.exp(2 * r) - r * math.exp(2 * s)) / (s - r)
        assert abs(path[-1] - exact) < tolerance
        roots = sorted(np.roots([1, -(2 - gamma * h - curvature * h**2), 1 - gamma * h]))
        assert abs(roots[-1] - (1 + max(exponents) * h)) < 2 * h**2
    for alpha in (1e-3, 1e-4):
        slow = max(np.roots([1, -(1 + 0.5 - 3 * alpha), 0.5]))
        assert abs(slow - (1 - 3 * alpha / 0.5)) < 200 * alpha**2


def test_energies():
    path = heavy(Fraction(5, 2), Fraction(1, 2), lambda q: q, Fraction(1), 1)
    energy = [path[1] ** 2 / 2 + (path[1] - path[0]) ** 2 / 5, Fraction(1, 2)]
    assert energy == [Fraction(19, 8), Fraction(1, 2)]
    for beta in (0.0, 0.5, 0.9):
        alpha = (1 - beta**2) / 2.0
        path = heavy(alpha, beta, lambda q: 2 * q, 1.0, 60)
        pairs = list(zip([path[0], *path], path, strict=False))
        falls = [q * q + (q - p) ** 2 / (2 * alpha) for p, q in pairs]
        assert all(b <= a + 1e-12 for a, b in itertools.pairwise(falls))


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("start", [0.4, 2.0, 3.1, -8.0])
def test_lyapunov_without_convexity(beta, start):
    alpha = 2 * (1 - beta)
    path = heavy(alpha, beta, math.sin, start, 100)
    weight = (2 - alpha) / (4 * alpha)
    pairs = zip([path[0], *path], path, strict=False)
    values = [-math.cos(q) + weight * (q - p) ** 2 for p, q in pairs]
    assert all(b <= a + 1e-12 for a, b in itertools.pairwise(values))


@pytest.mark.parametrize(
    ("alpha", "beta", "curvature"), [(0.1, 0.0, 1.0), (0.3, 0.9, 2.0), (2.4, 0.5, 1.0)]
)
def test_noise_floor(alpha, beta, curvature):
    s, sigma = alpha * curvature, 0.7
    step = np.array([[1 - s, beta], [-s, beta]])
    kick = alpha**2 * sigma**2 * np.ones((2, 2))
    moments = np.array([[4.0, 0.0], [0.0, 0.0]])
    for _ in range(20_000):
        moments = step @ moments @ step.T + kick
    floor = alpha * sigma**2 * (1 + beta) / (curvature * (1 - beta) * (2 * (1 + beta) - s))
    assert math.isclose(moments[0, 0], floor, rel_tol=1e-9)
    noise = np.random.default_rng(3).normal(0, sigma, 200_000)
    path = velocity(
        lambda t: alpha, beta, lambda t, q: curvature * q + noise[t - 1], 1.0, len(noise)
    )
    assert math.isclose(float(np.mean(np.square(path[1000:]))), floor, rel_tol=0.1)


# False neighbours


def linear(rule, alpha, beta, lambda_, x, **more):
    return recursion(
        rule, gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha, beta=beta, **more
    )


@claim(source="polyak1964")
def wrong_sign_of_the_state(alpha: Real, beta: Decay, t: Steps, g: Field, x: Real):
    """The velocity is +alpha times the accumulated gradient."""
    vel = recursion("momentum.velocity", gradient=g, start=x, label="a", alpha=alpha, beta=beta)
    acc = recursion("momentum.accumulating", gradient=g, start=x, label="b", alpha=alpha, beta=beta)
    return together(
        (vel.v(t), "=", alpha * acc.v(t)), (vel.theta(t), "=", acc.theta(t)), induction=t
    )


@claim(source="polyak1964")
def wrong_map_of_rates(alpha: Sequence, beta: Decay, t: Steps, g: Field, x: Real):
    """The accumulating form takes alpha/(1 - beta)."""
    avg = recursion("momentum", gradient=g, start=x, label="a", alpha=alpha, beta=beta)
    acc = recursion(
        "momentum.accumulating",
        gradient=g,
        start=x,
        label="b",
        alpha=lambda t: alpha(t) / (1 - beta),
        beta=beta,
    )
    return together(
        (avg.v(t), "=", (1 - beta) * acc.v(t)), (avg.theta(t), "=", acc.theta(t)), induction=t
    )


@claim(source="polyak1964")
def velocity_form_under_a_schedule(alpha: Sequence, beta: Decay, t: Steps, g: Field, x: Real):
    """The velocity form is the accumulating form under any schedule."""
    vel = recursion("momentum.velocity", gradient=g, start=x, label="a", alpha=alpha, beta=beta)
    acc = recursion("momentum.accumulating", gradient=g, start=x, label="b", alpha=alpha, beta=beta)
    return together(
        (vel.v(t), "=", -alpha(t) * acc.v(t)), (vel.theta(t), "=", acc.theta(t)), induction=t
    )


@claim(source="polyak1964")
def limit_without_the_decay(alpha: Positive, beta: Decay, t: Steps, c: Real):
    """The velocity down a constant slope tends to c."""
    acc = recursion(
        "momentum.accumulating", gradient=lambda _, __: c, start=0, alpha=alpha, beta=beta
    )
    v = holds(equation(acc.v(t), (1 - beta**t) / (1 - beta) * c), induction=t)
    n = index("n")
    with derivation(say.Limit(acc.v(n), n, "oo")) as d:
        d.eq(say.Limit((1 - beta**n) / (1 - beta) * c, n, "oo"), using=v)
        d.eq(c)
    return d


@claim(source="polyak1964")
def stable_beyond(alpha: Positive, beta: Decay, lambda_: Positive, c: Real, t: Natural, x: Real):
    """Momentum is stable up to 3 (1 + beta)."""
    assume(alpha * lambda_ < 3 * (1 + beta))
    known = assume(equation(c, 1 - alpha * lambda_ / (1 + beta)))
    example({alpha: 1, beta: Rational(1, 2), lambda_: 1, c: Rational(1, 3), t: 0, x: 1})
    r = linear("momentum.velocity", alpha, beta, lambda_, x)
    forms = q_.shrinking_form(r.theta, r.v, beta, c)
    return q_.decay_when_stable(r.theta, r.v, forms, beta, c, t, known)


@claim(source="polyak1964")
def unstable_before(alpha: Positive, beta: Decay, lambda_: Positive, t: Natural, x: Real):
    """Momentum is unstable from 2 on."""
    assume(alpha * lambda_ >= 2)
    r = linear("momentum.velocity", alpha, beta, lambda_, x)
    parts = q_.swings(r.theta, r.v, x)
    return q_.growth_when_too_fast(r.theta, parts, beta, alpha * lambda_, t, x)


@claim(source="polyak1964")
def oscillating_for_smaller_rates(
    alpha: Positive, rho: Decay, lambda_: Positive, t: Natural, x: Real
):
    """Momentum shrinks like rho^t from (1 - rho)^3 on."""
    s = alpha * lambda_
    within = assume((1 - rho) ** 3 <= s), assume(s <= (1 + rho) ** 2)
    example({alpha: 1, rho: Rational(1, 2), lambda_: 1, t: 0, x: 1})
    r = linear("momentum.velocity", alpha, rho**2, lambda_, x)
    parts = q_.halves(r.theta, r.v, rho, s)
    return q_.decay_when_oscillating(r.theta, r.v, parts, rho, s, t, x, within)


@claim(source="polyak1964")
def without_the_transient(alpha: Positive, lambda_: Positive, t: Steps, x: Real):
    """Critically damped momentum is a plain power."""
    rho = 1 - say.sqrt(alpha * lambda_)
    r = linear("momentum.velocity", alpha, rho**2, lambda_, x)
    return holds(equation(r.theta(t), rho**t * x), induction=t)


@claim(source="polyak1964")
def a_better_radius(s: Positive, beta: Real, R: Unit, p: Real, q: Real, r: Real):
    """The roots are at least 1 - s long, and not more."""
    known = q_.roots_within(R, s, beta, p, q, r)
    half = Rational(1, 2)
    example({s: Rational(1, 4), beta: Rational(1, 4), R: half, p: half, q: half, r: 0})
    q_.distance_from_one(R, s, p, q, r, known)
    return holds(1 - s <= R)


def lyapunov(weight, bound):
    @claim(source="polyak1964")
    def goal(alpha: Positive, beta: Decay, L: Positive, t: Steps, f: Field, g: Field, x: Real):
        """A false Lyapunov function."""
        p, q = variable("p"), variable("q")
        parabola = f(p) + g(p) * (q - p) + L / 2 * (q - p) ** 2
        smooth = assume_all(f(q) <= parabola, (p, Real), (q, Real))
        assume(alpha * L <= bound(beta))
        r = recursion("momentum.velocity", gradient=g, start=x, alpha=alpha, beta=beta)
        here, there, old, new = r.theta(t - 1), r.theta(t), r.v(t - 1), r.v(t)
        size = weight(alpha, L)
        rest = (2 * (1 - beta) - alpha * L) / (4 * alpha)
        with derivation(f(there) + size * new**2) as d:
            slope = g(here) * (there - here) + L / 2 * (there - here) ** 2
            d.le(f(here) + slope + size * new**2, using=at(smooth, {p: here, q: there}))
            d.eq(f(here) + (beta * old - new) / alpha * new + (L / 2 + size) * new**2)
            squares = [(beta / (2 * alpha), old - new), (rest, old), (rest, new)]
            d.le(f(here) + size * old**2, squares=squares)
        return d

    return goal


def right_weight(alpha, L):
    return (2 - alpha * L) / (4 * alpha)


def energy_grows(bound):
    @claim(source="polyak1964")
    def goal(alpha: Positive, beta: Decay, lambda_: Positive, t: Steps, x: Real):
        """The energy never grows."""
        assume(alpha * lambda_ <= bound(beta))
        example({alpha: 1, beta: Rational(1, 2), lambda_: Rational(1, 2), t: 1, x: 1})
        r = linear("momentum.velocity", alpha, beta, lambda_, x)
        new = lambda_ * r.theta(t) ** 2 / 2 + r.v(t) ** 2 / (2 * alpha)
        old = lambda_ * r.theta(t - 1) ** 2 / 2 + r.v(t - 1) ** 2 / (2 * alpha)
        rest = 1 - beta**2 - alpha * lambda_
        with derivation(new - old) as d:
            d.eq(-((r.v(t - 1) - beta * r.v(t)) ** 2 + rest * r.v(t) ** 2) / (2 * alpha))
            d.le(0)
        return d

    return goal


def test_the_true_neighbours_are_proved():
    assert lyapunov(right_weight, lambda beta: 2 * (1 - beta)).prove().verdict == "proved"
    assert energy_grows(lambda beta: 1 - beta**2).prove().verdict == "proved"


@pytest.mark.parametrize(
    "wrong",
    [
        wrong_sign_of_the_state,
        wrong_map_of_rates,
        velocity_form_under_a_schedule,
        limit_without_the_decay,
        stable_beyond,
        unstable_before,
        oscillating_for_smaller_rates,
        without_the_transient,
        a_better_radius,
        lyapunov(right_weight, lambda beta: 2 * (1 - beta**2)),
        lyapunov(lambda alpha, L: (2 + alpha * L) / (4 * alpha), lambda beta: 2 * (1 - beta)),
        lyapunov(lambda alpha, L: 1 / (4 * alpha), lambda beta: 2 * (1 - beta)),
        energy_grows(lambda beta: 1 - beta**3),
        energy_grows(lambda beta: 2 * (1 + beta)),
    ],
    ids=lambda wrong: wrong.summary,
)
def test_false_neighbours_are_not_proved(wrong):
    assert wrong.prove().verdict == "undecided"
