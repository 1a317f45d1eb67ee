"""A race that is made up on the spot: rules, surface, start and settings of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symopt import problems, rules, tuning
from symopt.draw.race import Race
from symopt.errors import InvalidValue, UnknownName
from symopt.problems import Surface

ARRIVED = 1e-3  # a run is there once its loss stays so near the minimum's


def race(
    names: Sequence[str],
    on: str | Surface = "ravine",
    *,
    start: Sequence[float] | None = None,
    steps: int = 100,
    settings: Mapping[str, Any] | None = None,
) -> type[Race]:
    """Return a race of rules on a surface, ready to be rendered.

    Parameters
    ----------
    names : sequence of str
        The rules, in the order of the legend.
    on : str or Surface
        A surface, its name, or an expression in x and y.
    start : pair of float, optional
        The surface's own first start if not given.
    steps : int
    settings : mapping, optional
        Hyperparameters for every rule that has them. Without any, rules run as they were tuned
        for the surface (docs/tuning.md), or with their defaults where they were not.

    Raises
    ------
    SymoptError
        A name is unknown, a rule is named twice, or no rule has a hyperparameter that is set.

    Examples
    --------
    >>> Mine = race(["adam", "nesterov"], "beale", settings={"alpha": 0.05})
    >>> [run.rule for run in Mine.trajectories()]
    ['adam', 'nesterov']
    """
    chosen = [rules.get(name) for name in names]
    if not chosen:
        raise InvalidValue("a race needs at least one rule")
    if len({rule.name for rule in chosen}) < len(chosen):
        raise InvalidValue(f"a race shows each rule once, given {', '.join(names)}")
    surface = problems.resolve(on)
    if not isinstance(surface, Surface) or len(surface.variables) != 2:
        raise InvalidValue(f"a race needs a surface in two variables, given {on}")
    given = dict(settings or {})
    known = {h.name for rule in chosen for h in rule.hyperparameters}
    for name in given:
        if name not in known:
            raise UnknownName("hyperparameter", name, known, where=", ".join(sorted(known)))
    runs = {
        rule.name: {h.name: given[h.name] for h in rule.hyperparameters if h.name in given}
        for rule in chosen
    }
    words = {
        "chosen": "Settings: as given, else the rules' defaults.",
        "chosen_zh": "超参数：按所给的取值，其余取默认值。",
    }
    if not given:
        try:
            runs = tuning.best(surface.name, list(runs))
            words = {"tuned": surface.name}
        except UnknownName:
            words = {
                "chosen": "Settings: the rules' defaults.",
                "chosen_zh": "超参数：均取默认值。",
            }
    listed = ", ".join(runs)
    return type(
        "OwnRace",
        (Race,),
        {
            "__doc__": f"{listed} on {surface.name}.",
            "caption_zh": f"{'、'.join(runs)} 在 {surface.name} 上。",
            "surface": surface,
            "start": None if start is None else tuple(float(x) for x in start),
            "steps": steps,
            "runs": runs,
            "goal": _goal(surface),
            "spotlight": chosen[0].name,
            **words,
        },
    )


def _goal(surface: Surface) -> float | None:
    lowest = surface.minimum
    return None if lowest is None else float(surface.loss(lowest)) + ARRIVED
