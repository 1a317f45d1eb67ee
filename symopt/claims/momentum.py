"""Momentum in its three forms: their maps, what they add up, and when they are stable."""

from typing import Any

from symopt.claims._quadratic import decay_when_oscillating, halves, triangle
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Natural,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    Sum,
    assume,
    claim,
    derivation,
    equation,
    example,
    holds,
    index,
    refute,
    sqrt,
    together,
)


@claim(rules=["momentum", "momentum.accumulating"], source="ng2017")
def accumulating_equals_average(alpha: Sequence, beta: Decay, t: Steps, g: Oracle, x: Real):
    """Average momentum with rates alpha is accumulating momentum with rates alpha (1 - beta).

    The rate may follow any schedule; beta must stay the same.
    """
    avg = recursion("momentum", gradient=g, start=x, label="avg", alpha=alpha, beta=beta)
    acc = recursion(
        "momentum.accumulating",
        gradient=g,
        start=x,
        label="acc",
        alpha=lambda t: alpha(t) * (1 - beta),
        beta=beta,
    )
    velocities, points = together(
        (avg.v(t), "=", (1 - beta) * acc.v(t)),
        (avg.theta(t), "=", acc.theta(t)),
        because="by induction on t: both take the same gradient at the same point",
        induction=t,
    )
    return points, velocities


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="sutskever2013")
def velocity_equals_accumulating(alpha: Real, beta: Decay, t: Steps, g: Oracle, x: Real):
    """With a constant rate the velocity form is the accumulating form: its state is -alpha v."""
    vel = recursion("momentum.velocity", gradient=g, start=x, label="vel", alpha=alpha, beta=beta)
    acc = recursion(
        "momentum.accumulating", gradient=g, start=x, label="acc", alpha=alpha, beta=beta
    )
    velocities, points = together(
        (vel.v(t), "=", -alpha * acc.v(t)),
        (vel.theta(t), "=", acc.theta(t)),
        because="by induction on t: both take the same gradient at the same point",
        induction=t,
    )
    return points, velocities


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="sutskever2013")
def velocity_needs_a_constant_rate(alpha: Sequence, beta: Decay, g: Sequence, x: Real):
    """After two steps the two forms differ by beta (alpha_1 - alpha_2) g_1.

    So they agree on all gradients only if beta = 0 or the rate does not change.
    """
    vel = recursion("momentum.velocity", gradient=g, start=x, label="vel", alpha=alpha, beta=beta)
    acc = recursion(
        "momentum.accumulating", gradient=g, start=x, label="acc", alpha=alpha, beta=beta
    )
    with derivation(acc.theta(2) - vel.theta(2)) as d:
        d.eq(
            (x - alpha(1) * g(1) - alpha(2) * (beta * g(1) + g(2)))
            - (x - alpha(1) * g(1) - (beta * alpha(1) * g(1) + alpha(2) * g(2))),
            because="two steps of each",
        )
        d.eq(beta * (alpha(1) - alpha(2)) * g(1), because="all else cancels")
    return d


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="pytorch2019", expect="refuted")
def velocity_under_a_schedule(alpha: Sequence, beta: Decay, g: Sequence, x: Real):
    """The velocity form is the accumulating form under any schedule of the rate."""
    vel = recursion("momentum.velocity", gradient=g, start=x, label="vel", alpha=alpha, beta=beta)
    acc = recursion(
        "momentum.accumulating", gradient=g, start=x, label="acc", alpha=alpha, beta=beta
    )
    return refute(
        equation(vel.theta(2), acc.theta(2)),
        at={alpha: [1, Rational(1, 2)], beta: Rational(1, 2), g: [1, 0], x: 0},
    )


@claim(rules=["momentum.accumulating"], source="goodfellow2016")
def unrolled(alpha: Real, beta: Decay, t: Steps, g: Sequence, x: Real):
    """A gradient that is k - 1 steps old has been applied with alpha (1 - beta^k)/(1 - beta).

    In the end that is alpha/(1 - beta): momentum multiplies the rate.
    """
    acc = recursion("momentum.accumulating", gradient=g, start=x, alpha=alpha, beta=beta)
    k = index("k")
    velocity, point = together(
        (acc.v(t), "=", Sum(beta ** (t - k) * g(k), (k, 1, t))),
        (
            acc.theta(t),
            "=",
            x - alpha * Sum((1 - beta ** (t - k + 1)) / (1 - beta) * g(k), (k, 1, t)),
        ),
        because="by induction on t",
        induction=t,
    )
    return point, velocity


@claim(rules=["momentum", "momentum.accumulating"], source="goodfellow2016")
def constant_gradient(alpha: Positive, beta: Decay, t: Steps, c: Real, x: Real):
    """Down a constant slope c the steps tend to alpha/(1 - beta) c, the average's to alpha c."""
    acc = recursion(
        "momentum.accumulating",
        gradient=lambda _, __: c,
        start=x,
        label="acc",
        alpha=alpha,
        beta=beta,
    )
    avg = recursion(
        "momentum", gradient=lambda _, __: c, start=x, label="avg", alpha=alpha, beta=beta
    )
    geometric = "by induction on t: a geometric sum"
    v = holds(equation(acc.v(t), (1 - beta**t) / (1 - beta) * c), because=geometric, induction=t)
    w = holds(equation(avg.v(t), (1 - beta**t) * c), because=geometric, induction=t)
    n = index("n")
    with derivation(Limit(acc.theta(n - 1) - acc.theta(n), n, "oo")) as fast:
        fast.eq(
            Limit(alpha * (1 - beta**n) / (1 - beta) * c, n, "oo"),
            because="the step is alpha v",
            using=v,
        )
        fast.eq(alpha / (1 - beta) * c, because="beta^n -> 0")
    with derivation(Limit(avg.theta(n - 1) - avg.theta(n), n, "oo")) as slow:
        slow.eq(Limit(alpha * (1 - beta**n) * c, n, "oo"), because="the step is alpha v", using=w)
        slow.eq(alpha * c, because="beta^n -> 0")
    return v, w, fast, slow


@claim(rules=["momentum", "momentum.accumulating"], source="goodfellow2016")
def alternating_gradient(alpha: Positive, beta: Decay, t: Steps, c: Real, x: Real):
    """Of a gradient that alternates in sign the average keeps (1 - beta)/(1 + beta) in the end."""

    def zigzag(_: Any, t: Any) -> Any:
        return (-1) ** t * c

    acc = recursion(
        "momentum.accumulating", gradient=zigzag, start=x, label="acc", alpha=alpha, beta=beta
    )
    avg = recursion("momentum", gradient=zigzag, start=x, label="avg", alpha=alpha, beta=beta)
    geometric = "by induction on t: a geometric sum in -beta"
    w = holds(
        equation((-1) ** t * acc.v(t), (1 - (-beta) ** t) / (1 + beta) * c),
        because=geometric,
        induction=t,
    )
    v = holds(
        equation((-1) ** t * avg.v(t), (1 - beta) / (1 + beta) * (1 - (-beta) ** t) * c),
        because=geometric,
        induction=t,
    )
    n = index("n")
    with derivation(Limit((-1) ** n * avg.v(n), n, "oo")) as limit:
        limit.eq(
            Limit((1 - beta) / (1 + beta) * (1 - (-beta) ** n) * c, n, "oo"),
            because="the sum",
            using=v,
        )
        limit.eq((1 - beta) / (1 + beta) * c, because="(-beta)^n -> 0")
    return v, w, limit


@claim(
    rules=["momentum", "momentum.accumulating", "momentum.velocity", "gd"], source="goodfellow2016"
)
def without_decay(alpha: Sequence, t: Steps, g: Oracle, x: Real):
    """With beta = 0 all three forms are gradient descent, under any schedule."""
    plain = recursion("gd", gradient=g, start=x, label="gd", alpha=alpha)
    same: list[Any] = []
    for name, label in (
        ("momentum", "avg"),
        ("momentum.accumulating", "acc"),
        ("momentum.velocity", "vel"),
    ):
        form = recursion(name, gradient=g, start=x, label=label, alpha=alpha, beta=0)
        same.append(equation(form.theta(t), plain.theta(t)))
    return tuple(holds(one, because="by induction on t", induction=t) for one in same)


@claim(rules=["momentum.velocity"], source="ghadimi2015")
def effective_rate(alpha: Real, beta: Decay, t: Steps, g: Oracle, x: Real):
    """The point x + beta/(1 - beta) (last step) moves by gradient steps of rate alpha/(1 - beta).

    The gradient is the one at x, not at the point that moves.
    """
    r = recursion("momentum.velocity", gradient=g, start=x, alpha=alpha, beta=beta)
    ahead = beta / (1 - beta)
    with derivation(r.theta(t) + ahead * r.v(t)) as d:
        d.eq(r.theta(t - 1) + r.v(t) / (1 - beta), because="x_t = x_(t-1) + v_t")
        d.eq(
            r.theta(t - 1) + ahead * r.v(t - 1) - alpha / (1 - beta) * g(t, r.theta(t - 1)),
            because="v_t = beta v_(t-1) - alpha g_t",
        )
    return d


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def polyak(
    mu: Positive,
    L: Positive,
    lambda_: Positive,
    alpha: Positive,
    rho: Decay,
    t: Natural,
    x: Real,
):
    """Polyak's tuning converges like ((sqrt(k) - 1)/(sqrt(k) + 1))^t on all curvatures at once.

    Along every eigendirection, from mu to L = k mu; beta = rho^2. The factor 1 + 2t is needed at
    both ends, where the roots meet.
    """
    low, high = assume(mu <= lambda_), assume(lambda_ <= L)
    roots = sqrt(L) + sqrt(mu)
    speed = assume(equation(rho, (sqrt(L) - sqrt(mu)) / roots))
    rate = assume(equation(alpha, 4 / roots**2))
    example({mu: 1, L: 9, lambda_: 4, alpha: Rational(1, 4), rho: Rational(1, 2), t: 0, x: 1})
    r = recursion(
        "momentum.velocity",
        gradient=lambda q, _: lambda_ * q,
        start=x,
        alpha=alpha,
        beta=rho**2,
    )
    s = alpha * lambda_
    parts = halves(r.theta, r.v, rho, s)
    triangle(parts, t)
    with derivation((1 - rho) ** 2) as slow:
        slow.eq(
            alpha * mu, because="1 - rho = 2 sqrt(mu)/(sqrt(L) + sqrt(mu))", using=[speed, rate]
        )
        slow.le(s, because="mu <= lambda", using=low, factors=[alpha])
    with derivation(s) as fast:
        fast.le(alpha * L, because="lambda <= L", using=high, factors=[alpha])
        fast.eq(
            (1 + rho) ** 2, because="1 + rho = 2 sqrt(L)/(sqrt(L) + sqrt(mu))", using=[speed, rate]
        )
    *steps, bound = decay_when_oscillating(r.theta, r.v, parts, rho, s, t, x, (slow, fast))
    width = holds(sqrt(s) <= 1 + rho, because="its square", using=fast)
    with derivation(abs(r.theta(t))) as d:
        d.le(
            (1 + t * sqrt(s)) * rho**t * abs(x),
            because="by induction on t, from that step",
            using=bound,
        )
        d.le(
            (1 + 2 * t) * rho**t * abs(x),
            because="sqrt(s) <= 1 + rho <= 2",
            using=width,
            factors=[t * rho**t * abs(x)],
        )
    with derivation(rho) as condition:
        condition.eq((sqrt(L) - sqrt(mu)) / roots, because="Polyak's choice", using=speed)
        condition.eq((sqrt(L / mu) - 1) / (sqrt(L / mu) + 1), because="divided by sqrt(mu)")
    return slow, fast, *steps, d, condition
