"""Nesterov's accelerated gradient in its forms."""

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Oracle,
    Rational,
    Real,
    Sequence,
    Steps,
    claim,
    derivation,
    equation,
    holds,
    refute,
    sequence,
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
