"""The sign of a polynomial by substitution: nonnegative variables, coefficients of one sign.

Every variable with a lower bound l is written l + y, and every variable between l and u is
written (l + u y)/(1 + y), with y >= 0; so beta in [0, 1) is y/(1 + y). If all coefficients of
the result have one sign, so has the polynomial. Bounds may be polynomials in other variables
(mu <= L makes L = mu + y). Powers such as beta^n are variables between 0 and 1.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from symopt.proof.kernel.bounds import all_bounds, options
from symopt.proof.kernel.frames import Bound, Frame, Known, clear, roots_of, widen
from symopt.proof.kernel.masks import ANY, NEGATIVE, POSITIVE, ZERO
from symopt.proof.kernel.ordinary import Ordinary, plus, times
from symopt.proof.kernel.points import hopeless
from symopt.proof.kernel.table import Poly, Table

if TYPE_CHECKING:
    from symopt.proof.kernel.signs import Signs

MAX_VARIABLES, MAX_TRIALS, MAX_EXPANDED = 12, 48, 6000


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
    frame = Frame(signs, roots_of(signs, poly))
    cleared = clear(signs, poly)
    if cleared is None:
        return ANY
    ordinary = frame.read(cleared, create=True)
    if ordinary is None or len(frame.variables) > MAX_VARIABLES:
        return ANY
    own = len(frame.variables)
    if extend:
        widen(frame)
        if len(frame.variables) in (own, 0) or len(frame.variables) > MAX_VARIABLES:
            return ANY
    bounds = all_bounds(frame)
    if hopeless(frame, ordinary, bounds):
        return ANY
    choices: list[list[tuple[Bound | None, Bound | None]]] = []
    for number in range(len(frame.variables)):
        choices.append(options(number, bounds))
    mask = ANY
    for plan in islice(product(*choices), MAX_TRIALS):
        mask &= _try_plan(signs.table, ordinary, list(plan))
        if mask in (NEGATIVE, ZERO, POSITIVE):
            return mask
    if mask == ANY and len(choices) <= 4 and not any(map(_standing, choices)):
        # Where a <= b <= c are bounded by each other only, one of them must stay as it is.
        loose = [[*pairs, (None, None)] for pairs in choices]
        for plan in islice(product(*loose), MAX_TRIALS):
            mask &= _try_plan(signs.table, ordinary, list(plan))
    return mask


def _standing(pairs: list[tuple[Bound | None, Bound | None]]) -> bool:
    """Say whether a variable has a choice that speaks of no other variable."""
    return any(all(bound is None or bound.plain for bound in pair) for pair in pairs)


def _try_plan(table: Table, poly: Ordinary, plan: list[tuple[Bound | None, Bound | None]]) -> int:
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
        poly = _replace(table, poly, number, low, high, degree)
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
    table: Table,
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
        left = times(table, low.value, high.below)
        right = times(table, times(table, high.value, low.below), y)
        top = plus(left, right)
        bottom = times(table, times(table, low.below, high.below), plus(one, y))
    elif low is not None:
        top, bottom = plus(low.value, y), low.below
    elif high is not None:
        top, bottom = plus(high.value, {m: -c for m, c in y.items()}), high.below
    else:
        return poly
    powers = [one]
    bottoms = [one]
    for _ in range(degree):
        powers.append(times(table, powers[-1], top))
        bottoms.append(times(table, bottoms[-1], bottom))
    result: Ordinary = {}
    for mono, coefficient in poly.items():
        k = dict(mono).get(number, 0)
        rest: Ordinary = {tuple(p for p in mono if p[0] != number): coefficient}
        term = times(table, rest, times(table, powers[k], bottoms[degree - k]))
        result = plus(result, term)
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


__all__ = ["Known", "by_substitution"]
