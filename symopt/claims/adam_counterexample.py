"""The counterexample of Reddi, Kale and Kumar: an online problem that drives Adam the wrong way."""

from symopt.claims._online import cycle, gradients, moments, projected, regret
from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Natural,
    Positive,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    at,
    claim,
    derivation,
    equation,
    holds,
    index,
    maximum,
    minimum,
    refute,
    sqrt,
)


@claim(rules=["adam.uncorrected"], source="reddi2018")
def adam_returns(
    alpha: Positive,
    beta2: Decay,
    C: Real,
    n: Natural,
    t: Steps,
    g: Sequence,
    x: Sequence,
    y: Sequence,
    R: Sequence,
):
    """Adam returns to the worst point, 1, every third step: its regret grows by 2C - 4 a cycle.

    For every rate, C >= 2, beta1 = 0 and beta2 <= 3/(C^2 + 3), which 0 and 1/(1 + C^2) are.
    """
    k = index("k")
    assume(C >= 2)
    small = assume(beta2 * (C**2 + 3) <= 3)
    losses = gradients(g, C)
    adam = recursion(
        "adam.uncorrected", gradient=g, start=1, alpha=alpha, beta1=0, beta2=beta2, epsilon=0
    )
    move, project = projected(x, y, adam.theta)
    lose = regret(R, g, x)
    one, two, three = gains = cycle(g, C, n, losses)
    with derivation(x(t)) as top:
        top.eq(minimum(1, maximum(-1, y(t))), because="projected", using=at(project, {k: t}))
        top.le(1, because="a minimum")
    with derivation(x(t)) as clip:
        clip.eq(minimum(1, maximum(-1, y(t))), because="projected", using=at(project, {k: t}))
        clip.ge(minimum(1, y(t)), because="the maximum is at least y_t", cases=[y(t) >= -1])
    second, high = moments(adam, beta2, C, n, gains)
    most = 4 * (1 - beta2)
    with derivation(adam.v(3 * n + 1)) as v1:
        v1.eq(
            beta2 * adam.v(3 * n) + (1 - beta2) * C**2, because="the rule, g = C", using=second[0]
        )
        v1.ge((1 - beta2) * C**2, because="v >= 0")
    with derivation(adam.v(3 * n + 2)) as v2:
        v2.eq(
            beta2**2 * adam.v(3 * n) + beta2 * (1 - beta2) * C**2 + 1 - beta2,
            because="the rule, twice, g = C and g = -1",
            using=second[:2],
        )
        v2.le(beta2 * C**2 + 1 - beta2, because="v <= C^2", using=high, factors=[beta2**2])
        v2.le(most, because="beta2 (C^2 + 3) <= 3", using=small, factors=[1])
    with derivation(adam.v(3 * n + 3)) as v3:
        v3.eq(beta2 * adam.v(3 * n + 2) + 1 - beta2, because="the rule, g = -1", using=second[2])
        v3.le(beta2 * most + 1 - beta2, because="the step before", using=v2, factors=[beta2])
        v3.le(most, because="beta2 <= 3/4", using=small, factors=[1 - beta2])
    for j in (1, 2, 3):
        holds(adam.v(3 * n + j) > 0, because="v >= 0, and 1 - beta2 > 0", using=second)
    s = sqrt(1 - beta2)
    a = alpha / s
    root1 = holds(C * s <= sqrt(adam.v(3 * n + 1)), because="take roots", using=v1)
    roots = []
    for j, v in ((2, v2), (3, v3)):
        with derivation(sqrt(adam.v(3 * n + j))) as root:
            root.le(2 * s, because="take roots", using=v)
        roots.append(root)

    def lines(j, gain):
        return [gain, at(move, {k: 3 * n + j}), *adam.lines(3 * n + j, "theta", "m")]

    def low(j, bound, shown):
        """x(3n + j) is at least min(1, y(3n + j)), and that at least the bound."""
        with derivation(x(3 * n + j)) as d:
            d.ge(minimum(1, y(3 * n + j)), because="projected", using=at(clip, {t: 3 * n + j}))
            d.ge(
                bound,
                because="so is y, and so is 1",
                using=[shown, start],
                cases=[y(3 * n + j) <= 1],
            )
        return d

    with derivation(x(3 * n)) as start:
        start.le(1, because="projected", induction=n, using=at(top, {t: 3 * n + 3}))
    with derivation(y(3 * n + 1)) as down:
        v = adam.v(3 * n + 1)
        down.eq(x(3 * n) - alpha * C / sqrt(v), because="the rule", using=lines(1, one))
        down.ge(x(3 * n) - a, because="v >= (1 - beta2) C^2", using=root1, factors=[a / sqrt(v)])
    x1 = low(1, x(3 * n) - a, down)
    shown = [down, x1]
    before, bounds = x1, (x(3 * n) - a / 2, x(3 * n))
    for j, gain, root, bound in zip((2, 3), (two, three), roots, bounds, strict=True):
        v = adam.v(3 * n + j)
        with derivation(y(3 * n + j)) as up:
            up.eq(x(3 * n + j - 1) + alpha / sqrt(v), because="the rule", using=lines(j, gain))
            up.ge(
                x(3 * n + j - 1) + a / 2,
                because="v <= 4 (1 - beta2)",
                using=root,
                factors=[a / 2 / sqrt(v)],
            )
        with derivation(y(3 * n + j)) as far:
            far.ge(x(3 * n + j - 1) + a / 2, because="the rule", using=up)
            far.ge(bound, because="the step before", using=before)
        before = low(j, bound, far)
        shown += [up, before]
    with derivation(x(3 * n)) as back:
        back.ge(1, because="by induction on n", induction=n, using=before, factors=[1, 1])
    same = holds(equation(x(3 * n), 1), because="at least 1, at most 1", using=[back, start])
    with derivation(R(3 * n + 3)) as loss:
        end = R(3 * n + 2) - (x(3 * n + 2) + 1)
        loss.eq(end, because="f = -x", using=[three, at(lose, {k: 3 * n + 3})])
        end = R(3 * n + 1) - (x(3 * n + 1) + 1) - (x(3 * n + 2) + 1)
        loss.eq(end, because="f = -x", using=[two, at(lose, {k: 3 * n + 2})])
        end = R(3 * n) + C * (x(3 * n) + 1) - (x(3 * n + 1) + 1) - (x(3 * n + 2) + 1)
        loss.eq(end, because="f = C x", using=[one, at(lose, {k: 3 * n + 1})])
        end = R(3 * n) + 2 * C - (x(3 * n + 1) + 1) - (x(3 * n + 2) + 1)
        loss.eq(end, because="Adam is at 1", using=same)
        loss.ge(
            R(3 * n) + 2 * C - 4,
            because="x <= 1",
            using=[at(top, {t: 3 * n + j}) for j in (1, 2)],
            factors=[1, 1],
        )
    with derivation(R(3 * n)) as total:
        total.ge(
            2 * (C - 2) * n, because="by induction on n", induction=n, using=loss, factors=[1, 1]
        )
    return v1, v2, v3, *shown, same, loss, total


@claim(rules=["amsgrad"], source="reddi2018")
def amsgrad_advances(
    alpha: Positive,
    beta2: Decay,
    C: Real,
    n: Natural,
    t: Steps,
    g: Sequence,
    x: Sequence,
    y: Sequence,
):
    """AMSGrad moves left by at least alpha (C - 2)/C a cycle, until it is clipped at -1.

    Then it stays below -1 + 2 alpha/(C sqrt(1 - beta2)); for C >= 2, beta1 = 0 and any beta2
    with (1 - beta2) C^2 >= 1.
    """
    k = index("k")
    assume(C >= 2)
    large = assume((1 - beta2) * C**2 >= 1)
    losses = gradients(g, C)
    ams = recursion("amsgrad", gradient=g, start=1, alpha=alpha, beta1=0, beta2=beta2)
    move, project = projected(x, y, ams.theta)
    one, two, three = gains = cycle(g, C, n, losses)
    with derivation(x(t)) as above:
        above.eq(minimum(1, maximum(-1, y(t))), because="projected", using=at(project, {k: t}))
        above.le(maximum(-1, y(t)), because="a minimum")
    with derivation(x(t)) as below:
        below.eq(minimum(1, maximum(-1, y(t))), because="projected", using=at(project, {k: t}))
        below.ge(-1, because="1 and the maximum are at least -1", cases=[y(t) >= -1])
    second, high = moments(ams, beta2, C, n, gains)
    v, W = ams.v(3 * n + 1), ams.vmax(3 * n + 1)
    with derivation(W) as least:
        least.eq(
            maximum(ams.vmax(3 * n), v), because="the rule", using=ams.lines(3 * n + 1, "vmax")
        )
        least.ge(v, because="a maximum")
        least.eq(
            beta2 * ams.v(3 * n) + (1 - beta2) * C**2, because="the rule, g = C", using=second[0]
        )
        least.ge((1 - beta2) * C**2, because="v >= 0")
    with derivation(W) as unit:
        unit.ge((1 - beta2) * C**2, because="as shown", using=least)
        unit.ge(1, because="assumed", using=large)
    with derivation(v) as inside:
        inside.le(maximum(ams.vmax(3 * n), v), because="a maximum")
        inside.eq(W, because="the rule", using=ams.lines(3 * n + 1, "vmax"))
    before, kept, stays = inside, None, []
    for j, gain in ((2, second[1]), (3, second[2])):
        with derivation(ams.v(3 * n + j)) as small:
            last = ams.v(3 * n + j - 1)
            small.eq(beta2 * last + 1 - beta2, because="the rule, g = -1", using=gain)
            small.le(W, because="so are both", using=[before, unit], factors=[beta2, 1 - beta2])
        with derivation(ams.vmax(3 * n + j)) as stay:
            old, new = ams.vmax(3 * n + j - 1), ams.v(3 * n + j)
            line = ams.lines(3 * n + j, "vmax")
            stay.eq(maximum(old, new), because="the rule", using=line)
            stay.eq(maximum(W, new), because="unchanged so far", using=kept)
            stay.eq(W, because="W is larger")
        before, kept = small, stay
        stays.append(stay)
    with derivation(v) as low:
        low.eq(
            beta2 * ams.v(3 * n) + (1 - beta2) * C**2, because="the rule, g = C", using=second[0]
        )
        low.le(C**2, because="v <= C^2", using=high, factors=[beta2])
    with derivation(ams.vmax(3 * n)) as top:
        top.le(
            C**2,
            because="no second moment is larger, by induction on n",
            induction=n,
            using=[stays[1], low, *ams.lines(3 * n + 1, "vmax")],
            cases=[ams.vmax(3 * n) <= v],
        )
    with derivation(W) as most:
        most.eq(maximum(ams.vmax(3 * n), v), because="the rule", using=ams.lines(3 * n + 1, "vmax"))
        most.le(C**2, because="so are both", using=[top, low])
    s, w = sqrt(1 - beta2), alpha / sqrt(W)
    root = holds(sqrt(W) <= C, because="take roots", using=most)
    other_root = holds(C * s <= sqrt(W), because="take roots", using=least)
    with derivation(alpha / C) as slow:
        slow.le(w, because="divide by less", using=root, factors=[w / C])
    with derivation(w) as fast:
        fast.le(alpha / (C * s), because="divide by less", using=other_root, factors=[w / (C * s)])

    def lines(j, gain):
        return [gain, at(move, {k: 3 * n + j}), *ams.lines(3 * n + j, "theta", "m")]

    with derivation(y(3 * n + 1)) as down:
        down.eq(x(3 * n) - C * w, because="the rule", using=lines(1, one))
    ups = []
    for j, gain, stay in ((2, two, stays[0]), (3, three, stays[1])):
        here, there = 3 * n + j - 1, 3 * n + j
        with derivation(y(there)) as up:
            up.eq(x(here) + w, because="the rule", using=[*lines(j, gain), stay])
        with derivation(x(there)) as moved:
            moved.le(maximum(-1, y(there)), because="projected", using=at(above, {t: there}))
            moved.eq(maximum(-1, x(here) + w), because="the rule", using=up)
            moved.eq(x(here) + w, because="x >= -1", using=at(below, {t: here}))
        ups.append(moved)
    slowest, end = alpha * (C - 2) / C, -1 + 2 * alpha / (C * s)
    with derivation(-1 + 2 * w) as clipped:
        clipped.le(end, because="the rate is at most that", using=fast, factors=[2])
    with derivation(x(3 * n) - (C - 2) * w) as free:
        free.le(
            x(3 * n) - slowest, because="the rate is at least that", using=slow, factors=[C - 2]
        )
    with derivation(x(3 * n + 3)) as d:
        d.le(x(3 * n + 2) + w, because="the third step", using=ups[1])
        d.le(x(3 * n + 1) + 2 * w, because="the second step", using=ups[0])
        d.le(
            maximum(-1, y(3 * n + 1)) + 2 * w,
            because="projected",
            using=at(above, {t: 3 * n + 1}),
        )
        d.eq(maximum(-1, x(3 * n) - C * w) + 2 * w, because="the first step", using=down)
        d.eq(maximum(-1 + 2 * w, x(3 * n) - (C - 2) * w), because="add to both")
        d.le(
            maximum(end, x(3 * n) - slowest),
            because="neither is larger",
            using=[clipped, free],
            cases=[-1 + 2 * w >= x(3 * n) - (C - 2) * w],
        )
    return least, most, slow, fast, down, *ups, d


@claim(rules=["adam.uncorrected", "amsgrad"], source="reddi2018", expect="refuted")
def adam_loses_no_more(
    alpha: Positive,
    beta2: Decay,
    C: Positive,
    g: Sequence,
    x: Sequence,
    y: Sequence,
    R: Sequence,
    X: Sequence,
    Y: Sequence,
    S: Sequence,
):
    """After 24 steps Adam has not lost more (R) than AMSGrad (S)."""
    gradients(g, C)
    hyper = {"gradient": g, "start": 1, "alpha": alpha, "beta1": 0, "beta2": beta2}
    adam = recursion("adam.uncorrected", epsilon=0, **hyper)
    ams = recursion("amsgrad", label="ams", **hyper)
    projected(x, y, adam.theta)
    regret(R, g, x)
    projected(X, Y, ams.theta)
    regret(S, g, X)
    return refute(R(24) <= S(24), at={alpha: Rational(1, 2), beta2: 0, C: 4})
