"""Whatever the lines are, they are understood or there is a reason."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.document import Document
from symopt.notes.meaning import algorithms, understand
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment, Statement
from symopt.steps import read_expression

INDICES = [None, *map(read_expression, ("t", "t - 1", "t + 1", "t + 1/2", "k", "0", "3", "t*t"))]
WORDS = ("theta", "g", "v", "m_hat", "W", "w", "dW", "beta", "alpha", "RMS_g", "E_g2", "Delta_x")
NAMES = st.builds(Name, st.sampled_from(WORDS), st.sampled_from(INDICES))
NUMBERS = st.sampled_from(["0", "1", "2", "0.9", "0.1"]).map(lambda n: Number(Fraction(n), n))


def larger(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        pairs.map(Sum),
        pairs.map(Product),
        parts.map(Negative),
        st.builds(Quotient, parts, parts),
        st.builds(Power, parts, st.one_of(NUMBERS, NAMES)),
        st.builds(Call, st.sampled_from(["sqrt", "grad", "f"]), st.tuples(parts)),
        st.just(Call("grad", ())),
    )


FORMULAS = st.recursive(st.one_of(NAMES, NUMBERS), larger, max_leaves=6)
LINES = st.lists(st.tuples(NAMES, FORMULAS), min_size=1, max_size=5)


@settings(max_examples=150)
@given(LINES, st.sampled_from(["latex", "python"]))
def test_any_lines_are_understood_or_not_with_a_reason(
    lines: list[tuple[Name, Formula]], language: str
) -> None:
    made = tuple(
        Assignment(name, formula, Excerpt.of("x", i + 1)) for i, (name, formula) in enumerate(lines)
    )
    found = understand(Algorithm("", (), made, made[0].excerpt, language))
    assert (found.recursion is None) == bool(found.reason)
    assert found.copies


@settings(max_examples=100)
@given(LINES)
def test_every_statement_has_its_place(lines: list[tuple[Name, Formula]]) -> None:
    statements = [
        Statement(pair, ("=",), Excerpt.of("x", 3 * i + 1)) for i, pair in enumerate(lines)
    ]
    found = algorithms(Document("-", "markdown", ()), statements)
    places = {a.excerpt.start for algorithm in found.algorithms for a in algorithm.assignments}
    places |= {s.excerpt.start for passage in found.facts for s in passage.statements}
    assert len(places) + found.silent >= len(statements)
