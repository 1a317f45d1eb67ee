"""Gradients that a listing is given, or that its products of matrices are."""

from __future__ import annotations

import pytest
from listing_help import codes, lines, listing, one, shown


@pytest.mark.parametrize(
    "zeroing",
    ["q.grad.zero_()", "q.grad.data.zero_()", "q.grad = None", "q.grad *= 0", "q.grad.fill_(0)",
     "q.grad = torch.zeros_like(q)", "opt.zero_grad()"],
)  # fmt: skip
@pytest.mark.parametrize("before", [True, False])
def test_zeroing_a_gradient_is_no_step(zeroing: str, before: bool) -> None:
    update = ["q.loss().backward()", "u = 0.8*u + q.grad", "q.data -= rate*u"]
    body = [zeroing, *update] if before else [*update, zeroing]
    algorithm = one("for _ in range(9):\n    " + "\n    ".join(body))
    assert lines(algorithm) == "u = 0.8*u + q_grad\nq = q - rate*u"


def test_a_gradient_that_is_added_up_and_zeroed_is_a_gradient() -> None:
    text = "for k in range(9):\n    dw += slope(w)\n    w -= rate*dw\n    dw = 0"
    assert lines(one(text)) == "dw = grad f(w)\nw = w - rate*dw"


def test_a_state_may_begin_at_zero_and_be_zeroed() -> None:
    text = "for k in range(9):\n    v = b*v + g\n    w -= rate*v\n    v *= 0"
    assert "v = v*0" in lines(one(text))


@pytest.mark.parametrize("named", ["dq_next", "grad_q_next", "q_next_grad", "g_q_next"])
def test_a_gradient_named_after_a_point_is_asked_there(named: str) -> None:
    algorithm = one(f"q_next = q + c*u\nu = c*u - rate*{named}\nq += u")
    assert lines(algorithm).splitlines()[1] == "u = c*u - rate*grad f(q_next)"


def test_a_point_that_is_used_otherwise_is_no_hint() -> None:
    algorithm = one("u = c*u - rate*dq\nq = q + u\nw = w - q*dq")
    assert "grad f" not in lines(algorithm)


GRADIENT = "w = w - rate*grad f(w)"


@pytest.mark.parametrize(
    "step",
    [
        "w = w - rate*(1/n)*A.T @ (A @ w - z)",
        "w = w - rate/n * A.T.dot(A.dot(w) - z)",
        "w -= rate * np.dot(A.T, np.dot(A, w) - z) / len(z)",
        "w += rate * A.T @ (z - A @ w) / n",
        "w = w + rate * (2/n) * A.T.dot(z - A.dot(w))",
        "w = w - rate * (-2) * A.T @ (z - A @ w)",
        "w -= rate * (sigmoid(A @ w) - z) @ A / n",
        "w -= rate * A.T @ (1/(1 + np.exp(-A @ w)) - z)",
        "r = A @ w - z\nw -= rate * A.T @ r / n",
        "p = A @ w\nr = z - p\nw += rate * A.T @ r",
        "w = w - rate * np.mean((A @ w - z) * a)",
        "w = w - rate * torch.matmul(A.t(), torch.matmul(A, w) - z)",
        "w = w - rate * (H @ w - z)",
    ],
)
def test_the_gradient_of_a_loss_over_data(step: str) -> None:
    assert lines(one(step)).splitlines()[-1] == GRADIENT


@pytest.mark.parametrize(
    "step",
    ["w = w - rate * A.T @ (z - A @ w)", "w = w + rate/n * A.T @ (A @ w - z)",
     "r = z - A @ w\nw = w - rate * A.T @ r", "w += rate * -2 * A.T @ (z - A @ w)"],
)  # fmt: skip
def test_a_wrong_sign_shows(step: str) -> None:
    assert lines(one(step)).splitlines()[-1] == GRADIENT.replace("-", "+")


def test_the_gradient_has_a_name() -> None:
    text = "r = A @ w - z\ndw = A.T @ r / n\nv = b*v + dw\nw -= rate*v"
    assert lines(one(text)).splitlines()[0] == "dw = grad f(w)"


def test_layers_take_the_gradients_that_are_named() -> None:
    text = "h = act(U @ x)\ne = V @ h - y\ndV = e @ h.T\ndU = (V.T @ e) @ x.T"
    algorithm = one(f"{text}\nU -= rate*dU\nV -= rate*dV")
    assert lines(algorithm).splitlines()[-2:] == ["U = U - rate*dU", "V = V - rate*dV"]


@pytest.mark.parametrize(
    "step",
    ["w = w - rate * (X @ w - z)", "w = w - B @ w", "w -= np.linalg.solve(H, g)",
     "w = w - np.linalg.inv(A.T @ A) @ A.T @ (A @ w - z)", "w -= rate * A @ A @ w"],
)  # fmt: skip
def test_other_products_are_not_read_and_said(step: str) -> None:
    reading = listing(step)
    assert not reading.algorithms
    assert "not read" in shown(reading)


@pytest.mark.parametrize("step", ["h = np.tanh(U @ x + V @ h)", "y = A @ x", "x = P @ x"])
def test_what_is_no_update_is_passed_over(step: str) -> None:
    reading = listing(f"for t in range(9):\n    {step}")
    assert not reading.algorithms
    assert not reading.unread


@pytest.mark.parametrize(
    ("slope", "sign"),
    [
        ("2/n*sum(x*(p - y))", "-"),
        ("(-2/n)*sum(x*(y - p))", "-"),
        ("2/n*np.sum(x*(y - p))", "+"),
        ("np.mean((p - y)*x)", "-"),
    ],
)
def test_a_slope_worked_out_by_hand(slope: str, sign: str) -> None:
    text = f"p = w*x + b\ndw = {slope}\ndb = 2*np.mean(p - y)\nw = w - rate*dw\nb = b - rate*db"
    read = lines(one(text)).splitlines()
    assert read[0] == ("dw = grad f(w)" if sign == "-" else "dw = -grad f(w)")
    assert read[1] == "db = grad f(b)"
    assert not codes(listing(text))


def test_slopes_by_their_numbers() -> None:
    text = (
        "g1, g2 = 0.4*q1, 6*q2\ns1 += g1**2\ns2 += g2**2\nq1 -= a/sqrt(s1)*g1\nq2 -= a/sqrt(s2)*g2"
    )
    read = lines(one(text)).splitlines()
    assert read[:2] == ["g1 = grad f(q1)", "g2 = grad f(q2)"]


@pytest.mark.parametrize("step", ["dx = -rate*v", "dx = rate*g/(sqrt(v) + eps)"])
def test_a_step_is_no_gradient(step: str) -> None:
    text = f"v = v + (1 - b)*(g**2 - v)\n{step}\nx = x + dx"
    assert "grad f" not in lines(one(text))


def test_a_state_under_the_name_of_a_gradient_is_no_question() -> None:
    text = "for i, p in enumerate(ps):\n    d_p = ds[i]\n    u = us[i]\n    u.mul_(c).add_(d_p)\n"
    text += "    d_p = u\n    p.add_(d_p, alpha=-rate)"
    assert "grad f" not in lines(one(text))


def test_a_function_within_a_method() -> None:
    text = "class O:\n  def step(self, g, w):\n    def root(s):\n      return sqrt(s + self.e)\n"
    text += "    self.s = c*self.s + (1 - c)*g*g\n    w -= a*g/root(self.s)"
    assert lines(one(text)).splitlines()[-1] == "w = w - a*g/sqrt(s + e)"


@pytest.mark.parametrize(
    ("slope", "read"),
    [
        ("A.T @ (z - A @ w)", "-grad f(w)"),
        ("A.T @ (A @ w - z) + decay*w", "grad f(w)"),
        ("-slope(w)", "-grad f(w)"),
    ],
)
def test_the_sign_of_a_named_gradient_stays(slope: str, read: str) -> None:
    text = f"gradient = {slope}\nw = w - rate*gradient"
    assert lines(one(text)).splitlines()[0] == f"gradient = {read}"
