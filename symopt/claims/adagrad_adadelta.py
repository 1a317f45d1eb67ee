"""Adadelta: the ratio of two root mean squares, its units, and what epsilon does in it."""

from symopt.claims import _variants
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    assume_all,
    claim,
    derivation,
    equation,
    holds,
    index,
    refute,
    sqrt,
    together,
    unequal,
)


@claim(rules=["adadelta"], source="zeiler2012")
def adadelta_without_epsilon(rho: Decay, t: Steps, g: Oracle, x: Real):
    """With epsilon = 0, Adadelta never moves, wherever its steps are defined at all."""
    ada = recursion("adadelta", gradient=g, start=x, rho=rho, epsilon=0)
    i = index("i")
    assume_all(ada.s(i) > 0, (i, Steps))
    return together(
        (ada.delta(t), "=", 0),
        (ada.u(t), "=", 0),
        (ada.theta(t), "=", x),
        because="by induction on t: no steps before, so the root above the line is zero",
        induction=t,
    )


@claim(rules=["adadelta"], source="zeiler2012")
def adadelta_units(rho: Decay, epsilon: Positive, c: Positive, t: Steps, g: Oracle, x: Real):
    """In units c times as fine, Adadelta wants the stabilisers c^2 epsilon and epsilon/c^2.

    Theta is then c times as large and the gradient 1/c times; the first belongs to the steps,
    the second to the gradients.
    """
    ada = recursion("adadelta", gradient=g, start=x, rho=rho, epsilon=epsilon)
    new = recursion(
        _variants.two_stabilisers,
        gradient=lambda point, step: g(step, point / c) / c,
        start=c * x,
        rho=rho,
        epsilon_u=c**2 * epsilon,
        epsilon_s=epsilon / c**2,
        label="new",
    )
    squares = [
        holds(mean(t) >= 0, because="an average of squares, by induction on t", induction=t)
        for mean in (ada.s, ada.u)
    ]
    return *squares, *together(
        (new.s(t), "=", ada.s(t) / c**2),
        (new.delta(t), "=", c * ada.delta(t)),
        (new.u(t), "=", c**2 * ada.u(t)),
        (new.theta(t), "=", c * ada.theta(t)),
        because="by induction on t: steps have the units of theta, gradients those of 1/theta",
        induction=t,
    )


@claim(rules=["adadelta"], source="zeiler2012", expect="refuted")
def adadelta_one_stabiliser(rho: Decay, epsilon: Positive, c: Positive, g: Sequence, x: Real):
    """Adadelta's steps have the units of theta: in units c times as large, so are the steps."""
    ada = recursion("adadelta", gradient=g, start=x, rho=rho, epsilon=epsilon)
    new = recursion(
        "adadelta",
        gradient=lambda point, step: g(step) / c,
        start=c * x,
        rho=rho,
        epsilon=epsilon,
        label="new",
    )
    return refute(
        equation(new.delta(1), c * ada.delta(1)),
        at={rho: 0, epsilon: 1, c: Rational(9, 16), x: 0, g: [Rational(3, 4)]},
    )


@claim(rules=["adadelta"], source="zeiler2012")
def adadelta_no_single_stabiliser(
    rho: Decay, epsilon: Positive, epsilon_c: Positive, c: Positive, g: Sequence, x: Real
):
    """In units c > 1 times as fine, no single epsilon makes Adadelta's first step c times as large.

    With a small gradient: the ratio of the roots is below 1 in all units, and near 1 in the old.
    """
    assume(c > 1)
    assume(unequal(g(1), 0))
    assume((1 - rho) * g(1) ** 2 <= (c**4 - 1) * epsilon)
    ada = recursion("adadelta", gradient=g, start=x, rho=rho, epsilon=epsilon)
    new = recursion(
        "adadelta",
        gradient=lambda point, step: g(step) / c,
        start=c * x,
        rho=rho,
        epsilon=epsilon_c,
        label="c",
    )
    s = (1 - rho) * g(1) ** 2
    old, scaled = sqrt(s + epsilon), sqrt(s / c**2 + epsilon_c)
    small = holds(sqrt(epsilon_c) < scaled, because="g_1 is not zero")
    large = holds(old <= c**2 * sqrt(epsilon), because="g_1 is small")
    with derivation(abs(new.delta(1))) as d:
        d.eq(abs(g(1)) / c * sqrt(epsilon_c) / scaled, because="the rule")
        d.lt(
            abs(g(1)) / c,
            because="this ratio is below 1",
            using=small,
            factors=[abs(g(1)) / (c * scaled)],
        )
        d.le(
            c * abs(g(1)) * sqrt(epsilon) / old,
            because="this one is at least 1/c^2",
            using=large,
            factors=[abs(g(1)) / (c * old)],
        )
        d.eq(c * abs(ada.delta(1)), because="the rule")
    return small, large, d
