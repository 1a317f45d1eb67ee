"""Exponentially weighted averages as filters: how far they look back, what noise they leave."""

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Natural,
    NonZero,
    OpenUnit,
    RandomSequence,
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
    expectation,
    holds,
    index,
    log,
    sqrt,
    supposing,
    variable,
)


@claim(rules=["ewma"], source="hunter1986")
def half_life(beta: OpenUnit):
    """Half of the weight is reached after log(1/2)/log(beta) steps, less than log(2)/(1 - beta)."""
    holds(log(beta) < 0, because="log 1 = 0, and log increases")
    line = holds(
        log(beta) < beta - 1,
        because="equal at beta = 1, and before the slope 1/beta is more than 1",
        monotone=(beta, 1),
    )
    with derivation(log(2)) as positive:
        positive.gt(0, because="2 > 1")
    h = -log(2) / log(beta)
    half = holds(equation(beta**h, Rational(1, 2)), because="beta^h = e^(h log beta) = e^(-log 2)")
    with derivation(h) as d:
        d.lt(
            log(2) / (1 - beta),
            because="log beta < beta - 1 < 0",
            using=line,
            factors=[-log(2) / ((1 - beta) * log(beta))],
        )
    return half, d


@claim(rules=["ewma"], source="roberts1959")
def mean_age(beta: Decay, t: Steps):
    """The mean age in the average is beta/(1 - beta) if today has age 0, and 1/(1 - beta) if 1.

    In the limit; before, t inputs have the sums of weight times age that are derived first.
    """
    k, n = index("k"), index("n")
    zero = holds(
        equation(
            Sum((1 - beta) * beta**k * k, (k, 0, t - 1)),
            beta * (1 - beta**t) / (1 - beta) - t * beta**t,
        ),
        because="by induction on t",
        induction=t,
    )
    one = holds(
        equation(
            Sum((1 - beta) * beta**k * (k + 1), (k, 0, t - 1)),
            (1 - beta**t) / (1 - beta) - t * beta**t,
        ),
        because="by induction on t",
        induction=t,
    )
    with derivation(Limit(Sum((1 - beta) * beta**k * k, (k, 0, n - 1)), n, "oo")) as first:
        first.eq(
            Limit(beta * (1 - beta**n) / (1 - beta) - n * beta**n, n, "oo"),
            because="the sum",
            using=zero,
        )
        first.eq(beta / (1 - beta), because="beta^n and n beta^n go to 0")
    with derivation(Limit(Sum((1 - beta) * beta**k * (k + 1), (k, 0, n - 1)), n, "oo")) as second:
        second.eq(
            Limit((1 - beta**n) / (1 - beta) - n * beta**n, n, "oo"), because="the sum", using=one
        )
        second.eq(1 / (1 - beta), because="beta^n and n beta^n go to 0")
    return zero, first, second


@claim(rules=["ewma.corrected"], source="hunter1986")
def variance(beta: Decay, t: Steps, y: RandomSequence, s: Real):
    """Of uncorrelated noise the corrected average has (1-b)(1+b^t)/((1+b)(1-b^t)) of the variance.

    The plain one keeps (1 - b)(1 - b^(2t))/(1 + b). Here b is beta, and y the noise about the mean.
    """
    i, j, k = index("i"), index("j"), index("k")
    size = assume_all(equation(expectation(y(i) ** 2), s**2), (i, Steps))
    apart = assume_all(equation(expectation(y(i) * y(j)), 0), (i, Steps), (j, (i + 1, None)))
    r = recursion("ewma.corrected", input=y, beta=beta)
    unrolled = holds(
        equation(r.v(t), Sum((1 - beta) * beta ** (t - k) * y(k), (k, 1, t))),
        because="by induction on t",
        induction=t,
    )
    with derivation(expectation(r.v(t) * y(t + 1))) as mixed:
        mixed.eq(
            Sum((1 - beta) * beta ** (t - k) * expectation(y(k) * y(t + 1)), (k, 1, t)),
            because="expectation is linear",
            using=unrolled,
        )
        mixed.eq(0, because="the new noise has nothing to do with the old", using=apart)
    with derivation(expectation(r.v(t + 1) ** 2)) as step:
        step.eq(
            beta**2 * expectation(r.v(t) ** 2)
            + 2 * beta * (1 - beta) * expectation(r.v(t) * y(t + 1))
            + (1 - beta) ** 2 * expectation(y(t + 1) ** 2),
            because="the square of a sum",
        )
        step.eq(
            beta**2 * expectation(r.v(t) ** 2) + (1 - beta) ** 2 * s**2,
            because="the variances add up",
            using=[mixed, at(size, {i: t + 1})],
        )
    plain = holds(
        equation(expectation(r.v(t) ** 2), (1 - beta) * (1 - beta ** (2 * t)) / (1 + beta) * s**2),
        because="by induction on t",
        induction=t,
        using=[step, at(size, {i: 1})],
    )
    with derivation(expectation(r(t) ** 2)) as corrected:
        corrected.eq(expectation(r.v(t) ** 2) / (1 - beta**t) ** 2, because="the correction")
        corrected.eq(
            (1 - beta) * (1 + beta**t) / ((1 + beta) * (1 - beta**t)) * s**2,
            because="1 - beta^(2t) = (1 - beta^t)(1 + beta^t)",
            using=plain,
        )
    return plain, corrected


@claim(rules=["ewma.corrected"], source="hunter1986")
def effective_size(beta: Decay, t: Steps):
    """The corrected average is as good as the mean of (1 + beta)/(1 - beta) inputs, in the limit.

    After t steps of (1 + beta)(1 - beta^t)/((1 - beta)(1 + beta^t)), 1 in the first step.
    """
    k, n = index("k"), index("n")
    weights = Sum(((1 - beta) * beta ** (t - k) / (1 - beta**t)) ** 2, (k, 1, t))
    total = holds(
        equation(
            Sum(((1 - beta) * beta ** (t - k)) ** 2, (k, 1, t)),
            (1 - beta) * (1 - beta ** (2 * t)) / (1 + beta),
        ),
        because="geometric sum in beta^2, by induction on t",
        induction=t,
    )
    size = (1 + beta) * (1 - beta**t) / ((1 - beta) * (1 + beta**t))
    with derivation(weights) as squares:
        squares.eq(
            Sum(((1 - beta) * beta ** (t - k)) ** 2, (k, 1, t)) / (1 - beta**t) ** 2,
            because="the denominator is the same in all terms",
        )
        squares.eq(1 / size, because="1 - beta^(2t) = (1 - beta^t)(1 + beta^t)", using=total)
    one = holds(equation(size.subs(t, 1), 1), because="one input")
    with derivation(
        Limit((1 + beta) * (1 - beta**n) / ((1 - beta) * (1 + beta**n)), n, "oo")
    ) as limit:
        limit.eq((1 + beta) / (1 - beta), because="beta^n -> 0")
    return squares, one, limit


@claim(rules=["ewma"], source="hunter1986")
def span(beta: Decay, N: Steps, n: Steps):
    """The average with (1 + beta)/(1 - beta) = N has the age and the noise of a mean of N inputs.

    So beta = (N - 1)/(N + 1), which is what pandas makes of span=N.
    """
    k = index("k")
    given = assume(equation(beta, (N - 1) / (N + 1)))
    ratio = holds(equation((1 + beta) / (1 - beta), N), because="2 N over 2", using=given)
    ages = holds(
        equation(Sum(k, (k, 0, n - 1)), n * (n - 1) / 2), because="by induction on n", induction=n
    )
    with derivation(Sum(k / N, (k, 0, N - 1))) as age:
        age.eq(Sum(k, (k, 0, N - 1)) / N, because="each of N inputs weighs 1/N")
        age.eq((N - 1) / 2, because="the sum of the ages", using=at(ages, {n: N}))
        age.eq(beta / (1 - beta), because="beta = (N - 1)/(N + 1)", using=given)
    with derivation(Sum((1 / N) ** 2, (k, 1, N))) as noise:
        noise.eq(1 / N, because="N equal terms")
        noise.eq((1 - beta) / (1 + beta), because="beta = (N - 1)/(N + 1)", using=given)
    return ratio, age, noise


@claim(rules=["ewma"], source="oppenheim1989")
def frequency_response(beta: Decay, c: Real, s: Real, t: Natural, C: Sequence, S: Sequence):
    """Of an oscillation the average keeps the share (1 - b)^2/(1 - 2 b cos w + b^2) of the power.

    b is beta, c = cos w and s = sin w; C(t) = cos w t and S(t) = sin w t turn by w in every step.
    After a transient beta^t p the average of C is p C + q S, and p^2 + q^2 is that share.
    """
    n = index("n")
    circle = assume(equation(s**2, 1 - c**2))
    assume(equation(C(0), 1))
    assume(equation(S(0), 0))
    assume_all(equation(C(n), c * C(n - 1) - s * S(n - 1)), (n, Steps))
    assume_all(equation(S(n), s * C(n - 1) + c * S(n - 1)), (n, Steps))
    share = 1 - 2 * beta * c + beta**2
    v = recursion("ewma", input=C, beta=beta)
    with derivation(c**2) as square:
        square.eq(1 - s**2, because="sine and cosine", using=circle)
        square.le(1, because="s^2 >= 0")
    size = holds(abs(c) <= 1, because="roots", using=square)
    holds(c <= 1, because="no number exceeds its absolute value", using=size)
    with derivation(share) as below:
        below.eq((1 - beta) ** 2 + 2 * beta * (1 - c), because="sorted")
        below.gt(0, because="c <= 1")
    p, q = _response(beta, c, s)
    response = holds(
        equation(share * v(t), (1 - beta) * ((1 - beta * c) * (C(t) - beta**t) + beta * s * S(t))),
        because="by induction on t",
        induction=t,
        using=circle,
    )
    with derivation(v(t)) as average:
        average.eq(p * C(t) + q * S(t) - beta**t * p, because="solved", using=response)
    with derivation(p**2 + q**2) as power:
        power.eq((1 - beta) ** 2 / share, because="s^2 = 1 - c^2", using=circle)
    return below, average, power


@claim(rules=["ewma"], source="oppenheim1989")
def delay(beta: OpenUnit, c: Real, s: NonZero):
    """Slow oscillations come out of the average beta/(1 - beta) steps late.

    The phase that is lost at frequency w has the tangent beta sin(w)/(1 - beta cos(w)); divided
    by sin(w), it tends to the delay as cos(w) goes to 1.
    """
    assume(c > -1)
    assume(c < 1)
    p, q = _response(beta, c, s)
    tangent = holds(equation(q / p, beta * s / (1 - beta * c)), because="the rest cancels")
    a = variable("a")
    with derivation(Limit(beta / (1 - beta * a), a, 1, side="-", far=-1)) as d:
        d.eq(beta / (1 - beta), because="continuous: put a = cos(w) = 1")
    return tangent, d


@claim(rules=["ewma"], source="oppenheim1989")
def cutoff(beta: OpenUnit):
    """Half of the power is lost where cos w = 1 - (1-b)^2/(2b): nowhere if b < 3 - 2 sqrt(2).

    b is beta; a frequency has a cosine from -1 to 1.
    """
    at_half = 1 - (1 - beta) ** 2 / (2 * beta)
    power = (1 - beta) ** 2 / (1 - 2 * beta * at_half + beta**2)
    half = holds(equation(power, Rational(1, 2)), because="put in")
    first, second = 3 - 2 * sqrt(2), 3 + 2 * sqrt(2)
    with supposing(beta >= first) as long:
        between = holds(
            (beta - first) * (second - beta) >= 0, because="beta lies between the roots"
        )
        low = holds(
            at_half >= -1,
            because="6 beta - beta^2 - 1 >= 0, divided by 2 beta",
            using=between,
            factors=[1 / (2 * beta)],
        )
        high = holds(at_half < 1, because="a square is taken away")
        long.then(low, high)
    with supposing(beta < first) as short:
        outside = holds((first - beta) * (second - beta) > 0, because="beta lies before both roots")
        none = holds(
            at_half < -1,
            because="beta^2 - 6 beta + 1 > 0, divided by 2 beta",
            using=outside,
            factors=[1 / (2 * beta)],
        )
        short.then(none)
    return half, long, short


def _response(beta: Any, c: Any, s: Any) -> tuple[Any, Any]:
    """Return what the average keeps of a cosine with cos w = c, sin w = s: p cosines, q sines."""
    share = 1 - 2 * beta * c + beta**2
    return (1 - beta) * (1 - beta * c) / share, (1 - beta) * beta * s / share
