"""The normal form of a term: a quotient of polynomials over atoms.

Reading a term proves that it is defined: every denominator must be known to be nonzero, every
radicand and every base of a real power nonnegative. Two terms with one normal form are equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from symopt.proof.kernel.masks import (
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    times,
    within,
)
from symopt.proof.kernel.signs import Signs, mono_key
from symopt.proof.kernel.table import (
    ONE,
    Exponent,
    Mono,
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


class Frac(NamedTuple):
    """num divided by the product of numbered polynomials to powers 1, 2, ..."""

    num: Poly
    den: Mapping[int, int]


NOTHING: Mapping[int, int] = {}


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
            return self._rewritten(number)
        return Frac({((number, 1),): Fraction(1)}, NOTHING)

    def _rewritten(self, number: int) -> Frac:
        found = self._values.get(number)
        if found is None:
            if number in self._busy:
                raise Rejected("the equations go round in a circle")
            self._busy.add(number)
            outer, self._bound = self._bound, {}
            try:
                factor, rest, term = self.rewrites[number]
                found = self.mul(self._invert(factor), self.sub(self.read(term), rest))
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
        return self._invert(value)

    def _invert(self, value: Frac) -> Frac:
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
        mask = self.sign(value)
        if within(mask, NONNEGATIVE):
            return value
        if within(mask, NONPOSITIVE):
            return Frac(scale(value.num, Fraction(-1)), value.den)
        content, primitive = self.signs.content(value.num)
        outer: Poly = {ONE: Fraction(1)}
        for atom, exponent in content:
            outer = self.table.mul(outer, self._absolute_power(atom, exponent))
        primitive, lead = self.monic(primitive) if len(primitive) > 1 else (primitive, None)
        if lead is None:
            outer = scale(outer, abs(primitive[ONE]))
        else:
            outer = scale(outer, abs(lead))
            outer = self.table.mul(outer, self._absolute_poly(primitive))
        result = Frac(outer, NOTHING)
        for number, power in value.den.items():
            factor = Frac(self._absolute_poly(self.table.poly(number)), NOTHING)
            result = self.mul(result, self.power(self._invert(factor), power))
        return result

    def _absolute_power(self, atom: int, exponent: Exponent) -> Poly:
        mask = self.signs.atom_sign(atom)
        mono: Mono = ((atom, exponent),)
        if within(self.signs.power_sign(atom, exponent), NONNEGATIVE):
            return {mono: Fraction(1)}
        if isinstance(exponent, int) and within(mask, NONPOSITIVE):
            return {mono: Fraction(-1)}
        inner = self._absolute_poly({((atom, 1),): Fraction(1)})
        if len(inner) != 1:
            raise Rejected("the absolute value of a power")
        ((inner_mono, coefficient),) = inner.items()
        if isinstance(exponent, int):
            return {self._raise(inner_mono, exponent): coefficient**exponent}
        if coefficient != 1:
            raise Rejected("the absolute value of a power")
        return {self._raise(inner_mono, exponent): Fraction(1)}

    def _raise(self, mono: Mono, exponent: Exponent) -> Mono:
        return tuple((a, self.table.scale_exponent(e, exponent)) for a, e in mono)

    def _absolute_poly(self, poly: Poly) -> Poly:
        mask = self.signs.sign(poly)
        if within(mask, NONNEGATIVE):
            return poly
        if within(mask, NONPOSITIVE):
            return scale(poly, Fraction(-1))
        number = self.table.poly_number(poly)
        atom = self.table.atom(("abs", number), self.table.atoms_of(poly))
        self.table.squared[atom] = self.table.mul(poly, poly)
        if atom in self.rewrites:
            value = self._rewritten(atom)
            if value.den:
                raise Rejected("an absolute value rewritten by a quotient")
            return value.num
        return {((atom, 1),): Fraction(1)}

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


def show(table: Table, value: Frac) -> str:
    """Return a rough text of a value, for messages."""
    text = show_poly(table, value.num)
    if value.den:
        below = "*".join(f"({show_poly(table, table.poly(n))})^{p}" for n, p in value.den.items())
        text = f"({text})/({below})"
    return text if len(text) < 300 else text[:300] + "..."


def show_poly(table: Table, poly: Poly) -> str:
    """Return a rough text of a polynomial."""
    if not poly:
        return "0"
    terms = []
    for mono, coefficient in poly.items():
        factors = [str(coefficient)] if coefficient != 1 or not mono else []
        for atom, exponent in mono:
            power = ""
            if isinstance(exponent, tuple):
                power = f"^({show_poly(table, table.exponent_poly(exponent))})"
            elif exponent != 1:
                power = f"^{exponent}"
            factors.append(show_atom(table, atom) + power)
        terms.append("*".join(factors))
    return " + ".join(terms)


def show_atom(table: Table, atom: int) -> str:
    """Return a rough text of an atom."""
    key = table.keys[atom]
    if key[0] in ("sym", "int"):
        return str(key[1])
    if key[0] == "nat":
        return f"{key[1]}~"
    if key[0] in ("poly", "abs"):
        inner = show_poly(table, table.poly(key[1]))
        return f"|{inner}|" if key[0] == "abs" else f"[{inner}]"
    if key[0] == "num":
        return f"({key[1]})"
    if key[0] == "app":
        inner = ",".join(
            show_poly(table, dict(part)) if isinstance(part, frozenset) else "?" for part in key[2:]
        )
        return f"{key[1]}({inner})"
    return str(key[0])


__all__ = ["Frac", "Normaliser", "Unproved", "show"]
