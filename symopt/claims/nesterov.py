"""Nesterov's accelerated gradient: its forms, and what it does on a quadratic."""

from typing import Any

from symopt.claims._quadratic import (
    decay_when_oscillating,
    decay_when_stable,
    halves,
    shrinking_form,
)
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
    Oracle,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    claim,
    derivation,
    equation,
    example,
    holds,
    refute,
    sequence,
    sqrt,
    together,
)


@claim(rules=["nesterov", "nesterov.rearranged"], source="cs231n")
def rearranged(alpha: Sequence, mu: Decay, t: Steps, g: Oracle, x: Real):
    """The rearranged form is the look-ahead form in the parameter x + mu v, at any rates alpha."""
    ahead = recursion("nesterov", gradient=g, start=x, label="ahead", alpha=alpha, mu=mu)
    moved = recursion("nesterov.rearranged", gradient=g, start=x, label="new", alpha=alpha, mu=mu)
    velocities, points = together(
        (moved.v(t), "=", ahead.v(t)),
        (moved.theta(t), "=", ahead.theta(t) + mu * ahead.v(t)),
        because="by induction on t: both ask for the gradient at the same point",
        induction=t,
    )
    return points, velocities


@claim(rules=["nesterov"], source="sutskever2013")
def rearranged_under_schedules(alpha: Sequence, mu: Sequence, t: Steps, g: Oracle, x: Real):
    """If mu changes too, X_t = x_t + mu_(t+1) v_t moves by (1 + mu_(t+1)) v_t - mu_t v_(t-1).

    Two different mu: the rule `nesterov.rearranged` writes both as one.
    """
    r = recursion("nesterov", gradient=g, start=x, alpha=alpha, mu=mu)

    point = sequence("X", lambda t: r.theta(t) + mu(t + 1) * r.v(t), first=0)
    with derivation(r.v(t)) as velocity:
        velocity.eq(
            mu(t) * r.v(t - 1) - alpha(t) * g(t, r.theta(t - 1) + mu(t) * r.v(t - 1)),
            because="the rule",
        )
        velocity.eq(
            mu(t) * r.v(t - 1) - alpha(t) * g(t, point(t - 1)), because="that is where X stands"
        )
    with derivation(point(t)) as d:
        d.eq(r.theta(t - 1) + (1 + mu(t + 1)) * r.v(t), because="x_t = x_(t-1) + v_t")
        d.eq(
            point(t - 1) - mu(t) * r.v(t - 1) + (1 + mu(t + 1)) * r.v(t),
            because="x_(t-1) = X_(t-1) - mu_t v_(t-1)",
        )
    return d, velocity


@claim(rules=["nesterov", "nesterov.rearranged"], source="cs231n", expect="refuted")
def rearranged_while_mu_changes(alpha: Sequence, mu: Sequence, g: Sequence, x: Real):
    """The rearranged form is the look-ahead form also while mu changes from step to step."""
    ahead = recursion("nesterov", gradient=g, start=x, label="ahead", alpha=alpha, mu=mu)
    moved = recursion("nesterov.rearranged", gradient=g, start=x, label="new", alpha=alpha, mu=mu)
    return refute(
        equation(moved.theta(1), ahead.theta(1) + mu(2) * ahead.v(1)),
        at={alpha: [1], mu: [0, Rational(1, 2)], g: [1], x: 0},
    )


@claim(rules=["nesterov.rearranged", "nesterov.pytorch"], source="pytorch2019")
def pytorch(alpha: Real, mu: Decay, t: Steps, g: Oracle, x: Real):
    """With a constant rate PyTorch's form is the rearranged form: its state is -v/alpha."""
    torch = recursion("nesterov.pytorch", gradient=g, start=x, label="torch", alpha=alpha, mu=mu)
    moved = recursion("nesterov.rearranged", gradient=g, start=x, label="new", alpha=alpha, mu=mu)
    velocities, points = together(
        (moved.v(t), "=", -alpha * torch.v(t)),
        (moved.theta(t), "=", torch.theta(t)),
        because="by induction on t: both take the same gradient at the same point",
        induction=t,
    )
    return points, velocities


@claim(rules=["nesterov.rearranged", "nesterov.pytorch"], source="pytorch2019", expect="refuted")
def pytorch_under_a_schedule(alpha: Sequence, mu: Decay, g: Sequence, x: Real):
    """PyTorch's form is the rearranged form under any schedule of the rate."""
    torch = recursion("nesterov.pytorch", gradient=g, start=x, label="torch", alpha=alpha, mu=mu)
    moved = recursion("nesterov.rearranged", gradient=g, start=x, label="new", alpha=alpha, mu=mu)
    return refute(
        equation(torch.theta(2), moved.theta(2)),
        at={alpha: [1, Rational(1, 2)], mu: Rational(1, 2), g: [1, 1], x: 0},
    )


@claim(rules=["nesterov", "nesterov.rearranged", "nesterov.pytorch", "gd"], source="nesterov1983")
def without_momentum(alpha: Sequence, t: Steps, g: Oracle, x: Real):
    """With mu = 0 all three forms are gradient descent, under any schedule."""
    plain = recursion("gd", gradient=g, start=x, label="gd", alpha=alpha)
    forms = (("nesterov", "ahead"), ("nesterov.rearranged", "new"), ("nesterov.pytorch", "torch"))
    points: list[Any] = []
    for name, label in forms:
        form = recursion(name, gradient=g, start=x, label=label, alpha=alpha, mu=0)
        points.append(equation(form.theta(t), plain.theta(t)))
    return tuple(holds(point, because="by induction on t", induction=t) for point in points)


@claim(rules=["nesterov", "momentum.velocity"], source="sutskever2013")
def is_momentum_with_brakes(alpha: Real, mu: Real, lambda_: Real, t: Steps, x: Real):
    """On a quadratic Nesterov's is momentum with beta = mu (1 - alpha lambda), along each direction.

    So the steeper a direction, the more it is braked; above alpha lambda = 1 beta is negative.
    """
    hyper = {"gradient": lambda q, _: lambda_ * q, "start": x, "alpha": alpha}
    ahead = recursion("nesterov", label="nag", mu=mu, **hyper)
    heavy = recursion("momentum.velocity", label="mom", beta=mu * (1 - alpha * lambda_), **hyper)
    velocities, points = together(
        (ahead.v(t), "=", heavy.v(t)),
        (ahead.theta(t), "=", heavy.theta(t)),
        because="mu v - alpha lambda (x + mu v) = mu (1 - alpha lambda) v - alpha lambda x",
        induction=t,
    )
    return points, velocities


@claim(rules=["nesterov"], source="sutskever2013")
def stability(
    alpha: Positive,
    mu: Decay,
    lambda_: Positive,
    b: Real,
    c: Real,
    t: Natural,
    x: Real,
):
    """On a quadratic Nesterov's converges from every start if alpha lambda < 2 (1 + mu)/(1 + 2 mu).

    That is 2 at mu = 0 and falls towards 4/3: it allows less than momentum, which allows up to 4.
    """
    s = alpha * lambda_
    small = assume(s * (1 + 2 * mu) < 2 * (1 + mu))
    brake = assume(equation(b, mu * (1 - s)))
    given = assume(equation(c * (1 + b), 1 + b - s))
    example(
        {alpha: 1, mu: Rational(1, 2), lambda_: Rational(1, 2)}
        | {b: Rational(1, 4), c: Rational(3, 5), t: 0, x: 1}
    )
    r = recursion("nesterov", gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha, mu=mu)
    forms = shrinking_form(r.theta, r.v, b, c)
    braked = holds(
        equation(r.v(t + 1), b * r.v(t) - s * r.theta(t)), because="the rule", using=brake
    )
    with derivation((1 + 2 * mu) * (1 + b)) as over:
        over.eq(
            (1 + mu) + mu * (2 * (1 + mu) - s * (1 + 2 * mu)), because="b = mu (1 - s)", using=brake
        )
        over.gt(0, because="s (1 + 2 mu) < 2 (1 + mu)")
    left = holds(b > -1, because="divided by 1 + 2 mu", using=over, factors=[1 / (1 + 2 * mu)])
    right = holds(b < 1, because="mu < 1 and 1 - s < 1", using=brake)
    with derivation((1 + b) * (1 - c)) as below:
        below.eq(s, because="what c is", using=given)
        below.gt(0)
    with derivation((1 + b) * (1 + c)) as above:
        above.eq(2 * (1 + mu) - s * (1 + 2 * mu), because="what c and b are", using=[given, brake])
        above.gt(0, because="s (1 + 2 mu) < 2 (1 + mu)", using=small)
    upper = holds(c < 1, using=below, factors=[1 / (1 + b)])
    lower = holds(c > -1, using=above, factors=[1 / (1 + b)])
    return (
        left,
        right,
        below,
        above,
        *decay_when_stable(r.theta, r.v, forms, b, c, t, [given, braked]),
    )
