"""The notations in which people write optimizers, each with the tree that it means."""

import pytest
from latex_help import lines

# Each line: the LaTeX, and what it says. Indices stand in brackets, "!" is an unread formula.
CASES = r"""
--- assignments
u = 0.7 u - \eta g                       | u = 0.7*u - eta*g
u := \rho u + g                          | u <- rho*u + g
u \leftarrow \rho u + g                  | u <- rho*u + g
u \gets \rho u + g                       | u <- rho*u + g
u ← ρ u + g                              | u <- rho*u + g
u \coloneqq \rho u                       | u <- rho*u
u \longleftarrow \rho u                  | u <- rho*u
u &=& \rho u                             | u = rho*u
p' = p - \eta g                          | p_prime = p - eta*g
p^{new} = p^{old} - \eta g               | p_new = p_old - eta*g
p_{new} = p_{old} - \eta g               | p_new = p_old - eta*g
p^{\text{new}} := p                      | p_new <- p
\theta^+ = \theta - \eta g               | theta_plus = theta - eta*g
p \mathrel{:=} p - g                     | p <- p - g
p \stackrel{\text{def}}{=} q             | p = q
p \overset{def}{=} q                     | p = q
p += u                                   | p <- p + u
p -= \eta g                              | p <- p - eta*g
u <- \rho u + g                          | u <- rho*u + g
p \triangleq q                           | p = q
--- indices
u_t = \rho u_{t-1} + g_t                 | u[t] = rho*u[t-1] + g[t]
p_{k+1} = p_k - \eta_k g_k               | p[k+1] = p[k] - eta[k]*g[k]
p^{(k+1)} = p^{(k)} - \eta g^{(k)}       | p[k+1] = p[k] - eta*g[k]
p^{k+1} = p^k - \eta g^k                 | p[k+1] = p[k] - eta*g[k]
x_{i + 1} = x_i + v_{i+1}                | x[i+1] = x[i] + v[i+1]
p_{t+1/2} = p_t - u_t                    | p[t+1/2] = p[t] - u[t]
p_{t+\frac{1}{2}} = p_t                  | p[t+1/2] = p[t]
s_{t,i} = s_{t-1,i} + g_{t,i}^2          | s[t] = s[t-1] + g[t]^2
s_{i,t} = s_{i,t-1} + g_{i,t}^2          | s[t] = s[t-1] + g[t]^2
w^{\{t\}} = w^{\{t-1\}} - \eta g         | w[t] = w[t-1] - eta*g
w(k+1) = w(k) - \eta g(k)                | w[k+1] = w[k] - eta*g[k]
u[t] = \rho u[t-1]                       | u[t] = rho*u[t-1]
u_\tau = 2                               | u[tau] = 2
uₜ = ρ uₜ₋₁ + gₜ                         | u[t] = rho*u[t-1] + g[t]
β₁ᵗ                                      | beta1^t
p_{t + 1} = p_t                          | p[t+1] = p[t]
z^{[l]} = q^{[l-1]}                      | z_l = q_l_minus_1
a_{ij}                                   | a_ij
G_{t,ii}                                 | G[t]
w_i^{(t)}                                | w[t]
w_1^{(t)}                                | w1[t]
\beta_{1,t} = \beta_1 \lambda^{t-1}      | beta1[t] = beta1*lambda^(t - 1)
--- digits below
\beta_1 q + \beta_2 r                    | beta1*q + beta2*r
u_0 = 0, u_t = g_t                       | u[0] = 0 ; u[t] = g[t]
W_1, W_2                                 | W1 ; W2
u_{12} = u_{11} + g_{12}                 | u[12] = u[11] + g[12]
\eta_0                                   | eta0
c_0 = 1 \\ c_1 = 2 \\ c_2 = 3            | c[0] = 1 ; c[1] = 2 ; c[2] = 3
--- names
\hat m_t                                 | m_hat[t]
\hat{m}_t                                | m_hat[t]
\hat{m_t}                                | m_hat[t]
\widehat{v_t}                            | v_hat[t]
\widehat{v_t}^{max}                      | v_hat_max[t]
\hat v_t^{\max}                          | v_hat_max[t]
\hat v^{max}_t                           | v_hat_max[t]
\tilde{\theta}_{t}                       | theta_tilde[t]
\bar g_k                                 | g_bar[k]
\overline{g}                             | g_bar
m̂_t                                      | m_hat[t]
V_{dw}^{corrected}                       | V_dw_corrected
V^{corrected}_{dw}                       | V_dw_corrected
V_{dW}^{\text{corr}}                     | V_dW_corr
S_{db}^{\mathrm{corrected}}              | S_db_corrected
\mathbf w_t                              | w[t]
\boldsymbol{\theta}_{t}                  | theta[t]
\bm{v}                                   | v
\mathrm{lr} \cdot g                      | lr*g
\text{lr} * g                            | lr*g
\operatorname{lr} g                      | lr*g
lr \cdot g                               | lr*g
decay_{rate} * epoch_{num}               | decay_rate*epoch_num
\text{decay-rate} * \text{epoch\_num}    | decay_rate*epoch_num
decay\_rate \cdot epoch\_num             | decay_rate*epoch_num
epoch_num                                | epoch_num
\text{epoch}                             | epoch
rate \cdot step                          | rate*step
mgh                                      | m*g*h
\alpha v                                 | alpha*v
dW + db + dx                             | dW + db + dx
d\theta                                  | dtheta
\mathrm{d}x'_i                           | dx_prime[i]
{\rm d} W                                | dW
E[g^2]_t                                 | E_g2[t]
\mathbb{E}[g^2]_{t-1}                    | E_g2[t-1]
\mathrm{E}[\Delta x^2]_t                 | E_Delta_x2[t]
RMS[g]_t                                 | RMS_g[t]
\mathrm{RMS}[\Delta \theta]_{t-1}        | RMS_Delta_theta[t-1]
\Delta x_t                               | Delta_x[t]
\Delta \theta_t = - \eta g_t             | Delta_theta[t] = -eta*g[t]
\epsilon + \varepsilon + ε               | epsilon + epsilon + epsilon
\vartheta_t                              | theta[t]
\theta^*                                 | theta_star
\theta^*=0                               | theta_star = 0
x_{\max}                                 | x_max
x_{ahead} = x + \mu v                    | x_ahead = x + mu*v
w'                                       | w_prime
w^\prime                                 | w_prime
w′                                       | w_prime
Vdw                                      | V_dw
V_{d w}                                  | V_dw
\text{step size} \cdot g                 | step_size*g
--- gradients
\nabla f(\theta_{t-1})                   | grad f(theta[t-1])
\nabla L(\theta)                         | grad f(theta)
\nabla_\theta J(\theta)                  | grad f(theta)
\nabla_{\theta} J(\theta - \gamma v_{t-1}) | grad f(theta - gamma*v[t-1])
\nabla_\theta J(\theta; x^{(i)}, y^{(i)}) | grad f(theta)
\nabla_w J(b, w)                         | grad f(w)
\nabla f_t(\theta_{t-1})                 | grad f(theta[t-1])
\nabla \mathcal{L}(w_t)                  | grad f(w[t])
\nabla                                   | grad
\nabla J                                 | grad
\nabla_\theta L                          | grad f(theta)
\nabla W                                 | grad f(W)
\nabla b                                 | grad f(b)
\nabla w_t                               | grad f(w[t])
\eta \nabla W                            | eta*grad f(W)
h + \nabla^2                             | h + grad^2
h + (\nabla W)^2                         | h + grad f(W)^2
h + \nabla W^2                           | h + grad f(W)^2
\nabla J^2                               | grad^2
\nabla J(w)^2                            | grad f(w)^2
f'(\theta_t)                             | grad f(theta[t])
J'(w)                                    | grad f(w)
\frac{\partial L}{\partial w}            | grad f(w)
\frac{\partial L}{\partial w_t}          | grad f(w[t])
\frac{\partial J(w,b)}{\partial b}       | grad f(b)
\frac{\partial}{\partial w} J(w)         | grad f(w)
\dfrac{\partial \mathcal{L}}{\partial \theta} | grad f(theta)
\partial L / \partial w                  | grad f(w)
\partial_{\mathbf w} L                   | grad f(w)
\frac{dL}{dw}                            | grad f(w)
\frac{dJ}{d\theta}                       | grad f(theta)
\frac{\mathrm{d} L}{\mathrm{d} w}        | grad f(w)
\frac{dW}{\sqrt{S_{dW}}}                 | dW/sqrt(S_dW)
\left.\frac{\partial L}{\partial w}\right|_{w_t} | grad f(w[t])
∇f(x)                                    | grad f(x)
(\frac{\partial L}{\partial w})^2        | grad f(w)^2
\frac{1}{m} \sum_{i=1}^m \nabla_\theta L(\theta; x^{(i)}) | 1/m*sum[i=1..m] grad f(theta)
\frac1m \nabla_\theta \sum_{i=1}^{m} L(\theta, y_i) | 1/m*sum[i=1..m] grad f(theta)
\frac{\partial^2 L}{\partial w^2}        | !
\nabla^2 f(x)                            | !
\hat{g}_t = \nabla f(p_t)                | g_hat[t] = grad f(p[t])
--- squares
g_t^2                                    | g[t]^2
g^2_t                                    | g[t]^2
{g_t}^2                                  | g[t]^2
(g_t)^2                                  | g[t]^2
g_t \odot g_t                            | g[t]*g[t]
g_t^{\odot 2}                            | g[t]^2
g_t^{\circ 2}                            | g[t]^2
g_t \circ g_t                            | g[t]*g[t]
|g_t|^2                                  | g[t]^2
\left|g\right|^2                         | g^2
\operatorname{diag}(g_t^2)               | g[t]^2
diag(g_t g_t^\top)                       | g[t]^2
(dW)^2                                   | dW^2
dW^2                                     | dW^2
g²                                       | g^2
|g|                                      | |g|
\lvert g_t \rvert                        | |g[t]|
\|g\|                                    | norm(g)
\|g\|_2^2                                | norm(g)^2
\|g\|_1                                  | norm_1(g)
--- fractions and roots
\frac12 x                                | 1/2*x
\frac1{2}x                               | 1/2*x
\frac ab                                 | a/b
\tfrac{a}{b}                             | a/b
{a \over b}                              | a/b
a/b                                      | a/b
a/(b c)                                  | a/(b*c)
\alpha/2 \cdot x                         | alpha/2*x
V / (1 - \beta^t)                        | V/(1 - beta^t)
\eta / \sqrt{v} g                        | eta/sqrt(v)*g
a/b c                                    | !
1/2x                                     | !
1/2 (x - y)^2                            | 1/2*(x - y)^2
\sqrt x + 1                              | sqrt(x) + 1
\sqrt{x}                                 | sqrt(x)
\sqrt[3]{x}                              | x^(1/3)
\sqrt[2]{x}                              | sqrt(x)
√(v) + ε                                 | sqrt(v) + epsilon
√v                                       | sqrt(v)
v^{1/2}                                  | v^(1/2)
v^{-\frac12}                             | v^(-1/2)
\frac{\eta}{\sqrt{v_t + \epsilon}} g_t   | eta/sqrt(v[t] + epsilon)*g[t]
\frac \eta {\sqrt {v} + \epsilon}        | eta/(sqrt(v) + epsilon)
G_t^{-1/2} g_t                           | G[t]^(-1/2)*g[t]
\frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon} | m_hat[t]/(sqrt(v_hat[t]) + epsilon)
--- powers
\beta_1^t                                | beta1^t
\beta^t_1                                | beta1^t
\beta_{1}^{t+1}                          | beta1^(t + 1)
{\beta_1}^t                              | beta1^t
0.9^{10}                                 | 0.9^10
10^{-8}                                  | 10^(-8)
10^-8                                    | 10^(-8)
1e-8                                     | 1e-8
\beta^{1/(1-\beta)}                      | beta^(1/(1 - beta))
\beta^{\frac{1}{1-\beta}}                | beta^(1/(1 - beta))
(1 - \epsilon)^{1/\epsilon}              | (1 - epsilon)^(1/epsilon)
e^{-kt}                                  | e^(-k*t)
0.5^{epoch_{num}} \eta_0                 | 0.5^epoch_num*eta0
0.9^{\textcircled{10}}                   | 0.9^10
x^2^3                                    | !
--- functions
\max(a, b)                               | max(a, b)
\max\{a, b\}                             | max(a, b)
\max\left(\beta u, |g|\right)            | max(beta*u, |g|)
max(a, b)                                | max(a, b)
\max(a, b, c)                            | max(max(a, b), c)
\operatorname{sign}(g)                   | sign(g)
\text{sign}(g)                           | sign(g)
\mathrm{sgn}(g)                          | sign(g)
\exp(-x)                                 | exp(-x)
\log x                                   | log(x)
\ln(x)                                   | log(x)
\lfloor t/k \rfloor                      | floor(t/k)
\operatorname{clip}(g, 1)                | clip(g, 1)
\lim_{t \to \infty} \beta^t              | lim[t -> infinity] beta^t
\sum_{i=1}^t \beta^{t-i} g_i             | sum[i=1..t] beta^(t - i)*g[i]
\sum_{i=0}^{n-1} x_i + 1                 | sum[i=0..n - 1] x[i] + 1
f(x) = a^x                               | f(x) = a^x
\ell(y, z)                               | l(y, z)
\beta(1-\beta)                           | beta*(1 - beta)
g(1-\beta)                               | g*(1 - beta)
g(\theta_t)                              | g(theta[t])
--- relations
0 \le \beta < 1                          | 0 <= beta < 1
0 ≤ β < 1                                | 0 <= beta < 1
\beta \in [0, 1)                         | beta in interval(0, 1)
0.9^{10} = 0.3486 \approx \frac1e        | 0.9^10 = 0.3486 ~ 1/e
a \simeq b                               | a ~ b
\beta^t \to 0                            | beta^t -> 0
\beta^t \rightarrow 0                    | beta^t -> 0
\epsilon \ne 0                           | epsilon != 0
p \propto q                              | p propto q
--- statements side by side
u_0 = 0 \\ u_1 = g_1                     | u0 = 0 ; u1 = g1
a = 1, b = 2                             | a = 1 ; b = 2
a = 1，b = 2                             | a = 1 ; b = 2
a = 1；b = 2                             | a = 1 ; b = 2
a = 1 \quad b = 2                        | a = 1 ; b = 2
a = 1, \qquad b = 2.                     | a = 1 ; b = 2
a = 1 \text{ and } b = 2                 | a = 1 ; b = 2
a = 1，其中 b = 2                         | a = 1 ; b = 2
a = 1 \Rightarrow b = 2                  | a = 1 ; b = 2
a &= b \\ &= c                           | a = b = c
a &= b \\ &+ c                           | a = b + c
a &= b \\ & \quad - c                    | a = b - c
a = \\ b                                 | a = b
a &= b \\[6pt] c &= d                    | a = b ; c = d
a & = b & c & = d                        | a = b ; c = d
a &= b && \text{a remark} \\ c &= d      | a = b ; c = d
\begin{aligned} a &= b \\ c &= d \end{aligned} | a = b ; c = d
\left\{ \begin{array}{l} a = b \\ c = d \end{array} \right. | a = b ; c = d
\begin{cases} a = b \\ c = d \end{cases} | a = b ; c = d
a = \begin{cases} 1 \\ 2 \end{cases}     | !
a = 1 \\ b = \begin{bmatrix} 1 & 2 \end{bmatrix} \\ c = 3 | a = 1 ; ! ; c = 3
a = 1 \\ ...... \\ b = 2                 | a = 1 ; b = 2
a = 1 \\ \vdots \\ b = 2                 | a = 1 ; b = 2
t = 1, 2, \dots, T                       | t in list(1, 2, dots, T)
u_0, s_0 = 0                             | u0 = 0 ; s0 = 0
dW, db                                   | dW ; db
\boxed{a = b}                            | a = b
{a = b}                                  | a = b
\rightarrow a = b \leftarrow             | a = b
a = b \tag{3}                            | a = b
a = b (1)                                | a = b
p \leftarrow p - \eta \nabla (2)         | p <- p - eta*grad
m = 1,000                                | !
m = 1{,}000                              | m = 1000
m = 5,000,000                            | m = 5000000
--- marks of layout
\color{red} a = b                        | a = b
\textcolor{blue}{a} = b                  | a = b
\cancel{a} = b                           | a = b
\underbrace{\rho u}_{\text{old}} + g     | rho*u + g
\displaystyle a = b                      | a = b
a \hspace{1em} = b                       | a = b
\left( a + b \right) c                   | (a + b)*c
\bigl( a + b \bigr) c                    | (a + b)*c
a = 40^\circ F                           | a = 40
a = 40^{\circ}\text{C}                   | a = 40
a = 40℃                                  | a = 40
a = 50\%                                 | a = 50%
（1−β）∗g                                 | (1 - beta)*g
a ⋅ b × c · d                            | a*b*c*d
\theta_{t+1} = \theta_t ­- g               | theta[t+1] = theta[t] - g
a\,b\;c\!d                               | a*b*c*d
--- not understood
a = \frac{1                              | !
a = b) + c                               | !
a = (b + c                               | !
a = b + \unknowncommand c                | !
= b                                      | !
a = b + @                                | !
a = 1 2                                  | !
a = \int f                               | !
a = b \pm c                              | !
a = 1/0                                  | !
"""


def cases() -> list[tuple[str, str]]:
    rows = [row for row in CASES.splitlines() if row.strip() and not row.startswith("---")]
    return [tuple(part.strip() for part in row.rsplit(" | ", 1)) for row in rows]  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize(("latex", "says"), cases())
def test_a_notation_is_read_as_what_it_means(latex: str, says: str) -> None:
    assert lines(latex) == says
