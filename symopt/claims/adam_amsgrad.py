"""AMSGrad: whose rate never grows, and whose does."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
    NonNegative,
    Positive,
    Rational,
    Real,
    Sequence,
    claim,
    derivation,
    refute,
    sqrt,
    together,
)


@claim(rules=["amsgrad", "amsgrad.mean-corrected"], source="reddi2018")
def amsgrad_rate_never_grows(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: Positive,
    t: Natural,
    g: Sequence,
    x: Real,
):
    """AMSGrad's rate alpha/(sqrt(vmax) + epsilon) never grows, also with the mean corrected.

    Both have the same vmax; without epsilon the same holds as soon as vmax is not 0.
    """
    hyper = {"gradient": g, "start": x, "alpha": alpha, "beta1": beta1, "beta2": beta2}
    ams = recursion("amsgrad.mean-corrected", epsilon=epsilon, **hyper)
    raw = recursion("amsgrad", label="raw", **hyper)
    with derivation(ams.vmax(t)) as low:
        low.ge(0, because="it starts at 0 and takes the larger", induction=t)
    with derivation(ams.vmax(t)) as grows:
        grows.le(ams.vmax(t + 1), because="it is one of the two that are compared")
    with derivation(sqrt(ams.vmax(t))) as root:
        root.le(sqrt(ams.vmax(t + 1)), because="take roots", using=grows)
    new, old = sqrt(ams.vmax(t + 1)) + epsilon, sqrt(ams.vmax(t)) + epsilon
    with derivation(alpha / new) as rate:
        rate.le(
            alpha / old,
            because="divide by more",
            using=root,
            factors=[alpha / new / old],
        )
    _, same = together(
        (raw.v(t), "=", ams.v(t)),
        (raw.vmax(t), "=", ams.vmax(t)),
        because="by induction on t",
        induction=t,
    )
    return grows, rate, same


@claim(rules=["amsgrad.corrected"], source="pytorch2019", expect="refuted")
def amsgrad_corrected_rate_never_grows(
    alpha: Positive, beta1: Decay, beta2: Decay, epsilon: NonNegative, g: Sequence, x: Real
):
    """AMSGrad's rate never grows, also where the largest second moment is corrected."""
    ams = recursion(
        "amsgrad.corrected",
        gradient=g,
        start=x,
        alpha=alpha,
        beta1=beta1,
        beta2=beta2,
        epsilon=epsilon,
    )
    return refute(
        alpha / (sqrt(ams.vhat(2)) + epsilon) <= alpha / (sqrt(ams.vhat(1)) + epsilon),
        at={
            alpha: 1,
            beta1: Rational(1, 2),
            beta2: Rational(1, 2),
            epsilon: 0,
            x: 0,
            g: [1, 0],
        },
    )
