"""Limits of sequences that equal something with a known limit."""

from __future__ import annotations

import copy

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Decay,
    Limit,
    Real,
    Steps,
    claim,
    derivation,
    equation,
    holds,
    index,
)
from symopt.proof.verifier import verify


def step_limit(value, bound=None):
    @claim(rules=["momentum.accumulating"], source="ng2017")
    def goal(alpha: Real, beta: Decay, t: Steps, c: Real):
        """The velocity down a constant slope tends to a value."""
        acc = recursion(
            "momentum.accumulating", gradient=lambda _, __: c, start=0, alpha=alpha, beta=beta
        )
        closed = (1 - beta**t) / (1 - beta) * c
        v = holds(equation(acc.v(t), closed), because="a geometric sum", induction=t)
        n = index("n")
        with derivation(Limit(acc.v(n), n, "oo")) as d:
            line = closed.subs(t, n) if bound is None else bound(beta, n, c)
            d.eq(Limit(line, n, "oo"), because="the sum", using=v)
            d.eq(value(beta, c), because="beta^n -> 0")
        return d

    return goal


def test_a_sequence_has_the_limit_of_what_it_equals():
    proof = step_limit(lambda beta, c: c / (1 - beta)).prove()
    assert proof.verdict == "proved", proof.reason
    assert proof.lemmas == ("geometric-limit",)


def test_another_value_is_not_proved():
    assert step_limit(lambda beta, c: c).prove().verdict == "undecided"
    assert step_limit(lambda beta, c: c / (1 + beta)).prove().verdict == "undecided"


def test_something_else_with_that_limit_is_not_proved():
    other = step_limit(
        lambda beta, c: c / (1 - beta),
        bound=lambda beta, n, c: (1 - beta ** (2 * n)) / (1 - beta) * c,
    )
    assert other.prove().verdict == "undecided"


def test_the_bounds_must_be_proved_in_the_certificate():
    proof = step_limit(lambda beta, c: c / (1 - beta)).prove()
    certificate = proof.certificate
    assert certificate is not None
    assert verify(certificate).accepted
    index = next(
        i for i, step in enumerate(certificate["steps"]) if step["by"]["rule"] == "sandwich"
    )
    for key in ("lower-proof", "upper-proof"):
        broken = copy.deepcopy(dict(certificate))
        broken["steps"][index]["by"][key] = broken["steps"][index]["by"][key][:-1]
        assert not verify(broken).accepted
    swapped = copy.deepcopy(dict(certificate))
    by = swapped["steps"][index]["by"]
    by["lower-proof"], by["upper-proof"] = by["upper-proof"], by["lower-proof"]
    assert not verify(swapped).accepted


def distance_limit(bound, value=0):
    @claim(rules=["momentum"], source="ng2017")
    def goal(beta: Decay, t: Steps, c: Real):
        """The average of a constant tends to the constant."""
        avg = recursion("momentum", gradient=lambda _, __: c, start=0, alpha=1, beta=beta)
        v = holds(equation(avg.v(t), (1 - beta**t) * c), because="a geometric sum", induction=t)
        with derivation(abs(avg.v(t) - c)) as distance:
            distance.eq(beta**t * abs(c), because="the sum", using=v)
            distance.le(bound(beta, t, c), because="more")
        n = index("n")
        with derivation(Limit(abs(avg.v(n) - c), n, "oo")) as d:
            d.eq(value, because="squeezed", using=distance)
        return d

    return goal


def test_what_is_squeezed_has_the_limit_of_its_bounds():
    proof = distance_limit(lambda beta, t, c: beta**t * abs(c) + beta**t).prove()
    assert proof.verdict == "proved", proof.reason
    assert verify(proof.certificate).accepted


def test_a_bound_with_another_limit_squeezes_nothing():
    assert distance_limit(lambda beta, t, c: abs(c)).prove().verdict == "undecided"
    other = distance_limit(lambda beta, t, c: beta**t * abs(c), value=1)
    assert other.prove().verdict == "undecided"
