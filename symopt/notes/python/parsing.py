"""From lines to Python's syntax trees, a broken line costing no more than itself."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from symopt.errors import shorten
from symopt.notes.python.layout import UNIT, opens, reindented
from symopt.notes.python.lines import Line, code_part, excerpt, statements, text_of
from symopt.notes.python.repairs import mend, timed
from symopt.notes.python.scripts import unscripted
from symopt.notes.source import Excerpt
from symopt.notes.statement import Unread

MAX_CHARACTERS = 2_000_000  # of a listing
MAX_BROKEN_LINES = 300  # broken statements of a listing
MAX_BROKEN = 20  # broken statements of one function
BROKEN = "__unread__"  # stands in the syntax tree for a statement that could not be parsed

_ASSIGNED = re.compile(r"[^=<>!]=[^=]|[←≔]|:=")
_WORD = re.compile(r"[^\W\d]\w*")
_TARGET = re.compile(r"\s*([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)[\[\].\w'\"]*\s*[-+*/]?=(?!=)")


# `x <- y` parses, as a comparison of x with -y; but to compare and to drop what comes of it has no
# use: a statement that begins like this is an assignment.
_ARROW = re.compile(r"^(\s*[^\W\d][\w.]*(?:\[[^\]]*\])*)\s*<-\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Broken:
    """A statement that could not be parsed: what it seems to assign, and where it stands."""

    names: tuple[str, ...]
    excerpt: Excerpt
    reason: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """Statements with the lines they were parsed from; ``broken[i]`` is ``__unread__(i)``."""

    body: tuple[ast.stmt, ...]
    lines: tuple[Line, ...]
    broken: tuple[Broken, ...]

    def unread(self) -> tuple[Unread, ...]:
        """Return what could not be parsed, of the lines that seem to say something."""
        return tuple(
            Unread(each.excerpt, each.reason)
            for each in self.broken
            if _ASSIGNED.search(each.excerpt.text) or each.reads == ("=",)
        )


def parse(lines: Sequence[Line], *, power: bool) -> Parsed:
    """Parse a listing; what does not parse is repaired, and else left out and listed.

    Parameters
    ----------
    power : bool
        Whether ``^`` means a power (in a listing that does not say it is Python).
    """
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        whole = Broken((), excerpt(lines, 0, 0), "the listing is too long")
        return Parsed((), tuple(lines), (whole,))
    if power:
        lines = [line.put(re.sub(r"(?<!\^)\^(?!\^)", "**", line.text)) for line in lines]
    lines = [line.put(_ARROW.sub(r"\1 = ", line.text)) for line in lines]
    dedented = _dedented(lines)
    body = _try(dedented)
    if isinstance(body, tuple):
        return Parsed(body, tuple(dedented), ())
    if power:
        lines = [line.put(unscripted(line.text)) for line in lines]
    mended = [mend(line, power=power) for line in timed(lines)]
    for candidate in (_dedented(mended), reindented(mended)):
        body = _try(candidate)
        if isinstance(body, tuple):
            return Parsed(body, tuple(candidate), ())
    return _piecewise(reindented(mended))


def _dedented(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the indentation that all of them have."""
    indent = min((line.indent for line in lines if not line.blank), default=0)
    if not indent:
        return list(lines)
    return [
        line.put(expanded[min(indent, len(expanded) - len(expanded.lstrip())) :])
        for line in lines
        for expanded in (line.text.expandtabs(UNIT),)
    ]


def _try(lines: Sequence[Line]) -> tuple[ast.stmt, ...] | int:
    """Return the statements, or the line (from 0) at which parsing fails."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as an invalid escape in a string
            return tuple(ast.parse(text_of(lines)).body)
    except SyntaxError as error:
        return max(0, min((error.lineno or 1) - 1, len(lines) - 1))
    except (ValueError, RecursionError, MemoryError):
        return 0


def _piecewise(lines: list[Line]) -> Parsed:
    """Parse each statement of the outermost level by itself."""
    body: list[ast.stmt] = []
    broken: list[Broken] = []
    for first, last in _pieces(lines):
        if len(broken) >= MAX_BROKEN_LINES:
            rest = excerpt(lines, first, first)
            broken.append(Broken((), rest, "from here on most of this is not Python", ("=",)))
            break
        body.extend(_piece(lines, first, last, broken))
    return Parsed(tuple(body), tuple(lines), tuple(broken))


def _pieces(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the first and last line of each outermost statement with its block."""
    pieces: list[tuple[int, int]] = []
    for first, last in statements(lines):
        line = lines[first]
        follows = re.match(r"(?:elif|else|except|finally)\b", line.text)
        decorated = (
            pieces
            and lines[pieces[-1][0]].text.startswith("@")
            and _only_decorators(lines, pieces[-1])
        )
        if pieces and (line.blank or line.indent > 0 or follows or decorated):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    return pieces


def _only_decorators(lines: Sequence[Line], piece: tuple[int, int]) -> bool:
    return all(line.blank or line.text.startswith("@") for line in lines[piece[0] : piece[1] + 1])


def _piece(lines: list[Line], first: int, last: int, broken: list[Broken]) -> tuple[ast.stmt, ...]:
    """Parse one piece; statements that break it are replaced by a mark, one after another."""
    piece = lines[first : last + 1]
    spans = list(statements(piece))
    for _ in range(MAX_BROKEN):
        body = _try(piece)
        if isinstance(body, tuple):
            for node in body:
                ast.increment_lineno(node, first)
            return body
        start, end = next((span for span in spans if span[0] <= body <= span[1]), spans[0])
        if piece[start].text.strip().startswith(BROKEN) or piece[start].blank:
            break
        lines_ = piece[start : end + 1]
        text = piece[start].text
        indent = text[: len(text) - len(text.lstrip())]
        mark = f"{BROKEN}({len(broken)})"
        header = opens(lines_[-1].text) or opens(text)
        broken.append(_broken(lines_))
        piece[start] = piece[start].put(f"{indent}while {mark}:" if header else indent + mark)
        piece[start + 1 : end + 1] = [line.put("") for line in lines_[1:]]
    broken.append(
        Broken(_targets(piece), excerpt(lines, first, last), "this is not Python that symopt reads")
    )
    mark = ast.parse(f"{BROKEN}({len(broken) - 1})").body
    return tuple(ast.increment_lineno(node, first) for node in mark)


def _broken(lines: Sequence[Line]) -> Broken:
    shown = shorten(code_part(lines[0].raw).strip(), 40)
    return Broken(
        _targets(lines),
        excerpt(lines, 0, len(lines) - 1),
        f'"{shown}" is not Python',
        _words(lines),
    )


def _words(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return all words of some lines: what they may read."""
    return tuple(dict.fromkeys(w for line in lines for w in _WORD.findall(code_part(line.text))))


def _targets(lines: Sequence[Line]) -> tuple[str, ...]:
    found = (_TARGET.match(line.text) for line in lines)
    return tuple(
        dict.fromkeys(name.strip() for each in found if each for name in each[1].split(","))
    )
