"""Expressions of Python as formulas: attributes, subscripts, calls and comprehensions."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Literal

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, Name, Number, Quotient, SumOver
from symopt.notes.python.functions import (
    ASSIGNING,
    BACKEND,
    BINARY,
    COPIES,
    FILLED,
    MATRIX,
    MODULES,
    PRODUCTS,
    SAME,
    UNARY,
    WRITERS,
    Arguments,
    Word,
    Writer,
    call,
)
from symopt.notes.python.keys import key_of
from symopt.notes.python.places import counted, is_place, item, less_one, matched, member
from symopt.notes.python.substitution import substitute, without_indices
from symopt.steps import COMPARISONS, read_syntax

Read = Callable[[ast.expr], Formula]
# A place, its value, and how it takes it: at once, after the step, or if it has none.
How = Literal["now", "late", "absent"]
Write = Callable[[Formula, Formula, How], None]

MAX_ARGUMENTS = 40
# Attributes that are the thing itself.
_TRANSPARENT = frozenset({"data", "value"})
_CONSTANTS = {"pi": "pi", "e": "e", "newaxis": "None"}
_LINKS: dict[type[ast.cmpop], str] = {**COMPARISONS, ast.Is: "=", ast.IsNot: "!="}
_COMPARED = {"gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "=", "ne": "!="}
_LOOKUP = re.compile(r"(?:index|key|id|ref)$")
_RANGES = frozenset({"range", "xrange", "arange", "trange"})
_MAPS = frozenset({"map", "tree_map", "tree_multimap", "map_structure"})


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
        self._modules = MODULES | frozenset(modules)
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
        """Whether an expression begins a new value, so that to change it changes nothing else.

        ``x.clone()``, ``x.mul(y)`` and what is done to them in place do; ``x.detach()`` and
        ``x.mul_(y)`` are x itself.
        """
        match node:
            case ast.Attribute(value=base, attr=attribute) if attribute in _TRANSPARENT:
                return self.is_new(base)
            case ast.Subscript(value=inner) | ast.ListComp(elt=inner):
                return self.is_new(inner)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                pass
            case ast.Call(func=ast.Attribute(value=base, attr=name), args=arguments):
                arguments = arguments if self._is_module(base) else [base, *arguments]
            case _:
                return False
        name = name.removeprefix("_foreach_")
        if name in COPIES:
            return True
        if name in SAME or name in ASSIGNING or name.endswith("_"):
            return bool(arguments) and self.is_new(arguments[0])
        out = any(each.arg == "out" for each in node.keywords)
        return not out and _writer(name, arguments, {}) is not None

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
                return self._call(node, read)
            case _Known(formula=formula):
                return formula
            case _:
                return None

    def _attribute(self, base: ast.expr, attribute: str, read: Read) -> Formula:
        if isinstance(base, ast.Name) and base.id in self._modules:
            if attribute in _CONSTANTS:
                return Name(_CONSTANTS[attribute])
            return Name(f"{base.id}.{attribute}")
        inner = read(base)
        if attribute in _TRANSPARENT:
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

    # Calls

    def _call(self, node: ast.Call, read: Read) -> Formula | None:
        if len(node.args) + len(node.keywords) > MAX_ARGUMENTS:
            raise InvalidExpression("a call has too many arguments")
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            raise InvalidExpression("a call with * is not read")
        keywords = {each.arg: each.value for each in node.keywords if each.arg}
        match node.func:
            case ast.Name(id=name):
                return self._function(name, node.args, keywords, read, plain=True)
            case ast.Attribute(value=ast.Name(id=variable) as base, attr=name) if (
                variable in self._modules and name in ASSIGNING and len(node.args) == 1
            ):  # a variable that is called like a module: ms.assign(value)
                return self._method(base, name, node.args, keywords, read)
            case ast.Attribute(value=base, attr=name) if self._is_module(base):
                if "linalg" in ast.unparse(base):
                    raise InvalidExpression("linear algebra is not read")
                return self._function(name, node.args, keywords, read, backend=_root(base) == "K")
            case ast.Attribute(value=base, attr=name):
                return self._method(base, name, node.args, keywords, read)
            case ast.Lambda() as function:
                return self._apply(function, node.args, read)
            case _:
                raise InvalidExpression("a call of what a call gives is not read")

    def _is_module(self, node: ast.expr) -> bool:
        root = _root(node)
        return root is not None and root in self._modules

    def _method(
        self,
        base: ast.expr,
        name: str,
        arguments: list[ast.expr],
        keywords: Mapping[str, ast.expr],
        read: Read,
    ) -> Formula | None:
        if name in ("get", "setdefault", "get_slot") and arguments:
            at = arguments[-1] if name == "get_slot" else arguments[0]
            key = key_of(at, read)
            place = None
            if key is not None and key.text:
                inner = member(read(base), key.text)
                place = item(inner, key.parts) if key.parts else inner
            elif isinstance(at, ast.Name) and len(arguments) == 2 and is_place(owner := read(base)):
                place = item(owner, (read(at),))  # state.get(name, 0): what stands there, or 0
            if place is not None:
                if name != "get_slot" and len(arguments) == 2:
                    self._write(place, read(arguments[1]), "absent")
                return place
        if name in ASSIGNING and len(arguments) == 2:  # ops.assign(variable, value)
            return self._change(ASSIGNING[name], arguments, keywords, read)
        whole = [base, *arguments]
        if name in ASSIGNING:
            return self._change(ASSIGNING[name], whole, keywords, read)
        if name in SAME or _writer(name, whole, keywords):
            return self._function(name, whole, keywords, read)
        if name in ("keys", "values", "items", "parameters", "get_children") and not arguments:
            return Call(name, (read(base),))
        if name in _COMPARED and len(arguments) == 1:
            return Chain((read(base), read(arguments[0])), (_COMPARED[name],))
        if name in MATRIX:
            return self._product(name, whole, keywords, read)
        owner = read(base)
        called = owner.name + "." + name if isinstance(owner, Name) else name
        rest = tuple(map(read, arguments)) + tuple(map(read, keywords.values()))
        return Call(called, rest if isinstance(owner, Name) else (owner, *rest))

    def _function(
        self,
        name: str,
        arguments: list[ast.expr],
        keywords: Mapping[str, ast.expr],
        read: Read,
        *,
        plain: bool = False,
        backend: bool = False,
    ) -> Formula | None:
        """Read a function; `plain` if it is called by a bare name, which may be the author's."""
        if "out" in keywords:
            rest = {key: value for key, value in keywords.items() if key != "out"}
            value = self._function(name, arguments, rest, read)
            target = read(keywords["out"])
            if value is None:
                return None
            if self.is_new(keywords["out"]):
                return value
            self._write(target, value, "now")
            return target
        if name == "Σ":
            raise InvalidExpression("a sum of which the ends are not stated is not read")
        if backend and name in BACKEND:
            return self._change(BACKEND[name], arguments, keywords, read, "late")
        if name in ASSIGNING:
            return self._change(ASSIGNING[name], arguments, keywords, read)
        listed = name.startswith("_foreach_")
        name = name.removeprefix("_foreach_")
        if listed and name.rstrip("_") in ("addcmul", "addcdiv") and len(arguments) == 4:
            arguments = [arguments[0], arguments[3], arguments[1], arguments[2]]
        if name in _MAPS and len(arguments) > 1:
            return self._apply(arguments[0], arguments[1:], read)
        if name in ("add_weight", "add_slot") and _is_text(keywords.get("initializer"), "zeros"):
            return Number(Fraction(0))
        if name in FILLED:
            return Number(Fraction(FILLED[name]))
        if name in SAME and arguments:
            return read(arguments[0])
        written = self._written(name, arguments, keywords, read)
        if written is not None:
            return written
        if name in _RANGES:
            return counted(tuple(map(read, arguments)))
        if name in MATRIX and not plain:
            return self._product(name, arguments, keywords, read)
        if name == "sum" and len(arguments) == 1 and isinstance(arguments[0], ast.GeneratorExp):
            return self._total(arguments[0], read)
        values = tuple(map(read, arguments)) + tuple(map(read, keywords.values()))
        return Call(name, values)

    def _product(
        self,
        name: str,
        arguments: list[ast.expr],
        keywords: Mapping[str, ast.expr],
        read: Read,
    ) -> Formula:
        """Read a product of two matrices, or one that is transposed; no other function of them."""
        if name in PRODUCTS and len(arguments) == 2:
            first, second = map(read, arguments)
            if "transpose_a" in keywords:
                first = Call("transpose", (first,))
            return Call("matmul", (first, second))
        if name in ("transpose", "t") and arguments:
            return Call("transpose", (read(arguments[0]),))
        raise InvalidExpression("matrices are not read")

    def _written(
        self,
        name: str,
        arguments: list[ast.expr],
        keywords: Mapping[str, ast.expr],
        read: Read,
    ) -> Formula | None:
        """Read a function of the vocabulary, however it is called and whatever it changes."""
        in_place = name.endswith("_") and not name.endswith("__")
        writer = _writer(name, arguments, keywords)
        if writer is None:
            return None
        if in_place:
            return self._change(writer, arguments, keywords, read)
        made = writer(arguments, keywords)
        return None if made is None else read(made)

    def _change(
        self,
        writer: Writer,
        arguments: list[ast.expr],
        keywords: Mapping[str, ast.expr],
        read: Read,
        how: How = "now",
    ) -> Formula | None:
        """Read a call that changes its first argument, if that is a place and no mere value.

        A copy of what a place holds is a mere value, though it reads like the place.
        """
        target = read(arguments[0])  # first, for it may change something itself
        made = writer([_Known(target), *arguments[1:]], keywords)
        if made is None:
            return None
        value = read(made)
        if not is_place(target) or self.is_new(arguments[0]):
            return value
        self._write(target, value, how)
        return target

    # Functions of functions

    def _apply(self, function: ast.expr, arguments: list[ast.expr], read: Read) -> Formula:
        if not isinstance(function, ast.Lambda):
            made = ast.Call(func=function, args=arguments, keywords=[])
            return read(made)
        names = [each.arg for each in function.args.args]
        if len(names) != len(arguments):
            raise InvalidExpression("a lambda is called with another number of arguments")
        values = dict(zip(names, map(read, arguments), strict=True))
        return substitute(read(function.body), values)

    def _comprehension(self, body: ast.expr, one: ast.comprehension, read: Read) -> Formula:
        """Read ``[f(m, g) for m, g in zip(ms, gs)]`` as ``f(ms, gs)``: element by element."""
        targets, over = read(one.target), read(one.iter)
        walked = matched(targets, over)
        whole = without_indices(read(body), targets.names())
        if one.ifs or not (walked or _is_range(over) or isinstance(over, Call)):
            raise InvalidExpression("this comprehension is not read")
        return substitute(whole, walked)

    def _total(self, generator: ast.GeneratorExp, read: Read) -> Formula:
        match generator.generators:
            case [ast.comprehension(target=ast.Name(id=name), iter=over, ifs=[])]:
                match read(over):
                    case Call("range", (lower, upper)):
                        return SumOver(read(generator.elt), Name(name), lower, less_one(upper))
                    case _:
                        pass
            case _:
                pass
        return Call("sum", (read(generator),))


class _Known(ast.expr):
    """A formula that was read already, in the place of its syntax."""

    _fields = ()

    def __init__(self, formula: Formula):
        super().__init__()
        self.formula = formula


def _writer(name: str, arguments: Arguments, keywords: Mapping[str, ast.expr]) -> Writer | None:
    """Return how a function is written with the vocabulary, if it can be."""
    stem = name.removesuffix("_")
    writer = WRITERS.get(name) or WRITERS.get(stem)
    if writer is not None:
        return writer if arguments else None
    if stem in UNARY and len(arguments) == 1:
        return lambda given, _: call(UNARY[stem], *given)
    if stem in BINARY and len(arguments) == 2 and not keywords:
        return lambda given, _: call(BINARY[stem], *given)
    if stem == "where" and len(arguments) == 3:
        return lambda given, _: ast.IfExp(test=given[0], body=given[1], orelse=given[2])
    return None


def _root(node: ast.expr) -> str | None:
    """Return the name that a dotted name begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _looks_up(index: Formula) -> bool:
    """Whether an index is asked for: self._index(variable), var_key(p)."""
    match index:
        case Call(function=function, arguments=(inner,)):
            return bool(_LOOKUP.search(function)) and is_place(inner)
        case _:
            return False


def _is_range(formula: Formula) -> bool:
    return isinstance(formula, Call) and formula.function == "range"


def _is_text(node: ast.expr | None, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text
