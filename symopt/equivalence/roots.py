"""Taking positive factors, such as 1 - rho, out of roots and signs of sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from symopt.equivalence.shape import over
from symopt.equivalence.terms import nodes
from symopt.proof.kernel.context import Context, show_relation
from symopt.proof.kernel.division import divide
from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import POSITIVE
from symopt.proof.kernel.normal import Normaliser
from symopt.proof.kernel.signs import mono_key
from symopt.proof.kernel.table import Exponent, Poly, as_constant, constant, scale
from symopt.proof.kernel.terms import Rejected, Term, free_names

MAX_TERMS = 400
MAX_FACTORS = 12


class Rooted(Normaliser):
    """Reads a root of (1 - rho) x as one of 1 - rho times one of x, also if it is multiplied out.

    The sign of (1 - rho) x is read as that of x.

    Parameters
    ----------
    factors : iterable of terms
        What to look for; each must be known to be positive.
    """

    def __init__(self, context: Context, factors: Iterable[Term]) -> None:
        super().__init__(context)
        self.positive: list[Poly] = []
        for factor in factors:
            show_relation(self, ("<", 0, factor))
            value = self.read(factor)
            if not value.den and len(value.num) > 1:
                self.positive.append(value.num)

    def real_power(self, base: Frac, exponent: Exponent, value: Frac) -> Frac:
        """Return a power whose exponent is not a whole number."""
        number = as_constant(value.num) if not value.den else None
        if number is None:
            return super().real_power(base, exponent, value)
        result = Frac(constant(1), NOTHING)
        num = base.num
        for poly in self.positive:
            while 1 < len(num) <= MAX_TERMS:
                quotient = divide(self.table, num, poly)
                if quotient is None:
                    break
                num = quotient
                root = super().real_power(Frac(poly, NOTHING), exponent, value)
                result = self.mul(result, root)
        return self.mul(result, super().real_power(Frac(num, base.den), exponent, value))

    def atom(self, key: tuple[object, ...], parts: list[Frac]) -> Frac:
        """Return an atom as a value; that of a sign without what is positive in it."""
        if key[0] != "sign":
            return super().atom(key, parts)
        num, sign = self._unscaled(parts[0].num)
        den = {n: p for n, p in parts[0].den.items() if not self._positive(self.table.poly(n))}
        inner = Frac(num, den if den else NOTHING)
        value = super().atom(("sign", self.key(inner)), [inner])
        return Frac(scale(value.num, Fraction(sign)), value.den)

    def _unscaled(self, num: Poly) -> tuple[Poly, int]:
        """Return a polynomial without its positive factors, and 1, or -1 for it negated."""
        content, rest = self.signs.content(num)
        kept = tuple((a, e) for a, e in content if self.signs.power_sign(a, e) != POSITIVE)
        for poly in self.positive:
            while 1 < len(rest) <= MAX_TERMS:
                quotient = divide(self.table, rest, poly)
                if quotient is None:
                    break
                rest = quotient
        lead = rest[min(rest, key=mono_key)]
        num = self.table.mul({kept: Fraction(1)}, scale(rest, 1 / abs(lead)))
        return (num, 1) if lead > 0 else (scale(num, Fraction(-1)), -1)

    def _positive(self, poly: Poly) -> bool:
        return self.signs.sign(poly) == POSITIVE


def rooted(context: Context, factors: Any, names: set[str]) -> Rooted:
    """Return a reader that takes out factors in these names.

    Raises
    ------
    Rejected
        One is no such term, or not known to be positive.
    """
    if len(factors) > MAX_FACTORS:
        raise Rejected("too many factors")
    for factor in factors:
        over(factor, names)
    return Rooted(context, factors)


def candidates(data: Mapping[str, Any], values: Mapping[str, Term]) -> Iterator[Term]:
    """Give sums of constants that occur in a recursion, with terms for its hyperparameters."""
    from symopt.proof.kernel.terms import substitute

    constants = {name for name, _ in data["hyperparameters"]}
    terms = [data["output"], *(update for _, _, update in data["states"])]
    for node in dict.fromkeys(nodes(terms)):
        names = free_names(node)
        if node[0] == "+" and names and names <= constants:
            yield substitute(node, values)
