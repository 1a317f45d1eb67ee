"""The smallest edit of an author's lines that makes them a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from symopt.formula import Formula
from symopt.notes.judging.catalogue import Match, family, matches
from symopt.notes.judging.edits import LIKELY, Scope, slips
from symopt.notes.judging.identify import Identity, compared, preference
from symopt.notes.meaning.meaning import Meaning
from symopt.notes.statement import Algorithm, Assignment

Understand = Callable[[Algorithm], Meaning]

MAX_SINGLE = 3_000  # single edits that are looked at
MAX_PAIRS = 1_500
MAX_COMPARED = 5  # edits that run like a rule and are compared with it


@dataclass(frozen=True)
class Edit:
    """Lines that are replaced, and what was wrong with each.

    Attributes
    ----------
    lines : tuple of (Assignment, Assignment)
        Each line as it is, and as it should be.
    words : tuple
        What was wrong with the first of them (see `Slip`).
    cost : int
        What the slips cost together.
    """

    lines: tuple[tuple[Assignment, Assignment], ...]
    words: tuple[str | Formula, ...]
    cost: int

    def apply(self, algorithm: Algorithm) -> Algorithm:
        """Return the algorithm with its lines replaced."""
        new = {id(old): line for old, line in self.lines}
        lines = tuple(new.get(id(line), line) for line in algorithm.assignments)
        return replace(algorithm, assignments=lines)


@dataclass(frozen=True)
class Mend:
    """An edit that makes an algorithm a rule, certified.

    `match` says which hyperparameter is which, in the names of the edited algorithm's `meaning`.
    """

    edit: Edit
    identity: Identity
    match: Match
    meaning: Meaning


def mend(
    algorithm: Algorithm, understand: Understand, scope: Scope, claimed: str | None
) -> Mend | None:
    """Return the smallest edit found that makes an algorithm a rule.

    Parameters
    ----------
    understand : callable
        Reads an algorithm as a recursion.
    claimed : str, optional
        The rule or family that is meant; then other families are not.
    """
    singles = sorted(single_edits(algorithm, scope), key=lambda edit: edit.cost)[:MAX_SINGLE]
    made = _certified(algorithm, understand, _running(algorithm, understand, singles, claimed))
    if made is None and claimed is not None:
        pairs = _pairs([edit for edit in singles if edit.cost <= LIKELY])
        made = _certified(algorithm, understand, _running(algorithm, understand, pairs, claimed))
    return made


def single_edits(algorithm: Algorithm, scope: Scope) -> Iterator[Edit]:
    """Give every edit of one line, each result once."""
    for line in algorithm.assignments:
        seen: set[Formula] = {line.formula}
        found = sorted(slips(line.formula, scope, line.target), key=lambda slip: slip.cost)
        for slip in found:
            if slip.formula not in seen:
                seen.add(slip.formula)
                yield Edit(((line, replace(line, formula=slip.formula)),), slip.words, slip.cost)


def _pairs(edits: list[Edit]) -> Iterator[Edit]:
    count = 0
    ordered = sorted(combinations(range(len(edits)), 2), key=sum)
    for one, other in ordered:
        first, second = edits[one], edits[other]
        if first.lines[0][0] is second.lines[0][0]:
            continue
        yield Edit((*first.lines, *second.lines), first.words, first.cost + second.cost)
        count += 1
        if count >= MAX_PAIRS:
            return


def _running(
    algorithm: Algorithm, understand: Understand, edits: Iterable[Edit], claimed: str | None
) -> list[tuple[Edit, Match]]:
    """Return the edits after which an algorithm runs like a rule that may be meant, best first."""
    found: list[tuple[Edit, Match]] = []
    for edit in edits:
        recursion = understand(edit.apply(algorithm)).recursion
        for match in matches(recursion) if recursion is not None else ():
            if claimed is None or match.family == family(claimed):
                found.append((edit, match))
    return sorted(
        found,
        key=lambda item: (
            not item[1].plain,
            item[0].cost,
            preference(item[1].rule, claimed),
        ),
    )


def _certified(
    algorithm: Algorithm, understand: Understand, found: list[tuple[Edit, Match]]
) -> Mend | None:
    """Return the first of what runs like a rule that is certified to be it."""
    best: Mend | None = None
    for edit, match in found[:MAX_COMPARED]:
        meaning = understand(edit.apply(algorithm))
        if meaning.recursion is None:
            continue
        identity = compared(meaning.recursion, match.rule, match)
        if identity.comparison.verdict == "identical":
            return Mend(edit, identity, match, meaning)
        if identity.same and best is None:
            best = Mend(edit, identity, match, meaning)
    return best
