"""Nesterov's accelerated gradient, in the three forms in use."""

from symopt.rule import Decay, Rate, rule


@rule(cite="sutskever2013")
def nesterov(theta, grad, v=0, *, alpha: Rate = 0.01, mu: Decay = 0.9):
    """Nesterov momentum: ask for the gradient where the momentum is about to carry the point."""
    g = grad(theta + mu * v)
    v = mu * v - alpha * g
    theta = theta + v
    return theta, v


@rule(cite="cs231n")
def rearranged(theta, grad, v=0, *, alpha: Rate = 0.01, mu: Decay = 0.9):
    """Nesterov momentum, rearranged: the parameter is the point where the gradient is taken."""
    g = grad(theta)
    v_prev = v
    v = mu * v_prev - alpha * g
    theta = theta - mu * v_prev + (1 + mu) * v
    return theta, v


@rule(cite="pytorch2019")
def pytorch(theta, grad, v=0, *, alpha: Rate = 0.01, mu: Decay = 0.9):
    """Nesterov momentum as PyTorch has it: accumulating momentum plus one gradient ahead."""
    g = grad(theta)
    v = mu * v + g
    theta = theta - alpha * (g + mu * v)
    return theta, v
