"""RMSProp: where its epsilon stands, centered or not, with momentum or without."""

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


@rule(cite="pytorch2019")
def centered(
    theta, grad, s=0, m=0, *, alpha: Rate = 0.01, rho: Decay = 0.99, epsilon: Stabiliser = 1e-8
):
    """RMSProp, centered: divide by the standard deviation of the gradients."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    theta = theta - alpha * g / (sqrt(s - m**2) + epsilon)
    return theta, s, m


@rule(cite="chollet2015")
def centered_eps_inside(
    theta, grad, s=0, m=0, *, alpha: Rate = 0.001, rho: Decay = 0.9, epsilon: Stabiliser = 1e-7
):
    """RMSProp, centered, with epsilon inside the root."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    theta = theta - alpha * g / sqrt(s - m**2 + epsilon)
    return theta, s, m


@rule(cite="pytorch2019")
def momentum(
    theta,
    grad,
    s=0,
    v=0,
    *,
    alpha: Rate = 0.01,
    rho: Decay = 0.99,
    mu: Decay = 0.9,
    epsilon: Stabiliser = 1e-8,
):
    """RMSProp with momentum over the divided gradients."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    v = mu * v + g / (sqrt(s) + epsilon)
    theta = theta - alpha * v
    return theta, s, v


@rule(cite="tensorflow2016")
def momentum_eps_inside(
    theta,
    grad,
    s=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    rho: Decay = 0.9,
    mu: Decay = 0.9,
    epsilon: Stabiliser = 1e-7,
):
    """RMSProp with momentum over the steps, epsilon inside the root."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    v = mu * v + alpha * g / sqrt(s + epsilon)
    theta = theta - v
    return theta, s, v


@rule(cite="pytorch2019")
def centered_momentum(
    theta,
    grad,
    s=0,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.01,
    rho: Decay = 0.99,
    mu: Decay = 0.9,
    epsilon: Stabiliser = 1e-8,
):
    """RMSProp, centered, with momentum over the divided gradients."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    v = mu * v + g / (sqrt(s - m**2) + epsilon)
    theta = theta - alpha * v
    return theta, s, m, v


@rule(cite="graves2013")
def graves(
    theta,
    grad,
    s=0,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.0001,
    rho: Decay = 0.95,
    mu: Decay = 0.9,
    epsilon: Stabiliser = 1e-4,
):
    """RMSProp as Graves has it: centered, with momentum, epsilon inside the root."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    m = rho * m + (1 - rho) * g
    v = mu * v - alpha * g / sqrt(s - m**2 + epsilon)
    theta = theta + v
    return theta, s, m, v
