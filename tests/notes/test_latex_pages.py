"""Whole pages in notations of their own: what is said of them, from the LaTeX to the verdict."""

from __future__ import annotations

import pytest

from symopt.notes.checking import check
from symopt.notes.finding import Finding


def said(text: str, name: str = "page.md") -> list[Finding]:
    return list(check(text.encode(), name=name).findings)


def only(text: str, name: str = "page.md") -> Finding:
    (found,) = said(text, name)
    return found


@pytest.mark.parametrize(
    ("input_", "right"),
    [
        (r"(1-\mu)\, y_k", True),
        (r"(1-\mu)\, \text{input}", True),
        (r"(1+\mu)\, y_k", False),
        (r"\mu\, y", False),
    ],
)
def test_an_average_may_say_old_and_new(input_: str, right: bool) -> None:
    found = only(f"# Moving average\n\n$$c_{{new}} = \\mu\\, c_{{old}} + {input_}$$\n")
    assert found.rule == "ewma"
    assert (found.severity == "error") is not right


@pytest.mark.parametrize(("sign", "right"), [("-", True), ("+", False)])
def test_a_program_in_mathematics_may_add_to_a_name(sign: str, right: bool) -> None:
    total, step = r"\text{total}", r"\frac{r\, dp}{\sqrt{\text{total}} + c}"
    sums = rf"{total} \mathrel{{+}}= dp^2"
    found = only(f"# AdaGrad\n\n$${sums}, \\qquad p \\mathrel{{{sign}}}= {step}$$\n")
    assert found.rule == "adagrad"
    assert (found.verdict == "identical") is right


def test_the_gradient_of_a_mean_of_losses_is_taken_where_the_model_stands() -> None:
    def page(point: str) -> str:
        loss = rf"\frac1n \sum_{{i=1}}^n L(h(z_i; {point}), y_i)"
        return (
            "# Nesterov momentum\n\n"
            rf"$$u \gets \mu u - r \nabla_p \left[{loss}\right], \qquad p \gets p + u$$" + "\n"
        )

    assert only(page(r"p + \mu u")).rule == "nesterov"
    wrong = only(page(r"p - \mu u"))
    assert (wrong.verdict, wrong.severity) == ("different", "error")


@pytest.mark.parametrize(("shares", "right"), [(("3/4", "1/4"), True), (("3/4", "3/4"), False)])
def test_shares_may_be_fractions(shares: tuple[str, str], right: bool) -> None:
    kept, new = (rf"\frac {a}{b}" for a, b in (share.split("/") for share in shares))
    found = only(f"# Moving average\n\n$$c_k = {kept} c_{{k-1}} + {new} y_k$$\n")
    assert (found.severity == "error") is not right


def test_words_between_rows_part_formulas() -> None:
    text = r"""\section{Momentum}
\begin{align*}
\intertext{The average of the gradients}
u_k &= \mu u_{k-1} + (1-\mu) g_k
\shortintertext{is what the point moves along:}
p_k &= p_{k-1} %s r u_k
\end{align*}
"""
    assert only(text % "-", "page.tex").rule == "momentum"
    assert only(text % "+", "page.tex").severity == "error"


def test_another_name_for_a_state_need_not_be_used() -> None:
    text = r"""# AMSGrad

$$u_k = b_1 u_{k-1} + (1-b_1) g_k, \qquad s_k = b_2 s_{k-1} + (1-b_2) g_k^2$$
$$\hat s_k = \max(\hat s_{k-1}, s_k), \qquad \hat S_k = \operatorname{diag}(\hat s_k)$$
$$p_{k+1} = p_k - r\, u_k / \sqrt{\hat s_k}$$
"""
    found = only(text)
    assert (found.verdict, found.rule) == ("identical", "amsgrad")
    assert found.severity != "error"
