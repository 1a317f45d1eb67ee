"""No false neighbour of a claim is proved; truth is found out by plain evaluation."""

from __future__ import annotations

import pytest

from evaluate import falsified
from symopt import claims
from symopt.proof.mutants import mutants

FIRST = [
    "averages.unrolled",
    "averages.weights",
    "averages.corrected-weights",
    "momentum.accumulating-equals-average",
    "nesterov.rearranged",
    "adam.first-step",
]


@pytest.mark.parametrize("name", FIRST)
def test_false_mutants_are_not_proved(name: str) -> None:
    false = 0
    for number, mutant in enumerate(mutants(claims.get(name))):
        wrong = any(falsified(mutant.statement, p, number) for p in mutant.statement["conclusions"])
        false += wrong
        verdict = mutant.prove().verdict
        assert not (wrong and verdict == "proved"), mutant.change
    assert false >= 15


def test_series_and_limits_with_another_value_are_not_proved() -> None:
    for name in ("averages.window", "averages.window-series"):
        for mutant in mutants(claims.get(name)):
            # Both sides were changed alike only where nothing was changed.
            if "everywhere" not in mutant.change:
                assert mutant.prove().verdict != "proved", mutant.change
