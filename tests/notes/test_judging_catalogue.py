"""What is said of algorithms that are rules, whatever they are called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judging_help import algorithm_of, judged, runs_as_mapped

from symopt import rules


@pytest.mark.parametrize("name", rules.names())
def test_a_rule_is_itself(name: str) -> None:
    algorithm = algorithm_of(name)
    found = judged(algorithm)
    assert found.verdict == "identical"
    assert found.rule == name
    assert found.severity == "ok"
    assert found.suggestion is None
    runs_as_mapped(algorithm, found)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("adam", {"alpha": "lr", "beta1": "rho_1", "beta2": "rho_2", "epsilon": "delta"}),
        # Names that are usual for something else.
        ("rmsprop", {"alpha": "epsilon", "rho": "alpha", "epsilon": "delta"}),
        ("momentum.velocity", {"alpha": "epsilon", "beta": "alpha"}),
        ("adam", {"beta1": "beta2", "beta2": "beta1"}),
    ],
)
def test_names_do_not_matter(name: str, names: dict[str, str]) -> None:
    algorithm = algorithm_of(name, None, (), **names)
    found = judged(algorithm)
    assert (found.verdict, found.rule, found.lints) == ("identical", name, ())
    assert found.map is not None
    assert {k: v for k, v in found.map["hyperparameters"].items() if k in names} == names
    runs_as_mapped(algorithm, found)


@pytest.mark.parametrize(
    ("name", "main"),
    [("adam.eps-inside", "adam"), ("rmsprop.eps-inside", "rmsprop"), ("adagrad.no-eps", "adagrad")],
)
def test_a_dialect_is_noted_where_the_main_rule_is_named(name: str, main: str) -> None:
    found = judged(algorithm_of(name), against=main)
    assert (found.verdict, found.rule, found.severity) == ("identical", name, "note")
    assert f"dialect ({name})" in found.message
    assert found.lints == ()


def test_another_form_of_the_same_is_right() -> None:
    found = judged(algorithm_of("momentum.accumulating"), against="momentum")
    assert (found.verdict, found.severity) == ("identical", "ok")
    assert "the same as momentum with alpha = alpha/(1 - beta)" in found.message


def test_another_rule_than_the_one_named_is_mislabelled() -> None:
    found = judged(algorithm_of("rmsprop"), against="adam")
    assert (found.verdict, found.rule, found.severity) == ("identical", "rmsprop", "error")
    assert "mislabelled" in found.lints
    assert found.message.startswith("this is not adam but")


def test_a_plain_rule_may_be_quoted_below_the_name_of_another() -> None:
    algorithm = replace(algorithm_of("momentum"), language="latex")
    found = judged(algorithm, claims=("it is again", "RMSProp"))
    assert (found.verdict, found.rule, found.severity) == ("identical", "momentum", "note")
    assert "mislabelled" in found.lints


def test_the_sign_of_the_velocity_is_a_matter_of_taste() -> None:
    algorithm = algorithm_of(
        "momentum.velocity", lines={"v": "beta*v + alpha*g", "theta": "theta - v"}
    )
    found = judged(algorithm)
    assert (found.verdict, found.rule, found.lints) == ("equivalent", "momentum.velocity", ())
    assert found.map is not None
    assert found.map["states"] == {"v": "-v"}
    runs_as_mapped(algorithm, found)


def test_two_hyperparameters_for_one_are_suspicious() -> None:
    algorithm = algorithm_of("rmsprop.no-eps", lines={"s": "rho*s + (1 - beta)*g**2"})
    found = judged(algorithm)
    assert (found.verdict, found.rule) == ("equivalent", "rmsprop.no-eps")
    assert "suspicious" in found.lints
    # A small edit mends it.
    assert found.severity == "error"
    assert found.suggestion is not None
    runs_as_mapped(algorithm, found)


def test_numbers_written_out_are_conditions() -> None:
    algorithm = algorithm_of("momentum", lines={"v": "0.9*v + 0.1*g"})
    found = judged(algorithm)
    assert (found.verdict, found.rule) == ("identical", "momentum")
    assert "with beta = 0.9" in found.conditions
