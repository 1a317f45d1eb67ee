"""What is stated near a formula: definitions, recursions and values of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product

from symopt.formula import Formula, Name, Negative, Number, Sum, SumOver
from symopt.notes.facts.enclosure import Undefined
from symopt.notes.facts.values import DOTS, constant
from symopt.notes.meaning.passages import Passage
from symopt.notes.statement import Statement

MAX_NODES = 1000
MAX_UNFOLDINGS = 200
MAX_WORLDS = 4
MAX_NEIGHBOURS = 60

Key = tuple[str, str | None, int]
"""A name and its index as a letter and an offset: ("v", "t", -1), ("v", None, 99)."""


def place_of(index: Formula) -> tuple[str | None, int] | None:
    """Return an index as a letter and an offset, None for anything else.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> place_of(read_expression("t - 1")), place_of(read_expression("99"))
    (('t', -1), (None, 99))
    """
    letter: str | None = None
    offset = Fraction(0)
    terms = index.terms if isinstance(index, Sum) else (index,)
    for term in terms:
        sign = 1
        while isinstance(term, Negative):
            term, sign = term.term, -sign
        match term:
            case Number(value=value):
                offset += sign * value
            case Name(name=name, index=None) if sign > 0 and letter is None and name != DOTS:
                letter = name
            case _:
                return None
    return (letter, int(offset)) if offset.denominator == 1 else None


def indexed(name: str, letter: str | None, offset: int) -> Name:
    """Return a name at a place."""
    number = Number(Fraction(abs(offset)))
    if letter is None:
        return Name(name, Number(Fraction(offset)))
    if not offset:
        return Name(name, Name(letter))
    return Name(name, Sum((Name(letter), Negative(number) if offset < 0 else number)))


def keys(formula: Formula) -> set[Key | tuple[str]]:
    """Return the names of a formula; those with an index that is a place have it."""
    found: set[Key | tuple[str]] = set()
    stack: list[tuple[Formula, frozenset[str]]] = [(formula, frozenset())]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, Name):
            place = place_of(node.index) if node.index is not None else None
            if node.index is not None or node.name not in bound:
                found.add((node.name, *place) if place is not None else (node.name,))
        elif isinstance(node, SumOver):
            inner = bound | set(node.index.names())
            stack += [(node.body, inner), (node.lower, bound), (node.upper, bound)]
        else:
            stack.extend((child, bound) for child in node.children())
    return found


@dataclass(frozen=True, slots=True)
class Definition:
    """A name at a place is a formula; with a letter, at every place."""

    name: str
    letter: str | None
    offset: int
    formula: Formula
    general: bool

    def at(self, letter: str | None, offset: int) -> Formula | None:
        """Return what the name is at a place, if this says it."""
        if not self.general:
            same = (letter, offset) == (self.letter, self.offset)
            return self.formula if same else None
        return shifted(self.formula, self.letter, letter, offset - self.offset)


def shifted(formula: Formula, old: str | None, new: str | None, by: int) -> Formula:
    """Return a formula with all places moved: t - 1 to s + by - 1.

    A letter that also stands outside of indices, as in beta**t, moves there, too.
    """

    def change(name: Name) -> Formula:
        if name.index is None:
            if name.name != old or old is None:
                return name
            if new is None:
                return Number(Fraction(by))
            return Name(new) if not by else Sum((Name(new), Number(Fraction(by))))
        place = place_of(name.index)
        if place is None or place[0] != old:
            return name
        moved = indexed(name.name, new, place[1] + by)
        return Name(name.name, moved.index, name.shown)

    return formula.map_names(change)


@dataclass(frozen=True)
class Surroundings:
    """Definitions and values, the nearest first."""

    definitions: tuple[Definition, ...] = ()
    values: Mapping[str, tuple[Formula, ...]] = field(
        default_factory=dict[str, tuple[Formula, ...]]
    )

    def of(self, name: str) -> list[Definition]:
        """Return what is said of a name."""
        return [d for d in self.definitions if d.name == name]

    def defines(self, name: str) -> bool:
        """Say whether something is said of a name."""
        return any(d.name == name for d in self.definitions)

    def worlds(self) -> Iterator[Surroundings]:
        """Give what is stated nearby in every way in which it is not at odds with itself.

        A name may be defined differently in different places; each definition is a world.
        """
        general = {d.name: [] for d in self.definitions if d.general}
        for d in self.definitions:
            if d.general and all(d.formula != other.formula for other in general[d.name]):
                general[d.name].append(d)
        several = [(name, found) for name, found in general.items() if len(found) > 1]
        for choice in islice(product(*(found for _, found in several)), MAX_WORLDS):
            dropped = {id(d) for (_, found) in several for d in found} - set(map(id, choice))
            kept = tuple(d for d in self.definitions if id(d) not in dropped)
            yield Surroundings(kept, self.values)

    def recursive(self, name: str) -> bool:
        """Say whether a name is defined by what it was before."""
        return any(name in d.formula.names() for d in self.of(name))


def around(passage: Passage, statement: Statement) -> Surroundings:
    """Collect what the neighbours of a statement say, itself left out."""
    neighbours = list(passage.neighbours)
    here = next((i for i, n in enumerate(neighbours) if n is statement), len(neighbours))
    order = sorted(
        (i for i in range(len(neighbours)) if i != here),
        key=lambda i: (abs(i - here), i > here),
    )[:MAX_NEIGHBOURS]
    definitions = [d for i in order for d in definitions_of(neighbours[i])]
    values: dict[str, list[Formula]] = {}
    for i in order:
        for name, value in values_of(neighbours[i]):
            values.setdefault(name, []).append(value)
    for algorithm in passage.algorithms[:MAX_NEIGHBOURS]:
        for assignment in algorithm.assignments:
            if assignment.formula in statement.parts:
                continue  # its own words
            definitions += _definition(assignment.target, assignment.formula)
        for name, value in algorithm.values.items():
            values.setdefault(name, []).append(value)
        for name, value in algorithm.initial.items():
            definitions.append(Definition(name, None, 0, value, general=False))
    return Surroundings(tuple(definitions), {n: tuple(v) for n, v in values.items()})


def definitions_of(statement: Statement) -> Iterator[Definition]:
    """Give what a statement defines: its first part, if that is a name with an index."""
    if not statement.links or statement.links[0] not in ("=", "<-"):
        return
    yield from _definition(statement.parts[0], statement.parts[1])


def _definition(target: Formula, formula: Formula) -> Iterable[Definition]:
    if DOTS in formula.names() or not isinstance(target, Name) or target.index is None:
        return ()
    place = place_of(target.index)
    if place is None:
        return ()
    if (target.name, *place) in keys(formula):
        return ()  # it would never end
    return (Definition(target.name, *place, formula, general=place[0] is not None),)


def values_of(statement: Statement) -> Iterator[tuple[str, Formula]]:
    """Give the values that a statement gives to names: ``alpha_0 = 0.2``."""
    for left, link, right in zip(
        statement.parts, statement.links, statement.parts[1:], strict=False
    ):
        if isinstance(left, Name) and link in ("=", "<-") and _is_constant(right):
            yield key_text(left), right
            return


def _is_constant(formula: Formula) -> bool:
    try:
        constant(formula)
    except Undefined:
        return False
    return True


def key_text(name: Name) -> str:
    """Return a name with its index as one text."""
    return name.name if name.index is None else f"{name.name}_{name.index.text()}"


def with_values(formula: Formula, values: Mapping[str, Formula]) -> Formula:
    """Return a formula with names replaced by values."""
    return formula.map_names(lambda name: values.get(key_text(name), name))


def unfold(
    formula: Formula, surroundings: Surroundings, floors: Mapping[str, Mapping[str | None, int]]
) -> Formula:
    """Replace defined names by their definitions, recursive ones down to a floor.

    `floors` says for each name and letter at which place to stop.
    """
    left = MAX_UNFOLDINGS
    changed = True

    def change(name: Name) -> Formula:
        nonlocal left, changed
        place = place_of(name.index) if name.index is not None else None
        if place is None or left <= 0:
            return name
        letter, offset = place
        for definition in surroundings.of(name.name):
            if definition.general and letter is None and offset < 1:
                continue
            if definition.general and offset <= floors.get(name.name, {}).get(letter, 10**9):
                continue
            found = definition.at(letter, offset)
            if found is not None:
                left -= 1
                changed = True
                return found
        return name

    while changed and left > 0 and sum(1 for _ in formula.walk()) < MAX_NODES:
        changed = False
        formula = formula.map_names(change)
    return formula
