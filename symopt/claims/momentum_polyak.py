"""Polyak's tuning of momentum: that nothing beats it on quadratics, and where it fails."""

from typing import Any

from symopt.claims._quadratic import distance_from_one, roots_within
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
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
    maximum,
    minimum,
    refute,
    sqrt,
    supposing,
    together,
)


@claim(rules=["momentum.velocity", "momentum.accumulating"], source="polyak1964")
def polyak_is_best(
    mu: Positive,
    L: Positive,
    alpha: Real,
    beta: Real,
    R: Decay,
    p: Real,
    q: Real,
    r: Real,
    P: Real,
    Q: Real,
    S: Real,
):
    """No rate and no beta do better than Polyak's on all curvatures between mu and L.

    If the roots for mu, p + ri and q - ri, and those for L, P + Si and Q - Si, are at most R < 1
    long, then |beta| <= R^2 and L/mu <= ((1 + R)/(1 - R))^2.
    """
    for_mu = roots_within(R, alpha * mu, beta, p, q, r)
    for_L = roots_within(R, alpha * L, beta, P, Q, S)
    half, quarter = Rational(1, 2), Rational(1, 4)
    example(
        {mu: 1, L: 9, alpha: quarter, beta: quarter, R: half}
        | {p: half, q: half, r: 0, P: -half, Q: -half, S: 0}
    )
    low, _ = distance_from_one(R, alpha * mu, p, q, r, for_mu)
    _, high = distance_from_one(R, alpha * L, P, Q, S, for_L)
    with derivation(beta) as product:
        product.eq(p * q + r**2, because="the product of the roots", using=for_mu[1])
        product.le(
            (p**2 + q**2) / 2 + r**2,
            because="p q <= (p^2 + q^2)/2",
            squares=[(Rational(1, 2), p - q)],
        )
        product.le(R**2, because="lengths", using=for_mu[2:], factors=[half, half])
    with derivation(-beta) as other:
        other.eq(-p * q - r**2, because="the product of the roots", using=for_mu[1])
        other.le(
            (p**2 + q**2) / 2 + r**2,
            because="-p q <= (p^2 + q^2)/2",
            squares=[(Rational(1, 2), p + q), (2, r)],
        )
        other.le(R**2, because="lengths", using=for_mu[2:], factors=[half, half])
    with derivation(L * (1 - R) ** 2) as both:
        both.le(L * alpha * mu, because="(1 - R)^2 <= alpha mu", using=low, factors=[L])
        both.le(mu * (1 + R) ** 2, because="alpha L <= (1 + R)^2", using=high, factors=[mu])
    condition = holds(
        L / mu <= ((1 + R) / (1 - R)) ** 2,
        because="divided",
        using=both,
        factors=[1 / (mu * (1 - R) ** 2)],
    )
    root = holds(sqrt(L) * (1 - R) <= sqrt(mu) * (1 + R), because="roots", using=both)
    rate = holds(
        (sqrt(L) - sqrt(mu)) / (sqrt(L) + sqrt(mu)) <= R,
        because="solved for R",
        using=root,
        factors=[1 / (sqrt(L) + sqrt(mu))],
    )
    return low, high, product, other, both, condition, rate


@claim(rules=["momentum", "momentum.accumulating"], source="polyak1964")
def polyak_in_the_average_form(mu: Positive, L: Positive, alpha: Positive, beta: Real):
    """In the average form Polyak's rate is 1/sqrt(L mu), the geometric mean of 1/L and 1/mu.

    Where the accumulating form has alpha (1 - beta).
    """
    total = sqrt(L) + sqrt(mu)
    tuned = assume(equation(beta, ((sqrt(L) - sqrt(mu)) / total) ** 2))
    same = assume(equation(alpha * (1 - beta), 4 / total**2))
    example({mu: 1, L: 9, alpha: Rational(1, 3), beta: Rational(1, 4)})
    with derivation(1 - beta) as rest:
        rest.eq(
            4 * sqrt(L) * sqrt(mu) / total**2, because="the difference of two squares", using=tuned
        )
    with derivation(alpha) as d:
        d.eq(4 / total**2 / (1 - beta), because="the map between the forms", using=same)
        d.eq(1 / sqrt(L * mu), because="1 - beta put in", using=rest)
    return rest, d


def bent(x: Any) -> Any:
    """Slope of a convex function with curvature 25, 1 and 25, bent at 1 and 2; least at 0."""
    return maximum(minimum(25 * x, x + 24), 25 * x - 24)


def tuned(x: Any, **initial: Any) -> Any:
    """Run Polyak's tuning for curvatures from 1 to 25 on that slope."""
    return recursion(
        "momentum.velocity",
        gradient=lambda q, _: bent(q),
        start=x,
        initial=initial,
        alpha=Rational(1, 9),
        beta=Rational(4, 9),
    )


@claim(rules=["momentum.velocity"], source="lessard2016")
def polyak_cycle(t: Natural, x: Real):
    """Polyak's tuning for curvatures 1 to 25 can run round three points for ever, away from 0.

    The slope f' is continuous with pieces of slope 25, 1 and 25: f is 25-smooth and 1-strongly
    convex, its minimum at 0. The cycle attracts: momentum falls into it from 10/3 at rest, too.
    """
    r = tuned(Rational(792, 1225), v=Rational(-72, 49))
    with supposing(x <= 1) as left:
        left.then(holds(equation(bent(x), 25 * x), because="the first piece"))
    with supposing(x >= 1, x <= 2) as middle:
        middle.then(holds(equation(bent(x), x + 24), because="the second piece"))
    with supposing(x >= 2) as right:
        right.then(holds(equation(bent(x), 25 * x - 24), because="the third piece"))
    first = holds(equation(r.theta(1), Rational(-2208, 1225)), because="one step")
    second = holds(equation(r.theta(2), Rational(2592, 1225)), because="two steps")
    points, speeds = together(
        (r.theta(t + 3), "=", r.theta(t)),
        (r.v(t + 3), "=", r.v(t)),
        because="three steps lead back, so the next three do",
        induction=t,
    )
    return left, middle, right, first, second, points, speeds


@claim(rules=["momentum.velocity"], source="lessard2016", expect="refuted")
def polyak_on_every_convex_function(t: Steps, x: Real):
    """Polyak's rate (1 + 2t) rho^t holds wherever all curvatures lie between mu and L.

    Here from 1 to 25, so that rho = 2/3; f' = 25x (x < 1), x + 24 (1 <= x < 2), 25x - 24 (2 <= x).
    The iterates do not even converge: they are drawn into the cycle of `momentum.polyak-cycle`.
    """
    r = tuned(x)
    return refute(
        abs(r.theta(t)) <= (1 + 2 * t) * Rational(2, 3) ** t * abs(x),
        at={t: 10, x: Rational(10, 3)},
    )
