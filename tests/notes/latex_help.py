"""A compact text form of what was read: indices in brackets, statements parted by semicolons."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Formula, Name
from symopt.formula.printers import ATOM, Text
from symopt.notes.latex import read_all
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement, Unread


class Compact(Text):
    """Plain text in which an index cannot be taken for a part of a name."""

    def _name(self, node: Name) -> tuple[str, int]:
        return node.name + (f"[{self.index(node.index)}]" if node.index else ""), ATOM


def compact(formula: Formula) -> str:
    return Compact().print(formula)


def line(statement: Statement | Unread) -> str:
    if isinstance(statement, Unread):
        return "!"
    text = compact(statement.parts[0])
    for link, part in zip(statement.links, statement.parts[1:], strict=True):
        text += f" {link} {compact(part)}"
    return text


def lines(text: str, *, beside: Sequence[str] = (), plain: bool = False) -> str:
    """Return what is read of a text, beside other formulas of its document."""
    found = read_all([Excerpt.of(text), *map(Excerpt.of, beside)], plain=plain)[0]
    return " ; ".join(map(line, found))
