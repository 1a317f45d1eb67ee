"""Roles are seen by what names do; numbers stand where a rule has hyperparameters."""

from __future__ import annotations

from fractions import Fraction

import pytest
from meaning_help import is_rule, lint_codes, meaning, meanings, verdict

from symopt.notes.document import Code
from symopt.notes.meaning import understand
from symopt.notes.python import read
from symopt.notes.source import Excerpt


def test_a_textbook_with_other_letters() -> None:
    text = r"$$r \leftarrow a r + (1-a)\, g \odot g$$"
    text += r" $$\Delta w = -\frac{\epsilon}{\sqrt{\delta + r}} \odot g$$"
    text += r" $$w \leftarrow w + \Delta w$$"
    found = meaning(text)
    assert verdict(found, "rmsprop.eps-inside") == "identical"
    names = {name: found.names[name].name for name in ("rho", "alpha", "epsilon")}
    assert names == {"rho": "a", "alpha": "epsilon", "epsilon": "delta"}


def test_numbers_that_make_one_are_a_memory() -> None:
    found = meaning(r"$$q_t = 0.8 q_{t-1} + 0.2 g_t$$ $$x_t = x_{t-1} - 0.05 q_t$$")
    assert verdict(found, "momentum") == "identical"
    assert found.values == {"beta": Fraction(4, 5), "alpha": Fraction(1, 20)}


def test_numbers_throughout() -> None:
    text = r"""$$m \leftarrow 0.95 m + 0.05 g$$ $$v \leftarrow 0.99 v + 0.01 g^2$$
$$x \leftarrow x - 0.01 \frac{m/(1-0.95^t)}{\sqrt{v/(1-0.99^t)} + 10^{-7}}$$"""
    found = meaning(text)
    assert verdict(found, "adam") == "identical"
    assert found.values["beta2"] == Fraction(99, 100)
    assert found.values["epsilon"] == Fraction(1, 10**7)


def test_numbers_that_make_more_than_one_are_no_average() -> None:
    found = meaning(r"$$q_t = 0.8 q_{t-1} + 0.3 y_t$$")
    assert found.kind == "average"
    assert verdict(found, "ewma") == "different"


def test_a_memory_in_the_wrong_place_stays_a_second_hyperparameter() -> None:
    found = meaning(r"$$r = \beta r + (1-\beta_2) g^2$$ $$w = w - \eta \frac{g}{\sqrt{r}}$$")
    assert verdict(found, "rmsprop.no-eps") != "identical"
    assert len(found.recursion.hyperparameters) == 3  # type: ignore[union-attr]


def test_ascent_is_not_descent() -> None:
    assert verdict(meaning(r"$$x = x + \alpha \nabla f(x)$$"), "gd") != "identical"


def test_a_rate_that_shares_the_memories_is_part_of_the_algorithm() -> None:
    text = r"""$$a_t = a \frac{\sqrt{1-c_2^t}}{1-c_1^t}$$
$$m_t = c_1 m_{t-1} + (1-c_1) g_t$$ $$v_t = c_2 v_{t-1} + (1-c_2) g_t^2$$
$$x_t = x_{t-1} - a_t \frac{m_t}{\sqrt{v_t} + \hat\epsilon}$$"""
    assert is_rule(text.replace("a_t", r"\alpha_t").replace(" a ", r" \alpha "), "adam.folded")


def test_a_mean_of_gradients_is_a_gradient() -> None:
    text = r"$$w = w - \eta \frac{1}{n} \sum_{i=1}^{n} \nabla_w L(w; x^{(i)})$$"
    assert is_rule(text, "gd")


def test_decay_of_the_weights() -> None:
    text = r"""$$m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t$$
$$v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2$$
$$\hat m_t = \frac{m_t}{1-\beta_1^t}, \; \hat v_t = \frac{v_t}{1-\beta_2^t}$$
$$w_t = w_{t-1} - \eta (\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} + \lambda w_{t-1})$$"""
    found = meaning(text)
    assert verdict(found, "adamw") == "identical"
    assert found.names["weight_decay"].name == "lambda"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"$$w = w - a \frac{\hat m}{\sqrt{\hat v} + \epsilon}$$", "m_hat"),
        (r"$$w = w - a v$$", "v"),
        (r"$$w_{t+1} = w_t - \frac{a}{\sqrt{R_t} + \epsilon} g_t$$", "R"),
    ],
)
def test_what_is_worked_out_elsewhere_is_asked_for(text: str, name: str) -> None:
    found = meaning(text)
    assert found.recursion is None
    assert found.reason == f"{name} is not defined here"


def test_moments_alone_are_averages() -> None:
    text = r"$$m_t = b_1 m_{t-1} + (1-b_1) g_t$$ $$v_t = b_2 v_{t-1} + (1-b_2) g_t^2$$"
    found = meanings(text)
    assert [one.kind for one in found] == ["average", "average"]
    assert all(verdict(one, "ewma") == "identical" for one in found)
    assert not any(lint_codes(one) for one in found)


def test_a_lone_sum_is_no_parameter() -> None:
    found = meaning(r"$$s \leftarrow s + g^2$$")
    assert found.recursion is None or found.kind == "average"


def test_an_average_of_two_days_is_no_running_average() -> None:
    found = meaning(r"$$u_t = b\, y_{t-1} + (1-b)\, y_t$$")
    assert found.kind == "average"
    assert verdict(found, "ewma") == "different"


def test_a_parameter_that_decays_in_a_line_of_its_own_is_the_parameter():
    # Decoupled decay first, then the step: a share of the weights is no average of gradients.
    listing = """\
def step(p, g, m, t, lr=0.1, b=0.9, wd=0.01):
    p = p * (1 - lr * wd)
    m = b * m + (1 - b) * g
    p = p - lr * m / (1 - b**t)
    return p, m
"""
    (algorithm,) = read([Code(Excerpt.of(listing), "python")]).algorithms
    found = understand(algorithm)
    assert found.kind == "update"
    assert found.names["theta"].name == "p"


@pytest.mark.parametrize(("share", "rest"), [(r"\frac{4}{5}", r"\frac{1}{5}"), ("4/5", "1/5")])
def test_fractions_that_make_one_are_a_memory_and_the_rest(share: str, rest: str) -> None:
    def page(second: str) -> str:
        step = r"p_k = p_{k-1} - \frac{s\, g_k}{\sqrt{u_k} + \epsilon}"
        return rf"$$u_k = {share} \cdot u_{{k-1}} + {second} \cdot g_k^2$$ $${step}$$"

    assert is_rule(page(rest), "rmsprop")
    # No share of what is there: the rule is met with other settings, but with no memory of 4/5.
    assert verdict(meaning(page(r"\frac{1}{50}")), "rmsprop") != "identical"


def test_what_stands_in_an_exponent_alone_is_a_setting_whatever_its_name() -> None:
    code = """def step(x, dx, p, k, a=0.9, momentum_decay=0.1, s=0.1):
    u = a * (1 - 0.5 * 0.96 ** (k * momentum_decay))
    p = u * p + dx
    x = x - s * p
    return x, p
"""
    (algorithm,) = read([Code(Excerpt.of(code), "python")]).algorithms
    found = understand(algorithm)
    assert found.recursion is not None
    (called,) = (key for key, own in found.names.items() if own.name == "momentum_decay")
    assert found.roles[called] == "coefficient"
