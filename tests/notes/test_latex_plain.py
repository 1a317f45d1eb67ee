"""Pseudo-code, as people type it between words."""

from latex_help import line

from symopt.notes.latex import read_plain
from symopt.notes.source import Excerpt

CODE = """\
v = 0
Repeat {
  get next θ_t
  v := β*v + (1-β)*θ_t      # an average
}
for t = 1, 2, ..., T:
    compute gradient g_t
    1. m_t = beta1 * m_{t-1} + (1 - beta1) * g_t;
    mhat = m/(1-beta1^t)
    W -= alpha * mhat/(np.sqrt(v_hat) + eps)
    theta[t+1] = theta[t] - lr * grad(theta[t])
    x_{t+1} ← x_t − η ∇f(x_t)   // a remark
    VdW = beta*VdW + (1-beta)*dW, Vdb = beta*Vdb + (1-beta)*db
    W = W - learning_rate*dW**2
    Z[1] = W[1]*X{t}
    q = q - @
Initialize m = 0, v = 0
"""

SAYS = """\
v = 0
v <- beta*v + (1 - beta)*theta[t]
m[t] = beta1*m[t-1] + (1 - beta1)*g[t]
m_hat = m/(1 - beta1^t)
W <- W - alpha*m_hat/(sqrt(v_hat) + epsilon)
theta[t+1] = theta[t] - lr*grad f(theta[t])
x[t+1] <- x[t] - eta*grad f(x[t])
V_dW = beta*V_dW + (1 - beta)*dW
V_db = beta*V_db + (1 - beta)*db
W = W - learning_rate*dW^2
Z1 = W1*X[t]
!
m = 0
v = 0
"""


def test_pseudo_code_is_read_line_by_line() -> None:
    found = read_plain(Excerpt.of(CODE, line=10))
    assert [line(item) for item in found] == SAYS.splitlines()
    assert str(found[1].excerpt.start) == "13:3"
    assert found[8].excerpt.text == "Vdb = beta*Vdb + (1-beta)*db"
