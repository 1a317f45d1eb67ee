"""Writing a value found by solving so that the kernel sees its sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symopt.errors import InvalidExpression
from symopt.proof.kernel.terms import Term
from symopt.signature import Hyperparameter

_INSIDE = 0.3819  # a place in (0, 1) that is not special


def neat(term: Term, hyper: Mapping[str, Hyperparameter]) -> Term:
    """Return a term with common factors cancelled, as a product of what is positive if it can be.

    So 1 - beta is not written beta - 1, of which there is no root.
    """
    if not isinstance(term, tuple) or term[0] in ("sym", "/"):
        return term
    import sympy

    from symopt.proof.convert import from_term, to_term

    point = {name: _INSIDE if h.domain.upper == 1 else 1 + _INSIDE for name, h in hyper.items()}
    try:
        return to_term(_turned(sympy.factor(from_term(term)), point))
    except InvalidExpression:  # infinite: the verifier will refuse the term as it is
        return term


def _turned(expression: Any, point: Mapping[str, float]) -> Any:
    """Turn the sums among an expression's factors so that they are positive at a point."""
    import sympy

    made: list[Any] = []
    factors: tuple[Any, ...] = sympy.Mul.make_args(expression)
    for factor in factors:
        base, exponent = factor.as_base_exp()
        if not exponent.is_Rational or not (base.is_Add or base.is_Mul):
            made.append(factor)
            continue
        if not exponent.is_Integer:
            inner = _turned(sympy.factor(base), point)
            made += [part**exponent for part in sympy.Mul.make_args(inner)]
            continue
        names = {symbol: point[symbol.name] for symbol in base.free_symbols if symbol.name in point}
        value = base.subs(names)
        if value.is_number and value.is_real and value < 0:
            made += [sympy.expand(-base) ** exponent, sympy.Integer(-1) ** exponent]
        else:
            made.append(factor)
    return sympy.Mul(*made)
