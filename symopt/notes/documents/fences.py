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

    CommonMark lets it swallow the rest of the file, or the next listing's text, where an author
    has only forgotten a line.
    """
    if not fence(state, first, last, True):
        return False
    if silent:
        return True
    line = _line(state, first)
    marker = line[0]
    length = len(line) - len(line.lstrip(marker))
    stop = _unclosed(state, first, last, marker, length)
    if stop is None:
        return fence(state, first, last, False)
    end = first + 1
    while end < stop and not state.isEmpty(end):
        end += 1
    state.line = end
    token = state.push(UNCLOSED, "", 0)
    token.map = [first, end]
    token.markup = marker * length
    return True


def _unclosed(state: StateBlock, first: int, last: int, marker: str, length: int) -> int | None:
    """Return the line before which a fence should have been closed, or None if it is.

    A fence with a language within a listing opens the next one: only the end of this is missing.
    """
    # A fence that finds no end tells the same of those after it: the end is sought once.
    known: dict[tuple[int, int, str], tuple[int, int]]
    known = state.env.setdefault("unclosed fences", {})
    key = (state.level, state.blkIndent, marker)
    shortest, stop = known.get(key, (0, 0))
    if first < stop and shortest <= length:
        return stop
    for number in range(first + 1, last):
        if state.isEmpty(number):
            continue
        if state.sCount[number] < state.blkIndent:
            last = number
            break
        line = _line(state, number)
        if line.startswith(marker * length) and not state.is_code_block(number):
            info = line.lstrip(marker).strip()
            if not info:
                return None
            if marker not in info:
                return number
    known[key] = (length, last)
    return last


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
