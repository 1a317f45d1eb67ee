"""Linear regression: mean squared error over data, in full, mini- or single-sample batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidValue
from symopt.problems.problem import BaseProblem, Box, Point, Theta, as_box, as_start

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

    from symopt.formula import Formula
    from symopt.problems.calculus.numeric import Numeric
    from symopt.problems.calculus.quadratic import Quadratic
    from symopt.problems.data.batches import Batches

SAMPLES = 64


class LinearRegression(BaseProblem):
    """Fit y = w x + b, or y = w1 x1 + ... + b, by its mean squared error.

    The loss of one sample is stated once, as a formula; its gradient is derived by SymPy. The
    optional L2 term penalises the weights, not the intercept b. With one feature it is also a
    surface over (w, b): `values`, `box` and `levels` draw its contours.

    Parameters
    ----------
    x : array, optional
        Inputs, (n,) or (n, features); a fixed made-up set around y = 2 x - 1 by default.
    y : array, optional
        Targets, (n,).
    batch_size : int, optional
        Samples that a step sees; all by default. 1 is stochastic gradient descent.
    l2 : float
        Weight of the penalty l2*w**2.
    seed : int
        Of the shuffles.
    drop_last : bool
        Whether to leave out the last batch of an epoch where it is short.
    start : sequence of float, optional
        Default start.

    Examples
    --------
    >>> line = LinearRegression([0, 1, 2], [1, 3, 5], batch_size=2)
    >>> line.minimum
    (2.0, 1.0)
    >>> line.steps_per_epoch
    2
    """

    def __init__(
        self,
        x: ArrayLike | None = None,
        y: ArrayLike | None = None,
        *,
        batch_size: int | None = None,
        l2: float = 0.0,
        seed: int = 0,
        drop_last: bool = False,
        start: Sequence[float] | None = None,
        box: Sequence[Sequence[float]] | None = None,
        name: str = "regression",
        module: str | None = None,
    ):
        self.name, self.module, self.seed, self.drop_last = name, module, seed, drop_last
        self._data, self._batch_size, self._start, self._box = (x, y), batch_size, start, box
        if not isinstance(l2, (int, float)) or not 0 <= l2 < float("inf"):
            raise InvalidValue(f"l2: expected a number from 0 up, got {l2!r}")
        self.l2 = float(l2)
        self._made_up = x is None and y is None
        if not self._made_up:
            _ = self.x, self.batches, self.start  # wrong data are refused here

    @property
    def summary(self) -> str:
        """One sentence."""
        return "Linear regression: the mean squared error of a line through data."

    @cached_property
    def _arrays(self) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        given = self._data
        x, y = _made_up() if self._made_up else given
        try:
            x, y = np.array(x, dtype=float), np.array(y, dtype=float)
        except (TypeError, ValueError):
            raise InvalidValue("data: expected arrays of numbers") from None
        x = x[:, None] if x.ndim == 1 else x
        if x.ndim != 2 or y.ndim != 1 or len(x) != len(y) or not x.size:
            raise InvalidValue(
                f"data: expected x of shape (n,) or (n, features) and y of shape (n,), "
                f"got {x.shape} and {y.shape}"
            )
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise InvalidValue("data: not all numbers are finite")
        x.flags.writeable = y.flags.writeable = False
        return x, y

    @property
    def x(self) -> np.ndarray:
        """The inputs, one sample a row."""
        return self._arrays[0]

    @property
    def y(self) -> np.ndarray:
        """The targets."""
        return self._arrays[1]

    @property
    def features(self) -> int:
        """How many inputs a sample has."""
        return self.x.shape[1]

    @cached_property
    def batches(self) -> Batches:
        """How an epoch is cut into batches."""
        from symopt.problems.data.batches import Batches

        size = len(self.y) if self._batch_size is None else self._batch_size
        return Batches(len(self.y), size, self.seed, self.drop_last)

    @property
    def batch_size(self) -> int:
        """How many samples a step sees."""
        return self.batches.size

    @property
    def steps_per_epoch(self) -> int:
        """How many steps make one epoch."""
        return self.batches.per_epoch

    @property
    def variables(self) -> tuple[str, ...]:
        """The weights, then the intercept b."""
        return (*self._indexed("w"), "b")

    def _indexed(self, letter: str) -> tuple[str, ...]:
        size = 1 if self._made_up else self.features
        return (letter,) if size == 1 else tuple(f"{letter}{i}" for i in range(1, size + 1))

    @property
    def start(self) -> Point:
        """Where a run begins unless told otherwise."""
        given = (0.0,) * len(self.variables) if self._start is None else self._start
        return as_start(given, self.variables)

    @property
    def starts(self) -> tuple[Point, ...]:
        """The default start, as a surface lists its own."""
        return (self.start,)

    @cached_property
    def formula(self) -> Formula:
        """The loss of one sample, squared error and penalty."""
        from symopt.steps import read_expression

        pairs = list(zip(self._indexed("w"), self._indexed("x"), strict=True))
        line = " + ".join(f"{w}*{x}" for w, x in pairs)
        penalty = " + ".join(f"{w}**2" for w, _ in pairs)
        return read_expression(f"({line} + b - y)**2" + (f" + l2*({penalty})" if self.l2 else ""))

    @cached_property
    def _sample(self) -> tuple[Numeric, Numeric]:
        """Loss and gradient of one sample: functions of the sample, theta and l2, in this order."""
        from symopt.formula import symbol
        from symopt.problems.calculus.numeric import Numeric

        expression = self.formula.sympy()
        parameters = [symbol(name) for name in self.variables]
        sample = [symbol(name) for name in (*self._indexed("x"), "y")]
        symbols = [*sample, *parameters, symbol("l2")]
        derived = [expression.diff(parameter) for parameter in parameters]
        return Numeric(symbols, [expression]), Numeric(symbols, derived)

    def _mean(self, of: Numeric, theta: Any, batch: Any = slice(None)) -> list[float]:
        import numpy as np

        # NumPy's floats, since Python's own raise where a power is too large.
        point = [np.float64(value) for value in theta]
        if len(point) != len(self.variables):
            raise InvalidValue(
                f"{self.name}: expected {len(self.variables)} coordinates, got {len(point)}"
            )
        values = of.over([*self.x[batch].T, self.y[batch], *point, np.float64(self.l2)])
        with np.errstate(all="ignore"):
            return [float(value.mean()) for value in values]

    def loss(self, theta: Theta) -> float:
        """Return the loss over all samples."""
        return self._mean(self._sample[0], theta)[0]

    def batch_loss(self, theta: Theta, t: int) -> float:
        """Return the loss over the batch of step t: what a training log shows."""
        return self._mean(self._sample[0], theta, self.batches.of_step(t))[0]

    def gradient(self, theta: Theta, t: int = 1) -> np.ndarray:
        """Return the gradient over the batch of step t."""
        import numpy as np

        return np.array(self._mean(self._sample[1], theta, self.batches.of_step(t)))

    def full_gradient(self, theta: Theta) -> np.ndarray:
        """Return the gradient over all samples."""
        import numpy as np

        return np.array(self._mean(self._sample[1], theta))

    @cached_property
    def _quadratic(self) -> Quadratic:
        from symopt.problems.calculus.quadratic import Quadratic

        return Quadratic.of_squared_error(self.x, self.y, self.l2)

    @cached_property
    def expr(self) -> Any:
        """The loss over all samples as a SymPy polynomial with exact coefficients."""
        from symopt.formula import symbol

        return self._quadratic.expr([symbol(name) for name in self.variables])

    @cached_property
    def minimum_exact(self) -> tuple[Fraction, ...] | None:
        """The solution of the normal equations; None where it is not the only one."""
        return self._quadratic.minimum()

    @property
    def minimum(self) -> Point | None:
        """The exact minimum over all samples, as floats; None where it is not the only one."""
        exact = self.minimum_exact
        return None if exact is None else tuple(float(value) for value in exact)

    def values(self, *coordinates: ArrayLike) -> np.ndarray:
        """Return the loss over all samples at every element of coordinate arrays (w, b)."""
        import numpy as np

        if len(coordinates) != len(self.variables):
            raise InvalidValue(f"{self.name}: expected {len(self.variables)} arrays")
        return self._quadratic.values(
            np.broadcast_arrays(*(np.asarray(c, dtype=float) for c in coordinates))
        )

    @cached_property
    def box(self) -> Box:
        """The part worth drawing: around the start and the minimum."""
        if self._box is not None:
            return as_box(self._box, self.variables)
        ends = [self.start, self.minimum or self.start]
        sides = []
        for low, high in (sorted(pair) for pair in zip(*ends, strict=True)):
            room = max(1.0, 0.6 * (high - low))
            sides.append((low - room, high + room))
        return tuple(sides)

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """Values whose contours show the valley: evenly spaced ellipses."""
        import numpy as np

        if len(self.variables) != 2 or self.minimum is None:
            return ()
        mesh = np.meshgrid(*(np.linspace(low, high, 41) for low, high in self.box))
        low, high = self.loss(self.minimum), float(np.quantile(self.values(*mesh), 0.97))
        return tuple(float(f"{low + (high - low) * (i / 14) ** 2:.6g}") for i in range(1, 15))

    def __getstate__(self) -> dict[str, Any]:
        # What lambdify makes cannot be pickled, and is made again when it is asked for.
        return {key: value for key, value in vars(self).items() if key != "_sample"}

    def __repr__(self) -> str:
        return f"LinearRegression({self.name!r}, batch_size={self._batch_size})"


def _made_up() -> tuple[list[float], list[float]]:
    """A cloud around y = 2 x - 1, in two decimals."""
    # random() is the one sequence that Python promises to keep, so the data never change.
    draw = random.Random(2012).random
    x = [round(4 * draw() - 1, 2) for _ in range(SAMPLES)]
    noise = [sum(draw() for _ in range(12)) - 6 for _ in x]  # nearly normal, variance 1
    return x, [round(2 * u - 1 + 0.6 * e, 2) for u, e in zip(x, noise, strict=True)]


regression = LinearRegression(module=__name__)
