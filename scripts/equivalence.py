"""Writes docs/equivalence.md: which rules of the catalogue are the same; a test checks it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from symopt import rules
from symopt.equivalence import Comparison, compare
from symopt.files import write_atomic

PAGE = Path(__file__).resolve().parent.parent / "docs" / "equivalence.md"
INTRODUCTION = """\
# Which rules are the same
Every pair of rules was compared by `symopt.compare`; `make docs` renews this page. Two rules are
equivalent if each does what the other does under a map of hyperparameters that is constant in
t, with states scaled, negated or delayed and the parameter shifted by states. A map counts only
with a certificate that the verifier accepts. Two rules are different if an exact run shows it;
then it is also derived, wherever possible, that no map exists.
"""


def pairs() -> list[tuple[str, str]]:
    """Return all pairs of two rules of one kind."""
    return [
        (a.name, b.name) for a, b in itertools.combinations(rules.registry(), 2) if a.kind == b.kind
    ]


def sign(found: Comparison) -> str:
    """Return how the matrix shows a pair."""
    if found.verdict in ("identical", "equivalent"):
        return "**=**"
    if found.verdict == "undecided":
        return "?"
    if found.maps:
        return "<" if found.maps[0].of == found.first else ">"
    return "·" if found.no_map == "proved" else "o"


def page(comparisons: Iterable[Comparison]) -> str:
    """Return the page."""
    known = {(found.first, found.second): found for found in comparisons}
    parts = [INTRODUCTION, *_same(known), *_special(known), *_partly(known)]
    for kind in ("optimizer", "average"):
        parts += ["", *_matrix(known, kind)]
    return "\n".join(parts) + "\n"


Known = Mapping[tuple[str, str], Comparison]


def _same(known: Known) -> list[str]:
    rows = ["## The same", "| rules | map | conditions |", "|---|---|---|"]
    for (a, b), found in known.items():
        if found.map is not None:
            map_ = found.map
            changed = {**map_["hyperparameters"], **map_["states"], "theta": map_["parameter"]}
            terms = [f"{name} = {value}" for name, value in changed.items() if name != value]
            shown = f"`{b}` with " + "; ".join(f"`{term}`" for term in terms)
            rows.append(f"| `{a}`, `{b}` | {shown} | {'; '.join(found.conditions)} |")
    return rows


def _special(known: Known) -> list[str]:
    rows = ["", "## Special cases"]
    for found in known.values():
        if found.verdict == "different" and found.maps:
            rows.append(f"- {found.reason}")
    return rows


def _partly(known: Known) -> list[str]:
    rows = ["", "## The same only in part"]
    for (a, b), found in known.items():
        if found.verdict == "different" and found.reason and not found.maps:
            rows.append(f"- {a} and {b}: {found.reason}")
    return rows


def _matrix(known: Known, kind: str) -> list[str]:
    names = [rule.name for rule in rules.registry() if rule.kind == kind]
    legend = {
        "**=**": "equivalent",
        "<": "the row's rule is a special case of the column's",
        ">": "the other way round",
        "·": "different under every map (proved)",
        "o": "different, no map found",
        "?": "undecided",
    }
    signs = {pair: sign(found) for pair, found in known.items()}
    used = [mark for mark in legend if mark in signs.values()]
    rows = [f"## All pairs of {kind}s"]
    rows.append("; ".join(f"{mark} {legend[mark]}" for mark in used) + ".")
    numbers = [str(i) for i in range(1, len(names) + 1)]
    rows += ["", f"| | | {' | '.join(numbers)} |", "|---" * (len(names) + 2) + "|"]
    for number, a in enumerate(names, start=1):
        cells = [signs.get((a, b), "") for b in names]
        rows.append(f"| {number} | `{a}` | {' | '.join(cells)} |")
    return rows


def compare_pair(pair: tuple[str, str]) -> Comparison:
    """Compare two rules by name, in a process of its own."""
    return compare(*pair)


def main() -> None:
    """Compare all pairs and write the page."""
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        found = list(pool.map(compare_pair, pairs(), chunksize=8))
    print(f"wrote {write_atomic(PAGE, page(found))}")


if __name__ == "__main__":
    main()
