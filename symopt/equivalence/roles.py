"""Which hyperparameter of one rule corresponds to which of another, by role."""

from __future__ import annotations

from symopt.equivalence.recursion import Recursion

# What each name usually is; names not listed are a role of their own.
ROLES = {
    "alpha": "rate",
    "beta": "memory of gradients",
    "beta1": "memory of gradients",
    "mu": "memory of gradients",
    "beta2": "memory of squared gradients",
    "rho": "memory of squared gradients",
    "epsilon": "stabiliser",
    "weight_decay": "weight decay",
}


def role(name: str) -> str:
    """Return the role that a name says.

    Examples
    --------
    >>> role("mu") == role("beta1")
    True
    """
    return ROLES.get(name, name)


def correspondence(a: Recursion, b: Recursion) -> dict[str, str]:
    """Return, for hyperparameters of b, the one of a that has the same name or else role.

    Examples
    --------
    >>> from symopt import rules
    >>> ab = [Recursion.of(rules.get(name)) for name in ("momentum", "nesterov")]
    >>> correspondence(*ab)
    {'alpha': 'alpha', 'mu': 'beta'}
    """
    free = [h.name for h in a.hyperparameters]
    pairs = {h.name: h.name for h in b.hyperparameters if h.name in free}
    free = [name for name in free if name not in pairs.values()]
    for h in b.hyperparameters:
        if h.name in pairs:
            continue
        same = next((name for name in free if role(name) == role(h.name)), None)
        if same is not None:
            pairs[h.name] = same
            free.remove(same)
    return {h.name: pairs[h.name] for h in b.hyperparameters if h.name in pairs}
