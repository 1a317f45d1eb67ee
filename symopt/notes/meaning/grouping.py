"""Which statements make one algorithm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from symopt.formula import Formula, Name
from symopt.notes.document import Document
from symopt.notes.meaning.candidates import Candidate, candidate, schedules, stated_value
from symopt.notes.meaning.claimed import named
from symopt.notes.meaning.copies import text
from symopt.notes.meaning.form import Form
from symopt.notes.meaning.forms import forms
from symopt.notes.meaning.increments import counted, first_count
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.leftover import leftover
from symopt.notes.meaning.passages import Passage, Passages
from symopt.notes.meaning.sections import (
    Section,
    caption_after,
    place_of,
    prose_before,
    sections,
    sentence_before,
)
from symopt.notes.meaning.spelling import like_gradient
from symopt.notes.meaning.timing import used_before_defined
from symopt.notes.statement import Algorithm, Assignment, Statement

_WHERE = re.compile(r"\b(where|with|here)\b|其中|式中|这里|此处", re.IGNORECASE)
_DIFFERENTIATES = re.compile(r"grad(ient)?s?(_|$)|derivative|backward|backprop", re.IGNORECASE)
_LOSS = re.compile(r"(^|_)(cost|loss|mse|rmse|mae|objective)(_|$)", re.IGNORECASE)


def algorithms(document: Document, statements: Sequence[Statement]) -> Passages:
    """Group the statements of a document into algorithms, and pass on the rest.

    What stands under one heading is one algorithm, with its copies for several parameters; where
    a name is assigned again, a second form of it begins.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> def line(number, name, formula):
    ...     parts = (Name(name), read_expression(formula))
    ...     return Statement(parts, ("=",), Excerpt.of(formula, number))
    >>> lines = [line(1, "v", "b*v + g"), line(2, "w", "w - a*v"), line(4, "b", "0.9")]
    >>> found = algorithms(Document("-", "markdown", ()), lines)
    >>> [len(a.assignments) for a in found.algorithms], found.silent
    ([2], 1)
    """
    parts = sections(document, statements)
    known = [_candidates(part) for part in parts]
    made = _with_earlier(parts, [forms(candidates) for candidates in known])
    found: list[Algorithm] = []
    facts: list[Passage] = []
    silent = 0
    for part, of in zip(parts, made, strict=True):
        first = next((form for form in of if form.moving), None)
        shown = [form for form in of if not (form.absorbed or form.loose)]
        given = [s for s in part.statements if stated_value(s) or counted(s)]
        own = [_algorithm(part, given, form, form is first) for form in shown]
        used = {n for form in of if form.absorbed or not form.loose for n in form.numbers}
        rest, quiet = leftover(part, used, own)
        found += own
        facts += rest
        silent += quiet
    return Passages(tuple(found), tuple(facts), silent)


def placed(document: Document, found: Sequence[Algorithm]) -> list[Algorithm]:
    """Return algorithms that were read from code with what the words around them say.

    What the code says itself (its names and comments) comes first.
    """
    parts = sections(document, ())
    starts = [
        (place, part) for part in parts for block in part.blocks if (place := place_of(block))
    ]
    made: list[Algorithm] = []
    for algorithm in found:
        if _differentiates(algorithm):
            continue
        place = algorithm.excerpt.start
        part = next((part for start, part in reversed(starts) if start <= place), None)
        if part is not None:
            texts = (*algorithm.claims, *part.titles[:1], sentence_before(part, place))
            texts = tuple(dict.fromkeys(text for text in (*texts, *part.titles) if text.strip()))
            algorithm = replace(algorithm, claims=texts, titles=part.titles)
            algorithm = replace(algorithm, nearby=prose_before(part, place))
        made.append(algorithm)
    return made


def _differentiates(algorithm: Algorithm) -> bool:
    """Say whether a function only adds up partial derivatives or losses, as its name says."""
    carried = [
        line.target.name
        for line in algorithm.assignments
        if any(n.name == line.target.name for n in names(line.formula))
    ]
    if named(algorithm.name):
        return False
    if _DIFFERENTIATES.search(algorithm.name):
        return all(like_gradient(name) or "grad" in name for name in carried)
    losses = len(algorithm.assignments) == len(carried) == 1
    return losses and bool(_LOSS.search(algorithm.name))


def _candidates(section: Section) -> list[Candidate]:
    assigned = {
        s.parts[0].name for s in section.statements if s.links and isinstance(s.parts[0], Name)
    }
    made = (
        candidate(i, s, assigned) for i, s in enumerate(section.statements) if counted(s) is None
    )
    found = [c for c in made if c is not None]
    apart = schedules(found)
    return [c for c in found if c not in apart]


def _with_earlier(parts: list[Section], made: list[list[Form]]) -> list[list[Form]]:
    """Let a form use what other parts of the same section define, the nearest before it first."""
    for i, part in enumerate(parts):
        if all(form.loose for form in made[i]):
            continue
        near = [
            j
            for j in (*range(i - 1, -1, -1), *range(i + 1, len(parts)))
            if j == part.parent or (part.parent is not None and parts[j].parent == part.parent)
        ]
        for form in made[i]:
            if form.loose:
                continue
            missing: set[str] = set()
            while form.missing != missing:
                missing = form.missing
                for j in near:
                    for other in made[j]:
                        form.borrow(other)
            form.borrow_far(other for j in range(i - 1, -1, -1) for other in reversed(made[j]))
    return made


def _algorithm(section: Section, given: Sequence[Statement], form: Form, first: bool) -> Algorithm:
    lines = _ordered(section, form)
    top = min(lines, key=lambda line: line.excerpt.start).excerpt
    own = min((c.assignment.excerpt for c in form.own), key=lambda e: e.start, default=top)
    initial, values, start = _given(given, form)
    counter = first_count(given, lines)
    if counter is not None and counter[1] is not None:
        start = counter[1]
    return Algorithm(
        "",
        _claims(section, form, first),
        tuple(lines),
        own,
        "latex",
        initial=initial,
        values=values,
        counter=counter[0] if counter is not None else None,
        counter_start=start,
        lints=tuple(c.lint for c in form.lines if c.lint is not None),
        titles=section.titles,
        nearby=prose_before(section, own.start),
        borrowed=tuple(map(_borrowed, form.borrowed)),
    )


def _borrowed(one: Candidate) -> str:
    """Say where a line stands that is taken from elsewhere."""
    return f"{text(one.assignment.target)} as defined in line {one.statement.excerpt.start.line}"


def _ordered(section: Section, form: Form) -> list[Assignment]:
    """Return the lines; those that "where" introduces stand before what uses them."""
    lines = [c.assignment for c in form.lines]
    if any(line.target.index is not None for line in lines) or used_before_defined(lines):
        return lines
    for i, one in enumerate(form.lines):
        words = f"{sentence_before(section, one.statement.excerpt.start)} {one.statement.note}"
        used = any(one.key in c.reads for c in form.lines[:i])
        if used and _WHERE.search(words):
            return lines[i:] + lines[:i]
    return lines


def _claims(section: Section, form: Form, first: bool) -> tuple[str, ...]:
    """Return what may name the algorithm: the heading first for the first one under it."""
    place = form.own[0].statement.excerpt.start
    last = form.own[-1].statement.excerpt.start
    around = [sentence_before(section, place)]
    titles = list(section.titles)
    if first and titles and len(named(titles[0])) == 1:
        texts = [titles[0], *around, *titles[1:]]
    else:
        texts = [*around, caption_after(section, last), *titles]
    if not form.moving:
        # An average may stand anywhere; what is said of it there is not that it is that rule.
        texts = [text for text in texts if set(named(text)) <= {"ewma"}]
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def _given(
    statements: Sequence[Statement], form: Form
) -> tuple[dict[str, Formula], dict[str, Formula], Formula | None]:
    """Return where states start, the values of hyperparameters, and where the counter starts."""
    from fractions import Fraction

    from symopt.formula import Number

    assigned = {c.assignment.target.name: c.assignment.target for c in form.lines}
    used = {n.name for c in form.lines for n in names(c.assignment.formula)}
    initial: dict[str, Formula] = {}
    values: dict[str, list[Formula]] = {}
    start: Formula | None = None
    for statement in statements:
        stated = stated_value(statement)
        if stated is None:
            continue
        name, value = stated
        at = moment(name.index)
        if name.name in assigned:
            if name.index is None or (at is not None and at[0] is None and at[1] <= 1):
                initial.setdefault(name.name, value)
            new = moment(assigned[name.name].index)
            if at is not None and at[0] is None and new is not None and at[1] <= 1:
                start = Number(Fraction(at[1] + 1 - new[1]))
        elif name.name in used and name.index is None:
            values.setdefault(name.name, []).append(value)
    single = {name: found[0] for name, found in values.items() if len(set(found)) == 1}
    return initial, single, start
