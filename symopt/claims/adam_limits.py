"""What Adam turns into when its hyperparameters go to their ends."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    NonZeroSequence,
    Oracle,
    Positive,
    Real,
    Sequence,
    Steps,
    Sum,
    claim,
    derivation,
    index,
    sign,
    sqrt,
    together,
    variable,
)


@claim(rules=["adam"], source="kingma2015")
def sign_descent(alpha: Positive, t: Steps, g: NonZeroSequence, x: Real):
    """With both betas and epsilon zero, every step is alpha against the sign of the gradient."""
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=0, beta2=0, epsilon=0)
    with derivation(adam.theta(t - 1) - adam.theta(t)) as d:
        d.eq(alpha * g(t) / sqrt(g(t) ** 2), because="both moments keep the last gradient only")
        d.eq(alpha * sign(g(t)), because="sqrt(g^2) = |g|")
    return d


@claim(rules=["adam.uncorrected", "rmsprop"], source="ruder2016")
def without_the_first_moment(
    alpha: Positive, beta2: Decay, epsilon: Positive, t: Steps, g: Oracle, x: Real
):
    """RMSProp is uncorrected Adam with beta1 = 0."""
    hyper = {"gradient": g, "start": x, "alpha": alpha, "epsilon": epsilon}
    adam = recursion("adam.uncorrected", beta1=0, beta2=beta2, **hyper)
    rms = recursion("rmsprop", label="rms", rho=beta2, **hyper)
    return together(
        (0, "<=", adam.v(t)),
        (rms.s(t), "=", adam.v(t)),
        (rms.theta(t), "=", adam.theta(t)),
        because="by induction on t: m_t = g_t",
        induction=t,
    )


@claim(rules=["adam.uncorrected", "momentum"], source="kingma2015")
def large_epsilon(
    c: Positive, h: Positive, beta1: Decay, beta2: Decay, t: Steps, g: Sequence, x: Real
):
    """With alpha = c epsilon and epsilon -> infinity, uncorrected Adam becomes momentum, rate c.

    Here epsilon = 1/h, and h goes to 0.
    """
    e = variable("e")
    adam = recursion(
        "adam.uncorrected",
        gradient=g,
        start=x,
        alpha=c / h,
        beta1=beta1,
        beta2=beta2,
        epsilon=1 / h,
    )
    ball = recursion("momentum", label="mom", gradient=g, start=x, alpha=c, beta=beta1)
    with derivation(adam.v(t)) as low:
        low.ge(0, because="a weighted mean of squares", induction=t)
    with derivation(adam.m(t)) as same:
        same.eq(ball.v(t), because="by induction on t: the same average", induction=t)
    with derivation(adam.theta(t - 1) - adam.theta(t)) as step:
        step.eq(
            c / h * adam.m(t) / (sqrt(adam.v(t)) + 1 / h),
            because="the rule",
            using=adam.lines(t, "theta"),
        )
        step.eq(c * ball.v(t) / (h * sqrt(adam.v(t)) + 1), because="multiply by h", using=same)
    with derivation(
        Limit(c * ball.v(t) / (e * sqrt(adam.v(t)) + 1), e, 0, side="+", far=1)
    ) as limit:
        limit.eq(c * ball.v(t), because="the moments do not depend on epsilon")
    with derivation(ball.theta(t - 1) - ball.theta(t)) as goal:
        goal.eq(c * ball.v(t), because="the rule", using=ball.lines(t, "theta"))
    return same, step, limit, goal


@claim(rules=["adam", "adagrad"], source="kingma2015")
def slow_second_moment(
    alpha: Positive, epsilon: Positive, beta: Decay, t: Steps, g: Sequence, x: Real
):
    """With beta1 = 0 and beta2 -> 1, Adam becomes AdaGrad with the rate alpha sqrt(t).

    AdaGrad's epsilon is epsilon sqrt(t) then; at epsilon = 0 only the rate differs.
    """
    b, k = variable("b"), index("k")
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=0, beta2=beta, epsilon=epsilon)
    ada = recursion(
        "adagrad",
        label="ada",
        gradient=g,
        start=x,
        alpha=lambda t: alpha * sqrt(t),
        epsilon=lambda t: epsilon * sqrt(t),
    )

    def squares(beta):
        return Sum(beta ** (t - k) * g(k) ** 2, (k, 1, t))

    def weights(beta):
        return Sum(beta ** (t - k), (k, 1, t))

    plain = Sum(g(k) ** 2, (k, 1, t))
    with derivation(adam.v(t)) as sums:
        sums.eq((1 - beta) * squares(beta), because="by induction on t", induction=t)
    with derivation((1 - beta) * weights(beta)) as total:
        total.eq(1 - beta**t, because="geometric sum, by induction on t", induction=t)
    with derivation(adam.vhat(t)) as mean:
        mean.eq(adam.v(t) / (1 - beta**t), because="the rule")
        mean.eq((1 - beta) * squares(beta) / (1 - beta**t), because="put in", using=sums)
        mean.eq(
            squares(beta) / weights(beta),
            because="a weighted mean",
            using=total,
            factors=[squares(beta) / weights(beta) / (1 - beta**t)],
        )
    with derivation(adam.m(t)) as first:
        first.eq(g(t), because="beta1 = 0")
    with derivation(adam.vhat(t)) as low:
        low.ge(0, because="a mean of squares", using=mean)
    with derivation(adam.theta(t - 1) - adam.theta(t)) as step:
        step.eq(
            alpha * adam.m(t) / (sqrt(adam.vhat(t)) + epsilon),
            because="the rule",
            using=adam.lines(t, "theta", "mhat"),
        )
        step.eq(
            alpha * g(t) / (sqrt(squares(beta) / weights(beta)) + epsilon),
            because="put in",
            using=[first, mean],
        )
    with derivation(
        Limit(alpha * g(t) / (sqrt(squares(b) / weights(b)) + epsilon), b, 1, side="-", far=0)
    ) as limit:
        limit.eq(alpha * g(t) / (sqrt(plain / t) + epsilon), because="the weights become equal")
    with derivation(ada.s(t)) as accumulated:
        accumulated.eq(plain, because="by induction on t", induction=t)
    with derivation(ada.s(t)) as not_negative:
        not_negative.ge(0, because="a sum of squares", induction=t)
    with derivation(ada.theta(t - 1) - ada.theta(t)) as goal:
        goal.eq(
            alpha * sqrt(t) * g(t) / (sqrt(ada.s(t)) + epsilon * sqrt(t)),
            because="the rule",
            using=ada.lines(t, "theta"),
        )
        goal.eq(alpha * g(t) / (sqrt(ada.s(t) / t) + epsilon), because="divide by sqrt(t)")
        goal.eq(alpha * g(t) / (sqrt(plain / t) + epsilon), because="put in", using=accumulated)
    return mean, step, limit, goal
