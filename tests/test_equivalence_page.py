"""docs/equivalence.md says what `symopt.compare` says, of every pair."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from equivalence_truth import pairs, representative
from symopt import rules
from symopt.equivalence import Comparison, compare
from test_equivalence import check

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "equivalence.md").read_text(encoding="utf-8")


def script() -> ModuleType:
    """Load scripts/equivalence.py, which is in no package."""
    path = ROOT / "scripts" / "equivalence.py"
    spec = importlib.util.spec_from_file_location("equivalence_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def on_the_page(found: Comparison) -> str:
    """Return the sign that the page's matrix has for a pair."""
    names = [r.name for r in rules.registry() if r.kind == rules.get(found.first).kind]
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and line[2].isdigit()]
    row = next(line for line in rows if f"| `{found.first}` |" in line)
    return row.split("|")[3 + names.index(found.second)].strip()


def in_order(a: str, b: str) -> tuple[str, str]:
    names = [rule.name for rule in rules.registry()]
    return (a, b) if names.index(a) < names.index(b) else (b, a)


@pytest.mark.parametrize("pair", [p for p in representative() if p[0] != p[1]][::10])
def test_the_page_is_current_where_it_is_looked_at(pair: tuple[str, str]) -> None:
    found = compare(*in_order(*pair))
    assert on_the_page(found) == script().sign(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", rules.names())
def test_all_pairs(name: str) -> None:
    for a, b in pairs():
        if a == name:
            found = compare(*((a, b) if a == b else in_order(a, b)))
            check(found)
            if a != b:
                assert on_the_page(found) == script().sign(found)


def test_the_page_has_all_pairs() -> None:
    made = script()
    names = [rule.name for rule in rules.registry()]
    assert all(f"`{name}`" in PAGE for name in names)
    cells = sum(
        cell.strip() in ("**=**", "<", ">", "·", "o", "?")
        for line in PAGE.splitlines()
        if line.startswith("| ") and line[2].isdigit()
        for cell in line.split("|")[3:-1]
    )
    assert cells == len(made.pairs())
    assert "?" not in {cell for line in PAGE.splitlines() for cell in line.split(" | ")}
