"""Schedules on symbols, for claims: their values are computed by calling them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def schedule(name: str, initial: Any, **parameters: Any) -> Callable[[Any], Any]:
    """Return a schedule as a function of the epoch (or step), on symbols.

    An integer in an epoch counts as at least 1 here, as epochs and the symbols of sums do; so
    epoch m + k is known to lie after the milestone m.
    """
    import sympy

    from symopt import schedules

    chosen = schedules.get(name)

    def value(epoch: Any) -> Any:
        given = [sympy.sympify(epoch), initial, *_flat(parameters.values())]
        symbols = {s for item in given for s in sympy.sympify(item).free_symbols if s.is_integer}
        counted = {s: sympy.Dummy(s.name, integer=True, positive=True) for s in symbols}

        def put(item: Any) -> Any:
            if isinstance(item, (list, tuple)):
                return tuple(map(put, item))
            return sympy.sympify(item).xreplace(counted)

        exact = {key: put(item) for key, item in parameters.items()}
        result = sympy.sympify(chosen.at(put(epoch), put(initial), **exact))
        return result.xreplace({dummy: s for s, dummy in counted.items()})

    return value


def _flat(values: Any) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found += list(value) if isinstance(value, (list, tuple)) else [value]
    return found
