"""Online problems: a new loss at every step, and points kept inside a box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidValue
from symopt.problems.problem import BaseProblem, Box, Point, Theta, as_box, as_start, is_exact
from symopt.problems.surface import Surface

if TYPE_CHECKING:
    import numpy as np


class OnlineProblem(BaseProblem):
    """Losses f_1, f_2, ...: step t sees the gradient of f_t, and is projected onto a box.

    There is no one loss, so `loss` is the mean of the losses of one round; `loss_at` is f_t, and
    `regret` compares with a fixed point. Fractions are computed with exactly.

    Parameters
    ----------
    losses : sequence of expressions, or callable
        The losses of one round, which repeats; or a function of t that returns an expression.
        Expressions are texts such as ``"4*x"``.
    box : sequence of (low, high), optional
        Where points are projected to; nowhere by default.
    start : sequence of float, optional
        The origin by default, projected.
    round_length : int, optional
        How many steps make a round, where `losses` is a function.

    Examples
    --------
    >>> problem = OnlineProblem(["4*x", "-x", "-x"], box=[(-1, 1)], start=[1])
    >>> problem.gradient((1,), t=4), problem.gradient((1,), t=5)
    (array([4.]), array([-1.]))
    >>> problem.project((1.5,))
    array([1.])
    """

    def __init__(
        self,
        losses: Sequence[str] | Callable[[int], str],
        *,
        box: Sequence[Sequence[float]] | None = None,
        start: Sequence[float] | None = None,
        round_length: int | None = None,
        name: str = "online",
        summary: str = "A new loss at every step, points projected onto a box.",
    ):
        if callable(losses):
            if round_length is None or round_length < 1:
                raise InvalidValue("round_length: a function of t needs one, at least 1")
            length, kept = round_length, losses
        else:
            kept = tuple(losses)
            if isinstance(losses, str) or not kept or round_length not in (None, len(kept)):
                raise InvalidValue("losses: expected a list of expressions, one for each step")
            length = len(kept)
        self.name, self.summary = name, summary
        self.steps_per_round = length
        self._losses = kept
        self._surfaces: dict[str, Surface] = {}
        self.variables = self._common_variables()
        self.box: Box | None = None if box is None else as_box(box, self.variables)
        given = (0.0,) * len(self.variables) if start is None else start
        self.start: Point = tuple(map(float, self.project(as_start(given, self.variables))))

    def _at(self, t: int) -> str:
        if callable(self._losses):
            return self._losses(t)
        return self._losses[(t - 1) % self.steps_per_round]

    def _common_variables(self) -> tuple[str, ...]:
        from symopt.problems.calculus.expression import CONSTANTS
        from symopt.steps import read_expression

        texts = {self._at(t) for t in range(1, self.steps_per_round + 1)}
        names = {name for text in texts for name in read_expression(text).names()}
        found = tuple(sorted(names - set(CONSTANTS)))
        if not found:
            raise InvalidValue("losses: there is no variable in them")
        return found

    def _loss_of_step(self, t: int) -> Surface:
        if t < 1:
            raise InvalidValue(f"steps count from 1, got {t}")
        text = self._at(t)
        if text not in self._surfaces:
            # Box and start are given so that none is searched for.
            size = len(self.variables)
            self._surfaces[text] = Surface.from_expr(
                text, box=((-1, 1),) * size, start=(0,) * size, variables=self.variables
            )
        return self._surfaces[text]

    def loss_at(self, theta: Theta, t: int) -> Any:
        """Return f_t at theta."""
        return self._loss_of_step(t).loss(theta)

    def loss(self, theta: Theta) -> Any:
        """Return the mean of the losses of one round at theta."""
        length = self.steps_per_round
        total = sum(self.loss_at(theta, t) for t in range(1, length + 1))
        return total * Fraction(1, length) if isinstance(total, Fraction) else total / length

    def gradient(self, theta: Theta, t: int = 1) -> np.ndarray:
        """Return the gradient of f_t at theta."""
        return self._loss_of_step(t).gradient(theta)

    def project(self, theta: Any) -> np.ndarray:
        """Return the nearest point of the box; nan stays nan."""
        import numpy as np

        if self.box is None:
            return np.asarray(theta)
        if not is_exact(theta):
            low, high = np.array(self.box).T
            return np.clip(np.asarray(theta, dtype=float), low, high)
        sides = [(Fraction(low), Fraction(high)) for low, high in self.box]
        pairs = zip(theta, sides, strict=True)
        return np.array([min(max(q, low), high) for q, (low, high) in pairs], dtype=object)

    def regret(self, points: Sequence[Any], fixed: Sequence[Any]) -> Any:
        """Return how much more points x_1, ..., x_T lost, one a step, than a fixed point.

        Examples
        --------
        >>> problem = OnlineProblem(["4*x", "-x", "-x"], box=[(-1, 1)])
        >>> problem.regret([(1,), (1,), (1,)], fixed=(-1,))
        4.0
        """
        return sum(
            self.loss_at(point, t) - self.loss_at(fixed, t) for t, point in enumerate(points, 1)
        )


def reddi(c: int = 4) -> OnlineProblem:
    """Return the online problem on which Adam does not converge.

    f_t(x) = c x if t mod 3 = 1, else -x, on [-1, 1]: the mean loss falls to the left, and Adam
    is driven to the right (Reddi, Kale and Kumar, 2018, theorem 1).
    """
    return OnlineProblem(
        [f"{c}*x", "-x", "-x"],
        box=[(-1, 1)],
        start=[1],
        name="reddi",
        summary="The losses on which Adam goes the wrong way for ever.",
    )
