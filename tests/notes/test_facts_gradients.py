"""Gradients that a listing or a formula claims, held against the loss's own derivative."""

from __future__ import annotations

from fractions import Fraction

import pytest
from facts_help import last, of_code
from hypothesis import given
from hypothesis import strategies as st

from symopt.formula import Name
from symopt.notes.checking import check
from symopt.notes.facts.derivative import derivative
from symopt.notes.facts.same import compare
from symopt.steps import read_expression

LOSS = """
def cost(points, p):
    total = 0
    for k in range(len(points)):
        u = points[k, 0]
        z = points[k, 1]
        total += (p[0]*u + p[1] - z)**2
    return total / len(points)
"""
GRADIENT = """
def cost_gradient(points, p):
    n = len(points)
    d = np.zeros(2)
    for k in range(n):
        r = p[0]*points[k, 0] + p[1] - points[k, 1]
        d[0] += {factor} * r * points[k, 0] {inner}
        d[1] += {factor} * r {inner}
    d = d {outer}
    return d
"""


def judged(factor="2", inner="", outer="/ n"):
    (found,) = of_code(LOSS + GRADIENT.format(factor=factor, inner=inner, outer=outer))
    return found


@pytest.mark.parametrize(
    "changes", [{}, {"inner": "/ n", "outer": "* 1"}, {"factor": "1", "outer": "* 2 / n"}]
)
def test_right_gradients(changes):
    found = judged(**changes)
    assert (found.kind, found.verdict, found.severity) == ("gradient", "identical", "ok")


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"factor": "1"}, "multiply by 2"),
        ({"factor": "-2"}, "change its sign"),
        ({"inner": "/ n", "outer": "/ n"}, "do not divide by n"),
        ({"inner": "/ n", "outer": "/ (n + 1e-8)"}, "do not divide by n + 1e-08"),
    ],
)
def test_a_constant_factor_is_named(changes, advice):
    found = judged(**changes)
    assert (found.verdict, found.severity) == ("different", "error")
    assert found.suggestion == advice
    assert "proportional" in found.lints


def test_a_part_that_is_wrong_is_named():
    (found,) = of_code(LOSS + GRADIENT.format(factor="2", inner="", outer="/ n").replace(
        "r = p[0]*points[k, 0] + p[1]", "r = p[0]*points[k, 0] - p[1]"))  # fmt: skip
    assert (found.verdict, found.severity) == ("different", "error")
    assert found.witness is not None
    assert found.witness["left"] != found.witness["right"]


def test_a_loss_that_is_not_read_is_said_to_be_none():
    loss = "def energy_loss(w, X):\n    return np.trace(X @ w @ w.T @ X.T)\n"
    (found,) = of_code(loss + "def energy_grad(w, X):\n    return 2 * X.T @ X @ w\n")
    assert (found.kind, found.verdict, found.severity) == ("gradient", "undecided", "note")
    assert "energy_loss" in found.message


def test_elementwise_means_and_named_results():
    loss = "def mse(x, y, w, b):\n    return np.mean((w*x + b - y)**2)\n"
    right = (
        "def gradient(x, y, w, b):\n    e = w*x + b - y\n"
        "    dw = 2*np.mean(e*x)\n    db = 2*np.mean(e)\n    return dw, db\n"
    )
    assert of_code(loss + right)[0].verdict == "identical"
    swapped = right.replace("return dw, db", "return db, dw")
    assert of_code(loss + swapped)[0].verdict == "identical"  # each says what it is
    wrong = right.replace("db = 2*np.mean(e)", "db = np.mean(e)")
    found = of_code(loss + wrong)[0]
    assert found.verdict == "different"
    assert "d/db is 1/2 times" in found.message


@pytest.mark.parametrize(
    "body",
    [
        "    return scipy.approx(points, p)\n",
        "    while p[0] > 0:\n        p[0] -= 1\n    return p\n",
        "    d = 0\n    for k in range(10):\n        d += p[0]\n    return d\n",
    ],
)
def test_what_is_not_read_is_not_judged(body):
    for found in of_code(LOSS + "def cost_gradient(points, p):\n" + body):
        assert found.verdict == "undecided"
        assert found.reason


def test_a_gradient_without_a_loss_is_silent():
    assert of_code(GRADIENT.format(factor="2", inner="", outer="/ n")) == []


@pytest.mark.parametrize(
    ("slope", "verdict", "advice"),
    [
        ("(c u - r) u", "identical", None),
        ("u (c u - r)", "identical", None),
        ("2 (c u - r) u", "different", "multiply by 0.5"),
        ("(r - c u) u", "different", "multiply by -1"),
        ("c u - r", "different", None),
    ],
)
def test_gradients_of_the_loss_of_one_sample(slope, verdict, advice):
    found = last(r"J = \frac{1}{2} (c u - r)^2", rf"\frac{{\partial J}}{{\partial c}} = {slope}")
    assert (found.kind, found.verdict, found.suggestion) == ("gradient", verdict, advice)


def test_the_gradient_of_another_loss_is_not_judged():
    other = r"\frac{\partial K}{\partial c} = 2 (c u - r) u"
    assert last(r"J = \frac{1}{2} (c u - r)^2", other) is None
    vectors = r"\frac{\partial J}{\partial c} = (c^T u - r) u"
    assert last(r"J = \frac{1}{2} (c^T u - r)^2", vectors) is None


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"\frac{1}{n} \sum_{i=1}^{n} (h_i - y_i) x_i", "identical"),
        (r"\frac{1}{n} \sum_{i=1}^{n} (c x_i + d - y_i) x_i", "identical"),
        (r"\frac{2}{n} \sum_{i=1}^{n} (h_i - y_i) x_i", "different"),
        (r"-\frac{1}{n} \sum_{i=1}^{n} (h_i - y_i) x_i", "different"),
        (r"\frac{1}{n} \sum_{i=1}^{n} (h_i - y_i)", "different"),
    ],
)
def test_stated_gradients(slope, verdict):
    found = last(
        "h_i = c x_i + d",
        r"J = \frac{1}{2n} \sum_{i=1}^{n} (h_i - y_i)^2",
        rf"\frac{{\partial J}}{{\partial c}} = {slope}",
    )
    assert (found.kind, found.verdict) == ("gradient", verdict)


FORMULAS = [
    ("a*w**3 - w/(1 + w**2)", "3*a*w**2 - (1 - w**2)/(1 + w**2)**2"),
    ("sqrt(1 + w**2)", "w/sqrt(1 + w**2)"),
    ("exp(-a*w)*b", "-a*b*exp(-a*w)"),
    ("abs(w)", "sign(w)"),
    ("c*b**2", "0"),
]


@pytest.mark.parametrize(("formula", "slope"), FORMULAS)
def test_derivatives(formula, slope):
    found = derivative(read_expression(formula), "w")
    assert compare(found, read_expression(slope)).verdict == "identical"


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=5), st.integers(-4, 4))
def test_derivatives_of_polynomials(coefficients, point):
    text = " + ".join(f"({c})*w**{k}" for k, c in enumerate(coefficients)) + " + 0*w"
    slope = derivative(read_expression(text), "w")
    put = {"w": Fraction(point)}
    value = sum(k * c * put["w"] ** (k - 1) for k, c in enumerate(coefficients) if k)
    shown = slope.map_names(lambda n: read_expression(f"({point})") if n == Name("w") else n)
    assert compare(shown, read_expression(f"({value})")).verdict == "identical"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$L(q) = \frac12 (q z - y)^2, \qquad \nabla L(q) = (q z - y) z$$", "identical"),
        (r"$$L(q) = \frac12 (q z - y)^2, \qquad \nabla_q L(q) = 2 (q z - y) z$$", "different"),
        (
            "$$L(q, c) = (q z + c)^2$$\n\n$$\\frac{\\partial L}{\\partial c} = 2(q z + c)$$",
            "identical",
        ),
        (r"$$L(q, c) = q^2 + 3 c^2, \qquad \nabla L(q, c) = (2q, 6c)$$", None),
        (r"$$L(q) = \frac12 q^\top A q, \qquad \nabla L(q) = A q$$", None),
    ],
)
def test_the_gradient_of_a_stated_function(text, verdict):
    found = check(f"# Slopes\n\n{text}\n".encode(), name="a.md").findings
    assert [each.verdict for each in found] == ([verdict] if verdict else [])
