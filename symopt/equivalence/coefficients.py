"""Values at which polynomials vanish, where substitution finds them. SymPy does the algebra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from symopt.equivalence.budget import Budget
from symopt.proof.kernel.terms import Term, substitute

MAX_DEPTH = 10


def expression(dense: Mapping[tuple[int, ...], Fraction], symbols: list[Any]) -> Any:
    """Return a polynomial as a SymPy expression."""
    import sympy

    return sympy.Add(
        *(
            sympy.Rational(c.numerator, c.denominator)
            * sympy.Mul(*(s**n for s, n in zip(symbols, row, strict=True) if n))
            for row, c in dense.items()
        )
    )


def to_plain_term(value: Any, back: Mapping[str, Term]) -> Term:
    """Return a SymPy expression as a term, with terms for its symbols."""
    import sympy

    from symopt.proof.convert import to_term

    plain = {s: sympy.Symbol(f"{s.name}_{s.dummy_index}") for s in value.free_symbols}
    return substitute(to_term(sympy.factor(value).xreplace(plain)), back)


def vanishing(
    equations: list[Any], unknown: list[Any], budget: Budget, depth: int = 0
) -> Iterator[dict[Any, Any]]:
    """Solve by substitution; every unknown is positive or at least not zero."""
    import sympy

    pending: list[tuple[int, int, Any]] = []
    for equation in equations:
        top = sympy.numer(sympy.together(equation))
        top = sympy.expand(top)
        if top == 0:
            continue
        present = len(top.free_symbols & set(unknown))
        if not present:
            return
        size = len(sympy.Add.make_args(top))
        budget.spend(size)
        pending.append((present, size, top))
    if not pending:
        yield {}
        return
    if depth > MAX_DEPTH:
        return
    pending.sort(key=lambda item: item[:2])
    for factor, _ in sympy.factor_list(pending[0][2])[1]:
        for name in unknown:
            for value in _roots(factor, name):
                rest = [e.xreplace({name: value}) for _, _, e in pending[1:]]
                others = [other for other in unknown if other != name]
                for found in vanishing(rest, others, budget, depth + 1):
                    yield {name: sympy.cancel(value.xreplace(found)), **found}
                break
            else:
                continue
            break


def _roots(factor: Any, name: Any) -> Iterator[Any]:
    """Give the value of an unknown at which a factor vanishes, if it is plain."""
    import sympy

    if not factor.has(name):
        return
    poly = sympy.Poly(factor, name)
    terms = dict(poly.terms())
    degree = poly.degree()
    if set(terms) <= {(degree,), (0,)} and (0,) in terms and degree in (1, 2):
        value = sympy.cancel(-terms[(0,)] / terms[(degree,)])
        if value != 0:
            yield value if degree == 1 else sympy.sqrt(value)
