"""The sign of a polynomial by substitution: nonnegative variables, coefficients of one sign.

Every variable with a lower bound l is written l + y, and every variable between l and u is
written (l + u y)/(1 + y), with y >= 0; so beta in [0, 1) is y/(1 + y). If all coefficients of
the result have one sign, so has the polynomial. Bounds may be polynomials in other variables
(mu <= L makes L = mu + y). Powers such as beta^n are variables between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import gcd, lcm
from typing import TYPE_CHECKING

from symopt.proof.kernel.table import Poly

if TYPE_CHECKING:
    from symopt.proof.kernel.signs import Signs

NEGATIVE, ZERO, POSITIVE, ANY = 1, 2, 4, 7
MAX_VARIABLES, MAX_TRIALS, MAX_EXPANDED = 12, 48, 6000
POINTS = 32

Variable = tuple[int, object]
"""An atom with 1/q for atom^(1/q), or with a monomial for atom^monomial."""
Ordinary = dict[tuple[tuple[int, int], ...], int]
"""A polynomial in numbered variables with exponents 1, 2, ...; only its sign matters, so the
coefficients are whole numbers."""


@dataclass(frozen=True)
class Known:
    """A polynomial known to be >= 0, or > 0 where strict."""

    poly: Poly
    strict: bool

    @cached_property
    def plain(self) -> bool:
        """Whether all exponents are whole and none is negative."""
        return all(isinstance(e, int) and e > 0 for mono in self.poly for _, e in mono)


@dataclass(frozen=True)
class Bound:
    """variable >= value/below or variable <= value/below, strictly or not; below > 0."""

    variable: int
    lower: bool
    value: Ordinary
    strict: bool
    below: Ordinary = field(default_factory=lambda: {(): 1})

    @property
    def plain(self) -> bool:
        """Whether the bound is a number."""
        return not any(self.value) and not any(self.below)

    @property
    def number(self) -> Fraction:
        """The bound, if it is a number."""
        return Fraction(self.value.get((), 0), self.below[()])


class Frame:
    """The variables of one question."""

    def __init__(self, signs: Signs, roots: dict[int, int]) -> None:
        self.signs, self.roots = signs, roots
        self.variables: list[Variable] = []
        self.numbers: dict[Variable, int] = {}
        self._facts: list[tuple[Ordinary, bool]] | None = None

    def facts(self) -> list[tuple[Ordinary, bool]]:
        """Return the facts that are about these variables only, and which are strict."""
        if self._facts is None:
            self._facts = []
            here = {atom for atom, _ in self.variables}
            # Chosen first, counted then: many facts of other things must not crowd these out.
            about = [k for k in self.signs.known if {a for m in k.poly for a, _ in m} <= here]
            for known in about[-60:]:
                cleared = known.poly if known.plain else _clear(self.signs, known.poly)
                ordinary = self.read(cleared, create=False) if cleared is not None else None
                if ordinary is not None:
                    self._facts.append((ordinary, known.strict))
        return self._facts

    def number(self, variable: Variable, create: bool) -> int | None:
        if variable not in self.numbers:
            if not create:
                return None
            self.numbers[variable] = len(self.variables)
            self.variables.append(variable)
        return self.numbers[variable]

    def read(self, poly: Poly, create: bool) -> Ordinary | None:
        """Write a polynomial, times a positive number, in the variables.

        None if it cannot be, or needs new variables.
        """
        found = self.read_scaled(poly, create)
        return found[0] if found is not None else None

    def read_scaled(self, poly: Poly, create: bool) -> tuple[Ordinary, int] | None:
        """As `read`, and the positive number."""
        table = self.signs.table
        result: dict[tuple[tuple[int, int], ...], Fraction] = {}
        for mono, coefficient in poly.items():
            powers: dict[int, int] = {}
            for atom, exponent in mono:
                constant, rest = table.split_exponent(exponent)
                parts: list[tuple[object, Fraction]] = []
                if constant:
                    parts.append((self.roots.get(atom, 1), constant * self.roots.get(atom, 1)))
                for inner, factor in table.exponent_poly(rest).items():
                    # x^(a+b) = x^a x^b at x = 0 needs a, b >= 0 each.
                    negative = self.signs.mono_sign(inner) & NEGATIVE
                    if negative and self.signs.atom_sign(atom) != POSITIVE:
                        return None
                    parts.append((inner, factor))
                for label, amount in parts:
                    if amount.denominator != 1 or amount < 0:
                        return None
                    number = self.number((atom, label), create)
                    if number is None:
                        return None
                    powers[number] = powers.get(number, 0) + int(amount)
            key = tuple(sorted(powers.items()))
            result[key] = result.get(key, Fraction(0)) + coefficient
        scale = lcm(*(value.denominator for value in result.values()))
        whole = {key: int(value * scale) for key, value in result.items() if value}
        return whole, scale

    def natural_bounds(self, number: int) -> list[Bound]:
        """Return what a variable's own nature says: its sign, and beta^n <= 1."""
        signs = self.signs
        atom, label = self.variables[number]
        bounds: list[Bound] = []
        one: Ordinary = {(): 1}
        base = signs.atom_sign(atom)
        if isinstance(label, int):
            if base & NEGATIVE == 0 or label > 1:
                bounds.append(Bound(number, True, {}, base == POSITIVE))
            elif base & POSITIVE == 0:
                bounds.append(Bound(number, False, {}, base == NEGATIVE))
            return bounds
        if base & NEGATIVE:
            return bounds
        bounds.append(Bound(number, True, {}, base == POSITIVE))
        exponent = signs.mono_sign(label)  # type: ignore[arg-type]
        if exponent & NEGATIVE == 0:
            gap = signs.sign({(): Fraction(1), ((atom, 1),): Fraction(-1)}, deep=False)
            if gap & NEGATIVE == 0:
                strict = gap == POSITIVE and exponent == POSITIVE
                bounds.append(Bound(number, False, one, strict))
            elif gap & POSITIVE == 0:
                strict = gap == NEGATIVE and exponent == POSITIVE
                bounds.append(Bound(number, True, one, strict))
        return bounds


def by_substitution(signs: Signs, poly: Poly) -> int:
    """Return the possible signs of a polynomial as far as substitution tells.

    If its own variables do not tell, those that their bounds are made of are looked at, too.
    """
    mask = _attempt(signs, poly, extend=False)
    if mask not in (NEGATIVE, ZERO, POSITIVE) and len(poly) <= 24:
        mask &= _attempt(signs, poly, extend=True)
    return mask


def _attempt(signs: Signs, poly: Poly, extend: bool) -> int:
    if len(poly) > 400:
        return ANY
    frame = Frame(signs, _roots(signs, poly))
    cleared = _clear(signs, poly)
    if cleared is None:
        return ANY
    ordinary = frame.read(cleared, create=True)
    if ordinary is None or len(frame.variables) > MAX_VARIABLES:
        return ANY
    own = len(frame.variables)
    if extend:
        _extend(frame)
        if len(frame.variables) in (own, 0) or len(frame.variables) > MAX_VARIABLES:
            return ANY
    bounds = _bounds(frame)
    if _hopeless(frame, ordinary, bounds):
        return ANY
    choices: list[list[tuple[Bound | None, Bound | None]]] = []
    for number in range(len(frame.variables)):
        choices.append(_options(number, bounds))
    mask = ANY
    for plan in islice(product(*choices), MAX_TRIALS):
        mask &= _try_plan(signs, ordinary, list(plan))
        if mask in (NEGATIVE, ZERO, POSITIVE):
            return mask
    if mask == ANY and len(choices) <= 4 and not any(map(_standing, choices)):
        # Where a <= b <= c are bounded by each other only, one of them must stay as it is.
        loose = [[*pairs, (None, None)] for pairs in choices]
        for plan in islice(product(*loose), MAX_TRIALS):
            mask &= _try_plan(signs, ordinary, list(plan))
    return mask


def _standing(pairs: list[tuple[Bound | None, Bound | None]]) -> bool:
    """Say whether a variable has a choice that speaks of no other variable."""
    return any(all(bound is None or bound.plain for bound in pair) for pair in pairs)


def _hopeless(frame: Frame, poly: Ordinary, bounds: list[Bound]) -> bool:
    """Say whether the polynomial has both signs where all the bounds hold.

    Then no substitution can succeed; this only saves the attempt.
    """
    seen = 0
    ends = _ends(len(frame.variables), bounds)
    parts = [4, *(end.denominator for pair in ends for end in pair if end is not None)]
    scale = 15 * lcm(*parts)
    gaps: list[tuple[Ordinary, bool]] | None = None
    for number in range(POINTS):
        point = _point(ends, scale, number)
        sign = _sign_at(poly, point, scale)
        if sign and not seen & sign:
            gaps = [_gap(bound) for bound in bounds] + frame.facts() if gaps is None else gaps
            if all(
                _sign_at(gap, point, scale) in (POSITIVE, *(() if s else (0,))) for gap, s in gaps
            ):
                seen |= sign
                if seen == POSITIVE | NEGATIVE:
                    return True
    return False


def _gap(bound: Bound) -> tuple[Ordinary, bool]:
    """Return a bound as a polynomial that is >= 0, or > 0 where strict."""
    scaled = {
        tuple(
            sorted({**dict(mono), bound.variable: dict(mono).get(bound.variable, 0) + 1}.items())
        ): c
        for mono, c in bound.below.items()
    }
    gap = _plus(scaled, {mono: -c for mono, c in bound.value.items()})
    return (gap if bound.lower else {mono: -c for mono, c in gap.items()}), bound.strict


def _ends(size: int, bounds: list[Bound]) -> list[tuple[Fraction | None, Fraction | None]]:
    """Return the constant bounds of every variable."""
    lows: list[Fraction | None] = [None] * size
    highs: list[Fraction | None] = [None] * size
    for bound in bounds:
        if bound.plain:
            value, i = bound.number, bound.variable
            ends, pick = (lows, max) if bound.lower else (highs, min)
            old = ends[i]
            ends[i] = value if old is None else pick(old, value)
    return list(zip(lows, highs, strict=True))


def _point(
    ends: list[tuple[Fraction | None, Fraction | None]], scale: int, number: int
) -> list[int]:
    """Return a point, times `scale`, that the constant bounds admit; each number gives another."""
    point = []
    state = number * 7919 + 17
    for low, high in ends:
        state = (state * 1103515245 + 12345) % (1 << 31)
        share, pick = ((1, 1), (4, 3), (8, 7), (12, 14))[(state >> 16) % 4]
        if low is not None and high is not None:
            value = low + (high - low) * Fraction(share, 15)
        elif low is not None:
            value = low + Fraction(pick, 4)
        elif high is not None:
            value = high - Fraction(pick, 4)
        else:
            value = Fraction(pick if (state >> 20) % 2 else -pick, 4)
        point.append(int(value * scale))
    return point


def _sign_at(poly: Ordinary, point: list[int], scale: int) -> int:
    """Return the sign at a point whose coordinates are whole numbers over `scale`."""
    degrees = {mono: sum(exponent for _, exponent in mono) for mono in poly}
    highest = max(degrees.values(), default=0)
    total = 0
    for mono, value in poly.items():
        for variable, exponent in mono:
            value *= point[variable] ** exponent
        total += value * scale ** (highest - degrees[mono])
    return POSITIVE if total > 0 else NEGATIVE if total < 0 else 0


def _extend(frame: Frame) -> None:
    """Take in the variables of facts that bound a variable."""
    for known in frame.signs.known[-60:]:
        if len(known.poly) > 12:
            continue
        cleared = known.poly if known.plain else _clear(frame.signs, known.poly)
        if cleared is None or len(cleared) > 12:
            continue
        atoms = {atom for mono in cleared for atom, _ in mono}
        here = {atom for atom, _ in frame.variables}
        if atoms & here and not atoms <= here and len(atoms - here) <= 2:
            frame.read(cleared, create=True)


def _roots(signs: Signs, poly: Poly) -> dict[int, int]:
    roots: dict[int, int] = {}
    for mono in poly:
        for atom, exponent in mono:
            constant, _ = signs.table.split_exponent(exponent)
            q = constant.denominator
            if q > 1:
                old = roots.get(atom, 1)
                roots[atom] = old * q // gcd(old, q)
    return roots


def _clear(signs: Signs, poly: Poly) -> Poly | None:
    """Multiply by positive powers until no exponent is negative."""
    least: dict[int, Fraction] = {}
    table = signs.table
    for mono in poly:
        for atom, exponent in mono:
            constant, rest = table.split_exponent(exponent)
            if any(c < 0 for c in table.exponent_poly(rest).values()):
                return None
            least[atom] = min(least.get(atom, Fraction(0)), constant)
    factor = []
    for atom, exponent in sorted(least.items()):
        if exponent < 0:
            need = -exponent
            sign = signs.atom_sign(atom)
            if sign & ZERO:
                return None
            if sign != POSITIVE:
                need = Fraction(-(-need // 2) * 2)
            factor.append((atom, int(need) if need.denominator == 1 else need))
    if not factor:
        return poly
    return table.mul(poly, {tuple(factor): Fraction(1)})


def _bounds(frame: Frame) -> list[Bound]:
    bounds: list[Bound] = []
    for number in range(len(frame.variables)):
        bounds.extend(frame.natural_bounds(number))
        bounds.extend(_absolute(frame, number))
    for ordinary, strict in frame.facts():
        for number in range(len(frame.variables)):
            bound = _solve(frame, ordinary, number, strict)
            if bound is not None and bound not in bounds:
                bounds.append(bound)
    return bounds


def _absolute(frame: Frame, number: int) -> list[Bound]:
    """Return |x| >= x and |x| >= -x for a variable that is an absolute value."""
    atom, label = frame.variables[number]
    key = frame.signs.table.keys[atom]
    if key[0] != "abs" or label != 1:
        return []
    found = frame.read_scaled(frame.signs.table.poly(key[1]), create=False)
    if found is None:
        return []
    inner, scale = found
    negated = {mono: -value for mono, value in inner.items()}
    below: Ordinary = {(): scale}
    return [Bound(number, True, value, False, below) for value in (inner, negated)]


def _solve(frame: Frame, ordinary: Ordinary, number: int, strict: bool) -> Bound | None:
    """Read a bound of one variable from a polynomial >= 0 that is linear in it."""
    slope: Ordinary = {}
    rest: Ordinary = {}
    for mono, value in ordinary.items():
        power = dict(mono).get(number, 0)
        if power > 1:
            return None
        if power:
            slope[tuple(pair for pair in mono if pair[0] != number)] = value
        else:
            rest[mono] = -value
    if not slope:
        return None
    common = gcd(*slope.values(), *rest.values())
    slope = {mono: value // common for mono, value in slope.items()}
    rest = {mono: value // common for mono, value in rest.items()}
    if _positive(frame, slope):
        return Bound(number, True, rest, strict, slope)
    turned = {mono: -value for mono, value in slope.items()}
    if _positive(frame, turned):
        return Bound(number, False, {m: -v for m, v in rest.items()}, strict, turned)
    return None


def _positive(frame: Frame, poly: Ordinary) -> bool:
    """Say whether a polynomial is positive because all its terms are nonnegative."""
    strict = False
    for mono, value in poly.items():
        if value < 0:
            return False
        inside = True
        for number, power in mono:
            atom, label = frame.variables[number]
            sign = frame.signs.atom_sign(atom)
            if sign & NEGATIVE and (power % 2 or not isinstance(label, int)):
                return False
            inside = inside and sign == POSITIVE
        strict = strict or inside
    return strict


def _options(number: int, bounds: list[Bound]) -> list[tuple[Bound | None, Bound | None]]:
    lower = [b for b in bounds if b.variable == number and b.lower]
    upper = [b for b in bounds if b.variable == number and not b.lower]
    # The tightest are the last learnt; a strict bound is better than the same bound not strict.
    lower = _without_weaker(lower)[::-1]
    upper = _without_weaker(upper)[::-1]
    pairs: list[tuple[Bound | None, Bound | None]] = [(a, b) for a in lower for b in upper]
    pairs += [(a, None) for a in lower] + [(None, b) for b in upper]
    return pairs[:6] or [(None, None)]


def _without_weaker(bounds: list[Bound]) -> list[Bound]:
    """Keep the tightest of the constant bounds, and every other bound."""
    constant = [b for b in bounds if b.plain]
    others = [b for b in bounds if not b.plain]

    def tightness(bound: Bound) -> tuple[Fraction, bool]:
        return (bound.number if bound.lower else -bound.number, bound.strict)

    return ([max(constant, key=tightness)] if constant else []) + others


def _try_plan(signs: Signs, poly: Ordinary, plan: list[tuple[Bound | None, Bound | None]]) -> int:
    order = _order(plan)
    if order is None:
        return ANY
    strict_positive: dict[int, bool] = {}
    free: set[int] = set()
    closed: dict[int, int] = {}
    for number in order:
        low, high = plan[number]
        if low is None and high is None:
            free.add(number)
            continue
        degree = max((dict(mono).get(number, 0) for mono in poly), default=0)
        poly = _replace(signs, poly, number, low, high, degree)
        if len(poly) > MAX_EXPANDED:
            return ANY
        strict_positive[number] = (low if low is not None else high).strict  # type: ignore[union-attr]
        if low is not None and high is not None and not high.strict:
            closed[number] = degree
    mask = _coefficients(poly, strict_positive, free)
    if mask in (POSITIVE, NEGATIVE) and closed:
        # At a closed upper end only the term with y^degree is left.
        for number, top in closed.items():
            slice_ = {
                tuple(p for p in m if p[0] != number): c
                for m, c in poly.items()
                if dict(m).get(number, 0) == top
            }
            if len(closed) > 1 or _coefficients(slice_, strict_positive, free) != mask:
                return mask | ZERO
    return mask


def _order(plan: list[tuple[Bound | None, Bound | None]]) -> list[int] | None:
    """Return the variables so that each comes before those its bounds are made of."""
    needs = {
        number: {
            variable
            for bound in pair
            if bound is not None
            for mono in (*bound.value, *bound.below)
            for variable, _ in mono
        }
        for number, pair in enumerate(plan)
    }
    order: list[int] = []
    left = set(needs)
    while left:
        ready = sorted(n for n in left if not any(n in needs[m] for m in left if m != n))
        if not ready:
            return None
        order.append(ready[0])
        left.discard(ready[0])
    return order


def _replace(
    signs: Signs,
    poly: Ordinary,
    number: int,
    low: Bound | None,
    high: Bound | None,
    degree: int,
) -> Ordinary:
    """Substitute for one variable; the new variable y >= 0 keeps its number."""
    y: Ordinary = {((number, 1),): 1}
    one: Ordinary = {(): 1}
    if low is not None and high is not None:
        left = _times(signs, low.value, high.below)
        right = _times(signs, _times(signs, high.value, low.below), y)
        top = _plus(left, right)
        bottom = _times(signs, _times(signs, low.below, high.below), _plus(one, y))
    elif low is not None:
        top, bottom = _plus(low.value, y), low.below
    elif high is not None:
        top, bottom = _plus(high.value, {m: -c for m, c in y.items()}), high.below
    else:
        return poly
    powers = [one]
    bottoms = [one]
    for _ in range(degree):
        powers.append(_times(signs, powers[-1], top))
        bottoms.append(_times(signs, bottoms[-1], bottom))
    result: Ordinary = {}
    for mono, coefficient in poly.items():
        k = dict(mono).get(number, 0)
        rest: Ordinary = {tuple(p for p in mono if p[0] != number): coefficient}
        term = _times(signs, rest, _times(signs, powers[k], bottoms[degree - k]))
        result = _plus(result, term)
    return result


def _times(signs: Signs, a: Ordinary, b: Ordinary) -> Ordinary:
    signs.table.spend(len(a) * len(b))
    result: Ordinary = {}
    for mono_a, value_a in a.items():
        for mono_b, value_b in b.items():
            powers = dict(mono_a)
            for variable, exponent in mono_b:
                powers[variable] = powers.get(variable, 0) + exponent
            key = tuple(sorted(powers.items()))
            total = result.get(key, 0) + value_a * value_b
            if total:
                result[key] = total
            else:
                result.pop(key, None)
    return result


def _plus(a: Ordinary, b: Ordinary) -> Ordinary:
    result = dict(a)
    for mono, value in b.items():
        total = result.get(mono, 0) + value
        if total:
            result[mono] = total
        else:
            result.pop(mono, None)
    return result


def _coefficients(poly: Ordinary, strict: dict[int, bool], free: set[int]) -> int:
    """Return the sign that all terms share, strict if one term is never zero."""
    if not poly:
        return ZERO
    seen = 0
    nonzero = False
    for mono, value in poly.items():
        if any(variable in free and exponent % 2 for variable, exponent in mono):
            return ANY
        seen |= POSITIVE if value > 0 else NEGATIVE
        if all(variable not in free and strict.get(variable, False) for variable, _ in mono):
            nonzero = True
    if seen == POSITIVE | NEGATIVE:
        return ANY
    return seen if nonzero else seen | ZERO
