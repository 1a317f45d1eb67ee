"""The plain reference: a rule's step by SymPy's own lambdify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symopt.rule import Rule, hyper_symbol
from symopt.rules import get

Step = Callable[..., tuple[Any, tuple[Any, ...]]]


def lambdify(rule: str | Rule) -> Step:
    """Return a rule's step as SymPy's lambdify prints it, for NumPy.

    Nothing is optimised: this is the implementation that anyone can read, against which the
    others are tested.

    Parameters
    ----------
    rule : str or Rule

    Returns
    -------
    callable
        With the arguments and results of `Rule.apply`.

    Examples
    --------
    >>> import numpy as np
    >>> step = lambdify("momentum")
    >>> settings = {"alpha": 0.1, "beta": 0.5}
    >>> theta, (v,) = step(np.ones(2), lambda x: 2*x, 1, (np.zeros(2),), settings)
    >>> print(theta)
    [0.9 0.9]
    """
    import sympy

    from symopt.formula import symbol

    rule = get(rule)
    states = [symbol(s.name) for s in rule.states]
    hyper = {h.name: hyper_symbol(h) for h in rule.hyperparameters}
    t = symbol("t", integer=True, positive=True)
    if rule.kind == "average":
        y = symbol("y")
        output, after = rule.apply(y, t, tuple(states), hyper)
        update = sympy.lambdify([y, t, *states, *hyper.values()], [output, *after], "numpy")

        def step_average(
            y: Any, t: int, states: tuple[Any, ...], hyper: Mapping[str, Any]
        ) -> tuple[Any, tuple[Any, ...]]:
            value, *rest = update(y, t, *states, *(hyper[name] for name in rule.defaults))
            return value, tuple(rest)

        return step_average

    theta, g = symbol("theta"), symbol("g")
    queries: list[Any] = []

    def oracle(point: Any) -> Any:
        queries.append(point)
        return g

    moved, after = rule.apply(theta, oracle, t, tuple(states), hyper)
    query = sympy.lambdify([theta, t, *states, *hyper.values()], queries[0], "numpy")
    update = sympy.lambdify([theta, g, t, *states, *hyper.values()], [moved, *after], "numpy")

    def step(
        theta: Any,
        grad: Callable[[Any], Any],
        t: int,
        states: tuple[Any, ...],
        hyper: Mapping[str, Any],
    ) -> tuple[Any, tuple[Any, ...]]:
        values = [hyper[name] for name in rule.defaults]
        gradient = grad(query(theta, t, *states, *values))
        moved, *rest = update(theta, gradient, t, *states, *values)
        return moved, tuple(rest)

    return step
