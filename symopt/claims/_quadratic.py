"""What several claims need of momentum on a quadratic: bounds on its iterates, derived once here.

All speak of x_t = x_(t-1) + v_t with v_t = beta v_(t-1) - s x_(t-1): the velocity form with rate
alpha on the curvature lambda, s = alpha lambda. The steps are proved in the claim that asks.
"""

from __future__ import annotations

from typing import Any

from symopt.proof.language import (
    Limit,
    Rational,
    assume,
    derivation,
    equation,
    holds,
    index,
    sequence,
    sqrt,
    together,
)


def shrinking_form(x: Any, v: Any, beta: Any, c: Any, label: str = "") -> tuple[Any, Any]:
    """Define y_t and N_t: a positive quadratic form that shrinks in every step if |c| < 1.

    c = 1 - s/(1 + beta) is the cosine-like number in x_(t+1) + beta x_(t-1) = (1 + beta) c x_t.
    """
    y = sequence("y" + label, lambda t: (1 - c) * x(t) - v(t), first=0)
    form = sequence(
        "N" + label,
        lambda t: (
            ((1 - beta) * x(t) - beta * c * y(t)) ** 2
            + 2 * beta * (1 - c**2) * x(t) ** 2
            + beta**2 * (2 - c**2) * y(t) ** 2
        ),
        first=0,
    )
    return y, form


def decay_when_stable(
    x: Any, v: Any, forms: tuple[Any, Any], beta: Any, c: Any, t: Any, given: Any
) -> tuple[Any, ...]:
    """Derive x_t^2 <= 2 N_0/(1 - beta)^2 r^t with r < 1, for any |beta| < 1 and |c| < 1.

    `given` are the equations that say what c is, and what else the rule needs.
    """
    y, form = forms
    gap = 1 - c**2
    loss = (1 - beta**2) * gap / 8
    moves = together(
        (x(t + 1), "=", c * x(t) - beta * y(t)),
        (y(t + 1), "=", gap * x(t) + beta * c * y(t)),
        because="the rule, written with c",
        using=given,
    )
    with derivation(form(t + 1)) as step:
        step.eq(
            form(t) - (1 - beta**2) * (gap * x(t) ** 2 + beta**2 * y(t) ** 2),
            because="both put in, and multiplied out",
            using=moves,
        )
        step.le(
            (1 - loss) * form(t),
            because="since (1 - c^2) N <= 8 ((1 - c^2) x^2 + beta^2 y^2)",
            squares=[
                (loss, (1 - beta) * x(t) + beta * c * y(t)),
                (2 * loss * ((1 + beta) * (1 + c**2) + (1 - beta**2) + gap), x(t)),
                ((1 - beta**2) / 8 * (6 + c**2 + c**4), beta * y(t)),
            ],
        )
    steps = holds(
        form(t) <= (1 - loss) ** t * form(0),
        because="by induction on t",
        induction=t,
        using=step,
        factors=[1 - loss, 1],
    )
    with derivation(x(t) ** 2) as bound:
        bound.le(
            2 / (1 - beta) ** 2 * form(t),
            because="2 N - (1 - beta)^2 x^2 is a sum of squares",
            squares=[
                (1 / (1 - beta) ** 2, (1 - beta) * c * x(t) - 2 * beta * y(t)),
                (gap * (1 + beta) ** 2 / (1 - beta) ** 2, x(t)),
            ],
        )
        bound.le(2 / (1 - beta) ** 2 * (1 - loss) ** t * form(0), because="N shrinks", using=steps)
    n = index("n")
    with derivation(Limit(x(n) ** 2, n, "oo")) as limit:
        limit.eq(0, because="squeezed between 0 and that bound", using=bound)
    return *moves, step, bound, limit


def swings(x: Any, v: Any, start: Any) -> tuple[Any, Any]:
    """Define P_t = (-1)^t x_0 x_t and V_t = (-1)^t x_0 v_t, which do not change sign."""
    wide = sequence("P", lambda t: (-1) ** t * start * x(t), first=0)
    fast = sequence("V", lambda t: (-1) ** t * start * v(t), first=0)
    return wide, fast


def growth_when_too_fast(
    x: Any, parts: tuple[Any, Any], beta: Any, s: Any, t: Any, start: Any
) -> tuple[Any, ...]:
    """Derive x_t^2 >= x_0^2 from v_0 = 0, where s >= 2 (1 + beta) is known: it swings wider."""
    wide, fast = parts
    excess = s - 2 * (1 + beta)
    moves = together(
        (wide(t + 1), "=", (s - 1) * wide(t) - beta * fast(t)),
        (fast(t + 1), "=", s * wide(t) - beta * fast(t)),
        because="the rule",
    )
    sides = together(
        (0, "<=", wide(t)),
        (fast(t), "<=", 2 * wide(t)),
        because="by induction on t",
        induction=t,
        using=moves,
        factors=[excess, beta],
    )
    with derivation(wide(t + 1) - wide(t)) as step:
        step.eq(excess * wide(t) + beta * (2 * wide(t) - fast(t)), because="the rule", using=moves)
        step.ge(0, because="no term is negative")
    wider = holds(start**2 <= wide(t), because="by induction on t", induction=t, using=step)
    with derivation(x(t) ** 2) as bound:
        bound.ge(
            2 * wide(t) - start**2,
            because="the difference is (x_t - (-1)^t x_0)^2",
            squares=[(1, x(t) - (-1) ** t * start)],
        )
        bound.ge(start**2, because="P never falls, and begins at x_0^2", using=wider, factors=[2])
    return *moves, *sides, step, bound


def halves(x: Any, v: Any, rho: Any, s: Any) -> tuple[Any, Any]:
    """Define u_t and w_t with x_(t+1) = u_t + w_t and u_t = (1 + rho^2 - s)/2 x_t."""
    u = sequence("u", lambda t: (1 + rho**2 - s) / 2 * x(t), first=0)
    w = sequence("w", lambda t: rho**2 * v(t) + (1 - rho**2 - s) / 2 * x(t), first=0)
    return u, w


def triangle(parts: tuple[Any, Any], t: Any) -> Any:
    """Derive |u_t + w_t| <= |u_t| + |w_t|, which is quick while little else is known."""
    u, w = parts[0](t), parts[1](t)
    product = holds(u * w <= abs(u * w), cases=[u <= 0])
    square = holds((u + w) ** 2 <= (abs(u) + abs(w)) ** 2, using=product, factors=[2])
    return holds(abs(u + w) <= abs(u) + abs(w), using=square)


def decay_when_oscillating(
    x: Any,
    v: Any,
    parts: tuple[Any, Any],
    rho: Any,
    s: Any,
    t: Any,
    start: Any,
    within: tuple[Any, Any],
) -> tuple[Any, ...]:
    """Derive |x_t| <= (1 + t sqrt(s)) rho^t |x_0| where beta = rho^2, v_0 = 0 and no root is real.

    `within` are the facts (1 - rho)^2 <= s and s <= (1 + rho)^2.
    """
    u, w = parts
    half = (1 + rho**2 - s) / 2
    holds(half <= rho, because="(1 - rho)^2 <= s", using=within[0])
    holds(-rho <= half, because="s <= (1 + rho)^2", using=within[1])
    small = holds(abs(half) <= rho, because="both")
    real = holds(half**2 <= rho**2, because="squared", using=small, factors=[rho + abs(half)])
    near = holds(abs(u(t)) <= rho * abs(x(t)), using=small, factors=[abs(x(t))])
    with derivation(s * x(t) ** 2 + (1 - rho**2 - s) * x(t) * v(t) + rho**2 * v(t) ** 2) as form:
        form.eq(
            (rho**2) ** t * s * start**2,
            because="by induction on t: every step multiplies it by beta",
            induction=t,
        )
    with derivation(w(t) ** 2) as square:
        square.eq(
            rho**2 * (s * x(t) ** 2 + (1 - rho**2 - s) * x(t) * v(t) + rho**2 * v(t) ** 2)
            - (rho**2 - half**2) * x(t) ** 2,
            because="multiplied out",
        )
        square.eq(
            rho**2 * (rho**2) ** t * s * start**2 - (rho**2 - half**2) * x(t) ** 2,
            because="that form is known",
            using=form,
        )
        square.le(
            (rho ** (t + 1) * sqrt(s) * start) ** 2,
            because="|1 + rho^2 - s|/2 <= rho",
            using=real,
            factors=[x(t) ** 2],
        )
    size = holds(abs(w(t)) <= rho ** (t + 1) * sqrt(s) * abs(start), because="roots", using=square)
    with derivation(abs(x(t + 1))) as step:
        step.eq(abs(u(t) + w(t)), because="the rule")
        step.le(abs(u(t)) + abs(w(t)), because="triangle inequality")
        step.le(
            rho * abs(x(t)) + rho ** (t + 1) * sqrt(s) * abs(start),
            because="both bounds",
            using=[size, near],
            factors=[1, 1],
        )
    bound = holds(
        abs(x(t)) <= (1 + t * sqrt(s)) * rho**t * abs(start),
        because="by induction on t",
        induction=t,
        using=step,
        factors=[rho, 1],
    )
    return form, square, step, bound


def roots_within(
    radius: Any, s: Any, beta: Any, p: Any, q: Any, r: Any
) -> tuple[Any, Any, Any, Any]:
    """Suppose that the roots of z^2 - (1 + beta - s) z + beta are p + ri and q - ri, not longer."""
    return (
        assume(equation(p + q, 1 + beta - s)),
        assume(equation(p * q + r**2, beta)),
        assume(p**2 + r**2 <= radius**2),
        assume(q**2 + r**2 <= radius**2),
    )


def distance_from_one(radius: Any, s: Any, p: Any, q: Any, r: Any, given: Any) -> Any:
    """Derive (1 - R)^2 <= s <= (1 + R)^2 from what `roots_within` supposed."""
    total, product, first, second = given
    for part, whole in ((p, first), (q, second)):
        square = holds(part**2 <= radius**2, using=whole)
        size = holds(abs(part) <= radius, using=square)
        holds(part <= radius, using=size)
        holds(-radius <= part, using=size)
    with derivation(s) as low:
        low.eq(
            1 - (p + q) + p * q + r**2,
            because="sum and product of the roots",
            using=[total, product],
        )
        low.eq((1 - p) * (1 - q) + r**2, because="so s is the polynomial at 1")
        low.ge((1 - radius) * (1 - radius), because="p and q are at most R", squares=[(1, r)])
    with derivation(s) as high:
        high.eq(
            1 - (p + q) + p * q + r**2,
            because="sum and product of the roots",
            using=[total, product],
        )
        high.le(
            1 - (p + q) + (p**2 + q**2) / 2 + r**2,
            because="p q <= (p^2 + q^2)/2",
            squares=[(Rational(1, 2), p - q)],
        )
        high.le(
            (1 + radius) ** 2,
            because="lengths",
            using=[first, second],
            factors=[Rational(1, 2), Rational(1, 2)],
        )
    return low, high
