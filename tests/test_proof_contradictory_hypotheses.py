"""Hypotheses that nothing meets prove anything, so the verifier refuses them."""

from __future__ import annotations

from typing import Any

import pytest

from symopt.proof.kernel.founded import check_founded
from symopt.proof.kernel.terms import Rejected
from symopt.proof.verifier import verify

T = ("sym", "t")


def f(place: Any) -> Any:
    """The function f at a place."""
    return ("app", "f", place)


def g(place: Any) -> Any:
    """The function g at a place."""
    return ("app", "g", place)


def later(place: Any, by: int) -> Any:
    """A place so much later."""
    return ("+", place, by)


def always(prop: Any, first: int = 1) -> Any:
    """The statement for t = first, first + 1, ..."""
    return ("forall", (("t", ("int", first, None)),), prop)


CIRCLES = {
    "itself": [always(("=", f(T), later(f(T), 1)))],
    "itself at a place": [("=", f(1), later(f(1), 1))],
    "each other": [
        always(("=", f(T), later(g(T), 1))),
        always(("=", g(T), later(f(T), 1))),
    ],
    "each other's next": [
        always(("=", f(T), later(g(later(T, 1)), 1))),
        always(("=", g(T), later(f(later(T, -1)), 1))),
    ],
    "inside a sum": [always(("=", f(T), later(("sum", f(("sym", "k")), "k", 1, T), 1)))],
    "under the same name": [always(("=", f(T), ("sum", f(later(T, -1)), "t", 1, 5)))],
    "a fixed later place": [always(("=", f(T), later(f(7), 1)))],
    "a place that depends": [always(("=", f(T), later(f(f(later(T, -1))), 1)))],
}

RECURSIONS = {
    "one": [("=", f(0), 0), always(("=", f(T), later(f(later(T, -1)), 1)))],
    "two steps back": [always(("=", f(T), ("+", f(later(T, -1)), f(later(T, -2)))))],
    "one after the other": [
        always(("=", g(T), later(f(later(T, -1)), 1))),
        always(("=", f(T), ("*", 2, g(T)))),
    ],
    "a sum of what is known": [
        always(("=", g(T), later(g(later(T, -1)), 1))),
        always(("=", f(T), ("sum", g(("sym", "k")), "k", 1, later(T, 5)))),
    ],
    "its own start": [("=", f(0), 3), always(("=", f(T), ("+", f(later(T, -1)), f(0))))],
}


@pytest.mark.parametrize("name", CIRCLES)
def test_definitions_that_need_themselves_are_refused(name: str) -> None:
    with pytest.raises(Rejected, match="defined by"):
        check_founded(CIRCLES[name])


@pytest.mark.parametrize("name", RECURSIONS)
def test_recursions_are_accepted(name: str) -> None:
    check_founded(RECURSIONS[name])


def certificate(hypotheses: list[Any], steps: list[Any], claim: Any) -> dict[str, Any]:
    """A certificate that derives a claim from hypotheses about f."""
    names = [f"h{number}" for number, _ in enumerate(hypotheses, start=1)]
    return {
        "format": "symopt-certificate-1",
        "kind": "proved",
        "statement": {
            "symbols": (),
            "functions": (("f", 1, "real"),),
            "hypotheses": tuple(zip(names, hypotheses, strict=True)),
            "conclusions": (claim,),
        },
        "models": ({"symbols": (), "functions": (("f", ((None, 1),)),)},),
        "steps": tuple(steps),
        "conclude": (steps[-1]["id"],),
    }


def test_a_circular_definition_does_not_prove_that_zero_is_one() -> None:
    at_one = ("=", f(1), later(f(1), 1))
    steps = [
        {"id": "s1", "prop": at_one, "by": {"rule": "instance", "from": "h1", "with": (("t", 1),)}},
        {"id": "s2", "prop": ("=", 0, 1), "by": {"rule": "identity", "modulo": (("s1", 1),)}},
    ]
    made = certificate([CIRCLES["itself"][0]], steps, ("=", 0, 1))
    del made["models"][0]["functions"]
    found = verify(made)
    assert not found.accepted
    assert "defined by itself" in found.reason


def test_a_model_has_to_meet_statements_for_all_places_too() -> None:
    low, high = always(("<=", f(T), -1)), always(("<=", 1, f(T)))
    parts = [
        {"id": "s1", "prop": ("<=", f(1), -1), "by": {"rule": "instance", "from": "h1"}},
        {"id": "s2", "prop": ("<=", 1, f(1)), "by": {"rule": "instance", "from": "h2"}},
        {"id": "s3", "prop": ("<=", 1, -1), "by": {"rule": "chain", "links": ("s2", "s1")}},
    ]
    for step in parts[:2]:
        step["by"]["with"] = (("t", 1),)
    found = verify(certificate([low, high], parts, ("<=", 1, -1)))
    assert not found.accepted
    assert "does not meet a hypothesis" in found.reason
    # With one of the two the steps that need only that one are fine.
    assert verify(
        certificate([high], [{**parts[1], "by": {**parts[1]["by"], "from": "h1"}}], ("<=", 1, f(1)))
    ).accepted
