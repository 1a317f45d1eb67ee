"""Forms of an algorithm within one section: its lines, told apart by what is assigned again."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.notes.meaning.candidates import Candidate
from symopt.notes.meaning.form import Form
from symopt.notes.meaning.gradients import asks
from symopt.notes.meaning.moving import moved_by
from symopt.notes.meaning.pieces import split_pieces
from symopt.notes.meaning.restating import repeated, restated
from symopt.notes.meaning.runs import split_runs
from symopt.notes.meaning.spelling import like_gradient


def forms(candidates: Sequence[Candidate]) -> list[Form]:
    """Return the forms of algorithms that the candidates of a section make."""
    made: list[Form] = []
    for group in split_runs(candidates):
        for part in split_pieces(group):
            moved = moved_by(part)
            loose = not moved and not any(c.updates or c.averages for c in part)
            made.append(Form(part, part, moved, loose))
    for i, form in enumerate(made):
        form.absorbed = any(
            restated(form.own, other.own) or repeated(form.own, other.own) for other in made[:i]
        )
    _complete([form for form in made if not form.absorbed])
    return made


def _complete(made: list[Form]) -> None:
    """Let a second form that says only what differs keep the other lines of the first.

    And let one that lacks a definition take it from a form above.
    """
    defined: set[str] = set()
    for i, form in enumerate(made):
        if not form.moving and not form.loose:
            for other in (*reversed(made[:i]), *made[i + 1 :]):
                if other.moving and _replaces(form, other) and form.complete(other):
                    break
        if form.missing & defined:
            for other in reversed(made[:i]):
                form.borrow(other)
        defined |= {c.key for c in form.lines}


def _replaces(form: Form, other: Form) -> bool:
    """Say whether a form defines anew what another one defines, of the same gradients."""
    theirs = {c.key: _data(c) for c in other.lines}
    return all(c.key in theirs and _data(c) & theirs[c.key] for c in form.lines)


def _data(one: Candidate) -> set[str]:
    found = {n for n in one.reads if like_gradient(n)}
    return found | ({"grad"} if asks(one.assignment.formula) else set())
