"""Turning a map round: what the first rule's hyperparameters are in terms of the second's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symopt.errors import InvalidExpression
from symopt.proof.kernel.terms import Term, free_names


def invert(values: Mapping[str, Term], names: Iterable[str]) -> dict[str, Term] | None:
    """Solve ``name' = values[name]`` for the given names, or return None if that is not plain.

    One equation at a time is solved for one unknown, in which it must be linear or a pure
    square. The result is only a proposal.

    Examples
    --------
    >>> from symopt.equivalence.terms import text
    >>> half = ("*", ("sym", "alpha"), ("^", 2, -1))
    >>> {name: text(term) for name, term in invert({"eta": half}, ["alpha"]).items()}
    {'alpha': '2*eta'}
    """
    wanted = set(names)
    if all(isinstance(term, tuple) and term[0] == "sym" for term in values.values()):
        back = {term[1]: ("sym", name) for name, term in values.items()}
        return back if set(back) >= wanted else None
    if not wanted <= set().union(*map(free_names, values.values())):
        return None
    return _solve(values, wanted)


def _solve(values: Mapping[str, Term], wanted: set[str]) -> dict[str, Term] | None:
    import sympy

    from symopt.formula import symbol
    from symopt.proof.convert import from_term, to_term

    primed = {sympy.Dummy(name, positive=True): symbol(name) for name in values}
    images = {new.name: new for new in primed}
    pending = [from_term(term) - images[name] for name, term in values.items()]
    unknown = {symbol(name) for name in wanted}
    solved: dict[Any, Any] = {}
    while unknown:
        pending.sort(key=lambda equation: len(equation.free_symbols & unknown))
        found = next(_single(pending, unknown), None)
        if found is None:
            return None
        place, name, value = found
        del pending[place]
        pending = [sympy.cancel(sympy.together(e.subs(name, value))) for e in pending]
        solved = {old: term.subs(name, value) for old, term in solved.items()} | {name: value}
        unknown.discard(name)
    try:
        return {
            str(name.name): to_term(sympy.factor(value).xreplace(primed))
            for name, value in solved.items()
        }
    except InvalidExpression:  # infinite, or not real
        return None


def _single(equations: list[Any], unknown: set[Any]) -> Any:
    """Give (place, unknown, value) for what an equation plainly gives."""
    import sympy

    for place, equation in enumerate(equations):
        top = sympy.numer(sympy.together(equation))
        for name in sorted(top.free_symbols & unknown, key=str):
            try:
                poly = sympy.Poly(top, name)
            except sympy.PolynomialError:
                continue
            if poly.gens != (name,) or any(c.has(name) for c in poly.all_coeffs()):
                continue
            degree, terms = poly.degree(), dict(poly.terms())
            if degree in (1, 2) and set(terms) == {(degree,), (0,)}:
                value = sympy.cancel(-terms[(0,)] / terms[(degree,)])
                yield place, name, value if degree == 1 else sympy.sqrt(value)
            elif degree == 1:
                yield place, name, sympy.Integer(0)
        for root in top.atoms(sympy.Pow):
            if root.base in unknown and root.exp.is_Rational:
                value = sympy.cancel(root - top / top.coeff(root)) if top.coeff(root) != 0 else root
                if not value.has(root.base):
                    yield place, root.base, value ** (1 / root.exp)
