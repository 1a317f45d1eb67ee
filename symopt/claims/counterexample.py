"""The counterexample of Reddi, Kale and Kumar: an online problem that drives Adam the wrong way.

The losses are f_t(x) = C x for t = 1, 4, 7, ... and -x else, on [-1, 1]; the best point is -1.
"""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
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
    holds,
    index,
    maximum,
    minimum,
    refute,
    sqrt,
    together,
)


def _gradients(g, C):
    """Say that the gradients are C, -1, -1, and so on."""
    k = index("k")
    first = [assume(equation(g(i), value)) for i, value in ((1, C), (2, -1), (3, -1))]
    return first, assume_all(equation(g(k), g(k - 3)), (k, (4, None)))


def _cycle(g, C, n, losses):
    """Show what the gradients of cycle n are."""
    k = index("k")
    first, period = losses
    return together(
        (g(3 * n + 1), "=", C),
        (g(3 * n + 2), "=", -1),
        (g(3 * n + 3), "=", -1),
        because="by induction on n: they repeat",
        induction=n,
        using=[*first, *(at(period, {k: 3 * n + j}) for j in (4, 5, 6))],
    )


def _projected(x, y, theta):
    """Say that x takes the steps of theta from 1, to y, and is projected onto [-1, 1]."""
    k = index("k")
    assume(equation(x(0), 1))
    move = assume_all(equation(y(k), x(k - 1) + theta(k) - theta(k - 1)), (k, Steps))
    return move, assume_all(equation(x(k), minimum(1, maximum(-1, y(k)))), (k, Steps))


def _regret(R, g, x):
    """Say that R_t is what x_0, ..., x_(t-1) lost on f_1, ..., f_t more than -1 would have."""
    k = index("k")
    assume(equation(R(0), 0))
    return assume_all(equation(R(k), R(k - 1) + g(k) * (x(k - 1) + 1)), (k, Steps))


def _moments(rule, beta2, C, n, gains):
    """Show the second moments of cycle n, and that they are between 0 and C^2 at its start."""
    moments = []
    for j, gain, square in zip((1, 2, 3), gains, (C**2, 1, 1), strict=True):
        with derivation(rule.v(3 * n + j)) as v:
            v.eq(
                beta2 * rule.v(3 * n + j - 1) + (1 - beta2) * square,
                because="the rule",
                using=[gain, *rule.lines(3 * n + j, "v")],
            )
        moments.append(v)
    with derivation(rule.v(3 * n)) as low:
        low.ge(
            0,
            because="a weighted mean of squares",
            induction=n,
            using=moments,
            factors=[beta2**3],
        )
    with derivation(rule.v(3 * n)) as high:
        high.le(
            C**2,
            because="no gradient is larger than C, by induction on n",
            induction=n,
            using=moments,
            factors=[beta2**3],
        )
    return moments, high


@claim(rules=["adam.uncorrected"], source="reddi2018")
def adam_returns(
    alpha: Positive,
    beta2: Decay,
    C: Real,
    n: Natural,
    t: Steps,
    g: Sequence,
    x: Sequence,
    y: Sequence,
    R: Sequence,
):
    """Adam returns to the worst point, 1, every third step: its regret grows by 2C - 4 a cycle.

    For every rate, C >= 2, beta1 = 0 and beta2 <= 3/(C^2 + 3), which 0 and 1/(1 + C^2) are.
    """
    k = index("k")
    assume(C >= 2)
    small = assume(beta2 * (C**2 + 3) <= 3)
    losses = _gradients(g, C)
    adam = recursion(
        "adam.uncorrected", gradient=g, start=1, alpha=alpha, beta1=0, beta2=beta2, epsilon=0
    )
    move, project = _projected(x, y, adam.theta)
    lose = _regret(R, g, x)
    one, two, three = gains = _cycle(g, C, n, losses)
    with derivation(x(t)) as top:
        top.eq(minimum(1, maximum(-1, y(t))), because="projected", using=at(project, {k: t}))
        top.le(1, because="a minimum")
    with derivation(x(t)) as clip:
        clip.eq(minimum(1, maximum(-1, y(t))), because="projected", using=at(project, {k: t}))
        clip.ge(minimum(1, y(t)), because="the maximum is at least y_t", cases=[y(t) >= -1])
    moments, high = _moments(adam, beta2, C, n, gains)
    most = 4 * (1 - beta2)
    with derivation(adam.v(3 * n + 1)) as v1:
        v1.eq(beta2 * adam.v(3 * n) + (1 - beta2) * C**2, because="above", using=moments[0])
        v1.ge((1 - beta2) * C**2, because="v >= 0")
    with derivation(adam.v(3 * n + 2)) as v2:
        v2.eq(
            beta2**2 * adam.v(3 * n) + beta2 * (1 - beta2) * C**2 + 1 - beta2,
            because="above, twice",
            using=moments[:2],
        )
        v2.le(beta2 * C**2 + 1 - beta2, because="v <= C^2", using=high, factors=[beta2**2])
        v2.le(most, because="beta2 (C^2 + 3) <= 3", using=small, factors=[1])
    with derivation(adam.v(3 * n + 3)) as v3:
        v3.eq(beta2 * adam.v(3 * n + 2) + 1 - beta2, because="above", using=moments[2])
        v3.le(beta2 * most + 1 - beta2, because="the step before", using=v2, factors=[beta2])
        v3.le(most, because="beta2 <= 3/4", using=small, factors=[1 - beta2])
    for j in (1, 2, 3):
        holds(adam.v(3 * n + j) > 0, because="v >= 0, and 1 - beta2 > 0", using=moments)
    s = sqrt(1 - beta2)
    a = alpha / s
    with derivation(C * s) as root1:
        root1.le(sqrt(adam.v(3 * n + 1)), because="take roots", using=v1)
    roots = []
    for j, v in ((2, v2), (3, v3)):
        with derivation(sqrt(adam.v(3 * n + j))) as root:
            root.le(2 * s, because="take roots", using=v)
        roots.append(root)

    def lines(j, gain):
        return [gain, at(move, {k: 3 * n + j}), *adam.lines(3 * n + j, "theta", "m")]

    def low(j, bound, shown):
        """x(3n + j) is at least min(1, y(3n + j)), and that at least the bound."""
        with derivation(x(3 * n + j)) as d:
            d.ge(minimum(1, y(3 * n + j)), because="projected", using=at(clip, {t: 3 * n + j}))
            d.ge(
                bound,
                because="so is y, and so is 1",
                using=[shown, start],
                cases=[y(3 * n + j) <= 1],
            )
        return d

    with derivation(x(3 * n)) as start:
        start.le(1, because="projected", induction=n, using=at(top, {t: 3 * n + 3}))
    with derivation(y(3 * n + 1)) as down:
        v = adam.v(3 * n + 1)
        down.eq(x(3 * n) - alpha * C / sqrt(v), because="the rule", using=lines(1, one))
        down.ge(x(3 * n) - a, because="v >= (1 - beta2) C^2", using=root1, factors=[a / sqrt(v)])
    x1 = low(1, x(3 * n) - a, down)
    before, bounds = x1, (x(3 * n) - a / 2, x(3 * n))
    for j, gain, root, bound in zip((2, 3), (two, three), roots, bounds, strict=True):
        v = adam.v(3 * n + j)
        with derivation(y(3 * n + j)) as up:
            up.eq(x(3 * n + j - 1) + alpha / sqrt(v), because="the rule", using=lines(j, gain))
            up.ge(
                x(3 * n + j - 1) + a / 2,
                because="v <= 4 (1 - beta2)",
                using=root,
                factors=[a / 2 / sqrt(v)],
            )
        with derivation(y(3 * n + j)) as far:
            far.ge(x(3 * n + j - 1) + a / 2, because="above", using=up)
            far.ge(bound, because="the step before", using=before)
        before = low(j, bound, far)
    with derivation(x(3 * n)) as back:
        back.ge(1, because="by induction on n", induction=n, using=before, factors=[1, 1])
    with derivation(x(3 * n)) as same:
        same.eq(1, because="at least 1 and at most 1", using=[back, start])
    with derivation(R(3 * n + 3)) as cycle:
        end = R(3 * n + 2) - (x(3 * n + 2) + 1)
        cycle.eq(end, because="f = -x", using=[three, at(lose, {k: 3 * n + 3})])
        end = R(3 * n + 1) - (x(3 * n + 1) + 1) - (x(3 * n + 2) + 1)
        cycle.eq(end, because="f = -x", using=[two, at(lose, {k: 3 * n + 2})])
        end = R(3 * n) + C * (x(3 * n) + 1) - (x(3 * n + 1) + 1) - (x(3 * n + 2) + 1)
        cycle.eq(end, because="f = C x", using=[one, at(lose, {k: 3 * n + 1})])
        end = R(3 * n) + 2 * C - (x(3 * n + 1) + 1) - (x(3 * n + 2) + 1)
        cycle.eq(end, because="Adam is at 1", using=same)
        cycle.ge(
            R(3 * n) + 2 * C - 4,
            because="x <= 1",
            using=[at(top, {t: 3 * n + j}) for j in (1, 2)],
            factors=[1, 1],
        )
    with derivation(R(3 * n)) as total:
        total.ge(
            2 * (C - 2) * n, because="by induction on n", induction=n, using=cycle, factors=[1, 1]
        )
    return v1, v2, v3, x1, before, same, cycle, total
