"""AdaGrad and where its epsilon stands."""

from symopt.rule import Rate, Stabiliser, rule
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
