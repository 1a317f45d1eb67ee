"""Real roots of polynomials with rational coefficients, and exact signs at them."""

from __future__ import annotations

from typing import Any


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
