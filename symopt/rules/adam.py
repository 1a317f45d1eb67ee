"""Adam and its dialects: epsilon, bias correction, and both folded into the rate."""

from symopt.rule import Coefficient, Decay, Rate, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="kingma2015")
def adam(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """Adam: step along the mean gradient over its root mean square."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * mhat / (sqrt(vhat) + epsilon)
    return theta, m, v


@rule(cite="optax2020")
def eps_inside(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """Adam with epsilon inside the root."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * mhat / sqrt(vhat + epsilon)
    return theta, m, v


@rule(cite="kingma2015")
def no_eps(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
):
    """Adam without epsilon, as its paper analyses it."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * mhat / sqrt(vhat)
    return theta, m, v


@rule(cite="cs231n")
def uncorrected(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """Adam without bias correction."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    theta = theta - alpha * m / (sqrt(v) + epsilon)
    return theta, m, v


@rule(cite="kingma2015")
def folded(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """Adam with both corrections folded into the rate, in the efficient order of its paper."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    alpha_t = alpha * sqrt(1 - beta2**t) / (1 - beta1**t)
    theta = theta - alpha_t * m / (sqrt(v) + epsilon)
    return theta, m, v


@rule(cite="optax2020")
def eps_root(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
    epsilon_root: Stabiliser = 1e-8,
):
    """Adam with two epsilons, one inside the root (``eps_root`` in optax) and one outside."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * mhat / (sqrt(vhat + epsilon_root) + epsilon)
    return theta, m, v


@rule(cite="pytorch2019")
def l2(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
    weight_decay: Coefficient = 0.01,
):
    """Adam with an L2 penalty, whose gradient passes through both moments."""
    g = grad(theta)
    d = g + weight_decay * theta
    m = beta1 * m + (1 - beta1) * d
    v = beta2 * v + (1 - beta2) * d**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * mhat / (sqrt(vhat) + epsilon)
    return theta, m, v
