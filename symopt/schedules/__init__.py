"""Schedules: sequences for any hyperparameter, one a file. Epochs and steps count from 1."""

from __future__ import annotations

from functools import cache

from symopt.registry import Registry
from symopt.schedule import Schedule


@cache
def registry() -> Registry[Schedule]:
    """Return the registry of all schedules."""
    return Registry(__name__, Schedule, "schedule")


def get(name: str | Schedule) -> Schedule:
    """Return the schedule of that name (a `Schedule` is returned as it is).

    Raises
    ------
    UnknownName
        There is none; the message offers the nearest.

    Examples
    --------
    >>> get("inverse-time").formula.text()
    'initial/(1 + decay*epoch)'
    """
    return name if isinstance(name, Schedule) else registry().get(name)


def names() -> tuple[str, ...]:
    """Return the names of all schedules, in alphabetical order."""
    return registry().names()
