"""Optimizers as courses, notes and textbooks write them."""

# ruff: noqa: E501 - listings are laid out as people lay them out
from __future__ import annotations

import pytest
from listing_help import listing, shown

# Each case: its listings, and what is to be read from them.
CASES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "cs_adam": (
        (
            """
def adam(w, dw, config=None):
    if config is None: config = {}
    config.setdefault('learning_rate', 1e-3)
    config.setdefault('beta1', 0.9)
    config.setdefault('beta2', 0.999)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('m', np.zeros_like(w))
    config.setdefault('v', np.zeros_like(w))
    config.setdefault('t', 0)
    next_w = None
    config['t'] += 1
    config['m'] = config['beta1']*config['m'] + (1 - config['beta1'])*dw
    config['v'] = config['beta2']*config['v'] + (1 - config['beta2'])*(dw**2)
    mb = config['m'] / (1 - config['beta1']**config['t'])
    vb = config['v'] / (1 - config['beta2']**config['t'])
    next_w = w - config['learning_rate'] * mb / (np.sqrt(vb) + config['epsilon'])
    return next_w, config
""",
        ),
        "python",
        """
adam config_t from 1 -> next_w
  begins config_m = 0, config_v = 0
  given config_beta1 = 0.9, config_beta2 = 0.999, config_epsilon = 1e-08, config_learning_rate = 0.001
  config_m = config_beta1*config_m + (1 - config_beta1)*dw
  config_v = config_beta2*config_v + (1 - config_beta2)*dw^2
  mb = config_m/(1 - config_beta1^config_t)
  vb = config_v/(1 - config_beta2^config_t)
  next_w = w - config_learning_rate*mb/(sqrt(vb) + config_epsilon)
  w = next_w
""",
    ),
    "cs_momentum": (
        (
            """
def sgd_momentum(w, dw, config=None):
    v = config.get('velocity', np.zeros_like(w))
    v = config['momentum'] * v - config['learning_rate'] * dw
    next_w = w + v
    config['velocity'] = v
    return next_w, config
""",
        ),
        "python",
        """
sgd_momentum -> next_w
  begins v = 0
  v = config_momentum*v - config_learning_rate*dw
  next_w = w + v
  w = next_w
""",
    ),
    "course_adam": (
        (
            """
def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate = 0.01,
                                beta1 = 0.9, beta2 = 0.999,  epsilon = 1e-8):
    '''
    Update parameters using Adam
    '''
    L = len(parameters) // 2                 # number of layers in the neural networks
    v_corrected = {}                         # Initializing first moment estimate, python dictionary
    s_corrected = {}
    for l in range(L):
        v["dW" + str(l+1)] = beta1 * v["dW" + str(l+1)] + (1 - beta1) * grads["dW" + str(l+1)]
        v["db" + str(l+1)] = beta1 * v["db" + str(l+1)] + (1 - beta1) * grads["db" + str(l+1)]
        v_corrected["dW" + str(l+1)] = v["dW" + str(l+1)] / (1 - np.power(beta1, t))
        v_corrected["db" + str(l+1)] = v["db" + str(l+1)] / (1 - np.power(beta1, t))
        s["dW" + str(l+1)] = beta2 * s["dW" + str(l+1)] + (1 - beta2) * np.power(grads["dW" + str(l+1)], 2)
        s["db" + str(l+1)] = beta2 * s["db" + str(l+1)] + (1 - beta2) * np.power(grads["db" + str(l+1)], 2)
        s_corrected["dW" + str(l+1)] = s["dW" + str(l+1)] / (1 - np.power(beta2, t))
        s_corrected["db" + str(l+1)] = s["db" + str(l+1)] / (1 - np.power(beta2, t))
        parameters["W" + str(l+1)] = parameters["W" + str(l+1)] - learning_rate * v_corrected["dW" + str(l+1)] / np.sqrt(s_corrected["dW" + str(l+1)] + epsilon)
        parameters["b" + str(l+1)] = parameters["b" + str(l+1)] - learning_rate * v_corrected["db" + str(l+1)] / np.sqrt(s_corrected["db" + str(l+1)] + epsilon)
    return parameters, v, s
""",
        ),
        "python",
        """
update_parameters_with_adam t from ?
  given beta1 = 0.9, beta2 = 0.999, epsilon = 1e-08, learning_rate = 0.01
  v_dW = beta1*v_dW + (1 - beta1)*grads_dW
  v_db = beta1*v_db + (1 - beta1)*grads_db
  v_corrected_dW = v_dW/(1 - beta1^t)
  v_corrected_db = v_db/(1 - beta1^t)
  s_dW = beta2*s_dW + (1 - beta2)*grads_dW^2
  s_db = beta2*s_db + (1 - beta2)*grads_db^2
  s_corrected_dW = s_dW/(1 - beta2^t)
  s_corrected_db = s_db/(1 - beta2^t)
  parameters_W = parameters_W - learning_rate*v_corrected_dW/sqrt(s_corrected_dW + epsilon)
  parameters_b = parameters_b - learning_rate*v_corrected_db/sqrt(s_corrected_db + epsilon)
""",
    ),
    "course_momentum_init": (
        (
            """
def initialize_velocity(parameters):
    v = {}
    for l in range(1, len(parameters)//2 + 1):
        v[f"dW{l}"] = np.zeros_like(parameters[f"W{l}"])
        v[f"db{l}"] = np.zeros_like(parameters[f"b{l}"])
    return v
""",
            """
def update_with_momentum(parameters, grads, v, beta, learning_rate):
    for l in range(1, len(parameters)//2 + 1):
        v[f"dW{l}"] = beta*v[f"dW{l}"] + (1 - beta)*grads[f"dW{l}"]
        v[f"db{l}"] = beta*v[f"db{l}"] + (1 - beta)*grads[f"db{l}"]
        parameters[f"W{l}"] -= learning_rate*v[f"dW{l}"]
        parameters[f"b{l}"] -= learning_rate*v[f"db{l}"]
    return parameters, v
""",
        ),
        "python",
        """
update_with_momentum
  begins v_dW = 0, v_db = 0
  v_dW = beta*v_dW + (1 - beta)*grads_dW
  v_db = beta*v_db + (1 - beta)*grads_db
  parameters_W = parameters_W - learning_rate*v_dW
  parameters_b = parameters_b - learning_rate*v_db
""",
    ),
    "cn_class_momentum": (
        (
            """
class Momentum:
    '''动量'''
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for key, val in params.items():
                self.v[key] = np.zeros_like(val)

        for key in params.keys():
            self.v[key] = self.momentum*self.v[key] - self.lr*grads[key]
            params[key] += self.v[key]
""",
        ),
        "python",
        """
Momentum
  begins v = 0
  given lr = 0.01, momentum = 0.9
  v = momentum*v - lr*grads
  params = params + v
""",
    ),
    "cn_class_adam": (
        (
            """
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.iter = 0
        self.m = None
        self.v = None
    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        self.iter += 1
        lr_t = self.lr * np.sqrt(1.0 - self.beta2**self.iter) / (1.0 - self.beta1**self.iter)
        for key in params.keys():
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key]**2 - self.v[key])
            params[key] -= lr_t * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)
""",
        ),
        "python",
        """
Adam iter from 1
  begins m = 0, v = 0
  given beta1 = 0.9, beta2 = 0.999, lr = 0.001
  lr_t = lr*sqrt(1.0 - beta2^iter)/(1.0 - beta1^iter)
  m = m + (1 - beta1)*(grads - m)
  v = v + (1 - beta2)*(grads^2 - v)
  params = params - lr_t*m/(sqrt(v) + 1e-07)
""",
    ),
    "while_adam": (
        (
            """
t = 0
while np.linalg.norm(g) > tol:
    t += 1
    g = grad_f(theta)
    m = b1*m + (1-b1)*g
    v = b2*v + (1-b2)*g*g
    theta -= alpha*(m/(1-b1**t))/((v/(1-b2**t))**0.5 + eps)
""",
        ),
        "python",
        """
- t from 1
  g = grad f(theta)
  m = b1*m + (1 - b1)*g
  v = b2*v + (1 - b2)*g*g
  theta = theta - alpha*(m/(1 - b1^t))/((v/(1 - b2^t))^0.5 + eps)
""",
    ),
    "epochs": (
        (
            """
theta = np.random.randn(2, 1)
for epoch in range(n_epochs):
    for i in range(m):
        random_index = np.random.randint(m)
        xi = X_b[random_index:random_index+1]
        yi = y[random_index:random_index+1]
        gradients = 2 * xi.T.dot(xi.dot(theta) - yi)
        eta = learning_schedule(epoch * m + i)
        theta = theta - eta * gradients
""",
        ),
        "python",
        """
-
  gradients = grad f(theta)
  theta = theta - eta*gradients
""",
    ),
    "ewma_index": (
        (
            """
v = np.zeros(n)
for t in range(1, n):
    v[t] = beta * v[t-1] + (1 - beta) * y[t]
""",
        ),
        "python",
        """
- t from 1
  begins v = 0
  v_t = beta*v_(t-1) + (1 - beta)*y_t
""",
    ),
    "ewma_list": (
        (
            """
v = 0
vs = []
for i, x in enumerate(data, 1):
    v = beta * v + (1 - beta) * x
    vs.append(v / (1 - beta**i))
""",
        ),
        "python",
        """
- i from 1
  begins v = 0
  v = beta*v + (1 - beta)*x
  vs = v/(1 - beta^i)
""",
    ),
    "nag_lookahead": (
        (
            """
def do_nag_gd():
    w, b, eta, max_epochs = init_w, init_b, 1.0, 100
    v_w, v_b, prev_v_w, prev_v_b, gamma = 0, 0, 0, 0, 0.9
    for i in range(max_epochs):
        dw, db = 0, 0
        v_w = gamma * prev_v_w
        v_b = gamma * prev_v_b
        for x, y in zip(X, Y):
            dw += grad_w(w - v_w, b - v_b, x, y)
            db += grad_b(w - v_w, b - v_b, x, y)
        v_w = gamma * prev_v_w + eta * dw
        v_b = gamma * prev_v_b + eta * db
        w = w - v_w
        b = b - v_b
        prev_v_w = v_w
        prev_v_b = v_b
""",
        ),
        "python",
        """
do_nag_gd
  begins w = init_w, b = init_b, prev_v_w = 0, prev_v_b = 0
  given eta = 1.0, gamma = 0.9
  v_w = gamma*prev_v_w
  v_b = gamma*prev_v_b
  dw = grad f(w - v_w)
  db = grad f(b - v_b)
  v_w = gamma*prev_v_w + eta*dw
  v_b = gamma*prev_v_b + eta*db
  w = w - v_w
  b = b - v_b
  prev_v_w = v_w
  prev_v_b = v_b
""",
    ),
    "swap": (
        (
            """
x, x_prev = x - lr*g + beta*(x - x_prev), x
""",
        ),
        "python",
        """
-
  x_old = x
  x = x - lr*g + beta*(x - x_prev)
  x_prev = x_old
""",
    ),
    "tuple": (
        (
            """
m, v = b1*m + (1-b1)*g, b2*v + (1-b2)*g*g
x -= lr*m/(v**.5 + eps)
""",
        ),
        "python",
        """
-
  m = b1*m + (1 - b1)*g
  v = b2*v + (1 - b2)*g*g
  x = x - lr*m/(v^0.5 + eps)
""",
    ),
    "gd_history": (
        (
            """
def gradient_descent(X, y, theta, alpha, iters):
    cost = []
    for _ in range(iters):
        error = X @ theta - y
        grad = X.T @ error / len(y)
        theta = theta - alpha * grad
        cost.append(compute_cost(X, y, theta))
    return theta, cost
""",
        ),
        "python",
        """
gradient_descent -> theta
  grad = grad f(theta)
  theta = theta - alpha*grad
""",
    ),
    "first_step": (
        (
            """
for t in range(n):
    if t == 0:
        v = g
    else:
        v = beta*v + (1-beta)*g
    w -= lr*v
""",
        ),
        "python",
        """
- t from 0
  v = where(t = 0, g, beta*v + (1 - beta)*g)
  w = w - lr*v
""",
    ),
    "lin_decay": (
        (
            """
for t in range(n):
    lr_t = lr0/(1 + decay*t)
    w = w - lr_t*g
""",
        ),
        "python",
        """
- t from 0
  lr_t = lr0/(1 + decay*t)
  w = w - lr_t*g
""",
    ),
    "nested_helper": (
        (
            """
def adam(w, g, m, v, t, lr, b1, b2, eps):
    ema = lambda b, old, new: b*old + (1-b)*new
    m = ema(b1, m, g)
    v = ema(b2, v, g**2)
    w = w - lr*(m/(1-b1**t))/(np.sqrt(v/(1-b2**t)) + eps)
    return w, m, v
""",
        ),
        "python",
        """
adam t from ? -> w
  m = b1*m + (1 - b1)*g
  v = b2*v + (1 - b2)*g^2
  w = w - lr*(m/(1 - b1^t))/(sqrt(v/(1 - b2^t)) + eps)
""",
    ),
    "helper_fn": (
        (
            """
def corrected(m, beta, t):
    return m / (1 - beta**t)

for t in range(1, 101):
    g = df(x)
    m = b1*m + (1-b1)*g
    x = x - a*corrected(m, b1, t)
""",
        ),
        "python",
        """
- t from 1
  g = grad f(x)
  m = b1*m + (1 - b1)*g
  x = x - a*(m/(1 - b1^t))
""",
    ),
    "grad_explicit": (
        (
            """
x = 5.0
for i in range(50):
    x = x - 0.1*(2*x - 4)
""",
        ),
        "python",
        """
-
  begins x = 5.0
  x = x - 0.1*(2*x - 4)
""",
    ),
    "clip": (
        (
            """
g = np.clip(g, -1, 1)
w -= lr*g
""",
        ),
        "python",
        """
-
  g_new = min(max(g, -1), 1)
  w = w - lr*g_new
""",
    ),
    "signsgd": (
        (
            """
w -= lr*np.sign(b*m + (1-b)*g)
m = b2*m + (1-b2)*g
""",
        ),
        "python",
        """
-
  w = w - lr*sign(b*m + (1 - b)*g)
  m = b2*m + (1 - b2)*g
""",
    ),
    "running": (
        (
            """
b1p = b2p = 1
for g in gs:
    b1p *= b1
    b2p *= b2
    m += (1-b1)*(g-m)
    v += (1-b2)*(g*g-v)
    w -= lr*m/(1-b1p)/(np.sqrt(v/(1-b2p))+eps)
""",
        ),
        "python",
        """
-
  begins b1p = 1, b2p = 1
  b1p = b1p*b1
  b2p = b2p*b2
  m = m + (1 - b1)*(g - m)
  v = v + (1 - b2)*(g*g - v)
  w = w - lr*m/(1 - b1p)/(sqrt(v/(1 - b2p)) + eps)
""",
    ),
    "idx_loop": (
        (
            """
for i in range(len(self.params)):
    self.v[i] = self.mu*self.v[i] - self.lr*grads[i]
    self.params[i] += self.v[i]
""",
        ),
        "python",
        """
-
  v = mu*v - lr*grads
  params = params + v
""",
    ),
    "fstring": (
        (
            """
for l in range(1, L+1):
    for p in ("W", "b"):
        v[f"d{p}{l}"] = beta*v[f"d{p}{l}"] + (1-beta)*grads[f"d{p}{l}"]
        params[f"{p}{l}"] -= lr*v[f"d{p}{l}"]
""",
        ),
        "python",
        """
-
  v_d = beta*v_d + (1 - beta)*grads_d
  params = params - lr*v_d
""",
    ),
    "not_opt": (
        (
            """
def fib(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a
""",
        ),
        "python",
        """
fib -> a
  begins a = 0, b = 1
  a_old = a
  a = b
  b = a_old + b
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_reads_as(name: str) -> None:
    texts, language, expected = CASES[name]
    assert shown(listing(*texts, language=language)) == expected.strip()
