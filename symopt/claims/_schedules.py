"""Schedules on symbols, for claims: their values are computed by calling them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def schedule(name: str, initial: Any, **parameters: Any) -> Callable[[Any], Any]:
    """Return a schedule as a function of the epoch (or step), on symbols.

    Whether epoch m + k lies after the milestone m is decided by what is known of the integers
    in it: those that are no parameters of the claim, such as the index of a sum, count as at
    least 0.
    """
    import sympy

    from symopt import schedules

    chosen = schedules.get(name)

    def value(epoch: Any) -> Any:
        items = [sympy.sympify(item) for item in _flat((epoch, initial, *parameters.values()))]
        known = {s: _known(s) for item in items for s in item.free_symbols if s.is_integer}

        def put(item: Any) -> Any:
            if isinstance(item, (list, tuple)):
                return tuple(map(put, item))
            return sympy.sympify(item).xreplace(known)

        exact = {key: put(item) for key, item in parameters.items()}
        result = sympy.sympify(chosen.at(put(epoch), put(initial), **exact))
        return result.xreplace({dummy: s for s, dummy in known.items()})

    return value


def _known(symbol: Any) -> Any:
    """Return a stand-in for an integer symbol, with the sign that its domain gives it."""
    import sympy

    low = _least(symbol.name)
    if low is None or low < 0:
        return sympy.Dummy(symbol.name, integer=True)
    sign = {"positive": True} if low > 0 else {"nonnegative": True}
    return sympy.Dummy(symbol.name, integer=True, **sign)


def _least(name: str) -> int | None:
    from symopt.errors import SymoptError
    from symopt.proof.session import current

    try:
        domain = current().scope.context.symbols.get(name)
    except SymoptError:
        return 0
    if domain is None:
        return 0
    return domain[1] if isinstance(domain[1], int) else None


def _flat(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found += list(value) if isinstance(value, (list, tuple)) else [value]
    return found
