"""Minima and saddles: how eigenvalues tell them, and how often the signs are all the same."""

from symopt.proof.language import (
    Natural,
    NonZero,
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
    claim,
    derivation,
    equation,
    example,
    expectation,
    holds,
    index,
    power,
    refute,
    sqrt,
    supposing,
)


@claim(source="strang2006")
def minimum_by_eigenvalues(n: Steps, c: Sequence, x: Sequence, m: Positive, r: Real):
    """A critical point is a minimum if all eigenvalues c_i of its Hessian are positive.

    In the coordinates x of the eigenvectors the surface rises by the sum of c_i x_i^2/2 and
    a remainder r; by Taylor's theorem |r| <= m/4 |x|^2 near the point, where all c_i >= m.
    """
    i = index("i")
    size = Sum(x(i) ** 2, (i, 1, n))
    least = assume_all(c(i) >= m, (i, Steps))
    assume(size > 0)
    assume(r >= -m / 4 * size)
    with derivation(Sum(c(i) * x(i) ** 2, (i, 1, n))) as curve:
        curve.ge(Sum(m * x(i) ** 2, (i, 1, n)), because="c_i >= m in every term", using=least)
        curve.eq(m * size, because="the factor is the same in all terms")
    with derivation(Sum(c(i) * x(i) ** 2, (i, 1, n)) / 2 + r) as d:
        d.ge(m * size / 2 + r, because="as shown", using=curve)
        d.ge(m * size / 4, because="r >= -m/4 |x|^2")
        d.gt(0, because="x is not the point itself")
    return curve, d


@claim(source="strang2006")
def saddle_by_eigenvalues(c: NonZero, s: NonZero, r: Real):
    """Along an eigenvector the surface rises if its eigenvalue c is positive and falls if it is
    negative: a critical point with eigenvalues of both signs is a saddle.

    At a distance s it changes by c s^2/2 and a remainder r, by Taylor's theorem
    |r| <= |c| s^2/4 near the point. An eigenvalue of zero decides nothing.
    """
    change = c * s**2 / 2 + r
    with supposing(c > 0, r >= -c * s**2 / 4) as up:
        with derivation(change) as d:
            d.ge(c * s**2 / 4, because="r >= -c s^2/4")
            d.gt(0, because="c > 0")
        up.then(d)
    with supposing(c < 0, r <= -c * s**2 / 4) as down:
        with derivation(change) as d:
            d.le(c * s**2 / 4, because="r <= -c s^2/4")
            d.lt(0, because="c < 0")
        down.then(d)
    return up, down


@claim(source="strang2006")
def minimum_by_determinant(a: Real, b: Real, c: Real, x: Real, y: Real):
    """With a positive determinant and a positive trace, the Hessian with rows a, b and b, c curves
    up in every direction.
    """
    determinant = assume(a * c - b**2 > 0)
    assume(a + c > 0)
    assume(x**2 + y**2 > 0)
    example({a: 1, b: 0, c: 1, x: 1, y: 0})
    third = holds((a * c - b**2) * (x**2 + y**2) > 0, using=determinant, factors=[x**2 + y**2])
    with derivation(a * x**2 + 2 * b * x * y + c * y**2) as d:
        d.eq(
            ((a * x + b * y) ** 2 + (b * x + c * y) ** 2 + (a * c - b**2) * (x**2 + y**2))
            / (a + c),
            because="multiply by the trace and sort; this is H^2 + det H = trace H, times H",
        )
        d.gt(
            0,
            because="squares, a positive term, and a positive trace",
            squares=[(1 / (a + c), a * x + b * y), (1 / (a + c), b * x + c * y)],
            using=third,
        )
    return d


@claim(source="strang2006")
def saddle_by_determinant(a: Real, b: Real, c: Real):
    """With a negative determinant, the Hessian with rows a, b and b, c has one negative and one
    positive eigenvalue: the point is a saddle.
    """
    assume(a * c - b**2 < 0)
    with derivation((a - c) ** 2 + 4 * b**2) as real:
        real.ge(0, because="squares: the eigenvalues are real", squares=[(1, a - c), (4, b)])
    root = sqrt((a - c) ** 2 + 4 * b**2)
    lower, upper = (a + c - root) / 2, (a + c + root) / 2
    with derivation((a - lower) * (c - lower) - b**2) as first:
        first.eq(0, because="an eigenvalue is a root of (a - z)(c - z) - b^2")
    with derivation((a - upper) * (c - upper) - b**2) as second:
        second.eq(0, because="the other root")
    left = holds(a + c < root, because="the squares differ by 4 (a c - b^2)")
    right = holds(-a - c < root, because="in the same way")
    low = holds(lower < 0, because="the root is larger", using=left, factors=[Rational(1, 2)])
    high = holds(upper > 0, because="the root is larger", using=right, factors=[Rational(1, 2)])
    return first, second, left, right, low, high


@claim(source="strang2006", expect="refuted")
def minimum_by_diagonal(a: Positive, b: Real, c: Positive, x: Real, y: Real):
    """Positive second derivatives in x and in y make a critical point a minimum."""
    return refute(a * x**2 + 2 * b * x * y + c * y**2 >= 0, at={a: 1, b: 2, c: 1, x: 1, y: -1})


@claim(source="strang2006", expect="refuted")
def minimum_by_semidefinite(x: Real, y: Real):
    """Eigenvalues that are not negative make a critical point a minimum: x^2 + y^3 at (0, 0)."""
    return refute(x**2 + y**3 >= 0, at={x: 0, y: Rational(-1, 10)})


@claim(source="dauphin2014")
def fair_signs(n: Natural, w: RandomSequence, x: RandomSequence):
    """If n eigenvalues are positive or negative by independent fair coins, all are positive with
    probability 2^-n.

    x_k is 1 if eigenvalue k is positive, else 0; w_k is 1 if the first k all are.
    """
    k = index("k")
    fair = assume_all(equation(expectation(x(k)), Rational(1, 2)), (k, Steps))
    start = assume(equation(w(0), 1))
    both = assume_all(equation(w(k), w(k - 1) * x(k)), (k, Steps))
    independent = assume_all(
        equation(expectation(w(k - 1) * x(k)), expectation(w(k - 1)) * expectation(x(k))),
        (k, Steps),
    )
    with derivation(expectation(w(n))) as d:
        d.eq(
            Rational(1, 2) ** n,
            because="by induction on n: each coin is independent of those before",
            using=[fair, start, both, independent],
            induction=n,
        )
    return d


@claim(source="dauphin2014", expect="refuted")
def dependent_signs(p: Unit, q: Unit, r: Unit, s: Unit):
    """Two eigenvalues that are each positive with probability 1/2 are both with probability 1/4.

    p, q, r, s are the probabilities of ++, +-, -+ and --. Of one coin for both this is not true.
    """
    assume(equation(p + q + r + s, 1))
    assume(equation(p + q, Rational(1, 2)))
    assume(equation(p + r, Rational(1, 2)))
    half = Rational(1, 2)
    return refute(equation(p, Rational(1, 4)), at={p: half, q: 0, r: 0, s: half})


@claim(source="ng2017")
def probability_of_20000():
    """2^-20000 has its first digit that is not 0 at place 6021."""
    # Two statements: of a chain low < number < high a claim keeps only low < high.
    low = derivation(power(10, -6021))
    low.lt(power(2, -20000), because="whole numbers: 2^20000 < 10^6021, digit for digit")
    high = derivation(power(2, -20000))
    high.lt(power(10, -6020), because="whole numbers: 10^6020 < 2^20000")
    return low, high
