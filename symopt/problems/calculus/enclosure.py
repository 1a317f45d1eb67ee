"""Critical points where the gradient is not rational: found numerically, then enclosed.

Krawczyk's test in interval arithmetic proves that a small box around a candidate holds exactly
one critical point, and bounds the Hessian there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from symopt.problems.calculus.critical import CriticalPoint, CriticalPoints, kind_of
from symopt.problems.calculus.search import numeric_critical_points

if TYPE_CHECKING:
    from symopt.problems.surface import Surface

RADIUS = 1e-7
MAX_POINTS = 400


def critical_points(surface: Surface) -> CriticalPoints:
    """Return the critical points met inside the box, each enclosed where that succeeds."""
    import sympy

    intervals = _Intervals(surface)
    found = []
    for candidate in numeric_critical_points(surface, surface.box)[:MAX_POINTS]:
        signs = intervals.signs_at(candidate)
        how = "enclosed"
        if signs is None:
            how, signs = "numeric", _signs(surface.hessian(candidate))
        point = tuple(sympy.Float(float(c)) for c in candidate)
        value = sympy.Float(surface.loss(candidate))
        found.append(CriticalPoint(point, kind_of(signs), value, how))
    return CriticalPoints(found, "box")


def _signs(hessian: np.ndarray) -> list[int | None]:
    return [int(np.sign(c)) for c in np.poly(hessian)]


class _Intervals:
    """Gradient and Hessian of a surface in interval arithmetic."""

    def __init__(self, surface: Surface):
        import mpmath
        import sympy

        iv: Any = mpmath.iv
        self.iv = iv
        names = ("exp", "log", "sin", "cos", "sqrt", "pi", "mpf")
        rigorous = {name: getattr(iv, name) for name in names} | {"e": iv.e, "E": iv.e}
        self._ready = True
        allowed = (sympy.exp, sympy.log, sympy.sin, sympy.cos)
        expressions = [*surface.gradient_expr, *(e for row in surface.hessian_expr for e in row)]
        expressions = [e.rewrite(sympy.tanh, sympy.exp) for e in expressions]
        for expression in expressions:
            if any(not isinstance(f, allowed) for f in expression.atoms(sympy.Function)):
                self._ready = False  # a kink, or a function without an interval version
        size = self.size = len(surface.variables)
        self._gradient = self._make(surface.symbols, expressions[:size], rigorous)
        self._hessian = self._make(surface.symbols, expressions[size:], rigorous)

    def _make(self, symbols: Sequence[Any], expressions: Sequence[Any], names: Any) -> Any:
        import sympy

        return sympy.lambdify(symbols, list(expressions), modules=[names, "mpmath"], dummify=True)

    def signs_at(self, candidate: np.ndarray) -> list[int | None] | None:
        """Return the signs of the Hessian's characteristic polynomial; None if not proved."""
        if not self._ready:
            return None
        try:
            return self._krawczyk([float(c) for c in candidate])
        except (ArithmeticError, ValueError, TypeError, AttributeError, NotImplementedError):
            return None

    def _krawczyk(self, centre: list[float]) -> list[int | None] | None:
        iv, size = self.iv, self.size
        point = [iv.mpf(c) for c in centre]
        box = [iv.mpf([c - RADIUS, c + RADIUS]) for c in centre]
        slopes = [iv.mpf(v) for v in self._gradient(*point)]
        bends = [[iv.mpf(v) for v in row] for row in _rows(self._hessian(*box), size)]
        middle = np.array([[float(v.mid) for v in row] for row in bends])
        inverse = np.linalg.inv(middle)
        for i in range(size):
            moved = point[i]
            for j in range(size):
                y = iv.mpf(inverse[i, j])
                moved -= y * slopes[j]
            for k in range(size):
                entry = iv.mpf(int(i == k))
                for j in range(size):
                    entry -= iv.mpf(inverse[i, j]) * bends[j][k]
                moved += entry * (box[k] - point[k])
            if not (moved.a > box[i].a and moved.b < box[i].b):
                return None
        signs: list[int | None] = [1]
        if size == 1:
            signs.append(_sign(-bends[0][0]))
        elif size == 2:
            trace = bends[0][0] + bends[1][1]
            determinant = bends[0][0] * bends[1][1] - bends[0][1] * bends[1][0]
            if _sign(determinant) == -1:  # a saddle, whatever the trace
                return [1, 0, -1]
            signs += [_sign(-trace), _sign(determinant)]
        else:
            return None
        return None if None in signs else signs


def _rows(values: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [values[i * size : (i + 1) * size] for i in range(size)]


def _sign(interval: Any) -> int | None:
    if interval.a > 0:
        return 1
    return -1 if interval.b < 0 else None
