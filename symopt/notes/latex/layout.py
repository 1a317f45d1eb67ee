"""From the tokens of an excerpt to the formulas in it, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from symopt.notes.latex.tokens import Token
from symopt.notes.latex.words import words

# Environments whose rows are formulas; anything else is one thing that is not read.
ROWS = words(
    "align aligned alignat alignedat gather gathered equation split multline eqnarray flalign "
    "displaymath math subequations array empheq dmath"
)
OPENING = ("(", "[", "\\{", "\\lfloor")
CLOSING = (")", "]", "\\}", "\\rfloor")
OPERATORS = ("+", "-", "*", "/", "\\cdot", "\\times", "\\odot", "\\circ", "\\div")


@dataclass(slots=True)
class Piece:
    """The tokens of one formula, the words beside it, and what stands before it."""

    tokens: list[Token]
    notes: list[str] = field(default_factory=list[str])
    comma: bool = False  # a comma parts it from the piece before, on the same line
    reason: str = ""  # why it cannot be read

    @property
    def related(self) -> bool:
        """Whether it holds a relation."""
        return any(token.kind == "relation" for token in self.tokens)


def pieces(tokens: Sequence[Token]) -> list[Piece]:
    """Return the formulas of an excerpt, in order."""
    rows = [row for row in _rows(_without_decoration(_opaque(tokens))) if row]
    found: list[Piece] = []
    for row in rows:
        first = True
        for piece in _split(row):
            if first and found and _continues(found[-1], piece):
                found[-1].tokens += piece.tokens
                found[-1].notes += piece.notes
            else:
                found.append(piece)
            first = False
    return [piece for piece in map(_trimmed, found) if piece.tokens]


def _opaque(tokens: Sequence[Token]) -> Iterator[Token]:
    """Turn environments that are no rows of formulas into one token each, the others into gaps."""
    inside: list[Token] = []
    depth = 0
    fresh = True  # nothing but layout stands before on this row
    for token in tokens:
        if inside:
            depth += (token.kind == "begin") - (token.kind == "end")
            if depth == 0:
                reason = f'"{inside[0].text}" is not read'
                yield Token("unknown", reason, inside[0].start, token.end, inside[0].spaced)
                inside = []
            continue
        system = token.kind == "begin" and token.text == "cases" and fresh
        if token.kind == "begin" and token.text not in ROWS and not system:
            inside, depth = [token], 1
            continue
        if token.kind in ("begin", "end"):
            yield replace(token, kind="gap")
            continue
        if token.kind in ("break", "then", "line"):
            fresh = True
        elif token.kind not in ("gap", "align", "words") and not token.is_sign("\\{", "\\lvert"):
            fresh = False
        yield token
    if inside:
        reason = f'"{inside[0].text}" is not closed'
        yield Token("unknown", reason, inside[0].start, inside[0].end, inside[0].spaced)


def _without_decoration(tokens: Iterator[Token]) -> list[Token]:
    """Drop the big brace before a system of equations."""
    kept: list[Token] = []
    for token in tokens:
        brace = kept and kept[-1].is_sign("\\{", "\\lvert", "\\lVert", "|")
        if brace and token.kind == "gap" and token.end - token.start > 6:  # \begin, not \quad
            kept.pop()
        kept.append(token)
    return kept


def _rows(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Split at \\\\ and \\Rightarrow outside braces, and at lines that are whole by themselves."""
    matched = _matched(tokens)
    row: list[Token] = []
    depth = 0
    for place, token in enumerate(tokens):
        if token.is_sign("{", "}") and place in matched:
            depth += 1 if token.text == "{" else -1
        if depth == 0 and token.kind in ("break", "then"):
            yield row
            row = []
        elif token.kind == "line":
            if depth == 0 and _ends_line(row, tokens[place + 1 :]):
                yield row
                row = []
        else:
            row.append(token)
    yield row


def _matched(tokens: Sequence[Token]) -> set[int]:
    """The places of the braces that have a partner."""
    stack: list[int] = []
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if token.is_sign("{"):
            stack.append(place)
        elif token.is_sign("}") and stack:
            found |= {stack.pop(), place}
    return found


def _ends_line(row: list[Token], rest: Sequence[Token]) -> bool:
    """Whether a line break parts two formulas: both lines hold a relation, neither needs more."""
    if not any(token.kind == "relation" for token in row) or _wants_more(row):
        return False
    related = False
    for place, token in enumerate(rest):
        if token.kind in ("break", "line", "then"):
            break
        if place == 0 and _joins(token):
            return False
        related |= token.kind == "relation"
    return related


def _joins(token: Token) -> bool:
    return token.kind == "relation" or token.is_sign(*OPERATORS)


def _wants_more(row: list[Token]) -> bool:
    tokens = [token for token in row if token.kind not in ("align", "gap", "line")]
    if tokens and _joins(tokens[-1]) and tokens[-1].text not in ("->", "<-"):
        return True
    return _balance(tokens) > 0


def _balance(tokens: Sequence[Token]) -> int:
    opened = sum(token.is_sign(*OPENING) for token in tokens)
    return opened - sum(token.is_sign(*CLOSING) for token in tokens)


def _split(row: list[Token]) -> Iterator[Piece]:
    """Split a row at commas, wide gaps and words outside all brackets."""
    piece = Piece([])
    depth = braces = 0
    for place, token in enumerate(row):
        depth = max(0, depth + token.is_sign(*OPENING) - token.is_sign(*CLOSING))
        braces = max(0, braces + token.is_sign("{") - token.is_sign("}"))
        after = row[place + 1] if place + 1 < len(row) else None
        outside = depth == 0 and braces == 0
        if token.kind == "tag":
            piece.notes.append(token.text)
        elif not outside:
            piece.tokens.append(token)
        elif token.kind == "words":
            piece.notes.append(token.text)
            notes = piece.notes if not piece.tokens else []
            if piece.tokens:
                yield piece
            piece = Piece([], notes)
        elif token.is_sign(",", ";", ".", ":"):
            if piece.tokens:
                yield piece
            piece = Piece([], comma=token.is_sign(",", ";"))
        elif token.kind in ("gap", "align"):
            if _parts(token, piece, after):
                yield piece
                piece = Piece([])
        else:
            piece.tokens.append(token)
    yield piece


def _parts(token: Token, piece: Piece, after: Token | None) -> bool:
    """Whether a gap or an & parts two formulas."""
    if not piece.tokens or after is None or _joins(after) or _joins(piece.tokens[-1]):
        return False
    return piece.related or token.kind == "gap"


def _continues(before: Piece, piece: Piece) -> bool:
    """Whether a row goes on with the formula above."""
    if not piece.tokens or not before.tokens:
        return False
    first = piece.tokens[0]
    if _wants_more(before.tokens) and _balance(before.tokens + piece.tokens) <= 0:
        return True
    if first.kind == "relation":
        return len(piece.tokens) > 1 and first.text not in ("->", "<-")
    if first.is_sign("-"):
        return before.related and not piece.related
    return first.is_sign(*OPERATORS) and before.related


def _trimmed(piece: Piece) -> Piece:
    """Drop what decorates a formula: an arrow at its ends, a number in parentheses."""
    tokens = [token for token in piece.tokens if token.kind not in ("line", "align", "gap")]
    while tokens and tokens[0].kind == "relation" and tokens[0].text in ("->", "<-", "~"):
        tokens = tokens[1:]
    while tokens and tokens[-1].kind == "relation" and tokens[-1].text in ("->", "<-"):
        tokens = tokens[:-1]
    if tokens and all(token.is_sign("\\dots", "\\xi") for token in tokens):
        tokens = [] if all(token.is_sign("\\dots") for token in tokens) else tokens
    if len(tokens) > 4 and tokens[-1].is_sign(")") and tokens[-3].is_sign("("):
        number, opening = tokens[-2], tokens[-3]
        if number.kind == "number" and opening.spaced and not _joins(tokens[-4]):
            piece.notes.append(f"({number.text})")
            tokens = tokens[:-3]
    piece.tokens = _unwrapped(tokens)
    return piece


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """Drop braces and boxes around a whole formula."""
    while len(tokens) > 2 and tokens[-1].is_sign("}"):
        first = 1 if tokens[0].is_sign("\\boxed", "\\underline", "\\fbox") else 0
        if not tokens[first].is_sign("{"):
            break
        depth = place = 0
        for place, token in enumerate(tokens[first:], first):  # noqa: B007
            depth += token.is_sign("{") - token.is_sign("}")
            if depth == 0:
                break
        if depth or place != len(tokens) - 1:
            break
        tokens = tokens[first + 1 : -1]
    return tokens
