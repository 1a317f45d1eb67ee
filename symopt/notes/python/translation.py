"""From Python's syntax trees to programs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, Name, Negative, Number
from symopt.notes.python.expressions import Expressions, How
from symopt.notes.python.lines import Line, excerpt
from symopt.notes.python.ordering import in_order, put
from symopt.notes.python.parsing import BROKEN, Parsed
from symopt.notes.python.places import is_place, item
from symopt.notes.python.tree import (
    CONTINUE,
    ENTRY,
    Assign,
    Branch,
    Class,
    Effect,
    Function,
    Loop,
    Node,
    Opaque,
    Parameter,
    Program,
    Return,
)
from symopt.notes.source import Excerpt, Place

MAX_AT_ONCE = 20  # names of one assignment
MAX_NESTING = 20  # blocks within blocks

_COMMENT = re.compile(r"^[^'\"#]*#+\s*(.*)$")


def program(parsed: Parsed) -> Program | None:
    """Return what a listing says, or None for one without any statement."""
    if not parsed.body:
        return None
    translator = _Translator(parsed)
    body = translator.block(parsed.body, 0)
    if not body:
        return None
    last = max(i for i, line in enumerate(parsed.lines) if line.raw.strip())
    first = min(i for i, line in enumerate(parsed.lines) if line.raw.strip())
    return Program(
        body,
        excerpt(parsed.lines, first, last),
        tuple(comments(parsed.lines)),
        imported(parsed.body),
    )


def comments(lines: Sequence[Line]) -> Iterator[Excerpt]:
    """Iterate over the comments of some lines, without their marks."""
    for line in lines:
        found = _COMMENT.match(line.raw)
        if found and found[1].strip():
            place = Place(line.place.line, line.place.column + found.start(1))
            yield Excerpt(found[1].strip(), (place,))


class _Translator:
    def __init__(self, parsed: Parsed):
        self._lines = parsed.lines
        self._broken = parsed.broken
        self._pending: list[Node] = []
        self._at: ast.stmt | None = None
        self._aliases: set[Formula] = set()  # to copy one to itself parts it from what it names
        self._expressions = Expressions(modules(parsed.body), self._changed)

    def block(self, statements: Iterable[ast.stmt], depth: int) -> tuple[Node, ...]:
        """Translate the statements of a block."""
        made: list[Node] = []
        for statement in statements:
            self._at = statement
            self._pending = []
            try:
                if depth > MAX_NESTING:
                    raise InvalidExpression("blocks are nested too deep")
                nodes = tuple(self._statement(statement, depth))
            except InvalidExpression as error:
                where = self._excerpt(statement)
                made.append(Opaque(_assigned(statement), str(error), where, _loads(statement)))
                continue
            made.extend(nodes)
        return tuple(made)

    def _statement(self, statement: ast.stmt, depth: int) -> Iterator[Node]:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(args=given, body=value)):
                yield self._lambda(name, given, value, statement)
            case ast.Assign(targets=[ast.Name()], value=ast.IfExp() as value) if _is_option(
                value.test
            ):
                chosen = ast.copy_location(
                    ast.If(
                        test=value.test,
                        body=[_assigning(statement, value.body)],
                        orelse=[_assigning(statement, value.orelse)],
                    ),
                    statement,
                )
                yield from self._statement(chosen, depth)
            case ast.Assign(targets=targets, value=value):
                yield from self._assign(targets, value, statement)
            case ast.AnnAssign(
                annotation=ast.Name(id=name) as target, value=ast.expr() as value
            ) if any(
                isinstance(part, ast.Name) and part.id == name for part in ast.walk(value)
            ):  # a label before an assignment, as in "RMSProp: s = b*s + ..."
                yield from self._assign([target], value, statement)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from self._assign([target], value, statement)
            case ast.AugAssign(target=target, op=operator, value=value):
                place = self._read(target)
                whole = ast.BinOp(left=target, op=operator, right=value)
                formula = self._read(whole)
                yield from self._before()
                yield Assign(place, formula, self._excerpt(statement), True, True)
            case ast.For(target=target, iter=over, body=body):
                targets, walked = self._read(target), self._read(over)
                inner = self.block(body, depth + 1)
                yield Loop(targets, walked, inner, self._excerpt(statement))
            case ast.While(test=ast.Call(func=ast.Name(id=name)) as mark) if name == BROKEN:
                yield self._unread(mark)
                inner = self.block(statement.body, depth + 1)
                yield Loop(None, Name("True"), inner, self._excerpt(statement))
            case ast.While(test=test, body=body):
                condition = self._test(test)
                inner = self.block(body, depth + 1)
                yield Loop(None, condition, inner, self._excerpt(statement))
            case ast.If(test=test, body=body, orelse=otherwise):
                if _is_main(test):
                    yield from self.block(body, depth + 1)
                    return
                condition = self._test(test)
                yield from self._before()
                yield Branch(
                    condition,
                    self.block(body, depth + 1),
                    self.block(otherwise, depth + 1),
                    self._excerpt(statement),
                )
            case ast.Match(subject=subject, cases=cases):
                chosen = _as_branches(subject, cases, statement)
                yield from self.block([chosen] if chosen else [], depth)
            case ast.With(body=body) | ast.AsyncWith(body=body):
                yield from self.block(body, depth + 1)
            case ast.Try(body=body, orelse=otherwise, finalbody=finally_):
                yield from self.block([*body, *otherwise, *finally_], depth + 1)
            case ast.Continue():
                yield Effect(CONTINUE, self._excerpt(statement))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield self._function(statement, depth)
            case ast.ClassDef(name=name, body=body):
                yield Class(
                    name,
                    self.block(_undocumented(body), depth + 1),
                    self._words(statement),
                    self._excerpt(statement),
                )
            case ast.Return(value=value):
                yield from self._return(value, statement)
            case ast.Expr(value=value):
                yield from self._bare(value, statement)
            case (
                ast.Import()
                | ast.ImportFrom()
                | ast.Pass()
                | ast.Break()
                | ast.Global()
                | ast.Nonlocal()
                | ast.Assert()
                | ast.Delete()
                | ast.Raise()
                | ast.AnnAssign()
            ):
                return
            case _:
                raise InvalidExpression(f"{type(statement).__name__.lower()} is not read")

    def _assign(
        self, targets: list[ast.expr], value: ast.expr, statement: ast.stmt
    ) -> Iterator[Node]:
        where = self._excerpt(statement)
        made: list[Assign] = []
        first, *others = reversed(targets)
        if isinstance(value, ast.Dict) and value.keys:
            for key, inner in zip(value.keys, value.values, strict=True):
                if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                    raise InvalidExpression("a dictionary whose keys are no texts is not read")
                part = ast.Subscript(value=first, slice=key, ctx=ast.Load())
                made.append(Assign(self._read(part), self._read(inner), where))
        else:
            made.extend(self._unpacked(first, value, where))
        yield from self._before()
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
                yield from _distributed(self._read(target), self._read(value), where)
            case _:
                formula = self._read(value)
                place = self._read(target)
                in_place = isinstance(target, ast.Subscript) or (
                    isinstance(target, ast.Attribute) and target.attr in ("data", "value")
                )
                if not is_place(place):
                    raise InvalidExpression("what this assigns to is not read")
                if formula == Name("None") and not isinstance(place, Call):
                    return
                copied = self._expressions.is_new(value)
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

    def _return(self, value: ast.expr | None, statement: ast.stmt) -> Iterator[Node]:
        match value:
            case None:
                values: tuple[Formula, ...] = ()
            case ast.Tuple(elts=elements):
                values = tuple(part for each in elements for part in self._returned(each))
            case _:
                values = tuple(self._returned(value))
        yield from self._before()
        yield Return(values, self._excerpt(statement))

    def _returned(self, value: ast.expr) -> Iterator[Formula]:
        match value:
            case ast.Dict(keys=keys, values=elements) if keys:
                for key, element in zip(keys, elements, strict=True):
                    formula = self._read(element)
                    named = isinstance(key, ast.Constant) and isinstance(key.value, str)
                    yield Call(ENTRY, (self._read(key), formula)) if key and named else formula
            case _:
                yield self._read(value)

    def _bare(self, value: ast.expr, statement: ast.stmt) -> Iterator[Node]:
        if isinstance(value, ast.Call):
            if isinstance(value.func, ast.Name) and value.func.id == BROKEN:
                yield self._unread(value)
                return
            if isinstance(value.func, ast.Name) and value.func.id in ("print", "display"):
                return
            formula = self._read(value)
            before = tuple(self._before())
            yield from before
            grown = _appended(formula)
            if grown is not None:
                yield Assign(*grown, self._excerpt(statement), in_place=True)
            elif isinstance(formula, Call) and not before:
                yield Effect(formula, self._excerpt(statement))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int) -> Function:
        words, where = self._words(node), self._excerpt(node)
        parameters = self._parameters(node.args)
        return Function(
            node.name, parameters, self.block(_undocumented(node.body), depth + 1), words, where
        )

    def _lambda(
        self, name: str, given: ast.arguments, value: ast.expr, statement: ast.stmt
    ) -> Function:
        where = self._excerpt(statement)
        returned = Return((self._read(value),), where)
        return Function(name, self._parameters(given), (returned,), (), where)

    def _parameters(self, arguments: ast.arguments) -> tuple[Parameter, ...]:
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
        given = [*zip(positional, [*defaults, *arguments.defaults], strict=True)]
        given += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        return tuple(
            Parameter(each.arg, None if default is None else self._default(default))
            for each, default in given
        )

    def _default(self, node: ast.expr) -> Formula | None:
        try:
            return self._read(node)
        except InvalidExpression:
            return None

    def _test(self, node: ast.expr) -> Formula:
        """Read a condition; one that is not understood is a name for itself."""
        try:
            return self._read(node)
        except InvalidExpression:
            return Call("unknown", ())

    def _words(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> tuple[str, ...]:
        documentation = ast.get_docstring(node)
        words = [documentation] if documentation else []
        header = max(0, node.lineno - 1)
        words.extend(c.text for c in comments(self._lines[header : header + 1]))
        above = header
        while above > 0 and self._lines[above - 1].raw.strip().startswith("#"):
            above -= 1
        words.extend(c.text for c in comments(self._lines[above:header]))
        return tuple(words)

    def _read(self, node: ast.expr) -> Formula:
        return self._expressions.read(node)

    def _changed(self, target: Formula, value: Formula, how: How) -> None:
        """Note what an expression changes; two changes of one thing in a row become one."""
        if self._at is None:
            return
        where = self._excerpt(self._at)
        if how == "absent":
            test = Chain((target, Name("None")), ("=",))
            self._pending.append(Branch(test, (Assign(target, value, where),), (), where))
            return
        last = self._pending[-1] if self._pending else None
        once = sum(part == target for part in value.walk()) == 1
        if isinstance(last, Assign) and last.target == target and how == "now" and once:
            value = put(value, target, last.formula)
            self._pending.pop()
        self._pending.append(Assign(target, value, where, False, True, how == "late"))

    def _before(self) -> Iterator[Node]:
        pending, self._pending = self._pending, []
        yield from pending

    def _unread(self, mark: ast.Call) -> Opaque:
        number = mark.args[0]
        at = number.value if isinstance(number, ast.Constant) else 0
        broken = self._broken[at if isinstance(at, int) else 0]
        return Opaque(broken.names, broken.reason, broken.excerpt, broken.reads)

    def _excerpt(self, node: ast.stmt) -> Excerpt:
        first = min(node.lineno, len(self._lines)) - 1
        last = min(node.end_lineno or node.lineno, len(self._lines)) - 1
        return excerpt(self._lines, first, max(first, last))


def _appended(formula: Formula) -> tuple[Formula, Formula] | None:
    """Read ``v.append(b*v[-1] + x)`` as ``v = b*v + x``: what the last entry becomes."""
    match formula:
        case Call(function=function, arguments=(value,)) if function.endswith(".append"):
            pass
        case _:
            return None
    entries = Name(function.removesuffix(".append"))
    last = Call("item", (entries, Negative(Number(Fraction(1)))))
    made = put(value, Call("item", (entries, Number(Fraction(-1)))), entries)
    made = put(made, last, entries)
    return None if made == value else (entries, made)


def _distributed(targets: Formula, value: Formula, where: Excerpt) -> Iterator[Assign]:
    """Unpack a value that is no tuple in the listing: its items by their numbers."""
    if not (isinstance(targets, Call) and targets.function == "tuple"):
        return
    for at, target in enumerate(targets.arguments):
        part = item(value, (Number(Fraction(at)),))
        if isinstance(target, Call) and target.function == "tuple":
            yield from _distributed(target, part, where)
        elif is_place(target):
            yield Assign(target, part, where)


def _assigned(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement gives values to, whatever it is."""
    names: dict[str, None] = {}
    for node in ast.walk(statement):
        if isinstance(node, (ast.Assign, ast.For)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                names.update(dict.fromkeys(_targets(target)))
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            names.update(dict.fromkeys(_targets(node.target)))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr.endswith("_")
        ):
            names.update(dict.fromkeys(_targets(node.func.value)))
    return tuple(names)


def _loads(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names and dotted names that a statement uses."""
    return tuple(
        name
        for node in ast.walk(statement)
        if isinstance(node, (ast.Name, ast.Attribute))
        and (isinstance(node.ctx, ast.Load) or isinstance(statement, ast.AugAssign))
        for name in _targets(node)
    )


def _targets(node: ast.expr) -> Iterator[str]:
    stack = [node]
    while stack:
        match stack.pop():
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                stack.extend(elements)
            case ast.Subscript(value=inner) | ast.Starred(value=inner):
                stack.append(inner)
            case ast.Attribute() as dotted:
                parts: list[str] = []
                inner = dotted
                while isinstance(inner, ast.Attribute):
                    parts.append(inner.attr)
                    inner = inner.value
                if isinstance(inner, ast.Name):
                    parts.append(inner.id)
                yield ".".join(reversed([part for part in parts if part != "data"]))
            case ast.Name(id=name):
                yield name
            case _:
                pass


def _undocumented(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body


def _is_option(test: ast.expr) -> bool:
    """Whether a test asks for an option: a name, or what it denies."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_option(operand)
        case ast.Name():
            return True
        case ast.Attribute(value=ast.Name(id="self")):
            return True
        case _:
            return False


def _assigning(statement: ast.Assign, value: ast.expr) -> ast.Assign:
    """Return an assignment with another value, at the same place of the listing."""
    return ast.copy_location(ast.Assign(targets=statement.targets, value=value), statement)


def _as_branches(
    subject: ast.expr, cases: Sequence[ast.match_case], statement: ast.stmt
) -> ast.stmt | None:
    """Write a match of plain values as branches."""
    made: list[ast.stmt] = []
    for each in reversed(cases):
        inner = each.pattern
        patterns = inner.patterns if isinstance(inner, ast.MatchOr) else [inner]
        values = [part.value for part in patterns if isinstance(part, ast.MatchValue)]
        whole = isinstance(inner, ast.MatchAs) and inner.pattern is None and inner.name is None
        if each.guard or not (whole or len(values) == len(patterns)):
            raise InvalidExpression("match of more than plain values is not read")
        if whole:
            made = each.body
            continue
        tests: list[ast.expr] = [
            ast.Compare(left=subject, ops=[ast.Eq()], comparators=[value]) for value in values
        ]
        test = tests[0] if len(tests) == 1 else ast.BoolOp(op=ast.Or(), values=tests)
        made = [ast.copy_location(ast.If(test=test, body=each.body, orelse=made), statement)]
    return made[0] if len(made) == 1 else None


def _is_main(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=ast.Name(id="__name__")):
            return True
        case ast.Constant(value=True | 1):
            return True
        case _:
            return False


def modules(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names that modules are imported as."""
    names: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Import):
            names.update((each.asname or each.name).split(".")[0] for each in statement.names)
    return frozenset(names)


def imported(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return all names that are imported."""
    names: set[str] = set()
    for statement in body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            names.update((each.asname or each.name).split(".")[0] for each in statement.names)
    return frozenset(names)
