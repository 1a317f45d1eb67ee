"""Running an average over its inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symopt.codegen import compile
from symopt.errors import InvalidValue
from symopt.rule import Rule
from symopt.rules import get

if TYPE_CHECKING:
    from numpy.typing import NDArray


def average(rule: str | Rule, values: Any, **hyper: Any) -> NDArray[Any]:
    """Return the output of an average after each of its inputs.

    Parameters
    ----------
    rule : str or Rule
        Such as ``"ewma"`` or ``"ewma.corrected"``.
    values : array-like (n, ...)
        The inputs y_1 ... y_n.
    **hyper
        Such as ``beta=0.98``.

    Returns
    -------
    array (n, ...)

    Examples
    --------
    >>> print(average("ewma", [1, 1, 1], beta=0.5))
    [0.5   0.75  0.875]
    """
    import numpy as np

    rule = get(rule)
    if rule.kind != "average":
        raise InvalidValue(f"{rule.name} is an optimizer, not an average; see symopt.run")
    inputs = np.asarray(values, dtype=float)
    if inputs.ndim == 0:
        raise InvalidValue("an average needs a sequence of inputs, not one number")
    settings = rule.floats(hyper)
    step = compile(rule)
    outputs = np.empty_like(inputs)
    states = step.init(np.zeros(inputs.shape[1:]))
    for i, y in enumerate(inputs):
        outputs[i], states = step(y, i + 1, states, settings)
    return outputs
