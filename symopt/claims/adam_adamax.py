"""AdaMax: where it comes from, and how long its steps can be."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Natural,
    NonNegative,
    OpenUnit,
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
    holds,
    index,
    refute,
    sequence,
)


@claim(rules=["adamax"], source="kingma2015")
def adamax_limit_of_p_norms(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    t: Natural,
    p: Steps,
    g: Sequence,
    x: Real,
):
    """Average p-th powers with decay beta2^p: the p-th root goes to AdaMax's u_t as p -> infinity.

    The average is v_t = beta2^p v_(t-1) + (1 - beta2^p) |g_t|^p from v_0 = 0, written as a sum.
    """
    n, k = index("n"), index("k")
    ada = recursion("adamax", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2)

    def v(t, p):
        return (1 - beta2**p) * Sum(beta2 ** (p * (t - k)) * abs(g(k)) ** p, (k, 1, t))

    with derivation(v(t + 1, p)) as average:
        average.eq(
            beta2**p * v(t, p) + (1 - beta2**p) * abs(g(t + 1)) ** p,
            because="the last term split off",
        )
    with derivation(ada.u(t)) as low:
        low.ge(0, because="absolute values", induction=t)
    with derivation(v(t, p)) as least:
        least.ge(
            (1 - beta2) * ada.u(t) ** p,
            because="by induction on t: 1 - beta2^p >= 1 - beta2",
            induction=t,
            factors=[beta2**p],
            cases=[beta2 * ada.u(t) <= abs(g(t + 1))],
        )
    with derivation(beta2 * ada.u(t)) as old:
        old.le(ada.u(t + 1), because="u_(t+1) is the larger of the two")
    with derivation((beta2 * ada.u(t)) ** p) as old_power:
        old_power.le(ada.u(t + 1) ** p, because="p-th powers increase", using=old)
    with derivation(abs(g(t + 1))) as new:
        new.le(ada.u(t + 1), because="u_(t+1) is the larger of the two")
    with derivation(abs(g(t + 1)) ** p) as new_power:
        new_power.le(ada.u(t + 1) ** p, because="p-th powers increase", using=new)
    with derivation(v(t, p)) as most:
        most.le(
            t * ada.u(t) ** p,
            because="by induction on t: no term exceeds u_t^p",
            induction=t,
            using=[old_power, new_power],
            factors=[beta2**p, t, 1 - beta2**p],
        )
        most.le((t + 1) * ada.u(t) ** p, because="so that t = 0 is no exception")
    with derivation(v(t, p) ** (1 / p)) as below:
        below.ge((1 - beta2) ** (1 / p) * ada.u(t), because="p-th roots", using=least)
    with derivation(v(t, p) ** (1 / p)) as above:
        above.le((t + 1) ** (1 / p) * ada.u(t), because="p-th roots", using=most)
    with derivation(Limit(v(t, n) ** (1 / n), n, "oo")) as limit:
        limit.eq(ada.u(t), because="c^(1/n) -> 1 on both sides", using=[below, above])
    return average, least, most, below, above, limit


@claim(rules=["adamax"], source="kingma2015")
def adamax_largest(
    alpha: Positive, beta1: Decay, beta2: Decay, i: Steps, n: Natural, g: Sequence, x: Real
):
    """None of the beta2^(t-i) |g_i| exceeds AdaMax's u_t, where t = i + n."""
    ada = recursion("adamax", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2)
    with derivation(beta2**n * abs(g(i))) as d:
        d.le(ada.u(i + n), because="by induction on n: u_t >= beta2 u_(t-1)", induction=n)
    return d


@claim(rules=["adamax"], source="kingma2015")
def adamax_least_bound(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    c: NonNegative,
    t: Steps,
    g: Sequence,
    x: Real,
):
    """AdaMax's u_t is no larger than the largest beta2^(t-i) |g_i|: any bound of these bounds it.

    The bound is written c beta2^t.
    """
    i = index("i")
    bounded = assume_all(abs(g(i)) <= c * beta2**i, (i, Steps))
    ada = recursion("adamax", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2)
    with derivation(ada.u(t)) as d:
        d.le(
            c * beta2**t,
            because="by induction on t: so are beta2 u_(t-1) and |g_t|",
            induction=t,
            using=[at(bounded, {i: t + 1}), at(bounded, {i: 1})],
            cases=[beta2 * ada.u(t) <= abs(g(t + 1))],
        )
    return d


@claim(rules=["adamax"], source="kingma2015", expect="refuted")
def adamax_at_most_alpha(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """No step of AdaMax exceeds alpha."""
    ada = recursion("adamax", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2)
    return refute(
        abs(ada.theta(1) - ada.theta(2)) <= alpha,
        at={alpha: 1, beta1: Rational(1, 2), beta2: Rational(1, 2), x: 0, g: [2, 1]},
    )


@claim(rules=["adamax"], source="kingma2015")
def adamax_bound(alpha: Positive, beta1: Decay, beta2: OpenUnit, t: Steps, g: Sequence, x: Real):
    """If q = beta1/beta2 < 1, no step of AdaMax exceeds alpha (1 - beta1)/(1 - q).

    S_t = 1 + q + ... + q^(t-1).
    """
    assume(beta1 < beta2)
    k = index("k")
    ada = recursion("adamax", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2)
    runs = assume_all(ada.u(k) > 0, (k, Steps))
    q = beta1 / beta2
    S = sequence("S", lambda t, S: 1 + q * S(t - 1), start=0)
    at(runs, {k: t})
    with derivation(S(t)) as positive:
        positive.gt(0, because="its terms are not negative, the first is 1", induction=t)
    with derivation(S(t) * (1 - q)) as total:
        total.eq(1 - q**t, because="geometric sum, by induction on t", induction=t)
    with derivation(abs(ada.m(t))) as triangle:
        triangle.le(
            beta1 * abs(ada.m(t - 1)) + (1 - beta1) * abs(g(t)),
            because="the triangle inequality",
            using=ada.lines(t, "m"),
        )
    with derivation(beta2 * ada.u(t - 1)) as old:
        old.le(ada.u(t), because="u_t is the larger of the two")
    with derivation(abs(g(t))) as new:
        new.le(ada.u(t), because="u_t is the larger of the two")
    with derivation(abs(ada.m(t))) as mean:
        mean.le(
            (1 - beta1) * S(t) * ada.u(t),
            because="by induction on t, with the three inequalities",
            induction=t,
            using=[at(fact, {t: t + 1}) for fact in (triangle, old, new)],
            factors=[beta1, 1, (1 - beta1) * q * S(t), 1 - beta1],
        )
        mean.eq((1 - beta1) * (1 - q**t) / (1 - q) * ada.u(t), because="geometric sum", using=total)
    with derivation(1 - q**t) as larger:
        larger.le(
            1 - beta1**t,
            because="q^t >= beta1^t",
            using=holds(beta2**t <= 1),
            factors=[q**t],
        )
    with derivation(abs(ada.theta(t - 1) - ada.theta(t))) as step:
        step.eq(
            alpha * abs(ada.m(t)) / ((1 - beta1**t) * ada.u(t)),
            because="the rule",
            using=ada.lines(t, "theta"),
        )
        step.le(
            alpha * (1 - beta1) / (1 - q) * (1 - q**t) / (1 - beta1**t),
            because="the inequality above",
            using=mean,
            factors=[alpha / (1 - beta1**t) / ada.u(t)],
        )
        step.le(
            alpha * (1 - beta1) / (1 - q),
            because="q > beta1",
            using=larger,
            factors=[alpha * (1 - beta1) / (1 - q) / (1 - beta1**t)],
        )
    return triangle, old, new, mean, larger, step
