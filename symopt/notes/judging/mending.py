"""The smallest edit of an author's lines that makes them a rule."""

from __future__ import annotations

from itertools import starmap

from symopt.notes.judging.edit import Edit, pairs_of, single_edits
from symopt.notes.judging.match import family
from symopt.notes.judging.parallel import own_gradient, revived
from symopt.notes.judging.searching import Mend, Search, Understand
from symopt.notes.judging.sense import idle
from symopt.notes.judging.sketch import sketched
from symopt.notes.judging.slip import CLASSIC, Scope
from symopt.notes.meaning.meaning import Copy
from symopt.notes.statement import Algorithm

MAX_SINGLE = 1_000  # single edits that are looked at
MAX_SLOW_SINGLE = 150  # at most, if each has to be understood anew
MAX_SLOW = 800  # lines of single edits, if each has to be understood anew


def mend(
    algorithm: Algorithm, copy: Copy, understand: Understand, scope: Scope, claimed: str | None
) -> Mend | None:
    """Return the smallest edit found that makes an algorithm a rule.

    Parameters
    ----------
    algorithm : Algorithm
        The lines of one copy.
    understand : callable
        Reads an algorithm as a recursion.
    claimed : str, optional
        The rule or family that is meant; then other families are not.
    """
    wanted = None if claimed is None else family(claimed)
    suggest = sketched(algorithm, copy, scope, wanted)
    search = Search(algorithm, copy, understand, suggest, claimed)
    vain = idle(algorithm) if copy.parameter is not None else frozenset[str]()
    vain -= {copy.parameter.name} if copy.parameter is not None else set()
    singles = [
        edit
        for edit in sorted(
            (*starmap(Edit, own_gradient(algorithm, copy)), *single_edits(algorithm, scope)),
            key=lambda edit: edit.cost,
        )
        if not _in_vain(edit, vain)
    ]
    slow = min(MAX_SLOW_SINGLE, MAX_SLOW // max(1, len(algorithm.assignments)))
    made = search.first(singles[: MAX_SINGLE if suggest else slow])
    if made is None and claimed is not None and suggest is not None and not algorithm.chosen:
        made = search.first(pairs_of([edit for edit in singles if edit.cost <= CLASSIC]))
    return made


def revive(
    algorithm: Algorithm, copy: Copy, understand: Understand, claimed: str | None
) -> Mend | None:
    """Return the edit that uses what a right algorithm works out in vain, before where it could.

    What is worked out below may be meant for another day.
    """
    place = {id(line): at for at, line in enumerate(algorithm.assignments)}
    edits: list[Edit] = []
    for made in revived(algorithm):
        edit = Edit(*made)
        read = {name for _, new in edit.lines for name in new.formula.names()}
        at = min(place[id(old)] for old, _ in edit.lines)
        used = [one for one in algorithm.assignments if one.target.name in read & idle(algorithm)]
        if all(place[id(line)] <= at for line in used):
            edits.append(edit)
    # All at once, if that makes a rule.
    edits.sort(key=lambda edit: -len(edit.words[0]))
    return Search(algorithm, copy, understand, None, claimed).first(edits)


def _in_vain(edit: Edit, idle: frozenset[str]) -> bool:
    """Say whether an edit changes only lines that nothing reads."""
    return all(old.target.name in idle and new.target == old.target for old, new in edit.lines)
