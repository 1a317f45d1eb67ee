"""Where epsilon stands: inside the root or outside it are two rules, not one."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    NonNegative,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    claim,
    derivation,
    equation,
    example,
    holds,
    refute,
    sqrt,
    supposing,
    together,
)


@claim(rules=["adagrad", "adagrad.eps-inside"], source="ruder2016", expect="refuted")
def epsilon_inside_or_outside(alpha: Positive, epsilon: Positive, g: Sequence, x: Real):
    """It makes no difference whether the same epsilon stands inside or outside the root."""
    out = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="out")
    ins = recursion(
        "adagrad.eps-inside", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="in"
    )
    return refute(
        equation(ins.theta(1), out.theta(1)),
        at={alpha: 1, epsilon: Rational(9, 16), x: 0, g: [1]},
    )


@claim(rules=["adagrad.eps-inside", "adagrad.no-eps"], source="ruder2016")
def epsilon_inside_as_a_start(alpha: Positive, epsilon: Positive, t: Steps, g: Oracle, x: Real):
    """AdaGrad with epsilon inside the root is AdaGrad without, its sum started at epsilon."""
    ins = recursion(
        "adagrad.eps-inside", gradient=g, start=x, alpha=alpha, epsilon=epsilon, label="in"
    )
    new = recursion(
        "adagrad.no-eps", gradient=g, start=x, alpha=alpha, initial={"s": epsilon}, label="new"
    )
    sums = holds(ins.s(t) >= 0, because="a sum of squares, by induction on t", induction=t)
    return sums, *together(
        (new.s(t), "=", ins.s(t) + epsilon),
        (new.theta(t), "=", ins.theta(t)),
        because="by induction on t: both add the same squares",
        induction=t,
    )


@claim(rules=["adagrad", "adagrad.eps-inside"], source="ruder2016")
def epsilon_adagrad_no_map(
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
            because="the first equation, squared",
            using=first,
        )
        two = holds(
            equation(36 * epsilon**2 * alpha_in**2, alpha**2 * (25 * epsilon**2 + epsilon_in)),
            because="the second equation, squared",
            using=second,
        )
        square = holds(
            equation(alpha_in**2, Rational(4, 5) * alpha**2),
            because="their difference",
            using=[one, two],
            factors=[-1 / (20 * epsilon**2), 1 / (20 * epsilon**2)],
        )
        rate = holds(
            equation(alpha_in, sqrt(Rational(4, 5)) * alpha),
            because="both are positive",
            using=square,
        )
        eps = holds(
            equation(epsilon_in, Rational(19, 5) * epsilon**2),
            because="put into the first",
            using=[one, square],
            factors=[-1 / alpha**2, 16 * epsilon**2 / alpha**2],
        )
        with derivation(out.theta(2) - out.theta(3)) as third:
            third.eq(Rational(12, 14) * alpha, because="the third step, epsilon outside")
            third.gt(
                12 * sqrt(Rational(4, 5)) * alpha / sqrt(169 + Rational(19, 5)),
                because="the square 36/49 exceeds 2/3",
            )
            third.eq(
                12 * epsilon * alpha_in / sqrt(169 * epsilon**2 + epsilon_in),
                because="the values just found",
                using=[eps, rate],
            )
            third.eq(ins.theta(2) - ins.theta(3), because="the third step, epsilon inside")
        same.then(first, second, one, two, square, rate, eps, third)
    return same


@claim(rules=["rmsprop", "rmsprop.eps-inside"], source="goodfellow2016")
def epsilon_rmsprop_no_map(
    alpha: Positive,
    rho: Decay,
    epsilon: Positive,
    alpha_in: Positive,
    rho_in: Decay,
    epsilon_in: NonNegative,
    g: Sequence,
    x: Real,
):
    """No hyperparameters with epsilon inside the root give RMSProp's iterates with it outside.

    Four gradients, whose root mean squares are 1, 1, 2 and 3 times epsilon, tell the two apart.
    """
    k = 1 - rho
    assume(equation(g(1), epsilon / sqrt(k)))
    assume(equation(g(2), epsilon))
    assume(equation(g(3), epsilon * sqrt((4 - rho) / k)))
    assume(equation(g(4), epsilon * sqrt((9 - 4 * rho) / k)))
    out = recursion(
        "rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=epsilon, label="out"
    )
    ins = recursion(
        "rmsprop.eps-inside",
        gradient=g,
        start=x,
        alpha=alpha_in,
        rho=rho_in,
        epsilon=epsilon_in,
        label="in",
    )
    example(
        {
            alpha: 1,
            rho: 0,
            epsilon: 1,
            alpha_in: sqrt(Rational(3, 5)),
            rho_in: 0,
            epsilon_in: Rational(7, 5),
            x: 0,
        }
    )
    sizes = {1: 1, 2: 1, 3: 2, 4: 3}
    means = [
        holds(equation(out.s(t), n**2 * epsilon**2), because="the rule") for t, n in sizes.items()
    ]
    for t in sizes:
        holds(g(t) > 0, because="as chosen")
        holds(ins.s(t) > 0, because="an average of squares")
    with supposing(*(equation(ins.theta(t), out.theta(t)) for t in (1, 2, 3))) as same:
        squares = []
        for t in (1, 2, 3):
            n = sizes[t] + 1
            with derivation(alpha_in / sqrt(ins.s(t) + epsilon_in)) as rate:
                rate.eq((ins.theta(t - 1) - ins.theta(t)) / g(t), because="the rule")
                rate.eq(
                    (out.theta(t - 1) - out.theta(t)) / g(t),
                    because="as supposed",
                    using=same.given,
                )
                rate.eq(alpha / (n * epsilon), because="the rule", using=means)
            square = holds(
                equation(n**2 * epsilon**2 * alpha_in**2, alpha**2 * (ins.s(t) + epsilon_in)),
                because="multiplied out and squared",
                using=rate,
            )
            squares.append(square)
            same.then(rate, square)
        averages = holds(
            equation(ins.s(1), ins.s(2)),
            because="the first two",
            using=squares[:2],
            factors=[-1 / alpha**2, 1 / alpha**2],
        )
        with derivation((1 - rho_in) * (rho - rho_in) * epsilon**2 / k) as difference:
            difference.eq(ins.s(1) - ins.s(2), because="the rule, multiplied out")
            difference.eq(0, because="they are equal", using=averages)
        decay = holds(
            equation(rho_in, rho),
            because="the other factors are not zero",
            using=difference,
        )
        same.then(averages, difference, decay)
        values = [
            holds(
                equation(ins.s(t), sizes[t] ** 2 * epsilon**2),
                because="the rule, with rho_in = rho",
                using=decay,
            )
            for t in sizes
        ]
        with derivation(5 * epsilon**2 * alpha_in**2) as five:
            five.eq(
                alpha**2 * (ins.s(3) - ins.s(1)),
                because="the third less the first",
                using=[squares[0], squares[2]],
                factors=[-1, 1],
            )
            five.eq(3 * epsilon**2 * alpha**2, because="the values just found", using=values)
        rate = holds(
            equation(alpha_in, sqrt(Rational(3, 5)) * alpha),
            because="divided by 5 epsilon^2; both are positive",
            using=five,
        )
        eps = holds(
            equation(epsilon_in, Rational(7, 5) * epsilon**2),
            because="put into the first",
            using=[squares[0], five, values[0]],
            factors=[-1 / alpha**2, Rational(4, 5) / alpha**2, -1],
        )
        with derivation((out.theta(3) - out.theta(4)) / g(4)) as last:
            last.eq(alpha / (4 * epsilon), because="the rule, epsilon outside", using=means)
            last.gt(
                sqrt(Rational(3, 5)) * alpha / (sqrt(9 + Rational(7, 5)) * epsilon),
                because="1/16 exceeds 3/52",
            )
            last.eq(
                alpha_in / sqrt(ins.s(4) + epsilon_in),
                because="the values just found",
                using=[rate, eps, *values],
            )
            last.eq((ins.theta(3) - ins.theta(4)) / g(4), because="the rule, epsilon inside")
        same.then(*values, five, rate, eps, last)
    return *means, same
