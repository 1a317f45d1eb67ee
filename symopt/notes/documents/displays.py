"""Formulas over several lines of Markdown, which its block rules would otherwise tear apart.

Within a formula a line may begin with ``+``, ``-``, ``=`` or ``>`` and may even be blank; to
Markdown that is a list, a heading, a quotation, a new paragraph. This rule for markdown-it comes
first wherever a line opens a formula that a later line closes.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from symopt.notes.documents import dollars
from symopt.notes.documents.environments import is_display

TOKEN = "formula_lines"
# Lines looked at in vain, in a whole document, before the rule gives up.
_BUDGET = 50_000
_LONGEST = 400

_OPENER = re.compile(
    r"`[^`\n]*`|\\begin\s*\{(?P<name>[A-Za-z]+\*?)\}|(?P<bracket>\\\\?\[)|\\.|(?P<dollars>\$+)"
)
_CONTINUES = re.compile(r"\\[A-Za-z\]\\]|[&=+]")
_ENDS_PARAGRAPH = re.compile(r"#{1,6}[ \t]|`{3,}|~{3,}")


def rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Take the lines of a formula that begins on line `first` and ends on a later one."""
    line = _line(state, first)
    if "$" not in line and "\\" not in line:
        return False
    closer = _left_open(line)
    if closer is None or state.is_code_block(first):
        return False
    end = _closed(state, first, last, closer)
    if end is None:
        return False
    if not silent:
        state.line = end + 1
        token = state.push(TOKEN, "", 0)
        token.map = [first, end + 1]
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _closed(state: StateBlock, first: int, last: int, closer: re.Pattern[str]) -> int | None:
    """Return the line on which every formula has ended that was open at the end of a line."""
    budget: int = state.env.setdefault("lines left", _BUDGET)
    number = first
    waiting: re.Pattern[str] | None = closer
    while number + 1 < min(last, first + _LONGEST) and budget > 0:
        number += 1
        budget -= 1
        line = _line(state, number)
        if not line.strip():
            if not _goes_on(state, number, last, waiting):
                break
            continue
        if _ENDS_PARAGRAPH.match(line):
            break
        waiting = _left_open(line, waiting)
        if waiting is None:
            return number
    state.env["lines left"] = budget
    return None


def _goes_on(state: StateBlock, blank: int, last: int, closer: re.Pattern[str]) -> bool:
    """Whether a formula seems to go on after a blank line."""
    following = state.skipEmptyLines(blank)
    if following >= last:
        return False
    line = _line(state, following)
    found = closer.match(line)
    if found is None:
        return _CONTINUES.match(line) is not None
    # The closing sign, unless a formula follows it: then it opens that one.
    after = _line(state, following + 1) if following + 1 < last else ""
    return not line[found.end() :].strip() and not dollars.begins_formula(after, 0)


def _left_open(line: str, closer: re.Pattern[str] | None = None) -> re.Pattern[str] | None:
    """Return what will close the formula that is open at the end of a line, if one is."""
    at, end = 0, len(line.rstrip())
    while True:
        if closer is not None:
            closed = closer.search(line, at)
            if closed is None:
                return closer
            at, closer = closed.end(), None
        found = _OPENER.search(line, at)
        if found is None:
            return None
        at = found.end()
        closer = _closer(found, line, end)


def _closer(found: re.Match[str], line: str, end: int) -> re.Pattern[str] | None:
    """Return what closes the formula that a sign opens, or None if it opens none.

    White space follows on the line from `end` on.
    """
    if found["name"]:
        if not is_display(found["name"]):
            return None
        return re.compile(r"\\end\s*\{" + re.escape(found["name"]) + r"\}")
    if found["bracket"]:
        return _CLOSING_BRACKETS[found["bracket"]]
    signs = found["dollars"]
    if not signs or len(signs) > 2:
        return None
    if len(signs) == 2:
        return _TWO_SIGNS
    at = found.end()
    opens = line.find("$", at) >= 0 or at >= end or dollars.begins_formula(line, at)
    return _ONE_SIGN if opens else None


_TWO_SIGNS = re.compile(r"\$\$")
_ONE_SIGN = re.compile(r"(?<!\\)(?:\\\\)*\$")
_CLOSING_BRACKETS = {
    "\\[": re.compile(r"(?<!\\)(?:\\\\)*\\\]"),
    "\\\\[": re.compile(r"\\\\\]"),
}
