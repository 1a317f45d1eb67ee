"""How long Adam's steps can be: the right bound, and the bounds that fail."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    NonNegative,
    OpenUnit,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    index,
    refute,
    sequence,
    sqrt,
    together,
    unequal,
)


def _bounded(rule, t, m, v, epsilon, alpha, worst, mean, low):
    """Go on from m^2 <= worst v to a bound of the step alpha m/(sqrt(v) + epsilon)."""
    with derivation(sqrt(v) + epsilon) as safe:
        safe.gt(0, because="one of the two is positive", cases=[equation(epsilon, 0)], using=low)
    with derivation(v) as grow:
        grow.le((sqrt(v) + epsilon) ** 2, because="epsilon >= 0")
    below = (sqrt(v) + epsilon) ** 2
    names = [n for n in ("theta", "mhat", "vhat") if n in rule.sequences]
    with derivation((rule.theta(t - 1) - rule.theta(t)) ** 2) as square:
        square.eq(alpha**2 * m**2 / below, because="the rule", using=rule.lines(t, *names))
        square.le(
            alpha**2 * worst * v / below,
            because="by the inequality above",
            using=mean,
            factors=[alpha**2 / below],
        )
        square.le(
            alpha**2 * worst,
            because="v <= (sqrt(v) + epsilon)^2",
            using=grow,
            factors=[alpha**2 * worst / below],
        )
    return square


@claim(rules=["adam", "adam.uncorrected"], source="kingma2015")
def bound(
    alpha: Positive,
    beta1: Decay,
    beta2: OpenUnit,
    epsilon: NonNegative,
    t: Steps,
    g: Sequence,
    x: Real,
):
    """If q = beta1^2/beta2 < 1, no step exceeds alpha (1 - beta1)/sqrt((1 - beta2) (1 - q)).

    Corrected or not; S_t = 1 + q + ... + q^(t-1).
    """
    k = index("k")
    assume(beta1**2 < beta2)
    hyper = {
        "gradient": g,
        "start": x,
        "alpha": alpha,
        "beta1": beta1,
        "beta2": beta2,
        "epsilon": epsilon,
    }
    adam = recursion("adam", **hyper)
    plain = recursion("adam.uncorrected", label="plain", **hyper)
    runs = assume_all(adam.v(k) + epsilon > 0, (k, Steps))
    q = beta1**2 / beta2
    S = sequence("S", lambda t, S: 1 + q * S(t - 1), start=0)
    worst = (1 - beta1) ** 2 / ((1 - beta2) * (1 - q))
    longest = (1 - beta1) / sqrt((1 - beta2) * (1 - q))
    with derivation(S(t)) as positive:
        positive.gt(0, because="its terms are not negative, the first is 1", induction=t)
    with derivation(S(t) * (1 - q)) as total:
        total.eq(1 - q**t, because="geometric sum, by induction on t", induction=t)
    with derivation(adam.v(t)) as low:
        low.ge(0, because="a weighted mean of squares", induction=t)
    with derivation(adam.m(t) ** 2) as cauchy:
        cauchy.le(
            (1 - beta1) ** 2 / (1 - beta2) * S(t) * adam.v(t),
            because="Cauchy-Schwarz, by induction on t",
            induction=t,
            factors=[beta2 * (1 + q * S(t)) / S(t)],
            squares=[(beta2 / S(t), adam.m(t) - beta1 * (1 - beta1) / beta2 * S(t) * g(t + 1))],
        )
        cauchy.eq(worst * (1 - q**t) * adam.v(t), because="geometric sum", using=total)
    with derivation((1 - beta2**t) * (1 - q**t)) as mean:
        mean.le(
            (1 - beta1**t) ** 2,
            because="beta2^t + q^t >= 2 beta1^t: arithmetic and geometric mean",
            squares=[(1 / beta2**t, beta2**t - beta1**t)],
        )
    m, v = adam.m(t) / (1 - beta1**t), adam.v(t) / (1 - beta2**t)
    with derivation(m**2) as corrected:
        corrected.le(
            worst * (1 - q**t) * adam.v(t) / (1 - beta1**t) ** 2,
            because="Cauchy-Schwarz",
            using=cauchy,
            factors=[1 / (1 - beta1**t) ** 2],
        )
        corrected.eq(
            worst * v * ((1 - beta2**t) * (1 - q**t)) / (1 - beta1**t) ** 2,
            because="v_t = (1 - beta2^t) vhat_t",
        )
        corrected.le(
            worst * v,
            because="the inequality between the corrections",
            using=mean,
            factors=[worst * v / (1 - beta1**t) ** 2],
        )
    run = at(runs, {k: t})
    square = _bounded(adam, t, m, v, epsilon, alpha, worst, corrected, run)
    with derivation(abs(adam.theta(t - 1) - adam.theta(t))) as step:
        step.le(alpha * longest, because="take roots", using=square)
    same_m, same_v = together(
        (plain.m(t), "=", adam.m(t)),
        (plain.v(t), "=", adam.v(t)),
        because="by induction on t: the moments are the same",
        induction=t,
    )
    with derivation(plain.v(t)) as plain_low:
        plain_low.ge(0, because="a weighted mean of squares", induction=t)
    with derivation(plain.m(t) ** 2) as uncorrected:
        uncorrected.eq(adam.m(t) ** 2, because="the same moment", using=same_m)
        uncorrected.le(worst * (1 - q**t) * adam.v(t), because="Cauchy-Schwarz", using=cauchy)
        uncorrected.le(worst * adam.v(t), because="q^t >= 0")
        uncorrected.eq(worst * plain.v(t), because="the same moment", using=same_v)
    with derivation(plain.v(t) + epsilon) as plain_run:
        plain_run.eq(adam.v(t) + epsilon, because="the same moment", using=same_v)
        plain_run.gt(0, because="assumed", using=run)
    squared = _bounded(
        plain, t, plain.m(t), plain.v(t), epsilon, alpha, worst, uncorrected, plain_run
    )
    with derivation(abs(plain.theta(t - 1) - plain.theta(t))) as plain_step:
        plain_step.le(alpha * longest, because="take roots", using=squared)
    return cauchy, mean, corrected, square, step, uncorrected, squared, plain_step


@claim(rules=["adam"], source="kingma2015")
def equal_betas(alpha: Positive, beta: Decay, epsilon: NonNegative, t: Steps, g: Sequence, x: Real):
    """With beta1 = beta2, no step of Adam exceeds alpha."""
    k = index("k")
    adam = recursion(
        "adam", gradient=g, start=x, alpha=alpha, beta1=beta, beta2=beta, epsilon=epsilon
    )
    runs = assume_all(adam.v(k) + epsilon > 0, (k, Steps))
    with derivation(adam.v(t)) as low:
        low.ge(0, because="a weighted mean of squares", induction=t)
    with derivation(adam.m(t) ** 2) as mean:
        mean.le(
            (1 - beta**t) * adam.v(t),
            because="the square of a mean is at most the mean of squares, by induction on t",
            induction=t,
            factors=[beta * (1 - beta ** (t + 1)) / (1 - beta**t)],
            squares=[(beta * (1 - beta) / (1 - beta**t), adam.m(t) - (1 - beta**t) * g(t + 1))],
        )
    m, v = adam.m(t) / (1 - beta**t), adam.v(t) / (1 - beta**t)
    with derivation(m**2) as corrected:
        corrected.le(
            v,
            because="divide by (1 - beta^t)^2",
            using=mean,
            factors=[1 / (1 - beta**t) ** 2],
        )
    square = _bounded(adam, t, m, v, epsilon, alpha, 1, corrected, at(runs, {k: t}))
    with derivation(abs(adam.theta(t - 1) - adam.theta(t))) as step:
        step.le(alpha, because="take roots", using=square)
    return mean, corrected, square, step


@claim(rules=["adam"], source="kingma2015")
def above_alpha(alpha: Positive, beta1: OpenUnit, beta2: OpenUnit, g: Sequence, x: Real):
    """Unless beta1 = beta2, steps exceed alpha: the second one on the gradients beta1, beta2."""
    assume(unequal(beta1, beta2))
    assume(equation(g(1), beta1))
    assume(equation(g(2), beta2))
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    factor = 1 / (beta2 * (1 + beta1) ** 2)
    with derivation(((adam.theta(1) - adam.theta(2)) / alpha) ** 2) as d:
        d.eq(1 + (beta1 - beta2) ** 2 * factor, because="the rule, for two steps")
        d.gt(1, because="beta1 != beta2", squares=[(factor, beta1 - beta2)])
    return d


@claim(rules=["adam"], source="kingma2015", expect="refuted")
def paper_bound_of_large_steps(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """If 1 - beta1 > sqrt(1 - beta2), no step exceeds alpha (1 - beta1)/sqrt(1 - beta2)."""
    assume(1 - beta1 > sqrt(1 - beta2))
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    return refute(
        (adam.theta(1) - adam.theta(2)) ** 2 <= alpha**2 * (1 - beta1) ** 2 / (1 - beta2),
        at={alpha: 1, beta1: Rational(1, 5), beta2: Rational(2, 5), x: 0, g: [1, 2]},
    )


@claim(rules=["adam"], source="kingma2015", expect="refuted")
def paper_bound_of_small_steps(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """If 1 - beta1 <= sqrt(1 - beta2), no step exceeds alpha."""
    assume(1 - beta1 <= sqrt(1 - beta2))
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    return refute(
        (adam.theta(1) - adam.theta(2)) ** 2 <= alpha**2,
        at={alpha: 1, beta1: Rational(1, 2), beta2: Rational(3, 4), x: 0, g: [2, 3]},
    )


def _growing(alpha, beta1, beta2, t, x):
    """Run Adam on the gradients (beta2/beta1)^t, which give equality in Cauchy-Schwarz."""
    q, r = beta1**2 / beta2, beta2 / beta1
    adam = recursion(
        "adam",
        gradient=lambda point, step: r**step,
        start=x,
        alpha=alpha,
        beta1=beta1,
        beta2=beta2,
        epsilon=0,
    )
    for base in (q, beta1, beta2):
        with derivation(base**t) as small:
            small.lt(1, because="by induction on t", induction=t, factors=[base])
    with derivation(adam.v(t)) as low:
        low.gt(0, because="a mean of positive squares", induction=t, factors=[beta2])
    first, second = together(
        (adam.m(t), "=", (1 - beta1) * r**t * (1 - q**t) / (1 - q)),
        (adam.v(t), "=", (1 - beta2) * r ** (2 * t) * (1 - q**t) / (1 - q)),
        because="geometric sums, by induction on t",
        induction=t,
    )
    worst = (1 - beta1) ** 2 / ((1 - beta2) * (1 - q))

    def size(t):
        return worst * (1 - q**t) * (1 - beta2**t) / (1 - beta1**t) ** 2

    with derivation(adam.m(t) ** 2) as cauchy:
        cauchy.eq(worst * (1 - q**t) * adam.v(t), because="both are known", using=[first, second])
    with derivation(((adam.theta(t - 1) - adam.theta(t)) / alpha) ** 2) as step:
        step.eq(
            (adam.m(t) / (1 - beta1**t)) ** 2 * (1 - beta2**t) / adam.v(t),
            because="the rule",
            using=adam.lines(t, "theta", "mhat", "vhat"),
        )
        step.eq(size(t), because="equality in Cauchy-Schwarz", using=cauchy)
    return adam, worst, size, (first, second, cauchy, step)


@claim(rules=["adam"], source="kingma2015")
def bound_is_sharp(alpha: Positive, beta1: OpenUnit, beta2: OpenUnit, t: Steps, x: Real):
    """On the gradients (beta2/beta1)^t, Adam's steps tend to the bound: it is the best one."""
    assume(beta1**2 < beta2)
    n = index("n")
    _, worst, size, facts = _growing(alpha, beta1, beta2, t, x)
    with derivation(Limit(size(n), n, "oo")) as limit:
        limit.eq(worst, because="the powers go to 0")
    return *facts, limit


@claim(rules=["adam"], source="kingma2015")
def paper_bound_at_the_defaults(alpha: Positive, t: Steps, x: Real):
    """At the defaults, gradients that grow by 11% a step exceed the paper's bound at t = 210."""
    beta1, beta2 = Rational(9, 10), Rational(999, 1000)
    adam, _, size, facts = _growing(alpha, beta1, beta2, t, x)
    with derivation(((adam.theta(209) - adam.theta(210)) / alpha) ** 2) as d:
        d.eq(size(210), because="t = 210", using=at(facts[-1], {t: 210}), factors=[1])
        d.gt((1 - beta1) ** 2 / (1 - beta2), because="10.0164... > 10")
    return *facts, d
