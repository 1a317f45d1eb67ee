"""RMSProp and where its epsilon stands."""

from symopt.rule import Decay, Rate, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="pytorch2019")
def rmsprop(theta, grad, s=0, *, alpha: Rate = 0.001, rho: Decay = 0.9, epsilon: Stabiliser = 1e-8):
    """RMSProp: divide by the root of an exponentially weighted average of squared gradients."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    theta = theta - alpha * g / (sqrt(s) + epsilon)
    return theta, s


@rule(cite="goodfellow2016")
def eps_inside(
    theta, grad, s=0, *, alpha: Rate = 0.001, rho: Decay = 0.9, epsilon: Stabiliser = 1e-6
):
    """RMSProp with epsilon inside the root."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    theta = theta - alpha * g / sqrt(s + epsilon)
    return theta, s


@rule(cite="tieleman2012")
def no_eps(theta, grad, s=0, *, alpha: Rate = 0.001, rho: Decay = 0.9):
    """RMSProp without epsilon: undefined until the first gradient that is not zero."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    theta = theta - alpha * g / sqrt(s)
    return theta, s
