"""The verifier of maps refuses what is false, however a certificate puts it."""

from __future__ import annotations

from typing import Any

import pytest

from symopt.equivalence import compare, verify
from symopt.equivalence.context import nonnegative_states, requirements
from symopt.errors import InvalidExpression
from symopt.proof.kernel.terms import Term
from test_equivalence import written

THETA, G, A, B, S, T = (("sym", name) for name in ("theta", "g", "alpha", "beta", "s", "t"))
STEP: Term = ("+", THETA, ("*", -1, A, G))
RATE, DECAY = "[0, inf)", "[0, 1)"


def recursion(output: Term = STEP, query: Term = THETA, **more: Any) -> dict[str, Any]:
    """Return gradient descent as certificates have it, with changes."""
    return {
        "name": "rule",
        "kind": "optimizer",
        "hyperparameters": (("alpha", RATE),),
        "states": (),
        "query": query,
        "output": output,
    } | more


def simulation(of: dict[str, Any], by: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a certificate of the map that leaves all as it is, with changes."""
    return {
        "format": "symopt-simulation-1",
        "of": of,
        "by": by,
        "hyperparameters": tuple((n, ("sym", n)) for n, _ in by["hyperparameters"]),
        "states": tuple((name, ("sym", name)) for name, _, _ in by["states"]),
        "shift": 0,
        "positive": (),
        "factors": (),
        "varying": 0,
    } | more


def test_the_plain_map_is_accepted() -> None:
    assert verify(simulation(recursion(), recursion())).accepted


def stateful(initial: Term, update: Term, output: Term) -> dict[str, Any]:
    return recursion(
        output,
        states=(("s", initial, update),),
        hyperparameters=(("alpha", RATE), ("beta", DECAY)),
    )


ROOTED = ("+", THETA, ("*", -1, A, ("^", ("^", S, 2), ("/", 1, 2))))
FALSE: dict[str, dict[str, Any]] = {
    "another query": simulation(recursion(), recursion(query=("+", THETA, A))),
    "neither optimizer nor average": simulation(
        recursion(kind="rule"), recursion(query=("+", THETA, A), kind="rule")
    ),
    "a first value that is negative by a product": simulation(
        stateful(("*", -1, 1), ("*", B, S), ROOTED),
        stateful(("*", -1, 1), ("*", B, S), ("+", THETA, ("*", -1, A, S))),
    ),
    "|s| is not s where s is negative": simulation(
        stateful(-1, ("*", B, S), ROOTED),
        stateful(-1, ("*", B, S), ("+", THETA, ("*", -1, A, S))),
    ),
    "another first value": simulation(
        stateful(0, ("+", S, G), ("+", THETA, ("*", -1, A, S))),
        stateful(1, ("+", S, G), ("+", THETA, ("*", -1, A, S))),
    ),
    "a value outside its domain": simulation(
        recursion(), recursion(), hyperparameters=(("alpha", ("*", -1, A)),)
    ),
    "a value that changes with t": simulation(
        recursion(("+", THETA, ("*", -1, A, G, T))),
        recursion(),
        hyperparameters=(("alpha", ("*", A, T)),),
    ),
    "a division by what may be zero": simulation(
        recursion(), recursion(("+", THETA, ("*", -1, A, G, G, ("^", G, -1))))
    ),
    "a sum that hides a division": simulation(
        recursion(("+", STEP, ("*", 0, ("sum", ("^", G, -1), "g", 1, 2)))),
        recursion(("+", THETA, ("*", -1, A, G, G, ("^", G, -1)))),
    ),
    "the sign of zero": simulation(
        recursion(("+", THETA, ("*", -1, A, ("sign", G)))),
        recursion(("+", THETA, ("*", -1, A, G, ("^", ("abs", G), -1)))),
    ),
    "the larger of two is not their sum": simulation(
        recursion(("+", THETA, ("*", -1, A, ("max", 0, G)))), recursion()
    ),
    "a factor that is not positive": simulation(recursion(), recursion(), factors=(G,)),
    "a factor that may be zero": simulation(recursion(), recursion(), factors=(A,)),
    "a condition on what can only be zero": simulation(
        recursion(hyperparameters=(("alpha", "[0, 0]"),)), recursion(), positive=("alpha",)
    ),
    "a shift at the start": simulation(
        stateful(1, ("*", B, S), STEP), recursion(), shift=S, hyperparameters=(("alpha", A),)
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused(name: str) -> None:
    assert not verify(FALSE[name]).accepted


def test_a_value_that_changes_is_accepted_only_where_it_is_said_to() -> None:
    bad = FALSE["a value that changes with t"]
    assert verify(bad | {"varying": 1}).accepted


def test_a_zeroth_power_needs_nothing() -> None:
    assert list(requirements([("^", ("^", G, 0), -1)])) == [("!=", ("^", G, 0), 0)]


def test_states_are_nonnegative_by_induction_only() -> None:
    growing = recursion(states=(("s", 0, ("+", S, ("*", G, G))),))
    signed = recursion(states=(("s", 0, ("+", S, G)),))
    circular = recursion(states=(("s", 0, ("+", ("sym", "u"), G)), ("u", 0, S)))
    assert nonnegative_states(growing) == ("s",)
    assert nonnegative_states(signed) == ()
    assert nonnegative_states(circular) == ()


DIFFERENT = [
    # What looks the same, and is not: a rule each, and how far apart they are.
    ("theta = theta - alpha*abs(g)", "theta = theta - alpha*g"),
    ("theta = theta - alpha*sqrt(g**2)", "theta = theta - alpha*g"),
    ("theta = theta - alpha*maximum(g, 0)", "theta = theta - alpha*g"),
    ("theta = theta - alpha*sign(g)*abs(g)", "theta = theta - alpha*abs(g)"),
    ("theta = theta - alpha*g/t", "theta = theta - alpha*g"),
    ("theta = theta - alpha*g**2", "theta = theta - alpha*g**3"),
]


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_what_looks_the_same_is_told_apart(a: str, b: str) -> None:
    found = compare(written("a", "alpha", {}, a), written("b", "alpha", {}, b))
    assert found.verdict == "different"


SAME = [
    ("theta = theta - alpha*sign(g)*abs(g)", "theta = theta - alpha*g"),
    ("theta = theta - alpha*sqrt(g**2)", "theta = theta - alpha*abs(g)"),
    ("theta = theta - alpha*maximum(g, -g)", "theta = theta - alpha*abs(g)"),
    ("theta = theta - alpha*g*beta**0", "theta = theta - alpha*g"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_what_looks_different_is_not_told_apart(a: str, b: str) -> None:
    found = compare(written("a", "alpha beta", {}, a), written("b", "alpha", {}, b))
    assert found.verdict != "different"


def test_a_step_asks_for_one_gradient() -> None:
    two = "d = grad(theta)\ne = grad(theta - mu*v)\nv = mu*v + d\ntheta = theta - alpha*(d + e)"
    with pytest.raises(InvalidExpression, match="two points"):
        written("two", "alpha mu", {"v": 0}, two)
    late = "v = mu*v + g\nd = grad(theta - mu*v)\ntheta = theta - alpha*d"
    with pytest.raises(InvalidExpression, match="second time"):
        written("late", "alpha mu", {"v": 0}, late)
    once = "d = grad(theta)\ne = grad(theta)\nv = mu*v + d\ntheta = theta - alpha*(v + 0*e)"
    assert written("once", "alpha mu", {"v": 0}, once).query == THETA


def test_states_may_have_the_names_of_what_is_given() -> None:
    counted = written(
        "counted",
        "alpha beta1 beta2 epsilon",
        {"m": 0, "v": 0, "t": 0},
        """t = t + 1
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g**2
        theta = theta - alpha*m/(1 - beta1**t)/(sqrt(v/(1 - beta2**t)) + epsilon)""",
    )
    assert compare(counted, "adam").verdict == "identical"
    named = written(
        "named",
        "alpha beta",
        {"g": 0},
        "d = grad(theta)\ng = beta*g + (1 - beta)*d\ntheta = theta - alpha*g",
    )
    assert compare(named, "momentum").verdict == "identical"


def test_a_state_that_stays_where_it_began_is_no_zero() -> None:
    pulled = written("pulled", "alpha mu", {"x": None}, "theta = theta - alpha*g - mu*(theta - x)")
    shrunk = written("shrunk", "alpha mu", {}, "theta = theta - alpha*g - mu*theta")
    assert compare(pulled, shrunk).verdict == "different"


FACTORS = ["1 + beta2", "2 - beta2", "1", "3", "1 - beta2**2"]


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("inside", [True, False])
def test_what_scales_the_squares_is_taken_up_by_rate_and_epsilon(factor: str, inside: bool) -> None:
    root = "sqrt(v/(1 - beta2**t)"
    below = f"{root} + epsilon)" if inside else f"({root}) + epsilon)"
    lines = f"""m = beta1*m + (1 - beta1)*g
        v = beta2*v + ({factor})*g**2
        theta = theta - alpha*m/(1 - beta1**t)/{below}"""
    other = written("other", "alpha beta1 beta2 epsilon", {"m": 0, "v": 0}, lines)
    name = "adam.eps-inside" if inside else "adam"
    assert compare(other, name).verdict == "equivalent"


def test_a_hyperparameter_that_nothing_uses_says_nothing() -> None:
    idle = written("idle", "alpha beta", {}, "theta = theta - alpha*g")
    assert compare(idle, "gd").verdict == "identical"
