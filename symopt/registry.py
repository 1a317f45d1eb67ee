"""Finding the rules, schedules, problems and claims that a package's modules define.

Nothing is listed by hand: a new file in the package is a new entry.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cached_property
from typing import Generic, TypeVar

from symopt.errors import RuleError, UnknownName

T = TypeVar("T")


class Registry(Generic[T]):
    """The objects of one kind that the modules of one package define.

    Parameters
    ----------
    package : str
        Import name of the package to look through; modules whose name starts with ``_`` are not.
    kind : type
        What to collect. Each object has a ``name``.
    noun : str
        How messages call one, such as ``"rule"``.

    Examples
    --------
    >>> from symopt.rules import registry
    >>> registry().get("gd").name
    'gd'
    """

    def __init__(self, package: str, kind: type[T], noun: str):
        self.package, self.kind, self.noun = package, kind, noun

    @cached_property
    def _entries(self) -> dict[str, T]:
        entries: dict[str, T] = {}
        package = importlib.import_module(self.package)
        for module_info in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            if module_info.name.startswith("_"):
                continue
            module = importlib.import_module(f"{self.package}.{module_info.name}")
            for value in vars(module).values():
                # An object imported from a sibling module belongs to the sibling.
                if isinstance(value, self.kind) and _home(value) == module.__name__:
                    name = _name(value)
                    if entries.setdefault(name, value) is not value:
                        raise RuleError(
                            f'two {self.noun}s are named "{name}"; '
                            f"the second is in {module.__name__}"
                        )
        return entries

    def names(self) -> tuple[str, ...]:
        """Return every name, in alphabetical order."""
        return tuple(sorted(self._entries))

    def get(self, name: str) -> T:
        """Return the object of that name.

        Raises
        ------
        UnknownName
            There is none; the message offers the nearest.
        """
        try:
            return self._entries[name]
        except KeyError:
            raise UnknownName(self.noun, name, self._entries) from None

    def __iter__(self) -> Iterator[T]:
        """Iterate by module, then in the order of definition."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries


def _name(value: object) -> str:
    return value.name  # type: ignore[attr-defined]


def _home(value: object) -> str | None:
    return getattr(value, "module", None)
