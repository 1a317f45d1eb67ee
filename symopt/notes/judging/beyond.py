"""Algorithms that have a rule in them and do more: right, though no catalogue has them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symopt.equivalence import Recursion
from symopt.equivalence.relations import fixes
from symopt.equivalence.terms import nodes
from symopt.notes.judging.identify import Identity
from symopt.notes.meaning.claimed import named
from symopt.notes.statement import Algorithm
from symopt.proof.kernel.terms import Term

INERT = (0, 1)  # with which a term or a factor goes


def besides(identity: Identity | None, recursion: Recursion | None) -> Mapping[str, Fraction]:
    """Return the hyperparameters that an algorithm has besides a rule's, with what drops them.

    Empty if it is the rule at no such setting, or if one of them is only added somewhere: that
    is a stabiliser in a wrong place.
    """
    if identity is None or recursion is None or not identity.comparison.maps:
        return {}
    comparison, case = identity.comparison, identity.comparison.maps[0]
    if comparison.verdict != "different" or case.of != comparison.second or case.varying:
        return {}
    under = {new: own for own, new in identity.names.items()}
    fixed = {under.get(name, name): _number(value) for name, value in fixes(case).items()}
    if any(value not in INERT for value in fixed.values()):
        return {}
    if any(_added(recursion, name) for name in fixed):
        return {}
    return {name: value for name, value in fixed.items() if value is not None}


def _number(term: Term) -> Fraction | None:
    if isinstance(term, tuple):
        top, bottom = (_number(part) for part in term[1:])
        return None if top is None or not bottom else top / bottom
    return Fraction(term)


def _added(recursion: Recursion, name: str) -> bool:
    """Say whether a hyperparameter is a term by itself anywhere."""
    own = {("sym", name), ("*", Fraction(-1), ("sym", name)), ("*", -1, ("sym", name))}
    return any(
        node[0] == "+" and any(part in own for part in node[1:]) and not _kept(node)
        for node in nodes(recursion.terms())
    )


def _kept(node: tuple[Term, ...]) -> bool:
    """Say whether a sum is 1 minus something."""
    return 1 in node[1:]


def named_by_options(algorithm: Algorithm) -> tuple[str, ...]:
    """Return the rules that the options of an algorithm name, such as amsgrad.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> named_by_options(Algorithm("", (), (), Excerpt.of(""), "python", chosen=("self.nesterov",)))
    ('nesterov',)
    """
    names = (option.rpartition(".")[2] for option in algorithm.chosen)
    return tuple(rule for name in names if name.isidentifier() for rule in named(name))


def with_options(algorithm: Algorithm) -> str:
    """Return which options make an algorithm, in a few words.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> chosen = ("not self.decay = 0", "centered", "momentum > 0")
    >>> with_options(Algorithm("", (), (), Excerpt.of(""), "python", chosen=chosen))
    'decay != 0, centered, momentum > 0'
    """
    found: list[str] = []
    for option in algorithm.chosen:
        test = option.removeprefix("not ")
        name, sign, value = test.partition(" = ")
        name = name.rpartition(".")[2] if name.replace(".", "").isidentifier() else name
        if test == option:
            found.append(name + sign + value)
        else:
            found.append(f"{name} != {value}" if sign else f"not {name}")
    return ", ".join(found)
