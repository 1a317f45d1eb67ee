"""The mutants of a claim: false neighbours, with the derivation adapted to each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from itertools import chain, zip_longest
from typing import Any

import sympy

from symopt.proof.claim import Claim
from symopt.proof.convert import from_term, to_prop, to_term
from symopt.proof.kinds import (
    Decay,
    FromTwo,
    Integer,
    Natural,
    NonNegative,
    NonNegativeSequence,
    NonZero,
    NonZeroSequence,
    OpenUnit,
    Positive,
    PositiveSequence,
    Real,
    Sequence,
    Steps,
    Unit,
)

from .changes import changes
from .evaluate import definitions
from .runner import Change, Reading, read

WIDER: dict[Any, list[Any]] = {
    Decay: [Unit, Real, NonNegative],
    OpenUnit: [Decay, Unit, Positive],
    Unit: [NonNegative, Real],
    Positive: [NonNegative, Real],
    NonNegative: [Real],
    NonZero: [Real],
    Steps: [Natural, Integer],
    FromTwo: [Steps, Natural],
    Natural: [Integer],
    PositiveSequence: [NonNegativeSequence, Sequence],
    NonNegativeSequence: [Sequence],
    NonZeroSequence: [Sequence],
}
STRONGER = {
    "=": ["<", "!="],
    "<=": ["<", "=", ">="],
    "<": [">", ">=", "="],
    ">=": [">", "=", "<="],
    ">": ["<", "<=", "="],
}
LOGIC = {"<": ["<="], "<=": ["<"], "=": ["<="], "!=": ["<="]}


@dataclass(frozen=True)
class Mutant:
    """A claim with one change, and the statement that it then makes."""

    claim: str
    what: str
    change: Change
    reading: Reading

    @property
    def statement(self) -> dict[str, Any]:
        """The changed statement."""
        return self.reading.statement


Make = Callable[[], Change]

# Kinds of changes


@dataclass(frozen=True)
class Rewritten(Change):
    """An expression is another one, where it stands or wherever it is written."""

    old: Any
    new: Any
    only: int | None = None

    def written(self, place: int, expression: Any) -> Any:
        if self.only is not None:
            return self.new if place == self.only else expression
        return _replaced(expression, self.old, self.new)


@dataclass(frozen=True)
class Related(Change):
    """A link has another relation."""

    place: int
    new: str

    def relation(self, place: int, relation: str) -> str:
        return self.new if place == self.place else relation


@dataclass(frozen=True)
class Widened(Change):
    """A symbol has a wider domain."""

    name: str
    new: Any

    def kind(self, name: str, kind: Any) -> Any:
        return self.new if name == self.name else kind


@dataclass(frozen=True)
class Supposed(Change):
    """A hypothesis, or a line of a rule, is another one, or dropped."""

    place: int
    new: Any

    def hypothesis(self, place: int, prop: Any) -> Any:
        return self.new if place == self.place else prop


def _replaced(expression: Any, old: Any, new: Any) -> Any:
    if expression == old:
        return new
    if isinstance(expression, sympy.Basic):
        return expression.xreplace({old: new}) if isinstance(old, sympy.Basic) else expression
    if is_dataclass(expression) and not isinstance(expression, type):
        values = {
            f.name: _inside(getattr(expression, f.name), old, new) for f in fields(expression)
        }
        return replace(expression, **values)
    return expression


def _inside(value: Any, old: Any, new: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_inside(item, old, new) for item in value)
    return _replaced(value, old, new) if isinstance(value, sympy.Basic) else value


# Enumeration


def mutants(claim: Claim, most: int, seed: str = "") -> Iterator[Mutant]:
    """Yield up to so many mutants of a claim, each with a statement of its own, kinds mixed."""
    original = read(claim)
    generator = random.Random(f"{claim.name} {seed}")
    seen = {tuple(original.statement.values())}
    count = 0
    for what, make in _mixed(original, generator):
        if count >= most:
            return
        try:
            change = make()
            reading = read(claim, change)
        except Exception:
            continue
        key = tuple(reading.statement.values())
        if key in seen:
            continue
        seen.add(key)
        count += 1
        yield Mutant(claim.name, what, change, reading)


def _mixed(original: Reading, generator: random.Random) -> Iterator[tuple[str, Make]]:
    """Yield all changes: of every three, two of expressions if there are others left."""
    lists = [
        list(_of_expressions(original)),
        list(chain(_of_relations(original), _of_kinds(original))),
        list(_of_hypotheses(original)),
    ]
    for one in lists:
        generator.shuffle(one)
    half = len(lists[0]) // 2
    for group in zip_longest(lists[0][:half], lists[1], lists[0][half:], lists[2]):
        yield from (item for item in group if item is not None)


def _alike(original: Reading) -> dict[str, list[str]]:
    symbols = original.statement["symbols"]
    return {
        name: [other for other, d in symbols if d[0] == domain[0] and other != name]
        for name, domain in symbols
    }


def _of_expressions(original: Reading) -> Iterator[tuple[str, Make]]:
    alike = _alike(original)
    seen: set[Any] = set()
    for place, expression in enumerate(original.record.written):
        for what, make in _variants(expression, alike):
            yield f"{what} in line {place}", partial(_rewritten, expression, make, place)
            simple = not isinstance(expression, sympy.Basic) or not expression.args
            key = (what, repr(expression)[:2000])
            if not simple and key not in seen:
                seen.add(key)
                yield f"{what} everywhere", partial(_rewritten, expression, make, None)


def _rewritten(expression: Any, make: Callable[[], Any], place: int | None) -> Change:
    return Rewritten(expression, make(), place)


def _variants(
    expression: Any, alike: dict[str, list[str]]
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield (what, maker of the new expression)."""
    if isinstance(expression, sympy.core.relational.Relational):
        yield from _of_relation(expression, alike)
        return
    if is_dataclass(expression) and not isinstance(expression, type):
        for entry in fields(expression):
            part = getattr(expression, entry.name)
            parts = part if isinstance(part, tuple) else (part,)
            for index, item in enumerate(parts):
                if entry.name in ("body", "arguments") and isinstance(item, sympy.Basic):
                    for what, make in _variants(item, alike):
                        yield what, partial(_with_part, expression, entry.name, index, make)
        return
    old = sympy.sympify(expression)
    integers = frozenset(s.name for s in old.atoms(sympy.Symbol) if s.is_integer)
    for what, term in changes(to_term(old), alike):
        yield f"{what}: {_text(term)}", partial(from_term, term, integers)


def _with_part(expression: Any, name: str, index: int, make: Callable[[], Any]) -> Any:
    part = getattr(expression, name)
    if isinstance(part, tuple):
        return replace(expression, **{name: (*part[:index], make(), *part[index + 1 :])})
    return replace(expression, **{name: make()})


def _text(term: Any) -> str:
    """Return a term as text, unless a number in it is too long."""
    try:
        return repr(term)[:160]
    except ValueError:
        return "a long number"


def _of_relation(
    relation: Any, alike: dict[str, list[str]]
) -> Iterator[tuple[str, Callable[[], Any]]]:
    made = {"=": sympy.Eq, "<=": sympy.Le, "<": sympy.Lt, "!=": sympy.Ne}
    prop = to_prop(relation)
    if prop[0] not in made:
        return
    integers = frozenset(s.name for s in relation.atoms(sympy.Symbol) if s.is_integer)

    def build(tag: str, left: Any, right: Any) -> Any:
        sides = (from_term(left, integers), from_term(right, integers))
        return made[tag](*sides, evaluate=False)

    for tag in LOGIC[prop[0]]:
        yield f"a relation: {tag}", partial(build, tag, *prop[1:])
    if prop[0] in ("<", "<="):
        yield "a reversed relation", partial(build, prop[0], prop[2], prop[1])
    for side in (1, 2):
        for what, term in changes(prop[side], alike):
            ends = (term, prop[2]) if side == 1 else (prop[1], term)
            yield f"{what}: {_text(term)}", partial(build, prop[0], *ends)


def _of_relations(original: Reading) -> Iterator[tuple[str, Make]]:
    for place, relation in enumerate(original.record.relations):
        for new in STRONGER.get(relation, ()):
            yield f"link {place}: {relation} -> {new}", partial(Related, place, new)


def _of_kinds(original: Reading) -> Iterator[tuple[str, Make]]:
    for name, kind in original.record.kinds.items():
        for new in WIDER.get(kind, ()):
            yield f"{name}: {kind.__name__} -> {new.__name__}", partial(Widened, name, new)


def _of_hypotheses(original: Reading) -> Iterator[tuple[str, Make]]:
    alike = _alike(original)
    for place, (label, prop) in enumerate(original.record.hypotheses):
        if label == "assumption":
            yield f"dropped {_text(prop)}", partial(Supposed, place, None)
            if prop[0] == "<":
                weaker = ("<=", *prop[1:])
                yield f"weaker {_text(prop)}", partial(Supposed, place, weaker)
        for what, new in _of_prop(prop, alike, bool(definitions([prop])[0])):
            yield f"{what} in a hypothesis: {_text(new)}", partial(Supposed, place, new)


def _of_prop(prop: Any, alike: dict[str, list[str]], defines: bool) -> Iterator[tuple[str, Any]]:
    if prop[0] == "forall":
        for what, new in _of_prop(prop[2], alike, defines):
            yield what, ("forall", prop[1], new)
    elif prop[0] in ("=", "<=", "<", "!="):
        for what, term in changes(prop[2], alike):
            yield what, (prop[0], prop[1], term)
        if not defines:
            for what, term in changes(prop[1], alike):
                yield what, (prop[0], term, prop[2])


__all__ = ["Mutant", "mutants"]
