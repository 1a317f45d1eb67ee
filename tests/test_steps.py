"""Reading expressions and functions: what is read, what is refused, and that nothing runs."""

from __future__ import annotations

import contextlib
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.errors import InvalidExpression
from symopt.formula import Formula
from symopt.steps import MAX_TEXT, read_expression, trace


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x^2 - y^2", "x^2 - y^2"),
        ("-a*b", "-a b"),
        ("a - (b - c)", "a - (b - c)"),
        ("a*(b + c)/d", r"\frac{a (b + c)}{d}"),
        ("2*0.5*x", r"2 \cdot 0.5 x"),
        ("beta1*mhat/(sqrt(vhat) + epsilon)", r"\frac{\beta_1 \hat{m}}{\sqrt{\hat{v}} + \epsilon}"),
        ("max(a, abs(b))", r"\max(a, |b|)"),
        ("(1 - beta)**t", r"(1 - \beta)^t"),
        ("weight_decay*theta", r"\lambda \theta"),
        ("(a/b)**2", r"\left( \frac{a}{b} \right)^2"),
        ("1e-8 + x", "1e-08 + x"),
    ],
)
def test_reads_and_prints_in_the_authors_order(text: str, latex: str) -> None:
    assert read_expression(text).latex() == latex


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("9**9**9**9", "a constant exponent must be a number up to 100"),
        ("(9**99)**99", "a power of a power of numbers"),
        ("x**101", "up to 100"),
        ("1/0", "division by zero"),
        ("0**-1", "division by zero"),
        ("1e999", "too large"),
        ("9" * 50, "more than 40 digits"),
        ("__import__('os')", "not mathematics"),
        ("x.real", "an attribute"),
        ("(lambda: 1)()", "not mathematics"),
        ("[x for x in y]", "not mathematics"),
        ("sqr(x)", 'no function named "sqr"; did you mean "sqrt"'),
        ("sqrt(x, y)", "sqrt takes 1 argument, not 2"),
        ("x if y else z", "use where"),
        ("True", "not a number"),
        ("'x'", "not mathematics"),
        ("x = 3", "not a mathematical expression"),
        ("x +", "not a mathematical expression"),
        ("1 < x < 2", "not mathematics"),
        ("(" * 300 + "x" + ")" * 300, "not a mathematical expression"),
        ("sin(" * 80 + "x" + ")" * 80, "nested more than"),
        ("+".join(["x"] * 900), "more than 600 terms"),
        ("x" * (MAX_TEXT + 1), "at most 2000"),
        ("x\0y", "not a mathematical expression"),
        ("x;y", "not a mathematical expression"),
        ("\ud800", "not a mathematical expression"),
    ],
)
def test_refuses_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(InvalidExpression) as caught:
        read_expression(text)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="xyz0123456789.+-*/^()<>=,' abcdefsqrtmin_[]{}:\n\\\"", max_size=60))
def test_any_text_is_a_formula_or_one_error(text: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(InvalidExpression):
        assert isinstance(read_expression(text), Formula)
    assert time.perf_counter() - begun < 2


LEAVES = st.sampled_from(["x", "y", "z", "2", "3", "0.5"])


def joined(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(children, st.sampled_from("+-*/"), children).map(lambda p: f"({''.join(p)})"),
        children.map(lambda c: f"(-{c})"),
        children.map(lambda c: f"({c})**2"),
        children.map(lambda c: f"abs({c})"),
    )


@given(st.recursive(LEAVES, joined, max_leaves=12))
def test_printed_python_computes_the_same_float(text: str) -> None:
    """What is read and printed again evaluates to the very same double: no reordering."""
    names = {"x": 1.7, "y": -0.3, "z": 2.9, "abs": abs}
    try:
        expected = eval(text, dict(names))  # noqa: S307
    except (ZeroDivisionError, OverflowError):
        return
    try:
        printed = read_expression(text).python(prefix="")
    except InvalidExpression:  # a power of a power of numbers, or a literal zero below
        return
    again = eval(printed, dict(names))  # noqa: S307
    assert again == expected or (math.isnan(again) and math.isnan(expected))


@given(st.recursive(LEAVES, joined, max_leaves=10))
def test_printed_text_is_read_back_as_the_same_value(text: str) -> None:
    try:
        once = read_expression(text).text()
    except InvalidExpression:
        return
    bars = "|" in once  # |x| is for people; the reader knows abs(x)
    if not bars:
        names = {"x": 1.7, "y": -0.3, "z": 2.9}
        with contextlib.suppress(ZeroDivisionError, OverflowError):
            values = [
                eval(read_expression(t).python(prefix=""), dict(names))  # noqa: S307
                for t in (text, once)
            ]
            assert values[0] == values[1] or math.isnan(values[0])


def test_trace_keeps_order_and_lines() -> None:
    def average(y, v=0, *, beta=0.9):
        """Average."""
        v = beta * v + (1 - beta) * y
        return v

    traced = trace(average)
    assert traced.parameters == ("y", "v", "beta")
    assert [step.name for step in traced.steps] == ["v"]
    assert traced.steps[0].formula.text() == "beta*v + (1 - beta)*y"
    assert traced.steps[0].line == average.__code__.co_firstlineno + 2
