"""SymPy expressions as formulas, in every notation."""

from __future__ import annotations

import pytest
import sympy

from symopt.formula import from_sympy, symbol

BETA, T, X = symbol("beta"), symbol("t", integer=True, positive=True), symbol("x")
I = symbol("i", integer=True)  # noqa: E741
G = sympy.Function("g")


@pytest.mark.parametrize(
    ("expression", "text", "latex", "typst"),
    [
        (1 - BETA, "1 - beta", r"1 - \beta", "1 - beta"),
        (-X, "-x", "-x", "-x"),
        (sympy.Rational(3, 4), "3/4", r"\frac{3}{4}", "frac(3, 4)"),
        (X / 2, "x/2", r"\frac{x}{2}", "frac(x, 2)"),
        (1 / sympy.sqrt(X), "1/sqrt(x)", r"\frac{1}{\sqrt{x}}", "frac(1, sqrt(x))"),
        (BETA ** (T - 1), "beta^(t - 1)", r"\beta^{t - 1}", "beta^(t - 1)"),
        (
            sympy.Sum(BETA ** (T - I) * G(I), (I, 1, T)),
            "sum[i=1..t] beta^(t - i)*g_i",
            r"\sum_{i=1}^{t} \beta^{t - i} g_i",
            "sum_(i=1)^(t) beta^(t - i) g_(i)",
        ),
        (sympy.Abs(X), "|x|", "|x|", "abs(x)"),
        (sympy.Max(X, 1), "max(1, x)", r"\max(1, x)", "max(1, x)"),
        (
            sympy.Limit(BETA ** (1 / (1 - BETA)), BETA, 1, "-"),
            "lim[beta -> 1-] beta^(1/(1 - beta))",
            r"\lim_{\beta \to 1^-} \beta^{\frac{1}{1 - \beta}}",
            "lim_(beta -> 1^-) beta^(frac(1, 1 - beta))",
        ),
        (sympy.exp(-1), "e^(-1)", "e^{-1}", "e^(-1)"),
        (sympy.Le(X, 2), "x <= 2", r"x \le 2", "x <= 2"),
    ],
)
def test_sympy_prints_as_a_person_writes(
    expression: object, text: str, latex: str, typst: str
) -> None:
    formula = from_sympy(expression)
    assert formula.text() == text
    assert formula.latex() == latex
    assert formula.typst() == typst


def test_there_and_back() -> None:
    for expression in (
        (X - BETA) ** 2 / (2 * X) - 3,
        sympy.sqrt(X**2 + 1) * sympy.Max(X, BETA),
        sympy.Abs(X) ** BETA,
    ):
        assert sympy.simplify(from_sympy(expression).sympy() - expression) == 0


def test_mathtext_is_drawn_by_matplotlib() -> None:
    from matplotlib.mathtext import MathTextParser

    from symopt import rules

    parser = MathTextParser("path")
    for rule in rules.registry():
        for line in rule.lines():
            parser.parse(f"${line.mathtext()}$")


def test_typst_compiles() -> None:
    typst = pytest.importorskip("typst")
    from symopt import rules

    source = "\n\n".join(f"$ {rule.typst()} $" for rule in rules.registry())
    pages = typst.compile(source.encode(), format="svg")
    assert all(
        page.startswith(b"<svg") for page in ([pages] if isinstance(pages, bytes) else pages)
    )


def test_mathml_is_well_formed_and_says_the_same() -> None:
    from xml.etree import ElementTree

    from symopt import rules

    for rule in rules.registry():
        for line in rule.lines():
            assert ElementTree.fromstring(line.mathml()).get("alttext") == line.text()
    drawn = from_sympy(sympy.Sum(BETA ** (T - I) * G(I), (I, 1, T))).mathml()
    shown = "".join(ElementTree.fromstring(drawn).itertext())
    assert shown.replace("\u2062", "").replace(" ", "") == "∑i=1tβt−igi"
