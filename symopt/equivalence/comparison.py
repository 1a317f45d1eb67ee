"""Whether two rules are the same: the verdict, with what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from symopt.equivalence import convention, nomap, pairing, relations, witness
from symopt.equivalence.maps import Simulation
from symopt.equivalence.pairing import Pairing
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.terms import text
from symopt.equivalence.witness import Witness
from symopt.errors import InvalidExpression, InvalidValue
from symopt.proof.kernel.terms import free_names
from symopt.rule import Rule
from symopt.rules import get

_FITTED = "no map was found, but hyperparameters may exist that make them the same"
Verdict = Literal["identical", "equivalent", "different", "undecided"]
Comparable = str | Rule | Recursion


@dataclass(frozen=True)
class Comparison:
    """What is known of two rules.

    Attributes
    ----------
    first, second : str
        Their names.
    verdict : {"identical", "equivalent", "different", "undecided"}
        *identical*: the same up to names. *equivalent*: each does what the other does, under
        maps of the hyperparameters that are constant in t; states may be scaled and negated, the
        parameter shifted by states. *different*: `witness` shows it, and no such map was found.
    maps : tuple of Simulation
        The maps that were verified: two for rules that are the same, one where one rule is a
        special case of the other.
    conditions : tuple of str
        What the verdict takes for granted.
    witness : Witness or None
        Gradients on which rules part that are different, under the correspondence by role.
    no_map : {"proved", "searched", None}
        How it is known that there is no map.
    reason : str
        What is the case instead, or why nothing was decided.
    lints : tuple of str
        ``"suspicious"``: the same, but by a map that is not one of the usual conventions.
    certificates : tuple of dict
        Plain data; `symopt.equivalence.verify` accepts each.
    """

    first: str
    second: str
    verdict: Verdict
    maps: tuple[Simulation, ...] = ()
    conditions: tuple[str, ...] = ()
    witness: Witness | None = None
    no_map: Literal["proved", "searched"] | None = None
    reason: str = ""
    lints: tuple[str, ...] = ()
    certificates: tuple[Mapping[str, Any], ...] = ()

    @property
    def map(self) -> dict[str, Any] | None:
        """The map as text: the second rule's names in terms of the first's."""
        if self.verdict not in ("identical", "equivalent") or not self.maps:
            return None
        return self.maps[0].data()

    def text(self) -> str:
        """Return the comparison for the terminal."""
        from symopt.equivalence.report import as_text

        return as_text(self)

    def data(self) -> dict[str, Any]:
        """Return the comparison as plain data, as JSON has it."""
        from symopt.proof.convert import thaw

        return {
            "first": self.first,
            "second": self.second,
            "verdict": self.verdict,
            "map": self.map,
            "special_case": None if self.map or not self.maps else self.maps[0].data(),
            "conditions": list(self.conditions),
            "witness": None if self.witness is None else self.witness.data(),
            "no_map": self.no_map,
            "reason": self.reason or None,
            "lints": list(self.lints),
            "certificates": [thaw(dict(item)) for item in self.certificates],
        }


def compare(a: Comparable, b: Comparable, *, effort: float = 1.0) -> Comparison:
    """Compare two rules: are they the same up to names, or up to a map, or different?

    Parameters
    ----------
    a, b : str, Rule or Recursion
        A rule or its name, or a recursion that was read from somewhere.
    effort : float, optional
        The part of the usual work that a proof may take that there is no map.

    Raises
    ------
    UnknownName
        There is no such rule.
    InvalidValue
        One is an optimizer and the other an average.

    Examples
    --------
    >>> compare("momentum", "momentum.accumulating").verdict
    'equivalent'
    >>> compare("rmsprop", "rmsprop.eps-inside").no_map
    'proved'
    """
    try:
        first, second = _recursion(a), _recursion(b)
    except InvalidExpression as problem:
        return Comparison(_name(a), _name(b), "undecided", reason=str(problem))
    if first.kind != second.kind:
        raise InvalidValue(
            f"{first.name} is an {first.kind} and {second.name} an {second.kind}; "
            "they have no runs in common"
        )
    found = pairing.pair(first.canonical, second.canonical)
    if found.same:
        return _same(first, second, found)
    return _different(first, second, found, effort)


def _name(a: Comparable) -> str:
    return a if isinstance(a, str) else a.name


def _recursion(a: Comparable) -> Recursion:
    return a if isinstance(a, Recursion) else _of_rule(get(a))


@lru_cache(maxsize=256)
def _of_rule(rule: Rule) -> Recursion:
    return Recursion.of(rule)


def _same(first: Recursion, second: Recursion, found: Pairing) -> Comparison:
    directed = ((found.there, first.canonical), (found.back, second.canonical))
    simulations = tuple(one for one, _ in directed if one is not None)
    lints = convention.lints((one, of) for one, of in directed if one is not None)
    plain = all(map(convention.renames, simulations)) and not lints
    return Comparison(
        first.name,
        second.name,
        "identical" if plain else "equivalent",
        maps=simulations,
        conditions=_conditions(list(found.used)),
        lints=lints,
        certificates=found.certificates,
    )


def _conditions(used: list[Simulation]) -> tuple[str, ...]:
    """Say what the maps take for granted."""
    found: list[str] = []
    for one in used:
        found += [f"{name} != 0 ({one.of})" for name in one.positive]
    for one in used:
        hypers = {name for name, _ in one.certificate["of"]["hyperparameters"]}
        inside = [term for term in (*one.states.values(), one.shift) if term is not None]
        constant = sorted(set().union(*map(free_names, inside)) & hypers) if inside else []
        found += [f"{name} is constant, no schedule" for name in constant]
    if any(one.assumed for one in used):
        found.append("equal where both are defined")
    return tuple(dict.fromkeys(found))


def _undecided(
    first: Recursion, second: Recursion, known: Simulation | None, reason: str
) -> Comparison:
    return Comparison(
        first.name,
        second.name,
        "undecided",
        maps=(known,) if known else (),
        reason=reason,
        certificates=(known.certificate,) if known else (),
    )


def _unparted(first: Recursion, second: Recursion) -> str:
    """Say why no run was found on which two rules part."""
    for rule in (first, second):
        if not witness.has_runs(rule):
            return (
                f"{rule.name} had no value on any run that was tried: it divides by zero, or takes "
                "a root of a negative number"
            )
    return "no map was found, nor a run on which they part"


def _different(first: Recursion, second: Recursion, found: Pairing, effort: float) -> Comparison:
    known = found.there or found.back
    parted = witness.find(first, second)
    reason = relations.special(known) if known else ""
    if parted is None:
        return _undecided(first, second, known, _unparted(first, second))
    # Where numbers fit there may be a map that was not found; where they may, a proof can tell.
    tries = [] if found.there or found.may else [(first, second)]
    tries += [] if found.back or found.can else [(second, first)]
    tries.sort(key=lambda pair: len(pair[1].hyperparameters))
    pairs = [(of.canonical, by.canonical) for of, by in tries]
    proof = nomap.refute(*pairs, effort=effort) if tries else None
    if proof is None and False not in (found.may, found.can):
        return _undecided(first, second, known, _FITTED)
    certificates = [known.certificate] if known else []
    if not known:
        reason, more = relations.partly(first, second)
        certificates += more
    if proof is not None:
        certificates.append(proof)
    return Comparison(
        first.name,
        second.name,
        "different",
        maps=(known,) if known else (),
        conditions=_conditions([known]) if known else (),
        witness=parted,
        no_map="searched" if proof is None else "proved",
        reason=reason,
        certificates=tuple(certificates),
    )


__all__ = ["Comparison", "compare", "text"]
