"""Rules with a mistake, written out as code and as LaTeX: none may be taken for a rule it is not.

What is true comes from a refit (`notes_mutants.refit`): hyperparameters are fitted to runs.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from notes_mutants.changes import EXCHANGED, mutants, rewritings
from notes_mutants.programs import Program, program, run
from notes_mutants.refit import Unclear, false
from notes_mutants.writing import (
    LATEX,
    PYTHON,
    latex_arrows,
    python_function,
    python_snippet,
)
from symopt import rules
from symopt.notes.checking import check

Write = Callable[[Program, str], "str | None"]

FULL = 1040  # pages with a mutant each, half of them Python and half LaTeX
QUICK = 8
PARTS = 20


@dataclass(frozen=True)
class Page:
    """A mutant as somebody wrote it."""

    rule: str
    what: str
    program: Program
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}, {self.what}:\n{self.text}"


def written(one: Program, what: str, styles: tuple[Write, ...], first: int) -> Page | None:
    """Return a page in the first style, counted from a number, that can say the program."""
    title = one.rule.split(".")[0]
    for offset in range(len(styles)):
        style = styles[(first + offset) % len(styles)]
        if style is latex_arrows and what == EXCHANGED:
            continue  # without an index, readers may put lines in order
        unsaid = (python_function, python_snippet, latex_arrows)
        if style in unsaid and what.startswith("a power one"):
            continue  # nothing says where t starts, so that t + 1 may be meant
        if text := style(one, title):
            return Page(one.rule, what, one, "note.py" if style in PYTHON else "note.md", text)
    return None


@cache
def everything() -> tuple[Page, ...]:
    """Return pages of mutants of all rules in an order that mixes rules, changes and styles."""
    pages: list[Page] = []
    for name in rules.names():
        for number, (what, mutant) in enumerate(mutants(program(name))):
            for styles in (PYTHON, LATEX):
                if page := written(mutant, what, styles, number):
                    pages.append(page)
    random.Random(4).shuffle(pages)
    return tuple(pages)


def taken_for(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (verdict, rule) for what a page is said to be the same as."""
    findings = check(page.text.encode(), name=page.name).findings
    kinds = {finding.kind for finding in findings}
    if "schedule" in kinds:
        return  # the rate is a formula of its own, which a fit with constants cannot follow
    # A mean that an update leaves unused is judged by itself, and may well be a right average.
    judged = "update" if "update" in kinds else "average"
    for finding in findings:
        if finding.kind == judged and finding.verdict in ("identical", "equivalent"):
            assert finding.rule is not None
            yield finding.verdict, finding.rule


def wrong(page: Page) -> list[str]:
    """Return what is said of a page and false by the refit."""
    found = []
    for verdict, rule in taken_for(page):
        try:
            if false(page.program, program(rule)):
                found.append(f"{page}is not {verdict} to {rule}")
        except Unclear:
            continue
    return found


def test_there_are_mutants_of_every_rule() -> None:
    assert {page.rule for page in everything()} == set(rules.names())
    assert len(everything()) > FULL


@pytest.mark.parametrize("part", range(4))
def test_no_false_mutant_is_taken_for_a_rule(part: int) -> None:
    pages = everything()[part * QUICK // 4 : (part + 1) * QUICK // 4]
    assert not [line for page in pages for line in wrong(page)]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_false_mutant_of_many_is_taken_for_a_rule(part: int) -> None:
    pages = everything()[part * FULL // PARTS : (part + 1) * FULL // PARTS]
    found = [line for page in pages for line in wrong(page)]
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_most_mutants_are_false() -> None:
    """The test above would be worth nothing if the changes changed nothing."""
    count: Counter[bool] = Counter()
    for page in everything()[:100]:
        try:
            count[false(page.program, program(page.rule))] += 1
        except Unclear:
            continue
    assert count[True] > 70


def same(first: Program, second: Program) -> bool:
    """Whether two programs with the same hyperparameters run alike."""
    inputs = np.random.default_rng(1).uniform(-2, 2, (3, 6))
    setting = {name: 0.1 + 0.07 * place for place, (name, _) in enumerate(first.hyper)}
    return bool(np.allclose(run(first, setting, inputs), run(second, setting, inputs), 1e-12))


def rewritten() -> list[Page]:
    """Return pages of true variants of all rules."""
    pages = []
    for name in rules.names():
        for number, (what, variant) in enumerate(rewritings(program(name))):
            for styles in (PYTHON, LATEX):
                if page := written(variant, what, styles, number):
                    pages.append(page)
    return pages


def missed(pages: list[Page]) -> list[str]:
    """Return the pages that are not taken for what they are."""
    return [
        f"{page}is not taken for {page.rule}"
        for page in pages
        if not any(not false(program(page.rule), program(rule)) for _, rule in taken_for(page))
    ]


def test_rewritings_change_nothing() -> None:
    for name in rules.names():
        for what, variant in rewritings(program(name)):
            assert same(program(name), variant), (name, what)


def test_some_rewritings_are_recognised() -> None:
    pages = rewritten()
    random.Random(5).shuffle(pages)
    assert not missed(pages[:8])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_rewritings_are_recognised(part: int) -> None:
    pages = rewritten()
    here = pages[part * len(pages) // 8 : (part + 1) * len(pages) // 8]
    found = missed(here)
    assert not found, "\n".join(found)
