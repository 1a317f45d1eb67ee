"""Changed certificates prove nothing that is false; wrong witnesses refute nothing."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import claims
from symopt.proof.kernel.terms import freeze
from symopt.proof.models import witness_data
from symopt.proof.verifier import FORMAT, verify

from .attack import edited
from .judge import fails_at, judge
from .runner import read

PROVED = [c.name for c in claims.select() if c.expected == "proved"]
REFUTED = [c.name for c in claims.select() if c.expected == "refuted"]
SHORT = [
    "averages.weights",
    "averages.window",
    "adam.first-step",
    "momentum.velocity-equals-accumulating",
    "momentum.alternating-gradient",
    "adagrad.rates-never-grow",
    "nesterov.rearranged",
]


@cache
def certificate(name: str) -> Any:
    """The certificate of a claim."""
    return freeze(claims.prove(name).certificate)


def check_edit(name: str, seed: int) -> bool:
    """Change a certificate; if it is still accepted, its statement must not be false."""
    what, changed = edited(certificate(name), random.Random(f"{name} {seed}"))
    if changed is None or changed == certificate(name):
        return False
    if not verify(changed).accepted:
        return True
    statement = changed["statement"]
    if statement != certificate(name)["statement"]:
        found = judge(statement, str(seed), 40)
        assert not found.false, f"{name}: {what}: {found.at()}"
    return False


@settings(max_examples=25)
@given(name=st.sampled_from(SHORT), seed=st.integers(0, 10**9))
def test_a_changed_certificate_proves_nothing_false(name: str, seed: int) -> None:
    check_edit(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", PROVED)
def test_changed_certificates_of_all_claims_prove_nothing_false(name: str) -> None:
    if not certificate(name):
        pytest.skip("not proved")
    refused = sum(check_edit(name, seed) for seed in range(40))
    assert refused >= 10


# Witnesses


def refutation(statement: Any, witness: Any) -> dict[str, Any]:
    """A certificate that a statement fails at a witness."""
    return {"format": FORMAT, "kind": "refuted", "statement": statement, "witness": witness}


def other_witness(witness: Any, generator: random.Random) -> Any:
    """A witness with one value changed."""
    numbers = [0, 1, -1, 2, ("/", 1, 2), ("/", 1, 3), 7, ("/", -3, 4)]
    symbols, functions = list(witness["symbols"]), list(witness["functions"])
    place = generator.randrange(len(symbols) + len(functions))
    if place < len(symbols):
        symbols[place] = (symbols[place][0], generator.choice(numbers))
    else:
        name, rows = functions[place - len(symbols)]
        rows = list(rows)
        row = generator.randrange(len(rows))
        rows[row] = (rows[row][0], generator.choice(numbers))
        functions[place - len(symbols)] = (name, tuple(rows))
    return {"symbols": tuple(symbols), "functions": tuple(functions)}


@pytest.mark.parametrize("name", REFUTED)
def test_another_witness_refutes_exactly_if_the_statement_fails_there(name: str) -> None:
    reading = read(claims.get(name))
    assert reading.refutation is not None
    witness = witness_data(reading.refutation.witness)
    assert verify(refutation(reading.statement, witness)).accepted
    if not witness["symbols"] and not witness["functions"]:
        return
    generator = random.Random(name)
    for _ in range(12):
        other = other_witness(witness, generator)
        if verify(refutation(reading.statement, other)).accepted:
            assert fails_at(reading.statement, other), other


@pytest.mark.parametrize("name", PROVED)
def test_no_witness_refutes_a_proved_claim(name: str) -> None:
    reading = read(claims.get(name))
    generator = random.Random(name)
    numbers: list[Any] = [0, 1, 2, 3, ("/", 1, 2), ("/", 9, 16), ("/", 3, 4), -1]
    defined = {
        side[1]
        for _, prop in reading.statement["hypotheses"]
        for side in ([prop[1]] if prop[0] == "=" else [prop[2][1]] if prop[0] == "forall" else [])
        if isinstance(side, tuple) and side[0] == "app"
    }
    for _ in range(5):
        witness = {
            "symbols": tuple(
                (symbol, generator.choice(numbers)) for symbol, _ in reading.statement["symbols"]
            ),
            "functions": tuple(
                (function, ((None, generator.choice(numbers)),))
                for function, _, _ in reading.statement["functions"]
                if function not in defined
            ),
        }
        found = verify(refutation(reading.statement, witness))
        assert not found.accepted, witness


def test_a_witness_outside_the_domain_refutes_nothing() -> None:
    statement = {
        "symbols": (("beta", ("real", 0, "closed", 1, "open")),),
        "functions": (),
        "hypotheses": (),
        "conclusions": (("<", ("sym", "beta"), 1),),
    }
    witness = {"symbols": (("beta", 1),), "functions": ()}
    assert not verify(refutation(statement, witness)).accepted
    assert not fails_at(statement, witness)
