"""The catalogue of rules: one family a file, the main rule and the dialects found in the wild.

To add a rule, add a file here (or a function to a family's file); nothing else lists it.
"""

from __future__ import annotations

from functools import cache

from symopt.registry import Registry
from symopt.rule import Rule


@cache
def registry() -> Registry[Rule]:
    """Return the registry of all rules."""
    return Registry(__name__, Rule, "rule")


def get(name: str | Rule) -> Rule:
    """Return the rule of that name (a `Rule` is returned as it is).

    Raises
    ------
    UnknownName
        There is none; the message offers the nearest.

    Examples
    --------
    >>> get("adam.eps-inside").name
    'adam.eps-inside'
    """
    return name if isinstance(name, Rule) else registry().get(name)


def names() -> tuple[str, ...]:
    """Return the names of all rules, in alphabetical order."""
    return registry().names()
