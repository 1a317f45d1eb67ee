"""Averages that are written out, corrected or summed: every weight is checked."""

from __future__ import annotations

from fractions import Fraction

import pytest
from facts_help import last
from hypothesis import given, settings
from hypothesis import strategies as st

RECURSION = r"s_k = \rho s_{k-1} + (1 - \rho) y_k"


def decimal(value: Fraction) -> str:
    text = f"{float(value):.12f}".rstrip("0").rstrip(".")
    assert Fraction(text) == value
    return text


@st.composite
def expansions(draw, wrong: bool):
    """An average with keep = n/10, written out over a few steps; one weight spoilt if `wrong`."""
    keep = Fraction(draw(st.integers(1, 9)), 10)
    steps = draw(st.integers(2, 4))
    top = draw(st.integers(steps, 60))
    weights = [(1 - keep) * keep**age for age in range(steps)]
    if wrong:
        spoilt = draw(st.integers(1, steps - 1))
        weights[spoilt] *= draw(st.sampled_from([Fraction(2), keep, 1 / (1 - keep)]))
    terms = []
    for age, weight in enumerate(weights):
        plain = f"{decimal(1 - keep)} \\cdot {decimal(keep)}^{{{age}}}"
        right = weight == (1 - keep) * keep**age
        factor = plain if right and age and draw(st.booleans()) else f"({fraction(weight)})"
        terms.append(f"{factor} y_{{{top - age}}}")
    recursion = f"s_k = {decimal(keep)} s_{{k-1}} + {decimal(1 - keep)} y_k"
    tail = r" + \dots" if top > steps or draw(st.booleans()) else ""
    return recursion, f"s_{{{top}}} = {' + '.join(terms)}{tail}"


def fraction(value: Fraction) -> str:
    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"


@settings(max_examples=40, deadline=None)
@given(expansions(wrong=False))
def test_right_weights_are_identical(notes):
    found = last(*notes)
    assert (found.kind, found.verdict) == ("average", "identical"), found


@settings(max_examples=40, deadline=None)
@given(expansions(wrong=True))
def test_wrong_weights_are_different(notes):
    found = last(*notes)
    assert (found.verdict, found.severity) == ("different", "error"), found


def test_each_wrong_weight_is_named():
    found = last(
        "s_k = 0.8 s_{k-1} + 0.2 y_k",
        r"s_{50} = 0.2 y_{50} + 0.2 \cdot 0.8 y_{49} + 0.2 \cdot 0.8^3 y_{48} + \dots"
        r" + 0.2 \cdot 0.8^{49} y_1",
    )
    assert found.message == "the weight of y_48 is 0.2 × 0.8^2, not 0.2 × 0.8^3."
    assert found.witness == {"y_48": {"written": "0.2 × 0.8^3", "right": "0.2 × 0.8^2"}}


def test_an_observation_in_the_place_of_the_average_is_mended():
    """With and without the recursion nearby: the later parts tell it, too."""
    chain = (
        r"s_{50} = 0.2 y_{50} + 0.8 y_{49} = 0.2 y_{50} + 0.8 (0.2 y_{49} + 0.8 y_{48}) = \dots"
        r" = 0.2 y_{50} + 0.2 \cdot 0.8 y_{49} + \dots + 0.2 \cdot 0.8^{49} y_1"
    )
    for nearby in ((), (RECURSION,), ("s_k = 0.8 s_{k-1} + 0.2 y_k",)):
        found = last(*nearby, chain)
        assert found.verdict == "different"
        assert found.suggestion == "0.2 y_{50} + 0.8 s_{49}"


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (r"s_k = (1-\rho)(y_k + \rho y_{k-1} + \rho^2 y_{k-2} + \dots)", "identical"),
        (r"s_k = (1-\rho)(y_k + \rho y_{k-1} + \rho^3 y_{k-2} + \dots)", "different"),
        (r"s_k = y_k + \rho y_{k-1} + \rho^2 y_{k-2} + \dots", "different"),
        (r"s_k = (1-\rho)\sum_{i=1}^{k} \rho^{k-i} y_i", "identical"),
        (r"s_k = (1-\rho)\sum_{i=0}^{k-1} \rho^{i} y_{k-i}", "identical"),
        (r"s_k = \sum_{i=1}^{k} \rho^{k-i} y_i", "different"),
        (r"s_k = (1-\rho)\sum_{i=1}^{k} \rho^{i} y_i", "different"),
        (r"s_k = (1-\rho)\sum_{i=1}^{k-1} \rho^{k-i} y_i", "different"),
        (r"s_3 = (1-\rho) y_3 + \rho (1-\rho) y_2 + \rho^2 (1-\rho) y_1", "identical"),
        (r"s_3 = (1-\rho) y_3 + \rho (1-\rho) y_2", "different"),
        (r"s_3 = (1-\rho) y_3 + \rho (1-\rho) y_2 + \rho^2 s_1", "identical"),
    ],
)
def test_written_out_in_names(formula, verdict):
    assert last(RECURSION, formula).verdict == verdict


@pytest.mark.parametrize(
    "formula",
    [
        r"m_t = \frac13 (y_t + y_{t-1} + y_{t-2})",  # a definition of something else
        r"m_t = g_t + 2 g_{t-1} + 3 g_{t-2} + \dots",
    ],
)
def test_other_averages_are_not_judged_by_a_recursion_that_nobody_states(formula):
    found = last(formula)
    assert found is None or found.verdict != "different"


def test_a_corrected_average():
    said = ("the bias is corrected by",)
    assert last(RECURSION, r"s_k / (1 - \rho^k)", claims=said).rule == "ewma.corrected"
    assert last(RECURSION, r"s_k / (1 - \rho^k)", claims=said).verdict == "identical"
    wrong = last(RECURSION, r"s_k / (1 - \rho)", claims=said)
    assert wrong.verdict == "different"
    assert wrong.suggestion == r"\frac{s_k}{1 - \rho^k}"
    assert last(RECURSION, r"s_k / (1 - \rho)") is None  # nobody says what it is


def test_an_average_of_two_observations_only():
    two_days = r"s_k = \rho y_{k-1} + (1-\rho) y_k"
    found = last(two_days, claims=("Exponentially weighted average",))
    assert (found.verdict, found.severity) == ("different", "error")
    assert found.suggestion.replace(" ", "") == r"\rhos_{k-1}+(1-\rho)y_k"
    assert last(two_days) is None  # nobody says that it is more


def test_numbers_below_letters_are_steps_beside_an_average_at_one():
    found = last(r"s_3 = 0.8 s_2 + 0.2 y_3 = 0.8 (0.8 s_1 + 0.2 y_2) + 0.2 y_3")
    assert (found.kind, found.verdict) == ("average", "identical")


def test_limits_of_a_sum_are_given_in_its_own_counter():
    stated = r"u_n = \gamma u_{n-1} + (1-\gamma) x_n"
    found = last(stated, r"u_n = (1-\gamma) \sum_{k=1}^{n} \gamma^k x_{n-k}")
    assert found.verdict == "different"
    assert found.message.startswith("let k go from 0 to n - 1: ")


@pytest.mark.parametrize("first", [0, 1])
def test_weights_without_end_add_up_to_one(first):
    found = last(rf"(1-\gamma) \sum_{{k={first}}}^\infty \gamma^k = 1")
    assert found.verdict == ("different" if first else "identical")
    if first:
        assert "with γ = 0.5" in found.message  # where the sum has a value


def test_an_average_is_no_mend_beside_an_older_one():
    stated = (r"\rho = 0.8", r"u_n = \rho u_{n-1} + (1-\rho) x_n")
    found = last(
        *stated, r"u_{9} = 0.2 x_9 + 0.8 (0.2 x_8 + 0.8 u_7) = 0.2 x_9 + 0.8 x_8 + 0.8^2 u_7"
    )
    assert found.verdict == "different"
    assert "u_8" not in found.message + found.suggestion


def test_dots_are_shown_as_they_are_written():
    found = last(r"1 + \gamma + \gamma^2 + \dots + \gamma^n = \frac{1 - \gamma^n}{1 - \gamma}")
    assert found.verdict == "different"
    assert found.message.startswith("1 + γ + γ^2 + ... + γ^n is not ")


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (r"(1-\rho)\sum_{i=1}^{k} \rho^{k-i} y_i^2", "identical"),
        (r"(1-\rho)\sum_{i=1}^{k} \rho^{i} y_i^2", "different"),
        (r"(1-\rho)\sum_{i=1}^{k} \rho^{k-i-1} y_i^2", "different"),
        (r"(1-\rho)\sum_{i=1}^{k} \rho^{k-i} y_i", "different"),
    ],
)
def test_an_average_of_squares_is_a_sum_of_squares(total: str, expected: str) -> None:
    recursion = r"s_k = \rho s_{k-1} + (1 - \rho) y_k^2"
    found = last(recursion, f"s_k = {total}")
    assert found.verdict == expected
    assert "squared" not in found.message
