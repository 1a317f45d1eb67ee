"""Adam: its moments, their corrections, its first step, and how it is misprinted."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    NonNegative,
    Oracle,
    Positive,
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
    index,
    refute,
    sequence,
    sign,
    sqrt,
    together,
    unequal,
)


@claim(rules=["adam"], source="kingma2015")
def moments(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: Positive,
    t: Steps,
    g: Sequence,
    x: Real,
):
    """Adam's moments are its gradients and their squares, weighted by (1 - beta) beta^age."""
    i = index("i")
    adam = recursion(
        "adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=epsilon
    )
    return together(
        (adam.m(t), "=", Sum((1 - beta1) * beta1 ** (t - i) * g(i), (i, 1, t))),
        (adam.v(t), "=", Sum((1 - beta2) * beta2 ** (t - i) * g(i) ** 2, (i, 1, t))),
        because="by induction on t",
        induction=t,
    )


@claim(rules=["adam"], source="kingma2015")
def unbiased(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: Positive,
    mu: Real,
    s: NonNegative,
    t: Steps,
    g: RandomSequence,
    x: Real,
):
    """Gradients with one mean and one mean square give them to the corrected moments.

    Nothing is assumed of how the gradients depend on each other.
    """
    k = index("k")
    adam = recursion(
        "adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=epsilon
    )
    mean = assume_all(equation(expectation(g(k)), mu), (k, Steps))
    square = assume_all(equation(expectation(g(k) ** 2), s), (k, Steps))
    first, second = together(
        (expectation(adam.m(t)), "=", mu * (1 - beta1**t)),
        (expectation(adam.v(t)), "=", s * (1 - beta2**t)),
        because="by induction on t: the mean of a sum is the sum of the means",
        induction=t,
        using=[at(fact, {k: place}) for place in (t + 1, 1) for fact in (mean, square)],
    )
    with derivation(expectation(adam.mhat(t))) as m:
        m.eq(expectation(adam.m(t)) / (1 - beta1**t), because="the correction is not random")
        m.eq(mu, because="it cancels the factor", using=first)
    with derivation(expectation(adam.vhat(t))) as v:
        v.eq(expectation(adam.v(t)) / (1 - beta2**t), because="the correction is not random")
        v.eq(s, because="it cancels the factor", using=second)
    return first, second, m, v


@claim(rules=["adam"], source="kingma2015")
def first_step(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """With epsilon = 0, Adam's first step is alpha in the direction of the sign of the gradient."""
    assume(unequal(g(1), 0))
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    with derivation(adam.theta(0) - adam.theta(1)) as d:
        d.eq(alpha * sign(g(1)), because="both corrections undo the factors (1 - beta)")
    return d


@claim(rules=["adam.uncorrected"], source="cs231n")
def first_step_uncorrected(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """Without the corrections the first step is alpha (1 - beta1)/sqrt(1 - beta2) sign(g_1)."""
    assume(unequal(g(1), 0))
    adam = recursion(
        "adam.uncorrected",
        gradient=g,
        start=x,
        alpha=alpha,
        beta1=beta1,
        beta2=beta2,
        epsilon=0,
    )
    with derivation(adam.theta(0) - adam.theta(1)) as d:
        d.eq(
            alpha * (1 - beta1) / sqrt(1 - beta2) * sign(g(1)),
            because="m_1 = (1 - beta1) g_1 and v_1 = (1 - beta2) g_1^2",
        )
    return d


@claim(rules=["adam", "adam.folded"], source="kingma2015")
def folded(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: Positive,
    t: Steps,
    g: Oracle,
    x: Real,
):
    """Both corrections may be folded into the rate if epsilon becomes epsilon sqrt(1 - beta2^t)."""
    hyper = {"gradient": g, "start": x, "alpha": alpha, "beta1": beta1, "beta2": beta2}
    adam = recursion("adam", epsilon=epsilon, **hyper)
    fold = recursion(
        "adam.folded", label="f", epsilon=lambda t: epsilon * sqrt(1 - beta2**t), **hyper
    )
    return together(
        (0, "<=", adam.v(t)),
        (fold.m(t), "=", adam.m(t)),
        (fold.v(t), "=", adam.v(t)),
        (fold.theta(t), "=", adam.theta(t)),
        because="by induction on t: both take the same gradients",
        induction=t,
    )


@claim(rules=["adam", "adam.folded"], source="kingma2015", expect="refuted")
def folded_with_the_same_epsilon(
    alpha: Positive, beta1: Decay, beta2: Decay, epsilon: Positive, g: Sequence, x: Real
):
    """Folding both corrections into the rate changes nothing, with the same epsilon."""
    hyper = {
        "gradient": g,
        "start": x,
        "alpha": alpha,
        "beta1": beta1,
        "beta2": beta2,
        "epsilon": epsilon,
    }
    adam = recursion("adam", **hyper)
    fold = recursion("adam.folded", label="f", **hyper)
    return refute(
        equation(fold.theta(0) - fold.theta(1), adam.theta(0) - adam.theta(1)),
        at={
            alpha: 1,
            beta1: Rational(1, 2),
            beta2: Rational(9, 25),
            epsilon: 1,
            x: 0,
            g: [1],
        },
    )


@claim(rules=["adam"], source="kingma2015", expect="refuted")
def correction_without_the_power(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """The corrections divide by 1 - beta1 and 1 - beta2 at every step, without a power of t."""
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    printed = alpha * (adam.m(2) / (1 - beta1)) / sqrt(adam.v(2) / (1 - beta2))
    return refute(
        equation(adam.theta(1) - adam.theta(2), printed),
        at={alpha: 1, beta1: Rational(1, 2), beta2: Rational(9, 16), x: 0, g: [1, 1]},
    )


@claim(rules=["adam"], source="kingma2015", expect="refuted")
def swapped_betas(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """It does not matter which beta belongs to which moment."""
    hyper = {"gradient": g, "start": x, "alpha": alpha, "epsilon": 0}
    adam = recursion("adam", beta1=beta1, beta2=beta2, **hyper)
    swap = recursion("adam", label="swapped", beta1=beta2, beta2=beta1, **hyper)
    return refute(
        equation(adam.theta(1) - adam.theta(2), swap.theta(1) - swap.theta(2)),
        at={alpha: 1, beta1: Rational(1, 3), beta2: Rational(9, 16), x: 0, g: [1, 0]},
    )


@claim(rules=["adam"], source="kingma2015", expect="refuted")
def missing_square(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """The second moment may average the gradients without the square."""
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    w = sequence("w", lambda t, w: beta2 * w(t - 1) + (1 - beta2) * g(t), start=0)
    return refute(
        equation(adam.theta(0) - adam.theta(1), alpha * adam.mhat(1) / sqrt(w(1) / (1 - beta2))),
        at={alpha: 1, beta1: Rational(1, 2), beta2: Rational(3, 4), x: 0, g: [4]},
    )
