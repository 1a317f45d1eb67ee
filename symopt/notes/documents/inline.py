"""Find the formulas and pictures in running text of Markdown.

One pass from left to right: at each sign that may open something its end is looked up, and what
it spans is left behind. No sign is looked at twice, and every look-up is by an index, so the time
is linear in the text whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice

from symopt.notes.document import Broken, Image, Mathematics
from symopt.notes.documents import dollars
from symopt.notes.documents.environments import Environment, environments, is_display
from symopt.notes.documents.excerpts import Cutter
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
_TARGET = re.compile(
    r"""\(\s*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"""
    r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)"""
)
_LABEL = re.compile(r"\[([^\[\]\n]{0,200})\]")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"""
    r"""(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?>"""
)
_UNREAD_TAGS = frozenset({"code", "pre", "script", "style", "svg", "textarea", "kbd"})
_LIST_OF_NUMBERS = re.compile(r"[\d\s.,;:，、~–-]*\Z")
_CLOSERS = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}
# How many of the latter one formula may hold.
_MOST_TEXTS = 20
_ESCAPES = re.compile(r"\\.|\$+", re.DOTALL)


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
        self.cut = Cutter(excerpt)
        self.text = excerpt.text
        self.macros, self.labels, self.in_table = macros, labels, in_table
        self.out: list[Piece] = []
        # Where links that are not closed yet begin, and how much had been found before them.
        self.links: list[tuple[bool, int, int]] = []
        # A link holds no link: brackets opened before the last one are none.
        self.past_links = 0
        self.anchor: int | None = None
        self._found: dict[str, int] = {}

    def run(self) -> list[Piece]:
        at = 0
        while (sign := _SIGN.search(self.text, at)) is not None:
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

    def find(self, what: str, at: int) -> int:
        """Return where a text stands next, or -1; no stretch is searched twice."""
        known = self._found.get(what)
        if known is None or -1 < known < at:
            known = self._found[what] = self.text.find(what, at)
        return known

    def end_of_line(self, at: int) -> int:
        end = self.find("\n", at)
        return len(self.text) if end < 0 else end

    @cached_property
    def environments(self) -> dict[int, Environment]:
        return environments(self.text)

    @cached_property
    def dollars(self) -> list[tuple[int, int]]:
        """Where runs of dollar signs that no backslash escapes stand, and how long they are."""
        return [
            (run.start(), run.end() - run.start())
            for run in _ESCAPES.finditer(self.text)
            if run[0][0] == "$"
        ]

    @cached_property
    def ticks(self) -> dict[int, list[int]]:
        """Where runs of backticks stand, by their length."""
        runs: dict[int, list[int]] = {}
        for run in re.finditer("`+", self.text):
            runs.setdefault(run.end() - run.start(), []).append(run.start())
        return runs

    # Each takes the sign that was met and returns where to go on.

    def environment(self, sign: re.Match[str]) -> int:
        if not is_display(sign["name"]):
            return sign.end()
        whole = self.environments.get(sign.start())
        if whole is None:
            end = len(self.text)
            return self.broken(sign.start(), end, f"\\begin{{{sign['name']}}} is not closed")
        self.add(whole.inner, whole.inner_end, display=True, environment=whole.name)
        return whole.end

    def bracket(self, sign: re.Match[str]) -> int:
        closer = _CLOSERS[sign[0]]
        close = self.find(closer, sign.end())
        if close < 0:
            # In Markdown these are escaped brackets as well.
            if dollars.begins_formula(self.text, sign.end()):
                end = self.end_of_line(sign.end())
                return self.broken(sign.start(), end, f"{sign[0]} is not closed")
            return sign.end()
        content, end = self.text[sign.end() : close], close + len(closer)
        alone = not self.text[self.text.rfind("\n", 0, sign.start()) + 1 : sign.start()].strip()
        if (
            _LIST_OF_NUMBERS.match(content)
            or self.text.startswith("(", end)
            or not (alone or dollars.between(f" {content} ", "") == "formula")
        ):
            return sign.end()
        self.add(sign.end(), close, display=sign[0].endswith("["))
        return end

    def code(self, sign: re.Match[str]) -> int:
        length = sign.end() - sign.start()
        runs = self.ticks[length]
        after = bisect_left(runs, sign.end())
        if after == len(runs):
            return sign.end()
        if self.text.endswith(":math:", 0, sign.start()):  # reStructuredText's role
            self.add(sign.end(), runs[after], display=False)
        return runs[after] + length

    def directive(self, sign: re.Match[str]) -> int:
        """Take the rest of a paragraph that reStructuredText calls a formula."""
        options = self.find("\n:", sign.end())
        self.add(sign.end(), options if options > 0 else len(self.text), display=True)
        return len(self.text)

    def dollar(self, sign: re.Match[str]) -> int:
        if sign.end() - sign.start() == 1:
            return self.single(sign.start())
        if sign.end() - sign.start() > 3:
            return sign.end()
        start = sign.start() + 2
        for at, length in self.runs_after(sign.end()):
            if length > 1:
                self.add(start, at, display=True)
                return at + 2
        return self.broken(sign.start(), len(self.text), "$$ is not closed")

    def single(self, start: int) -> int:
        """Read on from a lone dollar sign."""
        text = self.text
        if text.startswith("`", start + 1):  # $`...`$
            close = self.find("`$", start + 2)
            if close > 0 and self.find("\n", start) not in range(start, close):
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
        line = self.end_of_line(start)
        if dollars.begins_formula(text, start + 1):
            return self.broken(start, min(line, close or line), "$ is not closed")
        if close is None and not text[start + 1 : line].strip() and self.alone(start):
            return self.broken(start, len(text), "$ is not closed")
        return start + 1

    def closing(self, start: int) -> int | None:
        """Return the dollar sign that closes a formula, past those of \\text{... $x$ ...}."""
        runs = self.runs_after(start)
        for at, _ in islice(runs, _MOST_TEXTS):
            if not dollars.within_text(self.text, start, at):
                return at
            next(runs, None)
        return None

    def runs_after(self, at: int) -> Iterator[tuple[int, int]]:
        for index in range(bisect_left(self.dollars, (at, 0)), len(self.dollars)):
            yield self.dollars[index]

    def alone(self, at: int) -> bool:
        """Whether nothing stands before an offset on its line."""
        return not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip()

    def image(self, sign: re.Match[str]) -> int:
        if self.text.startswith("[", sign.end()):  # ![[picture.png]]
            close = self.find("]]", sign.end())
            if -1 < close < self.end_of_line(sign.end()):
                self.out.append(Image(self.cut.place(sign.start())))
                return close + 2
        self.links.append((True, sign.start(), len(self.out)))
        return sign.end()

    def open(self, sign: re.Match[str]) -> int:
        self.links.append((False, sign.start(), len(self.out)))
        return sign.end()

    def close(self, sign: re.Match[str]) -> int:
        if not self.links:
            return sign.end()
        is_image, start, before = self.links.pop()
        if not is_image and len(self.links) < self.past_links:
            return sign.end()
        target = _TARGET.match(self.text, sign.end())
        if target is None:
            target = _LABEL.match(self.text, sign.end())
            label = target[1] or self.text[start + 1 : sign.start()] if target else ""
            if target is None or not (is_image or label.strip().lower() in self.labels):
                return sign.end()
        if is_image:
            del self.out[before:]
            self.out.append(Image(self.cut.place(start)))
        else:
            self.forget_formulas(before)
            self.past_links = len(self.links)
        return target.end()

    def forget_formulas(self, before: int) -> None:
        """Drop the formulas of a link's text: they are shown where the link leads."""
        self.out[before:] = [piece for piece in self.out[before:] if isinstance(piece, Image)]

    def tag(self, sign: re.Match[str]) -> int:
        start = sign.start()
        if self.text.startswith("<!--", start):
            close = self.find("-->", start)
            return sign.end() if close < 0 else close + 3
        link = _AUTOLINK.match(self.text, start)
        if link is not None:
            return link.end()
        tag = _TAG.match(self.text, start)
        if tag is None:
            return sign.end()
        name = tag["name"].lower()
        if tag["end"]:
            if name == "a" and self.anchor is not None:
                self.forget_formulas(self.anchor)
                self.anchor = None
        elif name == "img":
            self.out.append(Image(self.cut.place(start)))
        elif name == "a":
            self.anchor = len(self.out)
        elif name == "math":
            close = self.find("</math>", start)
            end = len(self.text) if close < 0 else close + len("</math>")
            return self.broken(start, end, "MathML is not read")
        elif name in _UNREAD_TAGS:
            close = self.find(f"</{name}", tag.end())
            return tag.end() if close < 0 else close
        return tag.end()


_HANDLERS = {
    "environment": _Scan.environment,
    "bracket": _Scan.bracket,
    "code": _Scan.code,
    "dollars": _Scan.dollar,
    "directive": _Scan.directive,
    "image": _Scan.image,
    "open": _Scan.open,
    "close": _Scan.close,
    "tag": _Scan.tag,
}
