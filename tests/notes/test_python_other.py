"""Listings that are no Python: pseudo-code of all kinds, other languages."""

from __future__ import annotations

import re

import pytest
from listing_help import lines, listing, one, shown

AVERAGE = "s = b*s + (1 - b)*g^2"
STEP = "w = w - a*g/(sqrt(s) + eps)"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("javascript", "s = b * s + (1 - b) * Math.pow(g, 2);\nw -= a * g / (Math.sqrt(s) + eps);"),
        ("js", "let q = g;\ns = b*s + (1 - b)*g**2;\nconst r = Math.sqrt(s);\nw -= a*g/(r + eps);"),
        ("matlab", "s = b.*s + (1 - b).*g.^2;\nw = w - a.*g./(sqrt(s) + eps);"),
        ("julia", "for t in 1:9\n s = b*s .+ (1 - b)*g.^2\n w = w .- a*g./(sqrt.(s) .+ eps)\nend"),
        ("cpp", "s = b*s + (1 - b)*std::pow(g, 2);\nw -= a*g/(std::sqrt(s) + eps);"),
        ("", "s ← b·s + (1−b)·g²\nw ← w − a·g/(√s + eps)"),
        ("", "sₖ = b sₖ₋₁ + (1 − b) gₖ²\nwₖ = wₖ₋₁ − a gₖ/(√sₖ + eps)"),
        ("julia", "s .= b .* s .+ (1 - b) .* g.^2\nw .= w .- a .* g ./ (sqrt.(s) .+ eps)"),
        ("text", "Step 1: s = b*s + (1-b)*g^2; w = w - a*g/(sqrt(s) + eps)"),
    ],
)  # fmt: skip
def test_rmsprop_in_another_language(language: str, text: str) -> None:
    algorithm = one(text, language=language)
    read = lines(algorithm).replace("(r + eps)", "(sqrt(s) + eps)")
    read = re.sub(r"_k|_\(k-1\)", "", read)
    assert AVERAGE in read
    assert STEP in read


def test_hats_of_slides_are_part_of_the_name() -> None:
    algorithm = one("m ← r·m + (1 − r)·g\nm̂ ← m/(1 − rᵗ)\nw ← w − a·m̂", language="")
    assert "m_hat = m/(1 - r^t)" in lines(algorithm)
    assert "w = w - a*m_hat" in lines(algorithm)


def test_labels_before_assignments() -> None:
    text = "RMS: s = b*s + (1 - b)*g**2\nmove: w = w - a*g/(sqrt(s) + eps)"
    reading = listing("RMS: s = b*s + (1 - b)*g**2; w = w - a*g/(sqrt(s) + eps)", language="text")
    assert AVERAGE in shown(reading)
    assert STEP in shown(listing(text, language="text"))


def test_half_of_another_language_is_not_judged() -> None:
    text = "s = b*s + (1 - b)*g*g;\nauto r => root(s);\nr <<= 1, q = 2 :: s;\nw -= a*g/r;"
    reading = listing(text, language="cpp")
    assert not reading.algorithms
    assert [gap.reason for gap in reading.unread] == [
        "this listing (cpp) is not Python that symopt reads"
    ]


@pytest.mark.parametrize(
    "slope",
    ["dJ(w)/dw", "dJ/dw", "∂J/∂w", "∂L(w, c)/∂w", "∂/∂w J(w)", "d/dw J(w)", "df/dw"],
)  # fmt: skip
@pytest.mark.parametrize("times", [" * ", " "])
def test_derivatives_of_a_loss(slope: str, times: str) -> None:
    text = f"repeat until it converges {{\n  w := w - a{times}{slope}\n}}"
    assert lines(one(text, language="text")) == "w = w - a*grad f(w)"


def test_a_sum_without_ends_is_not_read() -> None:
    reading = listing("repeat {\n w_j := w_j - a/m * Σ (h(x_i) - y_i) * x_ij\n}", language="")
    assert not reading.algorithms
    assert "ends are not stated" in shown(reading)


def test_letters_with_a_hat() -> None:
    assert lines(one("m = b*m + (1 - b)*g\nm̂ = m/(1 - b**t)\nw = w - a*m̂")).splitlines()[1:] == [
        "m_hat = m/(1 - b^t)",
        "w = w - a*m_hat",
    ]
