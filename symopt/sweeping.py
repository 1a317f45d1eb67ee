"""Running a rule from many starts, and with many settings, at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from symopt import problems
from symopt.axes import frozen, schedule_tables, setting_axes, start_axes
from symopt.ensemble import KINDS, Members, Outcome, advance
from symopt.errors import InvalidValue, UnknownName
from symopt.problems import Surface
from symopt.rule import Rule
from symopt.running import check_steps, optimizer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from symopt.running import Sequenced

BLOCK = 16384  # members run together: so many that their arrays still fit the cache


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """What became of every member of an ensemble of runs.

    The arrays have one axis for each entry of `axes`, in that order.

    Attributes
    ----------
    rule, problem : str
        Their names.
    variables : tuple of str
        The names of the d coordinates.
    axes : mapping of str to array
        What differs from member to member: hyperparameters and their values, then the starts:
        the variables and their values, or ``"start"`` and the numbers of the starts.
    points : array (..., d)
        Where each member ended; nan if it diverged or became undefined.
    losses : array (...)
        The loss there.
    reached : array (...) or None
        The step from which the loss stayed within the tolerance of the goal, infinite if it did
        not; None without a goal.
    taken : array (...) of int
        How many steps were taken.
    stopped : array (...) of str
        Why each ended, as in `Trajectory`: "finished", "diverged" or "undefined".
    paths : array (steps + 1, ..., d) or None
        All points, nan from where a member ended; None unless they were asked for.
    hyperparameters : mapping of str to float
        Those that all members share, before any schedule.
    settings : mapping
        What else it takes to repeat the runs: steps, schedule, goal, within.
    """

    rule: str
    problem: str
    variables: tuple[str, ...]
    axes: Mapping[str, NDArray[Any]]
    points: NDArray[Any]
    losses: NDArray[Any]
    reached: NDArray[Any] | None
    taken: NDArray[Any]
    stopped: NDArray[Any]
    paths: NDArray[Any] | None
    hyperparameters: Mapping[str, float]
    settings: Mapping[str, Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        return self.losses.shape

    def nearest(self, points: ArrayLike, within: float = math.inf) -> NDArray[Any]:
        """Return for each member the number of the nearest of some points (k, d), from 0.

        It is nan for a member that ended further than `within` from them all, or nowhere.

        Examples
        --------
        >>> ends = sweep("gd", "x**4 - 2*x**2", starts=[[-1.5], [0.2], [9]], alpha=0.1)
        >>> ends.nearest([[-1], [1]])
        array([ 0.,  1., nan])
        """
        import numpy as np

        goals = np.asarray(points, dtype=float)
        if goals.ndim != 2 or goals.shape[1] != len(self.variables) or not len(goals):
            raise InvalidValue(f"expected points of {len(self.variables)} coordinates")
        away = np.stack([np.linalg.norm(self.points - goal, axis=-1) for goal in goals])
        away = np.where(np.isfinite(away) & (away <= within), away, np.inf)
        return np.where(np.isfinite(away).any(axis=0), np.argmin(away, axis=0), np.nan)


def sweep(
    rule: str | Rule,
    surface: str | Surface,
    *,
    starts: int | Mapping[str, ArrayLike] | ArrayLike | None = None,
    grid: Mapping[str, ArrayLike] | None = None,
    steps: int = 100,
    schedule: Sequenced | Mapping[str, Sequenced] | None = None,
    goal: float | str | None = None,
    within: float = 1e-3,
    keep: bool = False,
    **hyper: Any,
) -> Sweep:
    """Run an optimizer from many starts, with many settings, or both, all together.

    Every member takes the steps that `symopt.run` takes, up to the rounding of powers; one that
    diverges or becomes undefined disturbs no other. All settings are combined with all starts.

    Parameters
    ----------
    rule : str or Rule
    surface : str or Surface
        A surface, its name, or a mathematical expression.
    starts : optional
        Points (n, d); one point for all; a whole number n, for n values of each variable over
        the surface's box; or a mapping of each variable to its values. The surface's own start
        if not given.
    grid : mapping of str to values, optional
        Such as ``{"alpha": [0.1, 0.2], "beta": [0, 0.5, 0.9]}``: all their combinations.
    steps : int
        At most so many steps each.
    schedule : optional
        As for `symopt.run`; it may start from the values of a grid.
    goal : float or "minimum", optional
        A loss to reach, or that of the lowest minimum; measured in `Sweep.reached`.
    within : float
        How near to the goal a loss has to stay.
    keep : bool
        Whether to keep all points, not only the last.
    **hyper
        Hyperparameters that all members share.

    Raises
    ------
    SymoptError
        A name is unknown, a value outside its domain, a start has the wrong dimension.

    Examples
    --------
    >>> tried = sweep("gd", "x**2", starts=[1], grid={"alpha": [0.1, 0.5, 1]}, goal=0)
    >>> tried.reached  # the first too small, the last too large
    array([16.,  1., inf])
    >>> basins = sweep("momentum", "himmelblau", starts=50, alpha=0.02, steps=200)
    >>> list(basins.axes), basins.shape, basins.points.shape
    (['x', 'y'], (50, 50), (50, 50, 2))
    """
    import numpy as np

    rule, on = optimizer(rule), _surface(surface)
    check_steps(steps)
    if not within >= 0:
        raise InvalidValue(f"within = {within}; it must be 0 or more")
    fixed, settings = rule.floats(hyper), setting_axes(rule, grid or {}, hyper)
    begin, coordinates = start_axes(starts, on)
    if both := settings.keys() & begin.keys():
        raise InvalidValue(f'"{both.pop()}" is a hyperparameter and a variable: both are axes')
    tables, described = schedule_tables(rule, schedule, settings, fixed, steps)
    level = _level(goal, on)
    axes = settings | begin
    shape = tuple(len(values) for values in axes.values())

    def members(numbers: NDArray[Any]) -> Members:
        """Return the members of these numbers, counted as the elements of the arrays are."""
        place = dict(zip(axes, np.unravel_index(numbers, shape), strict=True)) if shape else {}
        place[""] = np.zeros(len(numbers), dtype=int)  # what has no axis has one value for all
        return Members(
            rule,
            on,
            np.stack([values[place[axis]] for axis, values in coordinates]),
            fixed | {name: values[place[name]] for name, values in settings.items()},
            {name: (table, place[axis]) for name, (axis, table) in tables.items()},
            steps,
            level,
            within,
            keep,
        )

    total = math.prod(shape)
    blocks = (np.arange(i, min(i + BLOCK, total)) for i in range(0, total, BLOCK))
    found = _joined([advance(members(block)) for block in blocks], shape)
    settled = {"steps": steps, "schedule": described, "goal": level, "within": within}
    return Sweep(
        rule=rule.name,
        problem=on.name,
        variables=on.variables,
        axes=axes,
        points=frozen(np.moveaxis(found.points, 0, -1)),
        losses=frozen(found.losses),
        reached=None if math.isnan(level) else frozen(found.reached),
        taken=frozen(found.taken),
        stopped=frozen(np.array(KINDS)[found.kinds]),
        paths=None if found.paths is None else frozen(np.moveaxis(found.paths, 1, -1)),
        hyperparameters={name: x for name, x in fixed.items() if name not in settings},
        settings=settled | {"goal": None if math.isnan(level) else level},
    )


def _surface(given: Any) -> Surface:
    found = problems.resolve(given)
    if not isinstance(found, Surface):
        raise InvalidValue(f"{found.name} is no surface; symopt.run takes one run at a time")
    return found


def _level(goal: float | str | None, surface: Surface) -> float:
    if goal is None:
        return math.nan
    if isinstance(goal, str):
        if goal != "minimum":
            raise UnknownName("goal", goal, ["minimum"], 'a loss, or "minimum"')
        if (lowest := surface.minimum) is None:
            raise InvalidValue(f"{surface.name} has no minimum to reach")
        return float(surface.loss(lowest))
    level = float(goal)
    if not math.isfinite(level):
        raise InvalidValue(f"goal = {goal}; it must be finite")
    return level


def _joined(parts: list[Outcome], shape: tuple[int, ...]) -> Outcome:
    """Join blocks of members, and give their axis the shape of the ensemble."""
    import numpy as np

    def join(name: str) -> Any:
        arrays = [getattr(part, name) for part in parts]
        if arrays[0] is None:
            return None
        whole = np.concatenate(arrays, axis=-1)
        return whole.reshape((*whole.shape[:-1], *shape))

    return Outcome(**{field.name: join(field.name) for field in fields(Outcome)})
