"""The figures that claims state, found again by Pandas, SciPy and simulations written out here.

Both sides of a claim's relation are evaluated from its statement; what they should be is
computed by other means: another library, or exact fractions and no symopt.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pandas
import pytest
import scipy.integrate
import scipy.signal

from mutation.arithmetic import compare, inexact
from mutation.runner import read
from mutation.worlds import Worlds
from symopt import claims, rules, schedules
from symopt.proof.models import witness_data

F = Fraction
SIGNAL: Any = scipy.signal  # SciPy's functions say nothing of their types
GRADIENTS = [F(3), F(-1), F(2), F(0), F(-5, 2), F(1, 3), F(7), F(7)]


def sides(name: str, symbols: dict[str, Any] | None = None, **tables: Any) -> list[tuple[Any, Any]]:
    """Return what the two sides of each relation of a claim are worth.

    At its witness if it is refuted, else at the given symbols and tables (for 1, 2, ...).
    """
    reading = read(claims.get(name))
    source = Worlds(reading.statement, name, reading.model)
    if reading.refutation is not None:
        witness = witness_data(reading.refutation.witness)
    else:
        rows = {
            key: tuple((i, term(value)) for i, value in enumerate(values, start=1))
            for key, values in tables.items()
        }
        given = tuple((key, term(value)) for key, value in (symbols or {}).items())
        witness = {"symbols": given, "functions": tuple(rows.items())}
    world = source.at(witness)
    found = []
    for prop in reading.statement["conclusions"]:
        if prop[0] in ("=", "<=", "<"):
            found.append((world.value(prop[1]), world.value(prop[2])))
    return found


def term(value: Any) -> Any:
    """A number as a statement has it."""
    exact = F(value)
    return ("/", exact.numerator, exact.denominator) if exact.denominator > 1 else int(exact)


def decimals(name: str) -> list[str]:
    """The decimal numbers in a claim's sentence."""
    return re.findall(r"\d+\.\d+", claims.get(name).summary)


def agrees(text: str, value: float | Fraction) -> bool:
    """Whether a printed number is a value rounded to its places, or cut off there."""
    places = len(text.partition(".")[2])
    unit = 10.0**-places
    return abs(float(text) - float(value)) <= unit * 0.5000001 or (
        math.floor(float(value) / unit) * unit == pytest.approx(float(text), abs=unit * 1e-6)
    )


def average(beta: Fraction, inputs: list[Fraction], start: Fraction | int = 0) -> list[Fraction]:
    """The plain average, written out."""
    values, v = [], F(start)
    for y in inputs:
        v = beta * v + (1 - beta) * y
        values.append(v)
    return values


# Averages


@pytest.mark.parametrize("beta", [F(1, 2), F(9, 10), F(49, 50)])
def test_pandas_adjusted_is_the_corrected_average(beta: Fraction) -> None:
    frame = pandas.Series([float(y) for y in GRADIENTS])
    theirs = frame.ewm(alpha=float(1 - beta), adjust=True).mean()
    plain = average(beta, GRADIENTS)
    states: Any = (F(0),)
    for t, y in enumerate(GRADIENTS, start=1):
        ours, states = rules.get("ewma.corrected").apply(y, t, states, {"beta": beta})
        ((left, right),) = sides("averages.pandas-adjusted", {"beta": beta, "t": t}, y=GRADIENTS)
        assert left == right == ours == plain[t - 1] / (1 - beta**t)
        assert float(ours) == pytest.approx(theirs[t - 1], rel=1e-12)


@pytest.mark.parametrize("beta", [F(1, 2), F(9, 10), F(49, 50)])
def test_pandas_not_adjusted_starts_at_the_first_input(beta: Fraction) -> None:
    frame = pandas.Series([float(y) for y in GRADIENTS])
    theirs = frame.ewm(alpha=float(1 - beta), adjust=False).mean()
    written = average(beta, GRADIENTS, start=GRADIENTS[0])
    zero = average(beta, GRADIENTS)
    for t in range(1, len(GRADIENTS) + 1):
        first, weights, apart = sides(
            "averages.pandas-not-adjusted", {"beta": beta, "t": t}, y=GRADIENTS
        )
        assert first == (GRADIENTS[0], GRADIENTS[0])
        assert weights[0] == weights[1] == written[t - 1]
        assert apart[1] == zero[t - 1] + beta**t * GRADIENTS[0] == written[t - 1]
        assert float(written[t - 1]) == pytest.approx(theirs[t - 1], rel=1e-12)


@pytest.mark.parametrize("beta", [F(0), F(1, 2), F(9, 10)])
def test_scipy_filters_as_the_average_unrolls(beta: Fraction) -> None:
    theirs = SIGNAL.lfilter([float(1 - beta)], [1.0, -float(beta)], [float(y) for y in GRADIENTS])
    for t in range(1, len(GRADIENTS) + 1):
        ((left, right),) = sides("averages.unrolled", {"beta": beta, "t": t}, y=GRADIENTS)
        assert left == right == average(beta, GRADIENTS)[t - 1]
        assert float(right) == pytest.approx(theirs[t - 1], rel=1e-12)


def test_scipy_knows_the_filter_of_the_average() -> None:
    for beta in (0.5, 0.9, 0.98):
        numerator, denominator = np.array([1 - beta]), np.array([1.0, -beta])
        frequencies, response = SIGNAL.freqz(numerator, denominator, worN=64)
        shown = (1 - beta) ** 2 / (1 - 2 * beta * np.cos(frequencies) + beta**2)
        np.testing.assert_allclose(np.abs(response) ** 2, shown, rtol=1e-10)
        _, delay = SIGNAL.group_delay((numerator, denominator), w=np.array([1e-6]))
        assert delay[0] == pytest.approx(beta / (1 - beta), rel=1e-6)


def test_weights_within_the_window() -> None:
    figures = [0.5**2, 0.9**10, 0.98**50, 0.99**100, math.exp(-1)]
    printed = decimals("averages.window-numbers")
    places = {"0.5": None, "0.9": None, "0.98": None, "0.99": None}
    shown = [text for text in printed if text not in places]
    assert len(shown) == len(figures)
    assert all(agrees(text, value) for text, value in zip(shown, figures, strict=True))
    for left, right in sides("averages.window-numbers"):
        assert min(abs(float(left) - value) for value in figures) < 1e-8
        assert compare(left, right) <= 0


def test_ten_ones() -> None:
    ((left, right),) = sides("averages.ten-steps", {}, y=[1] * 10)
    expected = average(F(9, 10), [F(1)] * 10)[-1]
    assert left == right == expected == F("0.6513215599")
    assert agrees(decimals("averages.ten-steps")[-1], expected)
    ((low, high),) = sides("averages.no-bias-after-ten-steps")
    assert low == F(99, 100) > high == expected


def test_two_days() -> None:
    plain, corrected = sides("averages.second-step", {}, y=[F(5), F(3)])
    by_hand = average(F("0.98"), [F(5), F(3)])[-1]
    assert plain == (by_hand, F("0.0196") * 5 + F("0.02") * 3)
    assert corrected[0] == corrected[1] == by_hand / F("0.0396") == F(49 * 5 + 50 * 3, 99)
    series = pandas.Series([5.0, 3.0]).ewm(alpha=0.02, adjust=True).mean()
    assert float(corrected[0]) == pytest.approx(series[1], rel=1e-12)


def test_the_lag_behind_a_ramp() -> None:
    ramp = [F(k) for k in range(1, 41)]
    for beta in (F(1, 2), F(9, 10)):
        for t in (1, 2, 7, 40):
            left, right = sides("averages.lag", {"beta": beta, "t": t})[0]
            assert left == right == t - average(beta, ramp)[t - 1]
    assert float(40 - average(F(1, 2), ramp)[-1]) == pytest.approx(1, rel=1e-11)


def test_noise_that_is_left() -> None:
    for beta in (F(0), F(1, 2), F(9, 10)):
        for t in (1, 2, 5, 12):
            weights = [(1 - beta) * beta ** (t - k) / (1 - beta**t) for k in range(1, t + 1)]
            squares = sides("averages.effective-size", {"beta": beta, "t": t})[0]
            assert squares[0] == squares[1] == sum(w**2 for w in weights)
            kept = (1 - beta) * (1 + beta**t) / ((1 + beta) * (1 - beta**t))
            assert squares[0] == kept


# Descent, momentum and schedules


def test_descent_on_a_parabola() -> None:
    x, path = F(7, 10), []
    for _ in range(5):
        x -= F(15, 100) * 2 * x
        path.append(x)
    assert path == [F("0.49"), F("0.343"), F("0.2401"), F("0.16807"), F("0.117649")]
    found = sides("descent.parabola", {"t": 3})
    assert [right for _, right in found[2:]] == path
    assert all(left == right for left, right in found)
    gd, theta = rules.get("gd"), F(7, 10)
    for expected in path:
        theta, _ = gd.apply(theta, lambda q: 2 * q, 1, (), {"alpha": F(15, 100)})
        assert theta == expected


def bent(x: Fraction) -> Fraction:
    """The slope on which Polyak's tuning runs in a circle."""
    return 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24


def test_three_points_for_ever() -> None:
    points = [F(792, 1225), F(-2208, 1225), F(2592, 1225)]
    x, v = points[0], points[0] - points[2]
    for step in range(1, 10):
        v = F(4, 9) * v - F(1, 9) * bent(x)
        x += v
        assert x == points[step % 3]
    found = [side for pair in sides("momentum.polyak-cycle", {"t": 1, "x": 0}) for side in pair]
    assert points[1] in found
    assert points[2] in found
    drawn_in, speed = 10 / 3, 0.0
    for _ in range(400):
        slope = 25 * drawn_in if drawn_in < 1 else drawn_in + 24
        slope = slope if drawn_in < 2 else 25 * drawn_in - 24
        speed = 4 / 9 * speed - slope / 9
        drawn_in += speed
    assert min(abs(drawn_in - float(p)) for p in points) < 1e-9


def test_momentum_follows_the_heavy_ball_of_scipy() -> None:
    """alpha = h^2 and beta = 1 - gamma h: the iterates tend to the motion with friction gamma."""
    gamma, end = 0.7, 4.0
    ode = scipy.integrate.solve_ivp(
        lambda _, z: [z[1], -gamma * z[1] - (z[0] + 0.3 * math.sin(3 * z[0]))],
        (0, end),
        [1.0, 0.0],
        rtol=1e-10,
        atol=1e-12,
    )
    errors = []
    momentum = rules.get("momentum.velocity")
    for steps in (200, 400, 800):
        h = end / steps
        x, states = 1.0, (0.0,)
        hyper: Any = {"alpha": h**2, "beta": 1 - gamma * h}
        for t in range(1, steps + 1):
            x, states = momentum.apply(x, lambda q: q + 0.3 * math.sin(3 * q), t, states, hyper)
        errors.append(abs(x - ode.y[0, -1]))
    assert errors[0] < 0.05
    for coarse, fine in pairwise(errors):
        assert 1.7 < coarse / fine < 2.3


def test_a_table_of_rates() -> None:
    rates = [F(1, 5) / (1 + epoch) for epoch in (1, 2, 3, 4)]
    found = sides("schedules.worked-table")
    assert [left for left, _ in found[:4]] == [right for _, right in found[:4]] == rates
    printed = decimals("schedules.worked-table")
    assert printed[0] == "0.2"
    assert all(agrees(text, rate) for text, rate in zip(printed[1:], rates, strict=True))
    sequence = schedules.get("inverse-time").sequence(initial=0.2, decay=1)
    assert [sequence(t) for t in (1, 2, 3, 4)] == pytest.approx([float(rate) for rate in rates])
    assert not agrees(decimals("schedules.misprinted-table")[-1], rates[1])


# Adam


DEFAULTS = {"alpha": 1, "t": 1, "x": 0}


def adam(
    gradients: list[Any],
    beta1: Any,
    beta2: Any,
    root: Callable[[Any], Any],
    epsilon: Any = 0,
    corrected: bool = True,
) -> list[Any]:
    """The sizes of Adam's steps with rate 1, written out."""
    steps, m, v = [], 0, 0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        first = m / (1 - beta1**t) if corrected else m
        second = v / (1 - beta2**t) if corrected else v
        steps.append(first / (root(second) + epsilon))
    return steps


def exact_root(x: Fraction) -> Fraction:
    """The root of a square of fractions."""
    root = F(math.isqrt(x.numerator), math.isqrt(x.denominator))
    assert root**2 == x
    return root


def squared_step(gradients: list[Fraction], beta1: Fraction, beta2: Fraction) -> Fraction:
    """The square of Adam's last step, exactly: no root is taken."""
    m = v = F(0)
    for g in gradients:
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    t = len(gradients)
    return (m / (1 - beta1**t)) ** 2 / (v / (1 - beta2**t))


def test_steps_longer_than_the_paper_allows() -> None:
    ((step, bound),) = sides("adam.paper-bound-of-large-steps")
    assert squared_step([F(1), F(2)], F(1, 5), F(2, 5)) == F(77, 72)
    assert compare(step, F(77, 72)) == 0
    assert bound == F(16, 15) < F(77, 72)
    ((step, bound),) = sides("adam.paper-bound-of-small-steps")
    assert squared_step([F(2), F(3)], F(1, 2), F(3, 4)) == F(28, 27)
    assert compare(step, F(28, 27)) == 0
    assert bound == 1
    growing = [F(111, 100) ** i for i in range(1, 211)]
    size = squared_step(growing, F(9, 10), F(999, 1000))
    assert float(size) == pytest.approx(10.01648, abs=5e-6)
    floats = adam([1.11**i for i in range(1, 211)], 0.9, 0.999, math.sqrt)
    assert floats[-1] ** 2 == pytest.approx(float(size), rel=1e-9)
    assert (1 - F(9, 10)) ** 2 / (1 - F(999, 1000)) == 10 < size
    bounds = [side for pair in sides("adam.paper-bound-at-the-defaults", DEFAULTS) for side in pair]
    assert 10 in bounds


def test_corrections_and_their_misprints() -> None:
    ((folded, plain),) = sides("adam.folded-with-the-same-epsilon")
    assert plain == adam([F(1)], F(1, 2), F(9, 25), exact_root, F(1))[0] == F(1, 2)
    rate = exact_root(1 - F(9, 25)) / (1 - F(1, 2))
    assert folded == rate * adam([F(1)], F(1, 2), F(9, 25), exact_root, F(1), False)[0] == F(4, 9)
    ((right, misprinted),) = sides("adam.correction-without-the-power")
    assert right == 1
    m, v = F(3, 4), 1 - F(9, 16) ** 2
    assert misprinted == m * 2 / exact_root(v / (1 - F(9, 16))) == F(6, 5)


def test_weight_decay_apart_from_the_gradient() -> None:
    ((decoupled, penalised),) = sides("adam.adamw-is-adam-with-l2")
    assert decoupled == 1 - F(1, 10) * (1 + F(1, 10) * 1) == F(89, 100)
    assert penalised == 1 - F(1, 10) == F(9, 10)


def test_the_counterexample_of_reddi_and_others() -> None:
    def lost(ams: bool) -> tuple[Fraction, Fraction]:
        x, v, regret = F(1), F(0), F(0)
        for t in range(1, 25):
            g = F(4) if t % 3 == 1 else F(-1)
            regret += g * (x + 1)  # the best fixed point is -1
            v = max(v, g * g) if ams else g * g  # beta2 = 0
            x = max(F(-1), min(F(1), x - F(1, 2) * g / exact_root(v)))
        return x, regret

    assert lost(ams=False) == (1, 36)
    assert lost(ams=True) == (F(-3, 4), F(49, 2))
    ((of_adam, of_ams),) = sides("adam.adam-loses-no-more")
    assert (of_adam, of_ams) == (36, F(49, 2))


def test_a_signal_that_survives_twenty_thousand_signs() -> None:
    assert -20000 * math.log10(2) == pytest.approx(-6020.59991, abs=5e-6)
    assert F(10) ** -6021 < F(1, 2) ** 20000 < F(10) ** -6020


def test_inexact_values_are_told_from_exact_ones() -> None:
    assert isinstance(sides("averages.ten-steps", {}, y=[1] * 10)[0][0], Fraction)
    assert float(inexact(F(1, 3))) == pytest.approx(1 / 3)
