"""Which rule the author of an algorithm means, and how surely."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from symopt.notes.judging.beyond import named_by_options
from symopt.notes.judging.match import family
from symopt.notes.meaning.aliases import GENERAL
from symopt.notes.meaning.claimed import named
from symopt.notes.statement import Algorithm

Claimed = Callable[[Sequence[str]], str | None]

BESIDE = 2  # texts nearest to a formula: the words before it, and the heading above
OUTSIDE = re.compile(
    r"(?<![a-z])(?:ada\s?(?:belief|bound|factor|mod|hessian)|r-?adam|lars|lamb|yogi|sophia|muon"
    r"|qhm|quasi[\s-]hyperbolic|shampoo|cent(?:ered|red)|sign\s?(?:sgd|gd|um)|weight\s?decay)(?![a-z])"
    r"|权重衰减"
)
"""Algorithms that have the name of a rule in their own, or do something else than it."""


@dataclass(frozen=True)
class Claim:
    """What rule is meant.

    Attributes
    ----------
    rule : str or None
        A rule or family.
    near : bool
        Whether it is said right beside the algorithm, or by the user: then it is meant.
    asked : bool
        Whether the user says so.
    besides : frozenset of str
        The families that the words around name as well; a heading further above than the one
        that names the rule says nothing more.
    between : frozenset of str
        The families that paragraphs between the heading and the algorithm are about.
    outside : bool
        Whether the words around name an algorithm that the catalogue does not have.
    first : bool
        Whether nothing stands between the algorithm and the words that name the rule.
    """

    rule: str | None
    near: bool = False
    asked: bool = False
    besides: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    outside: bool = False
    first: bool = False


def claim_of(algorithm: Algorithm, against: str | None, claimed: Claimed) -> Claim:
    """Return which rule is meant: as asked, as its name or the nearest words say.

    Examples
    --------
    >>> from symopt.notes.meaning import claimed
    >>> from symopt.notes.source import Excerpt
    >>> def beside(*claims):
    ...     made = Algorithm("", claims, (), Excerpt.of(""), "latex")
    ...     return claim_of(made, None, claimed)
    >>> beside("so we write", "3. Adam").rule, beside("AdaBelief", "Adam").rule
    ('adam', None)
    >>> beside("we write", "the steps", "Adam").near
    False
    """
    if against is not None:
        return Claim(against, near=True, asked=True, first=True)
    near = algorithm.claims if algorithm.language == "python" else algorithm.claims[:BESIDE]
    rule = claimed(algorithm.claims)
    besides = _besides(algorithm, near, rule)
    if _outside((algorithm.name, *near)):
        return Claim(None, besides=besides, outside=True)
    if algorithm.language == "python" and rule == "gd" and any(map(_SGD.search, near)):
        # What frameworks call SGD has a momentum, and Nesterov's.
        besides |= {"momentum", "nesterov"}
    if rule is None:
        return Claim(None, besides=besides)
    first = algorithm.language == "python" or claimed(near[:1]) == rule
    between = frozenset(
        family(found[0]) for found in map(named, algorithm.nearby) if len(found) == 1
    )
    return Claim(
        rule, claimed(near) == rule, besides=besides, between=between - {*GENERAL}, first=first
    )


def _besides(algorithm: Algorithm, near: Sequence[str], rule: str | None) -> frozenset[str]:
    """Return the families that texts name, the headings above that which names the rule aside."""
    said = {*algorithm.titles, algorithm.name}
    at = next((at for at, text in enumerate(near) if rule in named(text)), None)
    closes = at is not None and near[at] in said and len(named(near[at])) == 1
    texts = [text for text in near if not closes or text not in said or text == near[at or 0]]
    found = {family(name) for text in texts for name in named(text)}
    if rule == "adamw" and at is not None and not _ADAMW.search(near[at]):
        found.add("adam")  # what is called Adam with weight decay may be either
    return frozenset(found)


def by_options(claim: Claim, algorithm: Algorithm) -> Claim:
    """Return which rule is meant where options make an algorithm: the one that they name.

    Words around are about what the listing does by default.
    """
    (rule, *_) = (*named_by_options(algorithm), claim.rule)
    return replace(claim, rule=rule, near=False)


_ADAMW = re.compile(r"(?i)adam[\s-]?w(?![a-z])|decoupled|解耦")
_SGD = re.compile(r"(?i)(?<![a-z])sgd|stochastic gradient descent")


def _outside(texts: Sequence[str]) -> bool:
    """Say whether the first text that names any algorithm names one of no catalogue."""
    for text in texts:
        plain = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])|_", " ", text).casefold()
        found = named(text)
        if OUTSIDE.search(plain):
            return not {"adamw", "lion"} & {family(name) for name in found}
        if found:
            return False
    return False
