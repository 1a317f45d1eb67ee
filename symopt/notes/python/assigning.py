"""Assignments and returns of a listing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, Name
from symopt.notes.python.ordering import in_order
from symopt.notes.python.places import is_place
from symopt.notes.python.recording import Recorder
from symopt.notes.python.tree import ENTRY, Assign, Node, Return
from symopt.notes.python.unpacking import distributed
from symopt.notes.source import Excerpt

MAX_AT_ONCE = 20  # names of one assignment


class Assignments:
    """Reads what is assigned and returned."""

    def __init__(self, record: Recorder):
        self._record = record
        self._aliases: set[Formula] = set()  # to copy one to itself parts it from what it names

    def read(self, targets: list[ast.expr], value: ast.expr, statement: ast.stmt) -> Iterator[Node]:
        """Read an assignment of one value to one target or several."""
        where = self._record.excerpt(statement)
        made: list[Assign] = []
        first, *others = reversed(targets)
        if isinstance(value, ast.Dict) and value.keys:
            for key, inner in zip(value.keys, value.values, strict=True):
                if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                    raise InvalidExpression("a dictionary whose keys are no texts is not read")
                part = ast.Subscript(value=first, slice=key, ctx=ast.Load())
                made.append(Assign(self._record.read(part), self._record.read(inner), where))
        else:
            made.extend(self._unpacked(first, value, where))
        yield from self._record.before()
        yield from in_order(made)
        for other in others:
            yield from self._unpacked(other, first, where)

    def _unpacked(self, target: ast.expr, value: ast.expr, where: Excerpt) -> Iterator[Assign]:
        match target, value:
            case (
                (ast.Tuple(elts=names) | ast.List(elts=names)),
                (ast.Tuple(elts=values) | ast.List(elts=values)),
            ) if len(names) == len(values):
                if len(names) > MAX_AT_ONCE:
                    raise InvalidExpression("too much is assigned at once")
                if len({ast.dump(name) for name in names}) < len(names):
                    raise InvalidExpression("one name is assigned twice at once")
                for name, part in zip(names, values, strict=True):
                    yield from self._unpacked(name, part, where)
            case ((ast.Tuple() | ast.List()), _):
                yield from distributed(self._record.read(target), self._record.read(value), where)
            case _:
                formula = self._record.read(value)
                place = self._record.read(target)
                in_place = isinstance(target, ast.Subscript) or (
                    isinstance(target, ast.Attribute) and target.attr in ("data", "value")
                )
                if not is_place(place):
                    raise InvalidExpression("what this assigns to is not read")
                if formula == Name("None") and not isinstance(place, Call):
                    return
                copied = self._record.is_new(value)
                match place:
                    case Call("item", (base, Chain() as test)) if is_place(base):
                        formula = Call("where", (test, formula, base))  # x[x > 0] = ...
                        yield Assign(base, formula, where, in_place=True)
                    case Call("item", (Name("updates"), Name() as variable)):
                        yield Assign(variable, formula, where, in_place=True, late=True)
                    case _ if formula != place or (place in self._aliases and copied):
                        if isinstance(place, Name) and is_place(formula):
                            self._aliases.add(place)
                        yield Assign(place, formula, where, in_place=in_place, copied=copied)
                    case _:
                        pass

    def returned(self, value: ast.expr | None, statement: ast.stmt) -> Iterator[Node]:
        """Read what a function returns."""
        match value:
            case None:
                values: tuple[Formula, ...] = ()
            case ast.Tuple(elts=elements):
                values = tuple(part for each in elements for part in self._values(each))
            case _:
                values = tuple(self._values(value))
        yield from self._record.before()
        yield Return(values, self._record.excerpt(statement))

    def _values(self, value: ast.expr) -> Iterator[Formula]:
        match value:
            case ast.Dict(keys=keys, values=elements) if keys:
                for key, element in zip(keys, elements, strict=True):
                    formula = self._record.read(element)
                    named = isinstance(key, ast.Constant) and isinstance(key.value, str)
                    yield (
                        Call(ENTRY, (self._record.read(key), formula)) if key and named else formula
                    )
            case _:
                yield self._record.read(value)
