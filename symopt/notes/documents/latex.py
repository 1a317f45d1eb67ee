"""LaTeX documents: formulas, listings, tables and headings, by one pass from left to right.

TeX can redefine anything, so nothing short of TeX parses it; what notes are written in is a small
and regular part, and what lies outside of it passes as prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symopt.notes.document import Block, Broken, Code, Heading, Image, Mathematics, Table
from symopt.notes.documents import dollars, tabular
from symopt.notes.documents.comments import LISTINGS, without_comments
from symopt.notes.documents.environments import Environment, is_display
from symopt.notes.documents.excerpts import Cutter
from symopt.notes.documents.lookup import Lookup
from symopt.notes.documents.macros import collect
from symopt.notes.documents.paragraph import Paragraph
from symopt.notes.source import Excerpt

_HEADINGS = (
    *("title", "part", "chapter", "section", "subsection", "subsubsection"),
    *("paragraph", "subparagraph"),
)
_PICTURES = frozenset({"tikzpicture", "pspicture", "picture", "asy"})

_SIGN = re.compile(
    r"""
      (?P<environment>\\begin\s*\{(?P<name>[A-Za-z]+\*?)\})
    | (?P<end>\\end\s*\{(?P<ended>[A-Za-z]+\*?)\})
    | (?P<heading>\\(?P<level>"""
    + "|".join(_HEADINGS)
    + r""")\*?\s{0,9}(?:\[[^\]\n]{0,200}\]\s{0,9})?\{)
    | (?P<definition>\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator
        |DeclareRobustCommand|def)(?![A-Za-z]))
    | (?P<picture>\\includegraphics(?![A-Za-z]))
    | (?P<listing>\\(?:verb\*?|lstinline)(?P<mark>[^\sA-Za-z*{\[\\]))
    | (?P<paragraph>\n[ \t]*(?:\n\s*)+
        |\\(?:item|par|STATE|State|Statex|FOR|For|ENDFOR|EndFor|WHILE|While|ENDWHILE|EndWhile
            |REPEAT|Repeat|UNTIL|Until|IF|If|ELSE|Else|ENDIF|EndIf|REQUIRE|Require|ENSURE|Ensure
            |INPUT|Input|OUTPUT|Output|KwIn|KwOut|KwData|KwResult|KwRet|RETURN|Return|Comment
            |Initialize|Procedure|EndProcedure|Function|EndFunction|caption)(?![A-Za-z])
        |\\;)
    | \\\\(?:\[[^\]\n]{0,20}\])?
    | (?P<bracket>\\[(\[])
    | \\.
    | (?P<dollars>\$\$?)
    """,
    re.VERBOSE | re.DOTALL,
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OPTIONS = re.compile(
    r"\s*(?:\[(?P<options>[^\]\n]{0,500})\])?\s*?(?:\{(?P<argument>[\w+#-]+)\})?[ \t]*\n?"
)
_LANGUAGE_OPTION = re.compile(r"language\s*=\s*\{?(?:\[[^\]]{0,40}\])?\s{0,9}([\w+#-]+)")
_FILE = re.compile(r"\s{0,9}(?:\[[^\]\n]{0,500}\])?\s{0,9}(?:\{[^{}\n]*\})?")
_ARGUMENT = re.compile(r"[ \t]*\[[^\]\n]{0,200}\]")
_LONGEST_HEADING = 2000


def blocks(
    excerpt: Excerpt, macros: dict[str, tuple[int, str]], *, bare: bool = False
) -> Iterator[Block]:
    """Yield the blocks of a LaTeX text; `macros` takes what it defines.

    Parameters
    ----------
    bare : bool
        Take a text without any delimiter as one formula.

    Examples
    --------
    >>> text = r"\\section{Steps} Then $w = w - a g$ % $no$"
    >>> for block in blocks(Excerpt.of(text), {}):
    ...     print(type(block).__name__, block.excerpt.text)
    Heading Steps
    Prose Then $w = w - a g$
    Mathematics w = w - a g
    """
    excerpt = without_comments(excerpt)
    if bare and excerpt.text.strip() and not _delimited(excerpt.text):
        yield Mathematics(excerpt.strip(), display=True)
        return
    yield from _Walk(excerpt, macros).blocks()


def _delimited(text: str) -> bool:
    """Whether a text holds anything that begins a formula."""
    return any(
        sign["dollars"] or sign["bracket"] or (sign["name"] and is_display(sign["name"]))
        for sign in _SIGN.finditer(text)
    )


class _Walk:
    """One pass over one text."""

    def __init__(
        self, excerpt: Excerpt, macros: dict[str, tuple[int, str]], *, within: bool = False
    ):
        # Within a heading or a cell, neither headings nor tables begin.
        self.within = within
        self.cut = Cutter(excerpt)
        self.text = excerpt.text
        self.lookup = Lookup(self.text)
        self.definitions = dict(collect(self.text, macros))
        self.paragraph = Paragraph(self.cut)
        self.out: list[Block] = []

    def blocks(self) -> Iterator[Block]:
        start, end = self.body()
        at = self.paragraph.begin(start)
        while (sign := _SIGN.search(self.text, at, end)) is not None:
            handler = _HANDLERS.get(sign.lastgroup or "")
            at = sign.end() if handler is None else handler(self, sign)
            yield from self.out
            self.out.clear()
        self.flush(end)
        yield from self.out

    def body(self) -> tuple[int, int]:
        """Return where the document itself begins and ends, without its preamble."""
        begin = re.search(r"\\begin\s*\{document\}", self.text)
        if begin is None:
            return 0, len(self.text)
        title = re.search(r"\\title\s*\{", self.text[: begin.start()])
        if title is not None:
            self.heading_at(title.end(), 1)
        end = self.text.find("\\end{document}", begin.end())
        return begin.end(), len(self.text) if end < 0 else end

    def flush(self, end: int) -> None:
        """End the paragraph."""
        self.out += self.paragraph.end(end)

    def mathematics(self, start: int, end: int, inner: int, inner_end: int, name: str = "") -> int:
        excerpt = self.cut.part(inner, inner_end).strip()
        display = bool(name) or not self.text.startswith(("\\(", "$"), start)
        display = display or self.text.startswith("$$", start)
        block = Mathematics(excerpt, display, name) if excerpt.text else None
        return self.paragraph.take(start, end, block)

    def broken(self, start: int, reason: str) -> int:
        """Give up on what begins here, up to the end of its paragraph."""
        end = self.lookup.end_of_paragraph(start)
        return self.paragraph.take(start, end, Broken(self.cut.part(start, end).strip(), reason))

    def closing_brace(self, start: int) -> int | None:
        """Return the offset of the brace that closes the one before `start`."""
        depth = 1
        for brace in _BRACE.finditer(self.text, start, start + _LONGEST_HEADING):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                return brace.start()
        return None

    # -- signs: each takes the one that was met and returns where to go on -------------------------

    def environment(self, sign: re.Match[str]) -> int:
        name = sign["name"]
        whole = self.lookup.environments.get(sign.start())
        if is_display(name):
            if whole is None:
                return self.broken(sign.start(), f"\\begin{{{name}}} is not closed")
            return self.mathematics(sign.start(), whole.end, whole.inner, whole.inner_end, name)
        self.flush(sign.start())
        plain = name.removesuffix("*")
        if plain in LISTINGS:
            return self.paragraph.begin(self.listing_environment(sign))
        if whole is not None and not self.within and tabular.is_table(plain):
            self.table(whole)
            return self.paragraph.begin(whole.end)
        if whole is not None and plain in _PICTURES:
            self.out.append(Image(self.cut.place(sign.start())))
            return self.paragraph.begin(whole.end)
        if whole is not None and plain == "comment":
            return self.paragraph.begin(whole.end)
        argument = _ARGUMENT.match(self.text, sign.end())
        return self.paragraph.begin(argument.end() if argument else sign.end())

    def listing_environment(self, sign: re.Match[str]) -> int:
        closing = f"\\end{{{sign['name']}}}"
        given = _OPTIONS.match(self.text, sign.end())
        close = self.lookup.find(closing, sign.end())
        if close < 0:
            end = self.lookup.end_of_paragraph(sign.start())
            excerpt = self.cut.part(sign.start(), end).strip()
            self.out.append(Broken(excerpt, f"\\begin{{{sign['name']}}} is not closed"))
            return end
        inner = min(given.end() if given else sign.end(), close)
        line_end = close - 1 if close > inner and self.text[close - 1] == "\n" else close
        excerpt = self.cut.part(inner, line_end)
        named = _LANGUAGE_OPTION.search((given and given["options"]) or "")
        language = named[1] if named else (given and given["argument"]) or ""
        if excerpt.text.strip():
            self.out.append(Code(excerpt, language.lower()))
        return close + len(closing)

    def table(self, whole: Environment) -> None:
        rows = tabular.rows(self.cut.part(whole.inner, whole.inner_end))
        if rows:
            self.out.append(Table(rows))
        for row in rows:
            for cell in row:
                walk = _Walk(cell, {}, within=True)
                for block in walk.blocks():
                    if isinstance(block, Mathematics):
                        excerpt, display = block.excerpt, block.display
                        self.out.append(
                            Mathematics(excerpt, display, block.environment, in_table=True)
                        )
                    elif isinstance(block, Image | Broken):
                        self.out.append(block)

    def end(self, sign: re.Match[str]) -> int:
        self.flush(sign.start())
        return self.paragraph.begin(sign.end())

    def new_paragraph(self, sign: re.Match[str]) -> int:
        self.flush(sign.start())
        return self.paragraph.begin(sign.end())

    def heading(self, sign: re.Match[str]) -> int:
        if self.within:
            return sign.end()
        self.flush(sign.start())
        level = max(1, _HEADINGS.index(sign["level"]))
        return self.paragraph.begin(self.heading_at(sign.end(), level))

    def heading_at(self, start: int, level: int) -> int:
        """Take a heading whose text begins at an offset; return where the text goes on."""
        close = self.closing_brace(start)
        if close is None:
            end = min(self.lookup.end_of_paragraph(start), start + _LONGEST_HEADING)
            self.out.append(Broken(self.cut.part(start, end).strip(), "a brace is not closed"))
            return end
        excerpt = self.cut.part(start, close).strip()
        self.out.append(Heading(excerpt, level))
        walk = _Walk(excerpt, {}, within=True)
        self.out += [block for block in walk.blocks() if isinstance(block, Mathematics | Broken)]
        return close + 1

    def definition(self, sign: re.Match[str]) -> int:
        end = self.definitions.get(sign.start(), sign.end())
        return self.paragraph.take(sign.start(), end, None)

    def picture(self, sign: re.Match[str]) -> int:
        file = _FILE.match(self.text, sign.end())
        end = file.end() if file else sign.end()
        return self.paragraph.take(sign.start(), end, Image(self.cut.place(sign.start())))

    def listing(self, sign: re.Match[str]) -> int:
        close = self.text.find(sign["mark"], sign.end(), self.lookup.end_of_line(sign.end()))
        return sign.end() if close < 0 else close + 1

    def bracket(self, sign: re.Match[str]) -> int:
        closer = {"\\(": "\\)", "\\[": "\\]"}[sign[0]]
        close = self.lookup.find_command(closer, sign.end())
        if close < 0 or (closer == "\\)" and close > self.lookup.end_of_paragraph(sign.end())):
            return self.broken(sign.start(), f"{sign[0]} is not closed")
        return self.mathematics(sign.start(), close + 2, sign.end(), close)

    def dollar(self, sign: re.Match[str]) -> int:
        start, end = sign.end(), self.lookup.end_of_paragraph(sign.end())
        runs = self.lookup.dollars_from(start)
        for close, length in runs:
            if close >= end:
                break
            if dollars.within_text(self.text, start, close):
                next(runs, None)  # the formula in \text{... $x$ ...} ends
            elif length >= len(sign[0]):
                return self.mathematics(sign.start(), close + len(sign[0]), start, close)
        return self.broken(sign.start(), f"{sign[0]} is not closed")


_HANDLERS = {
    "environment": _Walk.environment,
    "end": _Walk.end,
    "heading": _Walk.heading,
    "definition": _Walk.definition,
    "picture": _Walk.picture,
    "listing": _Walk.listing,
    "paragraph": _Walk.new_paragraph,
    "bracket": _Walk.bracket,
    "dollars": _Walk.dollar,
}
