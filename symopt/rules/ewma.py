"""Exponentially weighted (moving) averages."""

from symopt.rule import Decay, rule


@rule(cite="roberts1959")
def ewma(y, v=0, *, beta: Decay = 0.9):
    """Exponentially weighted average: keep the share beta of the old value."""
    v = beta * v + (1 - beta) * y
    return v


@rule(cite="ng2017")
def corrected(y, t, v=0, *, beta: Decay = 0.9):
    """Exponentially weighted average, its bias towards the zero start corrected."""
    v = beta * v + (1 - beta) * y
    vhat = v / (1 - beta**t)
    return vhat, v
