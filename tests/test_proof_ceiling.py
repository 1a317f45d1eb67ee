"""The ceiling: the rule of inference takes it for the least whole number and for nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from symopt.proof.kernel.catalogue import RULES
from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected

X, Y, N = ("sym", "x"), ("sym", "y"), ("sym", "n")
CEIL = ("ceil", X)


def accepts(prop: Any, known: Any) -> bool:
    context = Context(Table())
    for name in "xy":
        context.declare(name, ("real", None, "open", None, "open"))
    context.declare("n", ("int", 0, None))
    context.assume("known", known)
    try:
        RULES["ceiling"](Checker(), context, prop, {"rule": "ceiling", "from": "known"})
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
    ],
)
def test_what_defines_the_ceiling_is_accepted(known: Any, prop: Any) -> None:
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
