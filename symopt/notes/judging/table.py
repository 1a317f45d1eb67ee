"""A table of the runs of all rules, with every usual way to set their hyperparameters."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations, product
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from symopt.equivalence import Recursion
from symopt.notes.judging.known import Kind, is_decay, names_of, recursion_of
from symopt.notes.judging.match import family
from symopt.notes.judging.runs import INPUTS, TOLERANCE, run

DECAYS = (0.61, 0.37, 0.83, 0.71, 0.47, 0.53)
SIZES = (0.129, 0.473, 0.217, 0.341, 0.0713, 0.0547)
FIRST = 3  # steps by which most runs are told from all of the catalogue's
MAX_LANES = 20_000  # ways to set one rule's hyperparameters


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
def table_of(kind: Kind, decays: int, sizes: int) -> _Table:
    """Return the runs of all rules of a kind, for so many decays and other hyperparameters."""
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
    return changed_value(value, power, DECAYS[int(other)] if other else 0.0)


def changed_value(value: float, power: str, other: float) -> float:
    """Return a value as a setting changes it; `other` is the decay that it names."""
    if power == "complement":
        return 1 - value
    return value * (1 - other) ** float(power) if power else value
