"""Plateaus: how many steps a rule takes for a length D of constant slope g > 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    NonNegative,
    Positive,
    Rational,
    Real,
    Steps,
    Sum,
    at,
    ceiling,
    claim,
    derivation,
    holds,
    index,
    sqrt,
    supposing,
)

if TYPE_CHECKING:
    from symopt.proof.derivation import Derivation
    from symopt.proof.statements import Supposition


def _crossing(
    way: Derivation, steps: Any, length: Any, t: Any, where: Any
) -> tuple[Supposition, Supposition]:
    """The first whole t from `steps` on is the first at which the length is passed."""
    with supposing(ceiling(steps) <= t) as after:
        enough = holds(steps <= t, because="t is whole")
        with derivation(where) as d:
            d.eq(way.lines[-1].expression, because="as shown", using=way)
            d.ge(length, because="t is large enough", using=enough)
        after.then(d)
    with supposing(t < ceiling(steps)) as before:
        short = holds(t < steps, because="t is whole")
        with derivation(where) as d:
            d.eq(way.lines[-1].expression, because="as shown", using=way)
            d.lt(length, because="t is too small", using=short)
        before.then(d)
    return after, before


@claim(rules=["gd"], source="goodfellow2016")
def plateau_gd(alpha: Positive, g: Positive, D: Positive, x: Real, t: Steps):
    """A plateau of slope g and length D takes gradient descent ceil(D/(alpha g)) steps."""
    gd = recursion("gd", gradient=lambda *_: g, start=x, alpha=alpha)
    with derivation(x - gd.theta(t)) as way:
        way.eq(alpha * g * t, because="by induction on t", induction=t)
    return way, *_crossing(way, D / (alpha * g), D, t, x - gd.theta(t))


@claim(rules=["momentum.accumulating"], source="goodfellow2016")
def plateau_momentum(alpha: Positive, beta: Decay, g: Positive, D: Positive, x: Real, t: Steps):
    """The first T with which accumulating momentum is across a plateau of slope g and length D has
    D (1 - beta)/(alpha g) <= T < D (1 - beta)/(alpha g) + beta/(1 - beta) + 1.
    """
    acc = recursion("momentum.accumulating", gradient=lambda *_: g, start=x, alpha=alpha, beta=beta)
    v = derivation(acc.v(t)).eq(
        g * (1 - beta**t) / (1 - beta), because="by induction on t", induction=t
    )
    with derivation(x - acc.theta(t)) as way:
        way.eq(
            alpha * g / (1 - beta) * (t - beta * (1 - beta**t) / (1 - beta)),
            because="by induction on t",
            induction=t,
            using=at(v, {t: t + 1}),
        )
    steps = D * (1 - beta) / (alpha * g)
    with supposing(x - acc.theta(t) >= D) as across:
        there = holds(x - acc.theta(t) >= D)
        with derivation(steps) as d:
            d.le(
                (1 - beta) / (alpha * g) * (x - acc.theta(t)),
                because="it is across",
                using=there,
                factors=[(1 - beta) / (alpha * g)],
            )
            d.eq(t - beta * (1 - beta**t) / (1 - beta), because="as shown", using=way)
            d.le(t, because="something nonnegative is left out")
        across.then(d)
    with supposing(ceiling(steps + beta / (1 - beta)) <= t) as after:
        enough = holds(steps + beta / (1 - beta) <= t, because="t is whole")
        with derivation(x - acc.theta(t)) as d:
            d.eq(
                alpha * g / (1 - beta) * (t - beta * (1 - beta**t) / (1 - beta)),
                because="as shown",
                using=way,
            )
            d.ge(alpha * g / (1 - beta) * (t - beta / (1 - beta)), because="1 - beta^t <= 1")
            d.ge(D, because="t is large enough", using=enough)
        after.then(d)
    return v, way, across, after


@claim(rules=["adam"], source="kingma2015")
def plateau_adam(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: NonNegative,
    g: Positive,
    D: Positive,
    x: Real,
    t: Steps,
):
    """A plateau of slope g and length D takes Adam ceil(D (g + epsilon)/(alpha g)) steps: with
    epsilon = 0, ceil(D/alpha), however small the slope.
    """
    adam = recursion(
        "adam",
        gradient=lambda *_: g,
        start=x,
        alpha=alpha,
        beta1=beta1,
        beta2=beta2,
        epsilon=epsilon,
    )
    m = derivation(adam.m(t)).eq((1 - beta1**t) * g, because="by induction on t", induction=t)
    v = derivation(adam.v(t)).eq((1 - beta2**t) * g**2, because="by induction on t", induction=t)
    first = derivation(adam.mhat(t)).eq(
        g, because="the correction undoes it", using=[m, *adam.lines(t, "mhat")]
    )
    second = derivation(adam.vhat(t)).eq(
        g**2, because="the correction undoes it", using=[v, *adam.lines(t, "vhat")]
    )
    with derivation(x - adam.theta(t)) as way:
        way.eq(
            alpha * g / (g + epsilon) * t,
            because="by induction on t",
            induction=t,
            using=[at(first, {t: t + 1}), at(second, {t: t + 1})],
        )
    return (
        m,
        v,
        first,
        second,
        way,
        *_crossing(way, D * (g + epsilon) / (alpha * g), D, t, x - adam.theta(t)),
    )


@claim(rules=["adamax"], source="kingma2015")
def plateau_adamax(
    alpha: Positive, beta1: Decay, beta2: Decay, g: Positive, D: Positive, x: Real, t: Steps
):
    """A plateau of slope g and length D takes AdaMax ceil(D/alpha) steps, whatever g is."""
    adam = recursion(
        "adamax", gradient=lambda *_: g, start=x, alpha=alpha, beta1=beta1, beta2=beta2
    )
    m = derivation(adam.m(t)).eq((1 - beta1**t) * g, because="by induction on t", induction=t)
    u = derivation(adam.u(t)).eq(g, because="by induction on t", induction=t)
    with derivation(x - adam.theta(t)) as way:
        way.eq(
            alpha * t,
            because="by induction on t",
            induction=t,
            using=[at(m, {t: t + 1}), at(u, {t: t + 1})],
        )
    return m, u, way, *_crossing(way, D / alpha, D, t, x - adam.theta(t))


@claim(rules=["rmsprop"], source="tieleman2012")
def plateau_rmsprop(alpha: Positive, rho: Decay, g: Positive, D: Positive, x: Real, t: Steps):
    """A plateau of length D takes RMSProp with epsilon = 0 at most ceil(D/alpha) steps."""
    rms = recursion("rmsprop", gradient=lambda *_: g, start=x, alpha=alpha, rho=rho, epsilon=0)
    s = derivation(rms.s(t)).eq((1 - rho**t) * g**2, because="by induction on t", induction=t)
    root = holds(sqrt(1 - rho**t) <= 1)
    with derivation(rms.theta(t - 1) - rms.theta(t)) as step:
        step.eq(
            alpha / sqrt(1 - rho**t), because="the slope cancels", using=[s, *rms.lines(t, "theta")]
        )
        step.ge(alpha, because="the root is at most 1", using=root)
    with derivation(x - rms.theta(t)) as way:
        way.ge(
            alpha * t,
            because="t such steps",
            induction=t,
            using=[at(step, {t: t + 1}), at(step, {t: 1})],
        )
    with supposing(ceiling(D / alpha) <= t) as after:
        enough = holds(D / alpha <= t, because="t is whole")
        with derivation(x - rms.theta(t)) as d:
            d.ge(alpha * t, because="as shown", using=way)
            d.ge(D, because="t is large enough", using=enough)
        after.then(d)
    return s, step, way, after


@claim(rules=["adagrad"], source="duchi2011")
def plateau_adagrad(alpha: Positive, g: Positive, D: Positive, x: Real, t: Steps):
    """The number T of steps that AdaGrad with epsilon = 0 takes for a plateau of length D has
    ((D/alpha + 1)/2)^2 <= T <= ceil((D/(2 alpha) + 1)^2 - 1).
    """
    k = index("k")
    ada = recursion("adagrad", gradient=lambda *_: g, start=x, alpha=alpha, epsilon=0)
    s = derivation(ada.s(t)).eq(t * g**2, because="by induction on t", induction=t)
    with derivation(x - ada.theta(t)) as way:
        way.eq(
            alpha * Sum(1 / sqrt(k), (k, 1, t)),
            because="by induction on t",
            induction=t,
            using=[at(s, {t: t + 1})],
        )
    with derivation(Sum(1 / sqrt(k), (k, 1, t))) as high:
        high.le(
            2 * sqrt(t) - 1,
            because="by induction on t",
            induction=t,
            squares=[(1 / sqrt(t + 1), sqrt(t + 1) - sqrt(t))],
        )
    with derivation(Sum(1 / sqrt(k), (k, 1, t))) as low:
        low.ge(
            2 * sqrt(t + 1) - 2,
            because="by induction on t",
            induction=t,
            squares=[(1 / sqrt(t + 1), sqrt(t + 2) - sqrt(t + 1))],
        )
    with supposing(x - ada.theta(t) >= D) as across:
        there = holds(x - ada.theta(t) >= D)
        with derivation(D / alpha) as d:
            d.le(
                (x - ada.theta(t)) / alpha, because="it is across", using=there, factors=[1 / alpha]
            )
            d.eq(Sum(1 / sqrt(k), (k, 1, t)), because="as shown", using=way)
            d.le(2 * sqrt(t) - 1, because="the bound from above", using=high)
        half = (D / alpha + 1) / 2
        root = holds(half <= sqrt(t), using=d, factors=[Rational(1, 2)])
        with derivation(half**2) as e:
            e.le(t, because="the line above, squared", using=root, factors=[sqrt(t) + half])
        across.then(d, e)
    with supposing(ceiling((D / (2 * alpha) + 1) ** 2) <= t + 1) as after:
        enough = holds((D / (2 * alpha) + 1) ** 2 <= t + 1)
        root = holds(D / (2 * alpha) + 1 <= sqrt(t + 1), using=enough)
        with derivation(x - ada.theta(t)) as d:
            d.eq(alpha * Sum(1 / sqrt(k), (k, 1, t)), because="as shown", using=way)
            d.ge(alpha * (2 * sqrt(t + 1) - 2), because="the bound from below", using=low)
            d.ge(D, because="the root of what t + 1 is at least", using=root)
        after.then(d)
    return s, way, high, low, across, after
