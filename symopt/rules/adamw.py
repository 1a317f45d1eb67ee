"""AdamW, its corrections in the moments or folded into the rate."""

from symopt.rule import Coefficient, Decay, Rate, Stabiliser, rule
from symopt.vocabulary import sqrt


@rule(cite="loshchilov2019")
def adamw(
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
    """AdamW: Adam with a weight decay that does not pass through the moments."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    mhat = m / (1 - beta1**t)
    vhat = v / (1 - beta2**t)
    theta = theta - alpha * (mhat / (sqrt(vhat) + epsilon) + weight_decay * theta)
    return theta, m, v


@rule(cite="chollet2015")
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
    epsilon: Stabiliser = 1e-7,
    weight_decay: Coefficient = 0.004,
):
    """AdamW with both corrections folded into the rate, so that epsilon counts differently."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    alpha_t = alpha * sqrt(1 - beta2**t) / (1 - beta1**t)
    theta = theta - alpha_t * m / (sqrt(v) + epsilon) - alpha * weight_decay * theta
    return theta, m, v
