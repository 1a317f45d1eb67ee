"""Annealing: whether shrinking rates still take gradient descent to the minimum."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Natural,
    NonNegative,
    NonNegativeSequence,
    Positive,
    Steps,
    Sum,
    assume_all,
    at,
    claim,
    derivation,
    exp,
    holds,
    index,
    log,
    supposing,
)


@claim(rules=["gd"], source="robbins1951")
def infinite_sum_arrives(
    lambda_: Positive,
    x: Positive,
    target: Positive,
    y: NonNegative,
    t: Natural,
    a: NonNegativeSequence,
):
    """Rates with an infinite sum take gradient descent on lambda x^2/2 below every target."""
    i, k = index("i"), index("k")
    small = assume_all(lambda_ * a(i) < 1, (i, Steps))
    gd = recursion(
        "gd", gradient=lambda point, step: lambda_ * point, start=x, alpha=lambda step: a(step)
    )
    lemma = holds(
        (1 - y) * exp(y) <= 1, because="equal at y = 0, and the slope is -y e^y", monotone=(y, 0)
    )
    total = Sum(a(k), (k, 1, t))
    positive = holds(
        gd.theta(t) > 0,
        because="by induction on t: it is multiplied by 1 - a_(t+1) lambda",
        induction=t,
        using=small,
    )
    bounded = holds(
        gd.theta(t) * exp(lambda_ * total) <= x,
        because="by induction on t, with y = a_(t+1) lambda",
        induction=t,
        using=[small, at(lemma, {y: lambda_ * a(t + 1)})],
    )
    with supposing(lambda_ * total >= log(x / target)) as late:
        with derivation(gd.theta(t)) as end:
            end.le(x * exp(-lambda_ * total), because="as shown", using=bounded)
            end.le(target, because="for such t")
        late.then(end)
    return lemma, positive, bounded, late


@claim(rules=["gd"], source="robbins1951")
def finite_sum_stops_short(lambda_: Positive, x: Positive, t: Natural, a: NonNegativeSequence):
    """Rates whose sum stays below 1/lambda never take gradient descent on lambda x^2/2 to 0.

    If the sum is only finite, begin after the first steps: the rest of it is below 1/lambda.
    """
    i, k = index("i"), index("k")
    small = assume_all(lambda_ * a(i) < 1, (i, Steps))
    gd = recursion(
        "gd", gradient=lambda point, step: lambda_ * point, start=x, alpha=lambda step: a(step)
    )
    total = Sum(a(k), (k, 1, t))
    positive = holds(
        gd.theta(t) > 0,
        because="by induction on t: it is multiplied by 1 - a_(t+1) lambda",
        induction=t,
        using=small,
    )
    falls = holds(gd.theta(t) <= x, because="by induction on t: in the same way", induction=t)
    left = holds(
        gd.theta(t) >= x * (1 - lambda_ * total),
        because="by induction on t: step t + 1 takes away at most a_(t+1) lambda x",
        induction=t,
        using=falls,
    )
    return positive, falls, left
