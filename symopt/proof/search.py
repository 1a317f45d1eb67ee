"""Candidates that SymPy computes: cofactors, completed squares. The kernel decides on them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from symopt.errors import SymoptError
from symopt.proof.convert import from_term, to_term
from symopt.proof.kernel.basic import normaliser
from symopt.proof.kernel.division import divide
from symopt.proof.kernel.table import Poly, Table, add, scale
from symopt.proof.kernel.terms import Prop, Term, minus
from symopt.proof.models import poly_term
from symopt.proof.scope import Scope

MAX_OPERATIONS = 4000


def _expression(scope: Scope, term: Term) -> Any:
    integers = frozenset(n for n, d in scope.context.symbols.items() if d[0] == "int")
    return from_term(term, integers)


def _atoms(*expressions: Any) -> dict[Any, Any]:
    """Return a plain symbol for everything that is not rational in its parts."""
    import sympy

    found: list[Any] = []
    for expression in expressions:
        for node in sympy.preorder_traversal(expression):
            opaque = isinstance(node, (sympy.Function, sympy.Sum, sympy.Max, sympy.Min)) or (
                isinstance(node, sympy.Pow) and not node.exp.is_Integer
            )
            if opaque and node not in found:
                found.append(node)
    # Outer nodes first: a root hides what stands under it.
    return {node: sympy.Dummy(f"a{i}") for i, node in enumerate(found)}


def _plain(expressions: list[Any]) -> tuple[list[Any], dict[Any, Any]]:
    names = _atoms(*expressions)
    replaced = [e.xreplace(names) for e in expressions]
    return replaced, {dummy: node for node, dummy in names.items()}


def multiple_of(scope: Scope, prop: Prop, name: str, using: tuple[str, ...]) -> Term | None:
    """Return c with left - right = c (difference of an equation), if one divides the other."""
    normal = normaliser(scope.context, {"using": using})
    fact = scope.context.fact(name)
    top = normal.sub(normal.read(prop[1]), normal.read(prop[2]))
    bottom = normal.sub(normal.read(fact[1]), normal.read(fact[2]))
    quotient, power = _quotient(scope.context.table, top.num, bottom.num), 1
    if quotient is None:
        quotient, power = _quotient(scope.context.table, bottom.num, top.num), -1
    if quotient is None:
        return None
    starts = {
        n: d[1] for n, d in scope.context.symbols.items() if d[0] == "int" and d[1] is not None
    }
    table = scope.context.table
    factor = poly_term(table, quotient, starts)
    if power < 0:
        factor = ("^", factor, -1)
    for number, power in bottom.den.items():
        factor = ("*", factor, ("^", poly_term(table, table.poly(number), starts), power))
    for number, power in top.den.items():
        factor = ("*", factor, ("^", poly_term(table, table.poly(number), starts), -power))
    return factor


def _quotient(table: Table, top: Poly, bottom: Poly) -> Poly | None:
    """Return top/bottom if it is a polynomial that division or one coefficient tells."""
    found = divide(table, top, bottom)
    if found is not None:
        return found
    powers = {pair for mono in bottom for pair in mono if type(pair[1]) is int and pair[1] > 0}
    for pair in sorted(powers, key=lambda pair: (pair[1], pair[0])):
        below, above = _coefficient(bottom, pair), _coefficient(top, pair)
        found = divide(table, above, below) if len(below) > 1 else _ratio(table, above, below)
        if found and add(top, scale(table.mul(found, bottom), Fraction(-1))) == {}:
            return found
    return None


def _coefficient(poly: Poly, power: tuple[int, int]) -> Poly:
    """Return what stands with a power of an atom: (7, 2) is atom 7 squared."""
    return {
        tuple(pair for pair in mono if pair != power): c
        for mono, c in poly.items()
        if power in mono
    }


def _ratio(table: Table, top: Poly, bottom: Poly) -> Poly | None:
    """Return top divided by one monomial, if no exponent becomes negative."""
    ((mono, number),) = bottom.items()
    inverse = tuple((a, table.scale_exponent(e, -1)) for a, e in mono)
    found = {table.mul_mono(m, inverse): c / number for m, c in top.items()}
    negative = any(not isinstance(e, tuple) and e < 0 for m in found for _, e in m)
    return None if negative else found


def cofactors(
    scope: Scope,
    prop: Prop,
    names: tuple[str, ...],
    equations: tuple[str, ...],
    given: tuple[Term, ...],
) -> Iterator[tuple[Any, ...]]:
    """Yield terms of a combination: difference = sum of cofactor x gap, plus a rest."""
    import sympy

    difference = minus(prop[2], prop[1])
    gaps = [minus(scope.context.fact(n)[2], scope.context.fact(n)[1]) for n in names]
    if given and len(given) == len(names):
        yield _with_rest(difference, names, gaps, list(given), True)
        yield _with_rest(difference, names, gaps, list(given), False)
    yield _with_rest(difference, names, gaps, [1] * len(names), True)
    yield _with_rest(difference, names, gaps, [1] * len(names), False)
    if len(names) != 1:
        return
    top, gap = _expression(scope, difference), _expression(scope, gaps[0])
    (top, gap), back = _plain([top, gap])
    if sympy.count_ops(top) + sympy.count_ops(gap) > MAX_OPERATIONS:
        return
    try:
        quotient = sympy.factor(sympy.cancel(sympy.together(top / gap)))
        yield ((1, 1, ((names[0], 1),), (), (to_term(quotient.xreplace(back)),)),)
        symbols = sorted(gap.free_symbols, key=str)
        for symbol in symbols:
            low, high = sympy.Poly(sympy.numer(sympy.together(gap)), symbol), None
            if low.degree() != 1:
                continue
            high = sympy.Poly(sympy.numer(sympy.together(top)), symbol)
            if high.degree() < 1:
                continue
            ratio = sympy.cancel(
                high.LC()
                / low.LC()
                * sympy.denom(sympy.together(gap))
                / sympy.denom(sympy.together(top))
            ) * symbol ** (high.degree() - 1)
            factor = to_term(sympy.factor(ratio).xreplace(back))
            yield _with_rest(difference, names, gaps, [factor], True)
            yield _with_rest(difference, names, gaps, [factor], False)
    except (sympy.PolynomialError, SymoptError, ZeroDivisionError):
        return


def _with_rest(
    difference: Term, names: tuple[str, ...], gaps: list[Term], factors: list[Term], rest: bool
) -> tuple[Any, ...]:
    terms: list[Any] = [
        (1, 1, ((name, 1),), (), (factor,)) for name, factor in zip(names, factors, strict=True)
    ]
    if rest:
        left = difference
        for gap, factor in zip(gaps, factors, strict=True):
            left = minus(left, ("*", factor, gap))
        terms.append((1, 1, (), (), (left,)))
    return tuple(terms)


def completed_squares(scope: Scope, prop: Prop) -> Iterator[tuple[Term, Term, Term]]:
    """Yield (factor, square, rest) with difference = factor square^2 + rest."""
    import sympy

    top = _expression(scope, minus(prop[2], prop[1]))
    (top,), back = _plain([top])
    if sympy.count_ops(top) > MAX_OPERATIONS:
        return
    try:
        top = sympy.expand(top)
        for symbol in sorted(top.free_symbols, key=str):
            if not top.is_polynomial(symbol):
                continue
            poly = sympy.Poly(top, symbol)
            if poly.degree() != 2:
                continue
            a, b, c = poly.all_coeffs()
            square = symbol + sympy.cancel(b / (2 * a))
            rest = sympy.cancel(c - b**2 / (4 * a))
            yield tuple(to_term(part.xreplace(back)) for part in (a, square, rest))
    except (sympy.PolynomialError, SymoptError, ZeroDivisionError):
        return
