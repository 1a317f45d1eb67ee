"""symopt: deep-learning optimizers as mathematics one can check, run and watch.

Every name below is loaded when it is first used, so that importing symopt costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from symopt import claims, draw, gallery, notes, problems, rules, schedules
    from symopt.averaging import average
    from symopt.claims import prove, verify
    from symopt.codegen import code, compile, lambdify
    from symopt.equivalence import Comparison, compare
    from symopt.errors import SymoptError
    from symopt.notes import check
    from symopt.problems import LinearRegression, Surface, temperatures
    from symopt.running import run
    from symopt.sweeping import Sweep, sweep
    from symopt.trajectory import Trajectory

_HOME = {
    "Comparison": "symopt.equivalence",
    "LinearRegression": "symopt.problems",
    "Surface": "symopt.problems",
    "Sweep": "symopt.sweeping",
    "SymoptError": "symopt.errors",
    "Trajectory": "symopt.trajectory",
    "average": "symopt.averaging",
    "check": "symopt.notes",
    "code": "symopt.codegen",
    "compare": "symopt.equivalence",
    "compile": "symopt.codegen",
    "lambdify": "symopt.codegen",
    "prove": "symopt.claims",
    "run": "symopt.running",
    "sweep": "symopt.sweeping",
    "temperatures": "symopt.problems",
    "verify": "symopt.claims",
}
_MODULES = ("claims", "draw", "gallery", "notes", "problems", "rules", "schedules")

__all__ = [
    "Comparison",
    "LinearRegression",
    "Surface",
    "Sweep",
    "SymoptError",
    "Trajectory",
    "average",
    "check",
    "claims",
    "code",
    "compare",
    "compile",
    "draw",
    "gallery",
    "lambdify",
    "notes",
    "problems",
    "prove",
    "rules",
    "run",
    "schedules",
    "sweep",
    "temperatures",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"symopt.{name}")
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'symopt' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
