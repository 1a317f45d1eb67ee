"""Fenced listings: which language, and what to do when a fence is never closed."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, fence

UNCLOSED = "unclosed_fence"
_LANGUAGE = re.compile(r"[\s{.]*([\w+#-]+)")


def language(info: str) -> str:
    """Return the language in the words after a fence.

    Examples
    --------
    >>> language("Python"), language("{.python .numberLines}"), language("{r}"), language("")
    ('python', 'python', 'r', '')
    """
    found = _LANGUAGE.match(info)
    return found[1].lower() if found else ""


def rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a fence as markdown-it does, but end one that is not closed at a blank line.

    CommonMark lets it swallow the rest of the file, where an author has only forgotten a line.
    """
    if not fence(state, first, last, True):
        return False
    if silent:
        return True
    line = _line(state, first)
    marker = line[0]
    length = len(line) - len(line.lstrip(marker))
    # A fence that found no end tells the same of those after it: each is searched for once.
    unclosed: dict[tuple[int, int, str], tuple[int, int]]
    unclosed = state.env.setdefault("unclosed fences", {})
    key = (state.level, state.blkIndent, marker)
    shortest, stop = unclosed.get(key, (0, 0))
    if not (first < stop and shortest <= length):
        fence(state, first, last, False)
        if _is_closed(state, marker * length):
            return True
        state.tokens.pop()
        stop = state.line
        unclosed[key] = (length, stop)
    end = first + 1
    while end < stop and not state.isEmpty(end):
        end += 1
    state.line = end
    token = state.push(UNCLOSED, "", 0)
    token.map = [first, end]
    token.markup = marker * length
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _is_closed(state: StateBlock, markup: str) -> bool:
    line = _line(state, state.line - 1).rstrip()
    return len(line) >= len(markup) and not line.strip(markup[0])
