"""The list of cited lemmas is short, sourced, and true wherever it was tried."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from mpmath import mpf, polyroots, workdps

from symopt.proof import lemmas
from symopt.references import reference


@pytest.mark.parametrize("name", [lemma.name for lemma in lemmas()])
def test_a_lemma_has_a_source_and_a_sentence(name: str) -> None:
    (lemma,) = (each for each in lemmas() if each.name == name)
    assert reference(lemma.source).year < 2030
    assert len(lemma.statement) > 10


def test_the_list_is_short() -> None:
    assert len(lemmas()) <= 20


@workdps(30)
def test_the_limits_of_powers_come_close() -> None:
    for b in (Fraction(-9, 10), Fraction(0), Fraction(1, 2), Fraction(9, 10)):
        base = mpf(b.numerator) / b.denominator
        assert abs(base**2000) < mpf("1e-60")
        assert abs(2000 * base**2000) < mpf("1e-60")
    for c in ("0.001", "7", "1e6"):
        assert abs(mpf(c) ** (mpf(1) / 10**7) - 1) < mpf("1e-5")


@workdps(30)
def test_the_disk_criterion_for_quadratics() -> None:
    generator = random.Random(5)
    seen = set()
    for _ in range(400):
        p = mpf(generator.randint(-30, 30)) / 10
        q = mpf(generator.randint(-15, 15)) / 10
        if abs(abs(q) - 1) < mpf("0.01") or abs(abs(p) - (1 + q)) < mpf("0.01"):
            continue
        inside = all(abs(z) < 1 for z in polyroots([1, p, q], maxsteps=500, extraprec=200))
        assert inside == (abs(q) < 1 and abs(p) < 1 + q), (p, q)
        seen.add(inside)
    assert seen == {True, False}
