"""From plain characters to tokens: letters, numbers, signs, scripts in Unicode, words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from symopt.notes.latex import characters
from symopt.notes.latex.signs import PAIRS
from symopt.notes.latex.tokens import Kind, Token
from symopt.notes.latex.words import JOINING, is_word, units

_THOUSANDS = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}|(?:\{,\}\d{3})+)(?![\d,])(?:\.\d+)?")
_DECIMAL = re.compile(r"(?:\d+\.\d+|\.\d+|\d+)(?:[eE][-−+]?\d+)?")
_POINT = re.compile(r"\d+\\\.\d*")
_RUN = re.compile(r"[A-Za-z]+")
_ESCAPED = re.compile(r"[A-Za-z]+(?:\\_[A-Za-z0-9]+)+")
_ROMAN = re.compile(r"\{\\(?:rm|it|bf|sf)\s+([A-Za-z][A-Za-z0-9]*)\s*\}")
_DIGITS = re.compile(r"\d+(?![.\d])")
_ELLIPSIS = re.compile(r"\.(?:\s*\.){2,}")


class Scanner:
    """Walks a text once; `plainly` reads runs of letters and digits as the names of code.

    `names` are the runs of letters that are names in this document.

    A subclass says what the commands of LaTeX are.
    """

    def __init__(self, text: str, plainly: bool = False, names: frozenset[str] = frozenset()):
        self.text, self.plainly, self.names = text, plainly, names
        self.at = 0
        self.spaced = False
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

    def _space(self, end: int) -> None:
        """A space that LaTeX prints may part formulas; several are a gap."""
        if self.tokens and self.tokens[-1].kind == "space" and self._touches(self.tokens[-1].end):
            self.tokens[-1] = replace(self.tokens[-1], text="several", end=end)
            self.at = end
        else:
            self._add("space", "one", end)
        self.spaced = True

    def _touches(self, end: int) -> bool:
        return not self.text[end : self.at].strip()

    def _step(self) -> None:
        character = self.text[self.at]
        if character == "\n":
            self._add("line", "\n", self.at + 1)
            self.spaced = True
        elif character == "~":
            self._space(self.at + 1)
        elif characters.is_blank(character):
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

    def _command(self) -> None:
        """Read a command, whose backslash comes next."""
        raise NotImplementedError

    def _named(self, name: str, end: int) -> None:
        """Read a command by its name, which a character may stand for; it ends at an offset."""
        raise NotImplementedError

    # plain characters

    def _letters(self) -> None:
        if escaped := _ESCAPED.match(self.text, self.at):  # decay\\_rate
            self._add("name", escaped.group().replace("\\_", "_"), escaped.end())
            return
        run = _RUN.match(self.text, self.at).group()  # pyright: ignore[reportOptionalMemberAccess]
        end = self.at + len(run)
        if run.lower() in JOINING and len(run) > 1 and self._stands_apart(end):
            self._add("words", run, end)
            return
        whole = self.plainly or is_word(run) or run in self.names
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
        if escaped := _POINT.match(self.text, self.at):  # 1\\. and 0\\.5, as Markdown escapes them
            self._add("number", escaped.group().replace("\\", "").rstrip("."), escaped.end())
            return
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
        elif parts := characters.accented(character):
            self._spelled(characters.plain(parts[0]))
            accent = Token("command", f"\\combining-{parts[1]}", self.at - 1, self.at)
            self.tokens.append(accent)
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
