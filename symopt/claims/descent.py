"""Gradient descent on quadratics: when it converges, how fast, and what does not help."""

from typing import Any

from symopt.claims import _variants
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Limit,
    Natural,
    NonZero,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    claim,
    derivation,
    equation,
    holds,
    index,
    maximum,
    refute,
    supposing,
)


@claim(rules=["gd"], source="goodfellow2016")
def closed_form(alpha: Real, lambda_: Real, t: Natural, x: Real, m: Real):
    """Along an eigendirection of a quadratic, x_t - m = (1 - alpha lambda)^t (x_0 - m).

    m is the minimum.
    """
    gd = _quadratic(alpha, lambda_, x, m)
    return holds(
        equation(gd.theta(t) - m, (1 - alpha * lambda_) ** t * (x - m)),
        because="by induction on t: a step multiplies the distance by 1 - alpha lambda",
        induction=t,
    )


@claim(rules=["gd"], source="polyak1964")
def stability(
    alpha: Real, mu: Positive, L: Positive, lambda_: Positive, t: Natural, x: Real, m: Real
):
    """On a quadratic, gradient descent converges from every start iff 0 < alpha < 2/L.

    The curvatures lie between mu and L, and each eigendirection moves by itself. At alpha = 2/L
    that of L only swings; with larger or nonpositive rates it never comes nearer.
    """
    assume(mu <= lambda_)
    below_top = assume(lambda_ <= L)
    low = _quadratic(alpha, lambda_, x, m)
    top = _quadratic(alpha, L, x, m, label="L")
    form = _closed(low, alpha * lambda_, t, x, m)
    top_form = _closed(top, alpha * L, t, x, m)
    n = index("n")
    with supposing(alpha > 0, alpha < 2 / L) as inside:
        with derivation(alpha * lambda_) as short:
            short.le(alpha * L, because="lambda <= L", using=below_top, factors=[alpha])
            short.lt(2, because="alpha < 2/L", using=inside.given[1], factors=[L])
        holds(1 - alpha * lambda_ > -1, because="alpha lambda < 2", using=short)
        holds(1 - alpha * lambda_ < 1, because="alpha lambda > 0")
        with derivation(Limit(low.theta(n), n, "oo")) as limit:
            limit.eq(
                Limit(m + (1 - alpha * lambda_) ** n * (x - m), n, "oo"),
                because="the closed form",
                using=form,
            )
            limit.eq(m, because="|1 - alpha lambda| < 1")
        inside.then(limit)
    with supposing(equation(alpha, 2 / L)) as edge:
        swing = holds(
            equation(top.theta(t) - m, (-1) ** t * (x - m)),
            because="1 - alpha L = -1",
            using=[top_form, *edge.given],
        )
        edge.then(swing)
    with supposing(alpha >= 2 / L) as outside:
        away = _never_nearer(top, 1 - alpha * L, t, x, m)
        outside.then(away)
    with supposing(alpha <= 0) as wrong:
        back = _never_nearer(top, 1 - alpha * L, t, x, m)
        wrong.then(back)
    return form, inside, edge, outside, wrong


@claim(rules=["gd"], source="polyak1964")
def best_rate(alpha: Real, mu: Positive, L: Positive, lambda_: Positive):
    """The rate 2/(L + mu), and no other, makes the largest |1 - alpha lambda| smallest.

    It is then (L - mu)/(L + mu) = (k - 1)/(k + 1) with k = L/mu.
    """
    assume(mu <= lambda_)
    assume(lambda_ <= L)
    best = 2 / (L + mu)
    factor = (L - mu) / (L + mu)
    with derivation(abs(1 - best * lambda_)) as reached:
        reached.eq(abs(L + mu - 2 * lambda_) / (L + mu), because="over one denominator")
        reached.le(factor, because="lambda lies between mu and L")
    worst = maximum(abs(1 - alpha * mu), abs(1 - alpha * L))
    with supposing(alpha < best) as less:
        with derivation(worst) as slow:
            slow.ge(abs(1 - alpha * mu), because="one of the two")
            slow.ge(1 - alpha * mu, because="its absolute value")
            slow.gt(factor, because="alpha < 2/(L + mu)", using=less.given, factors=[mu])
        less.then(slow)
    with supposing(alpha > best) as more:
        with derivation(worst) as fast:
            fast.ge(abs(1 - alpha * L), because="one of the two")
            fast.ge(alpha * L - 1, because="its absolute value")
            fast.gt(factor, because="alpha > 2/(L + mu)", using=more.given, factors=[L])
        more.then(fast)
    with derivation(factor) as condition:
        condition.eq((L / mu - 1) / (L / mu + 1), because="divided by mu")
    return reached, less, more, condition


@claim(rules=["gd"], source="cauchy1847")
def parabola(t: Natural):
    """On x^2 from 0.7, the rate 1 swings from 0.7 to -0.7; 0.15 gives 0.49, 0.343, ..."""
    start = Rational("0.7")
    swing = recursion("gd", gradient=lambda q, _: 2 * q, start=start, alpha=1, label="wide")
    calm = recursion("gd", gradient=lambda q, _: 2 * q, start=start, alpha=Rational("0.15"))
    wide = holds(
        equation(swing.theta(t), (-1) ** t * start),
        because="by induction on t: 1 - 2 = -1",
        induction=t,
    )
    small = holds(
        equation(calm.theta(t), start ** (t + 1)),
        because="by induction on t: 1 - 0.3 = 0.7",
        induction=t,
    )
    numbers = [
        holds(equation(calm.theta(step), Rational(value)), because=f"0.7^{step + 1}")
        for step, value in enumerate(("0.49", "0.343", "0.2401", "0.16807", "0.117649"), 1)
    ]
    return wide, small, *numbers


@claim(rules=["gd"], source="cauchy1847", expect="refuted")
def misprinted_parabola():
    """On x^2 from 0.7 with rate 0.15, the fifth iterate is 0.009, to three decimals."""
    gd = recursion("gd", gradient=lambda q, _: 2 * q, start=Rational("0.7"), alpha=Rational("0.15"))
    return refute(abs(gd.theta(5) - Rational("0.009")) <= Rational("0.0005"), at={})


@claim(rules=["gd"], source="nesterov2004")
def falling_cost(alpha: Real, lambda_: Positive, x: NonZero):
    """On a quadratic a step from anywhere but the minimum lowers the cost iff 0 < alpha < 2/lambda.

    In many dimensions every eigendirection has its own lambda; the largest decides.
    """
    gd = recursion("gd", gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha)
    drop = -alpha * (1 - alpha * lambda_ / 2) * (lambda_ * x) ** 2
    with derivation(lambda_ * gd.theta(1) ** 2 / 2 - lambda_ * x**2 / 2) as change:
        change.eq(
            lambda_ * (1 - alpha * lambda_) ** 2 * x**2 / 2 - lambda_ * x**2 / 2,
            because="the rule",
        )
        change.eq(drop, because="multiplied out: the descent lemma with equality")
    with supposing(alpha > 0, alpha < 2 / lambda_) as inside:
        with derivation(lambda_ * gd.theta(1) ** 2 / 2 - lambda_ * x**2 / 2) as falls:
            falls.eq(drop, because="as shown", using=change)
            falls.lt(0, because="both factors are positive")
        inside.then(falls)
    with supposing(alpha >= 2 / lambda_) as outside:
        holds(1 - alpha * lambda_ / 2 <= 0, because="the second factor", using=outside.given)
        with derivation(lambda_ * gd.theta(1) ** 2 / 2 - lambda_ * x**2 / 2) as grows:
            grows.eq(drop, because="as shown", using=change)
            grows.ge(0, because="the second factor is not positive")
        outside.then(grows)
    with supposing(alpha <= 0) as wrong:
        with derivation(lambda_ * gd.theta(1) ** 2 / 2 - lambda_ * x**2 / 2) as climbs:
            climbs.eq(drop, because="as shown", using=change)
            climbs.ge(0, because="the first factor is not positive")
        wrong.then(climbs)
    return inside, outside, wrong


@claim(rules=["gd"], source="robbins1951")
def small_steps_stop_short(lambda_: Positive, t: Natural, x: Real):
    """With alpha_t lambda = 1/(t + 1)^2 the steps go to 0, but only half of the way is made."""
    gd = _shrinking(lambda_, x)
    product = holds(
        equation(gd.theta(t), x * (t + 2) / (2 * (t + 1))),
        because="by induction on t: 1 - 1/(t + 1)^2 = t (t + 2)/(t + 1)^2",
        induction=t,
    )
    n = index("n")
    with derivation(Limit(gd.theta(n), n, "oo")) as limit:
        limit.eq(
            Limit(x * (1 + 2 / n) / (2 * (1 + 1 / n)), n, "oo"), because="product", using=product
        )
        limit.eq(x / 2, because="1/n -> 0")
    return product, limit


@claim(rules=["gd"], source="robbins1951", expect="refuted")
def small_steps_mean_convergence(lambda_: Positive, t: Steps, x: Real):
    """Small steps mean convergence: the minimum is at most ten times the last step away."""
    gd = _shrinking(lambda_, x)
    return refute(
        abs(gd.theta(t)) <= 10 * abs(gd.theta(t) - gd.theta(t - 1)),
        at={lambda_: 1, t: 9, x: 1},
    )


@claim(rules=["gd"], source="loshchilov2019")
def l2_is_weight_decay(alpha: Sequence, w: Real, t: Natural, x: Real, g: Oracle):
    """For gradient descent, an L2 term w x^2/2 is a decay of the weights by 1 - alpha w."""
    term = recursion(
        "gd",
        gradient=lambda point, step: g(step, point) + w * point,
        start=x,
        alpha=alpha,
        label="term",
    )
    decay = recursion(
        _variants.gd_decay, gradient=g, start=x, alpha=alpha, weight_decay=w, label="decay"
    )
    return holds(
        equation(term.theta(t), decay.theta(t)),
        because="by induction on t: (1 - alpha w) x - alpha g = x - alpha (g + w x)",
        induction=t,
    )


@claim(rules=["momentum.accumulating"], source="loshchilov2019", expect="refuted")
def l2_is_weight_decay_for_momentum(alpha: Positive, beta: Real, w: Real, x: Real, g: Sequence):
    """For momentum, too, an L2 term w x^2/2 is a decay of the weights by 1 - alpha w."""
    term = recursion(
        "momentum.accumulating",
        gradient=lambda point, step: g(step) + w * point,
        start=x,
        alpha=alpha,
        beta=beta,
        label="term",
    )
    decay = recursion(
        _variants.momentum_decay,
        gradient=g,
        start=x,
        alpha=alpha,
        beta=beta,
        weight_decay=w,
        label="decay",
    )
    half = Rational(1, 2)
    return refute(
        equation(term.theta(2), decay.theta(2)),
        at={alpha: half, beta: half, w: half, x: 1, g: [0, 0]},
    )


def _quadratic(alpha: Any, lambda_: Any, x: Any, m: Any, label: str = "") -> Any:
    """Run gradient descent on lambda (q - m)^2/2."""
    return recursion(
        "gd", gradient=lambda q, _: lambda_ * (q - m), start=x, alpha=alpha, label=label
    )


def _closed(gd: Any, s: Any, t: Any, x: Any, m: Any) -> Any:
    return holds(
        equation(gd.theta(t), m + (1 - s) ** t * (x - m)),
        because="by induction on t",
        induction=t,
    )


def _never_nearer(gd: Any, factor: Any, t: Any, x: Any, m: Any) -> Any:
    """Derive |x_t - m| >= |x_0 - m| where factor >= 1 or factor <= -1 is known."""
    wide = holds(factor**2 >= 1, because="so is the rate")
    with derivation((gd.theta(t + 1) - m) ** 2) as step:
        step.eq(factor**2 * (gd.theta(t) - m) ** 2, because="one step")
        step.ge(
            (gd.theta(t) - m) ** 2,
            because="the factor is at least 1",
            using=wide,
            factors=[(gd.theta(t) - m) ** 2],
        )
    square = holds(
        (gd.theta(t) - m) ** 2 >= (x - m) ** 2,
        because="by induction on t",
        induction=t,
        using=step,
    )
    return holds(abs(gd.theta(t) - m) >= abs(x - m), because="roots", using=square)


def _shrinking(lambda_: Any, x: Any) -> Any:
    return recursion(
        "gd",
        gradient=lambda q, _: lambda_ * q,
        start=x,
        alpha=lambda t: 1 / (lambda_ * (t + 1) ** 2),
    )
