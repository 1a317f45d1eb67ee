"""Every rule of the catalogue comes back as itself from what it prints."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meaning_help import RULES, as_code, as_mathematics, is_rule, unusual_starts, verdict

from symopt import rules
from symopt.formula import Name, Number, Sum
from symopt.notes.meaning import understand
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment

# On a page the line of its rate is a schedule, and may count from 0 or from 1.
SCHEDULED = "adagrad.rate-decay"
TIMED = [name for name in RULES if name != SCHEDULED]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_comes_back_from_its_code(name: str) -> None:
    assert verdict(understand(as_code(rules.get(name))), name) == "identical"


@pytest.mark.parametrize("name", RULES)
def test_a_rule_comes_back_from_its_lines_in_any_order(name: str) -> None:
    found = understand(as_mathematics(rules.get(name), backwards=True))
    assert verdict(found, name) == "identical"


@pytest.mark.parametrize("name", RULES)
def test_a_rule_comes_back_from_the_latex_that_it_prints(name: str) -> None:
    rule = rules.get(name)
    starts = (rf"$\mathrm{{{n}}}_0 = {v.text()}$" for n, v in unusual_starts(rule).items())
    expected = "adagrad" if name == SCHEDULED else name
    assert is_rule(f"$$\n{rule.latex()}\n$$\n" + " ".join(starts), expected)


def _changed(algorithm: Algorithm, change) -> Algorithm:  # type: ignore[no-untyped-def]
    lines = tuple(
        Assignment(change(a.target), a.formula.map_names(change), a.excerpt, a.arrow)
        for a in algorithm.assignments
    )
    starts = {change(Name(name)).name: value for name, value in algorithm.initial.items()}
    return Algorithm("", (), lines, algorithm.excerpt, algorithm.language, initial=starts)


LETTERS = ["q", "z", "c", "f", "kappa", "zeta", "xi", "chi", "psi", "omega", "ell", "A", "K", "P"]


@settings(max_examples=25)
@given(st.sampled_from(RULES), st.permutations(LETTERS))
def test_names_do_not_matter(name: str, letters: list[str]) -> None:
    algorithm = as_mathematics(rules.get(name))
    used = {n for a in algorithm.assignments for n in (a.target.name, *a.formula.names())}
    made = dict(zip(sorted(used - {"t", "y"}), letters, strict=False))

    def change(old: Name) -> Name:
        return Name(made.get(old.name, old.name), old.index)

    assert verdict(understand(_changed(algorithm, change)), name) == "identical"


@settings(max_examples=15)
@given(st.sampled_from(TIMED), st.sampled_from(["t", "k", "n", "i"]), st.sampled_from([0, 1]))
def test_the_origin_of_time_does_not_matter(name: str, symbol: str, ahead: int) -> None:
    """Written with k + 1 for t, everywhere, a rule stays the same."""
    time = Sum((Name(symbol), Number(Fraction(ahead)))) if ahead else Name(symbol)

    def shifted(index):  # type: ignore[no-untyped-def]
        return index.map_names(lambda n: time if n.name == "t" else n)

    def change(old: Name):  # type: ignore[no-untyped-def]
        if old.name == "t" and old.index is None:
            return time
        return Name(old.name, None if old.index is None else shifted(old.index), old.shown)

    algorithm = as_mathematics(rules.get(name))
    assert verdict(understand(_changed(algorithm, change)), name) == "identical"


@settings(max_examples=20)
@given(st.data(), st.sampled_from(RULES))
def test_the_order_of_indexed_lines_does_not_matter(data: st.DataObject, name: str) -> None:
    algorithm = as_mathematics(rules.get(name))
    lines = tuple(data.draw(st.permutations(list(algorithm.assignments))))
    mixed = replace(algorithm, assignments=lines)
    assert verdict(understand(mixed), name) == "identical"


OPTIMIZERS = [name for name in RULES if rules.get(name).kind == "optimizer"]


@settings(max_examples=15)
@given(st.data(), st.sampled_from(OPTIMIZERS))
def test_copies_for_two_parameters_are_one_rule_twice(data: st.DataObject, name: str) -> None:
    rule = rules.get(name)
    algorithm = as_mathematics(rule)
    shared = {h.name for h in rule.hyperparameters} | {"t"}

    def copy(end: str) -> list[Assignment]:
        made = _changed(
            algorithm,
            lambda n: n if n.name in shared else Name(f"{n.name}_{end}", n.index),
        )
        return [replace(a, excerpt=Excerpt.of(f"{a.target.name}{end}")) for a in made.assignments]

    first, second = copy("one"), copy("two")
    lines: list[Assignment] = []
    while first or second:
        take = first if first and (not second or data.draw(st.booleans())) else second
        lines.append(take.pop(0))
    starts = {
        f"{name}_{end}": value
        for end in ("one", "two")
        for name, value in algorithm.initial.items()
    }
    found = understand(replace(algorithm, assignments=tuple(lines), initial=starts))
    assert len(found.copies) == 2
    assert all(verdict(copy, name) == "identical" for copy in found.copies)
    assert all(copy.difference is None for copy in found.copies)
