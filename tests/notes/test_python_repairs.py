"""Listings that the way into a document has broken, and what is left out rather than guessed."""

from __future__ import annotations

import pytest
from listing_help import listing, shown

# Each case: its listings, and what is to be read from them.
CASES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "prompts": (
        (
            """
>>> v = 0.9*v + 0.1*g
>>> for t in range(1, 4):
...     m = b*m + (1-b)*g
...     w = w - lr*m/(1-b**t)
...
>>> w
array([1., 2.])
""",
        ),
        "python",
        """
- t from 1
  m = b*m + (1 - b)*g
  w = w - lr*m/(1 - b^t)
""",
    ),
    "py2": (
        (
            """
for i in xrange(100):
    g = compute_gradient(w)
    v = mu*v - lr*g
    w += v
    if i % 10 == 0:
        print "step %d" % i, w
""",
        ),
        "python",
        """
-
  g = grad f(w)
  v = mu*v - lr*g
  w = w + v
""",
    ),
    "escaped": (
        (
            r"""
m\_t = beta1 \* m\_t + (1\. - beta1) \* g
x = x - lr \* m\_t
""",
        ),
        "python",
        """
-
  m_t = beta1*m_t + (1.0 - beta1)*g
  x = x - lr*m_t
""",
    ),
    "fullwidth": (
        (
            """
for t in range（1，n + 1）：
    v = beta*v + （1 − beta）*g
    w = w - lr*v
""",
        ),
        "python",
        """
-
  v = beta*v + (1 - beta)*g
  w = w - lr*v
""",
    ),
    "smart": (
        (
            """
v[“dW”] = beta*v[“dW”] + (1-beta)*dW
W = W − lr*v[“dW”]
""",
        ),
        "python",
        """
-
  v_dW = beta*v_dW + (1 - beta)*dW
  W = W - lr*v_dW
""",
    ),
    "magic": (
        (
            """
%matplotlib inline
!pip install numpy
x -= lr*dx
""",
        ),
        "python",
        """
-
  x = x - lr*dx
""",
    ),
    "caret": (
        (
            """
s = beta*s + (1-beta)*dw^2
w = w - lr*dw/(sqrt(s)+eps)
""",
        ),
        "",
        """
-
  s = beta*s + (1 - beta)*dw^2
  w = w - lr*dw/(sqrt(s) + eps)
""",
    ),
    "arrow": (
        (
            """
m ← β1·m + (1−β1)·g
v := β2*v + (1-β2)*g²
θ ← θ − α·m/(√v + ε)
""",
        ),
        "",
        """
-
  m = beta1*m + (1 - beta1)*g
  v = beta2*v + (1 - beta2)*g^2
  theta = theta - alpha*m/(sqrt(v) + epsilon)
""",
    ),
    "pseudo": (
        (
            """
v = 0
repeat {
    get next θ_t
    v_t = β * v_(t-1) + (1-β) * θ_t
}
""",
        ),
        "text",
        """
- t from ?
  begins v = 0
  v_t = beta*v_(t-1) + (1 - beta)*theta_t
""",
    ),
    "pseudo2": (
        (
            """
Initialize m = 0, v = 0
for t = 1 to T do
  g = ∇f(θ)
  m = β1 * m + (1 - β1) * g;
  θ = θ - α * m;
end for
""",
        ),
        "",
        """
-
  g = grad f(theta)
  m = beta1*m + (1 - beta1)*g
  theta = theta - alpha*m
unread 1:1: "Initialize m = 0, v = 0" is not Python
""",
    ),
    "split": (
        (
            """
def rms(w, lr=0.01, rho=0.9, eps=1e-6, n=10):
""",
            """
    s = np.zeros(w.shape)
""",
            """
    for t in range(n):
""",
            """
        g = gradient(w)
""",
            r"""
       s = rho*s + (1\. - rho)*g**2
""",
            """
          w = w - lr*g/(np.sqrt(s) + eps)
 return w
""",
            """
rms(w0)

array([0.1, 0.2])
""",
        ),
        "python",
        """
rms -> w
  begins s = 0
  given eps = 1e-06, lr = 0.01, rho = 0.9
  g = grad f(w)
  s = rho*s + (1.0 - rho)*g^2
  w = w - lr*g/(sqrt(s) + eps)
""",
    ),
    "split_dedent": (
        (
            """
for t in range(1, 100):
""",
            """
v = mu*v - lr*g
""",
            """
x = 1
""",
        ),
        "python",
        """
-
  v = mu*v - lr*g
""",
    ),
    "broken_line": (
        (
            """
m = b*m + (1-b)*g
v = b2*v + (1-b2)*g**2)
x = x - lr*m/(np.sqrt(v)+eps)
""",
        ),
        "python",
        """
unread 2:1: "v = b2*v + (1-b2)*g**2)" is not Python; so what v becomes is not known
""",
    ),
    "broken_other": (
        (
            """
m = b*m + (1-b)*g
this is a sentence, not code
x = x - lr*m
""",
        ),
        "python",
        """
-
  m = b*m + (1 - b)*g
  x = x - lr*m
""",
    ),
    "two_funcs_broken": (
        (
            """
def good(w, g, lr):
    w = w - lr*g
    return w

def bad(w, g, lr):
    w = w - lr*(g
    return w

def good2(w, g, v, lr, mu):
    v = mu*v + g
    w = w - lr*v
    return w, v
""",
        ),
        "python",
        """
good -> w
  w = w - lr*g
good2 -> w
  v = mu*v + g
  w = w - lr*v
unread 6:5: "w = w - lr*(g" is not Python; so what w becomes is not known
""",
    ),
    "tabs": (
        (
            """
for t in range(5):
\tv = mu*v - lr*g
        x = x + v
""",
        ),
        "python",
        """
-
  v = mu*v - lr*g
  x = x + v
""",
    ),
    "placeholder": (
        (
            """
while True:
    dx = …
    v = mu*v - lr*dx
    x += v
    ...
""",
        ),
        "python",
        """
-
  v = mu*v - lr*dx
  x = x + v
""",
    ),
    "matrix_newton": (
        (
            """
for i in range(10):
    H = hess(x)
    x = x - np.linalg.inv(H) @ grad(x)
""",
        ),
        "python",
        """
unread 3:5: linear algebra is not read; so what x becomes is not known
""",
    ),
    "proj": (
        (
            """
w = w - lr*g
w = project(w)
""",
        ),
        "python",
        """
unread 2:1: what this function makes of it is not known
""",
    ),
    "init_only": (
        (
            """
def initialize_velocity(parameters):
    L = len(parameters) // 2
    v = {}
    for l in range(L):
        v["dW" + str(l+1)] = np.zeros_like(parameters["W" + str(l+1)])
    return v
""",
        ),
        "python",
        """

""",
    ),
    "plot": (
        (
            """
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot(xs, ys)
plt.show()
""",
        ),
        "python",
        """

""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_reads_as(name: str) -> None:
    texts, language, expected = CASES[name]
    assert shown(listing(*texts, language=language)) == expected.strip()
