"""Which of several names around an algorithm is meant, and what follows from it."""

from __future__ import annotations

import pytest

from symopt.notes.checking import check
from symopt.notes.finding import Finding

PENALTY = r"""$$ h_k = \nabla F(x_{k-1}) + \kappa x_{k-1} $$
$$ p_k = a p_{k-1} + (1-a) h_k, \quad q_k = b q_{k-1} + (1-b) h_k^2 $$
$$ x_k = x_{k-1} - \eta \frac{p_k/(1-a^k)}{\sqrt{q_k/(1-b^k)} + \epsilon} $$
"""
LISTING = """    def update(self, x, g):
        self.k += 1
        g = g + self.decay * x
        self.p = self.a * self.p + (1 - self.a) * g
        self.q = self.b * self.q + (1 - self.b) * g**2
        up = self.p / (1 - self.a**self.k)
        low = self.q / (1 - self.b**self.k)
        return x - self.lr * up / (np.sqrt(low) + self.eps)
"""
MOMENTUM = "$$ u_k = c u_{k-1} + (1-c) g_k, \\quad x_k = x_{k-1} - \\eta u_k $$\n"


def only(page: str, name: str = "a.md") -> Finding:
    (found,) = check(page.encode(), name).findings
    return found


def test_a_nearer_heading_says_more_than_one_further_above() -> None:
    found = only(f"# Adam\n\n## AdamW\n\n{PENALTY}")
    assert (found.verdict, found.rule, found.severity) == ("identical", "adam.l2", "error")
    assert "mislabelled" in found.lints


@pytest.mark.parametrize("title", ["## Adam", "## The update", "## Adam with weight decay"])
def test_a_penalty_is_right_where_nobody_says_that_it_is_decoupled(title: str) -> None:
    found = only(f"# Adam\n\n{title}\n\n{PENALTY}")
    assert (found.verdict, found.rule) == ("identical", "adam.l2")
    assert found.severity in ("ok", "note")


def test_the_name_of_a_class_says_more_than_a_heading() -> None:
    found = only(f"# Adam\n\n```python\nclass AdamW:\n{LISTING}```\n")
    assert (found.rule, found.severity) == ("adam.l2", "error")


def test_a_paragraph_about_the_actual_rule_makes_a_wrong_heading_a_note() -> None:
    assert only(f"## RMSProp\n\n{MOMENTUM}").severity == "error"
    found = only(f"## RMSProp\n\nThis is what momentum does.\n\nSo:\n\n{MOMENTUM}")
    assert (found.severity, found.lints) == ("note", ("mislabelled",))
    assert only(f"## RMSProp\n\nRMSProp improves on momentum.\n\nSo:\n\n{MOMENTUM}").severity == (
        "error"
    )


PENALIZED = {
    "momentum.l2": "{d} = {d} + k*x\n    u = c*u + {d}\n    x = x - lr*u",
    "adagrad": "{d} = {d} + k*x\n    s = s + {d}**2\n    x = x - lr*{d}/(np.sqrt(s) + e)",
}


@pytest.mark.parametrize("rule", PENALIZED)
@pytest.mark.parametrize("name", ["grads", "dx"])
def test_a_gradient_that_is_assigned_anew_has_a_value(rule: str, name: str) -> None:
    body = PENALIZED[rule].format(d=name)
    arguments = f"x, {name}, u, s, lr=0.1, c=0.9, k=0.01, e=1e-8"
    title = f"# {rule.partition('.')[0]}"
    code = f"def step({arguments}):\n    {body}\n    return x, u, s\n"
    found = only(f"{title}\n\n```python\n{code}```\n")
    assert found.rule == rule
    assert found.severity in ("ok", "note")
