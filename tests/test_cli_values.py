"""Options taken apart."""

from __future__ import annotations

import pytest

from symopt.cli.values import coordinates, pairs
from symopt.errors import InvalidValue


def test_a_point_has_its_coordinates_in_order():
    assert coordinates("-2,1.2") == ("-2", "1.2")
    assert coordinates("(1, 2, 1/3)") == ("1", "2", "1/3")


def test_values_are_found_by_name():
    given = ["alpha=multi-step:epochs=30,60:factor=0.1", "mu = constant"]
    assert pairs(given, "--schedule", "") == {
        "alpha": "multi-step:epochs=30,60:factor=0.1",
        "mu": "constant",
    }


@pytest.mark.parametrize("text", ["", "alpha", "=1", "alpha=", " = "])
def test_what_is_no_pair_is_refused_with_the_option_and_an_example(text):
    with pytest.raises(InvalidValue, match=r"--set needs NAME=VALUE such as alpha=0\.1"):
        pairs([text], "--set", "alpha=0.1")


def test_a_name_given_twice_is_refused():
    with pytest.raises(InvalidValue, match="--set alpha is given twice"):
        pairs(["alpha=0.1", "alpha=0.2"], "--set", "alpha=0.1")
