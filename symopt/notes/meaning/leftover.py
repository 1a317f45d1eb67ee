"""What the statements of a section say beside its algorithms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from symopt.formula import Formula, Name
from symopt.notes.meaning.candidates import stated_value
from symopt.notes.meaning.increments import counted
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.passages import Passage, Passages
from symopt.notes.meaning.sections import Section, sentence_before
from symopt.notes.meaning.spelling import corrected_stem, like_gradient, like_parameter
from symopt.notes.source import Place
from symopt.notes.statement import Algorithm, Lint, Statement


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


def unused(passages: Passages, judged: Collection[Place]) -> list[Lint]:
    """Return what is assigned from the states of an algorithm, and neither used nor judged.

    Parameters
    ----------
    judged : collection of Place
        Where the statements begin of which something is said.
    """
    found: list[Lint] = []
    for passage in passages.facts:
        lines = [line for algorithm in passage.algorithms for line in algorithm.assignments]
        made = {line.target.name for line in lines}
        read = {name.name for line in lines for name in names(line.formula)} - made
        for statement in passage.statements:
            places = {statement.excerpt.start, statement.excerpt.strip().start}
            if places & set(judged):
                continue
            shown = statement.parts[0].text()
            if _of_states(statement, made):
                message = f"not checked: nothing here uses {shown} as this line makes it"
                found.append(Lint("unused-line", message, statement.excerpt))
            elif _gives(statement, read):
                message = f"not checked: {shown}, which the algorithm uses, as this line gives it"
                found.append(Lint("unused-line", message, statement.excerpt))
    return found


def _of_states(statement: Statement, made: Collection[str]) -> bool:
    """Say whether a statement makes something of what an algorithm makes in every step."""
    target = statement.parts[0]
    if len(statement.parts) != 2 or statement.links[0] not in ("=", "<-"):
        return False
    if not isinstance(target, Name) or _number(target):
        return False
    own = {n.name for n in names(statement.parts[1])}
    states = {name for name in made if not like_parameter(name)}
    return bool((own | {target.name, corrected_stem(target.name)}) & states)


def _gives(statement: Statement, read: Collection[str]) -> bool:
    """Say whether a statement gives a formula for a name that an algorithm only reads."""
    target = statement.parts[0]
    return (
        len(statement.parts) == 2
        and statement.links[0] in ("=", "<-")
        and isinstance(target, Name)
        and target.name in read
        and not like_gradient(target.name)
        and any(isinstance(node, Name) for node in _inner(statement.parts[1]))
    )


def _number(name: Name) -> bool:
    """Say whether a name is one value of many, such as v_3."""
    at = moment(name.index)
    return name.index is not None and (at is None or at[0] is None)


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
