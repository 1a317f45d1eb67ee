"""The palette is told apart by everybody, and every line by more than its colour."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt import rules
from symopt.draw.colour import VISIONS, contrast, difference, least_difference, oklab
from symopt.draw.palette import STYLES, styles
from symopt.draw.theme import get_theme

COLOURS = [style.colour for style in STYLES.values()]
GREY_LEVELS = st.integers(0, 255).map(lambda level: f"#{level:02x}{level:02x}{level:02x}")
ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_colours_are_far_apart(vision: str) -> None:
    assert least_difference(COLOURS, vision) >= 13


def test_the_measure_finds_a_palette_that_fails() -> None:
    tab10 = [f"C{i}" for i in range(10)]
    assert min(least_difference(tab10, vision) for vision in VISIONS) < 2


def test_known_values_of_the_measure() -> None:
    # Ottosson's reference values for OKLab of linear red.
    assert oklab("#ff0000") == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)


@given(ANY_COLOUR, ANY_COLOUR)
def test_difference_is_symmetric_and_zero_only_for_one_colour(a: str, b: str) -> None:
    assert difference(a, b) == pytest.approx(difference(b, a))
    assert (difference(a, b) < 1e-9) == (a == b)


@given(GREY_LEVELS)
def test_grey_looks_the_same_to_everybody(grey: str) -> None:
    for vision in VISIONS:
        assert oklab(grey, vision) == pytest.approx(oklab(grey), abs=2e-3)


def test_lines_differ_by_dash_or_marker_without_colour() -> None:
    looks = [(style.dash, style.marker) for style in STYLES.values()]
    assert len(set(looks)) == len(STYLES)
    assert len({style.marker for style in STYLES.values()}) == len(STYLES)


def test_every_line_stands_out_from_the_ground() -> None:
    theme = get_theme("light")
    for colour in COLOURS:
        for ground in (*theme.ground, theme.background):
            assert min(difference(colour, ground, vision) for vision in VISIONS) > 10


def test_every_main_optimizer_has_a_style_of_its_own() -> None:
    main = {r.name for r in rules.registry() if r.kind == "optimizer" and "." not in r.name}
    assert main <= set(STYLES)


def test_dialects_and_strangers_get_styles_of_their_own() -> None:
    names = [r.name for r in rules.registry() if r.kind == "optimizer"] + ["mine", "yours"]
    chosen = styles(names)
    assert list(chosen) == names
    for first, second in combinations(chosen.values(), 2):
        assert first != second
    assert all(chosen[name] == STYLES[name] for name in STYLES)
