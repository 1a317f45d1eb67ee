"""Cases by the step: what a recursion is at first, and what it is from then on.

``v_t = \\begin{cases} 0, & t = 0 \\\\ b v_{t-1} + g_t, & t > 0 \\end{cases}`` says two things, that
v_0 is 0 and what v_t is; it is read as these two. Cases of any other kind are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from symopt.notes.latex.tokens import BLANK, Token
from symopt.notes.latex.words import STEPS

ENVIRONMENTS = ("cases", "dcases", "rcases", "array")
_ELSE = re.compile(r"^(?:otherwise|else|其他|其它|否则|其余)\.?$", re.IGNORECASE)
_LATER = (">", ">=", "!=")


@dataclass(slots=True)
class _Case:
    value: list[Token]
    letter: str = ""  # what the condition is about
    first: Token | None = None  # the number of the step that it is, if it is one step


def told_apart(tokens: Sequence[Token]) -> list[Token]:
    """Write each system of cases after a relation, if they are cases of the step, as rows."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _end(tokens, place) if token.kind == "begin" and token.text in ENVIRONMENTS else None
        rows = None if end is None else _rows(_target(found), tokens[place + 1 : end])
        if end is None or rows is None:
            found.append(token)
            place += 1
            continue
        target = _target(found)
        del found[len(found) - len(target) :]
        found += rows
        place = end + 1
    return found


def _end(tokens: Sequence[Token], start: int) -> int | None:
    """The place of the \\end of an environment that holds no other."""
    for place in range(start + 1, len(tokens)):
        if tokens[place].kind == "begin":
            return None
        if tokens[place].kind == "end":
            return place
    return None


def _target(before: Sequence[Token]) -> list[Token]:
    """Return what stands on the row before the cases: a name and the relation, or nothing."""
    start = len(before)
    while start and before[start - 1].kind not in ("break", "then", "begin", "end", "gap", "words"):
        start -= 1
    row = [token for token in before[start:] if token.kind not in (*BLANK, "line")]
    if len(row) > 1 and row[-1].is_sign("\\{"):
        row.pop()
    single = sum(token.kind == "relation" for token in row) == 1
    return list(before[start:]) if single and row[-1].kind == "relation" else []


def _rows(target: list[Token], inside: Sequence[Token]) -> list[Token] | None:
    if not target:
        return None
    head = [token for token in target if token.kind != "align" and not token.is_sign("\\{")]
    cases = [_case(row) for row in _parted(inside)]
    firsts = [case for case in cases if case is not None and case.first is not None]
    letters = {case.letter for case in cases if case is not None and case.letter}
    if None in cases or len(letters) != 1 or len(firsts) != len(cases) - 1 or len(cases) < 2:
        return None
    rows: list[Token] = []
    for case in cases:
        if case is None:
            return None
        row = [*head, *case.value]
        if case.first is not None:
            row = _at(row, next(iter(letters)), case.first)
        rows += [*row, Token("break", "\\\\", row[-1].end, row[-1].end)]
    return rows


def _parted(inside: Sequence[Token]) -> list[list[Token]]:
    rows: list[list[Token]] = [[]]
    for token in inside:
        if token.kind == "break":
            rows.append([])
        elif token.kind != "line":
            rows[-1].append(token)
    return [row for row in rows if any(token.kind not in BLANK for token in row)]


def _case(row: Sequence[Token]) -> _Case | None:
    """Read ``value, & t = 1`` or ``value & otherwise``; None if the condition is another."""
    aligned = [place for place, token in enumerate(row) if token.kind == "align"]
    if len(aligned) != 1:
        return None
    value = [token for token in row[: aligned[0]] if token.kind not in BLANK]
    if value and value[-1].is_sign(",", ";"):
        value.pop()
    rest = [token for token in row[aligned[0] :] if token.kind not in BLANK]
    words = [token.text.strip() for token in rest if token.kind == "words"]
    rest = [token for token in rest if token.kind != "words"]
    while rest and rest[-1].is_sign(",", ".", ";"):
        rest.pop()
    if not value:
        return None
    if not rest:
        return _Case(value) if any(map(_ELSE.match, words)) else None
    if len(rest) == 1 and _ELSE.match(rest[0].text):
        return _Case(value)
    match rest:
        case [Token(kind="name", text=letter), Token(kind="relation", text=link), bound] if (
            letter in STEPS and bound.kind == "number"
        ):
            if link == "=":
                return _Case(value, letter, bound)
            return _Case(value, letter) if link in _LATER else None
        case _:
            return None


def _at(row: list[Token], letter: str, number: Token) -> list[Token]:
    """Put a number for a letter in subscripts."""
    return [
        replace(number, start=token.start, end=token.end, spaced=False)
        if token.kind == "name" and token.text == letter and place and row[place - 1].is_sign("_")
        else token
        for place, token in enumerate(row)
    ]
