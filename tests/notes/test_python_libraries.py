"""Optimizers as libraries write them: in place, as updates to be run, as pure functions."""

# ruff: noqa: E501 - listings are laid out as people lay them out
from __future__ import annotations

import pytest
from listing_help import listing, shown

# Each case: its listings, and what is to be read from them.
CASES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "torch_adam_loop": (
        (
            """
class Adam(Optimizer):
    '''Adam, written in place.'''
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad)
        super(Adam, self).__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                grad = p.grad.data
                if grad.is_sparse:
                    raise RuntimeError('Adam does not support sparse gradients')
                amsgrad = group['amsgrad']
                state = self.state[p]
                # State initialization
                if len(state) == 0:
                    state['step'] = 0
                    state['exp_avg'] = torch.zeros_like(p.data)
                    state['exp_avg_sq'] = torch.zeros_like(p.data)
                    if amsgrad:
                        state['max_exp_avg_sq'] = torch.zeros_like(p.data)
                exp_avg, exp_avg_sq = state['exp_avg'], state['exp_avg_sq']
                if amsgrad:
                    max_exp_avg_sq = state['max_exp_avg_sq']
                beta1, beta2 = group['betas']

                state['step'] += 1
                if group['weight_decay'] != 0:
                    grad = grad.add(group['weight_decay'], p.data)

                exp_avg.mul_(beta1).add_(1 - beta1, grad)
                exp_avg_sq.mul_(beta2).addcmul_(1 - beta2, grad, grad)
                if amsgrad:
                    torch.max(max_exp_avg_sq, exp_avg_sq, out=max_exp_avg_sq)
                    denom = max_exp_avg_sq.sqrt().add_(group['eps'])
                else:
                    denom = exp_avg_sq.sqrt().add_(group['eps'])
                bias_correction1 = 1 - beta1 ** state['step']
                bias_correction2 = 1 - beta2 ** state['step']
                step_size = group['lr'] * math.sqrt(bias_correction2) / bias_correction1
                p.data.addcdiv_(-step_size, exp_avg, denom)
        return loss
""",
        ),
        "python",
        """
Adam [not amsgrad, group.weight_decay = 0] state_step from 1
  begins exp_avg = 0, exp_avg_sq = 0
  given beta1 = 0.9, beta2 = 0.999, group_eps = 1e-08, group_lr = 0.001
  exp_avg = exp_avg*beta1 + (1 - beta1)*grad
  exp_avg_sq = exp_avg_sq*beta2 + (1 - beta2)*grad*grad
  denom = sqrt(exp_avg_sq) + group_eps
  bias_correction1 = 1 - beta1^state_step
  bias_correction2 = 1 - beta2^state_step
  step_size = group_lr*sqrt(bias_correction2)/bias_correction1
  group_params = group_params + (-step_size*exp_avg)/denom
Adam [amsgrad, group.weight_decay = 0] state_step from 1
  begins exp_avg = 0, exp_avg_sq = 0, max_exp_avg_sq = 0
  given beta1 = 0.9, beta2 = 0.999, group_eps = 1e-08, group_lr = 0.001
  exp_avg = exp_avg*beta1 + (1 - beta1)*grad
  exp_avg_sq = exp_avg_sq*beta2 + (1 - beta2)*grad*grad
  max_exp_avg_sq = max(max_exp_avg_sq, exp_avg_sq)
  denom = sqrt(max_exp_avg_sq) + group_eps
  bias_correction1 = 1 - beta1^state_step
  bias_correction2 = 1 - beta2^state_step
  step_size = group_lr*sqrt(bias_correction2)/bias_correction1
  group_params = group_params + (-step_size*exp_avg)/denom
Adam [not amsgrad, not group.weight_decay = 0] state_step from 1
  begins exp_avg = 0, exp_avg_sq = 0
  given beta1 = 0.9, beta2 = 0.999, group_eps = 1e-08, group_lr = 0.001
  grad = group_params_grad + group_weight_decay*group_params
  exp_avg = exp_avg*beta1 + (1 - beta1)*grad
  exp_avg_sq = exp_avg_sq*beta2 + (1 - beta2)*grad*grad
  denom = sqrt(exp_avg_sq) + group_eps
  bias_correction1 = 1 - beta1^state_step
  bias_correction2 = 1 - beta2^state_step
  step_size = group_lr*sqrt(bias_correction2)/bias_correction1
  group_params = group_params + (-step_size*exp_avg)/denom
Adam [amsgrad, not group.weight_decay = 0] state_step from 1
  begins exp_avg = 0, exp_avg_sq = 0, max_exp_avg_sq = 0
  given beta1 = 0.9, beta2 = 0.999, group_eps = 1e-08, group_lr = 0.001
  grad = group_params_grad + group_weight_decay*group_params
  exp_avg = exp_avg*beta1 + (1 - beta1)*grad
  exp_avg_sq = exp_avg_sq*beta2 + (1 - beta2)*grad*grad
  max_exp_avg_sq = max(max_exp_avg_sq, exp_avg_sq)
  denom = sqrt(max_exp_avg_sq) + group_eps
  bias_correction1 = 1 - beta1^state_step
  bias_correction2 = 1 - beta2^state_step
  step_size = group_lr*sqrt(bias_correction2)/bias_correction1
  group_params = group_params + (-step_size*exp_avg)/denom
""",
    ),
    "torch_sgd": (
        (
            """
class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, nesterov=False):
        self.lr = lr
        self.params = list(params)
        self.momentum = momentum
        self.nesterov = nesterov
    def step(self):
        for p in self.params:
            d_p = p.grad
            if self.momentum != 0:
                param_state = self.state[p]
                if 'momentum_buffer' not in param_state:
                    buf = param_state['momentum_buffer'] = torch.clone(d_p).detach()
                else:
                    buf = param_state['momentum_buffer']
                    buf.mul_(self.momentum).add_(d_p)
                if self.nesterov:
                    d_p = d_p.add(buf, alpha=self.momentum)
                else:
                    d_p = buf
            p.add_(d_p, alpha=-self.lr)
""",
        ),
        "python",
        """
SGD [self.momentum = 0]
  params = params + (-lr*d_p)
SGD [not self.momentum = 0, not self.nesterov]
  begins buf = 0
  buf = buf*momentum + d_p
  params = params + (-lr*buf)
SGD [not self.momentum = 0, self.nesterov]
  begins buf = 0
  buf = buf*momentum + params_grad
  d_p = params_grad + momentum*buf
  params = params + (-lr*d_p)
""",
    ),
    "torch_rmsprop": (
        (
            """
for p in params:
    square_avg = state['square_avg']
    square_avg.mul_(alpha).addcmul_(p.grad, p.grad, value=1 - alpha)
    avg = square_avg.sqrt().add_(eps)
    p.data.addcdiv_(p.grad, avg, value=-lr)
""",
        ),
        "python",
        """
-
  square_avg = square_avg*alpha + (1 - alpha)*params_grad*params_grad
  avg = sqrt(square_avg) + eps
  params = params + (-lr*params_grad)/avg
""",
    ),
    "torch_adagrad": (
        (
            """
state_sum.addcmul_(grad, grad, value=1)
std = state_sum.sqrt().add_(eps)
param.addcdiv_(grad, std, value=-clr)
""",
        ),
        "python",
        """
-
  state_sum = state_sum + 1*grad*grad
  std = sqrt(state_sum) + eps
  param = param + (-clr*grad)/std
""",
    ),
    "torch_functional_adam": (
        (
            """
def adam(params, grads, exp_avgs, exp_avg_sqs, state_steps, *, beta1, beta2, lr, eps):
    for i, param in enumerate(params):
        grad = grads[i]
        exp_avg = exp_avgs[i]
        exp_avg_sq = exp_avg_sqs[i]
        step = state_steps[i]
        bias_correction1 = 1 - beta1 ** step
        bias_correction2 = 1 - beta2 ** step
        exp_avg.lerp_(grad, 1 - beta1)
        exp_avg_sq.mul_(beta2).addcmul_(grad, grad.conj(), value=1 - beta2)
        denom = (exp_avg_sq.sqrt() / math.sqrt(bias_correction2)).add_(eps)
        step_size = lr / bias_correction1
        param.addcdiv_(exp_avg, denom, value=-step_size)
""",
        ),
        "python",
        """
adam state_steps from ?
  grad = grads
  bias_correction1 = 1 - beta1^state_steps
  bias_correction2 = 1 - beta2^state_steps
  exp_avg = exp_avg + (1 - beta1)*(grad - exp_avg)
  exp_avg_sq = exp_avg_sq*beta2 + (1 - beta2)*grad*grad
  denom = sqrt(exp_avg_sq)/sqrt(bias_correction2) + eps
  step_size = lr/bias_correction1
  params = params + (-step_size*exp_avg)/denom
""",
    ),
    "foreach": (
        (
            """
torch._foreach_mul_(exp_avgs, beta1)
torch._foreach_add_(exp_avgs, grads, alpha=1 - beta1)
torch._foreach_mul_(exp_avg_sqs, beta2)
torch._foreach_addcmul_(exp_avg_sqs, grads, grads, 1 - beta2)
""",
        ),
        "python",
        """
-
  exp_avgs = exp_avgs*beta1
  exp_avgs = exp_avgs + (1 - beta1)*grads
  exp_avg_sqs = exp_avg_sqs*beta2
  exp_avg_sqs = exp_avg_sqs + (1 - beta2)*grads*grads
""",
    ),
    "keras_adam": (
        (
            """
class Adam(Optimizer):
    def __init__(self, lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0., **kwargs):
        super(Adam, self).__init__(**kwargs)
        self.iterations = K.variable(0, dtype='int64', name='iterations')
        self.lr = K.variable(lr, name='lr')
        self.beta_1 = K.variable(beta_1, name='beta_1')
        self.beta_2 = K.variable(beta_2, name='beta_2')
        self.epsilon = epsilon

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self.lr
        t = K.cast(self.iterations, K.floatx()) + 1
        lr_t = lr * (K.sqrt(1. - K.pow(self.beta_2, t)) / (1. - K.pow(self.beta_1, t)))
        ms = [K.zeros(K.int_shape(p), dtype=K.dtype(p)) for p in params]
        vs = [K.zeros(K.int_shape(p), dtype=K.dtype(p)) for p in params]
        self.weights = [self.iterations] + ms + vs
        for p, g, m, v in zip(params, grads, ms, vs):
            m_t = (self.beta_1 * m) + (1. - self.beta_1) * g
            v_t = (self.beta_2 * v) + (1. - self.beta_2) * K.square(g)
            p_t = p - lr_t * m_t / (K.sqrt(v_t) + self.epsilon)
            self.updates.append(K.update(m, m_t))
            self.updates.append(K.update(v, v_t))
            self.updates.append(K.update(p, p_t))
        return self.updates
""",
        ),
        "python",
        """
Adam iterations from 0
  begins ms = 0, vs = 0
  given beta_1 = 0.9, beta_2 = 0.999, lr = 0.001
  grads = grad f(params)
  lr_t = lr*(sqrt(1.0 - beta_2^(iterations + 1))/(1.0 - beta_1^(iterations + 1)))
  m_t = beta_1*ms + (1.0 - beta_1)*grads
  v_t = beta_2*vs + (1.0 - beta_2)*grads^2
  p_t = params - lr_t*m_t/(sqrt(v_t) + epsilon)
  ms = m_t
  vs = v_t
  params = p_t
""",
    ),
    "tf_assign": (
        (
            """
def apply_gradients(self, grads, variables):
    for var, grad, m, v in zip(variables, grads, self.ms, self.vs):
        m.assign(self.beta1 * m + (1 - self.beta1) * grad)
        v.assign(self.beta2 * v + (1 - self.beta2) * tf.square(grad))
        var.assign_sub(self.lr * m / (tf.sqrt(v) + self.eps))
""",
        ),
        "python",
        """
apply_gradients
  ms = beta1*ms + (1 - beta1)*grads
  vs = beta2*vs + (1 - beta2)*grads^2
  variables = variables - lr*ms/(sqrt(vs) + eps)
""",
    ),
    "jax_adam": (
        (
            """
@optimizer
def adam(step_size, b1=0.9, b2=0.999, eps=1e-8):
  step_size = make_schedule(step_size)
  def init(x0):
    m0 = jnp.zeros_like(x0)
    v0 = jnp.zeros_like(x0)
    return x0, m0, v0
  def update(i, g, state):
    x, m, v = state
    m = (1 - b1) * g + b1 * m  # First  moment estimate.
    v = (1 - b2) * jnp.square(g) + b2 * v  # Second moment estimate.
    mhat = m / (1 - jnp.asarray(b1, m.dtype) ** (i + 1))  # Bias correction.
    vhat = v / (1 - jnp.asarray(b2, m.dtype) ** (i + 1))
    x = x - step_size(i) * mhat / (jnp.sqrt(vhat) + eps)
    return x, m, v
  def get_params(state):
    x, _, _ = state
    return x
  return init, update, get_params
""",
        ),
        "python",
        """
update i from ? -> x
  given b1 = 0.9, b2 = 0.999, eps = 1e-08
  m = (1 - b1)*g + b1*m
  v = (1 - b2)*g^2 + b2*v
  mhat = m/(1 - b1^(i + 1))
  vhat = v/(1 - b2^(i + 1))
  x = x - step_size*mhat/(sqrt(vhat) + eps)
""",
    ),
    "optax_like": (
        (
            """
def update_fn(updates, state, params=None):
    mu = jax.tree_util.tree_map(lambda g, t: (1 - b1) * g + b1 * t, updates, state.mu)
    nu = jax.tree_util.tree_map(lambda g, t: (1 - b2) * (g ** 2) + b2 * t, updates, state.nu)
    count = state.count + 1
    mu_hat = jax.tree_util.tree_map(lambda t: t / (1 - b1 ** count), mu)
    nu_hat = jax.tree_util.tree_map(lambda t: t / (1 - b2 ** count), nu)
    updates = jax.tree_util.tree_map(lambda m, v: m / (jnp.sqrt(v) + eps), mu_hat, nu_hat)
    return updates, ScaleByAdamState(count=count, mu=mu, nu=nu)
""",
        ),
        "python",
        """
unread 8:5: what these updates are multiplied by is not said
""",
    ),
    "lasagne": (
        (
            """
def adam(grads, params, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    t_prev = theano.shared(0.)
    updates = OrderedDict()
    t = t_prev + 1
    one = T.constant(1)
    a_t = learning_rate*T.sqrt(one-beta2**t)/(one-beta1**t)
    for param, g_t in zip(params, grads):
        m_prev = theano.shared(np.zeros(1))
        v_prev = theano.shared(np.zeros(1))
        m_t = beta1*m_prev + (one-beta1)*g_t
        v_t = beta2*v_prev + (one-beta2)*g_t**2
        step = a_t*m_t/(T.sqrt(v_t) + epsilon)
        updates[m_prev] = m_t
        updates[v_prev] = v_t
        updates[param] = param - step
    updates[t_prev] = t
    return updates
""",
        ),
        "python",
        """
adam
  begins m_prev = 0, v_prev = 0, t_prev = 0.0
  given one = 1, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-08, learning_rate = 0.001
  t = t_prev + 1
  a_t = learning_rate*sqrt(one - beta2^t)/(one - beta1^t)
  m_t = beta1*m_prev + (one - beta1)*grads
  v_t = beta2*v_prev + (one - beta2)*grads^2
  step = a_t*m_t/(sqrt(v_t) + epsilon)
  m_prev = m_t
  v_prev = v_t
  params = params - step
  t_prev = t
""",
    ),
    "d2l_sgd": (
        (
            """
def sgd_momentum(params, states, hyperparams):
    for p, v in zip(params, states):
        v[:] = hyperparams['momentum'] * v + p.grad
        p[:] -= hyperparams['lr'] * v
""",
        ),
        "python",
        """
sgd_momentum
  states = hyperparams_momentum*states + params_grad
  params = params - hyperparams_lr*states
""",
    ),
    "d2l_adam": (
        (
            """
def init_adam_states(feature_dim):
    v_w, v_b = np.zeros((feature_dim, 1)), np.zeros(1)
    s_w, s_b = np.zeros((feature_dim, 1)), np.zeros(1)
    return ((v_w, s_w), (v_b, s_b))

def adam(params, states, hyperparams):
    beta1, beta2, eps = 0.9, 0.999, 1e-6
    for p, (v, s) in zip(params, states):
        v[:] = beta1 * v + (1 - beta1) * p.grad
        s[:] = beta2 * s + (1 - beta2) * np.square(p.grad)
        v_bias_corr = v / (1 - beta1 ** hyperparams['t'])
        s_bias_corr = s / (1 - beta2 ** hyperparams['t'])
        p[:] -= hyperparams['lr'] * v_bias_corr / (np.sqrt(s_bias_corr) + eps)
    hyperparams['t'] += 1
""",
        ),
        "python",
        """
adam hyperparams_t from ?
  given beta1 = 0.9, beta2 = 0.999, eps = 1e-06
  v = beta1*v + (1 - beta1)*params_grad
  s = beta2*s + (1 - beta2)*params_grad^2
  v_bias_corr = v/(1 - beta1^hyperparams_t)
  s_bias_corr = s/(1 - beta2^hyperparams_t)
  params = params - hyperparams_lr*v_bias_corr/(sqrt(s_bias_corr) + eps)
""",
    ),
    "comprehension": (
        (
            """
m = [beta1*mi + (1-beta1)*gi for mi, gi in zip(m, grads)]
v = [beta2*vi + (1-beta2)*gi**2 for vi, gi in zip(v, grads)]
params = [p - lr*mi/(np.sqrt(vi) + eps) for p, mi, vi in zip(params, m, v)]
""",
        ),
        "python",
        """
-
  m = beta1*m + (1 - beta1)*grads
  v = beta2*v + (1 - beta2)*grads^2
  params = params - lr*m/(sqrt(v) + eps)
""",
    ),
    "pure_step": (
        (
            """
def adam_step(theta, m, v, t, g, alpha=1e-3, beta1=.9, beta2=.999, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g ** 2
    m_hat = m_new / (1 - beta1 ** t)
    v_hat = v_new / (1 - beta2 ** t)
    theta_new = theta - alpha * m_hat / (v_hat ** 0.5 + eps)
    return theta_new, m_new, v_new
""",
        ),
        "python",
        """
adam_step t from ? -> theta_new
  given alpha = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-08
  m_new = beta1*m + (1 - beta1)*g
  v_new = beta2*v + (1 - beta2)*g^2
  m_hat = m_new/(1 - beta1^t)
  v_hat = v_new/(1 - beta2^t)
  theta_new = theta - alpha*m_hat/(v_hat^0.5 + eps)
  theta = theta_new
  m = m_new
  v = v_new
""",
    ),
    "return_expr": (
        (
            """
def sgd(w, grad, lr=0.1):
    return w - lr * grad
""",
        ),
        "python",
        """
sgd
  given lr = 0.1
  w = w - lr*grad
""",
    ),
    "options_text": (
        (
            """
def update(w, dw, v, lr, mu=0.9, method="momentum"):
    if method == "sgd":
        w -= lr*dw
    elif method == "momentum":
        v = mu*v - lr*dw
        w += v
    elif method == "nesterov":
        v_prev = v
        v = mu*v - lr*dw
        w += -mu*v_prev + (1+mu)*v
    return w, v
""",
        ),
        "python",
        """
update [not method = 'sgd', method = 'momentum'] -> w
  given mu = 0.9
  v = mu*v - lr*dw
  w = w + v
update [method = 'sgd'] -> w
  w = w - lr*dw
update [not method = 'sgd', not method = 'momentum', method = 'nesterov'] -> w
  given mu = 0.9
  v_prev = v
  v = mu*v - lr*dw
  w = w + (-mu*v_prev + (1 + mu)*v)
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_reads_as(name: str) -> None:
    texts, language, expected = CASES[name]
    assert shown(listing(*texts, language=language)) == expected.strip()
