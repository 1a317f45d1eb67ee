"""Momentum as a ball with friction: its equation, its energy, and what the iteration keeps."""

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Field,
    NonNegative,
    Positive,
    Rational,
    Real,
    Series,
    Steps,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    example,
    refute,
    sqrt,
    variable,
)


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="qian1999")
def energy_of_the_ball(
    alpha: Positive, beta: Real, h: Positive, gamma: Real, t: Steps, g: Field, x: Real
):
    """Momentum is x'' + gamma x' + f'(x) = 0 in steps of h = sqrt(alpha): the heavy ball.

    Its friction gamma is (1 - beta)/sqrt(alpha); so alpha = h^2 and beta = 1 - gamma h.
    """
    size = assume(equation(alpha, h**2))
    friction = assume(equation(gamma, (1 - beta) / h))
    example({alpha: 1, beta: Rational(1, 2), h: 1, gamma: Rational(1, 2), t: 1, x: 1})
    r = recursion("momentum.velocity", gradient=g, start=x, alpha=alpha, beta=beta)
    with derivation((r.theta(t + 1) - 2 * r.theta(t) + r.theta(t - 1)) / h**2) as d:
        d.eq((r.v(t + 1) - r.v(t)) / h**2, because="v is the step")
        d.eq(
            (-(1 - beta) * r.v(t) - alpha * g(r.theta(t))) / h**2,
            because="v_(t+1) = beta v_t - alpha f'(x_t)",
        )
        d.eq(
            -gamma * (r.theta(t) - r.theta(t - 1)) / h - g(r.theta(t)),
            because="gamma h = 1 - beta, h^2 = alpha",
            using=[size, friction],
        )
    return d


@claim(rules=["momentum.velocity"], source="qian1999")
def energy_modes(h: Positive, gamma: Positive, lambda_: Positive):
    """With alpha = h^2 and beta = 1 - gamma h the roots are 1 + r h + O(h^2), like e^(r h).

    On a quadratic e^(r x) solves the equation if r^2 + gamma r + lambda = 0. Both roots are real
    here, gamma^2 > 4 lambda; this is the slower.
    """
    assume(4 * lambda_ < gamma**2)
    example({h: 1, gamma: 3, lambda_: 1})
    e = variable("epsilon")

    def root(h: Any) -> Any:
        width = sqrt((gamma + lambda_ * h) ** 2 - 4 * lambda_)
        return 1 - (gamma * h + lambda_ * h**2 - h * width) / 2

    exponent = (-gamma + sqrt(gamma**2 - 4 * lambda_)) / 2
    with derivation(root(h) ** 2 - (2 - gamma * h - lambda_ * h**2) * root(h)) as iteration:
        iteration.eq(-(1 - gamma * h), because="z^2 - (1 + beta - alpha lambda) z + beta = 0")
    with derivation(exponent**2 + gamma * exponent) as equation_:
        equation_.eq(-lambda_, because="r^2 + gamma r + lambda = 0")
    with derivation(Series(root(e), e, 2)) as series:
        series.eq(1 + exponent * e, because="power series of the square root")
    return iteration, equation_, series


@claim(rules=["momentum.velocity"], source="qian1999")
def energy_slow_mode(alpha: Positive, beta: Decay, lambda_: Positive):
    """As alpha goes to 0 at a fixed beta, the slow root is 1 - alpha lambda/(1 - beta) + ...

    That is gradient descent with rate alpha/(1 - beta): no ball, but gradient flow, sped up.
    """
    assume((1 - beta) ** 2 - 2 * alpha * lambda_ * (1 + beta) > 0)
    example({alpha: Rational(1, 9), beta: Rational(1, 4), lambda_: 1})
    e = variable("epsilon")

    def root(alpha: Any) -> Any:
        inside = 1 - 2 * alpha * lambda_ * (1 + beta) / (1 - beta) ** 2
        width = sqrt(inside + (alpha * lambda_ / (1 - beta)) ** 2)
        return (1 + beta - alpha * lambda_ + (1 - beta) * width) / 2

    with derivation(root(alpha) ** 2 - (1 + beta - alpha * lambda_) * root(alpha)) as polynomial:
        polynomial.eq(-beta, because="z^2 - (1 + beta - alpha lambda) z + beta = 0")
    with derivation(Series(root(e), e, 2)) as series:
        series.eq(1 - lambda_ / (1 - beta) * e, because="power series of the square root")
    return polynomial, series


@claim(source="polyak1964")
def energy_falls(gamma: NonNegative, speed: Real, acceleration: Real, slope: Real):
    """Along x'' + gamma x' + f'(x) = 0 the energy f(x) + x'^2/2 falls at the rate gamma x'^2.

    With x' = speed, x'' = acceleration and f'(x) = slope, by the chain rule.
    """
    motion = assume(equation(acceleration, -gamma * speed - slope))
    with derivation(slope * speed + speed * acceleration) as rate:
        rate.eq(-gamma * speed**2, because="the equation put in", using=motion)
    with derivation(-gamma * speed**2) as d:
        d.le(0, because="friction only brakes")
    return rate, d


def energy(r: Any, alpha: Any, lambda_: Any, t: Any) -> Any:
    """Return the energy of the velocity form on lambda x^2/2: f + |last step|^2/(2 alpha)."""
    return lambda_ * r.theta(t) ** 2 / 2 + r.v(t) ** 2 / (2 * alpha)


@claim(rules=["momentum.velocity"], source="polyak1964", expect="refuted")
def energy_of_the_iteration(alpha: Positive, beta: Decay, lambda_: Positive, x: Real):
    """The energy f(x_t) + |x_t - x_(t-1)|^2/(2 alpha) never grows while momentum is stable."""
    assume(alpha * lambda_ < 2 * (1 + beta))
    r = recursion(
        "momentum.velocity", gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha, beta=beta
    )
    return refute(
        energy(r, alpha, lambda_, 1) <= energy(r, alpha, lambda_, 0),
        at={alpha: Rational(5, 2), beta: Rational(1, 2), lambda_: 1, x: 1},
    )


@claim(rules=["momentum.velocity"], source="polyak1964")
def energy_of_small_steps(alpha: Positive, beta: Decay, lambda_: Positive, t: Steps, x: Real):
    """On a quadratic f + |step|^2/(2 alpha) never grows if alpha lambda <= 1 - beta^2."""
    assume(alpha * lambda_ <= 1 - beta**2)
    example({alpha: 1, beta: Rational(1, 2), lambda_: Rational(1, 2), t: 1, x: 1})
    r = recursion(
        "momentum.velocity", gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha, beta=beta
    )
    new, old = r.v(t), r.v(t - 1)
    with derivation(energy(r, alpha, lambda_, t) - energy(r, alpha, lambda_, t - 1)) as d:
        d.eq(
            -((old - beta * new) ** 2 + (1 - beta**2 - alpha * lambda_) * new**2) / (2 * alpha),
            because="multiplied out, with alpha lambda x_(t-1) = beta v_(t-1) - v_t",
        )
        d.le(0, because="alpha lambda <= 1 - beta^2")
    return d


@claim(rules=["momentum.velocity"], source="ochs2014")
def lyapunov(alpha: Positive, beta: Decay, L: Positive, t: Steps, f: Field, g: Field, x: Real):
    """f(x_t) + (2 - alpha L)/(4 alpha) (x_t - x_(t-1))^2 never grows if alpha <= 2 (1 - beta)/L.

    For any L-smooth f of one variable with slope g; it need not be convex.
    """
    p, q = variable("p"), variable("q")
    smooth = assume_all(f(q) <= f(p) + g(p) * (q - p) + L / 2 * (q - p) ** 2, (p, Real), (q, Real))
    assume(alpha * L <= 2 * (1 - beta))
    r = recursion("momentum.velocity", gradient=g, start=x, alpha=alpha, beta=beta)
    weight = (2 - alpha * L) / (4 * alpha)
    rest = (2 * (1 - beta) - alpha * L) / (4 * alpha)
    old, new = r.v(t - 1), r.v(t)
    here, there = r.theta(t - 1), r.theta(t)
    parabola = at(smooth, {p: here, q: there})
    with derivation(f(there) + weight * new**2) as d:
        d.le(
            f(here) + g(here) * (there - here) + L / 2 * (there - here) ** 2 + weight * new**2,
            because="f is L-smooth",
            using=parabola,
        )
        d.eq(
            f(here) + (beta * old - new) / alpha * new + (L / 2 + weight) * new**2,
            because="alpha g = beta v_(t-1) - v_t, and v_t is the step",
        )
        d.eq(
            f(here)
            + weight * old**2
            - beta / (2 * alpha) * (old - new) ** 2
            - rest * (old**2 + new**2),
            because="squares completed",
        )
        d.le(
            f(here) + weight * old**2,
            because="alpha L <= 2 (1 - beta)",
            squares=[
                (beta / (2 * alpha), old - new),
                (rest, old),
                (rest, new),
            ],
        )
    return d
