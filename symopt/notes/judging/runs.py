"""Recursions run in floats at many settings at once: a quick look at which of them may agree.

What agrees here is only a candidate; what does not agree is certainly different at these settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from symopt.equivalence import Recursion
from symopt.proof.kernel.terms import Term

Lanes = npt.NDArray[np.float64]

# Large gradients are followed by small ones, so that a maximum holds on to something, and signs
# change, so that an absolute value shows.
INPUTS = (0.7, -1.9, 0.3, 0.11, -0.2, 1.3, 0.05, -0.6, -0.4, 0.9)
START = 0.31
TOLERANCE = 1e-9

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": np.abs,
    "sign": np.sign,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "max": np.maximum,
    "min": np.minimum,
}


LONG = tuple(float(g) for g in np.random.default_rng(7).normal(size=150))
"""Inputs that tell rules apart which step by signs only, too."""


def run(recursion: Recursion, values: Mapping[str, Any], inputs: Sequence[float] = INPUTS) -> Lanes:
    """Return what can be seen of a run: the queries (of an average, the outputs), a row a step.

    Parameters
    ----------
    values : mapping
        A number or an array of them for every hyperparameter; arrays are run side by side.

    Returns
    -------
    array
        One column for each setting; not a number where the rule has no value.

    Examples
    --------
    >>> from symopt import rules
    >>> seen = run(Recursion.of(rules.get("gd")), {"alpha": np.array([0.0, 1.0])})
    >>> seen.shape, round(float(seen[1, 1]), 10)
    ((10, 2), 1.51)
    """
    average = recursion.kind == "average"
    here: dict[str, Any] = {name: np.asarray(value, dtype=float) for name, value in values.items()}
    here["theta"] = np.float64(START)
    for state in recursion.states:
        here[state.name] = np.float64(START if state.initial is None else state.initial)
    seen: list[Any] = []
    with np.errstate(all="ignore"):
        for step, given in enumerate(inputs, start=1):
            here["t"] = np.float64(step)
            here["y" if average else "g"] = np.float64(given)
            output = value_of(recursion.output, here)
            new = [value_of(state.update, here) for state in recursion.states]
            here["theta"] = output
            here.update(zip((s.name for s in recursion.states), new, strict=True))
            here["t"] = np.float64(step + 1)
            seen.append(output if average else value_of(recursion.query, here))
    rows = np.broadcast_arrays(*(np.atleast_1d(row) for row in seen))
    return np.stack(rows).astype(float)


def value_of(term: Term, here: Mapping[str, Any]) -> Any:
    """Return a term's value in floats."""
    if isinstance(term, int):
        return np.float64(term)
    tag = term[0]
    if tag == "sym":
        return here[term[1]]
    if tag == "/":
        return np.float64(term[1] / term[2])
    if tag == "^":
        base = value_of(term[1], here)
        if term[2] == 2:
            return base * base
        return np.sqrt(base) if term[2] == ("/", 1, 2) else base ** value_of(term[2], here)
    parts = [value_of(item, here) for item in term[1:]]
    if tag in ("+", "*"):
        result = parts[0]
        for part in parts[1:]:
            result = result + part if tag == "+" else result * part
        return result
    return _FUNCTIONS[tag](*parts)


def agree(a: Lanes, b: Lanes) -> npt.NDArray[np.bool_]:
    """Say for each column whether two runs are the same to rounding.

    Examples
    --------
    >>> agree(np.array([[1.0, np.nan]]), np.array([[1.0, 1.0]])).tolist()
    [True, False]
    """
    with np.errstate(all="ignore"):
        return np.all(np.abs(a - b) <= TOLERANCE * (1 + np.abs(a) + np.abs(b)), axis=0)
