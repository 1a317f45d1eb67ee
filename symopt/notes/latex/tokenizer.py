"""From LaTeX text to tokens."""

from __future__ import annotations

import re
from dataclasses import replace

from symopt.notes.latex.macros import MAX_DEPTH, MAX_EXPANDED, Macros, braced, expansion
from symopt.notes.latex.scanner import Scanner
from symopt.notes.latex.signs import (
    BETWEEN,
    IGNORED,
    IGNORED_WITH_ARGUMENT,
    SPELLINGS,
    STACKED,
    STARRED,
    TEXTS,
    UPRIGHT,
)
from symopt.notes.latex.tokens import Token
from symopt.notes.latex.words import JOINING

_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|\s|.)", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?:\\?_|-)[A-Za-z0-9]+)*")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:\s+[A-Za-z][A-Za-z0-9]+)*")
_SIZE = re.compile(r"\s*\[[^\[\]\n]{0,20}\]")
_BAR = re.compile(r"\s*(\\\||\\[lr]?[vV]ert|\|)")
_NOTHING = re.compile(r"\s*\.")


class Tokenizer(Scanner):
    """Knows the commands of LaTeX, and those of its author."""

    def __init__(
        self,
        text: str,
        plainly: bool = False,
        macros: Macros | None = None,
        names: frozenset[str] = frozenset(),
    ):
        super().__init__(text, plainly, names)
        self.macros = macros or {}
        self.depth = 0  # of macros
        self.budget = MAX_EXPANDED

    def _command(self) -> None:
        match = _COMMAND.match(self.text, self.at)
        if match is None:
            self._add("unknown", "\\", self.at + 1)
            return
        name, end = match.group()[1:], match.end()
        if name.endswith("*") and len(name) > 1 and name[:-1] not in STARRED:
            name, end = name[:-1], end - 1
        if name in ("\\", "cr", "newline", "tabularnewline"):
            end += self.text.startswith("*", end)
            size = _SIZE.match(self.text, end)
            self._add("break", "\\\\", size.end() if size else end)
        elif name.isspace() or name in (";", ":", "enspace", "enskip"):
            self._space(end)
        elif name in self.macros:
            self._macro(name, end)
        else:
            self._named(name.rstrip("*") or name, end)

    def _named(self, name: str, end: int) -> None:
        if name in TEXTS or name in UPRIGHT:
            self._text(name, end)
        elif name in ("begin", "end"):
            self._environment(name, end)
        elif name in ("left", "right"):
            self._fence(name, end)
        elif name in SPELLINGS:
            after = braced(self.text, end)[1] if name.startswith("x") else end
            self._add(*SPELLINGS[name], after)
        elif name in IGNORED:
            self._skip(end, spaced=not name.isalpha())
        elif name in BETWEEN:
            self._add("break", name, braced(self.text, end)[1])
        elif name == "tag":
            self._add("tag", *braced(self.text, end))
        elif name == "hspace":
            self._add("gap", name, braced(self.text, end)[1])
        elif name in IGNORED_WITH_ARGUMENT or name in STACKED:
            self._skip(braced(self.text, end)[1], spaced=False)
        else:
            self._add("command", "\\" + name, end)

    def _fence(self, side: str, end: int) -> None:
        """\\left and \\right: nothing before a point, and a bar that opens or closes."""
        bar = _BAR.match(self.text, end)
        if nothing := _NOTHING.match(self.text, end):
            self._skip(nothing.end())
        elif bar:
            double = bar.group(1) in ("\\|", "\\Vert", "\\lVert", "\\rVert")
            self._add("command", f"\\{side[0]}{'V' if double else 'v'}ert", bar.end())
        else:
            self._skip(end, spaced=False)

    def _text(self, command: str, end: int) -> None:
        content, after = braced(self.text, end)
        word = content.strip()
        if after == end:  # without braces: \mathrm d
            self._skip(end)
        elif _WORD.fullmatch(word) and word.lower() not in JOINING:
            self._add("name", word.replace("\\_", "_").replace("-", "_"), after)
        elif command in UPRIGHT and _WORDS.fullmatch(word):
            self._add("name", "_".join(word.split()), after)
        elif command in UPRIGHT:
            self._skip(end, spaced=False)  # mathematics in another font
        elif word:
            self._add("words", word, after)
        else:
            self._skip(after)

    def _environment(self, command: str, end: int) -> None:
        name, after = braced(self.text, end)
        name = name.rstrip("*")
        if command == "begin" and name in ("array", "alignat", "alignedat", "tabular"):
            size = _SIZE.match(self.text, after)
            after = braced(self.text, size.end() if size else after)[1]
        self._add("begin" if command == "begin" else "end", name, after)

    def _macro(self, name: str, end: int) -> None:
        """Read what a macro stands for; its tokens take the place of the call."""
        meaning, end = expansion(self.text, end, self.macros[name])
        self.budget -= len(meaning) + 1
        if self.depth >= MAX_DEPTH or self.budget < 0:
            self._add("unknown", f'what the macro "\\{name}" stands for is too long', end)
            return
        inner = Tokenizer(meaning, self.plainly, self.macros, self.names)
        inner.depth, inner.budget = self.depth + 1, self.budget
        found = inner.run()
        self.budget = inner.budget
        self.tokens += [replace(token, start=self.at, end=end) for token in found]
        self.at, self.spaced = end, False


def tokenize(
    text: str,
    plainly: bool = False,
    macros: Macros | None = None,
    names: frozenset[str] = frozenset(),
) -> list[Token]:
    """Return the tokens of a text; the runs of letters in `names` are names, no products.

    Examples
    --------
    >>> [token.text for token in tokenize("v_t=β v_{t-1}")]
    ['v', '_', 't', '=', '\\\\beta', 'v', '_', '{', 't', '-', '1', '}']
    """
    return Tokenizer(text, plainly, macros, names).run()
