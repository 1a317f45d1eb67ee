"""`symopt verify`: verdicts as text and data, and an exit status that tells a surprise."""

from __future__ import annotations

import dataclasses

import pytest

from symopt import claims
from symopt.proof.claim import Claim

KEYS = {"name", "topic", "verdict", "expected", "seconds"}


def test_every_claim_has_the_verdict_that_is_expected_of_it(symopt_command):
    outcome = symopt_command("verify", "--format", "json")
    assert outcome.status == 0
    proofs = outcome.json
    assert [proof["name"] for proof in proofs] == [claim.name for claim in claims.registry()]
    for proof in proofs:
        assert set(proof) >= KEYS
        assert proof["verdict"] == proof["expected"]
        assert proof["verdict"] in ("proved", "refuted", "undecided")
        assert proof["topic"] == proof["name"].split(".")[0]
        assert proof["seconds"] >= 0


def test_a_topic_is_all_of_its_claims_once(symopt_command):
    topic = [claim.name for claim in claims.registry() if claim.topic == "averages"]
    outcome = symopt_command("verify", "averages", topic[0], "--format", "json")
    assert [proof["name"] for proof in outcome.json] == topic != []


def test_text_is_a_line_for_each_claim_and_a_count(symopt_command):
    lines = symopt_command("verify", "averages.weights", "nesterov.rearranged").out.splitlines()
    assert [line.split() for line in lines[:-1]] == [
        ["averages.weights", "proved"],
        ["nesterov.rearranged", "proved"],
    ]
    assert lines[-1] == "2 proved"
    assert max(map(len, lines)) <= 100


def test_explain_prints_the_derivation(symopt_command):
    outcome = symopt_command("verify", "averages.weights", "--explain")
    assert outcome.status == 0
    assert claims.prove("averages.weights").text().strip() in outcome.out
    assert "certificate" in outcome.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_surprise_is_exit_1_and_says_what_was_expected(symopt_command, monkeypatch, form):
    honest = Claim.prove

    def doubtful(claim):
        reason = "step 2 has no certificate"
        return dataclasses.replace(honest(claim), verdict="undecided", reason=reason)

    monkeypatch.setattr(Claim, "prove", doubtful)
    outcome = symopt_command("verify", "averages.weights", "--format", form)
    assert outcome.status == 1
    if form == "text":
        assert "undecided" in outcome.out
        assert "expected proved: step 2 has no certificate" in outcome.out
        assert outcome.out.endswith("1 undecided; 1 not as expected\n")
    else:
        assert outcome.json[0]["reason"] == "step 2 has no certificate"
