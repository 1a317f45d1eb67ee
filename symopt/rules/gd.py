"""Gradient descent."""

from symopt.rule import Rate, rule


@rule(cite="cauchy1847")
def gd(theta, grad, *, alpha: Rate = 0.01):
    """Gradient descent: step against the gradient.

    Batch, mini-batch and stochastic gradient descent are this rule on gradients of all, some or
    one of the samples.
    """
    g = grad(theta)
    theta = theta - alpha * g
    return theta
