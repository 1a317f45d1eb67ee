"""Momentum on a quadratic: when it is stable, how fast it is, and that nothing is faster."""

from typing import Any

from symopt.claims._quadratic import (
    decay_when_oscillating,
    decay_when_stable,
    distance_from_one,
    growth_when_too_fast,
    halves,
    roots_within,
    shrinking_form,
    swings,
    triangle,
)
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Natural,
    Positive,
    RandomSequence,
    Rational,
    Real,
    Steps,
    Unit,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    example,
    expectation,
    holds,
    index,
    sqrt,
    together,
)


def quadratic(rule: str, alpha: Any, beta: Any, lambda_: Any, x: Any) -> Any:
    """Run a form of momentum on the slope lambda x."""
    return recursion(rule, gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha, beta=beta)


@claim(rules=["momentum.accumulating"], source="polyak1964")
def recurrence(alpha: Real, beta: Real, lambda_: Real, t: Steps, x: Real, z: Real):
    """On a quadratic x_(t+1) = (1 + beta - alpha lambda) x_t - beta x_(t-1).

    Powers z^t solve it if z is an eigenvalue of one step, [[1 - s, -alpha beta], [lambda, beta]].
    """
    r = quadratic("momentum.accumulating", alpha, beta, lambda_, x)
    s = alpha * lambda_
    first, second = together(
        (r.theta(t), "=", (1 - s) * r.theta(t - 1) - alpha * beta * r.v(t - 1)),
        (r.v(t), "=", lambda_ * r.theta(t - 1) + beta * r.v(t - 1)),
        because="one step as a matrix",
    )
    with derivation((1 - s - z) * (beta - z) + alpha * beta * lambda_) as polynomial:
        polynomial.eq(z**2 - (1 + beta - s) * z + beta, because="its determinant less z")
    with derivation(r.theta(t + 1)) as d:
        d.eq((1 - s) * r.theta(t) - alpha * beta * r.v(t), because="the first row")
        d.eq(
            (1 + beta - s) * r.theta(t) - beta * r.theta(t - 1),
            because="alpha v_t = x_(t-1) - x_t",
        )
    return first, second, polynomial, d


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def stability(alpha: Positive, beta: Decay, lambda_: Positive, c: Real, t: Natural, x: Real):
    """On a quadratic momentum converges from every start if alpha lambda < 2 (1 + beta).

    A quadratic form N of the last two points shrinks in every step; c shortens the formulas.
    """
    assume(alpha * lambda_ < 2 * (1 + beta))
    given = assume(equation(c, 1 - alpha * lambda_ / (1 + beta)))
    example({alpha: 1, beta: Rational(1, 2), lambda_: 1, c: Rational(1, 3), t: 0, x: 1})
    r = quadratic("momentum.velocity", alpha, beta, lambda_, x)
    forms = shrinking_form(r.theta, r.v, beta, c)
    above = holds(c > -1, because="alpha lambda < 2 (1 + beta)", using=given)
    below = holds(c < 1, because="0 < alpha lambda", using=given)
    return above, below, *decay_when_stable(r.theta, r.v, forms, beta, c, t, given)


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def instability(alpha: Positive, beta: Decay, lambda_: Positive, t: Natural, x: Real):
    """If alpha lambda >= 2 (1 + beta), momentum is never nearer to the minimum than at the start.

    So it converges exactly if 0 < alpha lambda < 2 (1 + beta): up to 2 at beta = 0, to 4 near 1.
    """
    assume(2 * (1 + beta) <= alpha * lambda_)
    r = quadratic("momentum.velocity", alpha, beta, lambda_, x)
    parts = swings(r.theta, r.v, x)
    return growth_when_too_fast(r.theta, parts, beta, alpha * lambda_, t, x)


@claim(rules=["momentum"], source="ng2017")
def stability_of_the_average(
    alpha: Positive, beta: Decay, lambda_: Positive, c: Real, t: Natural, x: Real
):
    """The average form converges on a quadratic if alpha lambda < 2 (1 + beta)/(1 - beta).

    At beta = 0.9 that is 38, where gradient descent has 2.
    """
    assume(alpha * lambda_ < 2 * (1 + beta) / (1 - beta))
    given = assume(equation(c, 1 - alpha * (1 - beta) * lambda_ / (1 + beta)))
    example({alpha: 1, beta: Rational(1, 2), lambda_: 1, c: Rational(2, 3), t: 0, x: 1})
    r = quadratic("momentum", alpha, beta, lambda_, x)

    def last_step(t: Any) -> Any:
        return -alpha * r.v(t)

    forms = shrinking_form(r.theta, last_step, beta, c)
    above = holds(c > -1, because="alpha (1 - beta) lambda < 2 (1 + beta)", using=given)
    below = holds(c < 1, because="0 < alpha lambda", using=given)
    return above, below, *decay_when_stable(r.theta, last_step, forms, beta, c, t, given)


@claim(rules=["momentum"], source="ng2017")
def instability_of_the_average(
    alpha: Positive, beta: Decay, lambda_: Positive, t: Natural, x: Real
):
    """If alpha lambda >= 2 (1 + beta)/(1 - beta), the average form never comes nearer."""
    assume(2 * (1 + beta) / (1 - beta) <= alpha * lambda_)
    r = quadratic("momentum", alpha, beta, lambda_, x)
    parts = swings(r.theta, lambda t: -alpha * r.v(t), x)
    return growth_when_too_fast(r.theta, parts, beta, alpha * (1 - beta) * lambda_, t, x)


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def oscillating(alpha: Positive, rho: Decay, lambda_: Positive, t: Natural, x: Real):
    """Where momentum oscillates on a quadratic, it shrinks like sqrt(beta)^t, whatever the rate.

    With beta = rho^2 this is so for (1 - rho)^2 <= alpha lambda <= (1 + rho)^2.
    """
    s = alpha * lambda_
    within = assume((1 - rho) ** 2 <= s), assume(s <= (1 + rho) ** 2)
    example({alpha: 1, rho: Rational(1, 2), lambda_: 1, t: 0, x: 1})
    r = quadratic("momentum.velocity", alpha, rho**2, lambda_, x)
    parts = halves(r.theta, r.v, rho, s)
    triangle(parts, t)
    return decay_when_oscillating(r.theta, r.v, parts, rho, s, t, x, within)


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def critical_damping(alpha: Positive, lambda_: Positive, t: Steps, x: Real, z: Real):
    """With beta = rho^2, rho = 1 - sqrt(s), both roots are rho: x_t = (1 + t sqrt(s)) rho^t x_0."""
    s = alpha * lambda_
    rho = 1 - sqrt(s)
    r = quadratic("momentum.velocity", alpha, rho**2, lambda_, x)
    with derivation(z**2 - (1 + rho**2 - s) * z + rho**2) as double:
        double.eq((z - rho) ** 2, because="1 + (1 - sqrt(s))^2 - s = 2 (1 - sqrt(s))")
    velocity, point = together(
        (r.v(t), "=", -t * s * rho ** (t - 1) * x),
        (r.theta(t), "=", (1 + t * sqrt(s)) * rho**t * x),
        because="by induction on t",
        induction=t,
    )
    return double, point, velocity


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def critical_damping_is_best(s: Positive, beta: Real, R: Unit, p: Real, q: Real, r: Real):
    """For a given rate no beta makes both roots shorter than |1 - sqrt(s)|, s = alpha lambda.

    The roots of z^2 - (1 + beta - s) z + beta are p + ri and q - ri, their lengths at most R.
    """
    given = roots_within(R, s, beta, p, q, r)
    half = Rational(1, 2)
    example({s: Rational(1, 4), beta: Rational(1, 4), R: half, p: half, q: half, r: 0})
    low, high = distance_from_one(R, s, p, q, r, given)
    holds(sqrt(s) >= 1 - R, because="the root of the lower bound", using=low)
    holds(sqrt(s) <= 1 + R, because="the root of the upper bound", using=high)
    best = holds(abs(1 - sqrt(s)) <= R, because="both", cases=[sqrt(s) <= 1])
    return low, high, best


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="gitman2019")
def noise_floor(
    alpha: Positive,
    beta: Decay,
    lambda_: Positive,
    sigma: Positive,
    c: Real,
    F: Real,
    t: Natural,
    x: Real,
    n: RandomSequence,
):
    """Gradient noise keeps E x^2 at a floor; for small rates 1/(1 - beta) times that of beta = 0.

    The noise n has E n^2 = sigma^2 and is uncorrelated with the state it meets. The iterates p, q,
    r run without noise: p from x, the other two for the noise that would have been there before.
    """
    s = alpha * lambda_
    assume(s < 2 * (1 + beta))
    given = assume(equation(c, 1 - s / (1 + beta)))
    level = assume(
        equation(F, alpha * sigma**2 * (1 + beta) / (lambda_ * (1 - beta) * (2 * (1 + beta) - s)))
    )
    third = Rational(1, 3)
    example(
        {alpha: 1, beta: Rational(1, 2), lambda_: 1, sigma: 1, c: third, F: Rational(3, 2)}
        | {t: 0, x: 1, n: {None: 1}}
    )
    hyper = {"alpha": alpha, "beta": beta}
    r = recursion("momentum.velocity", gradient=lambda q, i: lambda_ * q + n(i), start=x, **hyper)
    calm = [
        recursion(
            "momentum.velocity",
            gradient=lambda q, _: lambda_ * q,
            start=place,
            initial={"v": speed},
            label=name,
            **hyper,
        )
        for name, place, speed in (("p", x, 0), ("q", 1, 1 - c), ("r", 0, 1))
    ]
    forms = [
        shrinking_form(o.theta, o.v, beta, c, f"_{k}") for o, k in zip(calm, "pqr", strict=True)
    ]
    i, k = index("i"), index("k")
    variance = assume_all(equation(expectation(n(i) ** 2), sigma**2), (i, Steps))
    fresh = (
        assume_all(equation(expectation(n(i) * r.theta(i - 1)), 0), (i, Steps)),
        assume_all(equation(expectation(n(i) * r.v(i - 1)), 0), (i, Steps)),
    )
    holds(c > -1, because="s < 2 (1 + beta)", using=given)
    holds(c < 1, because="0 < s", using=given)
    limits = [
        decay_when_stable(o.theta, o.v, form, beta, c, t, given)[-1]
        for o, form in zip(calm, forms, strict=True)
    ]
    noise = [at(fact, {i: t + 1}) for fact in (variance, *fresh)]

    def moments(t: Any) -> tuple[Any, Any, Any]:
        here, speed = r.theta(t), r.v(t)
        return expectation(here**2), expectation(here * speed), expectation(speed**2)

    xx, xv, vv = moments(t)
    pull, gap = (1 - c) * (1 + beta), 1 - c**2
    kick = F * (1 - beta**2) * gap
    moves = together(
        *zip(
            moments(t + 1),
            "===",
            (
                (1 - pull) ** 2 * xx + 2 * (1 - pull) * beta * xv + beta**2 * vv + kick,
                -pull * (1 - pull) * xx + (1 - 2 * pull) * beta * xv + beta**2 * vv + kick,
                pull**2 * xx - 2 * pull * beta * xv + beta**2 * vv + kick,
            ),
            strict=True,
        ),
        because="squared; the noise is fresh, its variance sigma^2",
        using=[*noise, given, level],
    )
    still: list[Any] = []
    for o in calm:
        still += together(
            (o.theta(t + 1), "=", (1 - pull) * o.theta(t) + beta * o.v(t)),
            (o.v(t + 1), "=", -pull * o.theta(t) + beta * o.v(t)),
            because="the rule",
            using=given,
        )

    def left(a: Any, b: Any, t: Any) -> Any:
        """What is not forgotten yet: of the start, and of beginning without noise."""
        return a[0](t) * b[0](t) - F * (a[1](t) * b[1](t) + gap * a[2](t) * b[2](t))

    places = [o.theta for o in calm]
    speeds = [o.v for o in calm]
    known = together(
        (xx, "=", F + left(places, places, t)),
        (xv, "=", (1 - c) * F + left(places, speeds, t)),
        (vv, "=", 2 * (1 - c) * F + left(speeds, speeds, t)),
        because="by induction on t; theta_p, theta_q, theta_r run without noise",
        induction=t,
        using=[*moves, *still],
    )
    with derivation(Limit(expectation(r.theta(k) ** 2), k, "oo")) as limit:
        limit.eq(
            Limit(F + left(places, places, k), k, "oo"), because="those moments", using=known[0]
        )
        limit.eq(F, because="without noise all go to 0, as in momentum.stability", using=limits)
    return *moves, *known, *limits, limit
