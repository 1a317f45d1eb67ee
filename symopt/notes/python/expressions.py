"""Expressions of Python as formulas: attributes, subscripts, comparisons and comprehensions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from fractions import Fraction

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, Name, Number, Quotient
from symopt.notes.python.calls import Calls, Known, Read, Write
from symopt.notes.python.copying import TRANSPARENT, is_new
from symopt.notes.python.functions import Word
from symopt.notes.python.keys import key_of
from symopt.notes.python.places import is_place, item, matched, member
from symopt.notes.python.substitution import substitute, without_indices
from symopt.steps import COMPARISONS, read_syntax

_CONSTANTS = {"pi": "pi", "e": "e", "newaxis": "None"}
_LINKS: dict[type[ast.cmpop], str] = {**COMPARISONS, ast.Is: "=", ast.IsNot: "!="}
_LOOKUP = re.compile(r"(?:index|key|id|ref)$")


class Expressions:
    """Reads expressions; what they change on the way is handed to `write`.

    Parameters
    ----------
    modules : iterable of str
        Names that are imported.
    write : callable
        Told of a target and its new value where an expression changes something in place.
    """

    def __init__(self, modules: Iterable[str], write: Write):
        self._calls = Calls(modules, write)
        self._write = write

    def read(self, node: ast.expr) -> Formula:
        """Read an expression.

        Raises
        ------
        InvalidExpression
            It is not one that a formula can say.
        """
        return read_syntax(node, self._other)

    def is_new(self, node: ast.expr) -> bool:
        """Whether an expression begins a new value; see `copying.is_new`."""
        return is_new(node, self._calls.modules)

    def _other(self, node: ast.expr, read: Read) -> Formula | None:
        match node:
            case ast.Constant(value=None | bool()):
                return Name(str(node.value))
            case ast.Constant(value=str() as text):
                return Name(repr(text[:80]))
            case ast.Attribute(value=base, attr=attribute):
                return self._attribute(base, attribute, read)
            case ast.Subscript(value=base, slice=index):
                return self._subscript(read(base), index, read)
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                return Call("floor", (Quotient(read(left), read(right)),))
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                return Call("mod", (read(left), read(right)))
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                return Call("matmul", (read(left), read(right)))
            case ast.BoolOp(op=operator, values=values):
                word = "and" if isinstance(operator, ast.And) else "or"
                return Call(word, tuple(map(read, values)))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Call("not", (read(operand),))
            case ast.Compare(left=left, ops=operators, comparators=others):
                return self._compare(operators, [left, *others], read)
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                self._write(Name(name), read(value), "now")
                return Name(name)
            case ast.IfExp(test=test, body=body, orelse=otherwise):
                return Call("where", (read(test), read(body), read(otherwise)))
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return Call("tuple", tuple(map(read, items)))
            case ast.Dict(keys=[]):
                return Call("dict", ())
            case (
                ast.ListComp(elt=body, generators=[one])
                | ast.GeneratorExp(elt=body, generators=[one])
            ):
                return self._comprehension(body, one, read)
            case ast.DictComp(value=body, generators=[one]):
                return self._comprehension(body, one, read)
            case ast.Call(func=Word()):
                return None
            case ast.Call():
                return self._calls.read(node, read)
            case Known(formula=formula):
                return formula
            case _:
                return None

    def _attribute(self, base: ast.expr, attribute: str, read: Read) -> Formula:
        if isinstance(base, ast.Name) and base.id in self._calls.modules:
            if attribute in _CONSTANTS:
                return Name(_CONSTANTS[attribute])
            return Name(f"{base.id}.{attribute}")
        inner = read(base)
        if attribute in TRANSPARENT:
            return inner
        if attribute in ("T", "mT"):
            return Call("transpose", (inner,))
        if attribute in ("shape", "size", "dtype", "ndim"):
            return Call(attribute, (inner,))
        return member(inner, attribute)

    def _subscript(self, base: Formula, index: ast.expr, read: Read) -> Formula:
        key = key_of(index, read)
        if key is not None:
            inner = member(base, key.text) if key.text else base
            return item(inner, key.parts) if key.parts else inner
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        indices: list[Formula] = []
        bounds: tuple[Formula, Formula] | None = None
        for part in parts:
            match part:
                case ast.Slice(lower=None, upper=None):
                    continue
                case ast.Constant(value=None):
                    continue
                case ast.Constant(value=value) if value is Ellipsis:
                    continue
                case ast.Slice(lower=lower, upper=upper):
                    first = read(lower) if lower else Number(Fraction(0))
                    bounds = bounds or (first, read(upper) if upper else Call("len", (base,)))
                case _:
                    indices.append(read(part))
        if bounds is not None:
            return Call("slice", (base, *bounds, *indices))
        if len(indices) == 1 and _looks_up(indices[0]):
            return base  # of many, the one that belongs to a parameter
        return item(base, tuple(indices)) if indices else base

    def _compare(
        self, operators: list[ast.cmpop], parts: list[ast.expr], read: Read
    ) -> Formula | None:
        match operators:
            case [ast.In() | ast.NotIn() as only]:
                inside = Call("in", (read(parts[0]), read(parts[1])))
                return inside if isinstance(only, ast.In) else Call("not", (inside,))
            case _ if all(type(operator) in _LINKS for operator in operators):
                links = tuple(_LINKS[type(operator)] for operator in operators)
                return Chain(tuple(map(read, parts)), links)
            case _:
                return None

    def _comprehension(self, body: ast.expr, one: ast.comprehension, read: Read) -> Formula:
        """Read ``[f(m, g) for m, g in zip(ms, gs)]`` as ``f(ms, gs)``: element by element."""
        targets, over = read(one.target), read(one.iter)
        walked = matched(targets, over)
        whole = without_indices(read(body), targets.names())
        if one.ifs or not (walked or _is_range(over) or isinstance(over, Call)):
            raise InvalidExpression("this comprehension is not read")
        return substitute(whole, walked)


def _looks_up(index: Formula) -> bool:
    """Whether an index is asked for: self._index(variable), var_key(p)."""
    match index:
        case Call(function=function, arguments=(inner,)):
            return bool(_LOOKUP.search(function)) and is_place(inner)
        case _:
            return False


def _is_range(formula: Formula) -> bool:
    return isinstance(formula, Call) and formula.function == "range"
