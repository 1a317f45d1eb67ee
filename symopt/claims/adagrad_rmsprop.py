"""RMSProp: AdaGrad with a memory that fades, and the slips its formula invites."""

from symopt.claims import _variants
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
    NonNegative,
    NonZeroSequence,
    OpenUnit,
    Oracle,
    Positive,
    PositiveSequence,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    claim,
    derivation,
    equation,
    holds,
    refute,
    sign,
    sqrt,
    supposing,
    together,
    unequal,
)


@claim(rules=["rmsprop"], source="tieleman2012", expect="refuted")
def rmsprop_rates_never_grow(
    alpha: Positive, rho: Decay, epsilon: NonNegative, g: Sequence, x: Real
):
    """RMSProp's rate alpha/(sqrt(s) + epsilon) never grows, as AdaGrad's."""
    rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=epsilon)
    first, second = (alpha / (sqrt(rms.s(t)) + epsilon) for t in (1, 2))
    return refute(
        second <= first,
        at={alpha: 1, rho: Rational(9, 25), epsilon: 0, x: 0, g: [1, 0]},
    )


@claim(rules=["rmsprop.no-eps"], source="tieleman2012")
def rmsprop_first_step(alpha: Positive, rho: Decay, g: Sequence, x: Real):
    """Without epsilon, RMSProp's first step is alpha/sqrt(1 - rho): the average starts too low."""
    assume(unequal(g(1), 0))
    rms = recursion("rmsprop.no-eps", gradient=g, start=x, alpha=alpha, rho=rho)
    with derivation(rms.theta(0) - rms.theta(1)) as d:
        d.eq(alpha * g(1) / sqrt((1 - rho) * g(1) ** 2), because="the rule, from s_0 = 0")
        d.eq(sign(g(1)) * alpha / sqrt(1 - rho), because="the size of the gradient cancels")
    return d


@claim(rules=["rmsprop"], source="tieleman2012")
def rmsprop_step_bound(
    alpha: Positive, rho: Decay, epsilon: NonNegative, t: Natural, g: NonZeroSequence, x: Real
):
    """No step of RMSProp is larger than alpha/sqrt(1 - rho)."""
    rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=epsilon)
    means = holds(rms.s(t) >= 0, because="an average of squares, by induction on t", induction=t)
    own = holds(rms.s(t + 1) >= (1 - rho) * g(t + 1) ** 2, because="the rule")
    holds(rms.s(t + 1) > 0, because="the gradient is not zero", using=own)
    root = holds(
        sqrt(1 - rho) * abs(g(t + 1)) <= sqrt(rms.s(t + 1)), because="the roots of both sides"
    )
    with derivation(abs(rms.theta(t) - rms.theta(t + 1))) as d:
        d.eq(alpha * abs(g(t + 1)) / (sqrt(rms.s(t + 1)) + epsilon), because="the rule")
        d.le(alpha * abs(g(t + 1)) / sqrt(rms.s(t + 1)), because="epsilon only lessens it")
        d.le(
            alpha / sqrt(1 - rho),
            because="the root is at least sqrt(1 - rho) |g_(t+1)|",
            using=root,
        )
    return means, own, root, d


@claim(rules=["rmsprop.no-eps"], source="tieleman2012")
def rmsprop_scaling(alpha: Positive, rho: OpenUnit, c: Positive, t: Steps, g: Oracle, x: Real):
    """Without epsilon, a loss multiplied by c > 0 gives RMSProp the same iterates."""
    assume(unequal(g(1, x), 0))
    rms = recursion("rmsprop.no-eps", gradient=g, start=x, alpha=alpha, rho=rho)
    new = recursion(
        "rmsprop.no-eps",
        gradient=lambda point, step: c * g(step, point),
        start=x,
        alpha=alpha,
        rho=rho,
        label="c",
    )
    means = holds(
        rms.s(t) > 0, because="by induction on t: the first square is positive", induction=t
    )
    return means, *together(
        (new.s(t), "=", c**2 * rms.s(t)),
        (new.theta(t), "=", rms.theta(t)),
        because="by induction on t: gradient and root are both multiplied by c",
        induction=t,
    )


@claim(rules=["rmsprop"], source="tieleman2012")
def rmsprop_without_factor(
    alpha: Positive, rho: Decay, epsilon: Positive, t: Steps, g: Oracle, x: Real
):
    """Without the factor 1 - rho, RMSProp wants alpha and epsilon divided by sqrt(1 - rho)."""
    rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=epsilon)
    k = sqrt(1 - rho)
    new = recursion(
        _variants.without_factor,
        gradient=g,
        start=x,
        alpha=alpha / k,
        rho=rho,
        epsilon=epsilon / k,
        label="new",
    )
    sums = holds(new.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    return sums, *together(
        (rms.s(t), "=", (1 - rho) * new.s(t)),
        (new.theta(t), "=", rms.theta(t)),
        because="by induction on t: sqrt(1 - rho) divides numerator and denominator",
        induction=t,
    )


@claim(rules=["rmsprop.eps-inside"], source="goodfellow2016")
def rmsprop_without_factor_inside(
    alpha: Positive, rho: Decay, epsilon: Positive, t: Steps, g: Oracle, x: Real
):
    """Without the factor, an epsilon inside the root wants to be divided by 1 - rho itself."""
    rms = recursion(
        "rmsprop.eps-inside", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=epsilon
    )
    new = recursion(
        _variants.without_factor_inside,
        gradient=g,
        start=x,
        alpha=alpha / sqrt(1 - rho),
        rho=rho,
        epsilon=epsilon / (1 - rho),
        label="new",
    )
    sums = holds(new.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    return sums, *together(
        (rms.s(t), "=", (1 - rho) * new.s(t)),
        (new.theta(t), "=", rms.theta(t)),
        because="by induction on t: sqrt(1 - rho) divides numerator and denominator",
        induction=t,
    )


@claim(rules=["rmsprop.no-eps"], source="tieleman2012")
def rmsprop_without_square(alpha: Positive, rho: Decay, g: Sequence, x: Real):
    """If the square is missing, the first step grows with the root of the gradient, or is not real.

    RMSProp's own first step is alpha/sqrt(1 - rho), however large the gradient is.
    """
    new = recursion(_variants.without_square, gradient=g, start=x, alpha=alpha, rho=rho)
    with supposing(g(1) > 0) as up:
        with derivation(x - new.theta(1)) as step:
            step.eq(alpha * g(1) / sqrt((1 - rho) * g(1)), because="the rule, from s_0 = 0")
            step.eq(sqrt(g(1)) * alpha / sqrt(1 - rho), because="g/sqrt(g) = sqrt(g)")
        up.then(step)
    with supposing(g(1) < 0) as down:
        with derivation(new.s(1)) as root:
            root.eq((1 - rho) * g(1), because="the rule, from s_0 = 0")
            root.lt(0, because="what stands under the root is negative")
        down.then(root)
    return up, down


@claim(rules=["rmsprop.no-eps"], source="tieleman2012", expect="refuted")
def rmsprop_square_or_not(alpha: Positive, rho: Decay, g: PositiveSequence, x: Real):
    """For positive gradients it makes no difference whether the new gradient is squared."""
    rms = recursion("rmsprop.no-eps", gradient=g, start=x, alpha=alpha, rho=rho)
    new = recursion(
        _variants.without_square, gradient=g, start=x, alpha=alpha, rho=rho, label="new"
    )
    return refute(
        equation(new.theta(1), rms.theta(1)),
        at={alpha: 1, rho: Rational(3, 4), x: 0, g: [16]},
    )
