"""What the statements of a section say beside its algorithms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from symopt.formula import Formula, Name, Number
from symopt.notes.meaning.candidates import stated_value
from symopt.notes.meaning.increments import counted
from symopt.notes.meaning.indices import moment
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
        if i not in used and (_quiet(statement) or _single_step(statement, own)):
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


def _single_step(statement: Statement, own: Sequence[Algorithm]) -> bool:
    """Say whether a statement is a line of an algorithm at one step: v_1 = b v_0 + x_1."""
    if len(statement.parts) != 2 or statement.links[0] not in ("=", "<-"):
        return False
    target, formula = statement.parts
    if not isinstance(target, Name) or not isinstance(target.index, Number):
        return False
    for algorithm in own:
        for line in algorithm.assignments:
            at = moment(line.target.index)
            if line.target.name != target.name or at is None or at[0] is None:
                continue
            if _at_step(line.formula, at[0], target.index.value - at[1]) == _plain(formula):
                return True
    return False


def _at_step(formula: Formula, symbol: str, step: Fraction) -> Formula:
    def numbered(name: Name) -> Name:
        at = moment(name.index)
        if at is None or at[0] != symbol:
            return Name(name.name, name.index)
        return Name(name.name, Number(step + at[1]))

    return formula.map_names(numbered)


def _plain(formula: Formula) -> Formula:
    return formula.map_names(lambda name: Name(name.name, name.index))


def _inner(formula: Formula) -> Iterable[Formula]:
    return () if isinstance(formula, Name) else formula.children()
