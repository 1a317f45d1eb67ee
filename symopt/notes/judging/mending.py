"""The smallest edit of an author's lines that makes them a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, groupby, starmap
from typing import Any

from symopt.equivalence import Recursion
from symopt.formula import Formula
from symopt.notes.judging.catalogue import Match, family, live_states, matches, recursion_of
from symopt.notes.judging.edits import slips
from symopt.notes.judging.identify import Identity, compared, preference
from symopt.notes.judging.parallel import (
    corrections,
    own_gradient,
    revived,
    swapped,
    twins,
    uncrossed,
)
from symopt.notes.judging.reordering import Words, exchanged, kept_apart
from symopt.notes.judging.sense import drops, idle, sensible
from symopt.notes.judging.sketch import Suggest, sketched
from symopt.notes.judging.slip import CLASSIC, RARE, USUAL, Scope, Slip
from symopt.notes.meaning.meaning import Copy, Meaning
from symopt.notes.statement import Algorithm, Assignment

Understand = Callable[[Algorithm], Meaning]

MAX_SINGLE = 1_000  # single edits that are looked at
MAX_SLOW_SINGLE = 150  # at most, if each has to be understood anew
MAX_PAIRS = 500
MAX_SLOW = 800  # lines of single edits, if each has to be understood anew
MAX_COMPARED = 5  # edits that run like a rule and are compared with it
FROM_ZERO = ("zero-division", "counter-from-zero")
"""Lints that say that the first step divides by zero."""

MAX_UNDERSTOOD = 100  # edits that seem to run like a rule and are looked at closely


@dataclass(frozen=True)
class Edit:
    """Lines that are replaced, and what was wrong with each.

    Attributes
    ----------
    lines : tuple of (Assignment, Assignment)
        Each line as it is, and as it should be.
    words : tuple
        What was wrong with each (see `Slip`); fewer, if the others follow.
    cost : int
        What the slips cost together.
    """

    lines: tuple[tuple[Assignment, Assignment], ...]
    words: tuple[Words, ...]
    cost: int

    def with_(self, other: Edit) -> Edit:
        """Return both edits in one."""
        both = (*self.lines, *other.lines), (*self.words, *other.words)
        return Edit(*both, self.cost + other.cost)

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
    search = _Search(algorithm, copy, understand, suggest, claimed)
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
        made = search.first(_pairs([edit for edit in singles if edit.cost <= CLASSIC]))
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
    return _Search(algorithm, copy, understand, None, claimed).first(edits)


def _in_vain(edit: Edit, idle: frozenset[str]) -> bool:
    """Say whether an edit changes only lines that nothing reads."""
    return all(old.target.name in idle and new.target == old.target for old, new in edit.lines)


def single_edits(algorithm: Algorithm, scope: Scope) -> Iterator[Edit]:
    """Give every edit that undoes one slip, each result once."""
    found = [(line, _slips_of(line, scope)) for line in algorithm.assignments]
    own = idle(algorithm)
    yield from (Edit(*made) for made in uncrossed(algorithm))
    whole = (*kept_apart(algorithm), *exchanged(algorithm), *revived(algorithm), *twins(found))
    whole = (*whole, *corrections(algorithm, scope), *swapped(algorithm, scope))
    edits = [Edit(*made) for made in whole]
    for line, made in found:
        for slip in made:
            lines = ((line, replace(line, formula=slip.formula)),)
            edits.append(Edit(lines, (slip.words,), slip.cost))
    seen = set[Any]()
    for edit in edits:
        key = frozenset((id(old), new.target, new.formula) for old, new in edit.lines)
        if key not in seen and not drops(edit.lines, algorithm, scope):
            seen.add(key)
            if not idle(edit.apply(algorithm)) <= own:
                continue
            yield edit


def _slips_of(line: Assignment, scope: Scope) -> list[Slip]:
    """Return the likeliest slip for every line that may stand in place of one."""
    made: dict[Formula, Slip] = {}
    found = sorted(slips(line.formula, scope, line.target), key=lambda slip: slip.cost)
    for slip in found:
        if slip.formula != line.formula and slip.formula not in made:
            made[slip.formula] = slip
    return [s for s in made.values() if sensible(line, replace(line, formula=s.formula))]


def _pairs(edits: list[Edit]) -> Iterator[Edit]:
    count = 0
    ordered = sorted(combinations(range(len(edits)), 2), key=sum)
    for one, other in ordered:
        first, second = edits[one], edits[other]
        if {id(old) for old, _ in first.lines} & {id(old) for old, _ in second.lines}:
            continue
        yield first.with_(second)
        count += 1
        if count >= MAX_PAIRS:
            return


_Found = tuple[int, tuple[Any, ...], Edit, str]
"""An edit with the rule it leads to: what all speaks against it, and how the rule is preferred."""


class _Search:
    """Tries edits; see `mend`."""

    def __init__(
        self,
        algorithm: Algorithm,
        copy: Copy,
        understand: Understand,
        suggest: Suggest | None,
        claimed: str | None,
    ) -> None:
        self.algorithm, self.understand, self.claimed = algorithm, understand, claimed
        self.suggest = suggest
        self.idle = len(idle(algorithm))
        self.states = 0 if copy.recursion is None else len(live_states(copy.recursion))
        # What it reads of another copy by mistake is of no use to it.
        self.mixed = copy.recursion is None and copy.difference is not None
        self._compared: set[Recursion] = set()
        self._looked = 0

    def first(self, edits: Iterable[Edit]) -> Mend | None:
        """Return the best of some edits (in the order of their costs) that is certified to mend.

        What costs no more than the edits tried so far is looked at before more are tried.
        """
        waiting: list[_Found] = []
        for cost, tier in groupby(edits, key=lambda edit: edit.cost):
            waiting = sorted([*waiting, *self._running(tier)], key=lambda item: item[:2])
            ripe = [item for item in waiting if item[0] <= cost]
            waiting = waiting[len(ripe) :]
            best = self._certified(ripe)
            if best is not None:
                return best
        return self._certified(waiting)

    def _certified(self, found: Iterable[_Found]) -> Mend | None:
        best: Mend | None = None
        for _, _, edit, rule in found:
            if len(self._compared) >= MAX_COMPARED or self._looked >= MAX_UNDERSTOOD:
                break
            self._looked += 1
            meaning = self.understand(edit.apply(self.algorithm))
            if meaning.recursion is None or meaning.recursion in self._compared:
                continue
            if any(lint.code in FROM_ZERO for lint in meaning.lints):
                continue
            match = next((m for m in matches(meaning.recursion) if m.rule == rule), None)
            if match is None:
                continue
            self._compared.add(meaning.recursion)
            identity = compared(meaning.recursion, rule, match)
            if identity.comparison.verdict == "identical":
                return Mend(edit, identity, match, meaning)
            if identity.same and best is None:
                best = Mend(edit, identity, match, meaning)
        return best

    def _running(self, edits: Iterable[Edit]) -> Iterator[_Found]:
        """Give edits after which the algorithm runs like a rule that may be meant."""
        for edit in edits:
            edited = edit.apply(self.algorithm)
            for match in self._matches(edited):
                if self.claimed is not None and match.family != family(self.claimed):
                    continue
                cost = edit.cost + self._unlikely(edited, match)
                yield cost, preference(match.rule, self.claimed), edit, match.rule

    def _unlikely(self, edited: Algorithm, match: Match) -> int:
        """Return what speaks against an edit besides its own cost."""
        # Lines that nothing reads were hardly written for nothing.
        cost = 0 if self.mixed else 2 * (len(idle(edited)) - self.idle)
        if len(live_states(recursion_of(match.rule))) < self.states:
            cost += RARE
        if self.claimed is not None and "." in self.claimed and match.rule != self.claimed:
            cost += RARE
        return cost + (0 if match.plain else USUAL)

    def _matches(self, edited: Algorithm) -> list[Match]:
        if self.suggest is not None:
            return self.suggest(edited)
        recursion = self.understand(edited).recursion
        return [] if recursion is None else matches(recursion)
