"""Adadelta, as published and with a rate."""

from symopt.rule import Decay, Rate, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="zeiler2012")
def adadelta(theta, grad, s=0, u=0, *, rho: Decay = 0.95, epsilon: Stabiliser = 1e-6):
    """Adadelta: the ratio of two root mean squares, of steps over gradients, is the rate."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    delta = -sqrt(u + epsilon) / sqrt(s + epsilon) * g
    u = rho * u + (1 - rho) * delta**2
    theta = theta + delta
    return theta, s, u


@rule(cite="pytorch2019")
def rate(theta, grad, s=0, u=0, *, alpha: Rate = 1, rho: Decay = 0.9, epsilon: Stabiliser = 1e-6):
    """Adadelta with a rate, as every framework has it: the state remembers the step without it."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    delta = -sqrt(u + epsilon) / sqrt(s + epsilon) * g
    u = rho * u + (1 - rho) * delta**2
    theta = theta + alpha * delta
    return theta, s, u
