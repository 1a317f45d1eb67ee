"""NumPy source of a rule: the textbook's lines, each with its formula above it."""

from __future__ import annotations

import builtins
import textwrap
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from symopt.rule import Rule, State
from symopt.rules import get


def code(rule: str | Rule) -> str:
    """Return NumPy source that stands alone: it imports numpy and nothing else.

    Parameters
    ----------
    rule : str or Rule

    Returns
    -------
    str
        A module with ``init`` (the states before the first step) and ``step``.

    Examples
    --------
    >>> print(code("gd").splitlines()[0])
    \"\"\"Gradient descent: step against the gradient.
    """
    return _source(get(rule))


def _source(rule: Rule, *, many: bool = False) -> str:
    """Print a module; with `many`, hyperparameters and scalar states may be arrays too."""
    states = [s.name for s in rule.states]
    first = "theta" if rule.kind == "optimizer" else "y"
    lines = [
        f'"""{rule.summary}.',
        "",
        *textwrap.wrap(f"{rule.reference}.", 96),
        f'Written by symopt from its rule "{rule.name}".',
        '"""',
        "",
        "import numpy as np",
        "",
        "",
        f"def init({first}):",
        f'    """Return a tuple of the states before the first step: {_listed(states)}."""',
        *(f"    {s.name} = {_initial(s, first)}" for s in rule.states),
        f"    return ({', '.join(states)}{',' * (len(states) == 1)})",
        "",
        "",
        *_signature(rule, first, states),
        f'    """{_promise(rule)}"""',
        *_body(rule, many),
        f"    return {', '.join(_returned(rule))}",
        "",
    ]
    return "\n".join(lines)


class CompiledRule:
    """A rule as generated NumPy code.

    Attributes
    ----------
    rule : Rule
    source : str
        The code that runs.
    """

    def __init__(self, rule: Rule, *, many: bool = False):
        self.rule = rule
        self.source = _source(rule, many=many)
        namespace: dict[str, Any] = {}
        # The text comes from our own printer over a whitelisted tree, never from a user.
        exec(builtins.compile(self.source, f"<symopt {rule.name}>", "exec"), namespace)  # noqa: S102
        self._init: Callable[..., tuple[Any, ...]] = namespace["init"]
        self._step: Callable[..., tuple[Any, ...]] = namespace["step"]

    def __repr__(self) -> str:
        return f"<compiled rule {self.rule.name}>"

    def init(self, theta: Any) -> tuple[Any, ...]:
        """Return the states before the first step, shaped like `theta`."""
        return self._init(theta)

    def __call__(self, x: Any, *rest: Any) -> tuple[Any, tuple[Any, ...]]:
        """Take one step, with the arguments and results of `Rule.apply`."""
        *oracle, t, states, hyper = rest
        result = self._step(x, *oracle, t, *states, **hyper)
        # A rule without state returns its one value bare, as its reader expects.
        return (result[0], result[1:]) if isinstance(result, tuple) else (result, ())


def compile(rule: str | Rule) -> CompiledRule:
    """Return a rule as running NumPy code.

    Parameters
    ----------
    rule : str or Rule

    Examples
    --------
    >>> import numpy as np
    >>> adam = compile("adam")
    >>> theta = np.ones(3)
    >>> theta, states = adam(theta, lambda x: x, 1, adam.init(theta), {"alpha": 0.5})
    >>> print(theta.round(6))
    [0.5 0.5 0.5]
    """
    return _compiled(get(rule))


def compile_many(rule: str | Rule) -> CompiledRule:
    """Return a rule as NumPy code for many runs at once: hyperparameters may be arrays too.

    Examples
    --------
    >>> import numpy as np
    >>> folded = compile_many("adam.folded")
    >>> theta, settings = np.ones((1, 2)), {"beta2": np.array([0.9, 0.99])}
    >>> theta, states = folded(theta, lambda x: x, 1, folded.init(theta), settings)
    >>> print(theta)
    [[0.999 0.999]]
    """
    return _compiled(get(rule), True)


@cache
def _compiled(rule: Rule, many: bool = False) -> CompiledRule:
    return CompiledRule(rule, many=many)


def _listed(states: list[str]) -> str:
    return ", ".join(states) or "none"


def _initial(state: State, like: str) -> str:
    value = float(state.initial)
    if state.scalar:
        return repr(value)
    return f"np.zeros_like({like})" if value == 0 else f"np.full_like({like}, {value!r})"


def number(value: Fraction) -> str:
    """Print a default as a person would write it: 1e-08 as 1e-8."""
    return repr(float(value)).replace("e-0", "e-")


def _signature(rule: Rule, first: str, states: list[str]) -> list[str]:
    given = [first, "grad", "t"] if rule.kind == "optimizer" else [first, "t"]
    hyper = [f"{h.name}={number(h.default)}" for h in rule.hyperparameters]
    parts = [*given, *states, *(["*", *hyper] if hyper else [])]
    line = f"def step({', '.join(parts)}):"
    if len(line) <= 100:
        return [line]
    return [
        "def step(",
        f"    {', '.join([*given, *states])},",
        f"    *, {', '.join(hyper)},",
        "):",
    ]


def _returned(rule: Rule) -> tuple[str, ...]:
    returned = rule.code_returns()
    # An average whose state is its output returns both, like the others.
    return (returned[0], *(s.name for s in rule.states))


def _promise(rule: Rule) -> str:
    what = ", ".join(_returned(rule))
    if rule.kind == "optimizer":
        return f"Return {what} after step t = 1, 2, ...; grad gives the gradient at a point."
    return f"Return {what} after input number t = 1, 2, ..."


def _body(rule: Rule, many: bool) -> list[str]:
    lines: list[str] = []
    shown = iter(rule.lines())
    scalars = {"t", *rule.defaults, *(s.name for s in rule.states if s.scalar)}
    if many:
        scalars = {"t"}
    for step in rule.code_steps():
        if scalars.issuperset(step.formula.names()):
            scalars.add(step.name)
        if not step.copy:
            lines.append(f"    # {next(shown).text()}")
        lines.append(f"    {step.name} = {step.formula.python(scalars=scalars)}")
    return lines
