"""Derivatives, and which terms are continuous functions of some of their symbols."""

from __future__ import annotations

from collections.abc import Mapping

from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Rejected, Term, free_names, functions_of, substitute


def check_continuous(
    context: Context, term: Term, names: set[str], values: Mapping[str, Term]
) -> None:
    """Refuse a term that need not be continuous in `names` at `values`.

    Quotients and roots are continuous wherever they have a value, which the caller checks by
    reading the term there. x^y is not at (0, 0), so a base under an exponent that moves must be
    positive; sign, ceiling and floor jump.
    """
    if not isinstance(term, tuple) or not free_names(term) & names:
        return
    tag = term[0]
    if tag == "sym":
        return
    if tag in ("sign", "ceil", "floor", "mean", "app"):
        raise Rejected(f"{tag} need not be continuous")
    if tag == "^":
        if free_names(term[2]) & names:
            context.show(("<", 0, substitute(term[1], values)))
        elif not isinstance(term[2], int):
            context.show(("<=", 0, substitute(term[1], values)))
            # 0^0 = 1 next to x^0: the exponent of a base that may vanish must not vanish.
            if not context.holds(("<", 0, substitute(term[1], values))):
                context.show(("<", 0, term[2]))
        check_continuous(context, term[1], names, values)
        check_continuous(context, term[2], names, values)
        return
    if tag == "sum":
        if (free_names(term[3]) | free_names(term[4])) & names or term[2] in names:
            raise Rejected("the range of a sum moves")
        body, moving = term[1], names
        inner = context.child()
        if term[2] in inner.symbols:
            raise Rejected(f"the index {term[2]} is taken")
        inner.declare(term[2], ("int", term[3], term[4]))
        check_continuous(inner, body, moving, values)
        return
    for item in term[1:]:
        check_continuous(context, item, names, values)


def differentiate(term: Term, name: str) -> Term:
    """Return the derivative of a term by one of its symbols."""
    if not isinstance(term, tuple) or name not in free_names(term):
        return 0
    tag = term[0]
    if tag == "sym":
        return 1
    if tag == "+":
        return ("+", *(differentiate(item, name) for item in term[1:]))
    if tag == "*":
        parts = []
        for index, item in enumerate(term[1:], start=1):
            slope = differentiate(item, name)
            if slope != 0:
                parts.append(("*", *term[1:index], slope, *term[index + 1 :]))
        return ("+", *parts) if len(parts) > 1 else parts[0]
    if tag == "^":
        base, exponent = term[1], term[2]
        if name not in free_names(exponent):
            lower = exponent - 1 if isinstance(exponent, int) else ("+", exponent, -1)
            return ("*", exponent, ("^", base, lower), differentiate(base, name))
        inner = ("*", exponent, ("log", base))
        return ("*", term, differentiate(inner, name))
    if tag == "exp":
        return ("*", term, differentiate(term[1], name))
    if tag == "log":
        return ("*", differentiate(term[1], name), ("^", term[1], -1))
    if tag == "cos":
        return ("*", -1, ("sin", term[1]), differentiate(term[1], name))
    if tag == "sin":
        return ("*", ("cos", term[1]), differentiate(term[1], name))
    if tag == "sum" and term[2] != name and not functions_of(term[1]):
        if name in free_names(term[3]) | free_names(term[4]):
            raise Rejected("the range of a sum moves")
        return ("sum", differentiate(term[1], name), term[2], term[3], term[4])
    raise Rejected(f"{tag} has no derivative here")
