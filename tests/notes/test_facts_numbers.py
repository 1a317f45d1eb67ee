"""Worked numbers: what is exact, rounded or cut off is right, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from facts_help import last
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.formula import Number
from symopt.notes.facts.closeness import equals, literal
from symopt.notes.facts.enclosure import (
    Enclosure,
    Undefined,
    euler,
    exponential,
    logarithm,
    pi,
    power,
)
from symopt.notes.facts.words import number

RIGHT = [
    "0.8^3 = 0.512",
    "0.95^{20} = 0.3584",  # cut off
    "0.95^{20} = 0.3585",  # rounded
    "0.95^{20} = 0.36",
    r"0.95^{20} \approx \frac{1}{e}",
    r"\frac{1}{e} = 0.3678 \approx 0.37",
    r"\frac{1}{1-0.995} = 200",
    "1 - 0.9^2 = 0.19",
    r"0.7 \times 3 = 2.1",
    r"\frac{0.3}{1 + 2 \cdot 1} = 0.1",
    r"\sqrt{2} = 1.414",
    r"2^{10} = 1024",
    r"10^{-8} = 0.00000001",
    r"0.999^{1000} \approx 0.37",
    r"2^{-30000} \approx 0",
    r"0.5 = \frac12 = \frac{2}{4}",
    r"\frac{2}{3} = 0.66",
]
WRONG = [
    ("0.8^3 = 0.521", "0.8^3 is 0.512, not 0.521."),
    (r"0.03 \times 50 = 15", "0.03 × 50 is 1.5, not 15."),
    (r"\frac{1}{1-0.95} = 50", "1/(1 - 0.95) is 20, not 50."),
    ("1 - 0.9^2 = 0.81", "1 - 0.9^2 is 0.19, not 0.81."),
    (r"0.9^{20} = 0.3486", "0.9^20 is 0.1216, not 0.3486."),
    (r"\frac{1}{e} = 0.3769", "1/e is 0.3679, not 0.3769."),
    (r"0.99^{100} \approx 0.9", "0.99^100 is 0.3660, not 0.9."),
    (r"0.8^3 = \frac12", "0.8^3 is 0.512 and 1/2 is 0.5: they are not equal."),
    (r"3^{20000} = 3", None),
    (r"0.95^{20} > \frac{1}{e}", None),
]


@pytest.mark.parametrize("formula", RIGHT)
def test_right_numbers(formula):
    found = last(formula)
    assert (found.kind, found.verdict, found.severity) == ("number", "identical", "ok")


@pytest.mark.parametrize(("formula", "message"), WRONG)
def test_wrong_numbers(formula, message):
    found = last(formula)
    assert (found.kind, found.verdict, found.severity) == ("number", "different", "error")
    if message is not None:
        assert found.message == message


def test_an_unclear_number_is_not_decided():
    assert last(r"\frac{10}{3} = 3").verdict == "undecided"
    assert last(r"0.9^{10} \approx 0.362").verdict == "undecided"


@pytest.mark.parametrize(
    "formula", ["m = 4000", "x", r"\beta = 0.9", r"\epsilon = 10^{-8}", "N = 0.5", r"\frac{1}{e}"]
)
def test_what_says_nothing_is_silent(formula):
    assert last(formula) is None


def test_the_first_wrong_link_of_a_chain_is_named():
    found = last(r"a_1 = 0.05 y_1 = 0.05 \times 60 = 30")
    assert found.message == "0.05 × 60 is 3, not 30."
    assert found.suggestion == "3"


def test_values_are_taken_from_the_neighbours():
    stated = (r"\rho = 0.95", "t = 2")
    assert last(*stated, r"1 - \rho^t = 0.0975").verdict == "identical"
    wrong = last(*stated, r"1 - \rho^t = 0.975")
    assert wrong.verdict == "different"
    assert "ρ = 0.95" in " ".join(wrong.conditions)
    assert last(r"1 - \rho^t = 0.0975") is None


@given(
    st.fractions(min_value=Fraction(1, 900), max_value=1000, max_denominator=997),
    st.integers(1, 6),
)
def test_rounding_and_cutting_off_are_right_and_two_units_off_are_wrong(value, places):
    scale = 10**places
    cut = Fraction(value * scale // 1, scale)
    rounded = Fraction(round(value * scale), scale)
    unit = Fraction(1, scale)
    exact = Enclosure.of(value)
    for shown, judged in (
        (cut, "right"),
        (rounded, "right"),
        (cut + 2 * unit, "wrong"),
        (cut - unit, "wrong"),
    ):
        text = f"{float(shown):.{places}f}"
        if Fraction(text) != shown or shown <= 0:
            continue
        if shown == cut - unit and value == cut:
            continue  # the number itself is exact: one unit less is wrong all the same
        given_number = literal(Number(shown, text))
        if given_number is not None and given_number.decimal:
            assert equals(exact, given_number) == judged


@settings(max_examples=60)
@given(
    st.fractions(min_value=Fraction(1, 500), max_value=500, max_denominator=500),
    st.fractions(min_value=-40, max_value=40, max_denominator=90),
)
def test_enclosures_hold_what_mpmath_computes(base, exponent):
    with mpmath.workdps(50):
        x, y = (mpmath.mpf(q.numerator) / q.denominator for q in (base, exponent))
        for enclosure, value in (
            (power(Enclosure.of(base), Enclosure.of(exponent)), x**y),
            (exponential(Enclosure.of(exponent)), mpmath.exp(y)),
            (logarithm(Enclosure.of(base)), mpmath.log(x)),
            (euler(), mpmath.e),
            (pi(), mpmath.pi),
        ):
            low, high = (mpmath.mpf(e.numerator) / e.denominator for e in
                         (enclosure.low, enclosure.high))  # fmt: skip
            slack = mpmath.mpf(10) ** -45 * (1 + abs(value))
            assert low - slack <= value <= high + slack
            assert high - low <= slack


def test_huge_powers_are_enclosed_or_refused():
    tiny = power(Enclosure.of(2), Enclosure.of(-30000))
    assert tiny.is_exact
    assert number(tiny) == "1.259e-9031"
    assert power(Enclosure.of(Fraction(9, 10)), Enclosure.of(10**6)).high < Fraction(1, 10**45000)
    with pytest.raises(Undefined):
        power(Enclosure.of(2), Enclosure.of(10**11))


@given(st.fractions(), st.integers(2, 7))
def test_a_number_is_shown_to_its_digits(value, digits):
    shown = Fraction(number(value, digits))
    assert abs(shown - value) <= abs(value) * Fraction(1, 10 ** (digits - 1))


@pytest.mark.parametrize("formula", [r"\log 100 = 2", r"\log 10 = 2.302", r"\log 8 = 3"])
def test_a_logarithm_may_be_to_any_usual_base(formula):
    assert last(formula).verdict == "identical"


def test_words_left_out_between_numbers_make_no_claim():
    assert last("40 = 2") is None


APPROACHED = [
    (r"\rho^{\frac{1}{1-\rho}} \approx \frac{1}{e}", "identical"),
    (r"\rho^{\frac{1}{1-\rho}} \approx e", "different"),
    (r"(1-x)^{1/x} \approx 0.35", "identical"),
    (r"(1-x)^{1/x} \approx 0.9", "different"),
    (r"(1-x)^{1/x} \approx \frac{1}{2}", "undecided"),
    (r"\lim_{n \to \infty} 1 - \rho^n = 1", "identical"),
    (r"\lim_{n \to \infty} 1 - \rho^n = 0", "different"),
]


@pytest.mark.parametrize(("formula", "verdict"), APPROACHED)
def test_what_is_approached_is_near_the_limit(formula, verdict):
    assert last(formula).verdict == verdict


def test_a_value_stated_nearby_goes_before_a_limit():
    # (1/2)^2 = 1/4, though the limit is 1/e.
    assert last("x = 0.5", r"(1-x)^{1/x} \approx 0.25").verdict == "identical"


ROUGH = [
    (r"0.98^{120} \approx 0.2", "different"),  # 0.0885
    (r"0.98^{40} \approx 0.3", "different"),  # 0.4457: more than a unit, and a third off
    (r"0.98^{50} \approx 0.4", "identical"),  # 0.3642, rounded
    (r"\frac{1}{1-0.989} \approx 90", "identical"),
    (r"\frac{1}{1-0.985} \approx 50", "different"),  # 66.7
    (r"\frac{10}{6} \approx 1", "identical"),  # cut off
    (r"\frac{31}{10} \approx 4", "undecided"),
]


@pytest.mark.parametrize(("formula", "verdict"), ROUGH)
def test_a_number_with_one_digit_is_rough(formula, verdict):
    assert last(formula).verdict == verdict
