"""Rules that stand in no catalogue: written otherwise, or with a slip. Claims compare them.

Each cites the source of the rule that it departs from.
"""

from symopt.rule import Coefficient, Decay, Rate, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="tieleman2012", name="rmsprop without the factor")
def without_factor(
    theta, grad, s=0, *, alpha: Rate = 0.001, rho: Decay = 0.9, epsilon: Stabiliser = 1e-8
):
    """RMSProp whose new square lacks the factor 1 - rho."""
    g = grad(theta)
    s = rho * s + g**2
    theta = theta - alpha * g / (sqrt(s) + epsilon)
    return theta, s


@rule(cite="goodfellow2016", name="rmsprop without the factor")
def without_factor_inside(
    theta, grad, s=0, *, alpha: Rate = 0.001, rho: Decay = 0.9, epsilon: Stabiliser = 1e-8
):
    """RMSProp whose new square lacks the factor 1 - rho, epsilon inside the root."""
    g = grad(theta)
    s = rho * s + g**2
    theta = theta - alpha * g / sqrt(s + epsilon)
    return theta, s


@rule(cite="tieleman2012", name="rmsprop without the square")
def without_square(theta, grad, s=0, *, alpha: Rate = 0.001, rho: Decay = 0.9):
    """RMSProp that averages the gradients where it should average their squares."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g
    theta = theta - alpha * g / sqrt(s)
    return theta, s


@rule(cite="zeiler2012", name="adadelta with two stabilisers")
def two_stabilisers(
    theta,
    grad,
    s=0,
    u=0,
    *,
    rho: Decay = 0.95,
    epsilon_u: Stabiliser = 1e-6,
    epsilon_s: Stabiliser = 1e-6,
):
    """Adadelta with one stabiliser for the steps and another for the gradients."""
    g = grad(theta)
    s = rho * s + (1 - rho) * g**2
    delta = -sqrt(u + epsilon_u) / sqrt(s + epsilon_s) * g
    u = rho * u + (1 - rho) * delta**2
    theta = theta + delta
    return theta, s, u


@rule(cite="loshchilov2019", name="gd with weight decay")
def gd_decay(theta, grad, *, alpha: Rate = 0.01, weight_decay: Coefficient = 0.01):
    """Gradient descent that takes the share alpha weight_decay off the parameter."""
    g = grad(theta)
    theta = (1 - alpha * weight_decay) * theta - alpha * g
    return theta


@rule(cite="loshchilov2019", name="momentum with weight decay")
def momentum_decay(
    theta, grad, v=0, *, alpha: Rate = 0.01, beta: Decay = 0.9, weight_decay: Coefficient = 0.01
):
    """Accumulating momentum that takes the share alpha weight_decay off the parameter."""
    g = grad(theta)
    v = beta * v + g
    theta = (1 - alpha * weight_decay) * theta - alpha * v
    return theta, v
