"""What an author's notation means where LaTeX itself does not say.

``\\theta_1`` is the first of the inputs where ``\\theta_t`` stands elsewhere, and a name of its
own where it stands beside ``\\theta_2`` only. So a document is read twice: once to collect what
its letters carry, once with the conventions that follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from symopt.formula import Formula, Number, Power


@dataclass(frozen=True, slots=True)
class Conventions:
    """Of which letters a number below is an index, and a superscript or an argument a step.

    Examples
    --------
    >>> conventions = Conventions(indexed=frozenset({"v"}))
    >>> conventions.is_index("v", "0"), conventions.is_index("beta", "1")
    (True, False)
    """

    indexed: frozenset[str] = frozenset()
    raised: frozenset[str] = frozenset()
    timed: bool = False

    def is_index(self, stem: str, number: str) -> bool:
        """Tell whether a lone number below a letter is an index."""
        return stem in self.indexed


@dataclass(slots=True)
class Habits:
    """What has been seen of the letters of a document."""

    indexed: set[str] = field(default_factory=set[str])
    numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    bare: set[str] = field(default_factory=set[str])
    raised: set[str] = field(default_factory=set[str])
    timed: bool = False

    def see_name(self, name: str, stem: str, index: Formula | None, number: str) -> None:
        """Note one occurrence of a name."""
        if index is not None and not isinstance(index, Number):
            if not number:
                self.indexed.add(stem)
        elif number:
            self.numbers[stem].add(int(number))
        else:
            self.bare.add(name)

    def see_target(self, target: Formula) -> None:
        """Note what stands alone on the left of an equation."""

    def conventions(self) -> Conventions:
        """Return what follows for the whole document.

        Without any ``v_t``, numbers count where they run on: v_98, v_99, v_100, or 0, 1, 2.
        """
        counted = {stem for stem, seen in self.numbers.items() if _counts(seen)}
        return Conventions(
            frozenset(self.indexed | counted), frozenset(self.raised - self.bare), self.timed
        )


def _counts(seen: Iterable[int]) -> bool:
    seen = set(seen)
    if len(seen) >= 2 and max(seen) >= 10:
        return True
    return len(seen) >= 3 and {0, 1, 2} <= seen


__all__ = ["Conventions", "Habits", "Power"]
