"""How the settings of the shipped races were chosen, and what came out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symopt import problems
from symopt.errors import UnknownName
from symopt.tuning.goals import Goal, leave, reach, settle
from symopt.tuning.search import BUDGET, RATES, Tuned, tune

if TYPE_CHECKING:
    from symopt.problems import Surface

RESULTS = Path(__file__).with_name("tuned.json")


@dataclass(frozen=True)
class Recipe:
    """How the settings for races on a surface are chosen.

    Attributes
    ----------
    goal : callable
        Makes the goal from the surface.
    starts : int
        How many of the surface's starts are used, from the first.
    steps : int
        The length of each run.
    text, chinese : str
        The goal in a few words, in English and in Chinese.
    rates : tuple of float
        The smallest and the largest rate tried.
    """

    goal: Callable[[Surface], Goal]
    starts: int
    steps: int
    text: str
    chinese: str
    rates: tuple[float, float] = RATES


_SOONEST = ("soonest at the minimum", "最快到达极小值点的")
_ANY = ("soonest at one of the minima", "最快到达任一极小值点的")

# Where slopes are in the hundreds, rules that step along the gradient want smaller rates.
_STEEP = (1e-4, 10.0)

# From the third start of Beale's function the way down leads into another valley, almost level, and
# at the fourth the slopes are in the thousands.
# The third start of the saddle lies on its axis: no rule that goes by the gradient leaves there.
RECIPES: Mapping[str, Recipe] = {
    "bowl": Recipe(reach, 2, 150, *_SOONEST),
    "ravine": Recipe(reach, 3, 150, *_SOONEST),
    "plateau": Recipe(reach, 3, 150, *_SOONEST),
    "rosenbrock": Recipe(lambda s: reach(s, 0.05), 3, 500, *_SOONEST, _STEEP),
    "beale": Recipe(lambda s: reach(s, 0.01), 2, 500, *_SOONEST, _STEEP),
    "himmelblau": Recipe(lambda s: settle(s, 0.1), 4, 150, *_ANY),
    "local-optima": Recipe(lambda s: settle(s, 0.05), 4, 150, *_ANY),
    "regression": Recipe(reach, 1, 100, *_SOONEST),
    "saddle": Recipe(
        lambda s: leave(s, 0.1),
        2,
        250,
        "soonest out, no step longer than 0.1",
        "最快离开鞍点且每步不超过 0.1 的",
    ),
}


def best(surface: str, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the shipped settings of some rules on a surface, tuned as `RECIPES` says.

    Examples
    --------
    >>> sorted(best("saddle", ["gd", "adam"])["adam"])
    ['alpha', 'beta1']
    """
    return {name: dict(entry["setting"]) for name, entry in _tuned(surface, names).items()}


def steps_to_goal(surface: str, names: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """Return, for the shipped settings, the step at which each start's run met the goal.

    Infinite where it did not.

    Examples
    --------
    >>> steps_to_goal("bowl", ["gd", "lion"])
    {'gd': (2.0, 2.0), 'lion': (inf, inf)}
    """
    return {
        name: tuple(inf if step is None else float(step) for step in entry["steps"])
        for name, entry in _tuned(surface, names).items()
    }


def note(surface: str, lang: str = "en") -> str:
    """Return how the settings of the runs on a surface were chosen, in a line.

    Examples
    --------
    >>> note("ravine")
    'Settings: of 100 tried for each rule, the one soonest at the minimum.'
    """
    recipe = RECIPES[surface]
    if lang == "zh":
        return f"超参数：每种算法各试 {BUDGET} 组，取{recipe.chinese}一组。"
    return f"Settings: of {BUDGET} tried for each rule, the one {recipe.text}."


def derive(surface: str, name: str) -> Tuned:
    """Tune a rule on a surface by its recipe."""
    recipe, ground = RECIPES[surface], problems.get(surface)
    starts = ground.starts[: recipe.starts]
    return tune(
        name, ground, recipe.goal(ground), starts=starts, steps=recipe.steps, rates=recipe.rates
    )


def _tuned(surface: str, names: Iterable[str]) -> dict[str, Any]:
    found = _results().get(surface)
    if found is None:
        raise UnknownName("tuned surface", surface, RECIPES, where="python -m symopt.tuning")
    wanted = list(names)
    missing = [name for name in wanted if name not in found]
    if missing:
        raise UnknownName(f"rule tuned on {surface}", missing[0], found, where=", ".join(found))
    return {name: found[name] for name in wanted}


@cache
def _results() -> Mapping[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8"))
