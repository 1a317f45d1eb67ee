"""Momentum in its three forms."""

from symopt.claims._rules import recursion
from symopt.proof.claim import claim
from symopt.proof.derivation import derivation
from symopt.proof.kinds import Decay, Oracle, Positive, Real, Steps
from symopt.proof.statements import together


@claim(rules=["momentum", "momentum.accumulating"], source="ng2017")
def accumulating_equals_average(alpha: Positive, beta: Decay, t: Steps, g: Oracle, x: Real):
    """Average momentum with rate alpha is accumulating momentum with rate alpha (1 - beta)."""
    avg = recursion("momentum", gradient=g, start=x, label="avg", alpha=alpha, beta=beta)
    acc = recursion(
        "momentum.accumulating",
        gradient=g,
        start=x,
        label="acc",
        alpha=alpha * (1 - beta),
        beta=beta,
    )
    velocities, points = together(
        (avg.v(t), "=", (1 - beta) * acc.v(t)),
        (avg.theta(t), "=", acc.theta(t)),
        because="by induction on t: both take the same gradient at the same point",
        induction=t,
    )
    return points, velocities
