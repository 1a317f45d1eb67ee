"""Schedules: their values, and what their rates and squared rates add up to.

Robbins and Monro ask for rates with an infinite sum, whose squares have a finite one.
"""

from typing import Any

from symopt.claims._schedules import schedule
from symopt.proof.language import (
    Decay,
    Natural,
    NonNegative,
    OpenUnit,
    Positive,
    Rational,
    Real,
    Steps,
    Sum,
    assume,
    at,
    claim,
    derivation,
    equation,
    example,
    exp,
    holds,
    index,
    log,
    refute,
    sequence,
    sqrt,
    supposing,
)


@claim(source="robbins1951")
def inverse_time_sum(
    alpha: Positive, decay: Positive, t: Natural, u: Positive, v: Positive, bound: Real
):
    """The rates of inverse-time decay add up to more than any bound."""
    k = index("k")
    rate = schedule("inverse-time", alpha, decay=decay)
    example({alpha: 1, decay: 1, t: 4, u: 1, v: 1, bound: 1})
    logs = _logarithm(u, v)
    with derivation(Sum(rate(k), (k, 1, t))) as total:
        total.ge(
            alpha / decay * (log(1 + decay * (t + 1)) - log(1 + decay)),
            because="by induction on t, with u = 1 + decay (t + 1) and v = decay",
            induction=t,
            using=at(logs, {u: 1 + decay * (t + 1), v: decay}),
        )
    with supposing(1 + decay * (t + 1) >= (1 + decay) * exp(decay * bound / alpha)) as late:
        with derivation(log(1 + decay * (t + 1))) as high:
            high.ge(log((1 + decay) * exp(decay * bound / alpha)), because="log increases")
            high.eq(log(1 + decay) + decay * bound / alpha, because="the logarithm of a product")
        with derivation(Sum(rate(k), (k, 1, t))) as end:
            end.ge(
                alpha / decay * (log(1 + decay * (t + 1)) - log(1 + decay)),
                because="as shown",
                using=total,
            )
            end.ge(bound, because="for such t", using=high)
        late.then(high, end)
    return logs, total, late


@claim(source="robbins1951")
def inverse_time_squares(alpha: Positive, decay: Positive, t: Steps):
    """The squared rates of inverse-time decay add up to less than alpha^2/decay, however many."""
    k = index("k")
    rate = schedule("inverse-time", alpha, decay=decay)
    with derivation(Sum(rate(k) ** 2, (k, 1, t))) as d:
        d.le(
            alpha**2 / decay * (1 - 1 / (1 + decay * t)),
            because="by induction on t: 1/(1 + decay t)^2 <= 1/((1 + decay (t-1)) (1 + decay t))",
            induction=t,
        )
        d.lt(alpha**2 / decay, because="what is taken away is positive")
    return d


@claim(source="ng2017")
def inverse_sqrt(alpha: Positive, k: Positive, t: Natural, u: Positive, v: Positive, bound: Real):
    """With inverse square root decay, the rates and even their squares add up beyond any bound."""
    i = index("i")
    rate = schedule("inverse-sqrt", alpha, k=k)
    roots = holds(sqrt(t) <= sqrt(t + 1), because="the root increases")
    gain = holds(
        sqrt(t + 1) - sqrt(t) <= 1 / sqrt(t + 1),
        because="times sqrt(t + 1): t + 1 - sqrt(t) sqrt(t + 1) is at most t + 1 - t",
        using=roots,
        factors=[sqrt(t) / sqrt(t + 1)],
    )
    with derivation(Sum(rate(i), (i, 1, t))) as total:
        total.ge(
            k * alpha * sqrt(t),
            because="by induction on t",
            induction=t,
            using=gain,
        )
    with supposing(sqrt(t) >= bound / (k * alpha)) as late:
        with derivation(Sum(rate(i), (i, 1, t))) as end:
            end.ge(k * alpha * sqrt(t), because="as shown", using=total)
            end.ge(bound, because="for such t")
        late.then(end)
    logs = _logarithm(u, v)
    with derivation(Sum(rate(i) ** 2, (i, 1, t))) as squares:
        squares.ge(
            k**2 * alpha**2 * log(t + 1),
            because="the harmonic series: by induction on t, with u = t + 1 and v = 1",
            induction=t,
            using=at(logs, {u: t + 1, v: 1}),
        )
    with supposing(t + 1 >= exp(bound / (k * alpha) ** 2)) as later:
        high = holds(log(t + 1) >= bound / (k * alpha) ** 2, because="log increases")
        with derivation(Sum(rate(i) ** 2, (i, 1, t))) as last:
            last.ge(k**2 * alpha**2 * log(t + 1), because="as shown", using=squares)
            last.ge(bound, because="for such t", using=high)
        later.then(high, last)
    return gain, total, late, logs, squares, later


def _logarithm(u: Any, v: Any) -> Any:
    return holds(
        log(u + v) - log(u) <= v / u,
        because="equal at v = 0, and then the slope 1/(u + v) is at most 1/u",
        monotone=(v, 0),
    )


@claim(source="ng2017")
def exponential(alpha: Positive, base: OpenUnit, t: Steps):
    """With exponential decay, both the rates and their squares have finite sums."""
    k = index("k")
    rate = schedule("exponential", alpha, base=base)
    with derivation(Sum(rate(k), (k, 1, t))) as total:
        total.eq(
            alpha * base * (1 - base**t) / (1 - base),
            because="geometric sum, by induction on t",
            induction=t,
        )
        total.lt(alpha * base / (1 - base), because="base^t is positive")
    with derivation(Sum(rate(k) ** 2, (k, 1, t))) as squares:
        squares.eq(
            alpha**2 * base**2 * (1 - base ** (2 * t)) / (1 - base**2),
            because="geometric sum, by induction on t",
            induction=t,
        )
        squares.lt(alpha**2 * base**2 / (1 - base**2), because="base^(2 t) is positive")
    return total, squares


@claim(source="pytorch2019")
def step_decay(alpha: Positive, factor: Decay, every: Steps, n: Steps):
    """With step decay by a factor below 1, both the rates and their squares have finite sums.

    Epoch every j + i is the i-th of stage j; the sums are over n stages.
    """
    i, j = index("i"), index("j")
    rate = schedule("step", alpha, every=every, factor=factor)
    stages = (j, 0, n - 1)
    with derivation(Sum(Sum(rate(every * j + i), (i, 1, every)), stages)) as total:
        total.eq(Sum(every * alpha * factor**j, stages), because="in stage j, every floor is j")
        total.eq(
            every * alpha * (1 - factor**n) / (1 - factor),
            because="geometric sum, by induction on n",
            induction=n,
        )
        total.le(every * alpha / (1 - factor), because="factor^n is not negative")
    with derivation(Sum(Sum(rate(every * j + i) ** 2, (i, 1, every)), stages)) as squares:
        squares.eq(
            Sum(every * alpha**2 * factor ** (2 * j), stages),
            because="in stage j, every floor is j",
        )
        squares.eq(
            every * alpha**2 * (1 - factor ** (2 * n)) / (1 - factor**2),
            because="geometric sum, by induction on n",
            induction=n,
        )
        squares.le(every * alpha**2 / (1 - factor**2), because="factor^(2 n) is not negative")
    return total, squares


@claim(source="pytorch2019")
def held(
    alpha: Positive,
    factor: Positive,
    m: Steps,
    gap: Steps,
    a: Positive,
    b: Positive,
    c: Positive,
    final: Positive,
    length: Steps,
    n: Steps,
):
    """Constant, multi-step, table and linear schedules hold a value: even squares add up for ever.

    Multi-step has milestones m and m + gap, the table the values a, b, c; n epochs that hold the
    last value give n times its square, so that no bound holds for all n.
    """
    k = index("k")
    constant = schedule("constant", alpha)
    with derivation(Sum(constant(k) ** 2, (k, 1, n))) as one:
        one.eq(n * alpha**2, because="n equal terms")
    multi = schedule("multi-step", alpha, epochs=(m, m + gap), factor=factor)
    with derivation(Sum(multi(m + gap + k) ** 2, (k, 1, n))) as two:
        two.eq(n * (alpha * factor**2) ** 2, because="both milestones are passed")
    table = schedule("table", alpha, values=(a, b, c))
    with derivation(Sum(table(3 + k) ** 2, (k, 1, n))) as three:
        three.eq(n * c**2, because="the last value is held")
    linear = schedule("linear", alpha, final=final, length=length)
    with derivation(Sum(linear(length + k) ** 2, (k, 1, n))) as four:
        four.eq(n * final**2, because="the final value is reached in epoch length + 1")
    return one, two, three, four


@claim(source="ng2017")
def worked_table():
    """Inverse-time decay from 0.2 with decay 1 gives 0.1, 0.067, 0.05 and 0.04 in four epochs."""
    alpha = sequence("alpha", schedule("inverse-time", Rational(1, 5), decay=1))
    exact = [
        holds(equation(alpha(epoch), Rational(1, 5 * (epoch + 1))), because=f"0.2/(1 + {epoch})")
        for epoch in (1, 2, 3, 4)
    ]
    rounded = holds(
        abs(alpha(2) - Rational(67, 1000)) <= Rational(5, 10000), because="1/15 = 0.0666..."
    )
    return *exact, rounded


@claim(source="ng2017", expect="refuted")
def misprinted_table():
    """In epoch 2, inverse-time decay from 0.2 with decay 1 gives 0.67, to two places."""
    alpha = sequence("alpha", schedule("inverse-time", Rational(1, 5), decay=1))
    return refute(abs(alpha(2) - Rational(67, 100)) <= Rational(5, 1000), at={})


@claim(source="ng2017")
def staircase_is_step(alpha: Positive, factor: Positive, every: Steps, t: Steps):
    """The staircase is step decay with factor 1/2."""
    half = assume(equation(factor, Rational(1, 2)))
    step = schedule("step", alpha, every=every, factor=factor)
    staircase = schedule("staircase", alpha, every=every)
    with derivation(step(t)) as d:
        d.eq(staircase(t), because="(1/2)^n is 1/2^n", using=half)
    return d


@claim(source="ng2017")
def exponential_is_step(alpha: Positive, base: OpenUnit, every: Steps, t: Steps):
    """Exponential decay is step decay in every epoch, begun one factor later."""
    one = assume(equation(every, 1))
    step = schedule("step", base * alpha, every=every, factor=base)
    exponential = schedule("exponential", alpha, base=base)
    with derivation(step(t)) as d:
        d.eq(base * alpha * base ** (t - 1), because="(t - 1)/1 is its own floor", using=one)
        d.eq(exponential(t), because="one factor more")
    return d


@claim(source="cs231n")
def linear_ends(initial: NonNegative, final: NonNegative, length: Steps, n: Natural):
    """A linear schedule starts at the initial value, and holds the final one after its length."""
    mu = sequence("mu", schedule("linear", initial, final=final, length=length))
    first = holds(equation(mu(1), initial), because="nothing has changed in epoch 1")
    last = holds(equation(mu(length + 1 + n), final), because="the minimum is 1 from there on")
    return first, last
