"""What frameworks do in a step, put in other words, is called by the name of its dialect."""

from __future__ import annotations

from pathlib import Path

import pytest

import symopt

ADAM = """
def step(variable, grad, m, v, t, lr=1e-3, beta_1=0.9, beta_2=0.999, eps=1e-7, decay=4e-3):
"""
MOMENTS = """
    m = m + (1 - beta_1) * (grad - m)
    v = v + (1 - beta_2) * (grad * grad - v)
"""
SPREAD = """
def step(param, grad, sq, avg, buf, lr=0.01, rho=0.99, eps=1e-8, momentum=0.9):
    sq = rho * sq + (1 - rho) * grad**2
    avg = rho * avg + (1 - rho) * grad
"""
FRAMEWORKS = {
    "rmsprop.centered": SPREAD
    + "    param = param - lr * grad / (np.sqrt(sq - avg**2) + eps)\n    return param, sq, avg",
    "rmsprop.centered-eps-inside": SPREAD
    + "    param = param - lr * grad / np.sqrt(sq - avg**2 + eps)\n    return param, sq, avg",
    "rmsprop.centered-momentum": SPREAD
    + "    buf = momentum * buf + grad / (np.sqrt(sq - avg**2) + eps)\n"
    + "    param = param - lr * buf\n    return param, sq, avg, buf",
    "rmsprop.graves": SPREAD
    + "    buf = momentum * buf + lr * grad / np.sqrt(sq - avg**2 + eps)\n"
    + "    param = param - buf\n    return param, sq, avg, buf",
    "adadelta.rate": """
def step(param, grad, sq, acc, lr=1.0, rho=0.9, eps=1e-6):
    sq = rho * sq + (1 - rho) * grad**2
    delta = np.sqrt(acc + eps) / np.sqrt(sq + eps) * grad
    acc = rho * acc + (1 - rho) * delta**2
    param = param - lr * delta
    return param, sq, acc
""",
    "momentum.l2": """
def step(param, grad, buf, lr=0.1, momentum=0.9, weight_decay=1e-4):
    d = grad + weight_decay * param
    buf = momentum * buf + d
    param = param - lr * buf
    return param, buf
""",
    # The decay comes first; that the parameter does not move by the gradient alone misled.
    "adamw.folded": ADAM
    + "    rate = lr * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)\n"
    + "    variable = variable - variable * decay * lr\n"
    + MOMENTS
    + "    variable = variable - m * rate / (np.sqrt(v) + eps)\n    return variable, m, v",
    "adam.l2": ADAM
    + "    d = grad + decay * variable\n"
    + MOMENTS.replace("grad", "d")
    + "    denom = np.sqrt(v) / np.sqrt(1 - beta_2**t) + eps\n"
    + "    variable = variable - lr / (1 - beta_1**t) * m / denom\n    return variable, m, v",
    # 0.96 is a setting, the half in front of it is not.
    "nadam.warmed": """
def step(w, grad, m, v, t, product=1.0, lr=1e-3, b1=0.9, b2=0.999, eps=1e-7):
    now = b1 * (1.0 - 0.5 * 0.96**t)
    then = b1 * (1.0 - 0.5 * 0.96 ** (t + 1))
    product = product * now
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    ahead = then * m / (1 - product * then) + (1 - now) * grad / (1 - product)
    w = w - lr * ahead / (np.sqrt(v / (1 - b2**t)) + eps)
    return w, m, v, product
""",
}


@pytest.mark.parametrize("rule", FRAMEWORKS)
def test_the_dialect_of_a_framework(rule: str, tmp_path: Path) -> None:
    listing = tmp_path / "listing.py"
    listing.write_text("import numpy as np\n\n" + FRAMEWORKS[rule], encoding="utf-8")
    (finding,) = symopt.check(listing).findings
    assert (finding.verdict, finding.rule) in {("identical", rule), ("equivalent", rule)}
    assert finding.severity != "error"
