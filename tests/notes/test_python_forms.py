"""Forms of newer Python, and of programs that only return what is new."""

from __future__ import annotations

import pytest
from listing_help import lines, listing, one, shown

from symopt.notes.checking import check


def test_a_walrus_gives_a_value_before_the_step_uses_it() -> None:
    algorithm = one("""
def step(p, g, u, lr, rho):
    p = p - lr*(u := rho*u + g)
    return p, u
""")
    assert lines(algorithm) == "u = rho*u + g\np = p - lr*u"


def test_cases_of_plain_values_are_options() -> None:
    text = """
def step(rule, p, g, u, lr, rho):
    match rule:
        case "momentum" | "heavy":
            u = rho*u + g
        case _:
            u = g
    p = p - lr*u
    return p, u
"""
    read = shown(listing(text))
    assert "rho*u + g" in read
    assert not listing(text).unread


def test_a_case_is_what_its_value_is_called() -> None:
    text = """
def step(rule, p, g, u, s, lr=0.1, rho=0.9, c=1e-8):
    match rule:
        case "momentum":
            u = rho*u + (1 - rho)*g
            p = p - lr*u
        case "rmsprop":
            s = rho*s + (1 - rho)*g
            p = p - lr*g/(np.sqrt(s) + c)
    return p, u, s
"""
    found = check(f"```python{text}```".encode(), name="a.md").findings
    assert [(each.rule, each.severity) for each in found] == [
        ("momentum", "ok"),
        ("rmsprop", "error"),
    ]


@pytest.mark.parametrize(("sign", "severity"), [("-", "ok"), ("+", "error")])
def test_dictionaries_that_are_returned_hold_what_is_new(sign: str, severity: str) -> None:
    text = f"""
def momentum(weights, slopes, memory, lr=0.1, rho=0.9):
    u = {{k: rho*memory["speed"][k] + (1 - rho)*slopes[k] for k in weights}}
    return {{k: weights[k] {sign} lr*u[k] for k in weights}}, {{"speed": u}}
"""
    (found,) = check(f"```python{text}```".encode(), name="a.md").findings
    assert (found.rule, found.severity) == ("momentum", severity)


UPDATES = """
def rmsprop(learning_rate, rho, c=1e-8):
    def init(params):
        return {{"s": jax.tree.map(jnp.zeros_like, params)}}
    def update({given}, state, params=None):
        s = jax.tree.map(lambda s, g: rho*s + (1 - rho)*g**2, state["s"], {given})
        updates = jax.tree.map(lambda g, s: {sign}{rate}g/(jnp.sqrt(s) + c), {given}, s)
        return updates, {{"s": s}}
    return init, update
"""


@pytest.mark.parametrize("given", ["updates", "grads"])
@pytest.mark.parametrize(("sign", "severity"), [("-", "ok"), ("", "error")])
def test_updates_are_added_to_the_parameters(given: str, sign: str, severity: str) -> None:
    text = UPDATES.format(given=given, sign=sign, rate="learning_rate*")
    (found,) = check(f"```python{text}```".encode(), name="a.md").findings
    assert (found.rule, found.severity) == ("rmsprop", severity)


def test_updates_without_a_rate_are_not_the_step() -> None:
    text = UPDATES.format(given="grads", sign="", rate="")
    found = check(f"```python{text}```".encode(), name="a.md").findings
    assert not [each for each in found if each.severity == "error"]
