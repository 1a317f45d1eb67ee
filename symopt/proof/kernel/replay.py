"""Exact evaluation at a witness: rules are run on numbers as their recursions say.

A witness gives every symbol an exact value and every free function a table of values.
Functions with a recursion among the hypotheses are computed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from symopt.proof.kernel.context import RELATION_SIGN, Context
from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import within
from symopt.proof.kernel.normal import Normaliser
from symopt.proof.kernel.table import as_constant, constant
from symopt.proof.kernel.terms import RELATIONS, Prop, Rejected, Term, check_term, free_names

MAX_CALLS = 20_000


def definition(prop: Prop) -> tuple[str, Any] | None:
    """Read a hypothesis that defines: f(0) = value, or f(t) = ... for t = 1, 2, ...

    Such hypotheses can always be met, whatever the other symbols are.
    """
    if prop[0] == "=" and _application(prop[1]) and isinstance(prop[1][2], int):
        return prop[1][1], ("value", prop[1][2], prop[2])
    if prop[0] == "forall" and len(prop[1]) == 1 and prop[2][0] == "=":
        (name, domain), left = prop[1][0], prop[2][1]
        counted = domain[0] == "int" and isinstance(domain[1], int) and domain[2] is None
        if counted and _application(left) and left[2] == ("sym", name):
            return left[1], ("rule", name, domain[1], prop[2][2])
    return None


def _application(term: Term) -> bool:
    return isinstance(term, tuple) and term[0] == "app" and len(term) == 3


class Replay(Normaliser):
    """Reads terms at one witness."""

    def __init__(
        self, context: Context, witness: Mapping[str, Any], hypotheses: list[Prop]
    ) -> None:
        super().__init__(context)
        self.values: dict[str, Frac] = {}
        self.tables: dict[str, dict[Any, Term]] = {}
        self.definitions: dict[str, list[Any]] = {}
        self.memo: dict[tuple[str, int], Frac | None] = {}
        for hypothesis in hypotheses:
            found = definition(hypothesis)
            if found is not None:
                self.definitions.setdefault(found[0], []).append(found[1])
        for name, term in witness.get("symbols", ()):
            check_term(term)
            if free_names(term):
                raise Rejected("a witness is made of numbers")
            self.values[name] = self.read(term)
        for name, rows in witness.get("functions", ()):
            if name in self.definitions:
                raise Rejected(f"{name} is computed from its recursion")
            self.tables[name] = {}
            for argument, term in rows:
                check_term(term)
                if free_names(term) or not (argument is None or type(argument) is int):
                    raise Rejected("a witness is made of numbers")
                self.tables[name][argument] = term

    def _symbol(self, name: str) -> Frac:
        found = self._bound.get(name) or self.values.get(name)
        if found is None:
            raise Rejected(f"the witness gives no value of {name}")
        return found

    def _read(self, term: Term) -> Frac:
        if isinstance(term, tuple) and term[0] == "app":
            if len(term) != 3:
                return self._constant(term)
            argument = self.read(term[2])
            number = as_constant(argument.num) if not argument.den else None
            if number is None or number.denominator != 1:
                raise Rejected("a function at a place that is no integer")
            return self._call(term[1], int(number))
        return super()._read(term)

    def _constant(self, term: Term) -> Frac:
        """Return the value of a function of several arguments, which must be constant."""
        rows = self.tables.get(term[1], {})
        if set(rows) != {None}:
            raise Rejected("a function of several arguments that is not constant")
        for item in term[2:]:
            self.read(item)
        return self.read(rows[None])

    def _call(self, name: str, argument: int) -> Frac:
        if (name, argument) in self.memo:
            found = self.memo[name, argument]
            if found is None:
                raise Rejected(f"{name} is defined by itself")
            return found
        if len(self.memo) > MAX_CALLS:
            raise Rejected("too much work")
        self.memo[name, argument] = None
        outer, self._bound = self._bound, {}
        try:
            value = self._value(name, argument)
        finally:
            self._bound = outer
        self.memo[name, argument] = value
        return value

    def _value(self, name: str, argument: int) -> Frac:
        if name in self.tables:
            rows = self.tables[name]
            term = rows.get(argument, rows.get(None))
            if term is None:
                raise Rejected(f"the witness gives no value of {name}({argument})")
            return self.read(term)
        for entry in self.definitions.get(name, ()):
            if entry[0] == "value" and entry[1] == argument:
                return self.read(entry[2])
        for entry in self.definitions.get(name, ()):
            if entry[0] == "rule" and argument >= entry[2]:
                self._bound = {entry[1]: Frac(constant(argument), NOTHING)}
                return self.read(entry[3])
        raise Rejected(f"{name}({argument}) is not defined")

    def truth(self, prop: Prop) -> bool | None:
        """Return whether a relation holds at the witness; None if its sign is not found."""
        if prop[0] not in RELATIONS:
            return None
        difference = self.sub(self.read(prop[2]), self.read(prop[1]))
        mask, allowed = self.sign(difference), RELATION_SIGN[prop[0]]
        if within(mask, allowed):
            return True
        return False if mask & allowed == 0 else None


def check_model(
    symbols: list[tuple[str, Any]], replay: Replay, hypotheses: list[Prop], strict: bool
) -> None:
    """Refuse a witness outside the domains or against a hypothesis.

    With `strict`, every hypothesis must be decided; else those about all values of a function
    are looked at in a few places only.
    """
    for name, domain in symbols:
        value = replay._symbol(name)
        number = as_constant(value.num) if not value.den else None
        if domain[0] == "int":
            if number is None or number.denominator != 1:
                raise Rejected(f"{name} is no integer")
            bounds = (("<=", domain[1], ("sym", name)), ("<=", ("sym", name), domain[2]))
        else:
            ends = {"open": "<", "closed": "<="}
            bounds = (
                (ends[domain[2]], domain[1], ("sym", name)),
                (ends[domain[4]], ("sym", name), domain[3]),
            )
        for bound in bounds:
            if None not in bound and replay.truth(bound) is not True:
                raise Rejected(f"{name} is outside its domain")
    for hypothesis in hypotheses:
        if definition(hypothesis) is not None:
            continue
        if hypothesis[0] in RELATIONS:
            if replay.truth(hypothesis) is not True:
                raise Rejected("the witness does not meet a hypothesis")
        elif strict:
            raise Rejected("a hypothesis that a witness cannot meet")
        elif hypothesis[0] == "forall":
            _spot_check(replay, hypothesis)


def _spot_check(replay: Replay, hypothesis: Prop) -> None:
    """Refuse a model that fails a statement for all integers at one of the first few.

    This shows contradictions that authors make; that none is left is not proved by it.
    """
    ranges: list[range] = []
    for _, domain in hypothesis[1]:
        low, high = domain[1:3] if domain[0] == "int" else (None, None)
        if domain[0] != "int" or not isinstance(low, int) or not isinstance(high, int | None):
            return
        last = low + 3 if high is None else min(high, low + 3)
        ranges.append(range(low, last + 1))
    parts = hypothesis[2][1:] if hypothesis[2][0] == "and" else (hypothesis[2],)
    if "mean" in heads(hypothesis) or any(part[0] not in RELATIONS for part in parts):
        return
    for places in product(*ranges):
        names = (name for name, _ in hypothesis[1])
        replay._bound = {
            name: Frac(constant(place), NOTHING) for name, place in zip(names, places, strict=True)
        }
        try:
            truths = [replay.truth(part) for part in parts]
        except Rejected:
            continue
        finally:
            replay._bound = {}
        if False in truths:
            raise Rejected("the model does not meet a hypothesis")


def heads(term: Term) -> set[str]:
    """Return the tags that occur in a term or proposition."""
    if not isinstance(term, tuple) or not term:
        return set()
    found = {term[0]} if isinstance(term[0], str) else set()
    for item in term:
        found |= heads(item)
    return found
