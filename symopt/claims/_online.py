"""The online problem of Reddi, Kale and Kumar, for claims.

The losses are f_t(x) = C x for t = 1, 4, 7, ... and -x else, on [-1, 1]; the best point is -1.
"""

from symopt.proof.language import (
    Steps,
    assume,
    assume_all,
    at,
    derivation,
    equation,
    index,
    maximum,
    minimum,
    together,
)


def gradients(g, C):
    """Say that the gradients are C, -1, -1, and so on."""
    k = index("k")
    first = [assume(equation(g(i), value)) for i, value in ((1, C), (2, -1), (3, -1))]
    return first, assume_all(equation(g(k), g(k - 3)), (k, (4, None)))


def cycle(g, C, n, losses):
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


def projected(x, y, theta):
    """Say that x takes the steps of theta from 1, to y, and is projected onto [-1, 1]."""
    k = index("k")
    assume(equation(x(0), 1))
    move = assume_all(equation(y(k), x(k - 1) + theta(k) - theta(k - 1)), (k, Steps))
    return move, assume_all(equation(x(k), minimum(1, maximum(-1, y(k)))), (k, Steps))


def regret(R, g, x):
    """Say that R_t is what x_0, ..., x_(t-1) lost on f_1, ..., f_t more than -1 would have."""
    k = index("k")
    assume(equation(R(0), 0))
    return assume_all(equation(R(k), R(k - 1) + g(k) * (x(k - 1) + 1)), (k, Steps))


def moments(rule, beta2, C, n, gains):
    """Show the second moments of cycle n, and that they are between 0 and C^2 at its start."""
    found = []
    for j, gain, square in zip((1, 2, 3), gains, (C**2, 1, 1), strict=True):
        with derivation(rule.v(3 * n + j)) as v:
            v.eq(
                beta2 * rule.v(3 * n + j - 1) + (1 - beta2) * square,
                because="the rule",
                using=[gain, *rule.lines(3 * n + j, "v")],
            )
        found.append(v)
    with derivation(rule.v(3 * n)) as low:
        low.ge(
            0,
            because="a weighted mean of squares",
            induction=n,
            using=found,
            factors=[beta2**3],
        )
    with derivation(rule.v(3 * n)) as high:
        high.le(
            C**2,
            because="no gradient is larger than C, by induction on n",
            induction=n,
            using=found,
            factors=[beta2**3],
        )
    return found, high
