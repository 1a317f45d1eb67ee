"""What users type is parsed as mathematics, bounded, and never evaluated."""

from __future__ import annotations

import contextlib
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.errors import InvalidExpression, InvalidValue, SymoptError
from symopt.problems import Surface

HOSTILE = [
    "9**9**9**9",
    '__import__("os")',
    "__import__('os').system('true')",
    "().__class__.__bases__[0]",
    "x.__class__",
    "__class__",
    "open('f')",
    "foo(x)",
    "lambda x: x",
    "x if y else z",
    "[x for x in y]",
    "x := 3",
    "f'{x}'",
    "x; y",
    "x\ny",
    "x = 1",
    "x < 1",
    "where(x, 1, 2)",
    "x/0",
    "x/(1 - 1)",
    "(0*x)**(-1)",
    "sqrt(-1)*x",
    "log(-1) + x",
    "x**1000000",
    "((((x**100)**100)**100)**100)**100",
    "exp(exp(exp(exp(100)))) + x",
    "maximum(exp(exp(exp(100))), x)",
    "e**e**e**e**e**e + x",
    "where(exp(exp(10**39)) > 1, x, 2*x)",
    "maximum(exp(exp(exp(100*x/x))), 1)*x",
    "1e308*x*1e308",
    "1e400*x",
    "x*" * 5000 + "x",
    "(" * 300 + "x" + ")" * 300,
    "tanh(" * 40 + "x" + ")" * 40,
    "-" * 500 + "x",
    "floor(x)",
    "grad(x)",
    "theta[0]",
    "é**2",
    "x" * 100,
    "1j*x",
    "True*x",
    "3",
    "pi + e",
    "",
    "   ",
    "\x00",
    "x +",
    ")(",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: t[:20])
def test_hostile_text_is_refused_in_one_line(text: str):
    with pytest.raises(InvalidExpression) as caught:
        Surface.from_expr(text)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 250


def test_only_text_is_read():
    with pytest.raises(InvalidExpression, match="text"):
        Surface.from_expr(3)  # type: ignore[arg-type]


words = st.sampled_from(
    [*"xyze0123456789+-*/()^.,<> ", "**", "exp(", "sin(", "sqrt(", "log(", "where(", "maximum("]
)


@settings(max_examples=150)
@given(st.lists(words, max_size=25).map("".join))
def test_any_text_gives_a_surface_or_a_refusal(text: str):
    try:
        surface = Surface.from_expr(text)
    except InvalidExpression:
        return
    size = len(surface.variables)
    assert len(surface.start) == len(surface.box) == size
    for point in (surface.start, (0,) * size, (1e300,) * size, (-0.5,) * size):
        assert surface.gradient(point).shape == (size,)
        assert isinstance(surface.loss(point), float)


@given(st.text(string.printable, max_size=40))
def test_no_text_at_all_raises_anything_else(text: str):
    with contextlib.suppress(SymoptError):
        Surface.from_expr(text)


coefficients = st.integers(-9, 9)


@given(coefficients, coefficients, coefficients, st.floats(-3, 3), st.floats(-3, 3))
def test_text_means_what_python_means_by_it(a: int, b: int, c: int, x: float, y: float):
    surface = Surface.from_expr(
        f"{a}*x**3 + ({b})*x*y - ({c})*exp(-y^2) + 0*y", box=((-3, 3),) * 2, start=(1, 1)
    )
    expected = a * x**3 + b * x * y - c * np.exp(-(y**2))
    assert surface.loss((x, y)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_variables_are_alphabetical_and_constants_are_constants():
    assert Surface.from_expr("z + y*x").variables == ("x", "y", "z")
    assert Surface.from_expr("x10 + x2").variables == ("x2", "x10")
    assert Surface.from_expr("pi*x").gradient((0,)).tolist() == [np.pi]
    assert Surface.from_expr("e**x").loss((1,)) == pytest.approx(np.e)
    assert Surface.from_expr("y", variables=("y", "x")).gradient((1, 2)).tolist() == [1, 0]
    with pytest.raises(InvalidValue, match="variables"):
        Surface.from_expr("x*y", variables=("x",))


def test_decimals_are_exact():
    surface = Surface.from_expr("0.1*x**2")
    assert surface.expr.coeff(surface.symbols[0], 2) == surface.expr.coeff(
        surface.symbols[0], 2
    ).limit_denominator(10)


@pytest.mark.parametrize(
    "text",
    ["x**2 - y**2", "log(x) + 1/x", "sqrt(x)*y", "sin(x)*cos(y)", "x", "abs(x) + maximum(y, 0)"],
)
def test_defaults_can_be_drawn_and_descended(text: str):
    surface = Surface.from_expr(text)
    for c, (low, high) in zip(surface.start, surface.box, strict=True):
        assert low < c < high
    assert np.isfinite(surface.loss(surface.start))
    slope = surface.gradient(surface.start)
    assert np.isfinite(slope).all()
    assert slope.any()
    assert bool(surface.levels) == (len(surface.variables) == 2)
    assert Surface.from_expr(text).box == surface.box


@pytest.mark.parametrize(
    ("box", "start"),
    [
        (((0, 1),), None),
        (((1, 0), (0, 1)), None),
        (((0, 0), (0, 1)), None),
        (((0, float("inf")), (0, 1)), None),
        (None, (1,)),
        (None, (1, float("nan"))),
        (None, ("a", 1)),
    ],
)
def test_boxes_and_starts_are_checked(box: object, start: object):
    with pytest.raises(InvalidValue):
        Surface.from_expr("x*y", box=box, start=start)  # type: ignore[arg-type]
