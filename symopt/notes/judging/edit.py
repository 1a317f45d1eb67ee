"""Edits of an algorithm's lines, and every one that undoes a single slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from symopt.formula import Formula
from symopt.notes.judging.parallel import corrections, revived, swapped, twins, uncrossed
from symopt.notes.judging.reordering import Words, exchanged, kept_apart
from symopt.notes.judging.sense import drops, idle, sensible
from symopt.notes.judging.slip import Scope, Slip
from symopt.notes.judging.slips import slips
from symopt.notes.statement import Algorithm, Assignment

MAX_PAIRS = 500


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


def pairs_of(edits: list[Edit]) -> Iterator[Edit]:
    """Give two edits at a time that change different lines, likelier ones first."""
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
