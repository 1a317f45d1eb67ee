"""Where a hyperparameter may lie: an interval with open or closed ends."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symopt.errors import InvalidValue

_INTERVAL = re.compile(r"([\[(])\s*(\S+)\s*,\s*(\S+)\s*([\])])( integers)?")


@dataclass(frozen=True, slots=True)
class Domain:
    """An interval of the reals or, with ``integers``, of the whole numbers.

    Parameters
    ----------
    text : str
        As a textbook writes it, such as ``"[0, 1)"`` or ``"[1, inf) integers"``.

    Examples
    --------
    >>> Fraction(1) in Domain("[0, 1)")
    False
    """

    text: str

    def __post_init__(self) -> None:
        if not _INTERVAL.fullmatch(self.text):
            raise InvalidValue(f'"{self.text}" is not an interval such as [0, 1)')

    def __str__(self) -> str:
        return self.text

    @property
    def lower(self) -> Fraction | float:
        """The lower end."""
        return _end(self._parts()[1])

    @property
    def upper(self) -> Fraction | float:
        """The upper end."""
        return _end(self._parts()[2])

    @property
    def includes_lower(self) -> bool:
        """Whether the lower end belongs to the domain."""
        return self._parts()[0] == "["

    @property
    def includes_upper(self) -> bool:
        """Whether the upper end belongs to the domain."""
        return self._parts()[3] == "]"

    @property
    def integers(self) -> bool:
        """Whether only whole numbers belong."""
        return self._parts()[4] is not None

    def __contains__(self, value: Any) -> bool:
        above = value >= self.lower if self.includes_lower else value > self.lower
        below = value <= self.upper if self.includes_upper else value < self.upper
        return bool(above and below and (not self.integers or value == math.floor(value)))

    def _parts(self) -> tuple[str | Any, ...]:
        match = _INTERVAL.fullmatch(self.text)
        return match.groups() if match else ()


def _end(text: str) -> Fraction | float:
    return float(text) if "inf" in text else Fraction(text)


def exact(value: Any, what: str) -> Fraction:
    """Return a user's number as the fraction its decimals say: 0.1 is 1/10.

    Raises
    ------
    InvalidValue
        It is not a finite number.

    Examples
    --------
    >>> exact(0.1, "alpha"), exact("1/3", "alpha")
    (Fraction(1, 10), Fraction(1, 3))
    """
    try:
        if isinstance(value, (int, Fraction)):
            number = Fraction(value)
        else:
            text = value.strip() if isinstance(value, str) else repr(float(value))
            if len(text) > 60 or re.search(r"[eE][+-]?\d{4}", text):
                raise ValueError  # 1e999999999 would fill the memory
            number = Fraction(text)
        float(number)  # raises OverflowError: no run can hold 1e400
        return number
    except (ValueError, TypeError, OverflowError, ZeroDivisionError):
        raise InvalidValue(f"{what} = {value} is not a number") from None
