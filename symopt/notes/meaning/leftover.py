"""What the statements of a section say beside its algorithms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symopt.formula import Formula, Name
from symopt.notes.meaning.candidates import stated_value
from symopt.notes.meaning.increments import counted
from symopt.notes.meaning.passages import Passage
from symopt.notes.meaning.sections import Section, sentence_before
from symopt.notes.statement import Algorithm, Statement


def leftover(
    section: Section, used: set[int], own: Sequence[Algorithm]
) -> tuple[list[Passage], int]:
    """Return the other statements of a section, those of one formula together.

    And how many say nothing that could be wrong.
    """
    facts: list[Passage] = []
    silent = 0
    together: list[Statement] = []
    everything = tuple(section.statements)

    def close() -> None:
        if together:
            place = together[0].excerpt.start
            claims = (sentence_before(section, place), *section.titles)
            facts.append(
                Passage(
                    tuple(together),
                    tuple(text for text in claims if text),
                    everything,
                    tuple(own),
                    tuple(section.blocks),
                )
            )
            together.clear()

    for i, statement in enumerate(everything):
        if i in used and len(statement.parts) <= 2:
            continue
        if i not in used and _quiet(statement):
            silent += 1
            continue
        if together and statement.excerpt.start.line - _end(together[-1]) > 1:
            close()
        together.append(statement)
    close()
    return facts, silent


def _end(statement: Statement) -> int:
    return statement.excerpt.place(len(statement.excerpt.text)).line


def _quiet(statement: Statement) -> bool:
    """Say whether a statement says nothing that could be wrong."""
    if stated_value(statement) is not None or counted(statement) is not None:
        return True
    links = set(statement.links)
    if links <= {"<", "<=", ">", ">=", "!=", "in"} and links:
        return True
    return len(statement.parts) == 1 and not any(True for _ in _inner(statement.parts[0]))


def _inner(formula: Formula) -> Iterable[Formula]:
    return () if isinstance(formula, Name) else formula.children()
