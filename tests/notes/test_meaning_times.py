"""Time indices are read as they are written, their slips included."""

from __future__ import annotations

import pytest
from meaning_help import is_rule, lint_codes, meaning, verdict

MOMENTS = r"$$n_k = b_1 n_{k-1} + (1-b_1) g_k$$ $$u_k = b_2 u_{k-1} + (1-b_2) g_k^2$$"


def adam(mean: str, square: str, step: str = r"\hat n_k") -> str:
    return (
        rf"{MOMENTS} $$\hat n_k = {mean}$$ $$\hat u_k = {square}$$"
        rf" $$x_{{k+1}} = x_k - \frac{{s {step}}}{{\sqrt{{\hat u_k}} + \epsilon}}$$"
    )


def test_the_parameter_may_be_one_ahead_of_the_moments() -> None:
    assert is_rule(adam(r"\frac{n_k}{1-b_1^k}", r"\frac{u_k}{1-b_2^k}"), "adam")


@pytest.mark.parametrize(
    ("mean", "square", "step"),
    [
        (r"\frac{n_k}{1-b_1^k}", r"\frac{u_{k-1}}{1-b_2^k}", r"\hat n_k"),
        (r"\frac{n_{k-1}}{1-b_1^k}", r"\frac{u_k}{1-b_2^k}", r"\hat n_k"),
        (r"\frac{n_k}{1-b_1^k}", r"\frac{u_k}{1-b_2^k}", r"\hat n_{k-1}"),
        (r"\frac{n_k}{1-b_1}", r"\frac{u_k}{1-b_2^k}", r"\hat n_k"),
        (r"\frac{n_k}{1-b_2^k}", r"\frac{u_k}{1-b_1^k}", r"\hat n_k"),
    ],
)
def test_a_slip_stays_a_slip(mean: str, square: str, step: str) -> None:
    assert verdict(meaning(adam(mean, square, step)), "adam") == "different"


def test_a_correction_that_has_no_value_at_first_is_seen() -> None:
    found = meaning(adam(r"\frac{n_k}{1-b_1^{k-1}}", r"\frac{u_k}{1-b_2^k}"))
    assert verdict(found, "adam") not in ("identical", "equivalent")
    assert "counter-from-zero" in lint_codes(found)


def test_definitions_may_follow_their_use() -> None:
    text = r"""$$w \leftarrow w - a \frac{\hat p}{\sqrt{\hat q} + \delta}$$ where
$$\hat p = \frac{p}{1-\beta_1^t}, \quad \hat q = \frac{q}{1-\beta_2^t}$$
$$p = \beta_1 p + (1-\beta_1) dw, \quad q = \beta_2 q + (1-\beta_2) dw^2$$"""
    assert is_rule(text, "adam")


def test_where_puts_a_state_before_its_use() -> None:
    assert is_rule(r"$$w = w - a q$$ where $$q = b q + (1-b)\, dw$$", "momentum")
    assert verdict(meaning(r"$$w = w - a q$$ $$q = b q + (1-b)\, dw$$"), "momentum") != "identical"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (r"$$p_{n+1} = m p_n - s \nabla f(x_n + m p_n)$$ $$x_{n+1} = x_n + p_{n+1}$$", "nesterov"),
        (
            r"$$x_{n+1/2} = x_n + m p_n$$ $$p_{n+1} = m p_n - s\nabla f(x_{n+1/2})$$"
            r" $$x_{n+1} = x_n + p_{n+1}$$",
            "nesterov",
        ),
        (
            r"$$\tilde x = x + m p$$ $$g = \nabla L(\tilde x)$$ $$p \leftarrow m p - s g$$"
            r" $$x \leftarrow x + p$$",
            "nesterov",
        ),
        (r"$$p' = b p + (1-b) g$$ $$x' = x - s p'$$", "momentum"),
        (r"$$w_{new} = w_{old} - s \nabla L(w_{old})$$", "gd"),
        (r"$$\theta_j := \theta_j - s \frac{\partial}{\partial\theta_j} J(\theta)$$", "gd"),
        (r"$$\Delta w = -s \frac{\partial E}{\partial w}$$", "gd"),
        (r"$$p_t = b p_{t-1} + (1-b) g_t$$ $$x_t = x_{t-1} - s p$$", "momentum"),
        (
            r"$$R_t = \sum_{j=1}^{t} g_j^2$$ $$x_{t+1} = x_t - \frac{s}{\sqrt{R_t}+\epsilon} g_t$$",
            "adagrad",
        ),
        (
            r"$$E[g^2]_t = r E[g^2]_{t-1} + (1-r) g_t^2$$"
            r" $$\Delta y_t = -\frac{RMS[\Delta y]_{t-1}}{RMS[g]_t} g_t$$"
            r" $$E[\Delta y^2]_t = r E[\Delta y^2]_{t-1} + (1-r) \Delta y_t^2$$"
            r" $$y_{t+1} = y_t + \Delta y_t$$",
            "adadelta",
        ),
    ],
)
def test_times_in_many_spellings(text: str, rule: str) -> None:
    assert is_rule(text, rule)


@pytest.mark.parametrize(
    "text",
    [
        r"$$x_{k+1} = x_k - s\nabla f(x_k) + b(x_k - x_{k-1})$$",
        r"$$y_{k+1} = x_k - s\nabla f(x_k)$$ $$x_{k+1} = y_{k+1} + b(y_{k+1} - y_k)$$",
    ],
)
def test_iterates_of_two_steps_ago_start_with_the_parameter(text: str) -> None:
    rule = "momentum" if "x_{k-1}" in text else "nesterov"
    assert verdict(meaning(text), rule) == "equivalent"


def test_a_gradient_at_the_new_point_is_not_understood() -> None:
    found = meaning(r"$$g_t = \nabla f(\theta_t)$$ $$\theta_t = \theta_{t-1} - \alpha g_t$$")
    assert found.recursion is None
    assert "each other" in found.reason


def test_a_counter_from_zero_is_seen() -> None:
    text = r"$$p_0 = 0$$ $$p_{t+1} = b p_t + (1-b) g_t$$"
    late = rf"{text} $$x_{{t+1}} = x_t - s\frac{{p_{{t+1}}}}{{1-b^t}}$$"
    right = rf"{text} $$x_{{t+1}} = x_t - s\frac{{p_{{t+1}}}}{{1-b^{{t+1}}}}$$"
    assert "counter-from-zero" in lint_codes(meaning(late))
    assert "counter-from-zero" not in lint_codes(meaning(right))


@pytest.mark.parametrize("arrow", ["=", r"\leftarrow"])
def test_a_state_overwritten_by_its_corrected_value_is_seen(arrow: str) -> None:
    end = "" if arrow == r"\leftarrow" else "_t"
    old = "p" if arrow == r"\leftarrow" else "p_{t-1}"
    text = (
        rf"$$p{end} {arrow} b {old} + (1-b) g{end}$$ $$p{end} {arrow} \frac{{p{end}}}{{1-b^t}}$$"
        rf" $$x {arrow} x - s p{end}$$"
    )
    found = meaning(text)
    assert "overwritten-state" in lint_codes(found)
    assert verdict(found, "momentum") == "different"


def test_an_arrow_gives_what_was_given_another_value() -> None:
    page = r"$$n_k \leftarrow c\, n_{k-1} + g_k$$ $$g_k \leftarrow g_k + c\, n_k$$"
    assert is_rule(page + r"$$p_k \leftarrow p_{k-1} - s g_k$$", "nesterov.pytorch")
    late = r"$$g_k \leftarrow g_k + c\, n_{k-1}$$ $$n_k \leftarrow c\, n_{k-1} + g_k$$"
    found = meaning(late + r"$$p_k \leftarrow p_{k-1} - s n_k$$")
    assert verdict(found, "nesterov.pytorch") == "different"


def test_an_arrow_takes_a_second_step_from_where_the_first_one_led() -> None:
    def page(second: str) -> str:
        return (
            rf"$$x_k \leftarrow x_{{k-1}} - s d\, x_{{k-1}}$$ {MOMENTS}"
            rf"$$x_k \leftarrow {second} - s\, \frac{{n_k/(1-b_1^k)}}"
            r"{\sqrt{u_k/(1-b_2^k)} + \epsilon}$$"
        )

    assert is_rule(page("x_k"), "adamw")
