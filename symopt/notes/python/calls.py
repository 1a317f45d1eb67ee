"""Calls in Python as formulas: functions of the vocabulary, methods, what is changed in place."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Literal

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, Name, Number, SumOver
from symopt.notes.python.copying import is_module, is_new, root_of
from symopt.notes.python.functions import (
    ASSIGNING,
    BACKEND,
    FILLED,
    MATRIX,
    MODULES,
    PRODUCTS,
    SAME,
    Writer,
    writer_of,
)
from symopt.notes.python.keys import key_of
from symopt.notes.python.places import counted, is_place, item, less_one, member
from symopt.notes.python.substitution import substitute

Read = Callable[[ast.expr], Formula]
# A place, its value, and how it takes it: at once, after the step, or if it has none.
How = Literal["now", "late", "absent"]
Write = Callable[[Formula, Formula, How], None]

MAX_ARGUMENTS = 40
_COMPARED = {"gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "=", "ne": "!="}
_RANGES = frozenset({"range", "xrange", "arange", "trange"})
_MAPS = frozenset({"map", "tree_map", "tree_multimap", "map_structure"})


class Calls:
    """Reads calls; what they change on the way is handed to `write`.

    Parameters
    ----------
    modules : iterable of str
        Names that are imported.
    write : callable
        Told of a target and its new value where a call changes something in place.
    """

    def __init__(self, modules: Iterable[str], write: Write):
        self.modules = MODULES | frozenset(modules)
        self._write = write

    def read(self, node: ast.Call, read: Read) -> Formula | None:
        """Read a call, its arguments by `read`; None if it is none that a formula can say."""
        if len(node.args) + len(node.keywords) > MAX_ARGUMENTS:
            raise InvalidExpression("a call has too many arguments")
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            raise InvalidExpression("a call with * is not read")
        keywords = {each.arg: each.value for each in node.keywords if each.arg}
        match node.func:
            case ast.Name(id=name):
                return self._function(name, node.args, keywords, read, plain=True)
            case ast.Attribute(value=ast.Name(id=variable) as base, attr=name) if (
                variable in self.modules and name in ASSIGNING and len(node.args) == 1
            ):  # a variable that is called like a module: ms.assign(value)
                return self._method(base, name, node.args, keywords, read)
            case ast.Attribute(value=base, attr=name) if is_module(base, self.modules):
                if "linalg" in ast.unparse(base):
                    raise InvalidExpression("linear algebra is not read")
                return self._function(name, node.args, keywords, read, backend=root_of(base) == "K")
            case ast.Attribute(value=base, attr=name):
                return self._method(base, name, node.args, keywords, read)
            case ast.Lambda() as function:
                return self._apply(function, node.args, read)
            case _:
                raise InvalidExpression("a call of what a call gives is not read")

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
        if name in SAME or writer_of(name, whole, keywords):
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
            if is_new(keywords["out"], self.modules):
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
        writer = writer_of(name, arguments, keywords)
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
        made = writer([Known(target), *arguments[1:]], keywords)
        if made is None:
            return None
        value = read(made)
        if not is_place(target) or is_new(arguments[0], self.modules):
            return value
        self._write(target, value, how)
        return target

    def _apply(self, function: ast.expr, arguments: list[ast.expr], read: Read) -> Formula:
        if not isinstance(function, ast.Lambda):
            made = ast.Call(func=function, args=arguments, keywords=[])
            return read(made)
        names = [each.arg for each in function.args.args]
        if len(names) != len(arguments):
            raise InvalidExpression("a lambda is called with another number of arguments")
        values = dict(zip(names, map(read, arguments), strict=True))
        return substitute(read(function.body), values)

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


class Known(ast.expr):
    """A formula that was read already, in the place of its syntax."""

    _fields = ()

    def __init__(self, formula: Formula):
        super().__init__()
        self.formula = formula


def _is_text(node: ast.expr | None, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text
