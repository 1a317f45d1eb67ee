"""Getting stuck: saddles, minima and plateaus, and which rules leave them how fast."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    NonZero,
    OpenUnit,
    Positive,
    FromTwo,
    Real,
    Natural,
    Field,
    Rational,
    assume,
    equation,
    Steps,
    claim,
    derivation,
    together,
)


@claim(rules=["gd"], source="goodfellow2016")
def gradient_descent_leaves(alpha: Positive, lambda_: Positive, x: NonZero, t: Steps):
    """Gradient descent leaves a saddle."""
    gd = recursion("gd", gradient=lambda q, _: -lambda_ * q, start=x, alpha=alpha)
    with derivation(gd.theta(t)) as d:
        d.eq((1 + alpha * lambda_) ** t * x, because="by induction on t", induction=t)
    return d


@claim(rules=["gd"], source="goodfellow2016")
def momentum_leaves(alpha: Positive, beta: OpenUnit, lambda_: Positive, x: Positive, t: FromTwo):
    """Momentum leaves a saddle."""
    acc = recursion(
        "momentum.accumulating", gradient=lambda q, _: -lambda_ * q, start=x, alpha=alpha, beta=beta
    )
    s = alpha * lambda_
    a, b, c = together(
        (acc.v(t), "<", 0),
        (0, "<", acc.theta(t)),
        ((1 + s) ** t * x, "<", acc.theta(t)),
        because="by induction on t",
        induction=t,
    )
    return b


@claim(rules=["gd"], source="goodfellow2016")
def average_leaves(alpha: Positive, beta: OpenUnit, lambda_: Positive, x: Positive, t: Steps):
    """Momentum leaves a saddle."""
    acc = recursion("momentum", gradient=lambda q, _: -lambda_ * q, start=x, alpha=alpha, beta=beta)
    s = alpha * lambda_
    f, a, b, c = together(
        (0, "<", acc.theta(t)),
        (acc.v(t), "<", 0),
        (-lambda_ * acc.theta(t), "<", acc.v(t)),
        (acc.theta(t), "<", (1 + s) ** t * x),
        because="by induction on t",
        induction=t,
    )
    return b


@claim(rules=["gd"], source="goodfellow2016")
def nest_leaves(alpha: Positive, beta: OpenUnit, lambda_: Positive, x: Positive, t: FromTwo):
    """Momentum leaves a saddle."""
    acc = recursion(
        "momentum.velocity",
        label="a",
        gradient=lambda q, _: -lambda_ * q,
        start=x,
        alpha=alpha,
        beta=beta,
    )
    nes = recursion(
        "nesterov", label="n", gradient=lambda q, _: -lambda_ * q, start=x, alpha=alpha, mu=beta
    )
    s = alpha * lambda_
    f, a, b, c = together(
        (0, "<", acc.theta(t)),
        (0, "<", acc.v(t)),
        (acc.v(t), "<", nes.v(t)),
        (acc.theta(t), "<", nes.theta(t)),
        because="by induction on t",
        induction=t,
    )
    return b


@claim(rules=["gd"], source="goodfellow2016")
def zero(x: Real, t: Natural, g: Field, epsilon: Positive):
    """Momentum leaves a saddle."""
    assume(equation(g(x), 0))
    from symopt import rules

    out = []
    for rule in (
        "gd",
        "momentum",
        "momentum.accumulating",
        "momentum.velocity",
        "nesterov",
        "nesterov.rearranged",
        "nesterov.pytorch",
        "adagrad",
        "rmsprop",
        "adadelta",
        "adam",
        "adamax.eps",
        "nadam",
        "amsgrad.eps",
        "lion",
    ):
        r = rules.get(rule)
        hyper = {k: Rational(1, 2) for k in r.defaults}
        if "epsilon" in hyper:
            hyper["epsilon"] = epsilon
        if "weight_decay" in hyper:
            hyper["weight_decay"] = 0
        rec = recursion(rule, gradient=g, start=x, label=rule.replace(".", "_"), **hyper)
        names = [s.name for s in r.states]
        out.append((rec, r))
    for rec, r in out:
        *_, last = together(
            *((rec.sequences[s.name](t), "=", 0) for s in r.states),
            (rec.theta(t), "=", x),
            because="ind",
            induction=t,
        )
    return last
