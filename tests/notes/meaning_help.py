"""What the tests of meaning share: texts and rules as algorithms, and what they come out as."""

from __future__ import annotations

from symopt import compare, rules
from symopt.formula import Formula, Name, Number
from symopt.notes import documents, latex
from symopt.notes.document import Mathematics
from symopt.notes.meaning import Copy, Meaning, Passages, algorithms, understand
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment, Statement
from symopt.rule import Rule


def passages(text: str) -> Passages:
    """Return what a Markdown text holds."""
    document = documents.read(text.encode(), "note.md")
    blocks = [block for block in document.blocks if isinstance(block, Mathematics)]
    read = latex.read_all([block.excerpt for block in blocks])
    statements = [x for items in read for x in items if isinstance(x, Statement)]
    assert sum(map(len, read)) == len(statements), "something was not read"
    return algorithms(document, statements)


def meanings(text: str) -> list[Meaning]:
    """Return what the algorithms of a Markdown text mean."""
    return [understand(algorithm) for algorithm in passages(text).algorithms]


def meaning(text: str) -> Meaning:
    """Return what the only algorithm of a Markdown text means."""
    (found,) = meanings(text)
    return found


def verdict(found: Meaning | Copy, rule: str) -> str:
    """Return how a rule compares with what was understood."""
    assert found.recursion is not None, found.reason
    return compare(found.recursion, rule).verdict


def is_rule(text: str, rule: str) -> bool:
    """Say whether the only algorithm of a text is a rule, in all its copies."""
    return all(verdict(copy, rule) == "identical" for copy in meaning(text).copies)


def lint_codes(found: Meaning) -> set[str]:
    """Return the codes of the defects that were seen."""
    return {lint.code for lint in found.lints}


def as_code(rule: Rule) -> Algorithm:
    """Return a rule as its code says it."""
    lines = [(Name(step.name), step.formula) for step in rule.code_steps()]
    starts = {state.name: Number(state.initial) for state in rule.states}
    output = rule.output if rule.kind == "average" else None
    return _algorithm(rule, lines, "python", starts, output)


def as_mathematics(rule: Rule, backwards: bool = False) -> Algorithm:
    """Return a rule as its lines say it, with time indices."""
    lines = [(line.parts[0], line.parts[1]) for line in rule.lines()]
    names = [(name, formula) for name, formula in lines if isinstance(name, Name)]
    return _algorithm(
        rule, names[::-1] if backwards else names, "latex", unusual_starts(rule), None
    )


def unusual_starts(rule: Rule) -> dict[str, Formula]:
    """Return where the states of a rule start that do not start at zero: a page has to say so."""
    return {s.name: Number(s.initial) for s in rule.states if s.initial}


def _algorithm(rule, lines, language, initial, output) -> Algorithm:  # type: ignore[no-untyped-def]
    made = tuple(
        Assignment(name, formula, Excerpt.of(name.name, i + 1), language == "python")
        for i, (name, formula) in enumerate(lines)
    )
    return Algorithm(rule.name, (), made, made[0].excerpt, language, initial=initial, output=output)


RULES = rules.names()
