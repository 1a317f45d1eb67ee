"""Defects of listings; next to each wrong one stands a right one that is left in peace."""

from __future__ import annotations

import pytest
from listing_help import codes, listing

WRONG = {
    "advances-for-each count": """
class Optimizer:
    def __init__(self, rate):
        self.rate, self.done, self.a = rate, 0, {}
    def apply(self, weights, slopes):
        for name, slope in slopes.items():
            self.done += 1
            self.a[name] = r*self.a[name] + (1 - r)*slope
            weights[name] -= self.rate*self.a[name]/(1 - r**self.done)
""",
    "advances-for-each power": """
def apply(self, weights, slopes):
    for j in range(len(weights)):
        self.power = self.power*r
        self.a[j] = r*self.a[j] + (1 - r)*slopes[j]
        weights[j] -= self.rate*self.a[j]/(1 - self.power)
""",
    "zero-division": """
for k in range(50):
    a = r*a + (1 - r)*g
    w -= lr*a/(1 - r**k)
""",
    "zero-division later": """
def run(w, r=0.9, lr=0.1):
    a, k = 0, 0
    while True:
        g = grad(w)
        a = r*a + (1 - r)*g
        scale = 1 - r**k
        w = w - lr*a/scale
        k += 1
""",
    "overwritten-state": """
for k in range(1, 50):
    a = r*a + (1 - r)*g
    a = a / (1 - r**k)
    w -= lr*a
""",
    "overwritten-state in place": """
for k in range(1, 50):
    a = r*a + (1 - r)*g
    a /= 1 - r**k
    w -= lr*a
""",
    "precedence": """
for k in range(50):
    a = r*a + (1 - r)*g
    w -= lr*a/(1 - r**k + 1)
""",
    "precedence eps": "s = r*s + (1 - r)*g**2\nw = w - lr*g/np.sqrt(s) + eps",
    "precedence eps augmented": "s = r*s + (1 - r)*g**2\nw -= lr*g/s.sqrt() + eps",
    "dead-assignment": """
def run(w, n, r=0.9, lr=0.1):
    a = 0
    for k in range(1, n + 1):
        g = grad(w)
        a = r*a + (1 - r)*g
        a_corrected = a/(1 - r**k)
        w = w - lr*a
    return w
""",
    "unbound-name": """
def run(w, lr=0.1):
    for k in range(9):
        gradients = slope(w)
        w = w - lr*gradient
    return w
""",
    "two-spellings": "V_dw = r*V_dW + (1 - r)*dw\nw = w - lr*V_dw",
    "aliased": """
def run(x, u, g, mu, lr):
    before = u
    u *= mu
    u -= lr*g
    x += -mu*before + (1 + mu)*u
    return x, u
""",
    "lost-update": "for w, d in zip(weights, slopes):\n    w = w - lr*d",
    "random-batch-size": """
def run(rows, w, size, lr=0.1):
    for k in range(9):
        chosen = random.sample(range(len(rows)), size)
        batch = rows[:chosen[0]]
        w = w - lr*grad(batch, w)
    return w
""",
    "random-batch-size alone": """
def batch(rows):
    last = np.random.randint(len(rows))
    return_value = rows[0:last]
    return return_value
""",
    "caret": "s = r*s + (1 - r)*g^2\nw = w - lr*g/np.sqrt(s)",
}
RIGHT = {
    "advances outside": """
def apply(self, weights, slopes):
    self.power *= r
    for j in range(len(weights)):
        self.a[j] = r*self.a[j] + (1 - r)*slopes[j]
        weights[j] -= self.rate*self.a[j]/(1 - self.power)
""",
    "advances with its element": """
def apply(self, weights, slopes):
    for j in range(len(weights)):
        self.done[j] += 1
        self.a[j] = r*self.a[j] + (1 - r)*slopes[j]
        weights[j] -= self.rate*self.a[j]/(1 - r**self.done[j])
""",
    "advances with the step": """
a, power, path = 0, 1, []
for j in range(90):
    power *= r
    a = r*a + (1 - r)*grad(w)
    w -= rate*a/(1 - power)
    path.append(w)
""",
    "counts from one": "for k in range(1, 9):\n    a = r*a + (1 - r)*g\n    w -= lr*a/(1 - r**k)",
    "adds one": "for k in range(9):\n    a = r*a + (1 - r)*g\n    w -= lr*a/(1 - r**(k + 1))",
    "a corrected copy": """
for k in range(1, 50):
    a = r*a + (1 - r)*g
    c = a/(1 - r**k)
    w -= lr*c
""",
    "an average that is divided by a constant": "a = a/2\nw -= lr*a",
    "eps inside": "s = r*s + (1 - r)*g**2\nw = w - lr*g/np.sqrt(s + eps)",
    "eps in a denominator of roots": """
s = r*s + (1 - r)*g**2
below = np.sqrt(s)/np.sqrt(c) + eps
w = w - lr*g/below
""",
    "a real copy": "before = u.copy()\nu *= mu\nx += -mu*before + (1 + mu)*u",
    "a rebound state": "before = u\nu = mu*u - lr*g\nx += -mu*before + (1 + mu)*u",
    "updates in place": "for w, d in zip(weights, slopes):\n    w -= lr*d",
    "updates by index": """
for i, (w, d) in enumerate(zip(weights, slopes)):
    weights[i] = w - lr*d
""",
    "globals": """
def run(w, g):
    eta = norm(g)
    lr_k = lr*0.5
    w = w - lr_k*g - eps*w
    return w, eta
""",
    "a history": """
def run(w, lr=0.1):
    path = []
    for k in range(9):
        loss = f(w)
        w = w - lr*grad(w)
        path.append(loss)
    return w, path
""",
    "a permutation": """
def run(rows, w, size, lr=0.1):
    order = np.random.permutation(len(rows))
    rows = rows[order]
    for k in range(0, len(rows), size):
        w = w - lr*grad(rows[k:k + size], w)
    return w
""",
    "a random start": """
def run(rows, w, size, lr=0.1):
    for k in range(9):
        first = np.random.randint(len(rows) - size)
        w = w - lr*grad(rows[first:first + size], w)
    return w
""",
    "a caret in pseudo-code's comment": "w = w - lr*g  # w^2 is convex",
    "two names of one word": "v = r*v + (1 - r)*g\nV = q*V + (1 - q)*g**2\nw -= lr*v/np.sqrt(V)",
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_seen(name: str) -> None:
    assert name.split()[0] in codes(listing(WRONG[name]))


@pytest.mark.parametrize("name", RIGHT)
def test_it_is_left_in_peace(name: str) -> None:
    assert codes(listing(RIGHT[name])) == []


def test_the_message_says_what_to_write():
    (algorithm,) = listing(WRONG["unbound-name"]).algorithms
    (lint,) = [lint for lint in algorithm.lints if lint.code == "unbound-name"]
    assert lint.message == "gradient is used, but nothing gives it a value: is gradients meant?"
    assert str(lint.excerpt.start) == "4:9"
    assert lint.serious


STEPS = {
    "asked": "loss(model(x)).backward()",
    "zero": "w.grad.zero_()",
    "used": "w.data -= rate*w.grad",
}


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("asked used zero", None),
        ("zero asked used", None),
        ("asked zero used", "zeroed-too-early"),
        ("asked used", "gradient-adds-up"),
    ],
)
def test_when_gradients_are_zeroed(order: str, code: str | None) -> None:
    body = "\n    ".join(STEPS[each] for each in order.split())
    found = codes(listing(f"import torch\nfor x in data:\n    {body}"))
    assert found == ([] if code is None else [code])


def test_other_libraries_do_not_add_gradients_up() -> None:
    body = "\n    ".join(STEPS[each] for each in ("asked", "used"))
    assert not codes(listing(f"from mxnet import np\nfor x in data:\n    {body}"))
