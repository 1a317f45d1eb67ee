"""Excerpts to statements: every formula is read, or says why it is not."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Call, Formula, Name, Negative, Number, Product, Quotient, Sum
from symopt.notes.latex.conventions import Conventions, Habits
from symopt.notes.latex.grammar import Parser
from symopt.notes.latex.layout import Piece, pieces
from symopt.notes.latex.names import Symbol, finish
from symopt.notes.latex.tokens import NotUnderstood, Token, tokenize
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement, Unread

MAX_TEXT = 20_000  # characters of an excerpt
MAX_TOKENS = 3_000  # of a formula

OPERATIONS = {"+=": Sum, "-=": Sum, "*=": Product, "/=": Quotient}


def read(excerpt: Excerpt, environment: str = "") -> list[Statement | Unread]:
    """Read the formulas of one excerpt.

    Examples
    --------
    >>> found = read(Excerpt.of(r"v_t = 0.9 v_{t-1} + 0.1 g_t, \\quad \\theta_t"))
    >>> for statement in found:
    ...     print(*(part.text() for part in statement.parts))
    v_t 0.9*v_(t-1) + 0.1*g_t
    theta_t
    """
    return read_all([excerpt])[0]


def read_all(excerpts: Sequence[Excerpt]) -> list[list[Statement | Unread]]:
    """Read all excerpts of a document; what a notation means is decided over all of them."""
    split = [_pieces(excerpt) for excerpt in excerpts]
    habits = Habits()
    for excerpt, found in zip(excerpts, split, strict=True):
        for piece in found:
            _statement(excerpt, piece, Conventions(), habits)
    conventions = habits.conventions()
    return [
        _joined([_statement(excerpt, piece, conventions) for piece in found], found, excerpt)
        for excerpt, found in zip(excerpts, split, strict=True)
    ]


def _pieces(excerpt: Excerpt) -> list[Piece]:
    if len(excerpt.text) > MAX_TEXT:
        whole = Token("unknown", "", 0, len(excerpt.text))
        reason = f"{len(excerpt.text)} characters; at most {MAX_TEXT} are read"
        return [Piece([whole], reason=reason)]
    return pieces(tokenize(excerpt.text))


def _statement(
    excerpt: Excerpt, piece: Piece, conventions: Conventions, habits: Habits | None = None
) -> Statement | Unread:
    start, end = piece.tokens[0].start, piece.tokens[-1].end
    source = excerpt.part(start, end)
    if piece.reason:
        return Unread(source, piece.reason)
    if len(piece.tokens) > MAX_TOKENS:
        return Unread(source, f"a formula of more than {MAX_TOKENS} signs")
    try:
        for token in piece.tokens:
            if token.kind == "unknown":
                reason = token.text if len(token.text) > 1 else f'"{token.text}" is not read'
                raise NotUnderstood(reason, token)
        parts, links = Parser(piece.tokens, conventions).chain()
    except NotUnderstood as error:
        return Unread(source, _reason(excerpt, error))
    if habits is not None:
        for part in parts:
            _note(part, habits)
        return Unread(source, "")
    parts, links = _assigned(tuple(finish(part, conventions) for part in parts), links)
    return Statement(parts, links, source, " ".join(piece.notes))


def _reason(excerpt: Excerpt, error: NotUnderstood) -> str:
    if error.token is None:
        return error.reason
    return f"{error.reason} (at {excerpt.place(error.token.start)})"


def _note(formula: Formula, habits: Habits) -> None:
    for node in formula.walk():
        if isinstance(node, Symbol):
            habits.see_name(node.name, node.stem, node.index, node.number)


def _assigned(
    parts: tuple[Formula, ...], links: tuple[str, ...]
) -> tuple[tuple[Formula, ...], tuple[str, ...]]:
    """x += v says x <- x + v."""
    if len(links) != 1 or links[0] not in OPERATIONS:
        return parts, tuple("=" if link in OPERATIONS else link for link in links)
    target, value = parts
    sign = links[0]
    if sign == "/=":
        return (target, Quotient(target, value)), ("<-",)
    if sign == "*=":
        return (target, Product((target, value))), ("<-",)
    if sign == "-=":
        return (target, Sum((target, Negative(value)))), ("<-",)
    terms = value.terms if isinstance(value, Sum) else (value,)
    return (target, Sum((target, *terms))), ("<-",)


def _joined(
    found: list[Statement | Unread], split: list[Piece], excerpt: Excerpt
) -> list[Statement | Unread]:
    """Put lists of values together: t = 1, 2, ..., T is one statement."""
    result: list[Statement | Unread] = []
    listing: list[Formula] = []
    for statement, piece in zip(found, split, strict=True):
        last = result[-1] if result else None
        if (
            piece.comma
            and isinstance(last, Statement)
            and isinstance(statement, Statement)
            and not statement.links
            and last.links[-1:] in (("=",), ("in",))
            and _is_value(statement.parts[0])
            and (listing or _is_value(last.parts[-1]))
        ):
            listing = listing or [last.parts[-1]]
            listing.append(statement.parts[0])
            parts = (*last.parts[:-1], Call("list", tuple(listing)))
            result[-1] = Statement(parts, (*last.links[:-1], "in"), last.excerpt, last.note)
            continue
        listing = []
        result.append(statement)
    return result


def _is_value(formula: Formula) -> bool:
    match formula:
        case Number() | Negative(term=Number()):
            return True
        case Name(name="dots"):
            return True
        case Name(name=name):
            return name in ("T", "N", "n", "m", "t", "k", "K")
        case _:
            return False
