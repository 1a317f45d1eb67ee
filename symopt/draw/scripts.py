"""Running a script of a gallery."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

from symopt.errors import SymoptError
from symopt.gallery import Entry


def load(entry: Entry) -> ModuleType:
    """Run a gallery's script and return it as a module, which is in no list of modules."""
    spec = importlib.util.spec_from_file_location(entry.path.stem, entry.path)
    if spec is None or spec.loader is None:
        raise SymoptError(f"{entry.path}: not a Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def member(entry: Entry, name: str) -> Any:
    """Return what a gallery's script defines under that name."""
    found = getattr(load(entry), name, None)
    if found is None:
        raise SymoptError(f"{entry.path}: defines no {name}")
    return found
