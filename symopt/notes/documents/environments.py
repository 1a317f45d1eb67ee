"""LaTeX's environments: which hold formulas, and where each one ends."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

# Those that begin a formula in running text, and those that only stand within one in LaTeX but
# that notes use on their own.
DISPLAYS = frozenset(
    {
        *("equation", "align", "alignat", "flalign", "gather", "multline", "eqnarray", "math"),
        *("displaymath", "dmath", "dgroup", "xalignat", "xxalignat"),
        *("aligned", "alignedat", "gathered", "split", "cases", "dcases", "array"),
    }
)

_TAG = re.compile(r"\\\\|\\(?P<which>begin|end)\s*\{(?P<name>[A-Za-z]+\*?)\}")


class Environment(NamedTuple):
    """Offsets of what stands between an environment's tags, and of what follows it."""

    name: str
    inner: int
    inner_end: int
    end: int


def is_display(name: str) -> bool:
    """Whether an environment of this name holds a formula."""
    return name.removesuffix("*") in DISPLAYS


def environments(text: str) -> dict[int, Environment]:
    """Return the closed environments of a text by the offset at which they begin.

    An `\\end` closes the nearest open environment of its name; those left open within it are not
    closed at all.

    Examples
    --------
    >>> environments(r"\\begin{align}a\\end{align}")
    {0: Environment(name='align', inner=13, inner_end=14, end=25)}
    """
    found: dict[int, Environment] = {}
    open_ones: list[tuple[str, int, int]] = []
    names: Counter[str] = Counter()
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if tag["which"] == "begin":
            open_ones.append((name, tag.start(), tag.end()))
            names[name] += 1
        elif tag["which"] == "end" and names[name]:
            while True:
                opened, start, inner = open_ones.pop()
                names[opened] -= 1
                if opened == name:
                    found[start] = Environment(name, inner, tag.start(), tag.end())
                    break
    return found
