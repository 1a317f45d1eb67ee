"""The one family of errors that symopt raises on purpose.

A message names what was given, what was expected and, for names, the nearest valid one,
so that the command line can print it as it is.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SymoptError(Exception):
    """Base of every error that symopt raises on purpose."""


class UnknownName(SymoptError):
    """A name that is in no registry.

    Parameters
    ----------
    noun : str
        What kind of thing was asked for, such as ``"rule"``.
    given : str
        The name as the user wrote it.
    names : iterable of str
        The names that would have been valid.

    Examples
    --------
    >>> print(UnknownName("rule", "adm", ["adam", "gd"]))
    no rule named "adm"; did you mean "adam"? (symopt list rules)
    """

    def __init__(self, noun: str, given: str, names: Iterable[str], where: str | None = None):
        self.noun, self.given, self.names = noun, given, tuple(names)
        hint = nearest(given, self.names)
        suggestion = f'; did you mean "{hint}"?' if hint else ""
        place = where if where is not None else f"symopt list {noun}s"
        super().__init__(
            f'no {noun} named "{shorten(given)}"{suggestion}' + (f" ({place})" if place else "")
        )


class InvalidValue(SymoptError):
    """A value outside what is allowed: a hyperparameter, a start, a number of steps."""


class InvalidExpression(SymoptError):
    """A text that is not the mathematics symopt reads, or is too large."""


class MissingDependency(SymoptError):
    """A library, program or font that the asked-for work needs is not installed."""


class RuleError(SymoptError):
    """A rule or schedule whose own statement is not well formed."""


def nearest(given: str, names: Iterable[str]) -> str | None:
    """Return the valid name most like `given`, or None if none is alike.

    A short name that is the tail or a part of one valid name counts as alike:
    ``eps-inside`` finds ``adam.eps-inside``.
    """
    pool = sorted(set(names))
    folded = {name.lower().replace("_", "-"): name for name in reversed(pool)}
    key = given.lower().replace("_", "-")
    if key in folded:
        return folded[key]
    close = difflib.get_close_matches(key, list(folded), n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    parts = [name for name in folded if len(key) >= 3 and key in name]
    return folded[min(parts, key=lambda name: (len(name), name))] if parts else None


def shorten(text: str, limit: int = 60) -> str:
    """Return `text` on one line, cut to `limit` characters, for use in a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 3] + "..."
