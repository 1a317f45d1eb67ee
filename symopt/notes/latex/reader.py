"""Excerpts to statements: every formula is read, or says why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symopt.formula import Formula, Negative, Product, Quotient, Sum
from symopt.notes.latex.conventions import Conventions, Habits
from symopt.notes.latex.grammar import Parser
from symopt.notes.latex.layout import Piece, pieces
from symopt.notes.latex.lists import gathered
from symopt.notes.latex.macros import Macros
from symopt.notes.latex.names import finish
from symopt.notes.latex.plain import lines
from symopt.notes.latex.tokenizer import tokenize
from symopt.notes.latex.tokens import NotUnderstood, Token
from symopt.notes.latex.words import alone
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement, Unread

MAX_TEXT = 20_000  # characters of an excerpt
MAX_TOKENS = 3_000  # of a formula


def read(
    excerpt: Excerpt, environment: str = "", *, macros: Macros | None = None
) -> list[Statement | Unread]:
    """Read the formulas of one excerpt.

    Parameters
    ----------
    excerpt : Excerpt
        LaTeX without its delimiters.
    environment : str
        The environment it stands in, if its ``\\begin`` is not part of the excerpt.
    macros : mapping, optional
        The author's macros: name without backslash to number of arguments and body.

    Examples
    --------
    >>> found = read(Excerpt.of(r"v_t = 0.9 v_{t-1} + 0.1 g_t, \\quad \\theta_t"))
    >>> for statement in found:
    ...     print(*(part.text() for part in statement.parts))
    v_t 0.9*v_(t-1) + 0.1*g_t
    theta_t
    """
    return read_all([excerpt], [environment], macros=macros)[0]


def read_all(
    excerpts: Sequence[Excerpt],
    environments: Sequence[str] = (),
    *,
    macros: Macros | None = None,
    plain: bool = False,
) -> list[list[Statement | Unread]]:
    """Read all excerpts of a document; what its notation means is decided over all of them.

    `plain` reads pseudo-code instead, as `read_plain` does.

    Examples
    --------
    >>> texts = ["v_t = 0.5 v_{t-1}", "v_0 = 0", "\\\\beta_1 = 0.9"]
    >>> for found in read_all([Excerpt.of(text) for text in texts]):
    ...     print(found[0].parts[0])
    Name(name='v', index=Name(name='t', index=None, shown=None), shown=None)
    Name(name='v', index=Number(value=Fraction(0, 1), written=None), shown=None)
    Name(name='beta1', index=None, shown='\\\\beta_{1}')
    """
    within = [*environments, *[""] * (len(excerpts) - len(environments))]
    # Long files repeat their formulas: each is taken apart once.
    known: dict[tuple[str, str], list[_Formula]] = {}
    split = [known.setdefault((e.text, env), []) for e, env in zip(excerpts, within, strict=True)]
    names = alone(text for text, _ in known)
    for (text, environment), found in known.items():
        found += map(_Formula, _pieces(text, environment, macros, plain, names))
    habits = Habits()
    for found in known.values():
        for one in found:
            _survey(one.piece, habits)
    conventions = habits.conventions()
    return [
        gathered(
            [one.piece for one in found],
            [_statement(excerpt, one, conventions) for one in found],
            excerpt,
        )
        for excerpt, found in zip(excerpts, split, strict=True)
    ]


def read_plain(excerpt: Excerpt) -> list[Statement | Unread]:
    """Read the formulas in lines of pseudo-code; lines without one are left out.

    Examples
    --------
    >>> text = "repeat {\\n    v_t = β * v_(t-1) + (1-β) * θ_t   # an average\\n}"
    >>> [statement] = read_plain(Excerpt.of(text))
    >>> print(statement.parts[1].text())
    beta*v_(t-1) + (1 - beta)*theta_t
    """
    return read_all([excerpt], plain=True)[0]


@dataclass(slots=True)
class _Formula:
    """A formula that may stand in several places, and what it says once that is read."""

    piece: Piece
    said: tuple[tuple[Formula, ...], tuple[str, ...]] | None = None


def _pieces(
    text: str, environment: str, macros: Macros | None, plain: bool, names: frozenset[str]
) -> list[Piece]:
    if len(text) > MAX_TEXT:
        whole = Token("unknown", "", 0, len(text))
        return [Piece([whole], reason=f"{len(text)} characters; at most {MAX_TEXT} are read")]
    if plain:
        return lines(text)
    return pieces(tokenize(text, macros=macros, names=names), environment)


def _parsed(piece: Piece, conventions: Conventions) -> tuple[tuple[Formula, ...], tuple[str, ...]]:
    """The parts and links of a piece, their names still in the making."""
    if piece.reason:
        raise NotUnderstood(piece.reason)
    if len(piece.tokens) > MAX_TOKENS:
        raise NotUnderstood(f"a formula of more than {MAX_TOKENS} signs")
    for token in piece.tokens:
        if token.kind == "unknown":
            reason = token.text if len(token.text) > 1 else f'"{token.text}" is not read'
            raise NotUnderstood(reason, token)
    return Parser(piece.tokens, conventions).chain()


def _survey(piece: Piece, habits: Habits) -> None:
    try:
        parts, links = _parsed(piece, Conventions())
    except NotUnderstood:
        return
    habits.see(parts, links)


def _statement(excerpt: Excerpt, one: _Formula, conventions: Conventions) -> Statement | Unread:
    piece = one.piece
    source = excerpt.part(piece.tokens[0].start, piece.tokens[-1].end)
    try:
        if one.said is None:
            raw, links = _parsed(piece, conventions)
            one.said = tuple(finish(part, conventions.indexed) for part in raw), links
    except NotUnderstood as error:
        place = f" (at {excerpt.place(error.token.start)})" if error.token else ""
        return Unread(source, error.reason + place)
    parts, links = one.said
    note = " ".join(piece.notes)
    if len(links) == 1 and links[0] in ("+=", "-=", "*=", "/="):
        target, value = parts
        return Statement((target, _changed(target, links[0][0], value)), ("<-",), source, note)
    return Statement(parts, links, source, note)


def _changed(target: Formula, sign: str, value: Formula) -> Formula:
    """x += v says that x becomes x + v."""
    if sign == "*":
        return Product((target, value))
    if sign == "/":
        return Quotient(target, value)
    if sign == "-":
        return Sum((target, Negative(value)))
    terms = value.terms if isinstance(value, Sum) else (value,)
    return Sum((target, *terms))
