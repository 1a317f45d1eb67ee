"""From LaTeX text to tokens that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from symopt.errors import InvalidExpression
from symopt.notes.latex import characters
from symopt.notes.latex.words import JOINING, is_word, units, words

Kind = Literal[
    "number", "name", "command", "sign", "relation",  # what formulas are made of
    "words", "gap", "break", "line", "align", "begin", "end", "then", "tag",  # what is between
    "unknown",
]  # fmt: skip

RELATIONS = {
    "=": "=", "equiv": "=", "triangleq": "=", "doteq": "=", "eqdef": "=",
    "leftarrow": "<-", "gets": "<-", "coloneqq": "<-", "longleftarrow": "<-", "Leftarrow": "<-",
    "to": "->", "rightarrow": "->", "longrightarrow": "->", "mapsto": "->",
    "approx": "~", "simeq": "~", "sim": "~", "cong": "~", "approxeq": "~",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=",
    "ll": "<", "gg": ">", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=",
    "propto": "propto", "in": "in",
}  # fmt: skip
THEN = words(
    "Rightarrow implies Longrightarrow iff Leftrightarrow Longleftrightarrow therefore "
    "because Downarrow downarrow uparrow Uparrow"
)
# Commands that change how mathematics looks and not what it says.
IGNORED = words(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag "
    "middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm left "
    "right hfill hline rm bf it cal boldmath centering small large Large normalsize mathop "
    "mathbin mathrel mathord mathclose mathopen mathstrut strut protect allowbreak mathbf "
    "boldsymbol bm mathcal mathbb mathfrak mathscr pmb vec bold symbf mathbfit noindent , : ; "
    "! > / - @ thinspace medspace thickspace negthinspace enspace"
)
IGNORED_WITH_ARGUMENT = words(
    "vspace label color phantom hphantom vphantom ref eqref cite textcolor colorbox fcolorbox "
    "rule raisebox kern mkern hskip mskip"
)
TEXTS = words("text textrm textbf textit textsf texttt textnormal mbox hbox textup")
UPRIGHT = words("mathrm mathit mathsf mathtt operatorname")
STARRED = words("operatorname hspace tag vspace")
DOTS = words("dots ldots cdots vdots ddots hdots dotsc dotsb dotsm dotsi iddots")

_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|\s|.)", re.DOTALL)
_THOUSANDS = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}|(?:\{,\}\d{3})+)(?![\d,])(?:\.\d+)?")
_DECIMAL = re.compile(r"(?:\d+\.\d+|\.\d+|\d+)(?:[eE][-−+]?\d+)?")
_RUN = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?:\\?_|-)[A-Za-z0-9]+)*")
_ELLIPSIS = re.compile(r"\.(?:\s*\.){2,}")
_SIZE = re.compile(r"\s*\[[^\[\]\n]{0,20}\]")
_PLAIN_SIGNS = {
    ":=": ("relation", "<-"), "<=": ("relation", "<="), ">=": ("relation", ">="),
    "!=": ("relation", "!="), "==": ("relation", "="), "=>": ("then", "=>"),
    "->": ("relation", "->"), "**": ("sign", "^"),
    "+=": ("relation", "+="), "-=": ("relation", "-="), "*=": ("relation", "*="),
    "/=": ("relation", "/="),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of LaTeX; `text` in one spelling, `start` and `end` its offsets in the source.

    `spaced` says that white space stands before it, `close` that it directly follows a letter or
    digit of the same word.
    """

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False

    def is_sign(self, *texts: str) -> bool:
        """Tell whether this is one of some signs (or commands)."""
        return self.kind in ("sign", "command") and self.text in texts


class NotUnderstood(InvalidExpression):
    """Something in a formula that has no reading; `token` is where, if it is not the end."""

    def __init__(self, reason: str, token: Token | None = None):
        super().__init__(reason)
        self.reason, self.token = reason, token


class Tokenizer:
    """Walks a text once; `plainly` reads runs of letters and digits as the names of code."""

    def __init__(self, text: str, plainly: bool = False):
        self.text, self.plainly = text, plainly
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

    def _skip(self, end: int) -> None:
        self.at, self.spaced = end, True

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
        elif character.isdigit() and character.isascii():
            self._number()
        elif character == "%":
            self._percent()
        elif character == "." and (match := _ELLIPSIS.match(self.text, self.at)):
            self._add("command", "\\dots", match.end())
        elif character == "." and (match := _DECIMAL.match(self.text, self.at)):
            self._add("number", match.group(), match.end())
        else:
            self._sign(character)

    def _letters(self) -> None:
        match = _RUN.match(self.text, self.at)
        run, end = (match.group(), match.end()) if match else ("", self.at + 1)
        after = self.tokens[-1] if self.tokens and not self.spaced else None
        if run in JOINING and len(run) > 1 and self._stands_apart(end):
            self._add("words", run, end)
            return
        digits = re.compile(r"\d+(?![.\d])").match(self.text, end)
        whole = self.plainly or is_word(run)
        if after is not None and after.is_sign("_", "^") and not whole:
            # An unbraced script is one letter, unless the letters are a word.
            self._add("name", run[0], self.at + 1)
            return
        if digits and whole:
            self._add("name", run + digits.group(), digits.end())
        elif whole:
            self._add("name", run, end)
        else:
            for unit in units(run):
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
        if self.tokens and self.tokens[-1].kind == "number" and self.tokens[-1].end == self.at:
            self._add("command", "\\%", self.at + 1)
            return
        end = self.text.find("\n", self.at)
        self._skip(len(self.text) if end < 0 else end)

    def _sign(self, character: str) -> None:
        pair = self.text[self.at : self.at + 2]
        if pair in _PLAIN_SIGNS:
            kind, text = _PLAIN_SIGNS[pair]
            self._add(kind, text, self.at + 2)  # pyright: ignore[reportArgumentType]
            return
        if pair == "<-":
            spaced = self.plainly or self.text[self.at + 2 : self.at + 3].isspace()
            if spaced:
                self._add("relation", "<-", self.at + 2)
                return
        if characters.raised(character):
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
        elif text in ("=", "<", ">"):
            self._add("relation", text, end)
        elif text == "&":
            self._add("align", text, end)
        elif text in "+-*/^_'(){}[]|,;:.!":
            self._add("sign", text, end)
        else:
            self._add("unknown", self.text[self.at], end)

    def _script(self, sign: str, reading: Callable[[str], str]) -> None:
        """A run of raised or lowered characters is a script in braces."""
        end, inside = self.at, ""
        while end < len(self.text) and (inner := reading(self.text[end])):
            inside += inner
            end += 1
        self.tokens.append(Token("sign", sign, self.at, self.at, self.spaced))
        self.tokens.append(Token("sign", "{", self.at, self.at))
        for place, inner in enumerate(inside):
            kind: Kind = "number" if inner.isdigit() else "name" if inner.isalpha() else "sign"
            last = self.tokens[-1]
            if kind == "number" == last.kind:
                self.tokens[-1] = replace(last, text=last.text + inner, end=self.at + place + 1)
            else:
                self.tokens.append(Token(kind, inner, self.at + place, self.at + place + 1))
        self.tokens.append(Token("sign", "}", end, end))
        self.at, self.spaced = end, False

    def _prose(self) -> None:
        end = self.at
        while end < len(self.text) and characters.is_prose(self.text[end]):
            end += 1
        self._add("words", self.text[self.at : end], end)

    def _command(self) -> None:
        match = _COMMAND.match(self.text, self.at)
        if match is None:
            self._add("unknown", "\\", self.at + 1)
            return
        name, end = match.group()[1:], match.end()
        if name.endswith("*") and len(name) > 1 and name[:-1] not in STARRED:
            name, end = name[:-1], end - 1
        if name == "\\" or name in ("cr", "newline", "tabularnewline"):
            size = _SIZE.match(self.text, match.end())
            star = self.text.startswith("*", match.end())
            self._add("break", "\\\\", size.end() if size else match.end() + star)
        elif name.isspace():
            self._skip(end)
        else:
            self._named(name, end)

    def _named(self, name: str, end: int) -> None:
        bare = name.rstrip("*")
        if bare in TEXTS or bare in UPRIGHT:
            self._text(bare, end)
        elif bare in ("begin", "end"):
            self._environment(bare, end)
        elif bare in ("left", "right") and self.text[end:].lstrip()[:1] == ".":
            self._skip(self.text.index(".", end) + 1)
        elif bare in ("left", "right") and self._bar(bare, end):
            return
        elif bare in IGNORED or name in IGNORED:
            self._skip(end)
        elif bare == "tag":
            content, after = self._argument(end)
            self._add("tag", content, after)
        elif bare in ("quad", "qquad", "hspace", "hskip"):
            self._add("gap", name, self._argument(end)[1] if bare == "hspace" else end)
        elif bare in IGNORED_WITH_ARGUMENT:
            self._skip(self._argument(end)[1])
        elif bare in RELATIONS:
            self._add("relation", RELATIONS[bare], end)
        elif bare in THEN:
            self._add("then", bare, end)
        elif bare in DOTS:
            self._add("command", "\\dots", end)
        elif bare in ("ast", "star"):
            self._add("sign", "*", end)
        elif name in "_%":
            self._add("command", "\\" + name, end)
        elif name == "prime":
            self._add("sign", "'", end)
        elif name in ("lbrace", "rbrace"):
            self._add("command", "\\{" if name == "lbrace" else "\\}", end)
        elif name in ("lbrack", "rbrack"):
            self._add("sign", "[" if name == "lbrack" else "]", end)
        elif name in ("colon", "lparen", "rparen"):
            self._add("sign", {"colon": ":", "lparen": "(", "rparen": ")"}[name], end)
        else:
            self._add("command", "\\" + name, end)

    def _bar(self, side: str, end: int) -> bool:
        """\\left| and \\right| say which bar opens; a bare | does not."""
        match = re.compile(r"\s*(\\\||\\[lr]?[vV]ert|\|)").match(self.text, end)
        if match is None:
            return False
        double = match.group(1) in ("\\|", "\\Vert", "\\lVert", "\\rVert")
        self._add("command", f"\\{side[0]}{'V' if double else 'v'}ert", match.end())
        return True

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
        elif command in UPRIGHT:
            self._skip(end)  # mathematics in another font
        elif word:
            self._add("words", word, after)
        else:
            self._skip(after)

    def _environment(self, command: str, end: int) -> None:
        name, after = self._argument(end)
        if command == "begin" and name.rstrip("*") in ("array", "alignat", "alignedat", "tabular"):
            while (size := _SIZE.match(self.text, after)) is not None:
                after = size.end()
            after = self._argument(after)[1]
        self._add("begin" if command == "begin" else "end", name.rstrip("*"), after)


def tokenize(text: str, plainly: bool = False) -> list[Token]:
    """Return the tokens of a text.

    Examples
    --------
    >>> [token.text for token in tokenize("v_t=β v_{t-1}")]
    ['v', '_', 't', '=', '\\\\beta', 'v', '_', '{', 't', '-', '1', '}']
    """
    return Tokenizer(text, plainly).run()
