"""Data: regression, mini-batches, the noise floor, vanishing gradients."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Natural,
    NonNegative,
    NonZero,
    Oracle,
    OpenUnit,
    Positive,
    RandomSequence,
    Rational,
    Real,
    Sequence,
    Steps,
    FromTwo,
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
    exp,
    expectation,
    holds,
    index,
    log,
    refute,
    sequence,
    supposing,
    together,
    unequal,
    variable,
)


@claim(source="goodfellow2016")
def regression_gradient(n: Steps, x: Sequence, y: Sequence, c: Sequence, w: Real, p: Real):
    """The mean squared error of predictions w x_i + c_i, where c_i is what the other weights add,
    has the slope 2/n sum of x_i (w x_i + c_i - y_i) in w; for the intercept all x_i are 1.

    The slope is the limit from both sides: p is 1 or -1.
    """
    i, h = index("i"), variable("h")

    def loss(w):
        return Sum((w * x(i) + c(i) - y(i)) ** 2, (i, 1, n)) / n

    slope = 2 * Sum(x(i) * (w * x(i) + c(i) - y(i)), (i, 1, n)) / n
    with derivation(Limit((loss(w + h * p) - loss(w)) / h, h, 0, side="+", far=1)) as d:
        d.eq(Limit(p * slope + h * p**2 * Sum(x(i) ** 2, (i, 1, n)) / n, h, 0, side="+", far=1), because="expand the squares")
        d.eq(p * slope, because="the last term goes to 0")
    return d


@claim(source="boyd2004")
def regression_convex(n: Steps, m: Steps, x: Oracle, y: Sequence, u: Sequence, v: Sequence, s: Unit):
    """Between two weight vectors u and v, the mean squared error of a linear model lies below its
    chord by s (1 - s)/n |X (u - v)|^2: it is convex, strictly if and only if X has full column rank.
    """
    i, j = index("i"), index("j")

    def prediction(w):
        return Sum(x(i, j) * w(j), (j, 1, m))

    def loss(w):
        return Sum((prediction(w) - y(i)) ** 2, (i, 1, n)) / n

    gap = Sum((prediction(lambda k: u(k) - v(k))) ** 2, (i, 1, n))
    chord = (1 - s) * loss(u) + s * loss(v)
    with derivation(loss(lambda k: (1 - s) * u(k) + s * v(k))) as d:
        d.eq(chord - s * (1 - s) / n * gap, because="the predictions are linear in the weights")
    squares = derivation(Sum(0, (i, 1, n))).le(gap, because="", squares=[(1, prediction(lambda k: u(k)-v(k)))])
    below = holds(loss(lambda k: (1 - s) * u(k) + s * v(k)) <= chord, because="", using=squares, factors=[s*(1-s)/n])
    return d, below


@claim(source="boyd2004")
def line_strictly_convex(n: Steps, x: Sequence, xbar: Real, h: Real, k: Real):
    """Along (h, k), the mean squared error of w x + b bends by 2/n sum (h x_i + k)^2: more than 0
    for all directions exactly if the x_i are not all equal.
    """
    i = index("i")
    mean = assume(equation(n * xbar, Sum(x(i), (i, 1, n))))
    example({n: 2, x: [0, 2], xbar: 1, h: 1, k: 0})
    with derivation(Sum((h * x(i) + k) ** 2, (i, 1, n))) as split:
        split.eq(
            h**2 * Sum((x(i) - xbar) ** 2, (i, 1, n)) + n * (h * xbar + k) ** 2,
            because="the mixed terms sum to 0", using=mean,
        )
    spread = Sum((x(i) - xbar) ** 2, (i, 1, n))
    with supposing(spread > 0, unequal(h, 0)) as differ:
        with derivation(Sum((h * x(i) + k) ** 2, (i, 1, n))) as d:
            d.eq(h**2 * spread + n * (h * xbar + k) ** 2, because="as shown", using=split)
            d.gt(0, because="", squares=[(n, h * xbar + k)])
        differ.then(d)
    return split, differ


@claim(source="bottou2018")
def batch_unbiased(B: Steps, g: RandomSequence, mu: Real):
    """Unbiased."""
    i = index("i")
    fair = assume_all(equation(expectation(g(i)), mu), (i, Steps))
    each = derivation(Sum(expectation(g(i)), (i, 1, B))).eq(Sum(mu, (i, 1, B)), using=fair)
    with derivation(expectation(Sum(g(i), (i, 1, B)) / B)) as d:
        d.eq(Sum(expectation(g(i)), (i, 1, B))/B)
        d.eq(Sum(mu, (i, 1, B))/B, using=each)
        d.eq(mu)
    return d


@claim(source="bottou2018")
def batch_variance(B: Steps, d: RandomSequence, sigma: NonNegative):
    """Variance."""
    i, j = index("i"), index("j")
    var = assume_all(equation(expectation(d(i)**2), sigma**2), (i, Steps))
    cov = assume_all(equation(expectation(d(i)*d(j)), 0), (i, Steps), (j, (i+1, None)))
    zeros = derivation(Sum(expectation(d(i)*d(B+1)), (i, 1, B))).eq(Sum(0*i, (i, 1, B)), using=cov)
    with derivation(expectation(Sum(d(i), (i, 1, B))*d(B+1))) as cross:
        cross.eq(Sum(expectation(d(i)*d(B+1)), (i, 1, B)))
        cross.eq(0, using=zeros)
    with derivation(expectation(Sum(d(i), (i, 1, B))**2)) as total:
        total.eq(B*sigma**2, using=[at(var, {i: B+1}), at(var, {i: 1}), cross], induction=B)
    with derivation(expectation((Sum(d(i), (i, 1, B)) / B)**2)) as e:
        e.eq(expectation(Sum(d(i), (i, 1, B))**2)/B**2)
        e.eq(sigma**2/B, using=total)
    return e


@claim(rules=["gd"], source="robbins1951")
def noise_floor(
    alpha: Positive,
    c: Positive,
    q: Decay,
    sigma: NonNegative,
    x: Real,
    t: Natural,
    xi: RandomSequence,
):
    """Floor."""
    k, n = index("k"), index("n")
    shrink = assume(equation(q, (1 - alpha * c) ** 2))
    assume(alpha * c < 2)
    gd = recursion("gd", gradient=lambda theta, step: c * theta + xi(step), start=x, alpha=alpha)
    mean = assume_all(equation(expectation(xi(k) * gd.theta(k - 1)), 0), (k, Steps))
    var = assume_all(equation(expectation(xi(k) ** 2), sigma**2), (k, Steps))
    example({alpha: 1, c: Rational(1,2), q: Rational(1,4), sigma: 0, x: 0, t: 1, xi: {None: 0}})
    floor = alpha * sigma**2 / (c * (2 - alpha * c))
    with derivation(expectation(gd.theta(t) ** 2)) as d:
        d.eq(
            floor + q**t * (x**2 - floor),
            because="by induction on t: noise and point are uncorrelated",
            induction=t,
            using=[at(mean, {k: t + 1}), at(var, {k: t + 1}), shrink],
        )
    with derivation(Limit(expectation(gd.theta(n) ** 2), n, "oo")) as limit:
        limit.eq(Limit(floor + q**n * (x**2 - floor), n, "oo"), because="as shown", using=d)
        limit.eq(floor, because="q^n -> 0")
    return d, limit


@claim(source="robbins1951")
def noise_floor_grows(a: Positive, b: Positive, c: Positive, sigma: Positive):
    """Floor."""
    assume(a<b)
    assume(b*c < 2)
    with derivation(a*sigma**2/(c*(2-a*c))) as d:
        d.lt(b*sigma**2/(c*(2-b*c)))
    return d


@claim(source="bengio1994")
def sigmoid_slope(z: Real):
    """Sigmoid."""
    h = variable("h")
    def sigmoid(z): return 1/(1+exp(-z))
    with derivation(Limit((sigmoid(z+h)-sigmoid(z))/h, h, 0, side="+", far=1)) as l:
        l.eq(sigmoid(z)*(1-sigmoid(z)))
    return l


@claim(source="bengio1994")
def sigmoid_quarter(z: Real):
    """Sigmoid."""
    def sigmoid(z): return 1/(1+exp(-z))
    with derivation(sigmoid(z)*(1-sigmoid(z))) as d:
        d.eq(Rational(1,4) - (sigmoid(z)-Rational(1,2))**2)
        d.le(Rational(1,4), squares=[(1, sigmoid(z)-Rational(1,2))])
    with supposing(unequal(z, 0)) as other:
        up = holds(unequal(exp(-z), 1), cases=[z > 0])
        with derivation(sigmoid(z)*(1-sigmoid(z))) as e:
            e.eq(Rational(1,4) - (1-exp(-z))**2/(4*(1+exp(-z))**2))
            e.lt(Rational(1,4), squares=[(1/(4*(1+exp(-z))**2), 1-exp(-z))])
        other.then(e)
    return d, other


@claim(source="bengio1994")
def chain_vanishes(n: Natural, w: Sequence, z: Sequence, c: NonNegative):
    """Chain."""
    k = index("k")
    assume(c < 4)
    small = assume_all(abs(w(k)) <= c, (k, Steps))
    def slope(z): return exp(-z)/(1+exp(-z))**2
    delta = sequence("delta", lambda t, f: f(t-1)*w(t)*slope(z(t)), start=1)
    q = derivation(slope(z(n+1))).le(Rational(1,4), squares=[((1/(4*(1+exp(-z(n+1)))**2)), 1-exp(-z(n+1)))])
    p = holds(abs(w(n+1))*slope(z(n+1)) <= c/4, using=[q, at(small, {k: n+1})], factors=[c, slope(z(n+1))])
    rule = derivation(delta(n+1)).eq(delta(n)*w(n+1)*slope(z(n+1)))
    with derivation(abs(delta(n))) as d:
        d.le((c/4)**n, induction=n, using=[p, rule], factors=[c/4, abs(delta(n))])
    m = index("m")
    with derivation(Limit(abs(delta(m)), m, "oo")) as l:
        l.eq(0, using=d)
    return d, l


@claim(source="bengio1994", expect="refuted")
def chain_explodes(n: Steps, w: Real, z: Sequence):
    """Chain."""
    k = index("k")
    assume(w > 4)
    def slope(z): return exp(-z)/(1+exp(-z))**2
    delta = sequence("delta", lambda t, f: f(t-1)*w*slope(z(t)), start=1)
    return refute(abs(delta(n))>=1, at={w: 5, z: {None: log(3)}, n: 2})


@claim(source="bottou2018", expect="refuted")
def shuffled_independent(n: FromTwo, a: Sequence):
    """Chain."""
    i = index("i")
    total = Sum(a(i), (i, 1, n))
    return refute(equation((total**2-Sum(a(i)**2, (i, 1, n)))/(n*(n-1)), (total/n)**2), at={n: 2, a: [1, -1]})


@claim(source="goodfellow2016")
def updates_per_epoch(n: Steps, B: Steps, k: Natural):
    """Chain."""
    with supposing(ceiling(n/B) <= k) as enough:
        first = holds(n/B <= k)
        d = holds(n <= k*B, using=first, factors=[B])
        enough.then(d)
    with supposing(k < ceiling(n/B)) as few:
        first = holds(k<n/B)
        e = holds(k*B < n, using=first, factors=[B])
        few.then(e)
    return enough, few


@claim(source="bottou2018")
def without_replacement(n: FromTwo, B: Steps, d: RandomSequence, sigma: NonNegative, rho: Real):
    """Without replacement, the variance."""
    i, j = index("i"), index("j")
    var = assume_all(equation(expectation(d(i) ** 2), sigma**2), (i, Steps))
    cov = assume_all(equation(expectation(d(i) * d(j)), rho), (i, Steps), (j, (i + 1, None)))
    all_ = assume(equation(Sum(d(i), (i, 1, n)), 0))
    example({n: 2, B: 1, sigma: 0, rho: 0, d: {None: 0}})
    same = derivation(Sum(expectation(d(i)*d(B+1)), (i, 1, B))).eq(Sum(rho, (i, 1, B)), using=cov)
    with derivation(expectation(Sum(d(i), (i, 1, B)) * d(B + 1))) as cross:
        cross.eq(Sum(expectation(d(i) * d(B + 1)), (i, 1, B)))
        cross.eq(B*rho, using=same)
    with derivation(expectation(Sum(d(i), (i, 1, B)) ** 2)) as total:
        total.eq(B * sigma**2 + B*(B-1)*rho, using=[at(var, {i: B + 1}), at(var, {i: 1}), cross], induction=B)
    whole = at(total, {B: n})
    with derivation(rho) as r:
        r.eq(expectation(Sum(d(i), (i, 1, n)) ** 2)/(n*(n-1))-sigma**2/(n-1), using=whole)
        r.eq(-sigma**2/(n-1), using=all_)
    with derivation(expectation((Sum(d(i), (i, 1, B)) / B) ** 2)) as e:
        e.eq(expectation(Sum(d(i), (i, 1, B)) ** 2) / B**2)
        e.eq(sigma**2 / B + (B-1)/B*rho, using=total)
        e.eq(sigma**2 / B *(n-B)/(n-1), using=r)
    return e


@claim(rules=["gd"], source="zinkevich2003")
def regret(alpha: Positive, a: Real, b: Real, u: Real, x: Real, T: Steps, f: Oracle, g: Oracle):
    """Regret."""
    t, p = index("k"), variable("p")
    assume(a <= u)
    assume(u<=b)
    assume(a <= x)
    assume(x<=b)
    return holds(a<=x+1)
