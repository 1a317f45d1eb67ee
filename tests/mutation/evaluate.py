"""What the terms and relations of a statement are worth in one world, by plain simulation.

A statement is plain data, as a certificate has it. A world gives every symbol a number and every
free function its values; what the hypotheses define is computed from them, step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from .arithmetic import (
    CONTEXT,
    Undefined,
    Unknown,
    add,
    as_integer,
    ceiling,
    compare,
    cosine,
    exponential,
    floor,
    inexact,
    logarithm,
    multiply,
    power,
    sign,
    sine,
)

RELATIONS: dict[str, Callable[[int], bool]] = {
    "=": lambda c: c == 0,
    "<=": lambda c: c <= 0,
    "<": lambda c: c < 0,
    "!=": lambda c: c != 0,
}
NAMED: dict[str, Callable[[Any], Any]] = {
    "exp": exponential,
    "log": logarithm,
    "cos": cosine,
    "sin": sine,
    "ceil": ceiling,
    "floor": floor,
}
MAX_TERMS, MAX_WORK, STRIDE = 3000, 100_000, 20


class Circular(Exception):
    """A value is defined by itself."""


def call_at(term: Any, name: str) -> tuple[str, int] | None:
    """Read f(name + c) as (f, c)."""
    if not isinstance(term, tuple) or term[0] != "app" or len(term) != 3:
        return None
    place = term[2]
    if place == ("sym", name):
        return term[1], 0
    if isinstance(place, tuple) and place[0] == "+" and len(place) == 3:
        for one, other in ((place[1], place[2]), (place[2], place[1])):
            if one == ("sym", name) and type(other) is int:
                return term[1], other
    return None


def definitions(hypotheses: Iterable[Any]) -> tuple[dict[str, list[Any]], list[Any]]:
    """Sort hypotheses into definitions of functions and all others."""
    defined: dict[str, list[Any]] = {}
    others: list[Any] = []
    for prop in hypotheses:
        left: Any = prop[1] if prop[0] == "=" else None
        at_a_place = isinstance(left, tuple) and left[0] == "app" and len(left) == 3
        if at_a_place and type(left[2]) is int:
            defined.setdefault(left[1], []).append(("value", left[2], prop[2]))
            continue
        if prop[0] == "forall" and len(prop[1]) == 1 and prop[2][0] == "=":
            (name, domain), body = prop[1][0], prop[2]
            found = call_at(body[1], name)
            if found is not None and domain[0] == "int" and domain[2] is None:
                function, shift = found
                rule = ("rule", name, domain[1], shift, body[2])
                defined.setdefault(function, []).append(rule)
                continue
        others.append(prop)
    return defined, others


class World:
    """Numbers for symbols, and functions; `free` gives the values of those not defined."""

    def __init__(
        self,
        defined: dict[str, list[Any]],
        free: Callable[[str, tuple[Any, ...], int], Any],
        outcomes: int = 1,
    ) -> None:
        self.symbols: dict[str, Any] = {}
        self.defined = defined
        self.free = free
        self.outcomes = outcomes
        self.outcome = 0
        self.fixed: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self._memo: dict[Any, Any] = {}
        self.work = 0

    def forget(self) -> None:
        """Forget computed values, after a change of the world."""
        self._memo.clear()

    def asked(self) -> list[tuple[Any, ...]]:
        """Return the places at which functions were asked for."""
        return list(dict.fromkeys(places for _, places, _ in self._memo))

    def value(self, term: Any, bound: dict[str, Any] | None = None) -> Any:
        """Return what a term is worth."""
        here = bound or {}
        self.work += 1
        if self.work > MAX_WORK:
            raise Unknown("too much work")
        if isinstance(term, int):
            return Fraction(term)
        tag, rest = term[0], term[1:]
        if tag == "/":
            return Fraction(rest[0], rest[1])
        if tag == "sym":
            if rest[0] in here:
                return here[rest[0]]
            return self.symbols[rest[0]]
        if tag == "+":
            total: Any = Fraction(0)
            for item in rest:
                total = add(total, self.value(item, here))
            return total
        if tag == "*":
            product: Any = Fraction(1)
            for item in [self.value(item, here) for item in rest]:
                product = multiply(product, item)
            return product
        if tag == "^":
            return power(self.value(rest[0], here), self.value(rest[1], here))
        if tag == "app":
            return self.call(rest[0], tuple(self.value(item, here) for item in rest[1:]))
        if tag == "sum":
            return self._sum(rest, here)
        if tag in ("E", "pi"):
            return CONTEXT.mpf(CONTEXT.e if tag == "E" else CONTEXT.pi)
        if tag == "mean":
            return self._mean(rest[0], here)
        values = [self.value(item, here) for item in rest]
        return self._named(tag, values)

    def _named(self, tag: str, values: list[Any]) -> Any:
        if tag in ("max", "min"):
            best = values[0]
            for item in values[1:]:
                order = compare(item, best)
                best = item if (order > 0 if tag == "max" else order < 0) else best
            return best
        (x,) = values
        if tag == "abs":
            return abs(x)
        if tag == "sign":
            return Fraction(sign(x))
        if tag not in NAMED:
            raise Unknown(f"no meaning of {tag!r}")
        return NAMED[tag](x)

    def _sum(self, rest: Any, here: dict[str, Any]) -> Any:
        body, name, low_term, high_term = rest
        low, high = (as_integer(self.value(end, here)) for end in (low_term, high_term))
        if low is None or high is None or high < low - 1:
            raise Undefined("a sum over no range")
        if high - low > MAX_TERMS:
            raise Unknown("a long sum")
        total: Any = Fraction(0)
        for index in range(low, high + 1):
            total = add(total, self.value(body, {**here, name: Fraction(index)}))
        return total

    def _mean(self, body: Any, here: dict[str, Any]) -> Any:
        before, total = self.outcome, Fraction(0)
        try:
            for outcome in range(self.outcomes):
                self.outcome = outcome
                total = add(total, self.value(body, here))
        finally:
            self.outcome = before
        return multiply(total, Fraction(1, self.outcomes))

    def call(self, name: str, places: tuple[Any, ...]) -> Any:
        """Return a function's value: given, defined, or free."""
        key = (name, places, self.outcome)
        if key in self._memo:
            found = self._memo[key]
            if found is None:
                raise Circular(f"{name}{places}")
            return found
        self._memo[key] = None
        try:
            try:
                found = self._defined(name, places)
            except Undefined:
                # Where a definition says nothing, the value may be any.
                found = None
            if found is None:
                found = self.fixed.get((name, places))
            if found is None:
                found = self.free(name, places, self.outcome)
        except BaseException:
            del self._memo[key]
            raise
        self._memo[key] = found
        return found

    def _defined(self, name: str, places: tuple[Any, ...]) -> Any:
        entries = self.defined.get(name)
        if entries is None or len(places) != 1:
            return None
        place = as_integer(places[0])
        if place is None:
            return None
        for entry in entries:
            if entry[0] == "value" and entry[1] == place:
                return self.value(entry[2])
        for entry in entries:
            if entry[0] != "rule":
                continue
            _, variable, low, shift, body = entry
            first = None if low is None else as_integer(self.value(low))
            if first is None or place - shift >= first:
                self._climb(name, place, 0 if first is None else first + shift)
                return self.value(body, {variable: Fraction(place - shift)})
        return None

    def _climb(self, name: str, place: int, first: int) -> None:
        """Compute earlier values first, lest a recursion call itself too deeply."""
        for lower in range(first + STRIDE, place, STRIDE):
            if (name, (Fraction(lower),), self.outcome) not in self._memo:
                self.call(name, (Fraction(lower),))

    def relation(self, prop: Any, bound: dict[str, Any] | None = None) -> bool:
        """Return whether a relation holds, in every outcome."""
        for outcome in range(self.outcomes):
            self.outcome = outcome
            left, right = self.value(prop[1], bound), self.value(prop[2], bound)
            if not RELATIONS[prop[0]](compare(left, right)):
                self.outcome = 0
                return False
        self.outcome = 0
        return True


__all__ = ["Circular", "World", "definitions", "inexact"]
