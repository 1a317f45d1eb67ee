"""Data: regression, mini-batches, the noise floor, and online losses."""

from __future__ import annotations

from typing import Any

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    FromTwo,
    Limit,
    Natural,
    NonNegative,
    Oracle,
    Positive,
    RandomSequence,
    Rational,
    Real,
    Sequence,
    Steps,
    Sum,
    Unit,
    assume,
    assume_all,
    at,
    ceiling,
    claim,
    derivation,
    equation,
    example,
    expectation,
    floor,
    follows,
    holds,
    index,
    maximum,
    minimum,
    refute,
    supposing,
    unequal,
    variable,
    whenever,
)


@claim(source="goodfellow2016")
def regression_gradient(n: Steps, x: Sequence, y: Sequence, c: Sequence, w: Real, p: Real):
    """The mean squared error of predictions w x_i + c_i, where c_i is what the other weights add,
    has the slope 2/n sum of x_i (w x_i + c_i - y_i) in w; for the intercept all x_i are 1.

    The difference quotient is taken to both sides: p may be 1 or -1.
    """
    i, h = index("i"), variable("h")

    def loss(w: Any) -> Any:
        return Sum((w * x(i) + c(i) - y(i)) ** 2, (i, 1, n)) / n

    slope = 2 * Sum(x(i) * (w * x(i) + c(i) - y(i)), (i, 1, n)) / n
    rest = h * p**2 * Sum(x(i) ** 2, (i, 1, n)) / n
    with derivation(Limit((loss(w + h * p) - loss(w)) / h, h, 0, side="+", far=1)) as d:
        d.eq(Limit(p * slope + rest, h, 0, side="+", far=1), because="expand the squares")
        d.eq(p * slope, because="the last term goes to 0")
    return d


@claim(source="boyd2004")
def regression_is_convex(
    n: Steps, m: Steps, x: Oracle, y: Sequence, u: Sequence, v: Sequence, s: Unit
):
    """Between weights u and v the mean squared error of a linear model lies below its chord, by
    s (1 - s)/n |X (u - v)|^2: it is convex, and strictly so iff X has full column rank.
    """
    i, j = index("i"), index("j")

    def prediction(w: Any) -> Any:
        return Sum(x(i, j) * w(j), (j, 1, m))

    def loss(w: Any) -> Any:
        return Sum((prediction(w) - y(i)) ** 2, (i, 1, n)) / n

    def apart(k: Any) -> Any:
        return u(k) - v(k)

    between = loss(lambda k: (1 - s) * u(k) + s * v(k))
    chord = (1 - s) * loss(u) + s * loss(v)
    gap = Sum(prediction(apart) ** 2, (i, 1, n))
    with derivation(between) as d:
        d.eq(chord - s * (1 - s) / n * gap, because="predictions are linear in the weights")
    squares = derivation(Sum(0, (i, 1, n))).le(
        gap, because="squares", squares=[(1, prediction(apart))]
    )
    with derivation(between) as below:
        below.le(
            chord, because="the gap is a sum of squares", using=squares, factors=[s * (1 - s) / n]
        )
    return d, below


@claim(source="boyd2004")
def line_is_strictly_convex(n: Steps, x: Sequence, xbar: Real, h: Real, k: Real):
    """The mean squared error of a line w x + b is strictly convex iff the x_i are not all equal.

    In direction (h, k) it bends by 2/n sum (h x_i + k)^2: for h = 0 that is 2 k^2, and in
    direction (1, -xbar) it is 0 exactly if the x_i are all equal to their mean.
    """
    i = index("i")
    spread = Sum((x(i) - xbar) ** 2, (i, 1, n))
    mean = assume(equation(n * xbar, Sum(x(i), (i, 1, n))))
    example({n: 2, x: [0, 2], xbar: 1, h: 1, k: 0})
    with derivation(Sum((h * x(i) + k) ** 2, (i, 1, n))) as split:
        split.eq(
            h**2 * spread + n * (h * xbar + k) ** 2,
            because="h x_i + k = h (x_i - xbar) + (h xbar + k), and the mixed terms sum to 0",
            using=mean,
        )
    with supposing(spread > 0, unequal(h, 0)) as differ:
        with derivation(Sum((h * x(i) + k) ** 2, (i, 1, n))) as d:
            d.eq(h**2 * spread + n * (h * xbar + k) ** 2, because="as shown", using=split)
            d.gt(0, because="the first is positive", squares=[(n, h * xbar + k)])
        differ.then(d)
    return split, differ


@claim(source="bottou2018")
def batch_gradient_is_unbiased(B: Steps, g: RandomSequence, mu: Real):
    """The gradient of a mini-batch has the expectation of a single sample's, the full gradient."""
    i = index("i")
    fair = assume_all(equation(expectation(g(i)), mu), (i, Steps))
    each = derivation(Sum(expectation(g(i)), (i, 1, B))).eq(Sum(mu, (i, 1, B)), using=fair)
    with derivation(expectation(Sum(g(i), (i, 1, B)) / B)) as d:
        d.eq(Sum(expectation(g(i)), (i, 1, B)) / B, because="the expectation is linear")
        d.eq(Sum(mu, (i, 1, B)) / B, because="every sample is drawn alike", using=each)
        d.eq(mu, because="B equal terms")
    return d


@claim(source="bottou2018")
def batch_variance(B: Steps, d: RandomSequence, sigma: NonNegative):
    """With independent draws the gradient of a mini-batch has the variance sigma^2/B.

    d_i is the deviation of sample i from the full gradient; uncorrelated is enough.
    """
    i, j = index("i"), index("j")
    variance = assume_all(equation(expectation(d(i) ** 2), sigma**2), (i, Steps))
    apart = assume_all(equation(expectation(d(i) * d(j)), 0), (i, Steps), (j, (i + 1, None)))
    zeros = derivation(Sum(expectation(d(i) * d(B + 1)), (i, 1, B))).eq(
        Sum(0, (i, 1, B)), using=apart
    )
    with derivation(expectation(Sum(d(i), (i, 1, B)) * d(B + 1))) as mixed:
        mixed.eq(Sum(expectation(d(i) * d(B + 1)), (i, 1, B)), because="linear")
        mixed.eq(0, because="draws are uncorrelated", using=zeros)
    with derivation(expectation(Sum(d(i), (i, 1, B)) ** 2)) as total:
        total.eq(
            B * sigma**2,
            because="by induction on B: a new draw adds sigma^2, and no mixed term",
            using=[at(variance, {i: B + 1}), at(variance, {i: 1}), mixed],
            induction=B,
        )
    with derivation(expectation((Sum(d(i), (i, 1, B)) / B) ** 2)) as mean:
        mean.eq(expectation(Sum(d(i), (i, 1, B)) ** 2) / B**2, because="B is not random")
        mean.eq(sigma**2 / B, because="as shown", using=total)
    return mixed, total, mean


@claim(source="cochran1977")
def without_replacement(n: FromTwo, B: Steps, d: RandomSequence, sigma: NonNegative, rho: Real):
    """Drawn without replacement from n samples, a mini-batch's gradient has the variance
    sigma^2/B (n - B)/(n - 1): a batch of all is exact.

    The deviations d_i of the n draws are alike, any two share E(d_i d_j) = rho, and all sum to 0.
    """
    i, j = index("i"), index("j")
    variance = assume_all(equation(expectation(d(i) ** 2), sigma**2), (i, (1, n)))
    shared = assume_all(equation(expectation(d(i) * d(j)), rho), (i, (1, n)), (j, (i + 1, n)))
    all_drawn = assume(equation(Sum(d(i), (i, 1, n)), 0))
    example({n: 2, B: 1, sigma: 1, rho: -1, d: [1, -1]})
    with supposing(n >= B + 1) as new:
        new.then(
            derivation(expectation(d(B + 1) ** 2)).eq(sigma**2, using=at(variance, {i: B + 1}))
        )
    with supposing(n >= B + 1) as mixed:
        same = derivation(Sum(expectation(d(i) * d(B + 1)), (i, 1, B))).eq(
            Sum(rho, (i, 1, B)), using=shared
        )
        with derivation(expectation(Sum(d(i), (i, 1, B)) * d(B + 1))) as cross:
            cross.eq(Sum(expectation(d(i) * d(B + 1)), (i, 1, B)), because="linear")
            cross.eq(B * rho, because="B pairs", using=same)
        mixed.then(cross)
    square = expectation(Sum(d(i), (i, 1, B)) ** 2)
    total = whenever(
        n >= B,
        equation(square, B * sigma**2 + B * (B - 1) * rho),
        because="by induction on B",
        induction=B,
        using=[new, mixed, at(variance, {i: 1})],
    )
    with derivation(rho) as pair:
        pair.eq(
            expectation(Sum(d(i), (i, 1, n)) ** 2) / (n * (n - 1)) - sigma**2 / (n - 1),
            because="E (sum d_i)^2 = B sigma^2 + B (B - 1) rho, by induction on B; put B = n",
            using=follows(total, {B: n}),
        )
        pair.eq(-(sigma**2) / (n - 1), because="all n deviations sum to 0", using=all_drawn)
    with supposing(n >= B) as batch:
        with derivation(expectation((Sum(d(i), (i, 1, B)) / B) ** 2)) as mean:
            mean.eq(square / B**2, because="B is not random")
            mean.eq(sigma**2 / B + (B - 1) / B * rho, because="the same sum", using=follows(total))
            mean.eq(sigma**2 / B * (n - B) / (n - 1), because="put in rho", using=pair)
        batch.then(mean)
    return pair, batch


@claim(source="cochran1977", expect="refuted")
def shuffled_batches_are_independent(n: FromTwo, a: Sequence):
    """Batches of a shuffled epoch are independent, so that E(d_1 d_2) = E(d_1) E(d_2).

    Here the batches are single samples of a_1, ..., a_n: the left side is the mean over ordered
    pairs of different samples.
    """
    i = index("i")
    total = Sum(a(i), (i, 1, n))
    pairs = (total**2 - Sum(a(i) ** 2, (i, 1, n))) / (n * (n - 1))
    return refute(equation(pairs, (total / n) ** 2), at={n: 2, a: [1, -1]})


@claim(source="goodfellow2016")
def updates_per_epoch(n: Steps, B: Steps, k: Natural):
    """An epoch of n samples in batches of B has ceil(n/B) updates: as many as cover all samples;
    floor(n/B) if a last short batch is dropped: as many as are full.
    """
    with supposing(ceiling(n / B) <= k) as enough:
        enough.then(
            holds(n <= k * B, because="multiply by B", using=holds(n / B <= k), factors=[B])
        )
    with supposing(k < ceiling(n / B)) as few:
        few.then(holds(k * B < n, because="multiply by B", using=holds(k < n / B), factors=[B]))
    with supposing(k <= floor(n / B)) as full:
        full.then(holds(k * B <= n, because="multiply by B", using=holds(k <= n / B), factors=[B]))
    with supposing(floor(n / B) < k) as short:
        short.then(holds(n < k * B, because="multiply by B", using=holds(n / B < k), factors=[B]))
    return enough, few, full, short


@claim(rules=["gd"], source="bottou2018")
def noise_floor(
    alpha: Positive,
    c: Positive,
    q: Decay,
    sigma: NonNegative,
    x: Real,
    t: Natural,
    xi: RandomSequence,
):
    """With a constant rate and noisy gradients, gradient descent on c x^2/2 goes down to a floor:
    E(x_t^2) -> alpha sigma^2/(c (2 - alpha c)), for 0 < alpha c < 2.

    The noise xi_t has mean square sigma^2 and is uncorrelated with x_(t-1).
    """
    k, n = index("k"), index("n")
    shrink = assume(equation(q, (1 - alpha * c) ** 2))
    assume(alpha * c < 2)
    gd = recursion("gd", gradient=lambda theta, step: c * theta + xi(step), start=x, alpha=alpha)
    fresh = assume_all(equation(expectation(xi(k) * gd.theta(k - 1)), 0), (k, Steps))
    noise = assume_all(equation(expectation(xi(k) ** 2), sigma**2), (k, Steps))
    example({alpha: 1, c: Rational(1, 2), q: Rational(1, 4), sigma: 0, x: 0, t: 1, xi: {None: 0}})
    level = alpha * sigma**2 / (c * (2 - alpha * c))
    with derivation(expectation(gd.theta(t) ** 2)) as d:
        d.eq(
            level + q**t * (x**2 - level),
            because="by induction on t: E(x_t^2) = q E(x_(t-1)^2) + alpha^2 sigma^2",
            induction=t,
            using=[at(fresh, {k: t + 1}), at(noise, {k: t + 1}), shrink],
        )
    with derivation(Limit(expectation(gd.theta(n) ** 2), n, "oo")) as limit:
        limit.eq(Limit(level + q**n * (x**2 - level), n, "oo"), because="as shown", using=d)
        limit.eq(level, because="q^n -> 0")
    return d, limit


@claim(source="bottou2018")
def noise_floor_grows(a: Positive, b: Positive, c: Positive, sigma: Positive):
    """The noise floor is the higher, the larger the rate."""
    assume(a < b)
    assume(b * c < 2)
    with derivation(a * sigma**2 / (c * (2 - a * c))) as d:
        d.lt(
            b * sigma**2 / (c * (2 - b * c)),
            because="a larger numerator over a smaller denominator",
        )
    return d


@claim(rules=["gd"], source="zinkevich2003")
def regret(
    alpha: Positive,
    a: Real,
    b: Real,
    u: Real,
    x: Real,
    y: Real,
    T: Natural,
    f: Oracle,
    g: Oracle,
):
    """Gradient descent on convex losses f_1, f_2, ..., projected on [a, b], costs at most
    (b - a)^2/(2 alpha) + alpha/2 sum g_k^2 more than any fixed u in [a, b].
    """
    k, p, q = index("k"), variable("p"), variable("q")
    low, high = assume(a <= u), assume(u <= b)
    first, last = assume(a <= x), assume(x <= b)
    convex = assume_all(f(k, p) + g(k, p) * (q - p) <= f(k, q), (k, Steps), (p, Real), (q, Real))
    gd = recursion(
        "gd",
        gradient=g,
        start=x,
        alpha=alpha,
        project=lambda theta: maximum(a, minimum(b, theta)),
    )
    here, there, slope = gd.theta(T), gd.theta(T + 1), g(T + 1, gd.theta(T))
    free = here - alpha * slope
    holds(a <= b, using=[low, high])
    nearer = holds((maximum(a, minimum(b, y)) - u) ** 2 <= (y - u) ** 2, cases=[y < a, b < y])
    with derivation((there - u) ** 2) as moved:
        moved.eq((maximum(a, minimum(b, free)) - u) ** 2, because="the rule, projected")
        moved.le(
            (free - u) ** 2,
            because="the projection of any y is no further from u than y",
            using=at(nearer, {y: free}),
        )
    with derivation(f(T + 1, here) - f(T + 1, u) + (there - u) ** 2 / (2 * alpha)) as step:
        step.le(
            (here - u) ** 2 / (2 * alpha) + alpha * slope**2 / 2,
            because="f(x) - f(u) <= g (x - u) as f is convex; expand the square",
            using=[moved, at(convex, {k: T + 1, p: here, q: u})],
            factors=[1 / (2 * alpha), 1],
        )
    excess = Sum(f(k, gd.theta(k - 1)) - f(k, u), (k, 1, T))
    squares = Sum(g(k, gd.theta(k - 1)) ** 2, (k, 1, T))
    with derivation(excess + (here - u) ** 2 / (2 * alpha)) as total:
        total.le(
            (x - u) ** 2 / (2 * alpha) + alpha / 2 * squares,
            because="sum the steps: by induction on T",
            induction=T,
            using=step,
            factors=[1, 1],
        )
    right = holds(x - u <= b - a, using=[low, last])
    holds(u - x <= b - a, using=[high, first])
    near = holds((x - u) ** 2 <= (b - a) ** 2, using=right, factors=[b - a + x - u])
    with derivation(excess) as d:
        d.le(
            (x - u) ** 2 / (2 * alpha) + alpha / 2 * squares - (here - u) ** 2 / (2 * alpha),
            because="as shown",
            using=total,
        )
        d.le(
            (x - u) ** 2 / (2 * alpha) + alpha / 2 * squares,
            because="leave out a square",
            squares=[(1 / (2 * alpha), here - u)],
        )
        d.le(
            (b - a) ** 2 / (2 * alpha) + alpha / 2 * squares,
            because="x and u both lie in [a, b]",
            using=near,
            factors=[1 / (2 * alpha)],
        )
    return moved, step, total, d
