"""A quick look, with rounded numbers, at whether two formulas may be the same.

It only saves exact comparisons of what is plainly different; nothing is ever said to be the same
because of it.
"""

from __future__ import annotations

import math
from functools import cached_property

from symopt.formula import Formula, Name
from symopt.notes.facts.surroundings import key_text
from symopt.notes.meaning.floats import NoValue, evaluate

VALUES = (1.37, 0.61, 2.13, 0.83, 1.79, 0.47, 2.71, 1.13)
CONSTANTS = {"e": math.e, "pi": math.pi}
TOLERANCE = 1e-6


class Probe:
    """A formula and its rounded value at one point.

    Examples
    --------
    >>> from symopt.steps import read_expression as read
    >>> probe = Probe(read("a/(1 + d*n)"))
    >>> probe.may_be(read("a*(1 + d*n)**(-1)")), probe.may_be(read("a*(1 + d*n)"))
    (True, False)
    """

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.points: list[dict[str, float]] = [{}, {}]

    @cached_property
    def values(self) -> list[float | None]:
        """The values at the points, None where there is none."""
        return [self._at(self.formula, number) for number in (0, 1)]

    def may_be(self, other: Formula) -> bool:
        """Say whether another formula has the same values, as far as can be seen."""
        for number, value in enumerate(self.values):
            if value is None:
                continue
            found = self._at(other, number)
            if found is not None and abs(found - value) > TOLERANCE * max(abs(value), abs(found)):
                return False
        return True

    def _at(self, formula: Formula, number: int) -> float | None:
        point = self.points[number]

        def look(name: Name) -> float:
            if name.index is None and name.name in CONSTANTS:
                return CONSTANTS[name.name]
            key = key_text(name)
            if key not in point:
                place = len(point) + 3 * number
                point[key] = VALUES[place % len(VALUES)] + place // len(VALUES)
            return point[key]

        try:
            return evaluate(formula, look)
        except NoValue:
            return None
