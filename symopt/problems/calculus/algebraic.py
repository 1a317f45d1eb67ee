"""Critical points where the gradient is rational: all of them, exactly.

A lexicographic Groebner basis brings the system to triangular form: one polynomial p in the last
variable, and every other variable a polynomial in it. Each real root of p is known by an interval
with rational ends, and so every sign asked for afterwards is decided by counting roots.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from symopt.problems.calculus.critical import CriticalPoint, CriticalPoints, kind_of

if TYPE_CHECKING:
    from symopt.problems.surface import Surface

MAX_ROOTS = 100  # the product of the degrees bounds the work
MAX_VARIABLES = 4
CENTRES = ((0, 0), (1, 2), (-3, 5))  # points to measure from; all but special ones will do
WEIGHTS = (2, 3, 5, 7)  # all but finitely many separate the points


def critical_points(surface: Surface) -> CriticalPoints | None:
    """Return all critical points, or None where this method does not reach."""
    import sympy
    from sympy.polys.polyerrors import CoercionFailed

    symbols = surface.symbols
    if len(symbols) > MAX_VARIABLES:
        return None
    system = []
    for partial in surface.gradient_expr:
        numerator, denominator = sympy.fraction(sympy.together(partial))
        if not (numerator.is_polynomial(*symbols) and denominator.is_polynomial(*symbols)):
            return None
        system.append(numerator)
    try:
        polynomials = [sympy.Poly(equation, *symbols, domain="QQ") for equation in system]
    except (sympy.PolynomialError, CoercionFailed):
        return None  # a coefficient such as pi or sqrt(2)
    if any(p.is_ground and not p.is_zero for p in polynomials):
        return CriticalPoints((), "all")
    if any(p.is_zero for p in polynomials):
        return CriticalPoints((), "not isolated")
    if math.prod(p.total_degree() for p in polynomials) > MAX_ROOTS:
        return None
    if len(symbols) == 2:
        common = sympy.gcd(*polynomials)
        if not common.is_ground:
            # A curve of critical points, unless the curve has no real point.
            curve = _real_curve(common)
            if curve is not False:
                return None if curve is None else CriticalPoints((), "not isolated")
            polynomials = [polynomial.quo(common) for polynomial in polynomials]
    basis = _groebner(polynomials, symbols)
    if basis.exprs == [1]:
        return CriticalPoints((), "all")
    if not basis.is_zero_dimensional:
        return None
    system = _triangular(basis, symbols)
    return None if system is None else _collect(surface, system)


def _real_curve(polynomial: Any) -> bool | None:
    """Whether a polynomial in two variables vanishes on a real curve; None if not decided.

    If it has a real zero, it has one nearest to a given point, and there the direction to that
    point is along the gradient: finitely many candidates.
    """
    x, y = polynomial.gens
    polynomial = polynomial.sqf_part()
    slopes = polynomial.diff(x), polynomial.diff(y)
    for a, b in CENTRES:
        turned = slopes[1] * (x - a) - slopes[0] * (y - b)
        basis = _groebner([polynomial, turned], polynomial.gens)
        system = _triangular(basis, polynomial.gens) if basis.is_zero_dimensional else None
        if system is None:
            continue
        roots = real_roots(system.last)
        if not roots:
            return False
        for root in roots:
            if any(root.sign(system.in_last(s.as_expr(), root.polynomial)) for s in slopes):
                return True  # smooth there, so zero along a curve through it
        return None
    return None


def _groebner(polynomials: Sequence[Any], symbols: Sequence[Any]) -> Any:
    import sympy

    # The change of order by linear algebra is far cheaper than lexicographic Buchberger.
    basis = sympy.groebner(polynomials, *symbols, order="grevlex", domain=sympy.QQ)
    if basis.exprs == [1] or len(symbols) == 1 or not basis.is_zero_dimensional:
        return basis
    return basis.fglm("lex")


def _triangular(basis: Any, symbols: Sequence[Any]) -> Triangular | None:
    """The solutions as p(last) = 0 and x_i = q_i(last)."""
    import sympy

    system = _shape(basis, symbols)
    if system is not None:
        return system
    # Multiple points, and points that agree in the last coordinate, spoil the shape. The radical
    # (Seidenberg's lemma) makes them simple, and a general direction tells them apart.
    eliminants = [eliminant(basis.exprs, symbols, symbol) for symbol in symbols]
    radical = [*basis.exprs, *(poly.sqf_part().as_expr() for poly in eliminants)]
    direction = sympy.Dummy("s", real=True)
    extended = [*symbols, direction]
    for weight in WEIGHTS:
        line = sum(symbol * weight**i for i, symbol in enumerate(symbols))
        system = _shape(_groebner([*radical, direction - line], extended), extended)
        if system is not None:
            return system
    return None


def _shape(basis: Any, symbols: Sequence[Any]) -> Triangular | None:
    import sympy

    last = symbols[-1]
    if len(basis.exprs) != len(symbols):
        return None
    solved = []
    for symbol, equation in zip(symbols[:-1], basis.exprs[:-1], strict=True):
        poly = sympy.Poly(equation, symbol)
        rest = -poly.nth(0)
        if poly.degree() != 1 or poly.nth(1) != 1 or not rest.free_symbols <= {last}:
            return None
        solved.append(sympy.Poly(rest, last, domain="QQ"))
    return Triangular(symbols, tuple(solved), sympy.Poly(basis.exprs[-1], last, domain="QQ"), basis)


def eliminant(polynomials: Sequence[Any], symbols: Sequence[Any], keep: Any) -> Any:
    """Return the polynomial in one variable that vanishes on all solutions."""
    import sympy

    order = [symbol for symbol in symbols if symbol != keep] + [keep]
    return sympy.Poly(_groebner(polynomials, order).exprs[-1], keep, domain="QQ")


class Triangular:
    """A system in triangular form, and the exact values of expressions on its solutions."""

    def __init__(self, symbols: Sequence[Any], solved: tuple[Any, ...], last: Any, basis: Any):
        self.symbols, self.solved, self.last, self.basis = symbols, solved, last, basis

    def in_last(self, polynomial: Any, factor: Any) -> Any:
        """Return a polynomial's value on the solutions as a polynomial in the last variable."""
        import sympy

        _, remainder = self.basis.reduce(sympy.expand(polynomial))
        return sympy.Poly(remainder, self.symbols[-1], domain="QQ").rem(factor)


class Root:
    """A real root of an irreducible polynomial, in an interval with rational ends."""

    def __init__(self, polynomial: Any, index: int, ends: tuple[Any, Any]):
        self.polynomial, self.index = polynomial, index
        self.low, self.high = ends

    @property
    def number(self) -> Any:
        """The root as a SymPy number: rational, radical of degree two, or `CRootOf`."""
        import sympy

        return sympy.rootof(self.polynomial, self.index)

    def narrow(self) -> None:
        """Shrink the interval to a quarter."""
        if self.low != self.high:
            eps = (self.high - self.low) / 4
            self.low, self.high = self.polynomial.refine_root(self.low, self.high, eps=eps)

    def sign(self, polynomial: Any) -> int:
        """Return the exact sign that another polynomial has at the root."""
        import sympy

        remainder = polynomial.rem(self.polynomial)
        if remainder.is_zero:
            return 0
        # It is not zero at the root, so a small enough interval holds none of its roots.
        while not remainder.is_ground and remainder.count_roots(self.low, self.high):
            self.narrow()
        return int(sympy.sign(remainder.eval(self.low)))

    def enclose(self, polynomial: Any) -> tuple[Any, Any]:
        """Return rational bounds of another polynomial's value at the root (Horner's rule)."""
        low = high = 0
        for coefficient in polynomial.all_coeffs():
            products = [a * b for a in (low, high) for b in (self.low, self.high)]
            low, high = min(products) + coefficient, max(products) + coefficient
        return low, high


def real_roots(polynomial: Any) -> list[Root]:
    """Return the real roots of the irreducible factors of a polynomial."""
    roots = []
    for factor, _ in polynomial.factor_list()[1]:
        for index, (ends, _) in enumerate(factor.intervals()):
            roots.append(Root(factor, index, ends))
    return roots


def _collect(surface: Surface, system: Triangular) -> CriticalPoints:
    import sympy

    polynomial: Any = sympy.Matrix(surface.hessian_expr).charpoly()
    coefficients = [_fraction(c) for c in polynomial.all_coeffs()]
    bottoms = [_fraction(partial)[1] for partial in surface.gradient_expr]
    names = [_Names(system, symbol) for symbol in surface.symbols]
    found = []
    for root in real_roots(system.last):
        at = root.polynomial
        if any(root.sign(system.in_last(bottom, at)) == 0 for bottom in bottoms):
            continue  # a pole of the gradient, where its numerator vanishes too
        signs = [
            root.sign(system.in_last(top, at)) * root.sign(system.in_last(bottom, at))
            for top, bottom in coefficients
        ]
        point = tuple(name.of(root, i) for i, name in enumerate(names))
        value = _value(surface, system, root, point)
        if value is not None:
            found.append(CriticalPoint(point, kind_of(signs), value))
    return CriticalPoints(found, "all")


def _fraction(expression: Any) -> tuple[Any, Any]:
    import sympy

    return sympy.fraction(sympy.together(expression))


def _value(surface: Surface, system: Triangular, root: Root, point: Sequence[Any]) -> Any:
    """The exact value at a root, in lowest powers of its last coordinate; None if not real."""
    if surface.expr.is_rational_function(*surface.symbols):
        top, bottom = (system.in_last(part, root.polynomial) for part in _fraction(surface.expr))
        if bottom.is_zero:
            return None
        return (top.as_expr() / bottom.as_expr()).subs(system.symbols[-1], root.number)
    # The gradient of a logarithm is rational where the logarithm itself may be complex.
    value = surface.expr.subs(dict(zip(surface.symbols, point, strict=True)), simultaneous=True)
    return value if value.is_real else None


class _Names:
    """Names the values of one variable by the roots of that variable's own polynomial."""

    def __init__(self, system: Triangular, symbol: Any):
        self.system = system
        self.last = symbol == system.symbols[-1]
        if not self.last and system.solved:
            self.roots = real_roots(eliminant(system.basis.exprs, system.symbols, symbol))

    def of(self, root: Root, position: int) -> Any:
        if self.last:
            return root.number
        expression = self.system.solved[position].rem(root.polynomial)
        if expression.is_ground:
            return expression.as_expr()
        candidates = list(self.roots)
        while len(candidates) > 1:
            low, high = root.enclose(expression)
            candidates = [c for c in candidates if c.low <= high and low <= c.high]
            root.narrow()
            for candidate in candidates:
                candidate.narrow()
        return candidates[0].number
