"""Ceiling and floor: the rule of inference takes them for what they are and for nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from symopt.proof.kernel.catalogue import RULES
from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected

X, Y, N = ("sym", "x"), ("sym", "y"), ("sym", "n")
CEIL, FLOOR = ("ceil", X), ("floor", X)


def accepts(prop: Any, known: Any) -> bool:
    context = Context(Table())
    for name in "xy":
        context.declare(name, ("real", None, "open", None, "open"))
    context.declare("n", ("int", 0, None))
    context.assume("known", known)
    try:
        RULES["rounding"](Checker(), context, prop, {"rule": "rounding", "from": "known"})
    except Rejected:
        return False
    return True


@pytest.mark.parametrize(
    ("known", "prop"),
    [
        (("<=", X, N), ("<=", CEIL, N)),
        (("<=", CEIL, N), ("<=", X, N)),
        (("<", N, X), ("<", N, CEIL)),
        (("<", N, CEIL), ("<", N, X)),
        (("<", ("+", N, -1), X), ("<", ("+", N, -1), CEIL)),
        (("<=", N, X), ("<=", N, FLOOR)),
        (("<=", N, FLOOR), ("<=", N, X)),
        (("<", X, N), ("<", FLOOR, N)),
        (("<", FLOOR, N), ("<", X, N)),
    ],
)
def test_what_defines_them_is_accepted(known: Any, prop: Any) -> None:
    assert accepts(prop, known)


@pytest.mark.parametrize(
    ("known", "prop"),
    [
        # y is any real number: from x <= y nothing follows for the ceiling of x.
        (("<=", X, Y), ("<=", CEIL, Y)),
        (("<", Y, CEIL), ("<", Y, X)),
        (("<=", X, ("*", ("/", 1, 2), N)), ("<=", CEIL, ("*", ("/", 1, 2), N))),
        # x < n gives ceil(x) <= n only, and ceil(x) >= n says little of x.
        (("<", X, N), ("<", CEIL, N)),
        (("<=", N, CEIL), ("<=", N, X)),
        (("<=", X, N), ("<", CEIL, N)),
        (("<=", FLOOR, N), ("<=", X, N)),
        (("<", N, X), ("<", N, FLOOR)),
        (("<=", Y, X), ("<=", Y, FLOOR)),
        (("<", FLOOR, Y), ("<", X, Y)),
        (("<", FLOOR, N), ("<", CEIL, N)),
        # Another value, another number, another direction.
        (("<=", Y, N), ("<=", CEIL, N)),
        (("<=", X, N), ("<=", CEIL, ("+", N, -1))),
        (("<=", X, N), ("<=", N, CEIL)),
        (("<", X, N), ("<", N, CEIL)),
        (("=", X, N), ("=", CEIL, N)),
    ],
)
def test_its_false_neighbours_are_refused(known: Any, prop: Any) -> None:
    assert not accepts(prop, known)


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [(("/", 7, 2), 4, 3), (3, 3, 3), (("/", -7, 2), -3, -4), (0, 0, 0), (("/", 1, 9), 1, 0)],
)
def test_numbers_are_rounded(value: Any, up: int, down: int) -> None:
    context = Context(Table())
    assert context.normal.equal(("ceil", value), up)
    assert context.normal.equal(("floor", value), down)
    assert not context.normal.equal(("ceil", value), up + 1)


def test_ceiling_is_the_floor_turned() -> None:
    context = Context(Table())
    context.declare("x", ("real", None, "open", None, "open"))
    assert context.normal.equal(CEIL, ("*", -1, ("floor", ("*", -1, X))))
    assert not context.normal.equal(CEIL, ("+", FLOOR, 1))
