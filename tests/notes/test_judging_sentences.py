"""What is said first, and how serious it is: pages of a few lines."""

from __future__ import annotations

import pytest

from symopt.notes.checking import check
from symopt.notes.finding import Finding

MOMENTS = r"$p_k = a p_{k-1} + (1-a) g_k$, $q_k = b q_{k-1} + (1-b) g_k^2$"
STEP = r"$x_k = x_{k-1} - \eta \frac{\hat p_k}{\sqrt{\hat q_k} + \epsilon}$"


def findings(page: str, name: str = "a.md") -> list[Finding]:
    return list(check(page.encode(), name).findings)


def only(page: str, name: str = "a.md") -> Finding:
    (found,) = findings(page, name)
    return found


def test_one_slip_in_both_corrections_is_undone_in_both() -> None:
    corrections = r"$\hat p_k = \frac{p_k}{1-a}$, $\hat q_k = \frac{q_k}{1-b}$"
    found = only(f"## Adam\n\n{MOMENTS}, {corrections}, {STEP}\n")
    assert found.severity == "error"
    assert r"\frac{p_k}{1 - a^k}" in (found.suggestion or "")
    assert r"\frac{q_k}{1 - b^k}" in (found.suggestion or "")
    assert found.message.startswith("p_hat_k lacks the power k of a and q_hat_k lacks the power")


CORRECTED = [
    (r"\frac{u_k}{1 - c}", r"\frac{u_k}{1 - c^k}"),
    (r"u_k (1 - c^k)", r"\frac{u_k}{1 - c^k}"),
    (r"\frac{u_k}{1 - c^{k-1}}", r"\frac{u_k}{1 - c^k}"),
]


@pytest.mark.parametrize(("wrong", "right"), CORRECTED)
def test_a_correction_is_mended_so_that_nothing_cancels(wrong: str, right: str) -> None:
    page = rf"## Moving average{chr(10)}$u_k = c u_{{k-1}} + (1-c) x_k$, $\hat u_k = {wrong}$"
    found = findings(page)[-1]
    assert (found.verdict, found.severity) == ("different", "error")
    assert found.suggestion == rf"\hat{{u}}_k = {right}"


AVERAGES = [
    (r"c x_{k-1} + (1-c) x_k", r"u_k = c u_{k-1} + (1 - c) x_k"),
    (r"c u_{k-1} + c x_k", r"u_k = c u_{k-1} + (1 - c) x_k"),
    (r"0.8 u_{k-1} + 0.3 x_k", r"u_k = 0.8 u_{k-1} + 0.2 x_k"),
]


@pytest.mark.parametrize(("wrong", "right"), AVERAGES)
def test_an_average_is_no_equation_for_itself(wrong: str, right: str) -> None:
    found = only(f"## Exponential moving average\n\n$$u_k = {wrong}$$\n")
    assert found.verdict == "different"
    assert found.suggestion == right


def test_the_share_of_the_new_value_is_a_usual_form() -> None:
    found = only("## Moving average\n\n$$u_k = a x_k + (1 - a) u_{k-1}$$\n")
    assert (found.verdict, found.lints, found.severity) == ("equivalent", (), "ok")


def test_a_state_replaced_by_its_correction_gets_a_hat() -> None:
    page = r"Moving average: $u_k = c u_{k-1} + (1-c) x_k$. Corrected:"
    page += "\n\n" + r"$$u_k = \frac{u_{k-1}}{1 - c^k}$$"
    assert findings(page)[-1].suggestion == r"\hat{u}_k = \frac{u_k}{1 - c^k}"


def test_a_counter_from_zero_is_said_first() -> None:
    code = """def ewma(values, c=0.9):
    u = 0
    out = []
    for k, x in enumerate(values):
        u = c * u + (1 - c) * x
        out.append(u / (1 - c**k))
    return out
"""
    found = only(code, "a.py")
    assert found.severity == "error"
    assert found.message.startswith("the first step divides by zero: k starts at 0")


@pytest.mark.parametrize("title", ["Centered RMSProp", "AdaBelief", "signSGD with momentum"])
def test_an_algorithm_of_no_catalogue_is_no_error(title: str) -> None:
    page = r"$q = b q + (1-b) g^2$, $p = b p + (1-b) g$, $x = x - \frac{\eta g}{\sqrt{q - p^2}}$"
    found = only(f"# RMSProp and Adam\n\n## {title}\n\n{page}\n")
    assert (found.verdict, found.severity) == ("different", "note")


def test_words_that_name_the_actual_rule_too_are_no_wrong_label() -> None:
    code = (
        "def sgd(x, dx, u, lr=0.1, c=0.9):\n    u = c*u + dx\n    x = x - lr*u\n    return x, u\n"
    )
    found = only(code, "a.py")
    assert "mislabelled" not in found.lints
    assert found.severity == "ok"


def test_a_dialect_is_said_in_the_authors_names() -> None:
    found = only("## Momentum\n\n$u_k = c u_{k-1} + g_k$, $x_k = x_{k-1} - \\eta u_k$\n")
    assert "the same as momentum with alpha = eta/(1 - c)" in found.message


def test_a_counter_under_no_power_is_no_constant() -> None:
    code = """def adam(x, g, p, q, t, lr=0.1, a=0.9, b=0.99, eps=1e-8):
    p = a * p + (1 - a) * g
    q = b * q + (1 - b) * g**2
    x = x - lr * p / (1 - a * t) / (np.sqrt(q / (1 - b * t)) + eps)
    return x, p, q
"""
    assert only(code, "a.py").verdict in ("undecided", "different")


def test_what_a_rule_has_besides_is_no_error_and_stays() -> None:
    found = only("## Gradient descent\n\n$w = w - \\eta (\\nabla L(w) + \\kappa w)$\n")
    assert (found.verdict, found.severity, found.suggestion) == ("different", "note", None)
    assert "kappa besides" in found.message


def test_corrections_that_are_computed_in_vain_are_said() -> None:
    hats = r"$\hat p_k = \frac{p_k}{1-a^k}$, $\hat q_k = \frac{q_k}{1-b^k}$"
    step = r"$x_k = x_{k-1} - \eta \frac{p_k}{\sqrt{q_k} + \epsilon}$"
    found = only(f"## Adam\n\n{MOMENTS}, {hats}, {step}\n")
    assert found.severity == "error"
    assert found.message.startswith("x_k uses p_k and q_k though p_hat_k and q_hat_k were computed")


CROSSED = [
    (r"V_{db} = c V_{dW} + (1-c) db", r"b = b - \alpha V_{db}", r"V_{db} = c V_{db} + (1 - c) db"),
    (r"V_{db} = c V_{db} + (1-c) db", r"b = b - \alpha V_{dW}", r"b = b - \alpha V_{db}"),
]


@pytest.mark.parametrize(("state", "step", "right"), CROSSED)
def test_crossed_copies_get_their_own_names_back(state: str, step: str, right: str) -> None:
    page = rf"$V_{{dW}} = c V_{{dW}} + (1-c) dW$, ${state}$, $W = W - \alpha V_{{dW}}$, ${step}$"
    found = only(f"## Momentum\n\n{page}\n")
    assert (found.verdict, found.severity, found.suggestion) == ("different", "error", right)


def test_a_slip_in_both_copies_is_undone_in_both() -> None:
    code = """S_dW = c*S_dW + (1-c)*dW
S_db = c*S_db + (1-c)*db
W = W - a*dW/(np.sqrt(S_dW) + e)
b = b - a*db/(np.sqrt(S_db) + e)
"""
    found = only(f"## RMSProp\n\n```python\n{code}```\n")
    assert found.message.startswith("S_dW lacks the square of dW, and so does S_db: write ")


def test_nothing_is_struck_out_that_nobody_defines() -> None:
    found = only("## Newton's method\n\n$x_{k+1} = x_k - H^{-1} \\nabla f(x_k)$\n")
    assert (found.verdict, found.suggestion) == ("undecided", None)


CORRECTIONS = [
    (r"\frac{q_k}{b^k}", "q_hat_k has b^k where 1 - b^k belongs"),
    (r"\frac{g_k^2}{1-b^k}", "q_hat_k has g_k^2 where q_k belongs"),
]


@pytest.mark.parametrize(("wrong", "words"), CORRECTIONS)
def test_a_correction_of_something_else_is_mended(wrong: str, words: str) -> None:
    corrections = rf"$\hat p_k = \frac{{p_k}}{{1-a^k}}$, $\hat q_k = {wrong}$"
    found = only(f"## Adam\n\n{MOMENTS}, {corrections}, {STEP}\n")
    assert (found.verdict, found.severity) == ("different", "error")
    assert found.message.startswith(words)
    assert found.suggestion == r"\hat{q}_k = \frac{q_k}{1 - b^k}"


EARLY = """x_prev = x
x = x - lr * grad(x) + c * (x - x_prev)
"""
LATE = """x = x - lr * grad(x) + c * (x - x_prev)
x_prev = x
"""
KEPT = """x_new = x - lr * grad(x) + c * (x - x_prev)
x_prev = x
x = x_new
"""


@pytest.mark.parametrize("code", [EARLY, LATE])
def test_a_step_before_that_is_the_same_point_is_said(code: str) -> None:
    found = only(f"## Heavy ball\n\n```python\n{code}```\n")
    assert (found.severity, found.suggestion) == ("error", None)
    assert found.message.startswith("x - x_prev is always 0: x_prev is x there")


def test_a_step_before_that_is_kept_is_right() -> None:
    found = only(f"## Heavy ball\n\n```python\n{KEPT}```\n")
    assert (found.severity, found.lints) == ("ok", ())


def test_a_function_that_is_not_understood_is_no_slip() -> None:
    found = only("## Normalised gradient descent\n\n$$x = x - \\eta \\frac{g}{\\|g\\|}$$\n")
    assert (found.verdict, found.severity, found.suggestion) == ("undecided", "note", None)


SLIPS = [
    (
        "Momentum",
        r"u_{k+1} = c u_k - a \nabla F(y_k), \quad y_{k+1} = y_k + u_k",
        r"y_{k+1} = y_k + u_{k+1}",
    ),
    (
        "Heavy ball",
        r"y_{k+1} = y_k - a \nabla F(y_k) - c (y_k - y_{k-1})",
        r"y_{k+1} = y_k - a \nabla F(y_k) + c (y_k - y_{k-1})",
    ),
    (
        "Heavy ball",
        r"y_{k+1} = y_k - a \nabla F(y_k) + c (y_{k-1} - y_k)",
        r"y_{k+1} = y_k - a \nabla F(y_k) + c (y_k - y_{k-1})",
    ),
    (
        "Lion",
        r"u_k = a p_{k-1} + (1-a) g_k, \quad x_k = x_{k-1} - s (u_k + c x_{k-1}), "
        r"\quad p_k = b p_{k-1} + (1-b) g_k",
        r"x_k = x_{k-1} - s (\operatorname{sign}(u_k) + c x_{k-1})",
    ),
    (
        "RMSProp",
        r"q_k = b q_{k-1} + (1-b) |g_k|, \quad y_k = y_{k-1} - s \frac{g_k}{\sqrt{q_k} + e}",
        r"q_k = b q_{k-1} + (1 - b) g_k^2",
    ),
]


@pytest.mark.parametrize(("title", "wrong", "right"), SLIPS)
def test_the_edit_is_what_the_author_meant(title: str, wrong: str, right: str) -> None:
    found = only(f"## {title}\n\n$$ {wrong} $$\n")
    assert (found.severity, found.suggestion) == ("error", right)


def test_decays_that_are_exchanged_in_both_corrections_are_exchanged_back() -> None:
    corrections = r"$\hat p_k = \frac{p_k}{1-b^k}$, $\hat q_k = \frac{q_k}{1-a^k}$"
    found = only(f"## Adam\n\n{MOMENTS}, {corrections}, {STEP}\n")
    assert found.message.startswith("p_hat_k has b where a belongs and q_hat_k has a where b")
    assert found.suggestion == (
        r"\hat{p}_k = \frac{p_k}{1 - a^k} and \hat{q}_k = \frac{q_k}{1 - b^k}"
    )


def test_a_copy_of_an_old_value_is_not_what_an_average_returns() -> None:
    code = "mean_old = mean\nmean = c * mean + (1 - c) * x\n"
    found = only(f"## Moving average\n\n```python\n{code}```\n")
    assert (found.verdict, found.rule, found.severity) == ("identical", "ewma", "ok")


def test_no_edit_disguises_a_line_that_sets_a_state_to_zero() -> None:
    code = "s += g**2\nx -= lr * g / np.sqrt(s + eps)\ns = 0\n"
    found = only(f"## AdaGrad\n\n```python\n{code}```\n")
    assert (found.severity, found.suggestion) == ("error", None)
