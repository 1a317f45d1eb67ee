"""The time loop of many runs at once: one array operation does a line of the rule for all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symopt.codegen import compile_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from symopt.problems import Surface
    from symopt.rule import Rule

KINDS = ("finished", "diverged", "undefined")


@dataclass(frozen=True)
class Members:
    """Runs that are taken together. Plain data, so that another process can take them.

    Attributes
    ----------
    rule, surface
    starts : array (d, n)
    hyper : mapping of str to float or array (n,)
        A value for every hyperparameter.
    tables : mapping of str to (array (steps, k), array (n,) of int)
        The values of each scheduled hyperparameter, and which column each member takes.
    steps : int
    goal, within : float
        The loss to reach; nan to measure nothing.
    keep : bool
        Whether to keep all points.
    """

    rule: Rule
    surface: Surface
    starts: NDArray[Any]
    hyper: Mapping[str, Any]
    tables: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]
    steps: int
    goal: float = math.nan
    within: float = 0.0
    keep: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of n members; nan stands for what a stopped member no longer has.

    Attributes
    ----------
    points : array (d, n)
    losses, reached : array (n,)
    taken, kinds : array (n,) of int
        Steps taken; the end of each, as a place in `KINDS`.
    paths : array (steps + 1, d, n) or None
    """

    points: NDArray[Any]
    losses: NDArray[Any]
    reached: NDArray[Any]
    taken: NDArray[Any]
    kinds: NDArray[Any]
    paths: NDArray[Any] | None


def advance(members: Members) -> Outcome:
    """Take all steps of all members, in the order in which `symopt.run` takes those of one."""
    import numpy as np

    step, surface = compile_many(members.rule), members.surface
    values = dict(members.hyper)
    theta = np.array(members.starts, dtype=float)
    count = theta.shape[1]
    with np.errstate(all="ignore"):
        losses = surface.values(*theta)
        was_nan, measured = np.isnan(losses), not math.isnan(members.goal)
        states = step.init(theta)
        alive = np.ones(count, dtype=bool)
        taken, kinds = np.full(count, members.steps), np.zeros(count, dtype=int)
        reached = np.where(abs(losses - members.goal) <= members.within, 0, np.inf)
        paths = np.full((members.steps + 1, *theta.shape), np.nan) if members.keep else None
        if paths is not None:
            paths[0] = theta
        for t in range(1, members.steps + 1):
            for name, (table, column) in members.tables.items():
                values[name] = table[t - 1][column]
            gradient = theta

            def slope(query: Any) -> Any:
                nonlocal gradient
                gradient = surface.gradients(*query)
                return gradient

            theta, states = step(theta, slope, t, states, values)
            if not alive.all():
                theta[:, ~alive] = np.nan
            losses = surface.values(*theta)
            lost = ~np.isfinite(theta).all(axis=0)
            ended = alive & (lost | (np.isnan(losses) & ~was_nan))
            if ended.any():
                far = _infinite(theta)
                for known in (gradient, *states):
                    far = far | _infinite(known)
                kinds[ended] = np.where(lost & far, 1, 2)[ended]
                taken[ended] = t - 1
                alive &= ~ended
                theta[:, ended] = np.nan
                if not alive.any():
                    break
            if measured:
                inside = abs(losses - members.goal) <= members.within
                reached = np.where(inside, np.minimum(reached, t), np.inf)
            if paths is not None:
                paths[t] = theta
        losses[~alive], reached[~alive] = np.nan, np.inf
    return Outcome(theta, losses, reached, taken, kinds, paths)


def _infinite(values: Any) -> Any:
    """Which members have an infinite value; a scalar state has one for all, or one for each."""
    import numpy as np

    found = np.isinf(values)
    return found.any(axis=0) if np.ndim(values) == 2 else found
