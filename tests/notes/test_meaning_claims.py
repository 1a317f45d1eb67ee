"""Which rule a text names."""

from __future__ import annotations

import pytest
from meaning_help import passages

from symopt import rules
from symopt.notes.meaning import claimed
from symopt.notes.meaning.aliases import ALIASES


def test_aliases_are_of_rules_that_exist() -> None:
    assert set(ALIASES) <= {name.partition(".")[0] for name in rules.names()}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("3.2 AMSGrad", "amsgrad"),
        ("class NAdam", "nadam"),
        ("def rms_prop_step", "rmsprop"),
        ("AdaMax: Adam with another norm", "adamax"),
        ("AdamW decouples the decay", "adamw"),
        ("SGD with momentum", "momentum"),
        ("Nesterov's accelerated gradient", "nesterov"),
        ("带动量的随机梯度下降", "momentum"),
        ("小批量梯度下降法", "gd"),
        ("内斯特罗夫动量", "nesterov"),
        ("自适应矩估计", "adam"),
        ("均方根传播算法", "rmsprop"),
        ("指数加权移动平均", "ewma"),
        ("an exponentially weighted moving average", "ewma"),
        ("madam and dynamo", None),
        ("the step is small", None),
        ("Adam vs. RMSProp", None),
        ("动量与内斯特罗夫", None),
    ],
)
def test_names(text: str, rule: str | None) -> None:
    assert claimed([text]) == rule


def test_a_heading_tells_which_of_several_is_meant() -> None:
    assert claimed(["It takes momentum and RMSProp together", "Adam and others", "RMSProp"]) == (
        "rmsprop"
    )
    assert claimed(["Adam takes momentum and RMSProp together", "Optimizers"]) == "adam"


def test_the_heading_names_the_first_algorithm_under_it() -> None:
    text = r"""## Adam
First the momentum:
$$m_t = b_1 m_{t-1} + (1-b_1) g_t$$
then as RMSProp does:
$$v_t = b_2 v_{t-1} + (1-b_2) g_t^2$$
$$x_t = x_{t-1} - a \frac{m_t}{\sqrt{v_t}}$$
"""
    (algorithm,) = passages(text).algorithms
    assert claimed(algorithm.claims) == "adam"


def test_a_short_line_that_names_a_rule_is_a_heading() -> None:
    text = """1. RMSProp

   $$r = c r + (1-c) g^2$$ $$x = x - s g / \\sqrt{r}$$

2. AdaGrad

   $$r = r + g^2$$ $$x = x - s g / \\sqrt{r}$$
"""
    assert [claimed(a.claims) for a in passages(text).algorithms] == ["rmsprop", "adagrad"]


def test_a_far_paragraph_names_nothing() -> None:
    text = """Adam is popular.

Something else entirely.

$$x = x - s \\nabla f(x)$$
"""
    (algorithm,) = passages(text).algorithms
    assert claimed(algorithm.claims) is None
