"""What is said of algorithms that are rules, and of rules with one slip."""

from __future__ import annotations

import pytest
from judging_help import algorithm_of, judged

from symopt import rules


@pytest.mark.parametrize("name", rules.names())
def test_a_rule_is_itself(name: str) -> None:
    algorithm, understand = algorithm_of(name)
    found = judged(algorithm, understand)
    assert found.verdict == "identical"
    assert found.rule == name
    assert found.severity == "ok"
    assert found.suggestion is None


@pytest.mark.parametrize("name", ["adam.eps-inside", "rmsprop.eps-inside", "adagrad.no-eps"])
def test_a_dialect_is_noted_where_the_main_rule_is_named(name: str) -> None:
    algorithm, understand = algorithm_of(name)
    found = judged(algorithm, understand, against=name.partition(".")[0])
    assert (found.verdict, found.rule, found.severity) == ("identical", name, "note")
    assert "dialect" in found.message


def test_another_rule_than_the_one_named_is_mislabelled() -> None:
    algorithm, understand = algorithm_of("rmsprop")
    found = judged(algorithm, understand, against="adam")
    assert (found.verdict, found.rule, found.severity) == ("identical", "rmsprop", "error")
    assert "mislabelled" in found.lints


def test_names_do_not_matter() -> None:
    algorithm, understand = algorithm_of("adam", beta1="rho_two", beta2="alpha", alpha="eps")
    found = judged(algorithm, understand)
    assert (found.verdict, found.rule, found.lints) == ("identical", "adam", ())
