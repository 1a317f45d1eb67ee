"""Nesterov's acceleration on a quadratic: momentum with brakes, its range and its rate."""

from typing import Any

from symopt.claims._quadratic import (
    decay_when_oscillating,
    decay_when_stable,
    halves,
    shrinking_form,
    triangle,
)
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
    NonNegative,
    Positive,
    Rational,
    Real,
    Steps,
    assume,
    claim,
    derivation,
    equation,
    example,
    holds,
    sequence,
    sqrt,
    together,
)


@claim(rules=["nesterov", "momentum.velocity"], source="sutskever2013")
def is_momentum_with_brakes(alpha: Real, mu: Real, lambda_: Real, t: Steps, x: Real):
    """On a quadratic Nesterov's is momentum with beta = mu (1 - alpha lambda), for each direction.

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
        below.gt(0, because="rate and curvature are positive")
    with derivation((1 + b) * (1 + c)) as above:
        above.eq(2 * (1 + mu) - s * (1 + 2 * mu), because="what c and b are", using=[given, brake])
        above.gt(0, because="s (1 + 2 mu) < 2 (1 + mu)", using=small)
    holds(c < 1, using=below, factors=[1 / (1 + b)])
    holds(c > -1, using=above, factors=[1 / (1 + b)])
    return (
        left,
        right,
        below,
        above,
        *decay_when_stable(r.theta, r.v, forms, b, c, t, [given, braked]),
    )


@claim(rules=["nesterov"], source="sutskever2013")
def instability(alpha: Positive, mu: Decay, lambda_: Positive, t: Steps, x: Real):
    """If alpha lambda >= 2 (1 + mu)/(1 + 2 mu), no two steps in a row of Nesterov's come near 0.

    So it converges exactly if 0 < alpha lambda < 2 (1 + mu)/(1 + 2 mu).
    """
    s = alpha * lambda_
    assume(2 * (1 + mu) <= s * (1 + 2 * mu))
    example({alpha: 2, mu: Rational(1, 2), lambda_: 1, t: 1, x: 1})
    r = recursion("nesterov", gradient=lambda q, _: lambda_ * q, start=x, alpha=alpha, mu=mu)
    wide = sequence("P", lambda t: (-1) ** t * x * r.theta(t), first=0)
    holds(s > 1, because="2 (1 + mu) > 1 + 2 mu")
    brake = mu * (s - 1)
    back = holds(equation(r.theta(t - 1), r.theta(t) - r.v(t)), because="the rule")
    move = holds(
        equation(wide(t + 1), (1 + mu) * (s - 1) * wide(t) + brake * wide(t - 1)),
        because="the rule; P_t is (-1)^t x x_t",
        using=back,
    )
    signs = together(
        (0, "<=", wide(t - 1)),
        (0, "<=", wide(t)),
        because="by induction on t",
        induction=t,
        using=move,
    )
    with derivation(wide(t + 1) + brake * wide(t)) as step:
        step.eq(
            wide(t) + brake * wide(t - 1) + (s * (1 + 2 * mu) - 2 * (1 + mu)) * wide(t),
            because="one step",
            using=move,
        )
        step.ge(wide(t) + brake * wide(t - 1), because="s (1 + 2 mu) >= 2 (1 + mu)")
    first = holds(
        equation(wide(1) + brake * wide(0), (1 + mu) * (s - 1) * x**2),
        because="x_1 = (1 - s) x_0",
    )
    below = holds(
        (1 + mu) * (s - 1) * x**2 <= wide(t) + brake * wide(t - 1),
        because="by induction on t",
        induction=t,
        using=[step, first],
    )
    sizes: list[Any] = []
    for k in (t, t - 1):
        square = holds(wide(k) ** 2 <= (x * r.theta(k)) ** 2)
        sizes.append(holds(wide(k) <= abs(x * r.theta(k)), using=square))
    with derivation((1 + mu) * (s - 1) * x**2) as d:
        d.le(wide(t) + brake * wide(t - 1), because="it begins there and never falls", using=below)
        d.le(
            abs(x) * (abs(r.theta(t)) + brake * abs(r.theta(t - 1))),
            because="P_t <= |x| |x_t|",
            using=sizes,
            factors=[1, brake],
        )
    return move, *signs, step, d


@claim(rules=["nesterov", "momentum.velocity"], source="nesterov2004")
def rate(
    m: Positive,
    L: Positive,
    lambda_: Positive,
    beta: Decay,
    rho: Decay,
    r: NonNegative,
    t: Natural,
    x: Real,
):
    """With alpha = 1/L Nesterov's converges like (1 - 1/sqrt(k))^t on all curvatures from L/k to L.

    With mu = beta = (sqrt(k) - 1)/(sqrt(k) + 1), k = L/m; along lambda it is momentum with r^2.
    """
    low, high = assume(m <= lambda_), assume(lambda_ <= L)
    tuned = assume(equation(beta, (sqrt(L) - sqrt(m)) / (sqrt(L) + sqrt(m))))
    speed = assume(equation(rho, 1 - sqrt(m / L)))
    s = lambda_ / L
    braked = assume(equation(r**2, beta * (1 - s)))
    third, half = Rational(1, 3), Rational(1, 2)
    example({m: 1, L: 4, lambda_: 1, beta: third, rho: half, r: half, t: 0, x: 1})
    hyper = {"gradient": lambda q, _: lambda_ * q, "start": x, "alpha": 1 / L}
    ahead = recursion("nesterov", label="nag", mu=beta, **hyper)
    heavy = recursion("momentum.velocity", label="mom", beta=r**2, **hyper)
    parts = halves(heavy.theta, heavy.v, r, s)
    triangle(parts, t)
    same = together(
        (ahead.v(t), "=", heavy.v(t)),
        (ahead.theta(t), "=", heavy.theta(t)),
        because="by induction on t: mu (1 - alpha lambda) = r^2",
        induction=t,
        using=braked,
    )
    flat = holds(m / L <= s, because="m <= lambda", using=low, factors=[1 / L])
    full = holds(s <= 1, because="lambda <= L", using=high, factors=[1 / L])
    with derivation(((1 + beta) * (1 - s)) ** 2) as square:
        square.le(
            (1 + beta) ** 2 * (1 - m / L) * (1 - s),
            because="m/L <= s <= 1",
            using=flat,
            factors=[(1 + beta) ** 2 * (1 - s)],
        )
        square.eq(4 * beta * (1 - s), because="what beta is", using=tuned)
        square.eq((2 * r) ** 2, because="what r is", using=braked)
    turn = holds((1 + beta) * (1 - s) <= 2 * r, because="roots", using=square)
    with derivation((1 - r) ** 2) as slow:
        slow.eq(s + (1 + beta) * (1 - s) - 2 * r, because="r^2 = beta (1 - s)", using=braked)
        slow.le(s, because="as just shown", using=turn)
    fast = holds(s <= (1 + r) ** 2, because="s <= 1")
    *steps, bound = decay_when_oscillating(heavy.theta, heavy.v, parts, r, s, t, x, (slow, fast))
    with derivation(r**2) as worst:
        worst.eq(beta * (1 - s), because="what r is", using=braked)
        worst.le(beta * (1 - m / L), because="m/L <= s", using=flat, factors=[beta])
        worst.eq(rho**2, because="what beta and rho are", using=[tuned, speed])
    slower = holds(r <= rho, because="roots", using=worst)
    power = holds(
        r**t <= rho**t, because="by induction on t", induction=t, using=slower, factors=[r, rho**t]
    )
    width = holds(sqrt(s) <= 1, because="s <= 1", using=full)
    with derivation(abs(ahead.theta(t))) as d:
        d.eq(abs(heavy.theta(t)), because="it is momentum", using=same[1])
        d.le(
            (1 + t * sqrt(s)) * r**t * abs(x),
            because="by induction on t, from that step",
            using=bound,
        )
        d.le((1 + t) * r**t * abs(x), because="s <= 1", using=width, factors=[t * r**t * abs(x)])
        d.le((1 + t) * rho**t * abs(x), because="r <= rho", using=power, factors=[(1 + t) * abs(x)])
    return *same, square, slow, *steps, worst, d
