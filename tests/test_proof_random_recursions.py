"""What random gradients make is random: no expectation may take it for a number."""

from __future__ import annotations

import copy

from symopt.claims._rules import recursion
from symopt.proof.language import (
    Natural,
    Positive,
    RandomSequence,
    Real,
    Steps,
    assume_all,
    at,
    claim,
    equation,
    expectation,
    holds,
    index,
)
from symopt.proof.verifier import verify


@claim(rules=["gd"], source="robbins1951")
def mean_step(alpha: Positive, lambda_: Positive, x: Real, t: Natural, n: RandomSequence):
    """With noise of mean zero the mean of gradient descent is gradient descent."""
    i = index("i")
    fair = assume_all(equation(expectation(n(i)), 0), (i, Steps))
    gd = recursion("gd", gradient=lambda q, i: lambda_ * q + n(i), start=x, alpha=alpha)
    shrunk = (1 - alpha * lambda_) * expectation(gd.theta(t))
    step = holds(equation(expectation(gd.theta(t + 1)), shrunk), using=at(fair, {i: t + 1}))
    mean = (1 - alpha * lambda_) ** t * x
    return holds(equation(expectation(gd.theta(t)), mean), induction=t, using=step)


@claim(rules=["gd"], source="robbins1951")
def no_number(alpha: Positive, lambda_: Positive, x: Real, t: Steps, n: RandomSequence):
    """The mean of the iterate is the iterate."""
    gd = recursion("gd", gradient=lambda q, i: lambda_ * q + n(i), start=x, alpha=alpha)
    return holds(equation(expectation(gd.theta(t)), gd.theta(t)), because="as if not random")


def test_the_mean_of_a_random_recursion():
    proof = mean_step.prove()
    assert proof.verdict == "proved", proof.reason
    assert proof.lemmas == ("linearity-of-expectation",)


def test_what_is_random_is_not_its_mean():
    assert no_number.prove().verdict == "undecided"


def test_a_random_recursion_may_not_be_declared_a_number():
    certificate = copy.deepcopy(_certificate())
    assert verify(certificate).accepted
    functions = certificate["statement"]["functions"]
    assert ["theta", 1, "random"] in functions
    functions[functions.index(["theta", 1, "random"])] = ["theta", 1, "real"]
    verdict = verify(certificate)
    assert not verdict.accepted
    assert "random" in verdict.reason


def _certificate():
    @claim(rules=["gd"], source="robbins1951")
    def first_step(alpha: Positive, x: Real, n: RandomSequence):
        """One step."""
        gd = recursion("gd", gradient=lambda q, i: n(i), start=x, alpha=alpha)
        return holds(equation(gd.theta(1), x - alpha * n(1)), because="the rule")

    proof = first_step.prove()
    assert proof.verdict == "proved", proof.reason
    assert proof.certificate is not None
    return dict(proof.certificate)
