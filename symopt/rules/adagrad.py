"""AdaGrad: where its epsilon stands, where its sum begins, and a rate that falls."""

from symopt.rule import Coefficient, Rate, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="duchi2011")
def adagrad(theta, grad, s=0, *, alpha: Rate = 0.01, epsilon: Stabiliser = 1e-10):
    """AdaGrad: divide by the root of the sum of all squared gradients."""
    g = grad(theta)
    s = s + g**2
    theta = theta - alpha * g / (sqrt(s) + epsilon)
    return theta, s


@rule(cite="ruder2016")
def eps_inside(theta, grad, s=0, *, alpha: Rate = 0.01, epsilon: Stabiliser = 1e-8):
    """AdaGrad with epsilon inside the root."""
    g = grad(theta)
    s = s + g**2
    theta = theta - alpha * g / sqrt(s + epsilon)
    return theta, s


@rule(cite="saito2016")
def no_eps(theta, grad, s=0, *, alpha: Rate = 0.01):
    """AdaGrad without epsilon: undefined until the first gradient that is not zero."""
    g = grad(theta)
    s = s + g**2
    theta = theta - alpha * g / sqrt(s)
    return theta, s


@rule(cite="pytorch2019")
def initial(
    theta,
    grad,
    s=0,
    *,
    alpha: Rate = 0.01,
    epsilon: Stabiliser = 1e-10,
    initial: Coefficient = 0.1,
):
    """AdaGrad whose sum of squares begins at a value above zero."""
    g = grad(theta)
    s = s + g**2
    theta = theta - alpha * g / (sqrt(initial + s) + epsilon)
    return theta, s


@rule(cite="pytorch2019")
def rate_decay(
    theta,
    grad,
    t,
    s=0,
    *,
    alpha: Rate = 0.01,
    epsilon: Stabiliser = 1e-10,
    decay: Coefficient = 0.01,
):
    """AdaGrad with a rate that falls as one over the steps (``lr_decay`` in PyTorch)."""
    g = grad(theta)
    s = s + g**2
    alpha_t = alpha / (1 + (t - 1) * decay)
    theta = theta - alpha_t * g / (sqrt(s) + epsilon)
    return theta, s
