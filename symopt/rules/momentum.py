"""Momentum (the heavy ball), in the forms in use."""

from symopt.rule import Coefficient, Decay, Rate, Scalar, rule


@rule(cite="ng2017")
def momentum(theta, grad, v=0, *, alpha: Rate = 0.01, beta: Decay = 0.9):
    """Momentum: step along an exponentially weighted average of the gradients."""
    g = grad(theta)
    v = beta * v + (1 - beta) * g
    theta = theta - alpha * v
    return theta, v


@rule(cite="pytorch2019")
def accumulating(theta, grad, v=0, *, alpha: Rate = 0.01, beta: Decay = 0.9):
    """Momentum, accumulating form: the gradients add up without the factor 1 - beta."""
    g = grad(theta)
    v = beta * v + g
    theta = theta - alpha * v
    return theta, v


@rule(cite="sutskever2013")
def velocity(theta, grad, v=0, *, alpha: Rate = 0.01, beta: Decay = 0.9):
    """Momentum, velocity form: the state is the last step, the rate stands inside it."""
    g = grad(theta)
    v = beta * v - alpha * g
    theta = theta + v
    return theta, v


@rule(cite="pytorch2019")
def dampened(
    theta,
    grad,
    v=0,
    share: Scalar = 1,
    *,
    alpha: Rate = 0.01,
    beta: Decay = 0.9,
    dampening: Decay = 0.5,
):
    """Momentum with dampening: of each gradient but the first only a share is added."""
    g = grad(theta)
    v = beta * v + share * g
    share = 1 - dampening
    theta = theta - alpha * v
    return theta, v, share


@rule(cite="pytorch2019")
def l2(
    theta,
    grad,
    v=0,
    *,
    alpha: Rate = 0.01,
    beta: Decay = 0.9,
    weight_decay: Coefficient = 0.0001,
):
    """Momentum, accumulating form, with an L2 penalty (``weight_decay`` of SGD in PyTorch)."""
    g = grad(theta)
    v = beta * v + g + weight_decay * theta
    theta = theta - alpha * v
    return theta, v
