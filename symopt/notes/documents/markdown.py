"""Markdown: its blocks by markdown-it, the formulas within them by `inline`, places kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from symopt.notes.document import Block, Broken, Code, Heading, Image, Mathematics, Prose, Table
from symopt.notes.documents import bare, displays, fences, inline, latex, quotations, tables
from symopt.notes.documents.excerpts import Cutter, joined, lines_of
from symopt.notes.source import Excerpt, Place

_DEEPEST = 60
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[A-Za-z_][\w -]*:|#).*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_DEFINED_LABEL = re.compile(r"^[ ]{0,3}\[([^\^\]\n][^\]\n]*)\]:[ \t]*\S", re.MULTILINE)
_HTML_HEADING = re.compile(r"<[hH]([1-6])(?:[ \t][^<>\n]*)?>([^\n]{0,300}?)</[hH][1-6]>")
_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:[^\n]*\n)*")
_TEX = frozenset({"tex", "latex"})


def blocks(excerpt: Excerpt, macros: dict[str, tuple[int, str]]) -> Iterator[Block]:
    """Yield the blocks of a Markdown text; `macros` takes what its formulas define.

    Examples
    --------
    >>> for block in blocks(Excerpt.of("> - rate\\n>   $$a\\n>   - b$$"), {}):
    ...     print(type(block).__name__, [str(start) for start in block.excerpt.starts])
    Prose ['1:5']
    Mathematics ['2:7', '3:5']
    """
    return _Reading(excerpt, macros).blocks()


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    # Definitions of links are left where they are: `inline` skips them, in linear time.
    parser.disable("reference")
    others = ["paragraph", "blockquote", "list"]
    parser.block.ruler.at("blockquote", quotations.rule, {"alt": others})
    parser.block.ruler.at("fence", fences.rule, {"alt": others})
    parser.block.ruler.before(
        "lheading", displays.TOKEN, displays.rule, {"alt": ["paragraph", "blockquote"]}
    )
    return parser


class _Reading:
    """One text on its way to blocks."""

    def __init__(self, excerpt: Excerpt, macros: dict[str, tuple[int, str]]):
        front = _FRONT_MATTER.match(excerpt.text)
        body = Cutter(excerpt).part(front.end() if front else 0, len(excerpt.text))
        self.text = body.text
        self.lines = lines_of(body)
        self.macros = macros
        self.quotes = 0
        # Whether the paragraph before ended with reStructuredText's `.. math::`.
        self.directive = False
        self.labels = {label.strip().lower() for label in _DEFINED_LABEL.findall(self.text)}

    def blocks(self) -> Iterator[Block]:
        tokens: list[Token] = []
        parser = _parser()
        parser.block.parse(self.text, parser, {}, tokens)
        inside_table = False
        deepest: Token | None = None
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.level >= _DEEPEST - 1 and deepest is None and token.map:
                deepest = token
            if token.tag == "blockquote":
                self.quotes += token.nesting
            elif token.type == "table_open":
                inside_table = True
                yield from self.table(token)
            elif token.type == "table_close":
                inside_table = False
            elif not inside_table:
                yield from self.block(token, before)
        if deepest is not None and deepest.map:
            excerpt = self.span(deepest.map)
            yield Broken(excerpt, f"nested deeper than {_DEEPEST}: what follows is not read")

    def block(self, token: Token, before: Token | None) -> Iterator[Block]:
        if token.type == "inline" and before is not None:
            if before.type == "heading_open":
                yield from self.heading(token, int(before.tag[1:]))
            else:
                yield from self.text_and_formulas(self.content(token))
        elif token.type == displays.TOKEN:
            yield from self.text_and_formulas(self.span(token.map or [0, 0]))
        elif token.type == "html_block":
            yield from self.html(self.span(token.map or [0, 0]))
        elif token.type == "fence":
            yield from self.fence(token)
        elif token.type == fences.UNCLOSED:
            yield Broken(self.span(token.map or [0, 0]), f"{token.markup} is not closed")
        elif token.type == "code_block":
            yield from self.indented(token)
        if token.type == "inline":
            self.directive = token.content.endswith(".. math::")
        elif token.content:
            self.directive = False

    # -- text ------------------------------------------------------------------------------------

    def text_and_formulas(self, excerpt: Excerpt) -> Iterator[Block]:
        rows = tables.rows_by_tabs(excerpt)
        if rows:
            yield from self.rows(rows)
            return
        pieces = inline.pieces(excerpt, self.macros, labels=self.labels)
        if not _nothing_besides(excerpt, pieces):
            yield Prose(excerpt)
        yield from pieces
        taken = {start.line for piece in pieces for start in _starts(piece)}
        yield from bare.formulas(excerpt, taken)

    def heading(self, token: Token, level: int) -> Iterator[Block]:
        excerpt = self.content(token)
        yield Heading(excerpt, level)
        yield from inline.pieces(excerpt, self.macros, labels=self.labels)

    def html(self, excerpt: Excerpt) -> Iterator[Block]:
        for heading in _HTML_HEADING.finditer(excerpt.text):
            yield Heading(excerpt.part(heading.start(2), heading.end(2)), int(heading[1]))
        yield from inline.pieces(excerpt, self.macros, labels=self.labels)

    def table(self, token: Token) -> Iterator[Block]:
        first, last = token.map or [0, 0]
        lines = [self.within(number, first) for number in range(first, last)]
        del lines[1]  # that of dashes
        # A line right below is a row to Markdown, but one without bars is prose to its author.
        end = len(lines)
        while end > 1 and "|" not in lines[end - 1].text:
            end -= 1
        yield from self.rows(tuple(tables.cells(line) for line in lines[:end]))
        for line in lines[end:]:
            yield from self.text_and_formulas(line)

    def rows(self, rows: tuple[tuple[Excerpt, ...], ...]) -> Iterator[Block]:
        yield Table(rows)
        for row in rows:
            for cell in row:
                yield from inline.pieces(cell, self.macros, labels=self.labels, in_table=True)

    # -- listings --------------------------------------------------------------------------------

    def fence(self, token: Token) -> Iterator[Block]:
        first, last = token.map or [0, 0]
        excerpt = self.listing(token.content, first + 1, last - 1)
        language = fences.language(token.info)
        if language == "math":
            yield from self.formula(excerpt)
        elif language in _TEX:
            yield from latex.blocks(excerpt, self.macros, bare=True)
        elif excerpt.text.strip():
            yield Code(excerpt, language)

    def formula(self, excerpt: Excerpt) -> Iterator[Block]:
        """Take a block that its author says is a formula, without the options before it."""
        options = _OPTIONS.match(excerpt.text)
        excerpt = excerpt.part(options.end() if options else 0, len(excerpt.text)).strip()
        if excerpt.text:
            yield Mathematics(excerpt, display=True)

    def indented(self, token: Token) -> Iterator[Block]:
        first, last = token.map or [0, 0]
        excerpt = self.listing(token.content.rstrip("\n"), first, last)
        # A formula set in by four spaces is a listing to Markdown, but not to its author.
        if self.directive:
            yield from self.formula(excerpt)
        elif excerpt.text.lstrip().startswith(("$$", "\\[", "\\begin{")):
            yield from self.text_and_formulas(excerpt.strip())
        elif excerpt.text.strip():
            yield Code(excerpt, "")

    def listing(self, content: str, first: int, last: int) -> Excerpt:
        """Return the lines of a listing, without what its container puts before them."""
        texts = content.split("\n")[: last - first]
        lines = self.lines[first : first + len(texts)]
        if not lines:
            return Excerpt("", (self.lines[min(first, len(self.lines) - 1)].start,))
        if all(line.text.endswith(text) for line, text in zip(lines, texts, strict=True)):
            cut = [
                line.part(len(line.text) - len(text), len(line.text))
                for line, text in zip(lines, texts, strict=True)
            ]
        else:
            # A tab that is half indentation: keep white space as it is in the file.
            cut = [_with_indentation(line, text) for line, text in zip(lines, texts, strict=True)]
        return joined(cut)

    # -- places ----------------------------------------------------------------------------------

    def content(self, token: Token) -> Excerpt:
        """Return the text of a token, each line without what stands before it in the file."""
        first, last = token.map or [0, 0]
        texts = token.content.split("\n")
        # A line of odd white space, such as a form feed, is left out of the content.
        while last - first > len(texts) and texts[0].strip() not in self.lines[first].text:
            first += 1
        lines = self.lines[first : first + len(texts)]
        return joined([_find(line, text) for line, text in zip(lines, texts, strict=True)])

    def span(self, lines: list[int]) -> Excerpt:
        """Return whole lines, without what stands before them for their containers' sake."""
        return joined([self.within(n, lines[0]) for n in range(lines[0], lines[1])]).strip()

    def within(self, number: int, first: int) -> Excerpt:
        """Return a line without marks of quotations, and of a list if it is the `first`."""
        line = self.lines[number]
        at, quotes = 0, self.quotes
        while (mark := _MARK.match(line.text, at)) is not None:
            if mark[1] == ">":
                quotes -= 1
            if quotes < 0 or (mark[1] != ">" and number != first):
                break
            at = mark.end()
        return line.part(at, len(line.text)).strip()


_MARK = re.compile(r"[ \t]*(?:(>)|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]?")


def _find(line: Excerpt, text: str) -> Excerpt:
    """Return the last place of a text in a line."""
    text = text.strip()
    at = line.text.rfind(text)
    return line.part(at, at + len(text)) if at >= 0 else line.strip()


def _with_indentation(line: Excerpt, text: str) -> Excerpt:
    """Return a line's end that begins with the white space before a text."""
    bare = text.lstrip(" \t")
    start = len(line.text) - len(bare)
    while start > 0 and line.text[start - 1] in " \t":
        start -= 1
    return line.part(start, len(line.text))


def _nothing_besides(excerpt: Excerpt, pieces: list[inline.Piece]) -> bool:
    """Whether a text holds one formula, its delimiters, and nothing more."""
    if len(pieces) != 1 or isinstance(pieces[0], Image):
        return False
    before, _, after = excerpt.text.partition(pieces[0].excerpt.text)
    return _DELIMITERS.fullmatch(before + after) is not None


_DELIMITERS = re.compile(r"(?:[\s$.,;，。；`]|\\[()\[\]]|\\(?:begin|end)\s*\{[A-Za-z]+\*?\})*")


def _starts(piece: inline.Piece) -> tuple[Place, ...]:
    return (piece.place,) if isinstance(piece, Image) else piece.excerpt.starts
