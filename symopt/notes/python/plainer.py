"""Statements of Python that are written as plainer ones, and what they say beside the code."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from symopt.errors import InvalidExpression


def undocumented(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """Return a body without its documentation."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body


def is_option(test: ast.expr) -> bool:
    """Whether a test asks for an option: a name, or what it denies."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return is_option(operand)
        case ast.Name():
            return True
        case ast.Attribute(value=ast.Name(id="self")):
            return True
        case _:
            return False


def assigning(statement: ast.Assign, value: ast.expr) -> ast.Assign:
    """Return an assignment with another value, at the same place of the listing."""
    return ast.copy_location(ast.Assign(targets=statement.targets, value=value), statement)


def as_branches(
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


def is_main(test: ast.expr) -> bool:
    """Whether a test always holds where a listing is run: that it is the main program."""
    match test:
        case ast.Compare(left=ast.Name(id="__name__")):
            return True
        case ast.Constant(value=True | 1):
            return True
        case _:
            return False
