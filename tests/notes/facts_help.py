"""Facts as notes state them: LaTeX in, findings out."""

from __future__ import annotations

from typing import Any

from symopt.notes import latex
from symopt.notes.document import Block, Code, Document
from symopt.notes.facts import judge
from symopt.notes.finding import Finding
from symopt.notes.meaning.passages import Passage, Passages
from symopt.notes.python import read as read_python
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement


def statements(*formulas: str) -> tuple[Statement, ...]:
    """Read formulas that stand one below the other."""
    excerpts = [Excerpt.of(text, line) for line, text in enumerate(formulas, 1)]
    read = latex.read_all(excerpts)
    flat = [item for items in read for item in items]
    unread = [item for item in flat if not isinstance(item, Statement)]
    assert not unread, unread
    return tuple(item for item in flat if isinstance(item, Statement))


def findings(*formulas: str, blocks: tuple[Block, ...] = ()) -> list[Finding]:
    """Judge all formulas as one passage."""
    found = statements(*formulas)
    passage = Passage(found, (), found, (), blocks)
    document = Document("notes.md", "markdown", blocks)
    return judge(Passages((), (passage,)), document, (), file="notes.md")


def last(*formulas: str, claims: tuple[str, ...] = ()) -> Any:
    """Judge the last formula, beside the others: its finding, or None if there is none."""
    found = statements(*formulas)
    passage = Passage(found[-1:], claims, found)
    document = Document("notes.md", "markdown", ())
    said = judge(Passages((), (passage,)), document, (), file="notes.md")
    assert len(said) <= 1
    return said[0] if said else None


def of_code(text: str) -> list[Finding]:
    """Judge a listing."""
    programs = read_python([Code(Excerpt.of(text), "python")]).programs
    document = Document("notes.py", "python", ())
    return judge(Passages((), ()), document, programs, file="notes.py")
