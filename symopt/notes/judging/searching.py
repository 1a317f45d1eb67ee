"""The search for the first edit, by cost, after which an algorithm is a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from symopt.equivalence import Recursion
from symopt.notes.judging.catalogue import matches
from symopt.notes.judging.edit import Edit
from symopt.notes.judging.identify import Identity, compared, preference
from symopt.notes.judging.known import live_states, recursion_of
from symopt.notes.judging.match import Match, family
from symopt.notes.judging.sense import idle
from symopt.notes.judging.sketch import Suggest
from symopt.notes.judging.slip import RARE, USUAL
from symopt.notes.meaning.meaning import Copy, Meaning
from symopt.notes.statement import Algorithm

Understand = Callable[[Algorithm], Meaning]
MAX_COMPARED = 5  # edits that run like a rule and are compared with it
FROM_ZERO = ("zero-division", "counter-from-zero")
"""Lints that say that the first step divides by zero."""

MAX_UNDERSTOOD = 100  # edits that seem to run like a rule and are looked at closely


@dataclass(frozen=True)
class Mend:
    """An edit that makes an algorithm a rule, certified.

    `match` says which hyperparameter is which, in the names of the edited algorithm's `meaning`.
    """

    edit: Edit
    identity: Identity
    match: Match
    meaning: Meaning


_Found = tuple[int, tuple[Any, ...], Edit, str]
"""An edit with the rule it leads to: what all speaks against it, and how the rule is preferred."""


class Search:
    """Tries edits; see `first`."""

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
