"""The checks of pictures find what they look for."""

from __future__ import annotations

from figure_checks import faults
from symopt import draw


def test_a_good_picture_has_no_faults() -> None:
    figure, ax = draw.get_theme().subplots()
    draw.curves({"one": [1, 2], "two": [2, 1]}, ax=ax)
    ax.legend()
    assert faults(figure) == []


def test_texts_on_each_other_cut_off_or_tiny_are_found() -> None:
    figure, ax = draw.get_theme().subplots()
    ax.text(0.5, 0.5, "one here")
    ax.text(0.52, 0.5, "two here")
    ax.text(0.1, 0.1, "tiny", fontsize=3)
    far = ax.text(0.9, 0.9, "much too long for the page" * 3)
    far.set_in_layout(False)
    assert sorted(fault.split(":")[0] for fault in faults(figure)) == [
        "cut off",
        "on each other",
        "too small",
    ]
