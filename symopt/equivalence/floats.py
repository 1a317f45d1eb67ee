"""Running recursions on many numbers at once, in floats: to look before anything is shown."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from symopt.equivalence.recursion import Recursion
from symopt.proof.kernel.terms import Term

NEAR = 1e-9
"""What may be rounding, between numbers of the size of a witness's."""
Array = np.ndarray[Any, Any]
_FOLD = {"+": np.add, "*": np.multiply, "max": np.maximum, "min": np.minimum}
_APPLY = {
    "abs": np.abs,
    "sign": np.sign,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
}


class Program:
    """Terms as a list of operations, each done once.

    Examples
    --------
    >>> x = ("sym", "x")
    >>> [float(v) for v in Program([("^", x, 2), ("+", ("^", x, 2), 1)]).run({"x": np.array(3.0)})]
    [9.0, 10.0]
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._places: dict[Term, int] = {}
        self._operations: list[tuple[str, tuple[Any, ...]]] = []
        self._results = [self._place(term) for term in terms]

    def __len__(self) -> int:
        return len(self._operations)

    def _place(self, term: Term) -> int:
        found = self._places.get(term)
        if found is not None:
            return found
        if not isinstance(term, tuple):
            operation: tuple[str, tuple[Any, ...]] = ("number", (float(term),))
        elif term[0] == "/":
            operation = ("number", (term[1] / term[2],))
        elif term[0] == "sym":
            operation = ("name", (term[1],))
        elif term[0] == "^" and term[2] == ("/", 1, 2):
            operation = ("sqrt", (self._place(term[1]),))
        elif term[0] == "^" and term[2] == 2:
            place = self._place(term[1])
            operation = ("*", (place, place))
        else:
            operation = (term[0], tuple(self._place(item) for item in term[1:]))
        self._operations.append(operation)
        self._places[term] = len(self._operations) - 1
        return self._places[term]

    def run(self, names: Mapping[str, Array]) -> list[Array]:
        """Return the terms' values; nan where there is none."""
        values: list[Any] = []
        for tag, rest in self._operations:
            if tag == "number":
                value = np.float64(rest[0])
            elif tag == "name":
                value = names[rest[0]]
            elif tag == "^":
                value = np.power(values[rest[0]], values[rest[1]])
            elif tag == "sqrt":
                value = np.sqrt(values[rest[0]])
            elif tag in _APPLY:
                value = _APPLY[tag](values[rest[0]])
            else:
                value = values[rest[0]]
                for place in rest[1:]:
                    value = _FOLD[tag](value, values[place])
            values.append(value)
        return [values[place] for place in self._results]


@lru_cache(maxsize=128)
def _step(recursion: Recursion) -> Program:
    return Program(recursion.terms())


@lru_cache(maxsize=128)
def _query(recursion: Recursion) -> Program:
    return Program((recursion.query,))


def seen(
    recursion: Recursion,
    hyper: Sequence[Mapping[str, Array]] | Mapping[str, Array],
    inputs: Sequence[Array],
    start: Array,
) -> list[Array]:
    """Return what can be seen of a run: where it asks after each step, or its averages.

    Parameters
    ----------
    hyper : mapping of arrays, or one for every step and one more
    inputs : sequence of arrays
        The gradients (or inputs) of each step; all arrays must broadcast.
    """
    average = recursion.kind == "average"
    step = _step(recursion)
    here: dict[str, Array] = {"theta": start}
    for state in recursion.states:
        here[state.name] = start if state.initial is None else np.float64(state.initial)  # type: ignore[assignment]
    shown: list[Array] = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        for number, given in enumerate(inputs, start=1):
            here |= hyper if isinstance(hyper, Mapping) else hyper[number - 1]
            here |= {"t": np.float64(number), "y" if average else "g": given}  # type: ignore[dict-item]
            query, *states, output = step.run(here)
            if number > 1 and not average:
                shown.append(query)
            here["theta"] = output
            here |= {s.name: v for s, v in zip(recursion.states, states, strict=True)}
            if average:
                shown.append(output)
        if not average:
            here |= hyper if isinstance(hyper, Mapping) else hyper[len(inputs)]
            here["t"] = np.float64(len(inputs) + 1)  # type: ignore[assignment]
            shown += _query(recursion).run(here)
    return shown


def last_seen(
    recursion: Recursion,
    hyper: Mapping[str, Sequence[float]],
    inputs: Sequence[Sequence[float]],
    start: Sequence[float],
) -> Array:
    """Return where many runs end, one for each place of the sequences."""
    arrays = {name: np.array(values) for name, values in hyper.items()}
    origin = np.array(start)
    end = seen(recursion, arrays, [np.array(row) for row in inputs], origin)[-1]
    return np.asarray(np.broadcast_to(end, origin.shape))
