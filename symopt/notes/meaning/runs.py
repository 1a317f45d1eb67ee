"""Lines in a row, split where a name is assigned again."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Formula, Name, Sum
from symopt.notes.meaning.candidates import Candidate, fold
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.moving import moved_by
from symopt.notes.meaning.spelling import like_gradient

MOST_LINES = 30  # of one algorithm


def split_runs(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Split candidates where a name is assigned again."""
    runs: list[list[Candidate]] = [[]]
    for one in candidates:
        earlier = [c for c in runs[-1] if c.key == one.key]
        again = earlier and not _goes_on(one, earlier[-1], runs[-1])
        if len(runs[-1]) >= MOST_LINES or again or _steps_anew(one, runs[-1]):
            runs.append([])
        runs[-1].append(one)
    for i in range(len(runs) - 1, 0, -1):
        _pull_back(runs[i - 1], runs[i])
    return [run for run in runs if run]


def _steps_anew(one: Candidate, run: list[Candidate]) -> bool:
    """Say whether a step is given for a parameter, and no line above has anything of it."""
    base = one.key.removeprefix("delta_")
    updates = [c for c in run if c.key == base != one.key]
    return bool(updates) and all(one.key not in c.reads for c in run)


def _goes_on(one: Candidate, earlier: Candidate, run: list[Candidate]) -> bool:
    """Say whether a second assignment to a name is a further step of the same algorithm.

    It is if it makes something of the value alone, as a correction does, or if it reads the
    value of this step: x_t <- x_t - g after x_t <- (1 - c) x_{t-1}.
    """
    if one.assignment.formula == earlier.assignment.formula:
        return False
    target, whole = one.assignment.target, one.assignment.formula
    same = target.index is not None and target.index == earlier.assignment.target.index
    if same and one.assignment.arrow and isinstance(whole, Sum):
        own = [n for n in names(whole) if n.name == target.name]
        if len(own) == 1 and any(_is_name(term, target) for term in whole.terms):
            return True
    read = one.reads
    data = {
        fold(n.name)
        for c in run
        for n in names(c.assignment.formula)
        if like_gradient(n.name) or (n.index is not None and fold(n.name) != c.key)
    }
    at, before = moment(one.assignment.target.index), moment(earlier.assignment.target.index)
    if at != before:
        return at is not None and before is not None and abs(at[1] - before[1]) < 1
    assigned = {c.key for c in run} - {one.key}
    return one.key in read and not (read & (data | assigned)) and len(run) > 0 and one.updates


def _is_name(formula: Formula, name: Name) -> bool:
    return isinstance(formula, Name) and formula.name == name.name and formula.index == name.index


def _pull_back(run: list[Candidate], following: list[Candidate]) -> None:
    """Move lines at the end of a run to the next one, if only that one uses them."""
    wanted = set().union(*(c.reads for c in following))
    have = {c.key for c in following}
    for one in reversed(list(run)):
        used = any(one.key in c.reads for c in run if c is not one)
        if used or one.key not in wanted or one.key in have:
            continue
        if moved_by([one]):
            continue
        run.remove(one)
        following.insert(0, one)
        wanted |= one.reads
        have.add(one.key)
