"""What an algorithm is, and what would mend it: everything that is said rests on this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from symopt.equivalence import Comparison, Recursion
from symopt.formula import Name
from symopt.notes.judging.beyond import besides, named_by_options
from symopt.notes.judging.identify import Identity, compared, identify
from symopt.notes.judging.match import Match, Setting, family
from symopt.notes.judging.mending import mend, revive
from symopt.notes.judging.nearest import nearest
from symopt.notes.judging.scope import scope_of
from symopt.notes.judging.searching import Mend, Understand
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.meaning import Copy
from symopt.notes.statement import Algorithm, Assignment


@dataclass(frozen=True)
class Judged:
    """One copy of an algorithm, compared with the catalogue.

    Attributes
    ----------
    copy : Copy
    identity : Identity
        The rule it is, or the nearest.
    mend : Mend or None
        The edit that would make it a rule, if it is none, or one by an unusual map.
    in_vain : bool
        Whether the edit only makes use of what is worked out in vain: it is a rule as it is.
    """

    copy: Copy
    identity: Identity | None
    mend: Mend | None = None
    in_vain: bool = False

    @property
    def comparison(self) -> Comparison | None:
        """How it compares with the rule."""
        return None if self.identity is None else self.identity.comparison

    @property
    def verdict(self) -> str:
        """The verdict's word."""
        if self.mixed:
            return "different"
        return "undecided" if self.comparison is None else self.comparison.verdict

    @property
    def mixed(self) -> bool:
        """Whether it reads what belongs to another copy, where an edit puts its own: no rule."""
        return self.copy.recursion is None and None not in (self.copy.difference, self.mend)

    @property
    def rule(self) -> str | None:
        """The rule it is, or the nearest."""
        identity = self.mend.identity if self.mixed and self.mend is not None else self.identity
        return None if identity is None else identity.rule

    @property
    def right(self) -> bool:
        """Whether it is a rule of the catalogue."""
        return self.identity is not None and self.identity.same

    @property
    def suspicious(self) -> bool:
        """Whether it is a rule, but by an unusual map."""
        return self.comparison is not None and bool(self.comparison.lints)


def judge_copy(
    algorithm: Algorithm,
    copy: Copy,
    claimed: str | None,
    understand: Understand,
    copies: Sequence[Copy] = (),
) -> Judged:
    """Compare one of the copies of an algorithm with the catalogue.

    Options that are no default ones make another algorithm of a right one: only if they name a
    rule is there something to mend.
    """
    recursion = copy.recursion
    own = _alone(algorithm, copy, copies or (copy,))
    if algorithm.chosen and not named_by_options(algorithm):
        if recursion is None:
            return Judged(copy, None)
        identity = identify(recursion, claimed)
        return Judged(copy, identity or _against(recursion, copy, None, claimed))
    if recursion is None:
        return Judged(copy, None, _mended(own, copy, claimed, understand))
    identity = identify(recursion, claimed)
    if identity is not None and _meant(identity, claimed):
        return Judged(copy, identity, revive(own, copy, understand, claimed), in_vain=True)
    if identity is None and claimed is not None:
        nearly = _against(recursion, copy, None, claimed)
        if besides(nearly, recursion):
            return Judged(copy, nearly)
    mended = _mended(own, copy, claimed, understand)
    if identity is not None:
        return Judged(copy, identity, mended)
    return Judged(copy, _against(recursion, copy, mended, claimed), mended)


def for_all(judged: Judged, copies: Sequence[Copy]) -> Judged:
    """Return what was found of a copy with its edit made in those that are like it as well."""
    if judged.mend is None or judged.copy.difference is not None:
        return judged
    edit, first = judged.mend.edit, judged.copy
    place = {id(line): at for at, line in enumerate(first.assignments)}
    if any(id(old) not in place for old, _ in edit.lines):
        return judged
    for copy in copies:
        alike = copy is not first and copy.difference is None
        if not alike or len(copy.assignments) != len(first.assignments):
            continue
        pairs = list(zip(first.assignments, copy.assignments, strict=True))
        called = dict(pair for one, two in pairs for pair in _names(one, two))

        def change(name: Name, called: dict[str, Name] = called) -> Name:
            return replace(called.get(name.name, name), index=name.index)

        lines = [
            (old, replace(old, target=change(new.target), formula=new.formula.map_names(change)))
            for line, new in edit.lines
            if (old := copy.assignments[place[id(line)]]) is not line
        ]
        edit = replace(edit, lines=(*edit.lines, *lines))
    return replace(judged, mend=replace(judged.mend, edit=edit))


def _names(one: Assignment, two: Assignment) -> list[tuple[str, Name]]:
    ours, theirs = ([line.target, *names(line.formula)] for line in (one, two))
    return [(a.name, b) for a, b in zip(ours, theirs, strict=False) if a.name != b.name]


def judge_other(
    algorithm: Algorithm,
    copy: Copy,
    first: Judged,
    claimed: str | None,
    understand: Understand,
    copies: Sequence[Copy],
) -> Judged:
    """Compare a copy that departs from the first: it was meant to be the same rule."""
    rule = first.identity.rule if first.identity is not None and first.right else claimed
    judged = judge_copy(algorithm, copy, rule, understand, copies)
    if rule is None or judged.identity is None or copy.recursion is None:
        return judged
    if not judged.right or family(judged.identity.rule) == family(rule):
        return judged
    return Judged(copy, compared(copy.recursion, rule), judged.mend)


def _meant(identity: Identity, claimed: str | None) -> bool:
    """Say whether a rule is surely the one that was to be written."""
    named = claimed is None or family(identity.rule) == family(claimed)
    return named and not identity.comparison.lints


def _against(
    recursion: Recursion, copy: Copy, mended: Mend | None, claimed: str | None
) -> Identity:
    """Compare with the rule that it would be, mended, or else with the nearest."""
    if mended is None:
        return compared(recursion, *nearest(recursion, claimed))
    # The edited algorithm has names of its own; what the author calls things connects the two.
    here = {name.name: own for own, name in copy.names.items()}
    called = mended.meaning.names
    settings = {
        key: Setting(here[called[setting.name].name])
        for key, setting in mended.match.settings.items()
        if setting.name in called and called[setting.name].name in here
    }
    return compared(recursion, mended.identity.rule, Match(mended.match.rule, settings))


def _alone(algorithm: Algorithm, copy: Copy, copies: Sequence[Copy]) -> Algorithm:
    """Return the lines of one copy, with those that are in none: they may have been meant."""
    others = {id(line) for other in copies if other is not copy for line in other.assignments}
    own = {id(line) for line in copy.assignments}
    lines = (one for one in algorithm.assignments if id(one) in own or id(one) not in others)
    return replace(algorithm, assignments=tuple(lines))


def _mended(
    algorithm: Algorithm, copy: Copy, claimed: str | None, understand: Understand
) -> Mend | None:
    memories = {
        copy.names[name].name
        for name, role in copy.roles.items()
        if role.startswith("memory") and name in copy.names
    }
    scope = scope_of(algorithm.assignments, copy.names, algorithm.values, memories)
    return mend(algorithm, copy, understand, scope, claimed)
