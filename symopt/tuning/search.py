"""The same grid of settings for every rule, and the best of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from symopt import rules
from symopt.running import run
from symopt.tuning.goals import Goal

if TYPE_CHECKING:
    from symopt.problems import Problem
    from symopt.rule import Rule

BUDGET = 100
DECAYS = (0.5, 0.8, 0.9, 0.95, 0.99)
RATES = (1e-3, 100.0)
EPSILONS = (1e-8, 1.0)


@dataclass(frozen=True)
class Tuned:
    """The best setting of a rule.

    Attributes
    ----------
    rule : str
    setting : mapping of str to float
        The hyperparameters that were tuned; the others have the rule's defaults.
    scores : tuple of float
        For each start the step at which the goal was met; infinite if it was not.
    """

    rule: str
    setting: Mapping[str, Any]
    scores: tuple[float, ...]


def candidates(
    rule: str | Rule, budget: int = BUDGET, rates: tuple[float, float] = RATES
) -> list[dict[str, Any]]:
    """Return the settings to try: a grid of `budget` points, rounded to three digits.

    The rate alpha is spaced evenly in its logarithm between the ends `rates`, 0.001 and 100 if
    not given. The first decay (beta, mu, rho or beta1), if the rule has one, takes each of
    `DECAYS` with a coarser grid of rates. Adadelta has no rate; epsilon, which sets how large its
    first steps are, takes that place.

    Examples
    --------
    >>> len(candidates("gd")), len(candidates("adam"))
    (100, 100)
    >>> candidates("momentum")[0]
    {'alpha': 0.001, 'beta': 0.5}
    """
    names = [h.name for h in rules.get(rule).hyperparameters]
    rate, ends = ("alpha", rates) if "alpha" in names else ("epsilon", EPSILONS)
    decay = next((name for name in ("beta", "mu", "rho", "beta1") if name in names), None)
    if decay is None:
        return [{rate: value} for value in _spaced(*ends, budget)]
    values = _spaced(*ends, budget // len(DECAYS))
    return [{rate: value, decay: share} for share in DECAYS for value in values]


def tune(
    rule: str | Rule,
    problem: str | Problem,
    goal: Goal,
    *,
    starts: Iterable[Sequence[float]],
    steps: int = 200,
    budget: int = BUDGET,
    rates: tuple[float, float] = RATES,
) -> Tuned:
    """Return the best setting of the grid for a rule on a problem.

    Parameters
    ----------
    rule, problem
        Objects or names.
    goal : callable
        Gives the step at which a run met the goal, infinity if it did not.
    starts : iterable of points
    steps : int
        How long each run may take.
    budget : int
        How many settings.
    rates : tuple of float
        The smallest and the largest rate to try.

    Examples
    --------
    >>> from symopt import problems
    >>> from symopt.tuning import reach
    >>> bowl = problems.get("bowl")
    >>> tune("gd", bowl, reach(bowl), starts=bowl.starts, budget=10).rule
    'gd'
    """
    chosen, points = rules.get(rule), [tuple(start) for start in starts]
    best = (inf, inf, inf)
    found: Tuned | None = None
    for setting in candidates(chosen, budget, rates):
        runs = [run(chosen, problem, start=start, steps=steps, **setting) for start in points]
        scores = tuple(goal(path) for path in runs)
        key = (max(scores), sum(scores), max(float(path.losses[-1]) for path in runs))
        if found is None or key < best:
            best, found = key, Tuned(chosen.name, setting, scores)
    return found if found is not None else Tuned(chosen.name, {}, ())


def _spaced(low: float, high: float, count: int) -> list[float]:
    ratio = (high / low) ** (1 / (count - 1))
    return [float(f"{low * ratio**i:.3g}") for i in range(count)]
