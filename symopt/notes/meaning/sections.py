"""What stands under one heading, and which words stand around a formula."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from symopt.notes.document import Block, Document, Heading, Mathematics, Prose, Table
from symopt.notes.meaning.claimed import covers, named
from symopt.notes.source import Place
from symopt.notes.statement import Statement

LONGEST_TITLE = 60
MOST_BLOCKS = 400  # what stands under one heading beyond that is a section of its own
_ASSIGNS = re.compile(r"=|\\(leftarrow|gets)|←")
_NUMBERED = re.compile(r"\d+(\.\d+)+\.?\s")
_SENTENCE_END = re.compile(r"[。！？!?；;]|\.(?=\s|$)|\n\s*\n")
_DISPLAY = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]", re.DOTALL)
_NO_TITLE = re.compile(r"[:：,，.。;；!！?？]\s*$")
_CAPTION = re.compile(r"\s*(figure|fig\.?|图|image|table|表)\s*\d", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """What stands under one heading.

    Attributes
    ----------
    titles : tuple of str
        The headings above, the nearest first. A short line that names a rule counts as one.
    parent : int or None
        The number of the section whose part it is.
    """

    titles: tuple[str, ...]
    parent: int | None = None
    blocks: list[Block] = field(default_factory=list[Block])
    statements: list[Statement] = field(default_factory=list[Statement])


def sections(document: Document, statements: Sequence[Statement]) -> list[Section]:
    """Return the sections of a document with the statements in each."""
    found = [Section(())]
    open_headings: list[tuple[float, str, int]] = []
    starts: list[tuple[Place, int]] = []
    rows: list[tuple[Place, str]] = []
    items = {id(block) for block in _items(document)}
    current, open_row = 0, None
    for block in document.blocks:
        level, title = _title(block)
        if level is not None:
            while open_headings and open_headings[-1][0] >= level:
                open_headings.pop()
            parent = open_headings[-1][2] if open_headings else None
            titles = (title, *(text for _, text, _ in reversed(open_headings)))
            found.append(Section(titles, parent))
            current = len(found) - 1
            open_headings.append((level, title, current))
        elif len(found[current].blocks) >= MOST_BLOCKS:
            found.append(Section(found[current].titles, found[current].parent))
            current = len(found) - 1
        if isinstance(block, Table):
            rows = _rows(block)
        place = place_of(block)
        at = current
        if isinstance(block, Prose) and id(block) in items:
            rows = [(block.excerpt.start, _item(block)), (_end(block), "")]
        inside = isinstance(block, Mathematics) and (block.in_table or bool(items))
        if inside and place is not None:
            row = bisect_right(rows, place, key=lambda known: known[0]) - 1
            title = rows[row][1] if row >= 0 else ""
            if title:
                if rows[row][0] != open_row:
                    open_row = rows[row][0]
                    parent = open_headings[-1][2] if open_headings else None
                    found.append(Section((title, *found[current].titles), parent))
                at = len(found) - 1
        found[at].blocks.append(block)
        if place is not None:
            starts.append((place, at))
    starts.sort()
    places = [place for place, _ in starts]
    for statement in statements:
        at = bisect_right(places, statement.excerpt.start) - 1
        found[starts[at][1] if at >= 0 else 0].statements.append(statement)
    return found


def _items(document: Document) -> list[Prose]:
    """Return the items of lists that go through several rules, each with its own formulas."""
    spoken = [block for block in document.blocks if isinstance(block, (Heading, Prose))]
    about = [_item(block) if isinstance(block, Prose) else "" for block in spoken]
    found: list[Prose] = []
    for i, block in enumerate(spoken):
        beside = {*about[max(0, i - 1) : i], *about[i + 1 : i + 2]} - {"", about[i]}
        if isinstance(block, Prose) and about[i] and beside:
            found.append(block)
    return found


def _item(block: Prose) -> str:
    """Return the rule that an item is about, as in "Momentum: $v = ...$"; "" for other texts."""
    title, colon, rest = block.excerpt.text.partition(":")
    if not colon:
        title, colon, rest = block.excerpt.text.partition("：")
    formula = "$" in rest and bool(_ASSIGNS.search(rest))
    return title if formula and "$" not in title and covers(title) and named(title) else ""


def _end(block: Prose) -> Place:
    return block.excerpt.place(len(block.excerpt.text))


def _rows(table: Table) -> list[tuple[Place, str]]:
    """Return where the rows of a table begin, and the first cell of those that are about a rule."""
    found: list[tuple[Place, str]] = []
    for row in table.rows:
        if row:
            title = row[0].text
            about = (
                named(title)
                and "$" not in title
                and any(_ASSIGNS.search(cell.text) for cell in row[1:])
            )
            found.append((row[0].start, title if about else ""))
    return sorted(found)


def place_of(block: Block) -> Place | None:
    """Return where a block begins; None for a table, whose formulas are blocks as well."""
    if isinstance(block, Table):
        return None
    return block.excerpt.start if hasattr(block, "excerpt") else block.place  # type: ignore[union-attr]


def _title(block: Block) -> tuple[float | None, str]:
    """Return the level of a heading and its text; a short line that names a rule is the lowest."""
    if isinstance(block, Heading):
        return block.level, block.excerpt.text
    if isinstance(block, Prose):
        text = block.excerpt.text.strip()
        short = len(text) <= LONGEST_TITLE and "\n" not in text and "$" not in text
        if not short or _NO_TITLE.search(text) or _CAPTION.match(text) or not named(text):
            return None, ""
        if _NUMBERED.match(text) or covers(text):
            return 99.0, text
    return None, ""


def sentence_before(section: Section, place: Place) -> str:
    """Return the last sentence before a place that stands in the same section."""
    for block in reversed(section.blocks):
        if not isinstance(block, Prose) or block.excerpt.start > place:
            continue
        text = block.excerpt.text
        if not _CAPTION.match(text):
            spoken = _DISPLAY.sub("\n\n", text[: _upto(block, place)])
            pieces = [p for p in _SENTENCE_END.split(spoken) if p.strip(" $\\[\n*-")]
            if pieces:
                return pieces[-1].strip()
    return ""


def _upto(block: Prose, place: Place) -> int:
    """Return how much of a paragraph stands before a place."""
    text = block.excerpt.text
    if block.excerpt.place(len(text)) <= place:
        return len(text)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if block.excerpt.place(middle) < place:
            low = middle + 1
        else:
            high = middle
    return low


def caption_after(section: Section, place: Place) -> str:
    """Return the caption that follows a place before any other words, or ""."""
    for block in section.blocks:
        if not isinstance(block, Prose) or block.excerpt.start <= place:
            continue
        return block.excerpt.text if _CAPTION.match(block.excerpt.text) else ""
    return ""


def prose_before(section: Section, place: Place) -> tuple[str, ...]:
    """Return the paragraphs that stand under a heading and above a place."""
    return tuple(
        block.excerpt.text
        for block in section.blocks
        if isinstance(block, Prose) and block.excerpt.start < place
    )
