"""AdaGrad: what dividing by all past gradients does, and what units its epsilon has."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Natural,
    NonNegative,
    NonZero,
    NonZeroSequence,
    Oracle,
    Positive,
    Real,
    Sequence,
    Steps,
    Sum,
    assume,
    at,
    claim,
    derivation,
    equation,
    holds,
    index,
    refute,
    sign,
    sqrt,
    supposing,
    together,
    unequal,
)


@claim(rules=["adagrad"], source="duchi2011")
def rates_never_grow(alpha: Positive, epsilon: NonNegative, t: Steps, g: Sequence, x: Real):
    """AdaGrad's rate alpha/(sqrt(s) + epsilon) never grows; epsilon may be 0 if g_1 is not."""
    exists = assume(g(1) ** 2 + epsilon > 0)
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    sums = holds(ada.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    first = holds(
        ada.s(t) >= g(1) ** 2, because="by induction on t: the first square stays in", induction=t
    )
    total = holds(ada.s(t) + epsilon > 0, because="as supposed", using=[first, exists])
    below = holds(
        sqrt(ada.s(t)) + epsilon > 0,
        because="if epsilon is 0, then s_t is positive",
        cases=[equation(epsilon, 0)],
        using=total,
    )
    at(below, {t: t + 1})
    root = holds(sqrt(ada.s(t)) <= sqrt(ada.s(t + 1)), because="a square is added")
    above, under = sqrt(ada.s(t)) + epsilon, sqrt(ada.s(t + 1)) + epsilon
    with derivation(alpha / under) as d:
        d.le(
            alpha / above,
            because="a smaller denominator",
            using=root,
            factors=[alpha / (above * under)],
        )
    return sums, first, total, below, root, d


@claim(rules=["adagrad.no-eps"], source="duchi2011")
def constant_gradient(alpha: Positive, c: NonZero, t: Steps, x: Real):
    """With a constant gradient c and without epsilon, AdaGrad's step at time t is alpha/sqrt(t)."""
    ada = recursion("adagrad.no-eps", gradient=lambda point, step: c, start=x, alpha=alpha)
    total = holds(
        equation(ada.s(t), c**2 * t), because="t equal squares, by induction on t", induction=t
    )
    holds(ada.s(t) > 0, because="so it is positive", using=total)
    with derivation(ada.theta(t - 1) - ada.theta(t)) as d:
        d.eq(alpha * c / sqrt(c**2 * t), because="the rule, with s_t = c^2 t", using=total)
        d.eq(sign(c) * alpha / sqrt(t), because="c/|c| is the sign of c")
    return total, d


@claim(rules=["adagrad"], source="duchi2011")
def step_bound(alpha: Positive, epsilon: NonNegative, t: Natural, g: NonZeroSequence, x: Real):
    """No step of AdaGrad is larger than alpha."""
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    sums = holds(ada.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    own = holds(ada.s(t + 1) >= g(t + 1) ** 2, because="the rule: one of the squares is this")
    holds(ada.s(t + 1) > 0, because="the gradient is not zero", using=own)
    root = holds(abs(g(t + 1)) <= sqrt(ada.s(t + 1)), because="the roots of both sides")
    with derivation(abs(ada.theta(t) - ada.theta(t + 1))) as d:
        d.eq(alpha * abs(g(t + 1)) / (sqrt(ada.s(t + 1)) + epsilon), because="the rule")
        d.le(alpha * abs(g(t + 1)) / sqrt(ada.s(t + 1)), because="epsilon only lessens it")
        d.le(alpha, because="the root is at least |g_(t+1)|", using=root)
    return sums, own, root, d


@claim(rules=["adagrad.no-eps"], source="duchi2011")
def regret_sum(t: Steps, g: Sequence, x: Real, alpha: Positive):
    """The sum of g_k^2/sqrt(s_k), which bounds AdaGrad's regret, is at most 2 sqrt(s_t)."""
    assume(unequal(g(1), 0))
    ada = recursion("adagrad.no-eps", gradient=g, start=x, alpha=alpha)
    k = index("k")
    holds(ada.s(t) > 0, because="by induction on t: the first square is positive", induction=t)
    before, after = sqrt(ada.s(t)), sqrt(ada.s(t + 1))
    with derivation(g(t + 1) ** 2 / after) as term:
        term.eq((ada.s(t + 1) - ada.s(t)) / after, because="the rule")
        term.le(
            2 * after - 2 * before,
            because="the difference is (sqrt(s_(t+1)) - sqrt(s_t))^2/sqrt(s_(t+1))",
            squares=[(1 / after, after - before)],
        )
    with derivation(Sum(g(k) ** 2 / sqrt(ada.s(k)), (k, 1, t))) as d:
        d.le(
            2 * sqrt(ada.s(t)),
            because="by induction on t: add the bound of one more term",
            induction=t,
            using=term,
        )
    return term, d


@claim(rules=["adagrad.no-eps"], source="duchi2011")
def scaling(alpha: Positive, c: Positive, t: Steps, g: Oracle, x: Real):
    """Without epsilon, a loss multiplied by c > 0 gives AdaGrad the same iterates."""
    assume(unequal(g(1, x), 0))
    ada = recursion("adagrad.no-eps", gradient=g, start=x, alpha=alpha)
    new = recursion(
        "adagrad.no-eps",
        gradient=lambda point, step: c * g(step, point),
        start=x,
        alpha=alpha,
        label="c",
    )
    sums = holds(
        ada.s(t) > 0, because="by induction on t: the first square is positive", induction=t
    )
    return sums, *together(
        (new.s(t), "=", c**2 * ada.s(t)),
        (new.theta(t), "=", ada.theta(t)),
        because="by induction on t: gradient and root are both multiplied by c",
        induction=t,
    )


@claim(rules=["adagrad"], source="duchi2011")
def scaling_outside(alpha: Positive, epsilon: Positive, c: Positive, t: Steps, g: Oracle, x: Real):
    """A loss multiplied by c > 0 wants an epsilon outside the root multiplied by c."""
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    new = recursion(
        "adagrad",
        gradient=lambda point, step: c * g(step, point),
        start=x,
        alpha=alpha,
        epsilon=c * epsilon,
        label="c",
    )
    sums = holds(ada.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    return sums, *together(
        (new.s(t), "=", c**2 * ada.s(t)),
        (new.theta(t), "=", ada.theta(t)),
        because="by induction on t: gradient, root and epsilon are all multiplied by c",
        induction=t,
    )


@claim(rules=["adagrad.eps-inside"], source="ruder2016")
def scaling_inside(alpha: Positive, epsilon: Positive, c: Positive, t: Steps, g: Oracle, x: Real):
    """A loss multiplied by c > 0 wants an epsilon inside the root multiplied by c^2."""
    ada = recursion("adagrad.eps-inside", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    new = recursion(
        "adagrad.eps-inside",
        gradient=lambda point, step: c * g(step, point),
        start=x,
        alpha=alpha,
        epsilon=c**2 * epsilon,
        label="c",
    )
    sums = holds(ada.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    return sums, *together(
        (new.s(t), "=", c**2 * ada.s(t)),
        (new.theta(t), "=", ada.theta(t)),
        because="by induction on t: the radicand is multiplied by c^2",
        induction=t,
    )


@claim(rules=["adagrad"], source="duchi2011", expect="refuted")
def scaling_with_epsilon(alpha: Positive, epsilon: Positive, c: Positive, g: Sequence, x: Real):
    """With the same epsilon, a loss multiplied by c > 0 gives AdaGrad the same iterates."""
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    new = recursion(
        "adagrad",
        gradient=lambda point, step: c * g(step),
        start=x,
        alpha=alpha,
        epsilon=epsilon,
        label="c",
    )
    return refute(
        equation(new.theta(1), ada.theta(1)), at={alpha: 1, epsilon: 1, c: 3, x: 0, g: [1]}
    )


@claim(rules=["adagrad"], source="duchi2011")
def epsilon_outside_is_forced(
    alpha: Positive, epsilon: Positive, epsilon_c: Positive, c: Positive, g: Sequence, x: Real
):
    """No other epsilon outside the root will do: equal first steps make it c epsilon."""
    assume(unequal(g(1), 0))
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    new = recursion(
        "adagrad",
        gradient=lambda point, step: c * g(step),
        start=x,
        alpha=alpha,
        epsilon=epsilon_c,
        label="c",
    )
    with supposing(equation(new.theta(1), ada.theta(1))) as same:
        with derivation(alpha * c * g(1) / (c * abs(g(1)) + epsilon_c)) as step:
            step.eq(x - new.theta(1), because="the rule")
            step.eq(x - ada.theta(1), because="as supposed", using=same.given)
            step.eq(alpha * g(1) / (abs(g(1)) + epsilon), because="the rule")
        scaled = holds(equation(epsilon_c, c * epsilon), because="multiplied out", using=step)
        same.then(step, scaled)
    return same


@claim(rules=["adagrad.eps-inside"], source="ruder2016")
def epsilon_inside_is_forced(
    alpha: Positive, epsilon: Positive, epsilon_c: Positive, c: Positive, g: Sequence, x: Real
):
    """No other epsilon inside the root will do: equal first steps make it c^2 epsilon."""
    assume(unequal(g(1), 0))
    ada = recursion("adagrad.eps-inside", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    new = recursion(
        "adagrad.eps-inside",
        gradient=lambda point, step: c * g(step),
        start=x,
        alpha=alpha,
        epsilon=epsilon_c,
        label="c",
    )
    with supposing(equation(new.theta(1), ada.theta(1))) as same:
        old, scaled = sqrt(g(1) ** 2 + epsilon), sqrt(c**2 * g(1) ** 2 + epsilon_c)
        with derivation(alpha * c * g(1) / scaled) as step:
            step.eq(x - new.theta(1), because="the rule")
            step.eq(x - ada.theta(1), because="as supposed", using=same.given)
            step.eq(alpha * g(1) / old, because="the rule")
        roots = holds(
            equation(scaled, c * old),
            because="multiplied out",
            using=step,
            factors=[-old * scaled / (alpha * g(1))],
        )
        forced = holds(
            equation(epsilon_c, c**2 * epsilon),
            because="squared",
            using=roots,
            factors=[scaled + c * old],
        )
        same.then(step, roots, forced)
    return same
