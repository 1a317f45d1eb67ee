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
    line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    if not line.startswith(("```", "~~~")):
        return False
    if not fence(state, first, last, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    if _is_closed(state, token.markup):
        return True
    end = first + 1
    while end < state.line and not state.isEmpty(end):
        end += 1
    state.line = end
    token.type = UNCLOSED
    token.map = [first, end]
    return True


def _is_closed(state: StateBlock, markup: str) -> bool:
    number = state.line - 1
    line = state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()
    return len(line) >= len(markup) and not line.strip(markup[0])
