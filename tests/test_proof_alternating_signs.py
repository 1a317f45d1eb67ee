"""Powers of -1: what a step does to them, and what it does not."""

from __future__ import annotations

import pytest

from symopt.proof.kinds import Kind
from symopt.proof.language import Natural, Real, claim, equation, holds


def verdict(relation, kind: type[Kind] = Natural):
    def goal(t, x):
        """A statement about powers of -1."""
        return holds(relation(t, x))

    goal.__annotations__ = {"t": kind, "x": Real}
    return claim(source="rudin1976")(goal).prove().verdict


@pytest.mark.parametrize(
    "relation",
    [
        lambda t, x: equation((-1) ** (t + 1) * x, -((-1) ** t) * x),
        lambda t, x: equation((-1) ** (t + 2) * x, (-1) ** t * x),
        lambda t, x: equation((-1) ** (2 * t + 1), -1 + 0 * x),
        lambda t, x: equation(((-1) ** t * x) ** 2, x**2),
        lambda t, x: equation((-1) ** (3 * t + 4), (-1) ** t),
    ],
)
def test_true(relation):
    assert verdict(relation) == "proved"


@pytest.mark.parametrize(
    "relation",
    [
        lambda t, x: equation((-1) ** (t + 1) * x, (-1) ** t * x),
        lambda t, x: equation((-1) ** (t + 2) * x, -((-1) ** t) * x),
        lambda t, x: equation((-1) ** t * x, x),
        lambda t, x: equation((-1) ** (2 * t + 1), 1 + 0 * x),
        lambda t, x: equation((-1) ** (3 * t), 1 + 0 * x),
        lambda t, x: (-1) ** t * x >= 0,
    ],
)
def test_false(relation):
    assert verdict(relation) == "undecided"


def test_a_real_power_of_minus_one_is_refused():
    assert verdict(lambda t, x: equation((-1) ** (t + 1), -((-1) ** t)), kind=Real) == "undecided"
