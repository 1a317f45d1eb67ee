"""Getting stuck: saddles, minima and plateaus, and which rules leave them how fast."""

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Field,
    FromTwo,
    Natural,
    NonZero,
    OpenUnit,
    Positive,
    PositiveSequence,
    Rational,
    Real,
    Steps,
    assume,
    claim,
    derivation,
    equation,
    example,
    expectation,
    ceiling,
    assume_all,
    at,
    index,
    Sum,
    supposing,
    RandomSequence,
    NonNegative,
    Sequence,
    FromTwo,
    holds,
    refute,
    sqrt,
    together,
)


@claim(rules=["gd"], source="dauphin2014")
def gradient_descent_leaves(alpha: Positive, c: Positive, x: Real, t: Natural):
    """Where the surface curves down by c, as -c x^2/2, gradient descent leaves as (1 + alpha c)^t.

    So it leaves every start but x = 0, however slowly at first.
    """
    gd = recursion("gd", gradient=lambda q, _: -c * q, start=x, alpha=alpha)
    with derivation(gd.theta(t)) as d:
        d.eq((1 + alpha * c) ** t * x, because="by induction on t", induction=t)
    return d


@claim(rules=["gd", "momentum.velocity"], source="sutskever2013")
def momentum_leaves_faster(alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: FromTwo):
    """From the second step on, momentum with gradient descent's rate is further from the saddle.

    In the velocity form, or in the accumulating form, which takes the same steps.
    """
    gd = recursion("gd", gradient=lambda q, _: -c * q, start=x, label="gd", alpha=alpha)
    vel = recursion(
        "momentum.velocity", gradient=lambda q, _: -c * q, start=x, alpha=alpha, beta=beta
    )
    *_, further = together(
        (0, "<", vel.v(t)),
        (0, "<", vel.theta(t)),
        (0, "<", gd.theta(t)),
        (gd.theta(t), "<", vel.theta(t)),
        because="by induction on t",
        induction=t,
    )
    return further


@claim(rules=["momentum.velocity"], source="polyak1964")
def escape_factor(alpha: Positive, beta: OpenUnit, c: Positive, x: Real, z: Positive, t: Natural):
    """Momentum leaves a saddle as z^t, where z > 1 is the root of z^2 - (1 + s + beta) z + beta,
    s = alpha c: more than gradient descent's 1 + s, less than 1 + s/(1 - beta).
    """
    assume(z > 1)
    s = alpha * c
    root = assume(equation(z**2 - (1 + s + beta) * z + beta, 0))
    example({alpha: 1, beta: Rational(1, 2), c: Rational(3, 4), x: 1, z: 2, t: 1})
    vel = recursion(
        "momentum.velocity", gradient=lambda q, _: -c * q, start=x, alpha=alpha, beta=beta
    )
    with derivation(z - (1 + s)) as low:
        low.eq(beta * s / (z - beta), because="divide by z - beta", using=root)
        low.gt(0, because="beta < 1 < z")
    with derivation(z - 1) as high:
        high.eq(s * z / (z - beta), because="divide by z - beta", using=root)
        high.lt(s / (1 - beta), because="z (1 - beta) < z - beta")
    _, path = together(
        (vel.v(t), "=", x * (z - 1) * (z - beta) * (z**t - (beta / z) ** t) / (z**2 - beta)),
        (
            vel.theta(t),
            "=",
            x * ((z - beta) * z ** (t + 1) + beta * (z - 1) * (beta / z) ** t) / (z**2 - beta),
        ),
        because="by induction on t; beta/z is the other root",
        induction=t,
        using=root,
    )
    return low, high, path


@claim(rules=["gd", "momentum"], source="ng2017")
def average_leaves_slower(alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: Steps):
    """At the same rate, average momentum leaves a saddle more slowly than gradient descent."""
    avg = recursion("momentum", gradient=lambda q, _: -c * q, start=x, alpha=alpha, beta=beta)
    s = alpha * c
    *_, slower = together(
        (0, "<", avg.theta(t)),
        (avg.v(t), "<", 0),
        (-c * avg.theta(t), "<", avg.v(t)),
        (avg.theta(t), "<", (1 + s) * avg.theta(t - 1)),
        (avg.theta(t), "<", (1 + s) ** t * x),
        because="by induction on t",
        induction=t,
    )
    return slower


@claim(rules=["nesterov", "momentum.velocity"], source="sutskever2013")
def nesterov_leaves_fastest(alpha: Positive, beta: OpenUnit, c: Positive, x: Positive, t: FromTwo):
    """From the second step on, Nesterov's gradient is further from a saddle than momentum."""
    vel = recursion(
        "momentum.velocity", gradient=lambda q, _: -c * q, start=x, alpha=alpha, beta=beta
    )
    nag = recursion(
        "nesterov", gradient=lambda q, _: -c * q, start=x, label="nag", alpha=alpha, mu=beta
    )
    *_, further = together(
        (0, "<", vel.theta(t)),
        (0, "<", vel.v(t)),
        (vel.v(t), "<", nag.v(t)),
        (vel.theta(t), "<", nag.theta(t)),
        because="by induction on t",
        induction=t,
    )
    return further


_STAY = (
    "adam",
    "adamax.eps",
    "nadam",
    "amsgrad.eps",
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
    "lion",
)


@claim(rules=_STAY, source="dauphin2014")
def zero_gradient_stays(
    x: Real, t: Natural, g: Field, alpha: Positive, beta1: Decay, beta2: Decay, epsilon: Positive
):
    """Momentum leaves a saddle."""
    from symopt import rules

    zero = assume(equation(g(x), 0))
    values = (
        dict.fromkeys(("beta1", "beta", "mu"), beta1)
        | dict.fromkeys(("beta2", "rho"), beta2)
        | {"alpha": alpha, "epsilon": epsilon, "weight_decay": 0}
    )
    made = []
    for name in _STAY:
        rule = rules.get(name)
        hyper = {h: values[h] for h in rule.defaults}
        made.append(
            (
                rule,
                name,
                recursion(name, gradient=g, start=x, label=name.replace(".", "_"), **hyper),
            )
        )
    out = []
    for rule, name, r in made:
        states = [
            (0, "<=" if s.name == "u" and name == "adamax.eps" else "=", getattr(r, s.name)(t))
            for s in rule.states
        ]
        *_, stays = together(
            *states, (r.theta(t), "=", x), because="by induction", induction=t, using=zero
        )
        out.append(stays)
    return out


@claim(rules=["rmsprop"], source="dauphin2014")
def rmsprop_leaves(alpha: Positive, rho: Decay, g: PositiveSequence, x: Real, t: Steps):
    """Where gradients keep their sign and do not shrink, as on the way off a saddle, RMSProp moves
    at least alpha a step, if epsilon = 0.
    """
    i = index("i")
    grows = assume_all(g(i) <= g(i + 1), (i, Steps))
    rms = recursion("rmsprop", gradient=g, start=x, alpha=alpha, rho=rho, epsilon=0)
    square = holds(g(t) ** 2 <= g(t + 1) ** 2, using=at(grows, {i: t}))
    derivation(rms.s(t)).gt(0, induction=t)
    derivation(rms.s(t)).le(g(t) ** 2, induction=t, using=square, factors=[rho, rho])
    root = holds(sqrt(rms.s(t)) <= g(t), because="an average of squares is at most the last")
    with derivation(rms.theta(t - 1) - rms.theta(t)) as d:
        d.eq(alpha * g(t) / sqrt(rms.s(t)), because="the rule", using=rms.lines(t, "theta"))
        d.ge(alpha, because="the root is at most g_t", using=root)
    return d


@claim(rules=["adagrad"], source="duchi2011")
def adagrad_leaves(alpha: Positive, g: PositiveSequence, x: Real, t: Steps):
    """Where gradients keep their sign and do not shrink, AdaGrad moves at least alpha/sqrt(t) at
    step t, if epsilon = 0.
    """
    i = index("i")
    grows = assume_all(g(i) <= g(i + 1), (i, Steps))
    ada = recursion("adagrad", gradient=g, start=x, alpha=alpha, epsilon=0)
    square = holds(g(t) ** 2 <= g(t + 1) ** 2, using=at(grows, {i: t}))
    derivation(ada.s(t)).gt(0, induction=t)
    derivation(ada.s(t)).le(t * g(t) ** 2, induction=t, using=square, factors=[1, t])
    root = holds(sqrt(ada.s(t)) <= sqrt(t) * g(t), because="no square is larger than the last")
    with derivation(ada.theta(t - 1) - ada.theta(t)) as d:
        d.eq(alpha * g(t) / sqrt(ada.s(t)), because="the rule", using=ada.lines(t, "theta"))
        d.ge(alpha / sqrt(t), because="the root is at most sqrt(t) g_t", using=root)
    return d


@claim(rules=["adam"], source="dauphin2014")
def adam_leaves(
    alpha: Positive, beta1: Decay, beta2: Decay, g: PositiveSequence, x: Real, t: Steps
):
    """Without epsilon, Adam leaves a saddle by at least alpha (1 - beta1) a step."""
    i = index("i")
    grows = assume_all(g(i) <= g(i + 1), (i, Steps))
    ada = recursion("adam", gradient=g, start=x, alpha=alpha, epsilon=0, beta1=beta1, beta2=beta2)
    low = derivation(ada.m(t)).ge((1 - beta1) * g(t), induction=t, using=grows)
    derivation(ada.v(t)).gt(0, induction=t)
    square = holds(g(t) ** 2 <= g(t + 1) ** 2, using=at(grows, {i: t}))
    derivation(ada.v(t)).le(
        (1 - beta2**t) * g(t) ** 2,
        induction=t,
        using=square,
        factors=[beta2, beta2 * (1 - beta2**t)],
    )
    root = holds(sqrt(ada.v(t)) <= sqrt(1 - beta2**t) * g(t))
    with derivation(ada.theta(t - 1) - ada.theta(t)) as d:
        d.eq(
            alpha * ada.m(t) / (1 - beta1**t) * sqrt(1 - beta2**t) / sqrt(ada.v(t)),
            using=ada.lines(t, "theta", "mhat", "vhat"),
        )
        d.ge(alpha * (ada.m(t) / (1 - beta1**t)) / g(t), using=root)
        d.ge(alpha * (1 - beta1) / (1 - beta1**t), using=low)
        d.ge(alpha * (1 - beta1))
    return d


@claim(rules=["rmsprop"], source="dauphin2014", expect="refuted")
def epsilon_keeps_steps(
    alpha: Positive, rho: Decay, epsilon: Positive, c: Positive, x: Positive, t: Steps
):
    """With epsilon > 0 as well, RMSProp leaves a saddle by at least alpha a step."""
    rms = recursion(
        "rmsprop", gradient=lambda q, _: -c * q, start=x, alpha=alpha, rho=rho, epsilon=epsilon
    )
    return refute(
        rms.theta(t - 1) + alpha <= rms.theta(t),
        at={alpha: 1, rho: 0, epsilon: 1, c: 1, x: 1, t: 1},
    )


@claim(source="strang2006")
def minimum_by_determinant(a: Real, b: Real, c: Real, x: Real, y: Real):
    """Positive determinant and positive trace: a x^2 + 2 b x y + c y^2 > 0 but at the origin."""
    det = assume(a * c - b**2 > 0)
    assume(a + c > 0)
    assume(x**2 + y**2 > 0)
    example({a: 1, b: 0, c: 1, x: 1, y: 0})
    third = holds((a * c - b**2) * (x**2 + y**2) > 0, using=det, factors=[x**2 + y**2])
    with derivation(a * x**2 + 2 * b * x * y + c * y**2) as d:
        d.eq(
            ((a * x + b * y) ** 2 + (b * x + c * y) ** 2 + (a * c - b**2) * (x**2 + y**2)) / (a + c)
        )
        d.gt(0, squares=[(1 / (a + c), a * x + b * y), (1 / (a + c), b * x + c * y)], using=third)
    return d


@claim(source="strang2006")
def saddle_by_determinant(a: Real, b: Real, c: Real):
    """A negative determinant."""
    assume(a * c - b**2 < 0)
    root = sqrt((a - c) ** 2 + 4 * b**2)
    with derivation((a - c) ** 2 + 4 * b**2) as real:
        real.ge(0, squares=[(1, a - c), (4, b)])
    with derivation((a + c - root) / 2 * (a + c + root) / 2) as d:
        d.eq(a * c - b**2)
        d.lt(0)
    left = holds(a + c < root, because="(a + c)^2 - (a - c)^2 - 4 b^2 = 4 (a c - b^2) < 0")
    right = holds(-a - c < root, because="in the same way")
    low = holds((a + c - root) / 2 < 0, using=left, factors=[Rational(1, 2)])
    high = holds((a + c + root) / 2 > 0, using=right, factors=[Rational(1, 2)])
    return low, high


@claim(source="strang2006")
def minimum_by_eigenvalues(n: Steps, l: Sequence, x: Sequence, m: Positive, r: Real):
    """Positive eigenvalues."""
    i = index("i")
    size = Sum(x(i) ** 2, (i, 1, n))
    low = assume_all(l(i) >= m, (i, Steps))
    assume(size > 0)
    rest = assume(r >= -m / 4 * size)
    with derivation(Sum(l(i) * x(i) ** 2, (i, 1, n))) as curve:
        curve.ge(Sum(m * x(i) ** 2, (i, 1, n)), using=low)
        curve.eq(m * size)
    with derivation(Sum(l(i) * x(i) ** 2, (i, 1, n)) / 2 + r) as d:
        d.ge(m * size / 2 + r, using=curve)
        d.ge(m * size / 4)
        d.gt(0)
    return d


@claim(source="dauphin2014")
def fair_signs(n: Natural, W: RandomSequence, X: RandomSequence):
    """If the signs are fair and independent all n are positive with probability 2^-n."""
    k = index("k")
    fair = assume_all(equation(expectation(X(k)), Rational(1, 2)), (k, Steps))
    a = assume(equation(W(0), 1))
    b = assume_all(equation(W(k), W(k - 1) * X(k)), (k, Steps))
    c = assume_all(
        equation(expectation(W(k - 1) * X(k)), expectation(W(k - 1)) * expectation(X(k))),
        (k, Steps),
    )
    with derivation(expectation(W(n))) as d:
        d.eq(Rational(1, 2) ** n, using=[fair, a, b, c], induction=n)
    return d


@claim(source="dauphin2014")
def digits():
    """If the signs are fair and independent all n are positive with probability 2^-n."""
    with derivation(power(10, -6021)) as d:
        d.lt(power(2, -20000))
        d.lt(power(10, -6020))
    return d


def power(a, b):
    import sympy

    return sympy.Pow(a, b, evaluate=False)


def _crossing(way, steps, length, t, where):
    """Steps needed: at `steps` the length is passed, before it is not."""
    with supposing(ceiling(steps) <= t) as after:
        enough = holds(steps <= t, because="t is whole")
        with derivation(where) as d:
            d.eq(way.lines[-1].expression, because="as shown", using=way)
            d.ge(length, because="t is large enough", using=enough)
        after.then(d)
    with supposing(t < ceiling(steps)) as before:
        short = holds(t < steps, because="t is whole")
        with derivation(where) as d:
            d.eq(way.lines[-1].expression, because="as shown", using=way)
            d.lt(length, because="t is too small", using=short)
        before.then(d)
    return after, before


@claim(rules=["gd"], source="goodfellow2016")
def plateau_gd(alpha: Positive, g: Positive, D: Positive, x: Real, t: Steps):
    """A plateau of slope g and length D takes gradient descent ceil(D/(alpha g)) steps."""
    gd = recursion("gd", gradient=lambda *_: g, start=x, alpha=alpha)
    with derivation(x - gd.theta(t)) as way:
        way.eq(alpha * g * t, because="by induction on t", induction=t)
    return way, *_crossing(way, D / (alpha * g), D, t, x - gd.theta(t))


@claim(rules=["momentum.accumulating"], source="goodfellow2016")
def plateau_momentum(alpha: Positive, beta: Decay, g: Positive, D: Positive, x: Real, t: Steps):
    """The first T with which accumulating momentum is across a plateau of slope g and length D has
    D (1 - beta)/(alpha g) <= T < D (1 - beta)/(alpha g) + beta/(1 - beta) + 1.
    """
    acc = recursion("momentum.accumulating", gradient=lambda *_: g, start=x, alpha=alpha, beta=beta)
    v = derivation(acc.v(t)).eq(g * (1 - beta**t) / (1 - beta), induction=t)
    with derivation(x - acc.theta(t)) as way:
        way.eq(
            alpha * g / (1 - beta) * (t - beta * (1 - beta**t) / (1 - beta)),
            because="by induction on t",
            induction=t,
            using=at(v, {t: t + 1}),
        )
    steps = D * (1 - beta) / (alpha * g)
    with supposing(D <= x - acc.theta(t)) as across:
        there = holds(D <= x - acc.theta(t))
        with derivation(steps) as d:
            d.le(
                (1 - beta) / (alpha * g) * (x - acc.theta(t)),
                using=there,
                factors=[(1 - beta) / (alpha * g)],
            )
            d.eq(t - beta * (1 - beta**t) / (1 - beta), using=way)
            d.le(t)
        across.then(d)
    with supposing(ceiling(steps + beta / (1 - beta)) <= t) as after:
        enough = holds(steps + beta / (1 - beta) <= t, because="t is whole")
        with derivation(x - acc.theta(t)) as d:
            d.eq(alpha * g / (1 - beta) * (t - beta * (1 - beta**t) / (1 - beta)), using=way)
            d.ge(alpha * g / (1 - beta) * (t - beta / (1 - beta)))
            d.ge(D, using=enough)
        after.then(d)
    return way, across, after


@claim(rules=["adam"], source="kingma2015")
def plateau_adam(
    alpha: Positive,
    beta1: Decay,
    beta2: Decay,
    epsilon: NonNegative,
    g: Positive,
    D: Positive,
    x: Real,
    t: Steps,
):
    """A plateau of slope g and length D takes Adam ceil(D (g + epsilon)/(alpha g)) steps: with
    epsilon = 0, ceil(D/alpha), however small the slope.
    """
    adam = recursion(
        "adam",
        gradient=lambda *_: g,
        start=x,
        alpha=alpha,
        beta1=beta1,
        beta2=beta2,
        epsilon=epsilon,
    )
    m = derivation(adam.m(t)).eq((1 - beta1**t) * g, because="", induction=t)
    v = derivation(adam.v(t)).eq((1 - beta2**t) * g**2, because="", induction=t)
    m = derivation(adam.mhat(t)).eq(g, using=[m, *adam.lines(t, "mhat")])
    v = derivation(adam.vhat(t)).eq(g**2, using=[v, *adam.lines(t, "vhat")])
    with derivation(x - adam.theta(t)) as way:
        way.eq(
            alpha * g / (g + epsilon) * t,
            because="by induction on t",
            induction=t,
            using=[at(m, {t: t + 1}), at(v, {t: t + 1})],
        )
    return way, *_crossing(way, D * (g + epsilon) / (alpha * g), D, t, x - adam.theta(t))


@claim(rules=["adamax"], source="kingma2015")
def plateau_adamax(
    alpha: Positive, beta1: Decay, beta2: Decay, g: Positive, D: Positive, x: Real, t: Steps
):
    """A plateau of slope g and length D takes AdaMax ceil(D/alpha) steps, however small the slope."""
    adam = recursion(
        "adamax", gradient=lambda *_: g, start=x, alpha=alpha, beta1=beta1, beta2=beta2
    )
    m = derivation(adam.m(t)).eq((1 - beta1**t) * g, because="", induction=t)
    u = derivation(adam.u(t)).eq(g, because="", induction=t)
    with derivation(x - adam.theta(t)) as way:
        way.eq(
            alpha * t,
            because="by induction on t",
            induction=t,
            using=[at(m, {t: t + 1}), at(u, {t: t + 1})],
        )
    return way, *_crossing(way, D / alpha, D, t, x - adam.theta(t))


@claim(rules=["rmsprop"], source="tieleman2012")
def plateau_rmsprop(alpha: Positive, rho: Decay, g: Positive, D: Positive, x: Real, t: Steps):
    """A plateau of length D takes RMSProp with epsilon = 0 at most ceil(D/alpha) steps."""
    rms = recursion("rmsprop", gradient=lambda *_: g, start=x, alpha=alpha, rho=rho, epsilon=0)
    s = derivation(rms.s(t)).eq((1 - rho**t) * g**2, because="", induction=t)
    root = holds(sqrt(1 - rho**t) <= 1)
    with derivation(rms.theta(t - 1) - rms.theta(t)) as step:
        step.eq(alpha / sqrt(1 - rho**t), using=[s, *rms.lines(t, "theta")])
        step.ge(alpha, using=root)
    with derivation(x - rms.theta(t)) as way:
        way.ge(
            alpha * t,
            because="by induction on t",
            induction=t,
            using=[at(step, {t: t + 1}), at(step, {t: 1})],
        )
    with supposing(ceiling(D / alpha) <= t) as after:
        enough = holds(D / alpha <= t, because="t is whole")
        with derivation(x - rms.theta(t)) as d:
            d.ge(alpha * t, because="as shown", using=way)
            d.ge(D, because="t is large enough", using=enough)
        after.then(d)
    return way, after


@claim(rules=["adagrad"], source="duchi2011")
def plateau_adagrad(alpha: Positive, g: Positive, D: Positive, x: Real, t: Steps):
    """The number T of steps that AdaGrad with epsilon = 0 takes for a plateau of length D has
    ((D/alpha + 1)/2)^2 <= T <= ceil((D/(2 alpha) + 1)^2 - 1).
    """
    k = index("k")
    ada = recursion("adagrad", gradient=lambda *_: g, start=x, alpha=alpha, epsilon=0)
    s = derivation(ada.s(t)).eq(t * g**2, because="", induction=t)
    with derivation(x - ada.theta(t)) as way:
        way.eq(
            alpha * Sum(1 / sqrt(k), (k, 1, t)),
            because="by induction on t",
            induction=t,
            using=[at(s, {t: t + 1})],
        )
    with derivation(Sum(1 / sqrt(k), (k, 1, t))) as high:
        high.le(2 * sqrt(t) - 1, induction=t, squares=[(1 / sqrt(t + 1), sqrt(t + 1) - sqrt(t))])
    with derivation(Sum(1 / sqrt(k), (k, 1, t))) as low:
        low.ge(
            2 * sqrt(t + 1) - 2, induction=t, squares=[(1 / sqrt(t + 1), sqrt(t + 2) - sqrt(t + 1))]
        )
    with supposing(D <= x - ada.theta(t)) as across:
        there = holds(D <= x - ada.theta(t))
        with derivation(D / alpha) as d:
            d.le((x - ada.theta(t)) / alpha, using=there, factors=[1 / alpha])
            d.eq(Sum(1 / sqrt(k), (k, 1, t)), using=way)
            d.le(2 * sqrt(t) - 1, using=high)
        half = (D / alpha + 1) / 2
        root = holds(half <= sqrt(t), using=d, factors=[Rational(1, 2)])
        with derivation(half**2) as e:
            e.le(t, using=root, factors=[sqrt(t) + half])
        across.then(e)
    with supposing(ceiling((D / (2 * alpha) + 1) ** 2) <= t + 1) as after:
        enough = holds((D / (2 * alpha) + 1) ** 2 <= t + 1)
        root = holds(D / (2 * alpha) + 1 <= sqrt(t + 1), using=enough)
        with derivation(x - ada.theta(t)) as d:
            d.eq(alpha * Sum(1 / sqrt(k), (k, 1, t)), using=way)
            d.ge(alpha * (2 * sqrt(t + 1) - 2), using=low)
            d.ge(D, using=root)
        after.then(d)
    return way, across, after
