"""Adam and its family."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Positive,
    Real,
    Sequence,
    assume,
    claim,
    derivation,
    sign,
    unequal,
)


@claim(rules=["adam"], source="kingma2015")
def first_step(alpha: Positive, beta1: Decay, beta2: Decay, g: Sequence, x: Real):
    """With epsilon = 0, Adam's first step is alpha in the direction of the sign of the gradient."""
    assume(unequal(g(1), 0))
    adam = recursion("adam", gradient=g, start=x, alpha=alpha, beta1=beta1, beta2=beta2, epsilon=0)
    with derivation(adam.theta(0) - adam.theta(1)) as d:
        d.eq(alpha * sign(g(1)), because="both corrections undo the factors (1 - beta)")
    return d
