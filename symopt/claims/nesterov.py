"""Nesterov's accelerated gradient in its forms."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Oracle,
    Positive,
    Real,
    Steps,
    claim,
    together,
)


@claim(rules=["nesterov", "nesterov.rearranged"], source="cs231n")
def rearranged(alpha: Positive, mu: Decay, t: Steps, g: Oracle, x: Real):
    """The rearranged form is the look-ahead form in the parameter x + mu v."""
    ahead = recursion("nesterov", gradient=g, start=x, label="ahead", alpha=alpha, mu=mu)
    moved = recursion("nesterov.rearranged", gradient=g, start=x, label="new", alpha=alpha, mu=mu)
    velocities, points = together(
        (moved.v(t), "=", ahead.v(t)),
        (moved.theta(t), "=", ahead.theta(t) + mu * ahead.v(t)),
        because="by induction on t: both ask for the gradient at the same point",
        induction=t,
    )
    return points, velocities
