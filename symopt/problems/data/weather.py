"""Real daily temperatures, on which exponentially weighted averages are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from symopt.errors import InvalidValue, UnknownName

SERIES = ("mean", "max", "min")
_HERE = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Temperatures:
    """A series of daily temperatures.

    Attributes
    ----------
    days : array of int
        1, 2, 3, ...
    celsius : array of float
        One temperature a day; read-only.
    dates : tuple of date
        The calendar days.
    place, series, source : str
        Where; "mean", "max" or "min" of each day; and who measured.
    """

    days: np.ndarray
    celsius: np.ndarray
    dates: tuple[date, ...]
    place: str
    series: str
    source: str

    @property
    def values(self) -> np.ndarray:
        """The temperatures; another name for `celsius`."""
        return self.celsius

    @property
    def provenance(self) -> str:
        """Where the numbers are from, what was changed, and the terms of their use."""
        return (_HERE / "README.md").read_text(encoding="utf-8")

    def __len__(self) -> int:
        return len(self.days)


@cache
def _records() -> tuple[tuple[date, float, float], ...]:
    lines = (_HERE / "seattle.csv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (line.split(",") for line in lines)
    return tuple((date.fromisoformat(day), float(high), float(low)) for day, high, low in fields)


def load(series: str = "mean", year: int | None = None) -> Temperatures:
    """Load the shipped temperatures (see `symopt.problems.temperatures`)."""
    if series not in SERIES:
        raise UnknownName("series", series, SERIES, ", ".join(SERIES))
    records = [record for record in _records() if year in (None, record[0].year)]
    if not records:
        first, last = _records()[0][0].year, _records()[-1][0].year
        raise InvalidValue(f"year: expected {first} to {last}, got {year}")
    dates, highs, lows = zip(*records, strict=True)
    pick = {
        "max": np.array(highs),
        "min": np.array(lows),
        "mean": (np.array(highs) + np.array(lows)) / 2,
    }
    days, celsius = np.arange(1, len(dates) + 1), pick[series]
    days.flags.writeable = celsius.flags.writeable = False
    return Temperatures(
        days=days,
        celsius=celsius,
        dates=dates,
        place="Seattle, Washington",
        series=series,
        source="NOAA, Global Historical Climatology Network (public domain)",
    )
