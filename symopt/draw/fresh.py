"""Which figures and films are still what they would be if they were made again.

Beside them lies a file that keeps, for each of them, a hash of everything it was made
from and a hash of what was written. Reading it loads neither matplotlib nor SymPy.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from symopt.errors import SymoptError
from symopt.files import write_atomic
from symopt.gallery import Entry

RECORD = ".symopt.json"
_PACKAGE = Path(__file__).resolve().parents[1]
# Layers that no figure can see: a change in them changes no picture.
_UNSEEN = {"cli", "notes", "equivalence", "_gallery", "__pycache__"}


def fingerprint(entry: Entry, **settings: str) -> str:
    """Return a hash of everything that a figure with these settings is made from.

    The script, the package and its data, the versions of Python and of the libraries, and the
    settings (theme, language, size, format).
    """
    parts = [_package(), entry.path.read_bytes().hex(), json.dumps(settings, sort_keys=True)]
    if settings.get("lang") == "zh":
        from symopt.draw.fonts import chinese_font

        parts.append(chinese_font())
    return _hash("\n".join(parts).encode())


@cache
def _package() -> str:
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        seen = _UNSEEN.isdisjoint(path.relative_to(_PACKAGE).parts)
        if seen and path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(_PACKAGE)}\n".encode())
            digest.update(path.read_bytes())
    for library in ("matplotlib", "numpy", "sympy", "manim", "symopt-lectures"):
        try:
            digest.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:
            continue
    digest.update(f"{platform.python_version()} {platform.machine()}".encode())
    return digest.hexdigest()


def unchanged(folder: Path, wanted: Mapping[str, str]) -> set[str]:
    """Return the file names whose inputs and content are those of the record.

    Parameters
    ----------
    folder : Path
    wanted : mapping of str to str
        For each file name the fingerprint it would have now.
    """
    record = _read(folder)
    return {
        name
        for name, inputs in wanted.items()
        if record.get(name, {}).get("inputs") == inputs
        and (folder / name).is_file()
        and record[name].get("content") == _hash((folder / name).read_bytes())
    }


def remember(folder: Path, made: Mapping[str, str]) -> None:
    """Record what files in the folder were made from; drop what is no longer there."""
    record = {name: entry for name, entry in _read(folder).items() if (folder / name).is_file()}
    for name, inputs in made.items():
        record[name] = {"inputs": inputs, "content": _hash((folder / name).read_bytes())}
    write_atomic(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")


def _read(folder: Path) -> dict[str, dict[str, str]]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        # Whatever else somebody put there is no record, and costs a figure made anew.
        return {str(k): dict(v) for k, v in record.items() if isinstance(v, dict)}
    except (OSError, ValueError, AttributeError, SymoptError):
        return {}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
