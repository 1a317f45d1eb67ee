"""The scale of the vertical axis: even or logarithmic, cut off where it is too high."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from symopt.draw.exits import Array


@dataclass(frozen=True)
class Heights:
    """From the values of a function to heights between 0 and 1; all above `high` is cut off.

    Attributes
    ----------
    low, high : float
        The values at the heights 0 and 1.
    unit : float or None
        With one, heights grow as ``log(1 + (value - low)/unit)``; else as the values.

    Examples
    --------
    >>> Heights(0, 10)([0, 5, 20])
    array([0. , 0.5, 1. ])
    """

    low: float
    high: float
    unit: float | None = None

    def __call__(self, values: ArrayLike) -> Array:
        """Return the heights of values."""
        rise = np.clip(np.asarray(values, dtype=float), self.low, self.high) - self.low
        whole = self.high - self.low
        if whole <= 0:
            return np.zeros_like(rise)
        return (
            rise / whole
            if self.unit is None
            else np.log1p(rise / self.unit) / np.log1p(whole / self.unit)
        )

    def inverse(self, heights: ArrayLike) -> Array:
        """Return the values at heights between 0 and 1."""
        share, whole = np.asarray(heights, dtype=float), self.high - self.low
        if self.unit is None:
            return self.low + share * whole
        return self.low + self.unit * np.expm1(share * np.log1p(whole / self.unit))
