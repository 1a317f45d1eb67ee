"""Which rules of the catalogue a recursion may be: a table of their runs, looked up by number.

The hyperparameters of what is looked up are given fixed numbers. Every rule was run once with
every way to set its hyperparameters from those numbers, as the usual conventions have it, so that
a question is one run and a search in a sorted list. Answers are candidates only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations, product
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from symopt import rules
from symopt.equivalence import Recursion
from symopt.notes.judging.runs import INPUTS, LONG, TOLERANCE, agree, run
from symopt.proof.kernel.terms import free_names
from symopt.signature import Hyperparameter

Kind = Literal["optimizer", "average"]
DECAYS = (0.61, 0.37, 0.83, 0.71, 0.47, 0.53)
SIZES = (0.129, 0.473, 0.217, 0.341, 0.0713, 0.0547)
FIRST = 3  # steps by which most runs are told from all of the catalogue's
MAX_LANES = 20_000  # ways to set one rule's hyperparameters


@dataclass(frozen=True)
class Setting:
    """What a rule's hyperparameter is: one of the recursion's, as it is or changed in a usual way.

    Attributes
    ----------
    name : str
        The recursion's hyperparameter.
    change : str
        Empty if it is taken as it is; "complement" for 1 minus it; else a power and a name, of
        1 minus which to that power it is a multiple.
    """

    name: str
    change: str = ""


@dataclass(frozen=True)
class Match:
    """A rule that runs as a recursion does, under settings of its hyperparameters."""

    rule: str
    settings: Mapping[str, Setting]

    @property
    def plain(self) -> bool:
        """Whether hyperparameters differ in their names only."""
        return not any(setting.change for setting in self.settings.values())

    @property
    def family(self) -> str:
        """The family's name."""
        return family(self.rule)


def family(rule: str) -> str:
    """Return the name of a rule's family, which is its main rule's.

    Examples
    --------
    >>> family("adam.eps-inside")
    'adam'
    """
    return rule.partition(".")[0]


@lru_cache(maxsize=256)
def recursion_of(rule: str) -> Recursion:
    """Return the recursion of a rule of the catalogue."""
    return Recursion.of(rules.get(rule))


def names_of(kind: Kind) -> tuple[str, ...]:
    """Return the rules of a kind, main rules of their families first."""
    found = [name for name in rules.names() if rules.get(name).kind == kind]
    return tuple(sorted(found, key=lambda name: ("." in name, name)))


@lru_cache(maxsize=256)
def elementary(rule: str) -> bool:
    """Say whether a rule only adds multiples of gradients, and so may be quoted to explain others.

    Examples
    --------
    >>> elementary("momentum"), elementary("rmsprop")
    (True, False)
    """
    stack = list(recursion_of(rule).terms())
    while stack:
        term = stack.pop()
        if not isinstance(term, tuple) or term[0] in ("sym", "/"):
            continue
        if term[0] not in ("+", "*") and {"g", "y"} & free_names(term):
            return False
        stack.extend(term[1:])
    return True


def used(recursion: Recursion) -> Recursion:
    """Return a recursion without the hyperparameters that stand nowhere in it."""
    free = set[str]().union(*map(free_names, recursion.terms()))
    kept = tuple(h for h in recursion.hyperparameters if h.name in free)
    return replace(recursion, hyperparameters=kept)


def live_states(recursion: Recursion) -> set[str]:
    """Return the states on which what is seen depends.

    Examples
    --------
    >>> sorted(live_states(recursion_of("adam")))
    ['m', 'v']
    """
    updates = {state.name: state.update for state in recursion.states}
    needed = set[str]()
    todo = [recursion.query, recursion.output]
    while todo:
        for name in free_names(todo.pop()) & (set(updates) - needed):
            needed.add(name)
            todo.append(updates[name])
    return needed


def is_decay(hyper: Hyperparameter) -> bool:
    """Say whether a hyperparameter is less than one."""
    return hyper.domain.upper == 1


def numbers(recursion: Recursion) -> dict[str, float] | None:
    """Return the number that each hyperparameter is looked up with; None if they are too many."""
    decays = [h.name for h in recursion.hyperparameters if is_decay(h)]
    sizes = [h.name for h in recursion.hyperparameters if not is_decay(h)]
    if len(decays) > len(DECAYS) or len(sizes) > len(SIZES):
        return None
    return dict(zip(decays, DECAYS, strict=False)) | dict(zip(sizes, SIZES, strict=False))


def matches(recursion: Recursion) -> list[Match]:
    """Return the rules that run as a recursion does, plain settings first.

    Examples
    --------
    >>> [(match.rule, match.plain) for match in matches(recursion_of("momentum"))]
    [('momentum', True), ('momentum.accumulating', False), ('momentum.velocity', False)]
    """
    recursion = used(recursion)
    values = numbers(recursion)
    if values is None:
        return []
    decays = [h.name for h in recursion.hyperparameters if is_decay(h)]
    sizes = [h.name for h in recursion.hyperparameters if not is_decay(h)]
    found: dict[str, Match] = {}
    for match in lookup(recursion.kind, decays, sizes, run(recursion, values)[:, 0]):
        if match.rule not in found and _confirmed(recursion, values, match):
            found[match.rule] = match
    return list(found.values())


def _confirmed(recursion: Recursion, values: Mapping[str, float], match: Match) -> bool:
    """Say whether a long run agrees as well."""
    settings = {key: _set(setting, values) for key, setting in match.settings.items()}
    own, other = (
        run(of, by, LONG) for of, by in ((recursion, values), (recursion_of(match.rule), settings))
    )
    return bool(agree(own, other)[0])


def lookup(
    kind: Kind, decays: Sequence[str], sizes: Sequence[str], seen: npt.NDArray[Any]
) -> list[Match]:
    """Return the rules with a run like one that was made with `DECAYS` and `SIZES`."""
    found: list[Match] = []
    for rule, settings in _table(kind, len(decays), len(sizes)).find(seen):
        named = {
            key: Setting((decays if what == "decay" else sizes)[place], _by_name(change, decays))
            for key, (what, place, change) in settings.items()
        }
        found.append(Match(rule, named))
    return sorted(found, key=lambda match: (not match.plain, "." in match.rule, match.rule))


Begins = Callable[[int, float], bool]


def beginning(kind: Kind, decays: int, sizes: int, wanted: str | None = None) -> Begins:
    """Return what says whether any rule's run has a number at one of its first steps.

    Parameters
    ----------
    wanted : str, optional
        A family: then no other rule's.

    Examples
    --------
    >>> begins = beginning("average", 1, 0, "ewma")
    >>> begins(0, (1 - DECAYS[0]) * INPUTS[0]), begins(0, 123.0)
    (True, False)
    """
    rows = _table(kind, decays, sizes).first_steps(wanted)

    def begins(step: int, number: float) -> bool:
        if step >= len(rows):
            return True
        gap = 10 * TOLERANCE * (1 + abs(number))
        low = np.searchsorted(rows[step], number - gap)
        return bool(low < len(rows[step]) and rows[step][low] <= number + gap)

    return begins


def _by_name(change: str, decays: Sequence[str]) -> str:
    """Return a change with the name of the decay in it instead of its place."""
    power, _, place = change.partition(" ")
    return f"{power} {decays[int(place)]}" if place else change


class _Choice(NamedTuple):
    """Which hyperparameter, by kind and place, and how it is changed."""

    what: Literal["decay", "size"]
    place: int
    change: str


_WEIGHTS = np.random.default_rng(5).uniform(0.5, 1.5, size=(2, len(INPUTS)))


class _Table:
    """The runs of all rules, each as two numbers, sorted by the first."""

    def __init__(
        self,
        keys: npt.NDArray[Any],
        owners: list[tuple[str, dict[str, Any], Any]],
        begun: list[npt.NDArray[Any]],
    ):
        self.begun = begun
        self._sorted: dict[str | None, npt.NDArray[Any]] = {}
        order = np.argsort(keys[0])
        self.first, self.second = keys[0][order], keys[1][order]
        self.places = order
        self.owners = owners
        self.starts = np.cumsum([0, *(grid.shape[1] for _, _, grid in owners)])

    def first_steps(self, wanted: str | None) -> npt.NDArray[Any]:
        """Return what all runs of a family (or of any) have at the first steps, sorted."""
        if wanted not in self._sorted:
            chosen = [
                rows
                for (rule, _, _), rows in zip(self.owners, self.begun, strict=True)
                if wanted is None or family(rule) == wanted
            ]
            none = np.empty((FIRST, 0))
            self._sorted[wanted] = np.sort(np.concatenate([none, *chosen], axis=1), axis=1)
        return self._sorted[wanted]

    def find(self, own: npt.NDArray[Any]) -> list[tuple[str, dict[str, _Choice]]]:
        """Return rules and settings with this run."""
        if not np.all(np.isfinite(own)):
            return []
        a, b = _WEIGHTS @ own
        gap = TOLERANCE * (1 + np.abs(own).sum())
        low, high = np.searchsorted(self.first, (a - gap, a + gap))
        near = np.nonzero(np.abs(self.second[low:high] - b) <= gap)[0] + low
        found: list[tuple[str, dict[str, _Choice]]] = []
        for place in self.places[near]:
            owner = int(np.searchsorted(self.starts, place, side="right")) - 1
            rule, menus, grid = self.owners[owner]
            column = grid[:, place - self.starts[owner]]
            settings = {n: menus[n][i] for n, i in zip(menus, column, strict=True)}
            found.append((rule, settings))
        return found


@lru_cache(maxsize=32)
def _table(kind: Kind, decays: int, sizes: int) -> _Table:
    keys: list[npt.NDArray[Any]] = [np.empty((2, 0))]
    owners: list[tuple[str, dict[str, Any], Any]] = []
    begun: list[npt.NDArray[Any]] = []
    for rule in names_of(kind):
        recursion = recursion_of(rule)
        made = _lanes(recursion, decays, sizes)
        if made is None:
            continue
        menus, grid = made
        values = {
            name: np.array([_number(choice) for choice in menu])[grid[i]]
            for i, (name, menu) in enumerate(menus.items())
        }
        seen = run(recursion, values)
        fit = np.all(np.isfinite(seen), axis=0)
        keys.append(_WEIGHTS @ seen[:, fit])
        owners.append((rule, menus, grid[:, fit]))
        begun.append(seen[:FIRST, fit])
    return _Table(np.concatenate(keys, axis=1), owners, begun)


def _lanes(recursion: Recursion, decays: int, sizes: int) -> tuple[dict[str, Any], Any] | None:
    """Return menus for the hyperparameters, and as columns the ways to choose from them."""
    plain: list[_Choice] = [_Choice("decay", i, "") for i in range(decays)]
    plain += [_Choice("size", i, "") for i in range(sizes)]
    hypers = recursion.hyperparameters
    if len(hypers) > len(plain):
        return None
    if not hypers:
        return {}, np.zeros((0, 1), dtype=int)
    turned: list[_Choice] = [_Choice("decay", i, "complement") for i in range(decays)]
    scaled: list[_Choice] = []
    for i, j, power in product(range(sizes), range(decays), ("-1", "-0.5", "0.5", "1")):
        scaled.append(_Choice("size", i, f"{power} {j}"))
    full = {h.name: [*plain, *(turned if is_decay(h) else scaled)] for h in hypers}
    if np.prod([len(menu) for menu in full.values()], dtype=float) <= MAX_LANES:
        ways = [way for way in product(*(range(len(m)) for m in full.values())) if _apart(way)]
        return full, np.array(ways, dtype=int).T
    menus = {h.name: plain for h in hypers}
    ways = list(permutations(range(len(plain)), len(hypers)))
    return menus, np.array(ways, dtype=int).T


def _apart(way: tuple[int, ...]) -> bool:
    return len(set(way)) == len(way)


def _number(choice: _Choice) -> float:
    what, place, change = choice
    value = DECAYS[place] if what == "decay" else SIZES[place]
    power, _, other = change.partition(" ")
    return _changed(value, power, DECAYS[int(other)] if other else 0.0)


def _set(setting: Setting, values: Mapping[str, float]) -> float:
    power, _, other = setting.change.partition(" ")
    return _changed(values[setting.name], power, values[other] if other else 0.0)


def _changed(value: float, power: str, other: float) -> float:
    if power == "complement":
        return 1 - value
    return value * (1 - other) ** float(power) if power else value
