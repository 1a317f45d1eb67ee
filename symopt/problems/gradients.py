"""A given sequence of gradients: the witness of many a claim."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidValue
from symopt.problems.problem import BaseProblem, Point, Theta, as_start, is_exact

if TYPE_CHECKING:
    import numpy as np


class GradientSequence(BaseProblem):
    """Gradients g_1, ..., g_n that do not depend on theta: step t sees g_t.

    The loss at t would be the linear form g_t . theta. There is no one loss, so `loss` is the
    mean of these forms. A step past the last gradient is refused, unless they repeat.

    Parameters
    ----------
    gradients : sequence of numbers or of vectors
        Numbers make a problem in one variable. Fractions are kept exact.
    start : sequence of numbers, optional
        The origin by default.
    repeat : bool
        Whether g_1 follows g_n again.

    Examples
    --------
    >>> sequence = GradientSequence([1, 0, -2])
    >>> sequence.gradient((0,), t=3)
    array([-2.])
    >>> sequence.gradient_exact((), t=1)
    (Fraction(1, 1),)
    """

    def __init__(
        self,
        gradients: Sequence[Any] | np.ndarray,
        *,
        start: Sequence[float] | None = None,
        repeat: bool = False,
        name: str = "gradients",
    ):
        try:
            rows = [tuple(g) if isinstance(g, Sequence) or _is_row(g) else (g,) for g in gradients]
            self._exact = tuple(tuple(_exact(value) for value in row) for row in rows)
        except (TypeError, ValueError, OverflowError):
            raise InvalidValue("gradients: expected finite numbers or vectors of them") from None
        sizes = {len(row) for row in self._exact}
        if len(sizes) != 1 or 0 in sizes:
            raise InvalidValue("gradients: expected at least one, all of one dimension")
        self.name, self.repeat = name, repeat
        size = sizes.pop()
        self.variables = ("x", "y", "z")[:size] if size <= 3 else _numbered(size)
        self.start: Point = as_start(start or (0,) * size, self.variables)

    @property
    def summary(self) -> str:
        """One sentence."""
        return f"{len(self._exact)} given gradients, whatever theta is."

    def __len__(self) -> int:
        return len(self._exact)

    def gradient_exact(self, theta: Any, t: int) -> tuple[Fraction, ...]:
        """Return g_t as fractions; theta is not looked at.

        Raises
        ------
        InvalidValue
            There is no g_t.
        """
        count = len(self._exact)
        if t < 1 or (t > count and not self.repeat):
            raise InvalidValue(f"{self.name}: there are {count} gradients; step {t} has none")
        return self._exact[(t - 1) % count]

    def gradient(self, theta: Theta, t: int = 1) -> np.ndarray:
        """Return g_t; exact where theta is."""
        import numpy as np

        exact = self.gradient_exact(theta, t)
        return np.array(exact, dtype=object if is_exact(theta) else float)

    def loss(self, theta: Theta) -> Any:
        """Return the mean of the linear forms g_t . theta."""
        count = len(self._exact)
        mean = [sum(column, Fraction(0)) / count for column in zip(*self._exact, strict=True)]
        exact = is_exact(theta)
        parts = (m * q if exact else float(m) * float(q) for m, q in zip(mean, theta, strict=True))
        return sum(parts)


def _is_row(value: Any) -> bool:
    return getattr(value, "ndim", 0) == 1


def _exact(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    return Fraction(value) if isinstance(value, int) else Fraction(float(value))


def _numbered(size: int) -> tuple[str, ...]:
    return tuple(f"x{i}" for i in range(1, size + 1))
