"""Increasing functions: roots, powers, exp and log of both sides, and back."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Prop, Rejected, Term, check_term

HALF = ("/", 1, 2)


def monotone_map(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """f(a) <= f(b) from a <= b for an increasing f: a root, a power, exp, log."""
    fact = context.fact(field(by, "from"))
    if fact[0] != prop[0] or prop[0] not in ("=", "<=", "<"):
        raise Rejected("another relation")
    function = field(by, "function")
    _increasing(context, function, fact[1], fact[2])
    _matches(context, prop, function, fact)


def inverse_map(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """a <= b from f(a) <= f(b) for an increasing f; from a^2 <= b^2 and b >= 0."""
    fact = context.fact(field(by, "from"))
    if fact[0] != prop[0] or prop[0] not in ("=", "<=", "<"):
        raise Rejected("another relation")
    function = field(by, "function")
    if function == ("power", 2) and prop[0] != "=":
        context.show(("<=", 0, prop[2]))
    else:
        _increasing(context, function, prop[1], prop[2])
    _matches(context, fact, function, prop)


def _matches(context: Context, image: Prop, function: Any, source: Prop) -> None:
    for index in (1, 2):
        if not context.normal.equal(image[index], _apply(function, source[index])):
            raise Rejected("not the function of the two sides")


def _apply(function: Any, term: Term) -> Term:
    if function[0] in ("exp", "log"):
        return (function[0], term)
    return ("^", term, HALF if function[0] == "sqrt" else function[1])


def _increasing(context: Context, function: Any, a: Term, b: Term) -> None:
    if not isinstance(function, tuple) or not function:
        raise Rejected("no function")
    if function == ("exp",):
        context.normal.read(a)
        context.normal.read(b)
    elif function == ("log",):
        context.show(("<", 0, a))
        context.show(("<", 0, b))
    elif function == ("sqrt",) or (function[0] == "power" and len(function) == 2):
        context.show(("<=", 0, a))
        context.show(("<=", 0, b))
        if function[0] == "power":
            check_term(function[1])
            context.check_names(function[1])
            context.show(("<", 0, function[1]))
    else:
        raise Rejected("not an increasing function")
