"""From tokens to rows: what LaTeX sets on one line, or an author typed on one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from symopt.notes.latex.cases import told_apart
from symopt.notes.latex.tokens import BLANK, Token
from symopt.notes.latex.words import GREEK, words

# Environments whose rows are formulas; anything else is one thing that is not read.
ROWS = words(
    "align aligned alignat alignedat gather gathered equation split multline eqnarray flalign "
    "displaymath math subequations array empheq dmath"
)
SYSTEMS = ("cases", "rcases", "dcases")  # rows of formulas where nothing stands before them
WITH_ARGUMENT = ("alignat", "alignedat", "array", "xalignat")
OPENING = ("(", "[", "\\{", "\\lfloor", "\\langle")
CLOSING = (")", "]", "\\}", "\\rfloor", "\\rangle")
OPERATORS = ("+", "-", "*", "/", "\\cdot", "\\times", "\\odot", "\\circ", "\\div")
_FENCES = ("\\{", "\\lvert", "\\lVert", "|")


@dataclass(slots=True)
class Run:
    """Tokens side by side, and what is known of them without looking again."""

    tokens: list[Token] = field(default_factory=list[Token])
    related: bool = False  # holds a relation
    balance: int = 0  # brackets that are still open

    def add(self, token: Token) -> None:
        """Append a token."""
        self.tokens.append(token)
        self.related |= token.kind == "relation"
        self.balance += token.is_sign(*OPENING) - token.is_sign(*CLOSING)

    @property
    def unfinished(self) -> bool:
        """Whether it cannot end here: a bracket is open, or a sign wants something after it."""
        last = next((t for t in reversed(self.tokens) if t.kind not in BLANK), None)
        if last is not None and joins(last) and last.text not in ("->", "<-"):
            return True
        return self.balance > 0


def joins(token: Token) -> bool:
    """Tell whether a token joins what stands before it with what stands after it."""
    return token.kind == "relation" or token.is_sign(*OPERATORS)


def rows(tokens: Sequence[Token], environment: str = "") -> list[list[Token]]:
    """Return the rows of formulas of an excerpt."""
    tokens = told_apart(_unbraced(tokens))
    if environment.rstrip("*") in WITH_ARGUMENT and tokens and tokens[0].is_sign("{"):
        end = next((i for i, token in enumerate(tokens) if token.is_sign("}")), -1)
        tokens = tokens[end + 1 :]
    return [row for row in _broken(_unfenced(_opaque(tokens))) if row]


def _unbraced(tokens: Sequence[Token]) -> list[Token]:
    """Drop braces around nothing, and around one letter or relation."""
    kept: list[Token] = []
    for token in tokens:
        kept.append(token)
        if token.kind == "relation" and token.text == "=" and _changes(kept):
            kept[-4:] = [replace(token, text=kept[-3].text + "=", start=kept[-4].start)]
            continue
        if not token.is_sign("}"):
            continue
        if len(kept) > 2 and kept[-3].is_sign("{") and _is_letter(kept[-2]):
            kept[-3:] = [kept[-2]]
        elif len(kept) > 1 and kept[-2].is_sign("{"):
            before = kept[-3] if len(kept) > 2 else None
            if before is None or not (before.is_sign("^", "_") or before.kind == "command"):
                kept[-2:] = []
    return kept


def _changes(kept: Sequence[Token]) -> bool:
    """Whether tokens end with a sign in braces and =, as ``\\mathrel{+}=`` does."""
    if len(kept) < 4:
        return False
    opening, sign, closing = kept[-4:-1]
    if len(kept) > 4 and kept[-5].is_sign("_", "^"):  # \theta^{+} =
        return False
    return opening.is_sign("{") and sign.is_sign("+", "-", "*", "/") and closing.is_sign("}")


def _is_letter(token: Token) -> bool:
    if token.kind == "command":
        return token.text[1:] in GREEK or token.text == "\\nabla"
    return token.kind == "relation" or (
        token.kind == "name" and len(token.text) == 1 and token.text != "d"
    )


def _opaque(tokens: Sequence[Token]) -> Iterator[Token]:
    """Turn environments that are no rows of formulas into one token each, the others into gaps."""
    inside: Token | None = None
    depth = 0
    fresh = True  # nothing but layout stands before on this row
    braced = False  # a big brace stands right before
    for token in tokens:
        if inside is not None:
            depth += (token.kind == "begin") - (token.kind == "end")
            if depth == 0:
                reason = f'the environment "{inside.text}" is not read'
                yield Token("unknown", reason, inside.start, token.end, inside.spaced)
                inside = None
            continue
        system = token.kind == "begin" and fresh and token.text in SYSTEMS
        system = system or (token.kind == "begin" and braced and token.text == "matrix")
        braced = token.is_sign("\\{")
        if token.kind == "begin" and token.text not in ROWS and not system:
            inside, depth = token, 1
            continue
        if token.kind in ("begin", "end"):
            yield replace(token, kind="gap")
            continue
        if token.kind in ("break", "then", "line"):
            fresh = True
        elif token.kind not in (*BLANK, "words") and not token.is_sign(*_FENCES):
            fresh = False
        yield token
    if inside is not None:
        reason = f'the environment "{inside.text}" is not closed'
        yield Token("unknown", reason, inside.start, tokens[-1].end, inside.spaced)


def _unfenced(tokens: Iterator[Token]) -> list[Token]:
    """Drop the big brace before a system of equations."""
    kept: list[Token] = []
    for token in tokens:
        begins = token.kind == "gap" and (token.text in ROWS or token.text == "matrix")
        if begins and kept and kept[-1].is_sign(*_FENCES):
            kept.pop()
        kept.append(token)
    return kept


def _broken(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Split at \\\\ and \\Rightarrow outside braces, and at lines that are whole by themselves."""
    matched = _matched(tokens)
    row = Run()
    depth = 0
    for place, token in enumerate(tokens):
        if place in matched:
            depth += 1 if token.text == "{" else -1
        if depth == 0 and token.kind in ("break", "then"):
            yield row.tokens
            row = Run()
        elif token.kind != "line":
            row.add(token)
        elif depth == 0 and row.related and not row.unfinished and _begins(tokens, place + 1):
            yield row.tokens
            row = Run()
    yield row.tokens


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


def _begins(tokens: Sequence[Token], place: int) -> bool:
    """Whether a line holds a relation of its own, so that it begins a formula."""
    related = False
    for ahead in range(place, len(tokens)):
        token = tokens[ahead]
        if token.kind in ("break", "line", "then"):
            break
        if joins(token) and not related and all(t.kind == "align" for t in tokens[place:ahead]):
            return False
        related |= token.kind == "relation"
    return related
