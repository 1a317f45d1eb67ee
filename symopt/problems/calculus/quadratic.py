"""A quadratic with exact coefficients: what mean squared error is as a function of the weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Quadratic:
    """theta' matrix theta - 2 linear' theta + constant."""

    matrix: tuple[tuple[Fraction, ...], ...]
    linear: tuple[Fraction, ...]
    constant: Fraction

    @classmethod
    def of_squared_error(cls, x: np.ndarray, y: np.ndarray, l2: float) -> Quadratic:
        """Return the mean of (w'x + b - y)**2 plus l2*|w|**2, exactly: floats are fractions."""
        rows = [[*map(Fraction, row), Fraction(1)] for row in x.tolist()]
        targets = [Fraction(value) for value in y.tolist()]
        size, count = len(rows[0]), len(rows)

        def mean(values: Iterable[Fraction]) -> Fraction:
            return sum(values, Fraction(0)) / count

        penalty = [Fraction(l2)] * (size - 1) + [Fraction(0)]
        return cls(
            matrix=tuple(
                tuple(
                    mean(row[i] * row[j] for row in rows) + (penalty[i] if i == j else 0)
                    for j in range(size)
                )
                for i in range(size)
            ),
            linear=tuple(
                mean(row[i] * target for row, target in zip(rows, targets, strict=True))
                for i in range(size)
            ),
            constant=mean(target * target for target in targets),
        )

    def expr(self, symbols: Sequence[Any]) -> Any:
        """Return the SymPy polynomial."""
        import sympy

        def exact(value: Fraction) -> Any:
            return sympy.Rational(value.numerator, value.denominator)

        terms = [exact(self.constant)]
        for i, row in enumerate(self.matrix):
            terms.append(-2 * exact(self.linear[i]) * symbols[i])
            terms += [exact(v) * symbols[i] * symbols[j] for j, v in enumerate(row)]
        return sympy.Add(*terms)

    def minimum(self) -> tuple[Fraction, ...] | None:
        """Return the solution of the normal equations; None where it is not the only one."""
        from sympy import QQ
        from sympy.polys.matrices import DomainMatrix
        from sympy.polys.matrices.exceptions import DMNonInvertibleMatrixError

        size = len(self.linear)
        rows = [[QQ(v.numerator, v.denominator) for v in row] for row in self.matrix]
        right = [[QQ(v.numerator, v.denominator)] for v in self.linear]
        try:
            solution = DomainMatrix(rows, (size, size), QQ).lu_solve(
                DomainMatrix(right, (size, 1), QQ)
            )
        except DMNonInvertibleMatrixError:
            return None
        flat = (row[0] for row in solution.to_list())
        return tuple(Fraction(int(v.numerator), int(v.denominator)) for v in flat)

    def values(self, theta: Sequence[np.ndarray]) -> np.ndarray:
        """Return the values at every element of coordinate arrays of one shape."""
        total = np.full(theta[0].shape, float(self.constant))
        with np.errstate(all="ignore"):
            for i, row in enumerate(self.matrix):
                slope = -2 * float(self.linear[i])
                slope = slope + sum(float(v) * t for v, t in zip(row, theta, strict=True))
                total = total + slope * theta[i]
        return total
