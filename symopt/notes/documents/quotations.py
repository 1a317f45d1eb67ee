"""Block quotations, without lazy continuation."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock, blockquote


def rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a quotation as markdown-it does, but end it where a line lacks its mark.

    CommonMark lets a paragraph of a quotation go on without the mark. To find out, markdown-it
    looks at all lines up to the next blank one, for each quotation again: quadratic time, for a
    nicety on which no formula depends.
    """
    end = last
    if not silent and _is_marked(state, first):
        end = first + 1
        while end < last and _is_marked(state, end):
            end += 1
    return blockquote(state, first, end, silent)


def _is_marked(state: StateBlock, line: int) -> bool:
    at = state.bMarks[line] + state.tShift[line]
    is_outdented = state.sCount[line] < state.blkIndent
    return not is_outdented and at < state.eMarks[line] and state.src[at] == ">"
