"""From Python's syntax trees to programs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from symopt.errors import InvalidExpression
from symopt.formula import Call, Name
from symopt.notes.python.assigning import Assignments
from symopt.notes.python.comments import comments
from symopt.notes.python.lines import excerpt
from symopt.notes.python.mentions import assigned, imported, loads
from symopt.notes.python.parsing import BROKEN, Parsed
from symopt.notes.python.plainer import as_branches, assigning, is_main, is_option, undocumented
from symopt.notes.python.recording import Recorder
from symopt.notes.python.tree import (
    CONTINUE,
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
from symopt.notes.python.unpacking import appended

MAX_NESTING = 20  # blocks within blocks


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


class _Translator:
    def __init__(self, parsed: Parsed):
        self._lines = parsed.lines
        self._broken = parsed.broken
        self._record = Recorder(parsed)
        self._assignments = Assignments(self._record)

    def block(self, statements: Iterable[ast.stmt], depth: int) -> tuple[Node, ...]:
        """Translate the statements of a block."""
        made: list[Node] = []
        for statement in statements:
            self._record.begin(statement)
            try:
                if depth > MAX_NESTING:
                    raise InvalidExpression("blocks are nested too deep")
                nodes = tuple(self._statement(statement, depth))
            except InvalidExpression as error:
                where = self._record.excerpt(statement)
                made.append(Opaque(assigned(statement), str(error), where, loads(statement)))
                continue
            made.extend(nodes)
        return tuple(made)

    def _statement(self, statement: ast.stmt, depth: int) -> Iterator[Node]:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(args=given, body=value)):
                yield self._lambda(name, given, value, statement)
            case ast.Assign(targets=[ast.Name()], value=ast.IfExp() as value) if is_option(
                value.test
            ):
                chosen = ast.copy_location(
                    ast.If(
                        test=value.test,
                        body=[assigning(statement, value.body)],
                        orelse=[assigning(statement, value.orelse)],
                    ),
                    statement,
                )
                yield from self._statement(chosen, depth)
            case ast.Assign(targets=targets, value=value):
                yield from self._assignments.read(targets, value, statement)
            case ast.AnnAssign(
                annotation=ast.Name(id=name) as target, value=ast.expr() as value
            ) if any(
                isinstance(part, ast.Name) and part.id == name for part in ast.walk(value)
            ):  # a label before an assignment, as in "RMSProp: s = b*s + ..."
                yield from self._assignments.read([target], value, statement)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from self._assignments.read([target], value, statement)
            case ast.AugAssign(target=target, op=operator, value=value):
                place = self._record.read(target)
                whole = ast.BinOp(left=target, op=operator, right=value)
                formula = self._record.read(whole)
                yield from self._record.before()
                yield Assign(place, formula, self._record.excerpt(statement), True, True)
            case ast.For(target=target, iter=over, body=body):
                targets, walked = self._record.read(target), self._record.read(over)
                inner = self.block(body, depth + 1)
                yield Loop(targets, walked, inner, self._record.excerpt(statement))
            case ast.While(test=ast.Call(func=ast.Name(id=name)) as mark) if name == BROKEN:
                yield self._unread(mark)
                inner = self.block(statement.body, depth + 1)
                yield Loop(None, Name("True"), inner, self._record.excerpt(statement))
            case ast.While(test=test, body=body):
                condition = self._record.test(test)
                inner = self.block(body, depth + 1)
                yield Loop(None, condition, inner, self._record.excerpt(statement))
            case ast.If(test=test, body=body, orelse=otherwise):
                if is_main(test):
                    yield from self.block(body, depth + 1)
                    return
                condition = self._record.test(test)
                yield from self._record.before()
                yield Branch(
                    condition,
                    self.block(body, depth + 1),
                    self.block(otherwise, depth + 1),
                    self._record.excerpt(statement),
                )
            case ast.Match(subject=subject, cases=cases):
                chosen = as_branches(subject, cases, statement)
                yield from self.block([chosen] if chosen else [], depth)
            case ast.With(body=body) | ast.AsyncWith(body=body):
                yield from self.block(body, depth + 1)
            case ast.Try(body=body, orelse=otherwise, finalbody=finally_):
                yield from self.block([*body, *otherwise, *finally_], depth + 1)
            case ast.Continue():
                yield Effect(CONTINUE, self._record.excerpt(statement))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield self._function(statement, depth)
            case ast.ClassDef(name=name, body=body):
                yield Class(
                    name,
                    self.block(undocumented(body), depth + 1),
                    self._words(statement),
                    self._record.excerpt(statement),
                )
            case ast.Return(value=value):
                yield from self._assignments.returned(value, statement)
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

    def _bare(self, value: ast.expr, statement: ast.stmt) -> Iterator[Node]:
        if isinstance(value, ast.Call):
            if isinstance(value.func, ast.Name) and value.func.id == BROKEN:
                yield self._unread(value)
                return
            if isinstance(value.func, ast.Name) and value.func.id in ("print", "display"):
                return
            formula = self._record.read(value)
            before = tuple(self._record.before())
            yield from before
            grown = appended(formula)
            if grown is not None:
                yield Assign(*grown, self._record.excerpt(statement), in_place=True)
            elif isinstance(formula, Call) and not before:
                yield Effect(formula, self._record.excerpt(statement))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int) -> Function:
        words, where = self._words(node), self._record.excerpt(node)
        parameters = self._parameters(node.args)
        return Function(
            node.name, parameters, self.block(undocumented(node.body), depth + 1), words, where
        )

    def _lambda(
        self, name: str, given: ast.arguments, value: ast.expr, statement: ast.stmt
    ) -> Function:
        where = self._record.excerpt(statement)
        returned = Return((self._record.read(value),), where)
        return Function(name, self._parameters(given), (returned,), (), where)

    def _parameters(self, arguments: ast.arguments) -> tuple[Parameter, ...]:
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
        given = [*zip(positional, [*defaults, *arguments.defaults], strict=True)]
        given += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        return tuple(
            Parameter(each.arg, None if default is None else self._record.default(default))
            for each, default in given
        )

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

    def _unread(self, mark: ast.Call) -> Opaque:
        number = mark.args[0]
        at = number.value if isinstance(number, ast.Constant) else 0
        broken = self._broken[at if isinstance(at, int) else 0]
        return Opaque(broken.names, broken.reason, broken.excerpt, broken.reads)
