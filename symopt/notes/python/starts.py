"""What names are before the first step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number, Product
from symopt.notes.python.branches import Variant
from symopt.notes.python.conditions import is_beginning
from symopt.notes.python.naming import place_of
from symopt.notes.python.places import item
from symopt.notes.python.steps import Step
from symopt.notes.python.straightening import straight
from symopt.notes.python.substitution import rebuild, substitute
from symopt.notes.python.tree import Assign, Branch, Effect, Node, walk
from symopt.notes.python.units import Unit, defaults
from symopt.steps import ARITY


class Starts:
    """The values that are stated before a step: in the setup, before the loop, as defaults."""

    def __init__(
        self, unit: Unit, step: Step, variant: Variant, more: Mapping[str, Formula] | None = None
    ):
        self._defaults = defaults(unit.parameters)
        self._values: dict[str, Formula] = {}
        for node in self._flat(unit.setup):
            # A parameter is what the caller gives, whatever else has its name.
            if not (isinstance(node, Assign) and place_of(node.target) in unit.own):
                self._take(node)
        for node in self._flat(step.before):
            self._take(node)
        before = dict(self._values)
        for node in self._flat(variant.first):
            self._take(node)
        # States that are made when they are missed, by what they are called in their container.
        self._made = {
            place.rpartition(".")[2]: value
            for place, value in self._values.items()
            if "." in place and before.get(place) != value
        }
        self._values |= more or {}

    def _flat(self, nodes: Sequence[Node]) -> list[Node]:
        plain: list[Node] = []
        for node in nodes:
            if isinstance(node, Branch):
                taken = node.then if is_beginning(node.test) else node.otherwise
                plain.extend(self._flat(taken))
            else:
                plain.append(node)
        lists = frozenset(_appended(plain))
        return straight(plain, lists)

    def _take(self, node: Node) -> None:
        match node:
            case Assign(target=target, formula=formula):
                place = place_of(target)
                if place is None:
                    return
                value = _start(substitute(formula, self._values))
                if value is not None and is_value(value):
                    self._values[place] = value
                    self._values[place.split(".")[-1] if place.startswith("self.") else place] = (
                        value
                    )
            case _:
                pass

    def value(self, place: str) -> Formula | None:
        """Return what a place is before the first step, if that is stated."""
        if place in self._values:
            return self._resolved(self._values[place])
        owner, _, last = place.rpartition(".")
        if owner and last in self._made:
            return self._resolved(self._made[last])
        if owner and last.isdecimal():
            whole = self.value(owner)
            if isinstance(whole, Call):
                part = item(whole, (Number(Fraction(last)),))
                return part if isinstance(part, Number) else None
        given = self._defaults.get(place, self._defaults.get(last))
        return None if given == Name("None") else given

    def _resolved(self, formula: Formula) -> Formula:
        return _start(substitute(formula, self._defaults)) or formula


def is_value(formula: Formula) -> bool:
    """Whether a formula says a value: numbers, names and mathematics of them."""
    return all(
        not isinstance(part, Call) or part.function in ARITY or part.function == "tuple"
        for part in formula.walk()
    )


def _appended(nodes: Sequence[Node]) -> list[str]:
    return [
        node.formula.function.rpartition(".")[0]
        for node in walk(tuple(nodes))
        if isinstance(node, Effect)
        and isinstance(node.formula, Call)
        and node.formula.function.endswith(".append")
    ]


def _start(formula: Formula) -> Formula | None:
    """Return a value without the containers around it: [0]*n is 0; None for an empty one."""

    def change(part: Formula) -> Formula:
        match part:
            case Call(function="tuple", arguments=(first, *rest)) if all(
                each == first for each in rest
            ):
                return first if isinstance(first, Number) else part
            case (
                Product(factors=(Number() as number, Call(function="len")))
                | Product(factors=(Call(function="len"), Number() as number))
            ):
                return number
            case Negative(term=Number(value=value)):
                return Number(-value)
            case _:
                return part

    made = rebuild(formula, change)
    match made:
        case Call(function="dict" | "tuple", arguments=()):
            return None
        case Name(name="None"):
            return None
        case _:
            return made
