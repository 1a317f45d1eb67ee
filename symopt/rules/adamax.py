"""AdaMax."""

from symopt.rule import Decay, Rate, Stabiliser, rule
from symopt.vocabulary import maximum


@rule(cite="kingma2015")
def adamax(
    theta,
    grad,
    t,
    m=0,
    u=0,
    *,
    alpha: Rate = 0.002,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
):
    """AdaMax: Adam with the infinity norm of the gradients in place of the root mean square."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    u = maximum(beta2 * u, abs(g))
    theta = theta - alpha / (1 - beta1**t) * m / u
    return theta, m, u


@rule(cite="pytorch2019")
def eps(
    theta,
    grad,
    t,
    m=0,
    u=0,
    *,
    alpha: Rate = 0.002,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """AdaMax with epsilon added to the new gradient's size."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    u = maximum(beta2 * u, abs(g) + epsilon)
    theta = theta - alpha / (1 - beta1**t) * m / u
    return theta, m, u


@rule(cite="chollet2015")
def eps_outside(
    theta,
    grad,
    t,
    m=0,
    u=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-7,
):
    """AdaMax with epsilon added to the norm in the denominator."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    u = maximum(beta2 * u, abs(g))
    theta = theta - alpha / (1 - beta1**t) * m / (u + epsilon)
    return theta, m, u
