"""AdaGrad, RMSProp and Adadelta: what dividing by past gradients does, and where epsilon stands."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    NonNegative,
    NonZero,
    OpenUnit,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    Sum,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    holds,
    index,
    refute,
    sequence,
    sign,
    sqrt,
    supposing,
    together,
    unequal,
)


@claim(rules=["adagrad"], source="duchi2011")
def rates_never_grow(alpha: Positive, epsilon: Positive, t: Steps, g: Sequence, x: Real):
    """AdaGrad's rate alpha/(sqrt(s) + epsilon) never grows."""
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    positive = holds(ada.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    with derivation(alpha / (sqrt(ada.s(t + 1)) + epsilon)) as d:
        d.eq(alpha / (sqrt(ada.s(t) + g(t + 1) ** 2) + epsilon), because="one more square")
        d.le(alpha / (sqrt(ada.s(t)) + epsilon), because="the root does not shrink")
    return d


@claim(rules=["rmsprop"], source="reddi2018", expect="refuted")
def rmsprop_rates_never_grow(
    alpha: Positive, rho: Decay, epsilon: NonNegative, g: Sequence, x: Real
):
    """RMSProp's rate alpha/(sqrt(s) + epsilon) never grows."""
    rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=epsilon)
    rate = [alpha / (sqrt(rms.s(t)) + epsilon) for t in (1, 2)]
    return refute(
        rate[1] <= rate[0],
        at={alpha: 1, rho: Rational(9, 25), epsilon: 0, x: 0, g: [1, 0]},
    )


@claim(rules=["adagrad.no-eps"], source="duchi2011")
def constant_gradient(alpha: Positive, c: NonZero, t: Steps, x: Real):
    """Without epsilon and with a constant gradient, AdaGrad's step at time t is alpha/sqrt(t)."""
    ada = recursion("adagrad.no-eps", gradient=lambda point, step: c, start=x, alpha=alpha)
    total = holds(
        equation(ada.s(t), c**2 * t), because="t equal squares, by induction", induction=t
    )
    with derivation(ada.theta(t - 1) - ada.theta(t)) as d:
        d.eq(alpha * c / sqrt(ada.s(t)), because="definition")
        d.eq(alpha * c / sqrt(c**2 * t), because="t equal squares", using=total)
        d.eq(alpha * sign(c) / sqrt(t), because="c/|c| is the sign")
    return d


@claim(rules=["adagrad.no-eps", "rmsprop.no-eps"], source="duchi2011")
def scaling(alpha: Positive, rho: Decay, c: Positive, t: Steps, g: Oracle, x: Real):
    """Without epsilon, multiplying the loss by c > 0 changes nothing."""
    assume(unequal(g(1, x), 0))
    ada = recursion("adagrad.no-eps", gradient=g, start=x, alpha=alpha)
    new = recursion(
        "adagrad.no-eps",
        gradient=lambda point, step: c * g(step, point),
        start=x,
        alpha=alpha,
        label="new",
    )
    return together(
        (0, "<", ada.s(t)),
        (new.s(t), "=", c**2 * ada.s(t)),
        (new.theta(t), "=", ada.theta(t)),
        induction=t,
        because="the root grows by c as the gradient does",
    )
