"""From rows to formulas: what stands side by side, what goes on, what only decorates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from symopt.notes.latex.rows import CLOSING, OPENING, OPERATORS, Run, joins, rows
from symopt.notes.latex.tokens import BLANK, Token
from symopt.notes.latex.words import JOINING, quantity

_LOOK = 100  # tokens within which a formula has its relation


@dataclass(slots=True)
class Piece(Run):
    """The tokens of one formula, the words beside it, and what stands before it."""

    notes: list[str] = field(default_factory=list[str])
    comma: bool = False  # a comma parts it from the piece before, on the same line
    reason: str = ""  # why it cannot be read


def pieces(tokens: Sequence[Token], environment: str = "") -> list[Piece]:
    """Return the formulas of an excerpt, in order."""
    found: list[Piece] = []
    for row in rows(tokens, environment):
        split = list(_split(row))
        if len(split) > 1 and not split[-1].tokens:  # words at the end are of what stands before
            split[-2].notes += split.pop().notes
        split = _numbered(split)
        if found and _continues(found[-1], split[0]):
            for token in split[0].tokens:
                found[-1].add(token)
            found[-1].notes += split[0].notes
            split = split[1:]
        found += split
    return [piece for piece in map(_trimmed, found) if piece.tokens]


def _split(row: list[Token]) -> Iterator[Piece]:
    """Split a row at commas, wide gaps and words outside all brackets."""
    piece = Piece()
    depth = braces = 0
    for place, token in enumerate(row):
        depth = max(0, depth + token.is_sign(*OPENING) - token.is_sign(*CLOSING))
        braces = max(0, braces + token.is_sign("{") - token.is_sign("}"))
        after = row[place + 1] if place + 1 < len(row) else None
        if token.kind == "tag":
            piece.notes.append(token.text)
        elif depth or braces:
            if token.kind != "space":
                piece.add(token)
        elif token.kind == "words" and _is_operand(piece, token, after):
            piece.add(replace(token, kind="name", text="_".join(token.text.split())))
        elif token.kind == "words" and _is_unit(piece, after):
            piece.notes.append(token.text)
        elif token.kind == "words":
            yield piece
            piece = Piece()
            piece.notes.append(token.text)
        elif token.is_sign(",", ";", ".", ":"):
            if _thousands(piece, token, after):
                piece.reason = "1,000 may be one number or two; write 1{,}000 or put a space"
                piece.add(token)
                continue
            yield piece
            piece = Piece(comma=token.is_sign(",", ";"))
        elif token.kind == "space":
            if _begins_formula(piece, row, place + 1):
                if token.text == "several":
                    yield piece
                    piece = Piece()
                elif _begins_target(row, place + 1):
                    piece.reason = "a space may part two formulas here, or two factors"
        elif token.kind in ("gap", "align"):
            if _parts(token, piece, after):
                yield piece
                piece = Piece()
        else:
            piece.add(token)
    yield piece


def _numbered(split: list[Piece]) -> list[Piece]:
    """Make (1) after a wide gap a note of the formula that it numbers."""
    match split[-1].tokens:
        case [opening, Token(kind="number", text=number), closing]:
            if opening.is_sign("(") and closing.is_sign(")") and len(split) > 1:
                split[-2].notes.append(f"({number})")
                return split[:-1]
        case _:
            pass
    return split


def _is_operand(piece: Piece, token: Token, after: Token | None) -> bool:
    """Whether words stand for a quantity: \\text{step size} between two signs."""
    words = token.text.split()
    if quantity(token.text) is not None:
        words = ["quantity"]
    if len(words) > 3 or not all(word.isascii() and word.isalpha() for word in words):
        return False
    if JOINING.intersection(word.lower() for word in words):
        return False
    begins = not piece.tokens or joins(piece.tokens[-1])
    ends = after is None or joins(after)
    return begins and ends and (bool(piece.tokens) or after is not None)


def _is_unit(piece: Piece, after: Token | None) -> bool:
    """Whether words name the unit of a number: 10 \\text{ days} \\approx ..."""
    number = bool(piece.tokens) and piece.tokens[-1].kind == "number"
    return number and after is not None and after.kind == "relation"


def _thousands(piece: Piece, token: Token, after: Token | None) -> bool:
    before = piece.tokens[-1] if piece.tokens else None
    if not token.is_sign(",") or before is None or after is None:
        return False
    numbers = before.kind == after.kind == "number"
    tight = before.end == token.start and token.end == after.start
    return numbers and tight and len(before.text) <= 3 and len(after.text) == 3


def _begins_formula(piece: Piece, row: list[Token], place: int) -> bool:
    """Whether another relation follows on the row, after one that is complete."""
    if not piece.related or joins(piece.tokens[-1]) or place >= len(row) or joins(row[place]):
        return False
    for token in row[place : place + _LOOK]:
        if token.kind == "relation":
            return True
        if token.kind in ("gap", "words") or token.is_sign(",", ";"):
            return False
    return False


def _begins_target(row: list[Token], place: int) -> bool:
    """Whether what stands before the next relation may be a name: no sign adds or multiplies."""
    for token in row[place : place + _LOOK]:
        if joins(token):
            return token.kind == "relation"
    return False


def _parts(token: Token, piece: Piece, after: Token | None) -> bool:
    """Whether a gap or an & parts two formulas."""
    if not piece.tokens or after is None or joins(after) or joins(piece.tokens[-1]):
        return False
    return piece.related or token.kind == "gap"


def _continues(before: Piece, piece: Piece) -> bool:
    """Whether a row goes on with the formula above."""
    if not piece.tokens or not before.tokens:
        return False
    if before.unfinished and before.balance + piece.balance <= 0:
        return True
    first = piece.tokens[0]
    if first.kind == "relation":
        return len(piece.tokens) > 1 and first.text not in ("->", "<-")
    if first.is_sign("-"):
        return before.related and not piece.related
    return first.is_sign(*OPERATORS) and before.related


def _trimmed(piece: Piece) -> Piece:
    """Drop what decorates a formula: an arrow at its ends, a number in parentheses."""
    tokens = [token for token in piece.tokens if token.kind not in (*BLANK, "line")]
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind == "relation" and tokens[start].text in _LEADING:
        start += 1
    while start < end and tokens[end - 1].kind == "relation" and tokens[end - 1].text in _TRAILING:
        end -= 1
    tokens = tokens[start:end]
    if not piece.comma and all(token.is_sign("\\dots") for token in tokens):
        tokens = []
    if len(tokens) > 4 and tokens[-1].is_sign(")") and tokens[-3].is_sign("("):
        number, opening = tokens[-2], tokens[-3]
        if number.kind == "number" and opening.spaced and not joins(tokens[-4]):
            piece.notes.append(f"({number.text})")
            tokens = tokens[:-3]
    piece.tokens = _unwrapped(tokens)
    return piece


_LEADING = ("->", "<-", "~")
_TRAILING = ("->", "<-")


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """Drop braces and boxes around a whole formula."""
    while len(tokens) > 2 and tokens[-1].is_sign("}"):
        first = 1 if tokens[0].is_sign("\\boxed", "\\underline", "\\fbox") else 0
        if not tokens[first].is_sign("{") or any(token.is_sign("\\over") for token in tokens):
            break
        depth, place = 1, first
        while depth and place + 1 < len(tokens):
            place += 1
            depth += tokens[place].is_sign("{") - tokens[place].is_sign("}")
        if depth or place != len(tokens) - 1:
            break
        tokens = tokens[first + 1 : -1]
    return tokens
