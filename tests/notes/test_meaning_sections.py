"""What belongs to one algorithm when it is spread, borrowed, counted or written out for data."""

from __future__ import annotations

from fractions import Fraction

import pytest
from meaning_help import is_rule, lint_codes, meaning, meanings, passages, verdict

from symopt.formula import Number
from symopt.notes import documents, latex, python
from symopt.notes.document import Code, Mathematics
from symopt.notes.meaning import algorithms, claimed, families, placed, understand
from symopt.notes.statement import Algorithm, Statement

MOMENTS = r"""## Adam
$p_t = b_1 p_{t-1} + (1-b_1) g_t$, $q_t = b_2 q_{t-1} + (1-b_2) g_t^2$

$\hat p_t = p_t/(1-b_1^t)$, $\hat q_t = q_t/(1-b_2^t)$

$$x_t = x_{t-1} - a \hat p_t / (\sqrt{\hat q_t} + e)$$
"""


def listed(text: str) -> list[Algorithm]:
    document = documents.read(text.encode(), "listing.py")
    blocks = [block for block in document.blocks if isinstance(block, Code)]
    return placed(document, python.read(blocks).algorithms)


def in_latex(text: str) -> list[Algorithm]:
    document = documents.read(text.encode(), "note.tex")
    blocks = [block for block in document.blocks if isinstance(block, Mathematics)]
    read = latex.read_all([block.excerpt for block in blocks])
    statements = [x for items in read for x in items if isinstance(x, Statement)]
    return list(algorithms(document, statements).algorithms)


def test_the_line_that_counts_steps_is_the_counter() -> None:
    text = r"""\begin{algorithmic}
\State $t \gets 0$
\State $t \gets t + 1$
\State $p_t \gets b p_{t-1} + (1-b) \nabla f(x_{t-1})$
\State $x_t \gets x_{t-1} - a \frac{p_t}{1 - b^t}$
\end{algorithmic}"""
    (found,) = in_latex(text)
    assert (found.counter, found.counter_start) == ("t", Number(Fraction(1)))
    assert [line.target.name for line in found.assignments] == ["p", "x"]


def test_a_counter_that_is_counted_too_late_divides_by_zero() -> None:
    text = (
        r"""$t = 0$, $p = b p + (1-b) g$, $\hat p = p/(1 - b^t)$, $x = x - a \hat p$, $t = t + 1$"""
    )
    assert "counter-from-zero" in lint_codes(meaning(text))


def test_a_beta_t_elsewhere_makes_no_index_of_beta_1() -> None:
    text = r"""## A
$p_t = \beta_1 p_{t-1} + (1-\beta_1) g_t$, $x_t = x_{t-1} - a p_t$
## B
$z_{k} = x_k + \beta_k (x_k - x_{k-1})$, $x_{k+1} = z_k - a \nabla f(z_k)$"""
    first, second = meanings(text)
    assert (verdict(first, "momentum"), verdict(second, "nesterov")) == ("identical", "equivalent")


def test_an_epsilon_behind_the_step_leaves_it_an_update() -> None:
    text = r"$q = r q + (1-r) g^2$, $x = x - a \frac{g}{\sqrt q} + \epsilon$"
    assert meaning(text).kind == "update"


def test_a_state_that_the_update_passes_by_is_part_of_it() -> None:
    found = meaning(r"$v = b v + (1-b) g$, $x = x - a g$")
    assert found.kind == "update"
    assert "v is computed, but the update uses g" in {lint.message for lint in found.lints}


def test_definitions_are_borrowed_from_far_above() -> None:
    text = (
        MOMENTS
        + r"""
# Others
## With the norm
$$u_t = \max(c u_{t-1}, |g_t|)$$

$$x_t = x_{t-1} - \frac{a}{u_t} \hat p_t$$
"""
    )
    first, second = meanings(text)
    assert first.borrowed == ()
    assert verdict(second, "adamax") == "identical"
    assert second.borrowed == ("p as defined in line 2", "p_hat as defined in line 4")


def test_nothing_is_borrowed_that_is_only_half_there() -> None:
    text = (
        MOMENTS
        + r"""
# Others
## Unknown
$$x_t = x_{t-1} - a \hat p_t / \hat r_t$$
"""
    )
    assert meanings(text)[1].recursion is None


def test_an_optimizer_that_moves_nothing() -> None:
    (found,) = listed(
        "def adam(w, g, m, v):\n  m = b*m + (1-b)*g\n  v = c*v + (1-c)*g**2\n  return w"
    )
    understood = understand(found)
    assert understood.recursion is None
    assert [lint.serious for lint in understood.lints if lint.code == "no-update"] == [True]


def test_a_gradient_function_is_no_optimizer() -> None:
    lines = "  for x, y in data:\n    grad_a += 2*x*(a*x - y)\n  return grad_a"
    assert listed(f"def cost_gradient(a, data):\n  grad_a = 0\n{lines}") == []


@pytest.mark.parametrize(
    "text",
    [
        r"$w_j := w_j - a \frac{1}{m} \sum_{i=1}^m (h_w(x^{(i)}) - y^{(i)}) x_j^{(i)}$",
        r"$\theta_j := \theta_j + a \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}$",
        r"$w \leftarrow w - \frac{2a}{n} \sum_{i=1}^n (\hat y_i - y_i) x_i$",
        r"$w \leftarrow w - a\, \partial_{\mathbf w} l(y_k, f(\mathbf x_k, \mathbf w))$",
    ],
)
def test_a_gradient_written_out_for_data(text: str) -> None:
    assert is_rule(text, "gd")


def test_the_sign_of_a_residual_counts() -> None:
    text = r"$\theta_j := \theta_j - a \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}$"
    assert verdict(meaning(text), "gd") == "different"


def test_single_steps_are_said_to_be_right_or_wrong() -> None:
    found = passages(
        r"$u_t = r u_{t-1} + (1-r) x_t$, $u_1 = r u_0 + (1-r) x_1$, $u_2 = r u_1 + (1-r) x_2$"
    )
    assert len(found.algorithms) == 1
    assert sum(len(fact.statements) for fact in found.facts) == 2


def test_a_wrong_single_step_is_no_line_of_the_recursion() -> None:
    found = passages(r"$u_t = r u_{t-1} + (1-r) x_t$, $u_1 = r u_0 + (1-r) x_2$")
    assert len(found.facts) == 1


def test_a_numbered_variable_that_is_read_without_its_number() -> None:
    found = passages(r"$u_0 := 0$, $u_0 := r u + (1-r) x_1$, and $u_t$").algorithms
    assert [lint.message for lint in found[0].lints] == ["u is used but u_0 is assigned"]


def test_families_that_texts_name() -> None:
    texts = ["## RMSProp and momentum", "SGD is slower; 自适应矩估计"]
    assert families(texts) == {"rmsprop", "momentum", "gd", "adam"}


def test_a_row_of_a_table_is_one_algorithm() -> None:
    text = r"""# Optimizers
| Name | Rule |
|---|---|
| SGD | $x_{t+1} = x_t - a g_t$ |
| RMSProp | $q_t = r q_{t-1} + (1-r) g_t$, $x_{t+1} = x_t - \frac{a}{\sqrt{q_t} + e} g_t$ |
| AdaGrad | $q_t = q_{t-1} + g_t^2$, $x_{t+1} = x_t - \frac{a}{\sqrt{q_t} + e} g_t$ |

$$u_t = r u_{t-1} + (1-r) y_t$$
"""
    found = passages(text).algorithms
    assert [claimed(one.claims) for one in found[1:]] == ["gd", "rmsprop", "adagrad"]
    verdicts = [verdict(understand(one), "adagrad") for one in found[2:]]
    assert verdicts == ["different", "identical"]


def test_a_mean_over_examples_has_their_number_below_it() -> None:
    text = r"""$g \leftarrow \frac{1}{m} \nabla_\theta \sum_i L(f(x^{(i)}; \theta), y^{(i)})$

$\theta \leftarrow \theta - a g$"""
    _, second = meanings(MOMENTS.replace("p", "m") + "\n# Steps\n" + text)
    assert (verdict(second, "gd"), second.borrowed) == ("identical", ())


def test_a_step_size_may_be_called_t() -> None:
    assert is_rule(r"$x^{(k+1)} = x^{(k)} - t \nabla f(x^{(k)})$", "gd")


def test_elements_are_left_away_beside_steps() -> None:
    text = (
        r"$$G_{j,j} = \sum_{\tau=1}^t g_{\tau,j}^2$$ $$x_j := x_j - \frac{a}{\sqrt{G_{j,j}}} g_j$$"
    )
    assert is_rule(text, "adagrad.no-eps")


def test_a_step_given_anew_is_another_form() -> None:
    text = r"""$$x_{k+1} = x_k - a \nabla f(x_k)$$
$$\Delta x_k = -a \nabla f(x_k) + b \Delta x_{k-1}$$"""
    first, second = meanings(text)
    assert (verdict(first, "gd"), first.lints) == ("identical", ())
    assert verdict(second, "momentum.velocity") == "identical"


def test_an_update_with_its_step_put_in_is_the_same_update() -> None:
    text = r"$d := b d - a g$, $x := x + d$, that is $x := x - a g + b d$"
    assert [verdict(found, "momentum.velocity") for found in meanings(text)] == ["identical"]


def test_an_update_with_another_step_put_in_is_not() -> None:
    text = r"$d := b d - a g$, $x := x + d$, that is $x := x + a g + b d$"
    assert len(meanings(text)) == 2


def test_a_mean_of_the_iterates_is_behind_them() -> None:
    found = meaning(r"$w_{t+1} = w_t - a g_t$, $\bar w_{t+1} = r \bar w_t + (1-r) w_{t+1}$")
    assert verdict(found, "gd") == "identical"


@pytest.mark.parametrize(
    "text",
    [
        r"$\theta' \leftarrow \tau \theta' + (1 - \tau) \theta$",
        r"$w^- \leftarrow \tau w^- + (1 - \tau) w$",
    ],
)
def test_a_mean_of_weights_is_an_average(text: str) -> None:
    assert (meaning(text).kind, is_rule(text, "ewma")) == ("average", True)


def test_a_root_mean_needs_its_mean() -> None:
    text = r"$\Delta x_t = -\frac{a}{RMS[g]_t} g_t$, $x_{t+1} = x_t + \Delta x_t$"
    assert meaning(text).recursion is None


def test_all_data_at_once() -> None:
    assert is_rule(r"$\theta := \theta - \frac{a}{m} X^T (X \theta - y)$", "gd")
    assert not is_rule(r"$\theta := \theta + \frac{a}{m} X^T (X \theta - y)$", "gd")


def test_an_item_of_a_list_of_rules_is_one_algorithm() -> None:
    text = r"""# Optimizers
- SGD: $x \leftarrow x - a g$
- Momentum: $u \leftarrow b u - a g$; $x \leftarrow x + u$
- AdaGrad: $q \leftarrow q + g^2$; $x \leftarrow x - a g/(\sqrt{q} + e)$
- RMSProp: $q \leftarrow r q + (1-r) g^2$; $x \leftarrow x - a g/(\sqrt{q} + e)$
"""
    rules = ["gd", "momentum.velocity", "adagrad", "rmsprop"]
    found = meanings(text)
    assert [verdict(one, rule) for one, rule in zip(found, rules, strict=True)] == ["identical"] * 4
