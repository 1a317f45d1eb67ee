"""The palette is told apart by everybody, and every line by more than its colour."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt import rules
from symopt.draw.colour import VISIONS, contrast, difference, least_difference, oklab
from symopt.draw.looks import get_theme, themes
from symopt.draw.palette import DARK, LIGHT, PRINT, STYLES, Style, series, styles

GREY_LEVELS = st.integers(0, 255).map(lambda level: f"#{level:02x}{level:02x}{level:02x}")
ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("palette", "least"), [(LIGHT, 13), (DARK, 11.5)], ids=["light", "dark"])
def test_any_two_colours_are_far_apart(
    palette: Mapping[str, Style], least: float, vision: str
) -> None:
    assert least_difference([style.colour for style in palette.values()], vision) >= least


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


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_lines_differ_by_dash_or_marker_without_colour(palette: Mapping[str, Style]) -> None:
    for looks in (list(palette.values()), series(len(palette), palette)):
        assert len({(style.dash, style.marker) for style in looks}) == len(palette)
        assert len({style.marker for style in looks}) == len(palette)


def test_print_has_greys_only() -> None:
    theme = get_theme("print")
    own = [theme.background, theme.ink, theme.muted, theme.faint, *theme.ground]
    for colour in [*own, *(style.colour for style in theme.palette.values())]:
        assert colour[1:3] == colour[3:5] == colour[5:7]


@pytest.mark.parametrize("name", themes())
def test_every_line_stands_out_from_the_ground(name: str) -> None:
    theme = get_theme(name)
    for style in theme.palette.values():
        for ground in (*theme.ground, theme.background):
            assert min(difference(style.colour, ground, vision) for vision in VISIONS) > 10


@pytest.mark.parametrize("name", themes())
def test_texts_can_be_read(name: str) -> None:
    theme = get_theme(name)
    for ground in (*theme.ground, theme.background):
        assert contrast(theme.ink, ground) > 7
    assert contrast(theme.muted, theme.background) > 4.5


@given(count=st.integers(0, 40))
def test_as_many_lines_as_asked_for_and_no_two_alike(count: int) -> None:
    assert len(set(series(count))) == len(series(count)) == count


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
