"""Vanishing gradients: what a chain of sigmoids does to the gradient that comes back through it."""

from __future__ import annotations

from typing import Any

from symopt.proof.language import (
    Limit,
    Natural,
    NonNegative,
    Rational,
    Real,
    Sequence,
    Steps,
    assume,
    assume_all,
    at,
    claim,
    derivation,
    equation,
    exp,
    holds,
    index,
    log,
    refute,
    sequence,
    supposing,
    unequal,
    variable,
)


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + exp(-z))


def _slope(z: Any) -> Any:
    """The derivative of the sigmoid; `sigmoid_slope` shows that it is."""
    return exp(-z) / (1 + exp(-z)) ** 2


@claim(source="goodfellow2016")
def sigmoid_slope(z: Real):
    """The sigmoid has the derivative sigmoid(z) (1 - sigmoid(z)) = e^-z/(1 + e^-z)^2."""
    h, quarter = variable("h"), []
    for side in (1, -1):
        quotient = (_sigmoid(z + side * h) - _sigmoid(z)) / (side * h)
        with derivation(Limit(quotient, h, 0, side="+", far=1)) as d:
            d.eq(
                _sigmoid(z) * (1 - _sigmoid(z)),
                because="power series of e^h, from the right" if side > 0 else "from the left",
            )
        quarter.append(d)
    with derivation(_sigmoid(z) * (1 - _sigmoid(z))) as same:
        same.eq(_slope(z), because="1 - sigmoid(z) = e^-z/(1 + e^-z)")
    return *quarter, same


@claim(source="bengio1994")
def sigmoid_slope_at_most_a_quarter(z: Real):
    """The sigmoid's slope is at most 1/4, and 1/4 at z = 0 only."""
    quarter = Rational(1, 4)
    with derivation(_slope(z)) as d:
        d.eq(quarter - (_sigmoid(z) - Rational(1, 2)) ** 2, because="complete the square")
        d.le(quarter, because="a square", squares=[(1, _sigmoid(z) - Rational(1, 2))])
    with supposing(equation(z, 0)) as middle:
        with derivation(_slope(z)) as top:
            top.eq(quarter, because="e^0 = 1", using=middle.given[0])
        middle.then(top)
    with supposing(unequal(z, 0)) as elsewhere:
        holds(unequal(exp(-z), 1), because="e^-z is 1 at 0 only", cases=[z > 0])
        with derivation(_slope(z)) as e:
            e.lt(
                quarter,
                because="the square is not 0",
                squares=[(1 / (4 * (1 + exp(-z)) ** 2), 1 - exp(-z))],
            )
        elsewhere.then(e)
    return d, middle, elsewhere


@claim(source="bengio1994")
def chain_vanishes(n: Natural, w: Sequence, z: Sequence, c: NonNegative):
    """Through a chain of n sigmoids with weights |w_k| <= c < 4, the gradient shrinks at least as
    (c/4)^n, to 0.
    """
    k, m = index("k"), index("m")
    assume(c < 4)
    small = assume_all(abs(w(k)) <= c, (k, Steps))
    delta = sequence("delta", lambda t, f: f(t - 1) * w(t) * _slope(z(t)), start=1)
    inner = exp(-z(n + 1))
    slope = derivation(_slope(z(n + 1))).le(
        Rational(1, 4), squares=[(1 / (4 * (1 + inner) ** 2), 1 - inner)]
    )
    factor = holds(
        abs(w(n + 1)) * _slope(z(n + 1)) <= c / 4,
        using=[slope, at(small, {k: n + 1})],
        factors=[c, _slope(z(n + 1))],
    )
    link = derivation(delta(n + 1)).eq(delta(n) * w(n + 1) * _slope(z(n + 1)))
    with derivation(abs(delta(n))) as d:
        d.le(
            (c / 4) ** n,
            because="by induction on n: a slope is at most 1/4, a weight at most c",
            induction=n,
            using=[factor, link],
            factors=[c / 4, abs(delta(n))],
        )
    with derivation(Limit(abs(delta(m)), m, "oo")) as limit:
        limit.eq(0, because="squeezed between 0 and (c/4)^n", using=d)
    return d, limit


@claim(source="bengio1994", expect="refuted")
def chain_explodes(n: Steps, w: Real, z: Sequence):
    """Through a chain of sigmoids with a weight above 4 the gradient does not shrink.

    At z = log 3 the slope is 3/16, so that a weight of 5 gives 15/16 a layer.
    """
    assume(w > 4)
    delta = sequence("delta", lambda t, f: f(t - 1) * w * _slope(z(t)), start=1)
    return refute(abs(delta(n)) >= 1, at={w: 5, z: {None: log(3)}, n: 2})
