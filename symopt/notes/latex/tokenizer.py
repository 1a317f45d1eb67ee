"""From LaTeX text to tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from symopt.notes.latex import characters
from symopt.notes.latex.signs import (
    IGNORED,
    IGNORED_WITH_ARGUMENT,
    PAIRS,
    SPELLINGS,
    STARRED,
    TEXTS,
    UPRIGHT,
)
from symopt.notes.latex.tokens import Kind, Token
from symopt.notes.latex.words import JOINING, is_word, units

Macros = Mapping[str, tuple[int, str]]

MAX_MACRO_DEPTH = 8
MAX_EXPANDED = 20_000  # characters that the macros of one excerpt may become

_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|\s|.)", re.DOTALL)
_THOUSANDS = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}|(?:\{,\}\d{3})+)(?![\d,])(?:\.\d+)?")
_DECIMAL = re.compile(r"(?:\d+\.\d+|\.\d+|\d+)(?:[eE][-−+]?\d+)?")
_ESCAPED = re.compile(r"[A-Za-z]+(?:\\_[A-Za-z0-9]+)+")
_ROMAN = re.compile(r"\{\\(?:rm|it|bf|sf)\s+([A-Za-z][A-Za-z0-9]*)\s*\}")
_RUN = re.compile(r"[A-Za-z]+")
_DIGITS = re.compile(r"\d+(?![.\d])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?:\\?_|-)[A-Za-z0-9]+)*")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:\s+[A-Za-z][A-Za-z0-9]+)*")
_ELLIPSIS = re.compile(r"\.(?:\s*\.){2,}")
_SIZE = re.compile(r"\s*\[[^\[\]\n]{0,20}\]")
_BAR = re.compile(r"\s*(\\\||\\[lr]?[vV]ert|\|)")
_ONE = re.compile(r"\s*(\\[A-Za-z]+|\S)")  # an argument without braces
_PLACE = re.compile(r"#(\d)")


class Tokenizer:
    """Walks a text once; `plainly` reads runs of letters and digits as the names of code."""

    def __init__(self, text: str, plainly: bool = False, macros: Macros | None = None):
        self.text, self.plainly, self.macros = text, plainly, macros or {}
        self.at = 0
        self.spaced = False
        self.depth = 0  # of macros
        self.budget = MAX_EXPANDED
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        """Return all tokens."""
        while self.at < len(self.text):
            self._step()
        return self.tokens

    def _add(self, kind: Kind, text: str, end: int) -> None:
        self.tokens.append(Token(kind, text, self.at, end, self.spaced))
        self.at, self.spaced = end, False

    def _skip(self, end: int, spaced: bool = True) -> None:
        self.at, self.spaced = end, self.spaced or spaced

    def _step(self) -> None:
        character = self.text[self.at]
        if character == "\n":
            self._add("line", "\n", self.at + 1)
            self.spaced = True
        elif characters.is_blank(character) or character == "~":
            self._skip(self.at + 1)
        elif character == "\\":
            self._command()
        elif character.isascii() and character.isalpha():
            self._letters()
        elif character.isascii() and character.isdigit():
            self._number()
        elif character == "%":
            self._percent()
        elif character == "." and (match := _ELLIPSIS.match(self.text, self.at)):
            self._add("command", "\\dots", match.end())
        elif character == "." and (match := _DECIMAL.match(self.text, self.at)):
            self._add("number", match.group(), match.end())
        else:
            self._sign(character)

    # plain characters

    def _letters(self) -> None:
        if escaped := _ESCAPED.match(self.text, self.at):  # decay\\_rate
            self._add("name", escaped.group().replace("\\_", "_"), escaped.end())
            return
        run = _RUN.match(self.text, self.at).group()  # pyright: ignore[reportOptionalMemberAccess]
        end = self.at + len(run)
        if run in JOINING and len(run) > 1 and self._stands_apart(end):
            self._add("words", run, end)
            return
        whole = self.plainly or is_word(run)
        script = self.tokens and not self.spaced and self.tokens[-1].is_sign("_", "^")
        if script and not whole:  # an unbraced script is one letter, unless they are a word
            self._add("name", run[0], self.at + 1)
            return
        digits = _DIGITS.match(self.text, end)
        if digits and whole:
            self._add("name", run + digits.group(), digits.end())
            return
        parts = [run] if whole else units(run)
        if len(parts) > 3 and all(len(part) == 1 for part in parts):
            self._add("unknown", f'"{run}" may be one name or a product', end)
            return
        for unit in parts:
            self._add("name", unit, self.at + len(unit))

    def _stands_apart(self, end: int) -> bool:
        begins = self.spaced or not self.tokens
        return begins and (end == len(self.text) or self.text[end].isspace())

    def _number(self) -> None:
        match = _THOUSANDS.match(self.text, self.at) or _DECIMAL.match(self.text, self.at)
        end = match.end() if match else self.at + 1
        text = self.text[self.at : end].replace("{,}", "").replace(",", "").replace("−", "-")
        self._add("number", text, end)

    def _percent(self) -> None:
        """Per cent right after a number; else a comment to the line's end."""
        if self.tokens and self.tokens[-1].kind == "number" and self.tokens[-1].end == self.at:
            self._add("command", "\\%", self.at + 1)
            return
        end = self.text.find("\n", self.at)
        self._skip(len(self.text) if end < 0 else end)

    def _sign(self, character: str) -> None:
        pair = self.text[self.at : self.at + 2]
        raised = self.tokens and self.tokens[-1].is_sign("^", "_")  # \theta^*= is no *=
        if pair in PAIRS and not raised:
            self._add(*PAIRS[pair], self.at + 2)
        elif character == "{" and (match := _ROMAN.match(self.text, self.at)):
            self._add("name", match.group(1), match.end())
        elif pair == "<-" and (self.plainly or self.text[self.at + 2 : self.at + 3].isspace()):
            self._add("relation", "<-", self.at + 2)
        elif characters.raised(character):
            self._script("^", characters.raised)
        elif characters.lowered(character):
            self._script("_", characters.lowered)
        elif character in characters.ACCENTS:
            self._add("command", f"\\combining-{characters.ACCENTS[character]}", self.at + 1)
        elif characters.is_prose(character):
            self._prose()
        else:
            self._spelled(characters.plain(character))

    def _spelled(self, text: str) -> None:
        end = self.at + 1
        if text == "''":
            self._add("sign", "'", end)
            self.tokens.append(replace(self.tokens[-1]))
        elif text.startswith("\\"):
            self._named(text[1:], end)
        elif text.isalpha() and text.isascii():
            self._add("name", text, end)
            self._pasted()
        elif text.isdigit() and text.isascii():
            self._add("number", text, end)
        elif text in ("=", "<", ">"):
            self._add("relation", text, end)
        elif text == "&":
            self._add("align", text, end)
        elif text in "+-*/^_'(){}[]|,;:.!":
            self._add("sign", text, end)
        else:
            self._add("unknown", self.text[self.at], end)

    def _pasted(self) -> None:
        """Mathematical letters side by side, as in 𝑣𝑡, have lost their scripts on the way."""
        if len(self.tokens) < 2 or not ord(self.text[self.tokens[-2].start]) > 0xFFFF:
            return
        before, last = self.tokens[-2:]
        if before.kind == "name" and last.kind == "name" and before.end == last.start:
            if before.text == "d":
                self.tokens[-2:] = [replace(before, text="d" + last.text, end=last.end)]
            else:
                reason = "letters stand side by side that seem to have lost their scripts"
                self.tokens[-2:] = [replace(before, kind="unknown", text=reason, end=last.end)]

    def _script(self, sign: str, reading: Callable[[str], str]) -> None:
        """A run of raised or lowered characters is a script in braces."""
        start = self.at
        tokens = [Token("sign", sign, start, start, self.spaced), Token("sign", "{", start, start)]
        while self.at < len(self.text) and (inner := reading(self.text[self.at])):
            kind: Kind = "number" if inner.isdigit() else "name" if inner.isalpha() else "sign"
            if kind == "number" == tokens[-1].kind:
                inner = tokens.pop().text + inner
            tokens.append(Token(kind, inner, self.at, self.at + 1))
            self.at += 1
        self.tokens += [*tokens, Token("sign", "}", self.at, self.at)]
        self.spaced = False

    def _prose(self) -> None:
        end = self.at
        while end < len(self.text) and characters.is_prose(self.text[end]):
            end += 1
        self._add("words", self.text[self.at : end], end)

    # commands

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
        elif name.isspace():
            self._skip(end)
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
            after = self._argument(end)[1] if name.startswith("x") else end
            self._add(*SPELLINGS[name], after)
        elif name in ("stackrel", "overset", "underset"):
            self._stacked(end)
        elif name in IGNORED:
            self._skip(end, spaced=not name.isalpha())
        elif name == "tag":
            self._add("tag", *self._argument(end))
        elif name == "hspace":
            self._add("gap", name, self._argument(end)[1])
        elif name in IGNORED_WITH_ARGUMENT:
            self._skip(self._argument(end)[1], spaced=False)
        else:
            self._add("command", "\\" + name, end)

    def _fence(self, side: str, end: int) -> None:
        """\\left and \\right: nothing before a point, and a bar that opens or closes."""
        bar = _BAR.match(self.text, end)
        if self.text[end : end + 1] == ".":
            self._skip(end + 1)
        elif bar:
            double = bar.group(1) in ("\\|", "\\Vert", "\\lVert", "\\rVert")
            self._add("command", f"\\{side[0]}{'V' if double else 'v'}ert", bar.end())
        else:
            self._skip(end, spaced=False)

    def _argument(self, at: int) -> tuple[str, int]:
        """The raw text of the braces at an offset and where they end; ("", at) without braces."""
        start = at
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        if not self.text.startswith("{", start):
            return "", at
        depth = 0
        for place in range(start, min(len(self.text), start + 2000)):
            if self.text[place] == "{" and self.text[place - 1] != "\\":
                depth += 1
            elif self.text[place] == "}" and self.text[place - 1] != "\\":
                depth -= 1
                if depth == 0:
                    return self.text[start + 1 : place], place + 1
        return "", at

    def _text(self, command: str, end: int) -> None:
        content, after = self._argument(end)
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

    def _stacked(self, end: int) -> None:
        """What stands over or under a sign is a remark: \\stackrel{def}{=} is =."""
        _, after = self._argument(end)
        self._skip(after, spaced=False)

    def _environment(self, command: str, end: int) -> None:
        name, after = self._argument(end)
        name = name.rstrip("*")
        if command == "begin" and name in ("array", "alignat", "alignedat", "tabular"):
            size = _SIZE.match(self.text, after)
            after = self._argument(size.end() if size else after)[1]
        self._add("begin" if command == "begin" else "end", name, after)

    def _macro(self, name: str, end: int) -> None:
        """Read what a macro stands for; its tokens take the place of the call."""
        count, body = self.macros[name]
        given: list[str] = []
        for _ in range(count):
            content, after = self._argument(end)
            if after == end and (match := _ONE.match(self.text, end)):
                content, after = match.group(1), match.end()
            given.append(content)
            end = after
        meaning = _PLACE.sub(lambda place: _given(given, int(place[1])), body)
        self.budget -= len(meaning) + 1
        if self.depth >= MAX_MACRO_DEPTH or self.budget < 0:
            self._add("unknown", f'what the macro "\\{name}" stands for is too long', end)
            return
        inner = Tokenizer(meaning, self.plainly, self.macros)
        inner.depth, inner.budget = self.depth + 1, self.budget
        found = inner.run()
        self.budget = inner.budget
        self.tokens += [replace(token, start=self.at, end=end) for token in found]
        self.at, self.spaced = end, False


def _given(given: list[str], number: int) -> str:
    return given[number - 1] if 0 < number <= len(given) else ""


def tokenize(text: str, plainly: bool = False, macros: Macros | None = None) -> list[Token]:
    """Return the tokens of a text.

    Examples
    --------
    >>> [token.text for token in tokenize("v_t=β v_{t-1}")]
    ['v', '_', 't', '=', '\\\\beta', 'v', '_', '{', 't', '-', '1', '}']
    """
    return Tokenizer(text, plainly, macros).run()
