"""Exponentially weighted averages: what they are made of, and what follows."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Rational,
    Sequence,
    Series,
    Steps,
    Sum,
    claim,
    derivation,
    exp,
    index,
    variable,
)


@claim(rules=["ewma"], source="ng2017")
def unrolled(beta: Decay, t: Steps, y: Sequence):
    """The average is the sum of its inputs, each weighted by (1 - beta) beta^age."""
    v = recursion("ewma", input=y, beta=beta)
    k = index("k")
    with derivation(v(t)) as d:
        d.eq(
            Sum((1 - beta) * beta ** (t - k) * y(k), (k, 1, t)),
            because="by induction on t",
            induction=t,
        )
    return d


@claim(rules=["ewma"], source="ng2017")
def weights(beta: Decay, t: Steps):
    """The weights that an average started at zero gives to its t inputs sum to 1 - beta^t."""
    k = index("k")
    with derivation(Sum((1 - beta) * beta ** (t - k), (k, 1, t))) as d:
        d.eq((1 - beta) * Sum(beta**k, (k, 0, t - 1)), because="the terms read backwards")
        d.eq(1 - beta**t, because="geometric sum, by induction on t", induction=t)
    return d


@claim(rules=["ewma.corrected"], source="ng2017")
def corrected_weights(beta: Decay, t: Steps):
    """The weights of the corrected average sum to 1."""
    k = index("k")
    with derivation(Sum((1 - beta) * beta ** (t - k), (k, 1, t))) as total:
        total.eq(1 - beta**t, because="geometric sum, by induction on t", induction=t)
    with derivation(Sum((1 - beta) * beta ** (t - k) / (1 - beta**t), (k, 1, t))) as d:
        d.eq(
            Sum((1 - beta) * beta ** (t - k), (k, 1, t)) / (1 - beta**t),
            because="the denominator is the same in all terms",
        )
        d.eq((1 - beta**t) / (1 - beta**t), because="the weights sum to 1 - beta^t", using=total)
    return d


@claim(rules=["ewma"], source="ng2017")
def window():
    """As beta goes to 1, beta^(1/(1-beta)) goes to 1/e: weights fall to 1/e in 1/(1-beta) steps."""
    beta, e = variable("beta"), variable("epsilon")
    with derivation(Limit(beta ** (1 / (1 - beta)), beta, 1, side="-", far=0)) as d:
        d.eq(
            Limit((1 - e) ** (1 / e), e, 0, side="+", far=1),
            because="put epsilon = 1 - beta",
        )
        d.eq(exp(-1), because="log(1 - epsilon)/epsilon has the power series -1 - epsilon/2 - ...")
    return d


@claim(rules=["ewma"], source="ng2017")
def window_series():
    """With epsilon = 1 - beta, beta^(1/(1-beta)) is 1/e (1 - epsilon/2 - 5 epsilon^2/24 ...)."""
    e = variable("epsilon")
    with derivation(Series((1 - e) ** (1 / e), e, 5)) as d:
        d.eq(
            exp(-1)
            * (
                1
                - e / 2
                - Rational(5, 24) * e**2
                - Rational(5, 48) * e**3
                - Rational(337, 5760) * e**4
            ),
            because="power series of log and exp",
        )
    return d
