"""The normal form of a term: a quotient of polynomials over atoms.

Reading a term proves that it is defined: every denominator must be known to be nonzero, every
radicand and every base of a real power nonnegative. Two terms with one normal form are equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import (
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    times,
    within,
)
from symopt.proof.kernel.show import show
from symopt.proof.kernel.signs import Signs, mono_key
from symopt.proof.kernel.table import (
    Exponent,
    Poly,
    Table,
    add,
    as_constant,
    constant,
    scale,
)
from symopt.proof.kernel.terms import Rejected, Term

if TYPE_CHECKING:
    from symopt.proof.kernel.context import Context


class Rewrite(NamedTuple):
    """factor * atom + rest = term, as an equation says."""

    factor: Frac
    rest: Frac
    term: Term


class Normaliser:
    """Reads terms in one context, with some atoms rewritten by equations."""

    def __init__(self, context: Context, rewrites: Mapping[int, Rewrite] | None = None) -> None:
        self.context = context
        self.table: Table = context.table
        self.signs: Signs = context.signs
        self.rewrites = dict(rewrites or {})
        self._values: dict[int, Frac] = {}
        self._busy: set[int] = set()
        self._bound: dict[str, Frac] = {}
        self._cache: dict[Term, Frac] = {}

    # Reading

    def read(self, term: Term) -> Frac:
        """Return the normal form of a term."""
        if self._bound:
            return self._read(term)
        found = self._cache.get(term)
        if found is None:
            found = self._cache[term] = self._read(term)
        return found

    def _read(self, term: Term) -> Frac:
        if isinstance(term, int):
            return Frac(constant(term), NOTHING)
        tag = term[0]
        if tag == "/":
            return Frac(constant(Fraction(term[1], term[2])), NOTHING)
        if tag == "sym":
            return self._symbol(term[1])
        if tag == "+":
            total = self.read(term[1])
            for item in term[2:]:
                total = self.add(total, self.read(item))
            return total
        if tag == "*":
            total = self.read(term[1])
            for item in term[2:]:
                total = self.mul(total, self.read(item))
            return total
        if tag == "^":
            return self._power(term[1], term[2])
        if tag == "sum":
            from symopt.proof.kernel.sums import read_sum

            return read_sum(self, term)
        if tag == "app":
            parts = [self.read(item) for item in term[2:]]
            self.context.check_application(term[1], parts)
            return self.atom(("app", term[1], *(self.key(p) for p in parts)), parts)
        if tag in ("E", "pi"):
            return self.atom((tag,), [])
        from symopt.proof.kernel.functions import read_function

        return read_function(self, term)

    def _symbol(self, name: str) -> Frac:
        bound = self._bound.get(name)
        if bound is not None:
            return bound
        offset, kind = self.context.symbol(self, name)
        value = self.atom((kind, name), [])
        return self.add(offset, value) if offset is not None else value

    def atom(self, key: tuple[object, ...], parts: list[Frac]) -> Frac:
        """Return an atom as a value, rewritten if an equation says so."""
        support: set[int] = set()
        for part in parts:
            support |= self.table.atoms_of(part.num)
            for number in part.den:
                support |= self.table.atoms_of(self.table.poly(number))
        number = self.table.atom(key, support)
        if number in self.rewrites:
            return self.rewritten(number)
        return Frac({((number, 1),): Fraction(1)}, NOTHING)

    def rewritten(self, number: int) -> Frac:
        found = self._values.get(number)
        if found is None:
            if number in self._busy:
                raise Rejected("the equations go round in a circle")
            self._busy.add(number)
            outer, self._bound = self._bound, {}
            try:
                factor, rest, term = self.rewrites[number]
                found = self.mul(self.known_inverse(factor), self.sub(self.read(term), rest))
            finally:
                self._bound = outer
                self._busy.discard(number)
            self._values[number] = found
        return found

    def key(self, value: Frac) -> object:
        """Return what identifies a value inside an atom."""
        num = frozenset(value.num.items())
        return (num, frozenset(value.den.items())) if value.den else num

    # Arithmetic

    def add(self, a: Frac, b: Frac) -> Frac:
        """Return a + b over the least common denominator."""
        if a.den == b.den:
            return self._cancel(add(a.num, b.num), dict(a.den))
        den = dict(a.den)
        for number, power in b.den.items():
            den[number] = max(den.get(number, 0), power)
        left = self._lift(a, den)
        return self._cancel(add(left, self._lift(b, den)), den)

    def _lift(self, value: Frac, den: Mapping[int, int]) -> Poly:
        num = value.num
        for number, power in den.items():
            missing = power - value.den.get(number, 0)
            if missing:
                num = self.table.mul(num, self.table.power(self.table.poly(number), missing))
        return num

    def mul(self, a: Frac, b: Frac) -> Frac:
        """Return a b."""
        if not a.den and not b.den:
            return self._settle(self.table.mul(a.num, b.num), {})
        den = dict(a.den)
        for number, power in b.den.items():
            den[number] = den.get(number, 0) + power
        return self._settle(self.table.mul(a.num, b.num), den)

    def sub(self, a: Frac, b: Frac) -> Frac:
        """Return a - b."""
        return self.add(a, Frac(scale(b.num, Fraction(-1)), b.den))

    def sign(self, value: Frac) -> int:
        """Return the possible signs of a value."""
        mask = self.signs.sign(value.num)
        for number, power in value.den.items():
            if power % 2:
                # Denominators were shown not to be zero when they were read.
                mask = times(mask, self.signs.sign(self.table.poly(number)) & NONZERO)
        return mask

    def inverse(self, value: Frac, what: str = "a denominator") -> Frac:
        """Return 1/value; it must be known to be nonzero."""
        if self.sign(value) & ZERO:
            raise Unproved(self, value, "nonzero", what)
        return self.known_inverse(value)

    def known_inverse(self, value: Frac) -> Frac:
        content, primitive = self.signs.content(value.num)
        lead = next(iter(primitive.values()))
        flipped = tuple((atom, self.table.scale_exponent(e, -1)) for atom, e in content)
        den: dict[int, int] = {}
        if len(primitive) > 1:
            primitive, lead = self.monic(primitive)
            den[self.table.poly_number(primitive)] = 1
        num: Poly = {flipped: 1 / lead}
        for number, power in value.den.items():
            num = self.table.mul(num, self.table.power(self.table.poly(number), power))
        return self._settle(num, den)

    def monic(self, poly: Poly) -> tuple[Poly, Fraction]:
        """Scale a polynomial so that its first term has coefficient 1."""
        lead = poly[min(poly, key=mono_key)]
        return scale(poly, 1 / lead), lead

    def power(self, value: Frac, exponent: int) -> Frac:
        """Return value^exponent for an integer exponent."""
        if exponent < 0:
            value, exponent = self.inverse(value), -exponent
        den = {number: power * exponent for number, power in value.den.items() if exponent}
        return self._settle(self.table.power(value.num, exponent), den)

    def _settle(self, num: Poly, den: dict[int, int]) -> Frac:
        """Move negative powers of polynomials below the line, then cancel."""
        below: dict[int, int] = {}
        for mono in num:
            for atom, exponent in mono:
                if self.table.keys[atom][0] == "poly":
                    whole, _ = self.table.split_exponent(exponent)
                    floor = whole.numerator // whole.denominator
                    if floor < 0:
                        below[atom] = max(below.get(atom, 0), -floor)
        if below:
            num = self.table.mul(num, {tuple(sorted(below.items())): Fraction(1)})
            for atom, power in below.items():
                number = self.table.keys[atom][1]
                den[number] = den.get(number, 0) + power
        return self._cancel(num, den)

    def _cancel(self, num: Poly, den: dict[int, int]) -> Frac:
        if not num:
            return Frac({}, NOTHING)
        if not den:
            return Frac(num, NOTHING)
        from symopt.proof.kernel.division import divide

        for number in sorted(den):
            while den.get(number, 0) and len(num) <= 400:
                quotient = divide(self.table, num, self.table.poly(number))
                if quotient is None:
                    break
                num = quotient
                den[number] -= 1
            if not den.get(number, 1):
                del den[number]
        return Frac(num, den)

    # Powers

    def _power(self, base: Term, exponent: Term) -> Frac:
        if isinstance(exponent, int):
            if exponent < 0 and isinstance(base, tuple) and base[0] == "*":
                result = Frac(constant(1), NOTHING)
                for item in base[1:]:
                    result = self.mul(result, self._power(item, exponent))
                return result
            return self.power(self.read(base), exponent)
        value = self.read(exponent)
        number = as_constant(value.num) if not value.den else None
        if number is not None and number.denominator == 1:
            return self._power(base, int(number))
        if number is not None and isinstance(base, tuple):
            # sqrt(x^2) is |x|; a root of a product of nonnegative factors is one of roots.
            if base[0] == "^" and isinstance(base[2], int) and base[2] > 0 and base[2] % 2 == 0:
                inner, new = self.absolute(self.read(base[1])), number * base[2]
                if new.denominator == 1:
                    return self.power(inner, int(new))
                return self.real_power(inner, new, Frac(constant(new), NOTHING))
            if base[0] == "*":
                parts = [self.read(item) for item in base[1:]]
                if all(within(self.sign(part), NONNEGATIVE) for part in parts):
                    result = Frac(constant(1), NOTHING)
                    for item in base[1:]:
                        result = self.mul(result, self._power(item, exponent))
                    return result
        return self.real_power(self.read(base), self.exponent_of(value), value)

    def exponent_of(self, value: Frac) -> Exponent:
        """Return a value as an exponent; denominators become atoms to negative powers."""
        poly = value.num
        for number, power in value.den.items():
            atom = self.poly_atom(number)
            poly = self.table.mul(poly, {((atom, -power),): Fraction(1)})
        return self.table.exponent(poly)

    def poly_atom(self, number: int) -> int:
        """Return a polynomial as one atom."""
        poly = self.table.poly(number)
        return self.table.atom(("poly", number), self.table.atoms_of(poly))

    def integral(self, poly: Poly) -> bool:
        """Say whether a polynomial is an integer whatever its atoms' values."""
        return all(c.denominator == 1 and self.table.integral(mono) for mono, c in poly.items())

    def real_power(self, base: Frac, exponent: Exponent, value: Frac) -> Frac:
        """Return a power whose exponent is not a whole number."""
        from symopt.proof.kernel.powers import real_power

        return real_power(self, base, exponent, value)

    def absolute(self, value: Frac) -> Frac:
        """Return |value|."""
        from symopt.proof.kernel.moduli import absolute

        return absolute(self, value)

    # Questions

    def is_zero(self, value: Frac) -> bool:
        """Say whether a value is zero by its form."""
        return not value.num

    def equal(self, a: Term, b: Term) -> bool:
        """Say whether two terms have one normal form."""
        return self.is_zero(self.sub(self.read(a), self.read(b)))

    def require(self, value: Frac, allowed: int, what: str) -> None:
        """Refuse a value whose sign is not known to be an allowed one."""
        if not within(self.sign(value), allowed):
            kind = {NONNEGATIVE: "nonnegative", POSITIVE: "positive"}.get(allowed, "nonzero")
            raise Unproved(self, value, kind, what)


class Unproved(Rejected):
    """Something had to be nonzero, positive or nonnegative, and is not known to be."""

    def __init__(self, normal: Normaliser, value: Frac, kind: str, what: str) -> None:
        self.value, self.kind, self.normal = value, kind, normal
        super().__init__(f"{what} is not known to be {kind}: {show(normal.table, value)}")
