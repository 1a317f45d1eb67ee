"""What the symbols of a claim may be: annotations of its parameters.

A claim `def weights(beta: Decay, t: Steps)` speaks of all beta in [0, 1) and all t = 1, 2, ...
"""

from __future__ import annotations

from typing import Any


class Kind:
    """Base of the annotations. Instances exist for type checkers only: claims get SymPy symbols."""

    domain: Any = None
    """("real", low, "open"|"closed", high, "open"|"closed") or ("int", low, high)."""
    function: tuple[int, str] | None = None
    """For functions: how many arguments, and the sign of the values."""
    shown = ""

    def __init__(self) -> None:
        raise TypeError("annotate a claim's parameters with the class itself")

    def __getattr__(self, name: str) -> Any: ...
    def __call__(self, *args: Any) -> Any: ...
    def __add__(self, other: Any) -> Any: ...
    def __radd__(self, other: Any) -> Any: ...
    def __sub__(self, other: Any) -> Any: ...
    def __rsub__(self, other: Any) -> Any: ...
    def __mul__(self, other: Any) -> Any: ...
    def __rmul__(self, other: Any) -> Any: ...
    def __truediv__(self, other: Any) -> Any: ...
    def __rtruediv__(self, other: Any) -> Any: ...
    def __pow__(self, other: Any) -> Any: ...
    def __rpow__(self, other: Any) -> Any: ...
    def __neg__(self) -> Any: ...
    def __abs__(self) -> Any: ...
    def __le__(self, other: Any) -> Any: ...
    def __lt__(self, other: Any) -> Any: ...
    def __ge__(self, other: Any) -> Any: ...
    def __gt__(self, other: Any) -> Any: ...


class Real(Kind):
    """Any real number."""

    domain = ("real", None, "open", None, "open")
    shown = "{} real"


class Positive(Kind):
    """x > 0."""

    domain = ("real", 0, "open", None, "open")
    shown = "{} > 0"


class NonNegative(Kind):
    """x >= 0."""

    domain = ("real", 0, "closed", None, "open")
    shown = "{} >= 0"


class NonZero(Kind):
    """x != 0."""

    domain = ("real", None, "open", None, "open")
    shown = "{} != 0"


class Decay(Kind):
    """0 <= x < 1, as a decay rate such as beta."""

    domain = ("real", 0, "closed", 1, "open")
    shown = "0 <= {} < 1"


class OpenUnit(Kind):
    """0 < x < 1."""

    domain = ("real", 0, "open", 1, "open")
    shown = "0 < {} < 1"


class Unit(Kind):
    """0 <= x <= 1."""

    domain = ("real", 0, "closed", 1, "closed")
    shown = "0 <= {} <= 1"


class Integer(Kind):
    """Any integer."""

    domain = ("int", None, None)
    shown = "{} an integer"


class Natural(Kind):
    """n = 0, 1, 2, ..."""

    domain = ("int", 0, None)
    shown = "{} = 0, 1, 2, ..."


class Steps(Kind):
    """t = 1, 2, 3, ..."""

    domain = ("int", 1, None)
    shown = "{} = 1, 2, 3, ..."


class FromTwo(Kind):
    """t = 2, 3, 4, ..."""

    domain = ("int", 2, None)
    shown = "{} = 2, 3, 4, ..."


class Sequence(Kind):
    """A sequence of real numbers, such as gradients g(1), g(2), ..."""

    function = (1, "real")
    shown = "{} any sequence"


class PositiveSequence(Kind):
    """A sequence of positive numbers."""

    function = (1, "positive")
    shown = "{} any positive sequence"


class NonZeroSequence(Kind):
    """A sequence of numbers that are not zero."""

    function = (1, "nonzero")
    shown = "{} any sequence without zeros"


class NonNegativeSequence(Kind):
    """A sequence of nonnegative numbers."""

    function = (1, "nonnegative")
    shown = "{} any nonnegative sequence"


class Field(Kind):
    """A real function of the point, such as a gradient."""

    function = (1, "real")
    shown = "{} any function"


class Oracle(Kind):
    """A gradient that may depend on the step and on the point: g(t, theta)."""

    function = (2, "real")
    shown = "{} any function of step and point"


class RandomSequence(Kind):
    """A sequence of random variables; say what is known of their expectations with `assume_all`."""

    function = (1, "random")
    shown = "{} a random sequence"
