"""The bias of an average that starts at zero, and what its correction makes of it."""

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    FromTwo,
    Limit,
    Natural,
    NonNegative,
    OpenUnit,
    RandomSequence,
    Rational,
    Real,
    Sequence,
    Steps,
    Sum,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    expectation,
    holds,
    index,
    refute,
    variable,
)


@claim(rules=["ewma", "ewma.corrected"], source="roberts1959")
def constant_input(beta: Decay, t: Steps, c: Real):
    """Of a constant input the average shows c (1 - beta^t), the corrected one c from the start."""
    r = recursion("ewma.corrected", input=lambda k: c, beta=beta)
    plain = holds(
        equation(r.v(t), c * (1 - beta**t)),
        because="by induction on t: beta (1 - beta^(t-1)) + 1 - beta = 1 - beta^t",
        induction=t,
    )
    with derivation(r(t)) as corrected:
        corrected.eq(r.v(t) / (1 - beta**t), because="the correction")
        corrected.eq(c, because="the factor cancels", using=plain)
    return plain, corrected


@claim(rules=["ewma.corrected"], source="kingma2015")
def unbiased(beta: Decay, t: Steps, y: RandomSequence, m: Real):
    """If all inputs have expectation m, so has the corrected average.

    The plain one has (1 - beta^t) m. The inputs need not be independent.
    """
    k = index("k")
    same = assume_all(equation(expectation(y(k)), m), (k, Steps))
    r = recursion("ewma.corrected", input=y, beta=beta)
    plain = holds(
        equation(expectation(r.v(t)), (1 - beta**t) * m),
        because="by induction on t: expectation is linear",
        induction=t,
        using=same,
    )
    with derivation(expectation(r(t))) as corrected:
        corrected.eq(expectation(r.v(t)) / (1 - beta**t), because="expectation is linear")
        corrected.eq(m, because="the factor cancels", using=plain)
    return plain, corrected


@claim(rules=["ewma.corrected"], source="kingma2015")
def drift(beta: Decay, t: Steps, y: RandomSequence, m: Sequence, D: NonNegative):
    """Expectations that move by at most D a step bias the average by at most D times its lag.

    Of the corrected average; the bias is a weighted mean of the differences.
    """
    k = index("k")
    means = assume_all(equation(expectation(y(k)), m(k)), (k, Steps))
    slow = assume_all(abs(m(k + 1) - m(k)) <= D, (k, Steps))
    r = recursion("ewma.corrected", input=y, beta=beta)
    weighted = Sum((1 - beta) * beta ** (t - k) * (m(k) - m(t)), (k, 1, t))

    def gap(t: Any) -> Any:
        return expectation(r.v(t)) - (1 - beta**t) * m(t)

    unrolled = holds(
        equation(expectation(r.v(t)), Sum((1 - beta) * beta ** (t - k) * m(k), (k, 1, t))),
        because="by induction on t: expectation is linear",
        induction=t,
        using=means,
    )
    total = holds(
        equation(Sum((1 - beta) * beta ** (t - k), (k, 1, t)), 1 - beta**t),
        because="geometric sum, by induction on t",
        induction=t,
    )
    with derivation(expectation(r(t)) - m(t)) as bias:
        bias.eq(expectation(r.v(t)) / (1 - beta**t) - m(t), because="expectation is linear")
        bias.eq(
            weighted / (1 - beta**t),
            because="the weights sum to 1 - beta^t",
            using=[unrolled, total],
            factors=[1 / (1 - beta**t), m(t) / (1 - beta**t)],
        )
    one = holds(
        equation(expectation(r.v(t + 1)), beta * expectation(r.v(t)) + (1 - beta) * m(t + 1)),
        because="expectation is linear",
        using=at(means, {k: t + 1}),
    )
    jump = m(t + 1) - m(t)
    step = holds(
        equation(gap(t + 1), beta * (gap(t) - (1 - beta**t) * jump)),
        because="one step of the rule",
        using=one,
    )
    size = D * (beta * (1 - beta**t) / (1 - beta) - t * beta**t)
    up = holds(jump <= D, because="m is slow", using=at(slow, {k: t}))
    down = holds(jump >= -D, because="m is slow", using=at(slow, {k: t}))
    high = holds(
        gap(t) <= size,
        because="by induction on t",
        induction=t,
        using=[step, at(means, {k: 1}), down],
        factors=[beta, beta * (1 - beta**t)],
    )
    low = holds(
        -size <= gap(t),
        because="by induction on t",
        induction=t,
        using=[step, at(means, {k: 1}), up],
        factors=[beta, beta * (1 - beta**t)],
    )
    final = D * (beta / (1 - beta) - t * beta**t / (1 - beta**t))
    share = [1 / (1 - beta**t)]
    above = holds(expectation(r(t)) - m(t) <= final, because="divided", using=high, factors=share)
    below = holds(-final <= expectation(r(t)) - m(t), because="divided", using=low, factors=share)
    return bias, step, high, low, above, below


@claim(rules=["ewma"], source="ng2017", expect="refuted")
def lag_at_once(beta: Decay, t: Steps):
    """Behind a ramp the average always stays by beta/(1 - beta)."""
    v = recursion("ewma", input=lambda k: k, beta=beta)
    return refute(equation(t - v(t), beta / (1 - beta)), at={beta: Rational(1, 2), t: 1})


@claim(rules=["ewma.corrected"], source="roberts1959")
def corrected_lag(beta: Decay, t: Steps):
    """The corrected average lags behind a ramp by its mean age."""
    r = recursion("ewma.corrected", input=lambda k: k, beta=beta)
    k = index("k")
    plain = holds(
        equation(t - r.v(t), beta * (1 - beta**t) / (1 - beta)),
        because="by induction on t: a lag d becomes beta (d + 1)",
        induction=t,
    )
    with derivation(t - r(t)) as behind:
        behind.eq(t - r.v(t) / (1 - beta**t), because="the correction")
        behind.eq(
            beta / (1 - beta) - t * beta**t / (1 - beta**t),
            because="the lag of the plain average",
            using=plain,
        )
    ages = Sum((1 - beta) * beta ** (t - k) * (t - k), (k, 1, t))
    with derivation(ages) as total:
        total.eq(Sum((1 - beta) * beta**k * k, (k, 0, t - 1)), because="the terms read backwards")
        total.eq(
            beta * (1 - beta**t) / (1 - beta) - t * beta**t,
            because="by induction on t",
            induction=t,
        )
    with derivation(Sum((1 - beta) * beta ** (t - k) / (1 - beta**t) * (t - k), (k, 1, t))) as age:
        age.eq(ages / (1 - beta**t), because="the denominator is the same in all terms")
        age.eq(
            beta / (1 - beta) - t * beta**t / (1 - beta**t),
            because="the sum of the ages",
            using=total,
        )
    return behind, age


@claim(rules=["ewma.corrected"], source="kingma2015")
def incremental(beta: Decay, t: FromTwo, y: Sequence):
    """The corrected average moves towards its input by the share (1 - beta)/(1 - beta^t)."""
    r = recursion("ewma.corrected", input=y, beta=beta)
    first = holds(equation(r(1), y(1)), because="the first share is 1")
    with derivation(r(t)) as d:
        d.eq((beta * r.v(t - 1) + (1 - beta) * y(t)) / (1 - beta**t), because="the rule")
        d.eq(
            (beta * (1 - beta ** (t - 1)) * r(t - 1) + (1 - beta) * y(t)) / (1 - beta**t),
            because="v_(t-1) = (1 - beta^(t-1)) times the corrected average",
        )
        d.eq(
            r(t - 1) + (1 - beta) / (1 - beta**t) * (y(t) - r(t - 1)),
            because="beta - beta^t = (1 - beta^t) - (1 - beta)",
        )
    return first, d


@claim(rules=["ewma.corrected"], source="roberts1959")
def plain_mean(beta: OpenUnit, t: Steps, age: Natural, y: Sequence):
    """As beta goes to 1 all weights of the corrected average go to 1/t: it is the plain mean."""
    k, b = index("k"), variable("b")
    below = holds(
        equation(Sum(beta**k, (k, 0, t - 1)), (1 - beta**t) / (1 - beta)),
        because="geometric sum, by induction on t",
        induction=t,
    )
    weight = holds(
        equation((1 - beta) * beta**age / (1 - beta**t), beta**age / Sum(beta**k, (k, 0, t - 1))),
        because="1 - beta cancels",
        using=below,
    )
    with derivation(Limit(b**age / Sum(b**k, (k, 0, t - 1)), b, 1, side="-", far=0)) as limit:
        limit.eq(1 / t, because="continuous: put b = 1")
    with derivation(Sum(y(k), (k, 1, t + 1)) / (t + 1)) as mean:
        mean.eq(
            Sum(y(k), (k, 1, t)) / t + (y(t + 1) - Sum(y(k), (k, 1, t)) / t) / (t + 1),
            because="the incremental form, with a share 1/t in step t",
        )
    return weight, limit, mean
