"""What members of an ensemble differ in: values of hyperparameters, and starts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidValue, UnknownName
from symopt.problems.problem import as_start
from symopt.running import Sequenced, schedule_functions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from symopt.problems import Surface
    from symopt.rule import Rule


def setting_axes(
    rule: Rule, grid: Mapping[str, ArrayLike], hyper: Mapping[str, Any]
) -> dict[str, NDArray[Any]]:
    """Return the values of each hyperparameter of the grid, each checked for its domain."""
    import numpy as np

    settings = {}
    for name, given in grid.items():
        if name in hyper:
            raise InvalidValue(f"{rule.name}: {name} has one value and a grid")
        values = [rule.floats({name: value})[name] for value in _list(given, name)]
        settings[name] = frozen(np.array(values))
    return settings


def _list(given: Any, name: str) -> list[Any]:
    import numpy as np

    values = np.asarray(given)
    if values.ndim != 1 or not len(values):
        raise InvalidValue(f"{name}: expected a list of values, at least one")
    return list(values.tolist())


def start_axes(
    given: Any, surface: Surface
) -> tuple[dict[str, NDArray[Any]], list[tuple[str, NDArray[Any]]]]:
    """Return the axes of the starts, and for each coordinate its axis ("" if none) and values."""
    import numpy as np

    names = surface.variables
    if isinstance(given, Integral) and not isinstance(given, bool):
        if given < 1:
            raise InvalidValue(f"starts = {given}; it must be 1 or more")
        sides = zip(names, surface.box, strict=True)
        given = {name: np.linspace(low, high, int(given)) for name, (low, high) in sides}
    if isinstance(given, Mapping):
        for name in given:
            if name not in names:
                raise UnknownName("variable", str(name), names, f"of {surface.name}")
        if missing := [name for name in names if name not in given]:
            raise InvalidValue(f"starts: no values of {missing[0]}")
        lines = {
            name: np.array([as_start([x], [name], "starts")[0] for x in _list(values, name)])
            for name, values in given.items()
        }
        axes = {name: frozen(values) for name, values in lines.items()}
        return axes, [(name, axes[name]) for name in names]
    if given is None:
        given = surface.start
    try:
        points = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise InvalidValue("starts: expected points (n, d), a number, or values by name") from None
    if points.ndim == 1:
        return {}, [("", np.array([x])) for x in as_start(points, names, "starts")]
    if points.ndim != 2 or not len(points):
        raise InvalidValue(f"starts: expected points (n, {len(names)}), given {points.shape}")
    for point in points:
        as_start(point, names, "starts")
    return {"start": frozen(np.arange(len(points)))}, [("start", x) for x in points.T]


def schedule_tables(
    rule: Rule,
    schedule: Sequenced | Mapping[str, Sequenced] | None,
    settings: Mapping[str, NDArray[Any]],
    fixed: Mapping[str, float],
    steps: int,
) -> tuple[dict[str, tuple[str, NDArray[Any]]], dict[str, str]]:
    """Return for each scheduled hyperparameter its axis, its values (steps, k), and its name."""
    import numpy as np

    given = schedule if isinstance(schedule, Mapping) else {"alpha": schedule} if schedule else {}
    tables, described = {}, {}
    for name, spec in given.items():
        columns = []
        for value in settings.get(name, (fixed.get(name, math.nan),)):
            functions, told = schedule_functions(rule, {name: spec}, {name: float(value)}, 1)
            columns.append([functions[name](t) for t in range(1, steps + 1)])
            described |= told
        tables[name] = (name if name in settings else "", np.array(columns).T)
    return tables, described


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
