"""What every step of gradient descent gains at least, on costs that bend no more than L."""

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Natural,
    Oracle,
    Positive,
    PositiveSequence,
    Real,
    Sequence,
    Steps,
    Sum,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    holds,
    index,
)


@claim(rules=["gd"], source="nesterov2004")
def descent_lemma(
    alpha: Positive, L: Positive, n: Steps, k: Steps, f: Sequence, g: Oracle, d: Oracle
):
    """Below parabolas of curvature L, a step lowers f by alpha (1 - alpha L/2) |g|^2 at least.

    f(k) is the cost after k steps, g(k, i) and d(k, i) the coordinates of the gradient and of
    step k. A gradient with Lipschitz constant L gives such parabolas; f need not be convex.
    """
    parabola, step = _smooth(alpha, L, n, f, g, d)
    return _gain(alpha, L, n, k, f, g, d, parabola, step)


@claim(rules=["gd"], source="nesterov2004")
def smallest_gradient(
    alpha: Positive,
    L: Positive,
    n: Steps,
    T: Steps,
    t: Natural,
    f: Sequence,
    g: Oracle,
    d: Oracle,
    low: Real,
    least: Real,
):
    """The least |gradient|^2 of T steps is at most (f_0 - f*)/(T alpha (1 - alpha L/2)).

    Here alpha < 2/L, f lies below its parabolas of curvature L, and low = f* is a lower bound.
    """
    assume(alpha < 2 / L)
    k, i = index("k"), index("i")
    parabola, step = _smooth(alpha, L, n, f, g, d)
    bounded = assume_all(f(k) >= low, (k, Natural))
    smallest = assume_all(Sum(g(k, i) ** 2, (i, 1, n)) >= least, (k, Steps))
    gain = alpha * (1 - alpha * L / 2)
    one = _gain(alpha, L, n, t + 1, f, g, d, parabola, step)
    with derivation(f(t + 1)) as each:
        each.le(f(t) - gain * Sum(g(t + 1, i) ** 2, (i, 1, n)), because="descent lemma", using=one)
        each.le(
            f(t) - gain * least,
            because="least is the least",
            using=at(smallest, {k: t + 1}),
            factors=[gain],
        )
    total = holds(
        f(t) <= f(0) - t * gain * least, because="by induction on t", induction=t, using=each
    )
    with derivation(least) as result:
        result.le(
            (f(0) - f(T)) / (T * gain),
            because="solved for it",
            using=at(total, {t: T}),
            factors=[1 / (T * gain)],
        )
        result.le(
            (f(0) - low) / (T * gain),
            because="f_T >= f*",
            using=at(bounded, {k: T}),
            factors=[1 / (T * gain)],
        )
    return total, result


@claim(rules=["gd"], source="polyak1963")
def linear_rate(
    mu: Positive,
    L: Positive,
    n: Steps,
    t: Natural,
    f: Sequence,
    g: Oracle,
    d: Oracle,
    low: Real,
):
    """If |gradient|^2 >= 2 mu (f - f*), the rate 1/L multiplies f - f* by 1 - mu/L at most."""
    assume(mu <= L)
    k, i = index("k"), index("i")
    parabola, step = _smooth(1 / L, L, n, f, g, d)
    steep = assume_all(Sum(g(k, i) ** 2, (i, 1, n)) >= 2 * mu * (f(k - 1) - low), (k, Steps))
    one = _gain(1 / L, L, n, t + 1, f, g, d, parabola, step)
    with derivation(f(t + 1) - low) as each:
        each.le(
            f(t) - low - Sum(g(t + 1, i) ** 2, (i, 1, n)) / (2 * L),
            because="descent lemma with alpha = 1/L",
            using=one,
        )
        each.le(
            (1 - mu / L) * (f(t) - low),
            because="the gradient is long",
            using=at(steep, {k: t + 1}),
            factors=[1 / (2 * L)],
        )
    return each, holds(
        f(t) - low <= (1 - mu / L) ** t * (f(0) - low),
        because="by induction on t",
        induction=t,
        using=each,
        factors=[1 - mu / L, 1],
    )


@claim(rules=["gd"], source="kantorovich1948")
def line_search(
    mu: Positive,
    L: Positive,
    n: Steps,
    h: PositiveSequence,
    x: Sequence,
    a: Real,
    A: Positive,
    B: Positive,
    C: Positive,
):
    """The best rate of each step on a quadratic lowers the cost by ((k - 1)/(k + 1))^2 or better.

    Eigendirection i has curvature h_i from mu to L = k mu; C/2 is the cost, A is |gradient|^2 and
    B the curvature along it times A. Among all rates a, the best is A/B.
    """
    i = index("i")
    low = assume_all(mu <= h(i), (i, (1, n)))
    high = assume_all(h(i) <= L, (i, (1, n)))
    first = assume(equation(A, Sum((h(i) * x(i)) ** 2, (i, 1, n))))
    second = assume(equation(B, Sum(h(i) * (h(i) * x(i)) ** 2, (i, 1, n))))
    third = assume(equation(C, Sum(h(i) * x(i) ** 2, (i, 1, n))))
    with derivation(Sum(h(i) * (x(i) - a * h(i) * x(i)) ** 2 / 2, (i, 1, n))) as cost:
        cost.eq(
            C / 2 - a * A + a**2 * B / 2, because="multiplied out", using=[first, second, third]
        )
        cost.eq(C / 2 - A**2 / (2 * B) + B / 2 * (a - A / B) ** 2, because="the square completed")
    with derivation(B + mu * L * C) as mean:
        mean.eq(
            Sum(h(i) * (h(i) * x(i)) ** 2 + mu * L * h(i) * x(i) ** 2, (i, 1, n)),
            because="one sum",
            using=[second, third],
        )
        mean.le(
            Sum((L + mu) * (h(i) * x(i)) ** 2, (i, 1, n)),
            because="(h - mu)(L - h) >= 0 in every term",
            using=[low, high],
        )
        mean.eq((L + mu) * A, because="a sum again", using=first)
    with derivation(4 * mu * L * B * C) as product:
        product.le(
            (B + mu * L * C) ** 2, because="4 p q <= (p + q)^2", squares=[(1, B - mu * L * C)]
        )
        product.le(((L + mu) * A) ** 2, because="squares of both sides", using=mean)
    with derivation(C / 2 - A**2 / (2 * B)) as result:
        result.le(
            C / 2 - 2 * mu * L * C / (L + mu) ** 2,
            because="divided by 2 B (L + mu)^2",
            using=product,
            factors=[1 / (2 * B * (L + mu) ** 2)],
        )
        result.eq(((L - mu) / (L + mu)) ** 2 * C / 2, because="over one denominator")
    return cost, mean, product, result


@claim(rules=["gd"], source="kantorovich1948")
def line_search_zigzag(mu: Positive, L: Positive):
    """From (1/mu, 1/L) the best rate, 2/(L + mu), does no better than ((k - 1)/(k + 1))^2.

    The next point is ((k - 1)/(k + 1)) (1/mu, -1/L), so it goes on like this for ever.
    """
    a = 2 / (L + mu)
    factor = (L - mu) / (L + mu)
    flat = recursion("gd", gradient=lambda q, _: mu * q, start=1 / mu, alpha=a, label="mu")
    steep = recursion("gd", gradient=lambda q, _: L * q, start=1 / L, alpha=a, label="L")
    best = holds(
        equation(a, (1 + 1) / (mu * 1 + L * 1)),
        because="A/B for the gradient (1, 1)",
    )
    one = holds(equation(flat.theta(1), factor / mu), because="1 - 2 mu/(L + mu)")
    two = holds(equation(steep.theta(1), -factor / L), because="1 - 2 L/(L + mu)")
    with derivation(mu * flat.theta(1) ** 2 / 2 + L * steep.theta(1) ** 2 / 2) as cost:
        cost.eq(factor**2 * (1 / mu + 1 / L) / 2, because="both put in", using=[one, two])
    return best, one, two, cost


def _smooth(alpha: Any, L: Any, n: Any, f: Any, g: Any, d: Any) -> tuple[Any, Any]:
    """Suppose a parabola above the cost, and steps d(k, i) of gradient descent."""
    k, i = index("k"), index("i")
    parabola = assume_all(
        f(k) <= f(k - 1) + Sum(g(k, i) * d(k, i), (i, 1, n)) + L / 2 * Sum(d(k, i) ** 2, (i, 1, n)),
        (k, Steps),
    )
    step = assume_all(equation(d(k, i), -alpha * g(k, i)), (k, Steps), (i, Steps))
    return parabola, step


def _gain(
    alpha: Any, L: Any, n: Any, k: Any, f: Any, g: Any, d: Any, parabola: Any, step: Any
) -> Any:
    i = index("i")
    with derivation(Sum(g(k, i) * d(k, i), (i, 1, n))) as along:
        along.eq(Sum(-alpha * g(k, i) ** 2, (i, 1, n)), because="the step is -alpha g", using=step)
    with derivation(Sum(d(k, i) ** 2, (i, 1, n))) as length:
        length.eq(
            Sum(alpha**2 * g(k, i) ** 2, (i, 1, n)), because="the step is -alpha g", using=step
        )
    with derivation(f(k)) as made:
        made.le(
            f(k - 1) + Sum(g(k, i) * d(k, i), (i, 1, n)) + L / 2 * Sum(d(k, i) ** 2, (i, 1, n)),
            because="f lies below the parabola",
            using=parabola,
        )
        made.eq(
            f(k - 1) - alpha * (1 - alpha * L / 2) * Sum(g(k, i) ** 2, (i, 1, n)),
            because="both sums are multiples of |g|^2",
            using=[along, length],
        )
    return made
