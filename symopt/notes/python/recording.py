"""Expressions read one statement at a time, with what they change on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, Name
from symopt.notes.python.calls import How
from symopt.notes.python.expressions import Expressions
from symopt.notes.python.lines import excerpt
from symopt.notes.python.mentions import modules
from symopt.notes.python.ordering import put
from symopt.notes.python.parsing import Parsed
from symopt.notes.python.tree import Assign, Branch, Node
from symopt.notes.source import Excerpt


class Recorder:
    """Reads the expressions of a listing and keeps what they change until it is asked for."""

    def __init__(self, parsed: Parsed):
        self._lines = parsed.lines
        self._pending: list[Node] = []
        self._at: ast.stmt | None = None
        self._expressions = Expressions(modules(parsed.body), self._changed)

    def begin(self, statement: ast.stmt) -> None:
        """Turn to a statement."""
        self._at = statement
        self._pending = []

    def read(self, node: ast.expr) -> Formula:
        """Read an expression."""
        return self._expressions.read(node)

    def is_new(self, node: ast.expr) -> bool:
        """Whether an expression begins a new value; see `Expressions.is_new`."""
        return self._expressions.is_new(node)

    def default(self, node: ast.expr) -> Formula | None:
        """Read the default of a parameter, None if it is not understood."""
        try:
            return self.read(node)
        except InvalidExpression:
            return None

    def test(self, node: ast.expr) -> Formula:
        """Read a condition; one that is not understood is a name for itself."""
        try:
            return self.read(node)
        except InvalidExpression:
            return Call("unknown", ())

    def before(self) -> Iterator[Node]:
        """Iterate over what was changed since this was last asked."""
        pending, self._pending = self._pending, []
        yield from pending

    def excerpt(self, node: ast.stmt) -> Excerpt:
        """Return the lines of a statement."""
        first = min(node.lineno, len(self._lines)) - 1
        last = min(node.end_lineno or node.lineno, len(self._lines)) - 1
        return excerpt(self._lines, first, max(first, last))

    def _changed(self, target: Formula, value: Formula, how: How) -> None:
        """Note what an expression changes; two changes of one thing in a row become one."""
        if self._at is None:
            return
        where = self.excerpt(self._at)
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
