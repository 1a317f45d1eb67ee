"""AdaGrad: what dividing by all past gradients does, and where epsilon stands."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    NonNegative,
    NonZero,
    NonZeroSequence,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    Sum,
    assume,
    claim,
    derivation,
    equation,
    example,
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
def rates_never_grow(alpha: Positive, epsilon: Positive, t: Steps, g: Sequence, x: Real):
    """AdaGrad's rate alpha/(sqrt(s) + epsilon) never grows."""
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon)
    sums = holds(ada.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    roots = holds(sqrt(ada.s(t)) <= sqrt(ada.s(t) + g(t + 1) ** 2), because="a square is added")
    with derivation(alpha / (sqrt(ada.s(t + 1)) + epsilon)) as d:
        d.eq(alpha / (sqrt(ada.s(t) + g(t + 1) ** 2) + epsilon), because="the rule")
        d.le(alpha / (sqrt(ada.s(t)) + epsilon), because="a smaller denominator")
    return sums, roots, d


@claim(rules=["adagrad.no-eps"], source="duchi2011")
def constant_gradient(alpha: Positive, c: NonZero, t: Steps, x: Real):
    """With a constant gradient c and without epsilon, AdaGrad's step at time t is alpha/sqrt(t)."""
    ada = recursion("adagrad.no-eps", gradient=lambda point, step: c, start=x, alpha=alpha)
    total, positive = together(
        (ada.s(t), "=", c**2 * t),
        (0, "<", ada.s(t)),
        because="t equal squares, by induction on t",
        induction=t,
    )
    with derivation(ada.theta(t - 1) - ada.theta(t)) as d:
        d.eq(alpha * c / sqrt(c**2 * t), because="the rule, with s_t = c^2 t", using=total)
        d.eq(sign(c) * alpha / sqrt(t), because="c/|c| is the sign of c")
    return total, d


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
    return together(
        (0, "<", ada.s(t)),
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
    return together(
        (0, "<=", ada.s(t)),
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
    return together(
        (0, "<=", ada.s(t)),
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


@claim(rules=["adagrad", "adagrad.eps-inside"], source="ruder2016", expect="refuted")
def eps_inside_or_outside(alpha: Positive, epsilon: Positive, g: Sequence, x: Real):
    """It makes no difference whether the same epsilon stands inside or outside the root."""
    out = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="out")
    ins = recursion("adagrad.eps-inside", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="in")
    return refute(
        equation(ins.theta(1), out.theta(1)),
        at={alpha: 1, epsilon: Rational(9, 16), x: 0, g: [1]},
    )


@claim(rules=["adagrad.eps-inside", "adagrad.no-eps"], source="ruder2016")
def eps_as_a_start(alpha: Positive, epsilon: Positive, t: Steps, g: Oracle, x: Real):
    """AdaGrad with epsilon inside the root is AdaGrad without, its sum started at epsilon."""
    ins = recursion(
        "adagrad.eps-inside", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="in"
    )
    new = recursion(
        "adagrad.no-eps", gradient=g, start=x, alpha=alpha, initial={"s": epsilon}, label="new"
    )
    return together(
        (0, "<=", ins.s(t)),
        (new.s(t), "=", ins.s(t) + epsilon),
        (new.theta(t), "=", ins.theta(t)),
        because="by induction on t: both add the same squares",
        induction=t,
    )


@claim(rules=["adagrad", "adagrad.eps-inside"], source="ruder2016")
def no_map_of_epsilon(
    alpha: Positive,
    epsilon: Positive,
    alpha_in: Positive,
    epsilon_in: NonNegative,
    g: Sequence,
    x: Real,
):
    """No rate and no epsilon inside the root give the iterates of AdaGrad with epsilon outside.

    Whatever alpha and epsilon are, gradients of 3, 4 and 12 times epsilon tell the two apart.
    """
    for t, size in enumerate((3, 4, 12), start=1):
        assume(equation(g(t), size * epsilon))
    out = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="out")
    ins = recursion(
        "adagrad.eps-inside", gradient=g, start=x, alpha=alpha_in, epsilon=epsilon_in, label="in"
    )
    example(
        {alpha: 1, epsilon: 1, alpha_in: sqrt(Rational(4, 5)), epsilon_in: Rational(19, 5), x: 0}
    )
    with supposing(
        equation(ins.theta(1), out.theta(1)), equation(ins.theta(2), out.theta(2))
    ) as same:
        with derivation(3 * epsilon * alpha_in / sqrt(9 * epsilon**2 + epsilon_in)) as first:
            first.eq(x - ins.theta(1), because="the first step, epsilon inside")
            first.eq(x - out.theta(1), because="as supposed", using=same.given)
            first.eq(Rational(3, 4) * alpha, because="the first step, epsilon outside")
        with derivation(4 * epsilon * alpha_in / sqrt(25 * epsilon**2 + epsilon_in)) as second:
            second.eq(ins.theta(1) - ins.theta(2), because="the second step, epsilon inside")
            second.eq(out.theta(1) - out.theta(2), because="as supposed", using=same.given)
            second.eq(Rational(2, 3) * alpha, because="the second step, epsilon outside")
        one = holds(
            equation(16 * epsilon**2 * alpha_in**2, alpha**2 * (9 * epsilon**2 + epsilon_in)),
            because="the first equation, squared", using=first,
        )
        two = holds(
            equation(36 * epsilon**2 * alpha_in**2, alpha**2 * (25 * epsilon**2 + epsilon_in)),
            because="the second equation, squared", using=second,
        )
        square = holds(equation(alpha_in**2, Rational(4, 5) * alpha**2), because="their difference", using=[one, two], factors=[-1/(20*epsilon**2), 1/(20*epsilon**2)])
        rate = holds(equation(alpha_in, sqrt(Rational(4, 5)) * alpha), because="both are positive", using=square)
        eps = holds(equation(epsilon_in, Rational(19, 5) * epsilon**2), because="put into the first", using=[one, square], factors=[-1/alpha**2, 16*epsilon**2/alpha**2])
        with derivation(out.theta(2) - out.theta(3)) as third:
            third.eq(Rational(12, 14) * alpha, because="the third step, epsilon outside")
            third.gt(12 * sqrt(Rational(4, 5)) * alpha / sqrt(169 + Rational(19, 5)), because="the square 36/49 exceeds 2/3")
            third.eq(12 * epsilon * alpha_in / sqrt(169 * epsilon**2 + epsilon_in), because="the values just found", using=[eps,rate])
            third.eq(ins.theta(2) - ins.theta(3), because="the third step, epsilon inside")
        same.then(first, second, one, two, square, rate, eps, third)
    return same


@claim(rules=["adagrad.no-eps"], source="duchi2011")
def regret_sum(t: Steps, g: Sequence, x: Real, alpha: Positive):
    """With s_k the sum of the first k squares, the sum of g_k^2/sqrt(s_k) is at most 2 sqrt(s_t)."""
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
