"""Read people's notes and say of each formula what it is: the same as a rule, or different.

`check` reads a file and gives a `Report` of `Finding`s. Verdicts:

- *identical*: the same as a rule up to names, index shifts and the form of assignment;
- *equivalent*: the same iterates under a certified map;
- *different*: an exact witness shows that they part, and no map is known or possible;
- *undecided*, with the reason; *unread*, with the place.

The parts, each importing only from those before it: `source`, `document`, `statement`, `finding`
(what is passed on), `documents` (files into blocks), `latex` and `python` (blocks into
statements), `meaning` (statements into recursions), `judging` and `facts` (what is true of them),
`reports`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symopt.notes.checking import check
    from symopt.notes.finding import Finding
    from symopt.notes.report import Report

# Loaded when first used: the parts import one another through this package.
_HOME = {"Finding": "finding", "Report": "report", "check": "checking"}

__all__ = ["Finding", "Report", "check"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
