"""The refit that tells false mutants, against what is known of the catalogue by hand."""

from __future__ import annotations

import pytest

from equivalence_truth import EQUIVALENT, SPECIAL
from notes_mutants.changes import mutants
from notes_mutants.programs import program
from notes_mutants.refit import false


@pytest.mark.parametrize("group", EQUIVALENT, ids=lambda group: min(group))
def test_equivalent_rules_fit_each_other(group: frozenset[str]) -> None:
    first, *others = sorted(group)
    for other in others:
        assert not false(program(first), program(other))
        assert not false(program(other), program(first))


@pytest.mark.parametrize(("part", "whole"), [("adam", "adamw"), ("gd", "nesterov")])
def test_a_special_case_fits_and_the_general_one_does_not(part: str, whole: str) -> None:
    assert (part, whole) in SPECIAL
    assert not false(program(part), program(whole))
    assert false(program(whole), program(part))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("adam", "adam.folded"),
        ("rmsprop", "rmsprop.eps-inside"),
        ("adamax.eps", "adamax"),
        ("amsgrad.eps", "adam.uncorrected"),
        ("ewma", "ewma.corrected"),
        ("nesterov", "momentum"),
    ],
)
def test_different_rules_do_not_fit(first: str, second: str) -> None:
    assert false(program(first), program(second))


def test_a_constant_correction_only_changes_the_rate() -> None:
    uncorrected = program("adam.no-eps")
    constant = [mutant for what, mutant in mutants(uncorrected) if what == "a divisor dropped"]
    assert any(false(mutant, uncorrected) for mutant in constant)
