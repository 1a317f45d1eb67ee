"""Do numbers with few digits fit a schedule, for any values of its parameters?

Every number stands for an interval: what is rounded or cut off to it. That parameters exist is
shown by naming some; that none exist by exact inequalities between pairs of rows, which for
these families are necessary and sufficient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symopt.notes.facts.closeness import Given

DECIMALS = tuple(Fraction(n, 100) for n in range(1, 100))
RATES = tuple(map(Fraction, ("1", "0.5", "0.1", "0.01", "0.2", "2", "0.05", "0.001", "0.25", "10")))
MAX_EVERY = 100
ALMOST_ONE = 1 - Fraction(1, 10**12)  # cutting off never reaches the next number


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the epoch, and between what its value lies."""

    epoch: int
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, epoch: int, value: Given, cut: bool = False) -> Row:
        """Return a row whose value was rounded, or cut off, or is exact if it has no point."""
        if not value.decimal:
            return cls(epoch, value.value, value.value)
        if cut:
            return cls(epoch, value.value, value.value + value.unit * ALMOST_ONE)
        return cls(epoch, value.value - value.unit / 2, value.value + value.unit / 2)

    def times(self, factor: Fraction) -> Row:
        """Return the row with another value."""
        return Row(self.epoch, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters under which all rows are right, or just that some exist."""

    parameters: dict[str, Fraction]


def fit(name: str, rows: Sequence[Row]) -> Fit | None:
    """Return parameters of a schedule that all rows fit; None if there are none.

    Examples
    --------
    >>> from symopt.notes.facts.closeness import Given
    >>> rows = [Row.of(n, Given(Fraction(v), Fraction(1, 1000), 2, True))
    ...         for n, v in ((1, "0.100"), (2, "0.067"), (3, "0.050"))]
    >>> {k: str(v) for k, v in fit("inverse-time", rows).parameters.items()}
    {'initial': '1/5', 'decay': '1'}
    >>> fit("exponential", rows) is None
    True
    """
    if name not in FAMILIES or not all(row.low > 0 for row in rows):
        return None
    return FAMILIES[name](rows)


def _initial(
    rows: Sequence[Row], shape: Callable[[int], Fraction], found: dict[str, Fraction]
) -> Fit | None:
    """Return the fit with the simplest initial value, where value = initial * shape(epoch)."""
    low = max(row.low / shape(row.epoch) for row in rows)
    high = min(row.high / shape(row.epoch) for row in rows)
    return Fit({"initial": simplest(low, high), **found}) if low <= high else None


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return a number in an interval with as few decimal places as there are.

    Examples
    --------
    >>> str(simplest(Fraction("0.1995"), Fraction("0.2014")))
    '1/5'
    """
    for places in range(13):
        scale = 10**places
        candidate = Fraction(-(-low * scale // 1), scale)
        if candidate <= high:
            return candidate
    return (low + high) / 2


def _slopes(points: Sequence[tuple[int, Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """Return the slopes of lines through all intervals (n, low, high); None if there are none."""
    low, high = Fraction(-(10**30)), Fraction(10**30)
    for n, low_n, high_n in points:
        for m, low_m, high_m in points:
            if m > n:
                low = max(low, (low_m - high_n) / (m - n))
                high = min(high, (high_m - low_n) / (m - n))
            elif m == n and high_m < low_n:
                return None
    return (low, high) if low <= high else None


def _inverse_time(rows: Sequence[Row]) -> Fit | None:
    for decay in RATES:
        found = _initial(rows, lambda n, d=decay: 1 / (1 + d * n), {"decay": decay})
        if found is not None:
            return found
    points = [(row.epoch, 1 / row.high, 1 / row.low) for row in rows]
    slopes = _slopes(points)
    if slopes is None or slopes[1] < 0:
        return None
    slope = simplest(max(slopes[0], Fraction(0)), slopes[1])
    below = max(low - slope * n for n, low, _ in points)
    above = min(high - slope * n for n, _, high in points)
    if above <= 0:
        return None
    offset = (max(below, above / 2) + above) / 2 if below < above else above
    return Fit({"initial": 1 / offset, "decay": slope / offset})


def _linear(rows: Sequence[Row]) -> Fit | None:
    slopes = _slopes([(row.epoch, row.low, row.high) for row in rows])
    return Fit({}) if slopes is not None and slopes[0] <= 0 else None


def _constant(rows: Sequence[Row]) -> Fit | None:
    return _initial(rows, lambda n: Fraction(1), {})


def _inverse_sqrt(rows: Sequence[Row]) -> Fit | None:
    low = max(row.low**2 * row.epoch for row in rows)
    high = min(row.high**2 * row.epoch for row in rows)
    if low > high:
        return None
    for places in range(13):  # the simplest number whose square lies between
        scale = 10**places
        root = _ceil_root(low * scale * scale)
        if Fraction(root * root, scale * scale) <= high:
            return Fit({"initial": Fraction(root, scale), "k": Fraction(1)})
    return Fit({})


def _ceil_root(value: Fraction) -> int:
    from math import isqrt

    number = -(-value.numerator // value.denominator)
    return isqrt(number - 1) + 1 if number > 0 else 0


def _geometric(rows: Sequence[Row], count: Callable[[int], int]) -> tuple[bool, Fraction | None]:
    """Whether initial * base^count(epoch) fits with a base in (0, 1], and a short such base."""
    for base in (Fraction(1, 2), Fraction(1, 10), *DECIMALS, Fraction(999, 1000), Fraction(1)):
        if _initial(rows, lambda n, b=base: b ** count(n), {}) is not None:
            return True, base
    # base^(m - n) lies between low_m/high_n and high_m/low_n: compare roots by powers.
    lows = [(Fraction(0), 1)]
    highs = [(Fraction(1), 1)]
    for one in rows:
        for other in rows:
            power = count(other.epoch) - count(one.epoch)
            if power > 0:
                lows.append((other.low / one.high, power))
                highs.append((other.high / one.low, power))
            elif power == 0 and other.high < one.low:
                return False, None
    fits = all(low**q <= high**p for low, p in lows for high, q in highs)
    return fits, None


def _exponential(rows: Sequence[Row]) -> Fit | None:
    fits, base = _geometric(rows, lambda n: n)
    if base is not None:
        return _initial(rows, lambda n: base**n, {"base": base})
    return Fit({}) if fits else None


def _stepped(rows: Sequence[Row]) -> Iterator[int]:
    yield from range(2, min(max(row.epoch for row in rows), MAX_EVERY) + 1)


def _staircase(rows: Sequence[Row]) -> Fit | None:
    for every in _stepped(rows):
        found = _initial(
            rows,
            lambda n, e=every: Fraction(1, 2 ** ((n - 1) // e)),
            {"every": Fraction(every)},
        )
        if found is not None:
            return found
    return None


def _step(rows: Sequence[Row]) -> Fit | None:
    for every in _stepped(rows):
        fits, base = _geometric(rows, lambda n, e=every: (n - 1) // e)
        if base is not None:
            return _initial(
                rows,
                lambda n, e=every, b=base: b ** ((n - 1) // e),
                {"every": Fraction(every), "factor": base},
            )
        if fits:
            return Fit({"every": Fraction(every)})
    return None


FAMILIES: dict[str, Callable[[Sequence[Row]], Fit | None]] = {
    "constant": _constant,
    "inverse-time": _inverse_time,
    "exponential": _exponential,
    "inverse-sqrt": _inverse_sqrt,
    "inverse-sqrt.steps": _inverse_sqrt,
    "linear": _linear,
    "staircase": _staircase,
    "step": _step,
}
"""Schedules of which it can be decided; lists of values and of epochs fit too much."""
