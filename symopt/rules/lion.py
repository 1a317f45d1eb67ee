"""Lion."""

from symopt.rule import Coefficient, Decay, Rate, rule
from symopt.vocabulary import sign


@rule(cite="chen2023")
def lion(
    theta,
    grad,
    m=0,
    *,
    alpha: Rate = 0.0001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.99,
    weight_decay: Coefficient = 0,
):
    """Lion: step by the sign of an interpolation between momentum and gradient."""
    g = grad(theta)
    c = beta1 * m + (1 - beta1) * g
    theta = theta - alpha * (sign(c) + weight_decay * theta)
    m = beta2 * m + (1 - beta2) * g
    return theta, m
