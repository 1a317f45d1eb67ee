"""Nadam: Adam that looks one step of its momentum ahead."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Positive,
    Real,
    Sequence,
    Steps,
    assume,
    claim,
    derivation,
    sign,
    together,
    unequal,
)


@claim(rules=["adam", "nadam", "nadam.simplified"], source="dozat2016")
def nadam_look_ahead(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: Positive,
    t: Steps,
    g: Sequence,
    x: Real,
):
    """Nadam is Adam with the old part of the mean, beta1 m_(t-1)/(1 - beta1^t), one step ahead.

    It becomes beta1 m_t/(1 - beta1^(t+1)); in the simplified form, beta1 m_t/(1 - beta1^t).
    """
    hyper = {
        "gradient": g,
        "start": x,
        "alpha": alpha,
        "beta1": beta1,
        "beta2": beta2,
        "epsilon": epsilon,
    }
    adam = recursion("adam", **hyper)
    nadam = recursion("nadam", label="nadam", **hyper)
    simple = recursion("nadam.simplified", label="simple", **hyper)
    new = (1 - beta1) * g(t) / (1 - beta1**t)
    same, same_too = together(
        (nadam.m(t), "=", adam.m(t)),
        (simple.m(t), "=", adam.m(t)),
        because="by induction on t: the same average",
        induction=t,
    )
    with derivation(adam.mhat(t)) as plain:
        plain.eq(beta1 * adam.m(t - 1) / (1 - beta1**t) + new, because="the rule")
    with derivation(nadam.mhat(t)) as ahead:
        ahead.eq(
            beta1 * adam.m(t) / (1 - beta1 ** (t + 1)) + new,
            because="the rule",
            using=[same, *nadam.lines(t, "mhat")],
        )
    with derivation(simple.ahead(t)) as short:
        short.eq(
            beta1 * adam.m(t) / (1 - beta1**t) + new,
            because="the rule",
            using=[same_too, *simple.lines(t, "ahead", "mhat")],
        )
    return plain, ahead, short


@claim(rules=["nadam", "nadam.simplified"], source="dozat2016")
def nadam_first_step(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """With epsilon = 0, Nadam's first step is alpha (1 + 2 beta1)/(1 + beta1), not alpha.

    In the simplified form it is alpha (1 + beta1).
    """
    assume(unequal(g(1), 0))
    hyper = {
        "gradient": g,
        "start": x,
        "alpha": alpha,
        "beta1": beta1,
        "beta2": beta2,
        "epsilon": 0,
    }
    nadam = recursion("nadam", **hyper)
    simple = recursion("nadam.simplified", label="simple", **hyper)
    with derivation(nadam.theta(0) - nadam.theta(1)) as paper:
        paper.eq(
            alpha * (beta1 / (1 + beta1) + 1) * sign(g(1)),
            because="m_1 = (1 - beta1) g_1 and 1 - beta1^2 = (1 - beta1) (1 + beta1)",
        )
        paper.eq(alpha * (1 + 2 * beta1) / (1 + beta1) * sign(g(1)), because="add")
    with derivation(simple.theta(0) - simple.theta(1)) as short:
        short.eq(alpha * (1 + beta1) * sign(g(1)), because="both parts divided by 1 - beta1")
    return paper, short
