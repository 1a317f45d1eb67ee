"""Which rules of the catalogue a recursion may be: a table of their runs, looked up by number.

The hyperparameters of what is looked up are given fixed numbers. Every rule was run once with
every way to set its hyperparameters from those numbers, as the usual conventions have it, so that
a question is one run and a search in a sorted list. Answers are candidates only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from symopt.equivalence import Recursion
from symopt.notes.judging.known import Kind, is_decay, recursion_of, used
from symopt.notes.judging.match import Match, Setting
from symopt.notes.judging.runs import LONG, TOLERANCE, agree, run
from symopt.notes.judging.table import DECAYS, SIZES, changed_value, table_of


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
    for rule, settings in table_of(kind, len(decays), len(sizes)).find(seen):
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
    >>> from symopt.notes.judging.runs import INPUTS
    >>> begins = beginning("average", 1, 0, "ewma")
    >>> begins(0, (1 - DECAYS[0]) * INPUTS[0]), begins(0, 123.0)
    (True, False)
    """
    rows = table_of(kind, decays, sizes).first_steps(wanted)

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


def _set(setting: Setting, values: Mapping[str, float]) -> float:
    power, _, other = setting.change.partition(" ")
    return changed_value(values[setting.name], power, values[other] if other else 0.0)
