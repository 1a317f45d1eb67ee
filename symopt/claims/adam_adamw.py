"""AdamW: weight decay beside Adam is not an L2 term inside it."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    NonNegative,
    Positive,
    PositiveSequence,
    Rational,
    Real,
    Sequence,
    assume,
    claim,
    derivation,
    equation,
    refute,
    sqrt,
)


@claim(rules=["adamw", "adam"], source="loshchilov2019", expect="refuted")
def adamw_is_adam_with_l2(
    alpha: Positive, beta1: Decay, beta2: Decay, decay: Positive, g: Sequence, x: Real
):
    """AdamW is Adam on the loss with an L2 term."""
    hyper = {"start": x, "alpha": alpha, "beta1": beta1, "beta2": beta2, "epsilon": 0}
    adamw = recursion("adamw", gradient=g, weight_decay=decay, **hyper)
    l2 = recursion(
        "adam", label="l2", gradient=lambda point, step: g(step) + decay * point, **hyper
    )
    return refute(
        equation(adamw.theta(1), l2.theta(1)),
        at={
            alpha: Rational(1, 10),
            beta1: Rational(9, 10),
            beta2: Rational(999, 1000),
            decay: Rational(1, 10),
            x: 1,
            g: [1],
        },
    )


@claim(rules=["adamw", "adam"], source="loshchilov2019")
def adamw_under_no_map(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: NonNegative,
    decay: Positive,
    alpha2: Positive,
    beta3: Decay,
    beta4: Decay,
    epsilon2: NonNegative,
    decay2: NonNegative,
    g: PositiveSequence,
    x: Positive,
):
    """No hyperparameters make Adam with an L2 term take AdamW's steps from every start.

    Its first step is at most its rate, here alpha2; AdamW's is more from a start far out.
    """
    assume(alpha2 <= alpha * decay * x)
    adamw = recursion(
        "adamw",
        gradient=g,
        start=x,
        alpha=alpha,
        beta1=beta1,
        beta2=beta2,
        epsilon=epsilon,
        weight_decay=decay,
    )
    l2 = recursion(
        "adam",
        label="l2",
        gradient=lambda point, step: g(step) + decay2 * point,
        start=x,
        alpha=alpha2,
        beta1=beta3,
        beta2=beta4,
        epsilon=epsilon2,
    )
    start = l2.facts["theta"][0]
    below = sqrt(l2.vhat(1)) + epsilon2
    with derivation(l2.mhat(1)) as first:
        first.eq(g(1) + decay2 * x, because="m_1 is corrected to the gradient", using=start)
        first.gt(0, because="all are positive, or zero")
    with derivation(l2.vhat(1)) as second:
        second.eq(l2.mhat(1) ** 2, because="v_1 is corrected to its square")
    with derivation(l2.vhat(1)) as low:
        low.ge(0, because="a square", using=second)
    with derivation(l2.mhat(1)) as root:
        root.le(abs(l2.mhat(1)), because="x <= |x|")
        root.eq(sqrt(l2.vhat(1)), because="take the root", using=second)
    with derivation(below) as positive:
        positive.ge(l2.mhat(1), because="epsilon >= 0", using=root)
        positive.gt(0, because="see above")
    with derivation(x - l2.theta(1)) as inside:
        inside.eq(
            alpha2 * l2.mhat(1) / below, because="the rule", using=[*l2.lines(1, "theta"), start]
        )
        inside.le(alpha2, because="mhat <= sqrt(vhat)", using=root, factors=[alpha2 / below])
    with derivation(x - adamw.theta(1)) as beside:
        beside.eq(alpha * g(1) / (g(1) + epsilon) + alpha * decay * x, because="the rule")
        beside.gt(alpha * decay * x, because="the gradient is positive")
        beside.ge(alpha2, because="x is far out")
    return inside, beside
