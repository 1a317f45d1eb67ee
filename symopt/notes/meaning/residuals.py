"""Gradients that are written out for a model of data: the mean of (h(x_i) - y_i) x_i.

Whether a model's derivative is right is not looked at here: what counts is that the sum runs over
data and has the sign of a gradient, so that the rule that uses it can be told.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TypeGuard

from symopt.formula import Call, Formula, Name, Negative, Number, Product, Quotient, Sum, SumOver
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.rebuild import rebuilt

_LABEL = re.compile(r"y(_?[ijnk])?|t_?n|label\w*|target\w*")
_GUESS = re.compile(r"(y|t)_(hat|pred|prime)\w*|(h|f|p|hat_y|pred\w*|sigma)(_\w+)?|a")
_DATA = re.compile(r"x(_?[ijnkd])*|X|phi\w*")


def with_gradients(target: Name, formula: Formula) -> Formula:
    """Return a formula with a gradient for every residual of data in an update of the target.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> with_gradients(Name("w"), read_expression("w - a*(h - y)*x")).text()
    'w - a*grad f(w)'
    >>> with_gradients(Name("w"), read_expression("w - a*(y - h)*x")).text()
    'w + a*grad f(w)'
    >>> with_gradients(Name("w"), read_expression("w - a*(v - w)*x")).text()
    'w - a*(v - w)*x'
    """
    if not isinstance(formula, Sum):
        return formula
    old = [term for term in formula.terms if isinstance(term, Name) and term.name == target.name]
    if len(old) != 1:
        return formula
    target = old[0]  # w_k where w_{k+1} is assigned

    def change(node: Formula) -> Formula | None:
        if isinstance(node, SumOver):
            sign = _sign(node.body, target)
        elif isinstance(node, Product):
            return _product(node, target)
        else:
            return None
        return None if sign is None else _gradient(target, sign)

    terms = [term if term == target else _signed(rebuilt(term, change)) for term in formula.terms]
    return replace(formula, terms=tuple(terms))


def _signed(term: Formula) -> Formula:
    """Return a term with the sign of its gradient in front of all of it."""
    inner = term.term if isinstance(term, Negative) else term
    if not isinstance(inner, Product):
        return term
    turned = [f for f in inner.factors if isinstance(f, Negative) and isinstance(f.term, Call)]
    if len(turned) != 1:
        return term
    plain = Product(tuple(f.term if f is turned[0] else f for f in inner.factors))  # type: ignore[union-attr]
    return plain if isinstance(term, Negative) else Negative(plain)


def _gradient(target: Name, sign: int) -> Formula:
    asked = Call("grad", (target,))
    return asked if sign > 0 else Negative(asked)


def _product(node: Product, target: Name) -> Formula | None:
    """Return a product with a gradient for a sum over data in it, or for the residual of one."""
    factors = list(node.factors)
    for i, factor in enumerate(factors):
        if isinstance(factor, SumOver) and (sign := _sign(factor.body, target)) is not None:
            factors[i] = _gradient(target, sign)
            rest = [_share(f, factor.upper) for j, f in enumerate(factors) if j != i]
            kept = [f for f in rest if f != Number(Fraction(1))]
            return Product((*kept, factors[i])) if kept else factors[i]
    residual = [i for i, f in enumerate(factors) if _residual(f) is not None]
    if len(residual) != 1:
        return None
    data = [i for i, f in enumerate(factors) if _is_data(f)]
    if len(data) != 1:
        return None
    sign = _residual(factors[residual[0]])
    kept = [f for i, f in enumerate(factors) if i not in (residual[0], data[0])]
    if isinstance(factors[data[0]], Call):  # all data at once: X^T (X w - y)
        kept = [_share(f, f.bottom) if _mean(f) else f for f in kept]
        kept = [f for f in kept if f != Number(Fraction(1))]
    return Product((*kept, _gradient(target, sign or 1)))


def _mean(factor: Formula) -> TypeGuard[Quotient]:
    """Say whether a factor divides by how many data there are."""
    return isinstance(factor, Quotient) and factor.bottom in (Name("m"), Name("n"), Name("N"))


def _share(factor: Formula, count: Formula) -> Formula:
    """Return a factor without the number of the data it is divided by (and the two of squares)."""
    if not isinstance(factor, Quotient) or count not in (factor.bottom, Name("last")):
        return factor
    if isinstance(factor.top, Product):
        kept = tuple(f for f in factor.top.factors if f != Number(Fraction(2)))
        return kept[0] if len(kept) == 1 else Product(kept)
    return Number(Fraction(1)) if isinstance(factor.top, Number) else factor.top


def _sign(body: Formula, target: Name) -> int | None:
    """Return the sign of a residual, times data unless the target is an offset; None for others."""
    sign = _residual(body)
    if sign is not None:
        offset = target.name in ("b", "b0", "theta0", "theta_0", "w0", "bias")
        return sign if offset else None
    if isinstance(body, Product) and len(body.factors) == 2:
        first, second = body.factors
        for residual, data in ((first, second), (second, first)):
            sign = _residual(residual)
            if sign is not None and _is_data(data):
                return sign
    return None


def _residual(formula: Formula) -> int | None:
    """Return 1 for a guess less a label, -1 for the opposite, None for what is neither."""
    if not isinstance(formula, Sum) or len(formula.terms) < 2:
        return None
    labels = [t for t in formula.terms if _is_label(t.term if isinstance(t, Negative) else t)]
    if len(labels) != 1:
        return None
    guess = [t for t in formula.terms if t is not labels[0]]
    taken = isinstance(labels[0], Negative)
    signs = {isinstance(t, Negative) for t in guess}
    if signs != {not taken} or not any(_is_guess(t) for t in guess):
        return None
    return 1 if taken else -1


def _is_label(formula: Formula) -> bool:
    return isinstance(formula, Name) and bool(_LABEL.fullmatch(formula.name))


def _is_guess(formula: Formula) -> bool:
    if any(isinstance(node, Call) for node in formula.walk()):
        return True
    found = names(formula)
    return any(_GUESS.fullmatch(n.name) for n in found) or any(_is_data(n) for n in found)


def _is_data(formula: Formula) -> bool:
    match formula:
        case Name(name=name):
            return bool(_DATA.fullmatch(name))
        case Call(function="transpose", arguments=(inside,)):
            return _is_data(inside)
        case _:
            return False
