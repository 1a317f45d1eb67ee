"""Find the formulas and pictures in running text of Markdown.

One pass from left to right: at each sign that may open something its end is looked up, and what
it spans is left behind. No sign is met twice, and what is looked up is found once, so the time is
linear in the text whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from itertools import islice

from symopt.notes.document import Broken, Image, Mathematics
from symopt.notes.documents import dollars
from symopt.notes.documents.environments import is_display
from symopt.notes.documents.excerpts import Cutter
from symopt.notes.documents.limits import MOST_BLOCKS
from symopt.notes.documents.links import Links, tag_at
from symopt.notes.documents.lookup import Lookup
from symopt.notes.documents.macros import past_definitions
from symopt.notes.source import Excerpt

Piece = Mathematics | Image | Broken

_SIGN = re.compile(
    r"""
      (?P<environment>\\begin\s*\{(?P<name>[A-Za-z]+\*?)\})
    | (?P<bracket>\\\\?[(\[])
    | \\.
    | (?P<code>`+)
    | (?P<dollars>\$+)
    | (?P<image>!\[)
    | (?P<definition>^[ ]{0,3}\[[^\^\]\n][^\]\n]*\]:[ \t]*\S+(?:[ \t]+["'(][^\n]*)?)
    | (?P<open>\[)
    | (?P<close>\])
    | (?P<tag><)
    | (?P<directive>^\.\.[ ]math::)
    | (?P<address>https?://[!-;=?-~]+)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CLOSERS = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}
_LIST_OF_NUMBERS = re.compile(r"[\d\s.,;:，、~–-]*\Z")
_UNREAD_TAGS = frozenset({"code", "pre", "script", "style", "svg", "textarea", "kbd"})
# How much white space may stand before what is first on its line.
_WIDEST = 100
# How many `\text{... $x$ ...}` one formula may hold.
_MOST_TEXTS = 20


def pieces(
    excerpt: Excerpt,
    macros: dict[str, tuple[int, str]],
    *,
    labels: Collection[str] = (),
    in_table: bool = False,
) -> list[Piece]:
    """Return the formulas, pictures and broken pieces of a text, in order.

    Parameters
    ----------
    macros : dict
        Takes what the formulas define.
    labels : collection of str
        Those that the document gives targets to: ``[text][label]`` is a link then.

    Examples
    --------
    >>> found = pieces(Excerpt.of("for $5 a rate $\\\\eta$ in `code $x$`"), {})
    >>> [(piece.excerpt.text, str(piece.excerpt.start)) for piece in found]
    [('\\\\eta', '1:16')]
    """
    return _Scan(excerpt, macros, labels, in_table).run()


class _Scan:
    """One pass over one text."""

    def __init__(
        self,
        excerpt: Excerpt,
        macros: dict[str, tuple[int, str]],
        labels: Collection[str],
        in_table: bool,
    ):
        self.text = excerpt.text
        self.macros, self.in_table = macros, in_table
        self.cut = Cutter(excerpt)
        self.lookup = Lookup(self.text)
        self.links = Links(self.text, labels)
        # How much had been found before the last `<a>`.
        self.anchor: int | None = None
        self.out: list[Piece] = []

    def run(self) -> list[Piece]:
        at = 0
        while len(self.out) <= MOST_BLOCKS and (sign := _SIGN.search(self.text, at)) is not None:
            handler = _HANDLERS.get(sign.lastgroup or "")
            at = sign.end() if handler is None else handler(self, sign)
        return self.out

    def add(self, start: int, end: int, *, display: bool, environment: str = "") -> None:
        """Take what stands between two offsets as a formula."""
        start += past_definitions(self.text[start:end], self.macros)
        excerpt = self.cut.part(start, end).strip()
        if excerpt.text:
            self.out.append(Mathematics(excerpt, display, environment, self.in_table))

    def broken(self, start: int, end: int, reason: str) -> int:
        self.out.append(Broken(self.cut.part(start, end).strip(), reason))
        return end

    def is_first(self, at: int) -> bool:
        """Whether nothing stands before an offset on its line."""
        before = self.text[max(0, at - _WIDEST) : at]
        return not before.rpartition("\n")[2].strip() and (at <= _WIDEST or "\n" in before)

    # Each takes the sign that was met and returns where to go on.

    def environment(self, sign: re.Match[str]) -> int:
        if not is_display(sign["name"]):
            return sign.end()
        whole = self.lookup.environments.get(sign.start())
        if whole is None:
            end = len(self.text)
            return self.broken(sign.start(), end, f"\\begin{{{sign['name']}}} is not closed")
        self.add(whole.inner, whole.inner_end, display=True, environment=whole.name)
        return whole.end

    def bracket(self, sign: re.Match[str]) -> int:
        closer = _CLOSERS[sign[0]]
        find = self.lookup.find if len(closer) > 2 else self.lookup.find_command
        close = find(closer, sign.end())
        if -1 < find(sign[0], sign.end()) < close:
            return sign.end()
        if close < 0:
            # In Markdown these are escaped brackets as well.
            if dollars.begins_formula(self.text, sign.end()):
                end = self.lookup.end_of_line(sign.end())
                return self.broken(sign.start(), end, f"{sign[0]} is not closed")
            return sign.end()
        content, end = self.text[sign.end() : close], close + len(closer)
        if (
            _LIST_OF_NUMBERS.match(content)
            or self.text.startswith("(", end)
            or not (self.is_first(sign.start()) or dollars.between(f" {content} ", "") == "formula")
        ):
            return sign.end()
        self.add(sign.end(), close, display=sign[0].endswith("["))
        return end

    def code(self, sign: re.Match[str]) -> int:
        length = sign.end() - sign.start()
        runs = self.lookup.ticks.get(length, [])
        after = bisect_left(runs, sign.end())
        if after == len(runs):
            return sign.end()
        if self.text.endswith(":math:", 0, sign.start()):  # reStructuredText's role
            self.add(sign.end(), runs[after], display=False)
        return runs[after] + length

    def directive(self, sign: re.Match[str]) -> int:
        """Take the rest of a paragraph that reStructuredText calls a formula."""
        options = self.lookup.find("\n:", sign.end())
        self.add(sign.end(), options if options > 0 else len(self.text), display=True)
        return len(self.text)

    def dollar(self, sign: re.Match[str]) -> int:
        if sign.end() - sign.start() == 1:
            return self.single(sign.start())
        if sign.end() - sign.start() > 3:
            return sign.end()
        start = sign.start() + 2
        for at, length in self.lookup.dollars_from(sign.end()):
            if length > 1:
                self.add(start, at, display=True)
                return at + 2
        return self.broken(sign.start(), len(self.text), "$$ is not closed")

    def single(self, start: int) -> int:
        """Read on from a lone dollar sign."""
        text, line = self.text, self.lookup.end_of_line(start)
        if text.startswith("`", start + 1):  # $`...`$
            close = self.lookup.find("`$", start + 2)
            if 0 < close < line:
                self.add(start + 2, close, display=False)
                return close + 2
        close = self.closing(start + 1)
        if close is not None:
            judged = dollars.between(text[start + 1 : close], text[close + 1 : close + 2])
            if judged == "formula":
                self.add(start + 1, close, display="\n" in text[start + 1 : close])
                return close + 1
            if judged == "text":
                return start + 1
        if dollars.begins_formula(text, start + 1):
            return self.broken(start, min(line, close or line), "$ is not closed")
        if close is None and not text[start + 1 : line].strip() and self.is_first(start):
            return self.broken(start, len(text), "$ is not closed")
        return start + 1

    def closing(self, start: int) -> int | None:
        """Return the dollar sign that closes a formula, past those of \\text{... $x$ ...}."""
        runs = self.lookup.dollars_from(start)
        for at, _ in islice(runs, _MOST_TEXTS):
            if not dollars.within_text(self.text, start, at):
                return at
            next(runs, None)
        return None

    def image(self, sign: re.Match[str]) -> int:
        if self.text.startswith("[", sign.end()):  # ![[picture.png]]
            close = self.lookup.find("]]", sign.end())
            if -1 < close < self.lookup.end_of_line(sign.end()):
                self.out.append(Image(self.cut.place(sign.start())))
                return close + 2
        self.links.begin(sign.start(), len(self.out), is_picture=True)
        return sign.end()

    def open(self, sign: re.Match[str]) -> int:
        self.links.begin(sign.start(), len(self.out))
        return sign.end()

    def close(self, sign: re.Match[str]) -> int:
        link = self.links.end(sign.start())
        if link is None:
            return sign.end()
        if link.is_picture:
            del self.out[link.found :]
            self.out.append(Image(self.cut.place(link.start)))
        else:
            self.forget_formulas(link.found)
        return link.end

    def forget_formulas(self, found: int) -> None:
        """Drop the formulas of a link's text: they are shown where the link leads."""
        self.out[found:] = [piece for piece in self.out[found:] if isinstance(piece, Image)]

    def tag(self, sign: re.Match[str]) -> int:
        start = sign.start()
        if self.text.startswith("<!--", start):
            close = self.lookup.find("-->", start)
            return sign.end() if close < 0 else close + 3
        tag = tag_at(self.text, start)
        if tag is None:
            return sign.end()
        if tag.is_closing:
            if tag.name == "a" and self.anchor is not None:
                self.forget_formulas(self.anchor)
                self.anchor = None
        elif tag.name == "img":
            self.out.append(Image(self.cut.place(start)))
        elif tag.name == "a":
            self.anchor = len(self.out)
        elif tag.name == "math":
            close = self.lookup.find("</math>", start)
            end = len(self.text) if close < 0 else close + len("</math>")
            if close > 0 and "</" not in self.text[tag.end : close]:  # a wiki's, which is LaTeX
                self.add(tag.end, close, display=self.is_first(start))
                return end
            return self.broken(start, end, "MathML is not read")
        elif tag.name in _UNREAD_TAGS:
            close = self.lookup.find(f"</{tag.name}", tag.end)
            return tag.end if close < 0 else close
        return tag.end


_HANDLERS = {
    "environment": _Scan.environment,
    "bracket": _Scan.bracket,
    "code": _Scan.code,
    "directive": _Scan.directive,
    "dollars": _Scan.dollar,
    "image": _Scan.image,
    "open": _Scan.open,
    "close": _Scan.close,
    "tag": _Scan.tag,
}
