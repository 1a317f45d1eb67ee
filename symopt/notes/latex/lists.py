"""Statements that say one thing together: lists of values, several names with one value."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Call, Formula, Name, Negative, Number
from symopt.notes.latex.layout import Piece
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement, Unread

_ENDS = ("T", "N", "K", "n", "m", "t", "k")  # letters that end a list such as 1, 2, ..., T


def gathered(
    split: Sequence[Piece], found: Sequence[Statement | Unread], excerpt: Excerpt
) -> list[Statement | Unread]:
    """Put ``t = 1, 2, ..., T`` together, and give ``m_0, v_0 = 0`` its value for both names."""
    result: list[Statement | Unread] = []
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and split[end].comma:
            end += 1
        result += _shared(_listed(split[start:end], found[start:end], excerpt))
        start = end
    return result


def _listed(
    split: Sequence[Piece], found: Sequence[Statement | Unread], excerpt: Excerpt
) -> list[Statement | Unread]:
    result: list[Statement | Unread] = []
    place = 0
    while place < len(found):
        first = found[place]
        values: list[Formula] = []
        if isinstance(first, Statement) and first.links[-1:] in (("=",), ("in",), ("<-",)):
            values = [first.parts[-1]]
            for other in found[place + 1 :]:
                if not isinstance(other, Statement) or not _goes_on(values, other):
                    break
                values.append(other.parts[0])
        if len(values) > 1 and isinstance(first, Statement):
            last = split[place + len(values) - 1].tokens[-1]
            source = excerpt.part(split[place].tokens[0].start, last.end)
            parts = (*first.parts[:-1], Call("list", tuple(values)))
            result.append(Statement(parts, (*first.links[:-1], "in"), source, first.note))
            place += len(values)
        else:
            result.append(first)
            place += 1
    return result


def _goes_on(values: list[Formula], other: Statement) -> bool:
    if other.links:
        return False
    value = other.parts[0]
    end = isinstance(value, Name) and value.name in _ENDS and _is_dots(values[-1])
    return _is_value(values[-1]) and (_is_value(value) or end)


def _is_value(formula: Formula) -> bool:
    number = formula.term if isinstance(formula, Negative) else formula
    return isinstance(number, Number) or _is_dots(formula)


def _is_dots(formula: Formula) -> bool:
    return isinstance(formula, Name) and formula.name == "dots"


def _shared(found: list[Statement | Unread]) -> list[Statement | Unread]:
    """m_0, v_0 = 0 starts both at 0."""
    last = found[-1]
    if not isinstance(last, Statement) or len(last.parts) != 2 or last.links[0] not in ("=", "<-"):
        return found
    before = [s for s in found[:-1] if isinstance(s, Statement) and isinstance(s.parts[0], Name)]
    alone = all(not s.links and not s.note for s in before) and len(before) == len(found) - 1
    if not before or not alone or not isinstance(last.parts[1], Number):
        return found
    given = [Statement((s.parts[0], last.parts[1]), last.links, s.excerpt) for s in before]
    return [*given, last]
