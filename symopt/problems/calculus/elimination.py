"""Systems of polynomial equations in one or two unknowns, solved exactly by elimination.

A common zero is given as an irreducible polynomial p and the unknowns as polynomials modulo p: the
zeros that belong to it are one for each root of p.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SHEARS = (0, 1, -2, 3, -5)  # directions to project along; all but special ones will do
CENTRES = ((0, 0), (1, 2), (-3, 5))  # points to measure from, likewise
MAX_ZEROS = 20  # as Bernstein's theorem bounds them; the work grows with a high power of this


@dataclass(frozen=True)
class Zeros:
    """Common zeros: the unknowns as polynomials in a root of an irreducible polynomial."""

    polynomial: Any
    unknowns: tuple[Any, ...]

    def reduce(self, polynomial: Any) -> Any:
        """Return a polynomial in the unknowns as one in the root (Horner's rule, unknown-wise)."""
        import sympy

        modulus = self.polynomial

        def visit(nested: Any, position: int) -> Any:
            if position == len(self.unknowns):
                return sympy.Poly(nested, modulus.gen, domain="QQ")
            total = sympy.Poly(0, modulus.gen, domain="QQ")
            for coefficient in sympy.Poly(nested, polynomial.gens[position]).all_coeffs():
                total = total * self.unknowns[position] + visit(coefficient, position + 1)
                total = total.rem(modulus)
            return total

        return visit(polynomial.as_expr(), 0)


def solve(system: Sequence[Any], symbols: Sequence[Any]) -> list[Zeros] | None:
    """Return all common zeros of polynomials, complex ones included; None if not found.

    Parameters
    ----------
    system : sequence of Poly
        One in one unknown, two without a common factor in two, or linear ones.
    """
    if len(symbols) == 1:
        return _in_one(system[0], symbols[0])
    if all(equation.total_degree() <= 1 for equation in system):
        return _linear(system, symbols)
    if len(symbols) != 2:
        return None
    if mixed_area(*(equation.monoms() for equation in system)) > MAX_ZEROS:
        return None
    for shear in SHEARS:
        found = _in_two(system, symbols, shear)
        if found is not None:
            return found
    return None


def mixed_area(first: Sequence[Any], second: Sequence[Any]) -> float:
    """Return the mixed area of two sets of exponents: how many zeros two equations can share.

    Examples
    --------
    >>> mixed_area([(2, 0), (0, 2)], [(1, 1), (0, 0)])
    4.0
    """
    sums = [(a + c, b + d) for a, b in (*first, (0, 0)) for c, d in (*second, (0, 0))]
    return _area(sums) - _area([*first, (0, 0)]) - _area([*second, (0, 0)])


def _area(points: Sequence[tuple[int, int]]) -> float:
    """Area of the convex hull (Andrew's chain)."""
    ordered = sorted(set(points))
    hull: list[tuple[int, int]] = []
    for sweep in (ordered, ordered[::-1]):
        chain: list[tuple[int, int]] = []
        for p in sweep:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        hull += chain[:-1]
    pairs = zip(hull, hull[1:] + hull[:1], strict=True)
    return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in pairs)) / 2


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _in_one(equation: Any, symbol: Any) -> list[Zeros]:
    import sympy

    identity = sympy.Poly(symbol, symbol, domain="QQ")
    return [Zeros(factor, (identity,)) for factor, _ in equation.factor_list()[1]]


def _linear(system: Sequence[Any], symbols: Sequence[Any]) -> list[Zeros] | None:
    import sympy

    solutions: Any = list(sympy.linsolve([equation.as_expr() for equation in system], *symbols))
    if not solutions:
        return []
    if any(value.free_symbols for value in solutions[0]):
        return None
    gen = sympy.Dummy("s", real=True)
    constants = (sympy.Poly(value, gen, domain="QQ") for value in solutions[0])
    return [Zeros(sympy.Poly(gen, gen, domain="QQ"), tuple(constants))]


def _in_two(system: Sequence[Any], symbols: Sequence[Any], shear: int) -> list[Zeros] | None:
    """Eliminate x, after y is replaced by s - shear*x; None if zeros share a value of s."""
    import sympy

    x, y = symbols
    s = sympy.Dummy("s", real=True)
    first, second = (
        sympy.Poly(equation.as_expr().subs(y, s - shear * x), x, s, domain="QQ")
        for equation in system
    )
    chain: Any = sympy.subresultants(first, second, x)
    if chain[-1].degree(x) > 0:
        return None
    resultant = sympy.Poly(chain[-1].as_expr(), s, domain="QQ")
    if resultant.is_ground:
        return []
    found: list[Zeros] = []
    for factor, _ in resultant.factor_list()[1]:
        if factor.degree() == 1:
            found += _above_rational(first, second, (x, s), factor, shear)
            continue
        only = _above(chain, (x, s), factor)
        if only is None:
            return None
        projected = Zeros(factor, (only, sympy.Poly(s, s, domain="QQ")))
        if not all(projected.reduce(f).is_zero for f in (first, second)):
            return None
        found.append(Zeros(factor, (only, sympy.Poly(s, s, domain="QQ") - shear * only)))
    return found


def _above_rational(
    first: Any, second: Any, symbols: Sequence[Any], factor: Any, shear: int
) -> list[Zeros]:
    """The zeros over a rational value of s: those of a polynomial in x alone."""
    import sympy

    x, s = symbols
    value = -factor.nth(0) / factor.nth(1)
    at = [sympy.Poly(f.as_expr().subs(s, value), x, domain="QQ") for f in (first, second)]
    common: Any = sympy.gcd(*at)
    if common.is_ground:
        return []
    identity = sympy.Poly(x, x, domain="QQ")
    return [
        Zeros(part, (identity, value - shear * identity)) for part, _ in common.factor_list()[1]
    ]


def _above(chain: Sequence[Any], symbols: Sequence[Any], factor: Any) -> Any:
    """The one x over the roots of a factor, as a polynomial in the root; None if not one.

    The first member of the chain of subresultants that does not vanish modulo the factor is there
    the common divisor of both equations, if a leading coefficient does not vanish.
    """
    import sympy

    x, s = symbols

    def modulo(member: Any) -> list[Any]:
        nested = sympy.Poly(member.as_expr(), x).all_coeffs()
        return [sympy.Poly(c, s, domain="QQ").rem(factor) for c in nested]

    if all(modulo(member)[0].is_zero for member in chain[:2]):
        return None
    for member in reversed(chain):
        coefficients = modulo(member)
        if all(c.is_zero for c in coefficients):
            continue
        degree = len(coefficients) - 1
        if degree < 1 or coefficients[0].is_zero:
            return None
        inverse = sympy.invert(degree * coefficients[0], factor)
        only = (-coefficients[1] * inverse).rem(factor)
        # It must be a power of x - only, or there are several zeros here.
        power = [coefficients[0]]
        for k in range(1, degree + 1):
            power.append((power[-1] * only * sympy.Rational(-(degree - k + 1), k)).rem(factor))
        return only if power == coefficients else None
    return None


def eliminant(system: Sequence[Any], symbols: Sequence[Any], keep: Any) -> Any:
    """Return a polynomial in one of two unknowns that vanishes on all common zeros."""
    import sympy

    other = next(symbol for symbol in symbols if symbol != keep)
    result = sympy.resultant(system[0].as_expr(), system[1].as_expr(), other)
    return sympy.Poly(result, keep, domain="QQ")


def is_real_curve(polynomial: Any) -> bool | None:
    """Whether a polynomial in two variables vanishes on a real curve; None if not decided.

    If it has a real zero, it has one nearest to a given point, and there the direction to that
    point is along the gradient: finitely many candidates.
    """
    import sympy

    from symopt.problems.calculus.roots import real_roots

    x, y = polynomial.gens
    polynomial = polynomial.sqf_part()
    slopes = polynomial.diff(x), polynomial.diff(y)
    for a, b in CENTRES:
        turned = slopes[1] * (x - a) - slopes[0] * (y - b)
        shared: Any = sympy.gcd(polynomial, turned)
        if turned.is_zero or not shared.is_ground:
            continue  # circles around this very centre
        zeros = solve([polynomial, turned], polynomial.gens)
        if zeros is None:
            continue
        real = [(group, root) for group in zeros for root in real_roots(group.polynomial)]
        if not real:
            return False
        if any(root.sign(group.reduce(slope)) for group, root in real for slope in slopes):
            return True  # smooth there, so zero along a curve through it
        return None
    return None
