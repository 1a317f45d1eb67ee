"""Exponentially weighted averages: what they are made of, and what follows."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    OpenUnit,
    Rational,
    Sequence,
    Series,
    Steps,
    Sum,
    assume_all,
    claim,
    derivation,
    equation,
    euler,
    exp,
    holds,
    index,
    log,
    power,
    refute,
    sqrt,
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
def ten_steps(y: Sequence):
    """With beta = 0.9, ten ones are averaged to 1 - 0.9^10 = 0.651."""
    k = index("k")
    assume_all(equation(y(k), 1), (k, Steps))
    v = recursion("ewma", input=y, beta=Rational(9, 10))
    with derivation(v(10)) as d:
        d.eq(1 - Rational(9, 10) ** 10, because="ten steps")
        d.eq(Rational("0.6513215599"), because="exactly")
    return d


@claim(rules=["ewma"], source="ng2017", expect="refuted")
def no_bias_after_ten_steps(beta: Decay, t: Steps, y: Sequence):
    """With beta = 0.9 the bias is gone after 10 steps: ones are averaged to at least 0.99."""
    v = recursion("ewma", input=y, beta=beta)
    return refute(v(t) >= Rational(99, 100), at={beta: Rational(9, 10), t: 10, y: [1] * 10})


@claim(rules=["ewma"], source="roberts1959")
def lag(beta: Decay, t: Steps):
    """Behind a ramp, the average lags by beta (1 - beta^t)/(1 - beta) -> beta/(1 - beta)."""
    v = recursion("ewma", input=lambda k: k, beta=beta)
    exact = holds(
        equation(t - v(t), beta * (1 - beta**t) / (1 - beta)),
        because="by induction on t: a lag d becomes beta (d + 1)",
        induction=t,
    )
    n = index("n")
    with derivation(Limit(n - v(n), n, "oo")) as limit:
        limit.eq(Limit(beta * (1 - beta**n) / (1 - beta), n, "oo"), because="the lag", using=exact)
        limit.eq(beta / (1 - beta), because="beta^n -> 0")
    return exact, limit


@claim(rules=["ewma.corrected"], source="ng2017")
def second_step(y: Sequence):
    """With beta = 0.98 the first two inputs weigh 0.0196 and 0.02; corrected, 49/99 and 50/99."""
    r = recursion("ewma.corrected", input=y, beta=Rational("0.98"))
    with derivation(r.v(2)) as plain:
        plain.eq(
            Rational("0.0196") * y(1) + Rational("0.02") * y(2), because="0.98 x 0.02 = 0.0196"
        )
    with derivation(r(2)) as corrected:
        corrected.eq(r.v(2) / Rational("0.0396"), because="1 - 0.98^2 = 0.0396")
        corrected.eq(Rational(49, 99) * y(1) + Rational(50, 99) * y(2), because="divide")
    return plain, corrected


@claim(rules=["ewma.corrected"], source="mckinney2010")
def pandas_adjusted(beta: Decay, t: Steps, y: Sequence):
    """The corrected average is pandas' ewm with adjust=True: weights beta^age over their sum."""
    r = recursion("ewma.corrected", input=y, beta=beta)
    k = index("k")
    top = holds(
        equation(r.v(t), (1 - beta) * Sum(beta ** (t - k) * y(k), (k, 1, t))),
        because="by induction on t",
        induction=t,
    )
    below = holds(
        equation(Sum(beta ** (t - k), (k, 1, t)), (1 - beta**t) / (1 - beta)),
        because="geometric sum, by induction on t",
        induction=t,
    )
    with derivation(r(t)) as d:
        d.eq(r.v(t) / (1 - beta**t), because="the correction")
        d.eq(
            (1 - beta) * Sum(beta ** (t - k) * y(k), (k, 1, t)) / (1 - beta**t),
            because="the average unrolled",
            using=top,
        )
        d.eq(
            Sum(beta ** (t - k) * y(k), (k, 1, t)) / Sum(beta ** (t - k), (k, 1, t)),
            because="1 - beta cancels",
            using=below,
            factors=[
                (1 - beta)
                * Sum(beta ** (t - k) * y(k), (k, 1, t))
                / ((1 - beta**t) * Sum(beta ** (t - k), (k, 1, t)))
            ],
        )
    return d


@claim(rules=["ewma"], source="mckinney2010")
def pandas_not_adjusted(beta: Decay, t: Steps, y: Sequence):
    """With adjust=False pandas starts at the first input, which keeps the weight beta^(t-1).

    That is the plain average plus beta^t y_1.
    """
    started = recursion("ewma", input=y, beta=beta, label="first", initial={"v": y(1)})
    zero = recursion("ewma", input=y, beta=beta)
    k = index("k")
    first = holds(equation(started(1), y(1)), because="beta y_1 + (1 - beta) y_1")
    weights = holds(
        equation(
            started(t),
            beta ** (t - 1) * y(1) + Sum((1 - beta) * beta ** (t - k) * y(k), (k, 2, t)),
        ),
        because="by induction on t",
        induction=t,
    )
    apart = holds(
        equation(started(t), zero(t) + beta**t * y(1)), because="by induction on t", induction=t
    )
    return first, weights, apart


@claim(rules=["ewma", "ewma.corrected"], source="mckinney2010", expect="refuted")
def starting_at_the_first_input(beta: Decay, t: Steps, y: Sequence):
    """An average started at the first input is the corrected average."""
    started = recursion("ewma", input=y, beta=beta, label="first", initial={"v": y(1)})
    corrected = recursion("ewma.corrected", input=y, beta=beta)
    return refute(equation(started(t), corrected(t)), at={beta: Rational(1, 2), t: 2, y: [1, 0]})


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


@claim(rules=["ewma"], source="ng2017")
def window_bounds(beta: OpenUnit):
    """For all beta in (0, 1), beta/e < beta^(1/(1 - beta)) < sqrt(beta)/e < 1/e."""
    negative = holds(log(beta) < 0, because="log 1 = 0, and log increases")
    low = holds(
        beta * log(beta) + 1 - beta > 0,
        because="0 at beta = 1, and its slope log(beta) is negative before",
        monotone=(beta, 1),
        using=negative,
    )
    tangent = holds(
        log(beta) - 1 + 1 / beta > 0,
        because="0 at beta = 1, and its slope (beta - 1)/beta^2 is negative before",
        monotone=(beta, 1),
    )
    high = holds(
        -(1 - beta) - (1 + beta) / 2 * log(beta) > 0,
        because="0 at beta = 1, and its slope (1 - 1/beta - log beta)/2 is negative before",
        monotone=(beta, 1),
        using=tangent,
    )
    first = holds(log(beta) - 1 < log(beta) / (1 - beta), because="times 1 - beta", using=low)
    second = holds(log(beta) / (1 - beta) < log(beta) / 2 - 1, because="times 1 - beta", using=high)
    e = euler()
    height = beta ** (1 / (1 - beta))
    a = holds(beta / e < height, because="e to the power of both sides", using=first)
    b = holds(height < sqrt(beta) / e, because="e to the power of both sides", using=second)
    c = holds(sqrt(beta) / e < 1 / e, because="sqrt(beta) < 1", using=negative)
    return a, b, c


@claim(rules=["ewma"], source="ng2017")
def window_numbers():
    """At 0.5, 0.9, 0.98, 0.99 beta^(1/(1-beta)) is 0.25, 0.3487, 0.3642, 0.3660; 1/e is 0.3679."""
    with derivation(power(Rational("0.5"), 2)) as half:
        half.eq(Rational("0.25"), because="1/(1 - 0.5) = 2")
    with derivation(power(Rational("0.9"), 10)) as nine:
        nine.eq(Rational("0.3486784401"), because="1/(1 - 0.9) = 10")
    out = [half, nine]
    for number, low, because in (
        (power(Rational("0.98"), 50), "0.36416968", "50 factors, in fractions"),
        (power(Rational("0.99"), 100), "0.36603234", "100 factors, in fractions"),
        (1 / euler(), "0.36787944", "from the series of e"),
    ):
        # Two statements: of a chain low < number < high a claim keeps only low < high.
        high = Rational(low) + Rational(1, 10**8)
        out.append(derivation(Rational(low)).lt(number, because=because))
        out.append(derivation(number).lt(high, because=because))
    return out
