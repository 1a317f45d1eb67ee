"""Chains of equalities: true identities are never called different, false ones never identical."""

from __future__ import annotations

from fractions import Fraction

import pytest
from facts_help import last
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.facts.same import compare

NAMES = [Name(name) for name in ("a", "b", "x")] + [
    Name("g", Name("t")),
    Name("g", Sum((Name("t"), Negative(Number(Fraction(1)))))),
]


def leaves() -> st.SearchStrategy[Formula]:
    numbers = st.integers(1, 6).map(lambda n: Number(Fraction(n)))
    return st.one_of(st.sampled_from(NAMES), numbers)


def formulas() -> st.SearchStrategy[Formula]:
    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        pairs = st.tuples(inner, inner)
        return st.one_of(
            pairs.map(Sum),
            pairs.map(Product),
            pairs.map(lambda pair: Sum((pair[0], Negative(pair[1])))),
            inner.map(lambda base: Power(base, Number(Fraction(2)))),
            st.tuples(inner, st.sampled_from(NAMES)).map(lambda p: Quotient(p[0], p[1])),
        )

    return st.recursive(leaves(), larger, max_leaves=6)


def rewritten(formula: Formula) -> Formula:
    """Write the same in another way: expanded, in another order."""
    match formula:
        case Sum(terms=terms):
            return Sum(tuple(rewritten(term) for term in reversed(terms)))
        case Product(factors=(first, Sum(terms=terms))):
            return Sum(tuple(Product((rewritten(term), rewritten(first))) for term in terms))
        case Product(factors=factors):
            return Product(tuple(rewritten(factor) for factor in reversed(factors)))
        case Power(base=base):
            return Product((rewritten(base), rewritten(base)))
        case Quotient(top=top, bottom=bottom):
            return Product((Power(bottom, Number(Fraction(-1))), rewritten(top)))
        case Negative(term=term):
            return Product((Number(Fraction(-1)), rewritten(term)))
        case _:
            return formula


@settings(max_examples=120, deadline=None)
@given(formulas())
def test_a_formula_is_itself_however_it_is_written(formula):
    assert compare(formula, rewritten(formula)).verdict == "identical"


@settings(max_examples=120, deadline=None)
@given(formulas(), st.sampled_from(NAMES), st.integers(1, 5))
def test_a_perturbed_formula_is_not_identical(formula, name, share):
    more = Sum((rewritten(formula), Product((Number(Fraction(1, share)), name))))
    found = compare(formula, more)
    assert found.verdict == "different"
    assert found.left is not None
    assert found.right is not None
    assert found.left.apart(found.right)


TRUE = [
    # An average's first steps, by its recursion.
    (["a_t = 0.7 a_{t-1} + 0.3 y_t", "a_0 = 0"], "a_2 = 0.7 a_1 + 0.3 y_2 = 0.21 y_1 + 0.3 y_2"),
    # A look-ahead variable, by its own definition one step earlier.
    (
        ["u_{k+1} = m u_k - c g_k"],
        "z_{k+1} = w_{k+1} + m u_{k+1} = (w_k + u_{k+1}) + m u_{k+1}"
        " = (z_k - m u_k) + (1 + m) u_{k+1}",
    ),
    ([], r"p = \frac{1 - q^2}{1 - q} = 1 + q"),
    ([], r"s_t = \frac{1 - \beta^{t+1}}{1-\beta} - \beta^t = \frac{1 - \beta^t}{1 - \beta}"),
    ([], r"\sum_{k=1}^{n} (1-\gamma)\gamma^{n-k} = 1 - \gamma^n"),
    ([], r"1 + r + r^2 + \dots + r^{n-1} = \frac{1 - r^n}{1 - r}"),
    ([], r"\sum_{j=0}^{\infty} r^j = \frac{1}{1-r}"),
    ([], r"L = \sqrt{x^2} = |x|"),
]
FALSE = [
    (["a_t = 0.7 a_{t-1} + 0.3 y_t"], "a_9 = 0.3 y_9 + 0.7 y_8 = 0.3 y_9 + 0.7(0.3 y_8 + 0.7 y_7)"),
    (
        ["u_{k+1} = m u_k - c g_k"],
        "z_{k+1} = w_{k+1} + m u_{k+1} = (w_k + u_{k+1}) + m u_{k+1}"
        " = (z_k - m u_k) + (m - 1) u_{k+1}",
    ),
    ([], r"p = 1 - q^2 = (1 - q)^2"),
    ([], r"\sum_{k=1}^{n} (1-\gamma)\gamma^{n-k} = 1 - \gamma^{n+1}"),
    ([], r"1 + r + r^2 + \dots + r^{n} = \frac{1 - r^n}{1 - r}"),
    ([], r"L = \sqrt{x^2 + y^2} = x + y"),
]
SILENT = [
    ([], r"g_t = \nabla f(\theta_t)"),
    ([], r"w = w - \alpha g = w - \alpha \nabla f(w)"),
    ([], "U = m g h"),
    ([], "2 x + 1 = x + 5"),
    ([], "a = b"),
    ([], r"f(x) = c^x"),
    ([], r"0 < \beta < 1"),
    ([], r"v_t \leftarrow \beta v + (1 - \beta) y_t"),
]


@pytest.mark.parametrize(("nearby", "chain"), TRUE)
def test_true_chains(nearby, chain):
    found = last(*nearby, chain)
    assert (found.verdict, found.severity) == ("identical", "ok"), found


@pytest.mark.parametrize(("nearby", "chain"), FALSE)
def test_false_chains(nearby, chain):
    found = last(*nearby, chain)
    assert (found.verdict, found.severity) == ("different", "error"), found
    assert found.witness


@pytest.mark.parametrize(("nearby", "chain"), SILENT)
def test_what_says_nothing_is_silent(nearby, chain):
    assert last(*nearby, chain) is None


def test_a_witness_gives_values_and_both_sides():
    found = last(r"p = 1 - q^2 = (1 - q)^2")
    q = Fraction(found.witness["values"]["q"])
    assert Fraction(found.witness["left"]) == 1 - q**2
    assert Fraction(found.witness["right"]) == (1 - q) ** 2
    assert found.witness["left"] != found.witness["right"]


def test_definitions_at_odds_decide_nothing():
    """With the recursion of another average nearby, no chain is called wrong because of it."""
    found = last(
        "v_t = 0.9 v_{t-1} + 0.1 y_t",
        "v_t = 0.5 v_{t-1} + 0.5 y_t",
        "v_2 = 0.5 v_1 + 0.5 y_2 = 0.5 (0.5 v_0 + 0.5 y_1) + 0.5 y_2",
    )
    assert found is None or found.verdict == "identical"


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (r"(1-x)^{1/x} \approx \frac1e", "identical"),
        (r"\lim_{s\to\infty} \gamma^s = 0", "identical"),
        (r"\lim_{n\to\infty} (1+\frac1n)^n = e", "identical"),
        (r"\lim_{n\to\infty} (1-\frac1n)^n = e", "different"),
        (r"\lim_{s\to\infty} (1-\gamma^s) = 0", "different"),
        (r"\lim_{s\to\infty} \sin(s) = 0", "undecided"),
        (r"1 - \gamma^s \to 1", "identical"),
    ],
)
def test_limits(formula, verdict):
    assert last(formula).verdict == verdict
