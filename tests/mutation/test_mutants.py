"""No false neighbour of any claim is proved, and no true one refuted.

A mutant's truth is established by `judge`, which simulates; the prover never decides it.
"""

from __future__ import annotations

import pytest

from symopt import claims
from symopt.proof.models import witness_data
from symopt.proof.verifier import verify

from .attack import transplanted
from .judge import fails_at, judge
from .mutants import Mutant, mutants
from .runner import Direct, prove

NAMES = claims.names()
FEW, MANY = 2, 20
# A loss with its gradient, or noise over all time: no world is found for `judge` to look at, so
# their mutants are tried but none is known to be false.
OUT_OF_SIGHT = {"data.regret", "momentum.lyapunov", "momentum.noise-floor"}


def check(mutant: Mutant, seconds: float, worlds: int, work: int) -> bool:
    """Fail if a false mutant is proved or a refutation is of what holds; say if it is false."""
    claim = claims.get(mutant.claim)
    found = judge(mutant.statement, mutant.claim, worlds, mutant.reading.model, work)
    if mutant.reading.refutation is not None:
        proof = prove(claim, mutant.change, seconds)
        if proof is not None and proof.verdict == "refuted":
            witness = witness_data(mutant.reading.refutation.witness)
            assert fails_at(mutant.statement, witness), f"{mutant.claim}: {mutant.what}"
        assert proof is None or proof.verdict != "proved"
        claims_of_it = [Direct(claim, induction=False), Direct(claim, induction=True)]
    else:
        claims_of_it = [claim]
    if found.false:
        for one in claims_of_it:
            proof = prove(one, mutant.change, seconds)
            proved = proof is not None and proof.verdict == "proved"
            assert not proved, f"{mutant.claim}: {mutant.what}: {found.at()}"
    return found.false


@pytest.mark.parametrize("name", NAMES)
def test_false_mutants_are_not_proved(name: str) -> None:
    for mutant in mutants(claims.get(name), FEW, "few"):
        check(mutant, seconds=0.5, worlds=8, work=5_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_many_false_mutants_are_not_proved(name: str) -> None:
    all_of_them = mutants(claims.get(name), MANY)
    false = sum(check(mutant, seconds=4, worlds=20, work=30_000) for mutant in all_of_them)
    assert false or name in OUT_OF_SIGHT, "a claim whose neighbours are all true says little"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_certificate_does_not_prove_a_false_mutant(name: str) -> None:
    proof = claims.prove(name)
    if proof.verdict != "proved":
        pytest.skip("no certificate of a proof")
    for mutant in mutants(claims.get(name), MANY):
        made = transplanted(proof.certificate, mutant.statement)
        if verify(made).accepted:
            found = judge(mutant.statement, mutant.claim, 40, mutant.reading.model)
            assert not found.false, f"{name}: {mutant.what}: {found.at()}"


@pytest.mark.slow
def test_there_are_hundreds_of_mutants() -> None:
    assert sum(len(list(mutants(claim, 6))) for claim in claims.select()) >= 500
