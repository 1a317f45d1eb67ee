"""What a small function computes of a data set, as sums over its samples.

Functions are read, never run: assignments, one loop over the samples, elementwise `mean` and
`sum`, and a return.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from symopt.formula import (
    Absolute,
    Call,
    Formula,
    Name,
    Number,
    Power,
    Quotient,
    Sum,
    SumOver,
)
from symopt.notes.facts.derivative import plus
from symopt.notes.facts.totals import COUNT, NotTotal, Total, arithmetic
from symopt.notes.python.tree import Assign, Function, Loop, Node, Return, walk

MAX_NODES = 4000
MAX_STATEMENTS = 80


class NotUnderstood(Exception):
    """A function that does something else."""


class Reader:
    """Follows one function; `values` are what its names stand for so far."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.values: dict[str, Total] = {}
        self.steps = 0

    def returned(self) -> list[tuple[str, Total]]:
        """Return what the function returns: names and quantities.

        Raises
        ------
        NotUnderstood
            It does something that is not read here.
        """
        for node in self.function.body:
            if isinstance(node, Return):
                return self._results(node)
            self._node(node, None)
        raise NotUnderstood("it returns nothing")

    def _results(self, node: Return) -> list[tuple[str, Total]]:
        values = list(node.values)
        if len(values) == 1:
            match values[0]:
                case Call(function="tuple" | "array", arguments=arguments):
                    values = list(arguments)
                    if len(values) == 1 and isinstance(values[0], Call):
                        values = list(values[0].arguments)
                    return [(f"[{i}]", self.value(v, None)) for i, v in enumerate(values)]
                case formula:
                    for name in formula.names():  # a vector that was filled item by item
                        if items := self._items(name):
                            each = [_with_item(formula, name, item) for item in items]
                            return [
                                (f"[{i}]", self.value(f, None))
                                for i, f in zip(items, each, strict=True)
                            ]
        return [(v.text(), self.value(v, None)) for v in values]

    def _items(self, name: str) -> list[int]:
        start = f"{name}["
        return sorted(
            int(key[len(start) : -1])
            for key in self.values
            if key.startswith(start) and key[len(start) : -1].isdigit()
        )

    def _node(self, node: Node, loop: str | None) -> None:
        self.steps += 1
        if self.steps > MAX_STATEMENTS:
            raise NotUnderstood("it is too long")
        match node:
            case Assign(target=target, formula=formula):
                self._assign(target, formula, loop)
            case Loop() if loop is None:
                self._loop(node)
            case _:
                raise NotUnderstood(f"a {type(node).__name__.lower()} in it is not read")

    def _assign(self, target: Formula, formula: Formula, loop: str | None) -> None:
        name = _target(target)
        items = self._items(name)
        if items and _target_name(formula) != name and name in formula.names():
            for item in items:  # a vector divided by a number, item by item
                key = f"{name}[{item}]"
                self.values[key] = self.value(_with_item(formula, name, item), loop)
            return
        match formula:
            case Call(function="zeros" | "zeros_like"):
                return
            case _:
                self.values[name] = self.value(formula, loop)

    def _loop(self, node: Loop) -> None:
        """Read a loop over the samples: what is added up in it becomes a sum over the data."""
        index = self._over_samples(node)
        before = dict(self.values)
        summed: dict[str, Total] = {}
        for step in node.body:
            if not isinstance(step, Assign):
                raise NotUnderstood("a loop in a loop")
            name = _target(step.target)
            added = _added(step.formula, step.target)
            if added is None:
                self._assign(step.target, step.formula, index)
                continue
            term = self.value(added, index)
            if not term.plain:
                raise NotUnderstood("a sum over the data in a loop over the data")
            old = summed.get(name, Total())
            summed[name] = Total(term=plus(old.term, term.part))
        for name, total in summed.items():
            self.values[name] = before.get(name, Total()).plus(total)
        changed = {n for n in before if n not in summed and self.values[n] != before[n]}
        if changed:
            raise NotUnderstood(f"{sorted(changed)[0]} changes from sample to sample")

    def _over_samples(self, node: Loop) -> str:
        match node.over, node.targets:
            case Call(function="range", arguments=(Number(value=low), upper)), Name(name=name):
                if low != 0 or self.value(upper, None) != Total(Name(COUNT)):
                    raise NotUnderstood("a loop over a part of the data")
                return name
            case Call(function="zip", arguments=arguments), Call(
                function="tuple", arguments=targets
            ) if len(arguments) == len(targets):
                for target in targets:
                    self.values[_target(target)] = Total(Name(_target(target)))
                return ""
            case Name(), Call(function="tuple", arguments=targets):  # for x, y in points
                for target in targets:
                    self.values[_target(target)] = Total(Name(_target(target)))
                return ""
            case _:
                raise NotUnderstood("a loop that is not over the samples")

    # Values

    def value(self, formula: Formula, index: str | None) -> Total:
        """Return what a formula stands for; `index` counts samples in a loop over them."""
        if sum(1 for _ in formula.walk()) > MAX_NODES:
            raise NotUnderstood("it is too long")

        def visit(node: Formula) -> Total:
            match node:
                case Number():
                    return Total(node)
                case Name(name=name):
                    return self.values.get(name, Total(Name(name)))
                case Call(function="len", arguments=(_,)):
                    return Total(Name(COUNT))
                case Call(function="item", arguments=(Call(function="shape"), Number(value=place))):
                    if place != 0:
                        raise NotUnderstood("the number of columns")
                    return Total(Name(COUNT))
                case Call(function="size" | "numel", arguments=(_,)):
                    return Total(Name(COUNT))
                case Call(function="item", arguments=(Name(name=name), *places)):
                    return self._item(name, places, index)
                case Power(base=base, exponent=exponent):
                    return self._plain(lambda a, b: Power(a, b), visit(base), visit(exponent))
                case Absolute(inside=inside):
                    return self._plain(Absolute, visit(inside))
                case Call(function="sum", arguments=(argument,)) if index is None:
                    return Total(term=self._plain(lambda a: a, visit(argument)).part)
                case Call(function="mean", arguments=(argument,)) if index is None:
                    term = self._plain(lambda a: a, visit(argument)).part
                    return Total(term=Quotient(term, Name(COUNT)))
                case Call(function=function, arguments=arguments) if function in ELEMENTWISE:
                    parts = [visit(argument) for argument in arguments]
                    return self._plain(lambda *a: Call(function, a), *parts)
                case SumOver(body=body, index=Name(name=name)) if index is None:
                    return Total(term=self._plain(lambda a: a, self.value(body, name)).part)
                case _:
                    total = arithmetic(node, visit)
                    if total is None:
                        raise NotUnderstood(f"{node.text()} is not read")
                    return total

        try:
            return visit(formula)
        except NotTotal as problem:
            raise NotUnderstood(str(problem)) from problem

    def _plain(self, make: Callable[..., Formula], *parts: Total) -> Total:
        if not all(part.plain for part in parts):
            raise NotUnderstood("a function of a sum over the data")
        return Total(make(*(part.part for part in parts)))

    def _item(self, name: str, places: Sequence[Formula], index: str | None) -> Total:
        rest = [place for place in places if not (isinstance(place, Name) and place.name == index)]
        numbers = [place for place in rest if isinstance(place, Number)]
        if len(rest) != len(numbers):
            raise NotUnderstood(f"an item of {name}")
        text = "".join(f"[{place.value}]" for place in numbers)
        return self.values.get(f"{name}{text}", Total(Name(f"{name}{text}")))


ELEMENTWISE = frozenset(("sqrt", "exp", "log", "sign", "tanh", "maximum", "minimum"))


def divisors(function: Function) -> list[Formula]:
    """Return what a function divides by, as it is written."""
    found: list[Formula] = []
    for node in walk(function.body):
        formulas = node.values if isinstance(node, Return) else ()
        if isinstance(node, Assign):
            formulas = (node.formula,)
        for formula in formulas:
            found += [part.bottom for part in formula.walk() if isinstance(part, Quotient)]
    return list(dict.fromkeys(found))


def _target(target: Formula) -> str:
    match target:
        case Name(name=name):
            return name
        case Call(function="item", arguments=(Name(name=name), Number(value=place))):
            return f"{name}[{place}]"
        case _:
            raise NotUnderstood(f"an assignment to {target.text()}")


def _target_name(formula: Formula) -> str | None:
    return formula.name if isinstance(formula, Name) else None


def _with_item(formula: Formula, name: str, item: int) -> Formula:
    place = Call("item", (Name(name), Number(Fraction(item))))
    return formula.map_names(lambda n: place if n.name == name else n)


def _added(formula: Formula, target: Formula) -> Formula | None:
    """Return what is added to a target in ``target + ...``; None if it is not added to."""
    if not isinstance(formula, Sum):
        return None
    rest = tuple(term for term in formula.terms if term != target)
    if len(rest) != len(formula.terms) - 1:
        return None
    return rest[0] if len(rest) == 1 else Sum(rest)
