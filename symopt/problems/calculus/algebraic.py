"""Critical points where the gradient is rational: all of them, exactly.

The numerators are solved by elimination. Each real root is known by an interval with rational
ends, and so every sign asked for afterwards is decided by counting roots.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from symopt.problems.calculus.critical import CriticalPoint, CriticalPoints, kind_of
from symopt.problems.calculus.elimination import Zeros, eliminant, is_real_curve, solve
from symopt.problems.calculus.roots import Root, real_roots

if TYPE_CHECKING:
    from symopt.problems.surface import Surface

MAX_ROOTS = 50  # the product of the degrees bounds the work
MAX_BOUND = 1_000  # the same before anything is cancelled


def critical_points(surface: Surface) -> CriticalPoints | None:
    """Return all critical points, or None where this method does not reach."""
    import sympy
    from sympy.polys.polyerrors import BasePolynomialError

    symbols = surface.symbols
    if math.prod(_degree_bound(partial) for partial in surface.gradient_expr) > MAX_BOUND:
        return None
    try:
        system: list[Any] = []
        for numerator, denominator in map(_fraction, surface.gradient_expr):
            if not denominator.is_polynomial(*symbols):
                return None
            system.append(sympy.Poly(numerator, *symbols, domain="QQ"))
    except BasePolynomialError:
        return None  # not rational, or a coefficient such as pi or sqrt(2)
    if any(p.is_ground and not p.is_zero for p in system):
        return CriticalPoints((), "all")
    if any(p.is_zero for p in system):
        return CriticalPoints((), "not isolated") if len(symbols) == 1 else None
    if math.prod(p.total_degree() for p in system) > MAX_ROOTS:
        return None
    if len(symbols) == 2:
        common: Any = sympy.gcd(*system)
        if not common.is_ground:
            # A curve of critical points, unless the curve has no real point.
            curve = is_real_curve(common)
            if curve is not False:
                return None if curve is None else CriticalPoints((), "not isolated")
            system = [polynomial.quo(common) for polynomial in system]
            if any(p.is_ground for p in system):
                return CriticalPoints((), "all")
    groups = solve(system, symbols)
    return None if groups is None else _collect(surface, system, groups)


def _degree_bound(expression: Any) -> int:
    """Bound the degrees of numerator and denominator together, without expanding anything."""
    if expression.is_Symbol:
        return 1
    if expression.is_Pow and expression.exp.is_Integer:
        return abs(int(expression.exp)) * _degree_bound(expression.base)
    bounds = [_degree_bound(part) for part in expression.args]
    rational = expression.is_Add and not all(part.is_polynomial() for part in expression.args)
    return sum(bounds) if expression.is_Mul or rational else max(bounds, default=0)


def _fraction(expression: Any) -> tuple[Any, Any]:
    import sympy

    return sympy.fraction(sympy.together(expression))


def _collect(surface: Surface, system: Sequence[Any], groups: Sequence[Zeros]) -> CriticalPoints:
    import sympy

    symbols = surface.symbols

    def polys(expression: Any) -> tuple[Any, Any]:
        top, bottom = _fraction(expression)
        return sympy.Poly(top, *symbols, domain="QQ"), sympy.Poly(bottom, *symbols, domain="QQ")

    polynomial: Any = sympy.Matrix(surface.hessian_expr).charpoly()
    coefficients = [polys(c) for c in polynomial.all_coeffs()]
    bottoms = [polys(partial)[1] for partial in surface.gradient_expr]
    height = polys(surface.expr) if surface.expr.is_rational_function(*symbols) else None
    names = _Names(system, symbols)
    found = []
    for group in groups:
        # A pole of the gradient is no critical point, though its numerator vanishes there.
        if any(group.reduce(bottom).is_zero for bottom in bottoms):
            continue
        reduced = [(group.reduce(top), group.reduce(bottom)) for top, bottom in coefficients]
        for root in real_roots(group.polynomial):
            signs = [root.sign(top) * root.sign(bottom) for top, bottom in reduced]
            point = names.of(group, root)
            if height is not None:
                top, bottom = (group.reduce(part) for part in height)
                value = (top.as_expr() / bottom.as_expr()).subs(top.gen, root.number)
            else:
                # The gradient of a logarithm is rational where the logarithm may be complex.
                value = surface.expr.subs(dict(zip(symbols, point, strict=True)), simultaneous=True)
            if value.is_real is not False:
                found.append(CriticalPoint(point, kind_of(signs), value))
    return CriticalPoints(found, "all")


class _Names:
    """Names the unknowns at a zero by the roots of polynomials in one unknown each."""

    def __init__(self, system: Sequence[Any], symbols: Sequence[Any]):
        self.system, self.symbols = system, symbols
        self.roots: dict[Any, list[Root]] = {}

    def of(self, group: Zeros, root: Root) -> tuple[Any, ...]:
        """Return the coordinates as SymPy numbers."""
        pairs = zip(self.symbols, group.unknowns, strict=True)
        return tuple(self._one(symbol, unknown, root) for symbol, unknown in pairs)

    def _one(self, symbol: Any, unknown: Any, root: Root) -> Any:
        if unknown.is_ground:
            return unknown.as_expr()
        if unknown.degree() == 1 and unknown.nth(0) == 0 and unknown.nth(1) == 1:
            return root.number
        if symbol not in self.roots:
            self.roots[symbol] = real_roots(eliminant(self.system, self.symbols, symbol))
        candidates = list(self.roots[symbol])
        while len(candidates) > 1:
            low, high = root.enclose(unknown)
            candidates = [c for c in candidates if c.low <= high and low <= c.high]
            root.narrow()
            for candidate in candidates:
                candidate.narrow()
        return candidates[0].number
