"""AMSGrad: the second moment never falls. Its dialects differ in what is corrected."""

from symopt.rule import Decay, Rate, Stabiliser, rule
from symopt.vocabulary import maximum, sqrt


@rule(cite="reddi2018")
def amsgrad(
    theta,
    grad,
    m=0,
    v=0,
    vmax=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
):
    """AMSGrad: Adam over the largest second moment so far, without correction or epsilon."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = maximum(vmax, v)
    theta = theta - alpha * m / sqrt(vmax)
    return theta, m, v, vmax


@rule(cite="ruder2016")
def eps(
    theta,
    grad,
    m=0,
    v=0,
    vmax=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """AMSGrad with epsilon outside the root."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = maximum(vmax, v)
    theta = theta - alpha * m / (sqrt(vmax) + epsilon)
    return theta, m, v, vmax


@rule(cite="pytorch2019")
def corrected(
    theta,
    grad,
    t,
    m=0,
    v=0,
    vmax=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """AMSGrad as PyTorch has it: the largest raw second moment, then corrected."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = maximum(vmax, v)
    mhat = m / (1 - beta1**t)
    vhat = vmax / (1 - beta2**t)
    theta = theta - alpha * mhat / (sqrt(vhat) + epsilon)
    return theta, m, v, vmax


@rule(cite="lexicon2025")
def mean_corrected(
    theta,
    grad,
    t,
    m=0,
    v=0,
    vmax=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """AMSGrad with the first moment corrected only."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = maximum(vmax, v)
    mhat = m / (1 - beta1**t)
    theta = theta - alpha * mhat / (sqrt(vmax) + epsilon)
    return theta, m, v, vmax


@rule(cite="chollet2015")
def folded(
    theta,
    grad,
    t,
    m=0,
    v=0,
    vmax=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-7,
):
    """AMSGrad as Keras has it: both corrections folded into the rate."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    vmax = maximum(vmax, v)
    alpha_t = alpha * sqrt(1 - beta2**t) / (1 - beta1**t)
    theta = theta - alpha_t * m / (sqrt(vmax) + epsilon)
    return theta, m, v, vmax


@rule(cite="optax2020")
def max_corrected(
    theta,
    grad,
    t,
    m=0,
    v=0,
    vmax=0,
    *,
    alpha: Rate = 0.001,
    beta1: Decay = 0.9,
    beta2: Decay = 0.999,
    epsilon: Stabiliser = 1e-8,
):
    """AMSGrad as optax has it: the largest of the corrected second moments."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    vmax = maximum(vmax, vhat)
    theta = theta - alpha * mhat / (sqrt(vmax) + epsilon)
    return theta, m, v, vmax
