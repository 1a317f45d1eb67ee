"""Nadam: Adam with Nesterov's look-ahead in the first moment."""

from symopt.rule import Coefficient, Decay, Rate, Scalar, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="dozat2016")
def nadam(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.002,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """Nadam: Adam whose mean already includes the momentum of the next step."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * mhat / (sqrt(vhat) + epsilon)
    return theta, m, v


@rule(cite="ruder2016")
def simplified(
    theta,
    grad,
    t,
    m=0,
    v=0,
    *,
    alpha: Rate = 0.002,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """Nadam as overviews print it: both parts of the mean have the same correction."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    ahead = beta1 * mhat + (1 - beta1) * g / (1 - beta1**t)
    theta = theta - alpha * ahead / (sqrt(vhat) + epsilon)
    return theta, m, v


@rule(cite="pytorch2019")
def scheduled(
    theta,
    grad,
    t,
    m=0,
    v=0,
    mu_product: Scalar = 1,
    *,
    alpha: Rate = 0.002,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
    gamma: Decay = 0.96,
    psi: Coefficient = 0.004,
):
    """Nadam as PyTorch has it: the momentum itself warms up."""
    g = grad(theta)
    mu = beta1 * (1 - gamma ** (t * psi) / 2)
    mu_next = beta1 * (1 - gamma ** ((t + 1) * psi) / 2)
    mu_product = mu_product * mu
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vhat = v / (1 - beta2**t)
    mhat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu) * g / (1 - mu_product)
    theta = theta - alpha * mhat / (sqrt(vhat) + epsilon)
    return theta, m, v, mu_product


@rule(cite="chollet2015")
def warmed(
    theta,
    grad,
    t,
    m=0,
    v=0,
    mu_product: Scalar = 1,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-7,
    gamma: Decay = 0.96,
):
    """Nadam as Keras has it: the momentum warms up within some fifty steps."""
    g = grad(theta)
    mu = beta1 * (1 - gamma**t / 2)
    mu_next = beta1 * (1 - gamma ** (t + 1) / 2)
    mu_product = mu_product * mu
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vhat = v / (1 - beta2**t)
    mhat = mu_next * m / (1 - mu_product * mu_next) + (1 - mu) * g / (1 - mu_product)
    theta = theta - alpha * mhat / (sqrt(vhat) + epsilon)
    return theta, m, v, mu_product
