"""Which rules leave a saddle, and how fast.

Along a direction in which the surface curves down by c, it is -c x^2/2 to second order, and its
gradient is -c x: on that the rules are run, from x > 0 where the other side is its mirror image.
"""

from __future__ import annotations

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Field,
    FromTwo,
    Natural,
    OpenUnit,
    Positive,
    PositiveSequence,
    Rational,
    Real,
    Steps,
    assume,
    assume_all,
    at,
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


def _downhill(c: Any) -> Any:
    """The gradient of -c x^2/2."""
    return lambda point, _: -c * point


@claim(rules=["gd"], source="dauphin2014")
def escape_gradient_descent(alpha: Positive, c: Positive, x: Real, t: Natural):
    """Gradient descent leaves a saddle as (1 + alpha c)^t, from every start but x = 0."""
    gd = recursion("gd", gradient=_downhill(c), start=x, alpha=alpha)
    with derivation(gd.theta(t)) as d:
        d.eq((1 + alpha * c) ** t * x, because="by induction on t", induction=t)
    return d


@claim(rules=["gd", "momentum.velocity"], source="sutskever2013")
def escape_momentum_is_faster(
    alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: FromTwo
):
    """From the second step on, momentum at gradient descent's rate is further from the saddle.

    In the velocity form, and so in the accumulating form, which takes the same steps.
    """
    gd = recursion("gd", gradient=_downhill(c), start=x, label="gd", alpha=alpha)
    momentum = recursion(
        "momentum.velocity", gradient=_downhill(c), start=x, alpha=alpha, beta=beta
    )
    *_, further = together(
        (0, "<", momentum.v(t)),
        (0, "<", momentum.theta(t)),
        (0, "<", gd.theta(t)),
        (gd.theta(t), "<", momentum.theta(t)),
        because="by induction on t: momentum adds beta v > 0 to a step from further out",
        induction=t,
    )
    return further


@claim(rules=["momentum.velocity"], source="polyak1964")
def escape_momentum_factor(
    alpha: Positive, beta: OpenUnit, c: Positive, x: Real, z: Positive, t: Natural
):
    """Momentum leaves a saddle as z^t, z > 1 a root of z^2 - (1 + s + beta) z + beta, s = alpha c:
    by more than gradient descent's 1 + s a step, and by less than 1 + s/(1 - beta).
    """
    assume(z > 1)
    s = alpha * c
    root = assume(equation(z**2 - (1 + s + beta) * z + beta, 0))
    example({alpha: 1, beta: Rational(1, 2), c: Rational(3, 4), x: 1, z: 2, t: 1})
    momentum = recursion(
        "momentum.velocity", gradient=_downhill(c), start=x, alpha=alpha, beta=beta
    )
    with derivation(z - (1 + s)) as low:
        low.eq(beta * s / (z - beta), because="(z - 1 - s)(z - beta) = beta s", using=root)
        low.gt(0, because="beta < 1 < z")
    with derivation(z - 1) as high:
        high.eq(s * z / (z - beta), because="(z - 1)(z - beta) = s z", using=root)
        high.lt(s / (1 - beta), because="z (1 - beta) < z - beta")
    width = z**2 - beta
    growing, fading = (z - beta) * z ** (t + 1), beta * (z - 1) * (beta / z) ** t
    _, path = together(
        (momentum.v(t), "=", x * (z - 1) * (z - beta) * (z**t - (beta / z) ** t) / width),
        (momentum.theta(t), "=", x * (growing + fading) / width),
        because="by induction on t; beta/z < 1 is the other root",
        induction=t,
        using=root,
    )
    return low, high, path


@claim(rules=["gd", "momentum"], source="ng2017")
def escape_average_momentum_is_slower(
    alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: Steps
):
    """At the same rate, average momentum leaves a saddle more slowly than gradient descent."""
    gd = recursion("gd", gradient=_downhill(c), start=x, label="gd", alpha=alpha)
    average = recursion("momentum", gradient=_downhill(c), start=x, alpha=alpha, beta=beta)
    *_, slower = together(
        (0, "<", average.theta(t)),
        (average.v(t), "<", 0),
        (-c * average.theta(t), "<", average.v(t)),
        (average.theta(t), "<", (1 + alpha * c) * average.theta(t - 1)),
        (average.theta(t), "<", gd.theta(t)),
        because="by induction on t: the average lags behind gradients that grow",
        induction=t,
    )
    return slower


@claim(rules=["gd", "momentum"], source="ng2017", expect="refuted")
def escape_average_momentum_is_faster(
    alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: Steps
):
    """Momentum in any form is at least as far from the saddle as gradient descent."""
    gd = recursion("gd", gradient=_downhill(c), start=x, label="gd", alpha=alpha)
    average = recursion("momentum", gradient=_downhill(c), start=x, alpha=alpha, beta=beta)
    return refute(
        gd.theta(t) <= average.theta(t),
        at={alpha: 1, beta: Rational(1, 2), c: 1, x: 1, t: 3},
    )


@claim(rules=["nesterov", "momentum.velocity"], source="sutskever2013")
def escape_nesterov_is_fastest(
    alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: FromTwo
):
    """From the second step on, Nesterov momentum is further from the saddle than momentum."""
    momentum = recursion(
        "momentum.velocity", gradient=_downhill(c), start=x, alpha=alpha, beta=beta
    )
    nesterov = recursion(
        "nesterov", gradient=_downhill(c), start=x, label="nag", alpha=alpha, mu=beta
    )
    *_, further = together(
        (0, "<", momentum.theta(t)),
        (0, "<", momentum.v(t)),
        (momentum.v(t), "<", nesterov.v(t)),
        (momentum.theta(t), "<", nesterov.theta(t)),
        because="by induction on t: further ahead the slope is steeper",
        induction=t,
    )
    return further


# Adam's family comes first: where less is known, its signs are found sooner.
_STAY = (
    "adam",
    "adamax.eps",
    "nadam",
    "amsgrad.eps",
    "gd",
    "momentum",
    "momentum.accumulating",
    "momentum.velocity",
    "nesterov",
    "nesterov.rearranged",
    "nesterov.pytorch",
    "adagrad",
    "rmsprop",
    "adadelta",
    "lion",
)


@claim(rules=_STAY, source="dauphin2014")
def escape_zero_gradient(
    x: Real, t: Natural, g: Field, alpha: Positive, beta: Decay, rho: Decay, epsilon: Positive
):
    """Where the gradient is exactly zero, every rule that starts at rest stays for ever.

    That is with epsilon > 0, else the adaptive rules divide 0 by 0, and without weight decay.
    """
    from symopt import rules

    zero = assume(equation(g(x), 0))
    values: dict[str, Any] = dict.fromkeys(("beta", "beta1", "mu"), beta)
    values |= {"alpha": alpha, "epsilon": epsilon, "weight_decay": 0, "beta2": rho, "rho": rho}
    made = {
        name: recursion(
            name,
            gradient=g,
            start=x,
            label=name.replace(".", "_"),
            **{key: values[key] for key in rules.get(name).defaults},
        )
        for name in _STAY
    }
    stays = []
    for name, run in made.items():
        # AdaMax adds epsilon to the size of the gradient, so that only its u does not stay 0.
        still = [
            (
                0,
                "<=" if (name, state.name) == ("adamax.eps", "u") else "=",
                run.sequences[state.name](t),
            )
            for state in rules.get(name).states
        ]
        *_, stay = together(
            *still,
            (run.theta(t), "=", x),
            because="by induction on t: no state changes",
            induction=t,
            using=zero,
        )
        stays.append(stay)
    return stays


@claim(rules=["rmsprop"], source="dauphin2014")
def escape_rmsprop(alpha: Positive, rho: Decay, g: PositiveSequence, x: Real, t: Steps):
    """Where gradients keep their sign and do not shrink, as on the way off a saddle, RMSProp with
    epsilon = 0 moves at least alpha a step, however small they are.
    """
    i = index("i")
    grows = assume_all(g(i) <= g(i + 1), (i, Steps))
    run = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=0)
    derivation(run.s(t)).gt(0, because="by induction on t", induction=t)
    square = holds(g(t) ** 2 <= g(t + 1) ** 2, using=at(grows, {i: t}))
    with derivation(run.s(t)) as mean:
        mean.le(
            g(t) ** 2,
            because="by induction on t: no square is larger than the last",
            induction=t,
            using=square,
            factors=[rho, rho],
        )
    root = holds(sqrt(run.s(t)) <= g(t))
    with derivation(run.theta(t - 1) - run.theta(t)) as d:
        d.eq(alpha * g(t) / sqrt(run.s(t)), because="the rule", using=run.lines(t, "theta"))
        d.ge(alpha, because="the root is at most g_t", using=root)
    return mean, d


@claim(rules=["adagrad"], source="duchi2011")
def escape_adagrad(alpha: Positive, g: PositiveSequence, x: Real, t: Steps):
    """Where gradients keep their sign and do not shrink, AdaGrad with epsilon = 0 moves at least
    alpha/sqrt(t) at step t.
    """
    i = index("i")
    grows = assume_all(g(i) <= g(i + 1), (i, Steps))
    run = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=0)
    derivation(run.s(t)).gt(0, because="by induction on t", induction=t)
    square = holds(g(t) ** 2 <= g(t + 1) ** 2, using=at(grows, {i: t}))
    with derivation(run.s(t)) as total:
        total.le(
            t * g(t) ** 2,
            because="by induction on t: no square is larger than the last",
            induction=t,
            using=square,
            factors=[1, t],
        )
    root = holds(sqrt(run.s(t)) <= sqrt(t) * g(t))
    with derivation(run.theta(t - 1) - run.theta(t)) as d:
        d.eq(alpha * g(t) / sqrt(run.s(t)), because="the rule", using=run.lines(t, "theta"))
        d.ge(alpha / sqrt(t), because="the root is at most sqrt(t) g_t", using=root)
    return total, d


@claim(rules=["adam"], source="kingma2015")
def escape_adam(
    alpha: Positive, beta1: Decay, beta2: Decay, g: PositiveSequence, x: Real, t: Steps
):
    """Where gradients keep their sign and do not shrink, Adam with epsilon = 0 moves at least
    alpha (1 - beta1) a step, however small they are.
    """
    i = index("i")
    grows = assume_all(g(i) <= g(i + 1), (i, Steps))
    run = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    with derivation(run.m(t)) as first:
        first.ge((1 - beta1) * g(t), because="by induction on t", induction=t, using=grows)
    derivation(run.v(t)).gt(0, because="by induction on t", induction=t)
    square = holds(g(t) ** 2 <= g(t + 1) ** 2, using=at(grows, {i: t}))
    with derivation(run.v(t)) as second:
        second.le(
            (1 - beta2**t) * g(t) ** 2,
            because="by induction on t: no square is larger than the last",
            induction=t,
            using=square,
            factors=[beta2, beta2 * (1 - beta2**t)],
        )
    root = holds(sqrt(run.v(t)) <= sqrt(1 - beta2**t) * g(t))
    with derivation(run.theta(t - 1) - run.theta(t)) as d:
        d.eq(
            alpha * run.m(t) / (1 - beta1**t) * sqrt(1 - beta2**t) / sqrt(run.v(t)),
            because="the rule",
            using=run.lines(t, "theta", "mhat", "vhat"),
        )
        d.ge(
            alpha * (run.m(t) / (1 - beta1**t)) / g(t),
            because="the bound on v_t",
            using=root,
        )
        d.ge(alpha * (1 - beta1) / (1 - beta1**t), because="the bound on m_t", using=first)
        d.ge(alpha * (1 - beta1), because="1 - beta1^t <= 1")
    return first, second, d


@claim(rules=["rmsprop"], source="dauphin2014", expect="refuted")
def escape_rmsprop_with_epsilon(
    alpha: Positive, rho: Decay, epsilon: Positive, g: Positive, x: Real, t: Steps
):
    """With epsilon > 0 too, RMSProp moves at least alpha a step along a constant gradient."""
    run = recursion(
        "rmsprop", gradient=lambda *_: g, start=x, alpha=alpha, rho=rho, epsilon=epsilon
    )
    return refute(
        run.theta(t - 1) - run.theta(t) >= alpha,
        at={alpha: 1, rho: 0, epsilon: 1, g: 1, x: 0, t: 1},
    )
