"""Adadelta: the ratio of two root mean squares, its units, and what epsilon does in it."""

from symopt.claims import _variants
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
    assume_all,
    claim,
    derivation,
    equation,
    holds,
    index,
    refute,
    sequence,
    sqrt,
    supposing,
    together,
    unequal,
)


@claim(rules=["adadelta"], source="zeiler2012")
def without_epsilon(rho: Decay, t: Steps, g: Oracle, x: Real):
    """With epsilon = 0, Adadelta never moves: its first step is zero, and so are all after it."""
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
def units(
    rho: Decay, epsilon: Positive, c: Positive, t: Steps, g: Oracle, x: Real
):
    """In units in which theta is c times as large, Adadelta wants c^2 epsilon above and epsilon/c^2 below.

    The gradient is then 1/c times as large.
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
    return together(
        (0, "<=", ada.s(t)),
        (0, "<=", ada.u(t)),
        (new.s(t), "=", ada.s(t) / c**2),
        (new.delta(t), "=", c * ada.delta(t)),
        (new.u(t), "=", c**2 * ada.u(t)),
        (new.theta(t), "=", c * ada.theta(t)),
        because="by induction on t: steps have the units of theta, gradients those of 1/theta",
        induction=t,
    )


@claim(rules=["adadelta"], source="zeiler2012", expect="refuted")
def one_stabiliser(rho: Decay, epsilon: Positive, c: Positive, g: Sequence, x: Real):
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
