"""State a rule of one's own, read it as LaTeX, and run it against momentum."""

import symopt
from symopt.rule import Decay, Rate, rule
from symopt.vocabulary import sign


@rule(cite="chen2023")
def sign_momentum(theta, grad, m=0, *, alpha: Rate = 0.01, beta: Decay = 0.9):
    """Step by the sign of the momentum."""
    g = grad(theta)
    m = beta * m + (1 - beta) * g
    theta = theta - alpha * sign(m)
    return theta, m


print(sign_momentum.latex())
for contestant in (sign_momentum, "momentum"):
    path = symopt.run(contestant, "ravine", steps=300, alpha=0.01)
    print(f"{path.rule:>14}: loss {path.losses[0]:.3f} -> {path.losses[-1]:.3g} ({path.stopped})")
