"""Limits, monotone functions and power series."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.calculus import check_continuous, differentiate
from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import (
    Prop,
    Rejected,
    Term,
    check_term,
    free_names,
    minus,
    substitute,
)


def near(context: Context, prop: Prop, name: str) -> Context:
    """Return a context in which a limit's variable is near its point.

    The point is ("oo", n): integers from n on; ("above", a, b): a < x < b; ("below", a, b):
    b < x < a. A limit says nothing of values further away.
    """
    point = prop[3]
    inner = context.child()
    for bound in point[1:]:
        context.check_names(bound)
    if point[0] == "oo" and len(point) == 2:
        inner.declare(name, ("int", point[1], None))
    elif point[0] == "above" and len(point) == 3:
        inner.declare(name, ("real", point[1], "open", point[2], "open"))
        context.show(("<", point[1], point[2]))
    elif point[0] == "below" and len(point) == 3:
        inner.declare(name, ("real", point[2], "open", point[1], "open"))
        context.show(("<", point[2], point[1]))
    else:
        raise Rejected("a limit at no point")
    return inner


def _limit_fact(context: Context, name: str, prop: Prop) -> tuple[Term, Term]:
    """Return the expression, in the variable of `prop`, and the value of a limit at its point.

    A limit holds as well on any part of the neighbourhood in which it was stated.
    """
    fact = context.fact(name)
    if fact[0] != "limit" or fact[3][0] != prop[3][0]:
        raise Rejected(f"{name} is no limit at this point")
    if prop[3][0] == "oo":
        context.show(("<=", fact[3][1], prop[3][1]))
    else:
        if not context.normal.equal(fact[3][1], prop[3][1]):
            raise Rejected(f"{name} is a limit at another point")
        inside = ("<=", prop[3][2], fact[3][2])
        context.show(inside if prop[3][0] == "above" else ("<=", fact[3][2], prop[3][2]))
    return substitute(fact[1], {fact[2]: ("sym", prop[2])}), fact[4]


def limit(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """lim F(e_1, ..., e_n) = F(lim e_1, ..., lim e_n) for a continuous F.

    `parts` are pairs (name, limit fact) and `function` is F in those names; a name without a
    fact stands for the variable itself at a finite point.
    """
    if prop[0] != "limit":
        raise Rejected("not a limit")
    inner = near(context, prop, prop[2])
    function = field(by, "function")
    check_term(function)
    pieces: dict[str, Term] = {}
    values: dict[str, Term] = {}
    for name, fact in field(by, "parts"):
        if name in context.symbols or name == prop[2] or name in pieces:
            raise Rejected(f"{name} is taken")
        if fact is None:
            if prop[3][0] == "oo":
                raise Rejected("the variable itself has no limit")
            pieces[name], values[name] = ("sym", prop[2]), prop[3][1]
        else:
            pieces[name], values[name] = _limit_fact(context, fact, prop)
    if prop[2] in free_names(function):
        raise Rejected("the function speaks of the variable")
    if not inner.normal.equal(prop[1], substitute(function, pieces)):
        raise Rejected("not that function of the parts")
    check_continuous(context, function, set(pieces), values)
    if not context.normal.equal(substitute(function, values), prop[4]):
        raise Rejected("another value of the limit")


def limit_turned(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """lim f(x) for x from below to a is lim f(a - e) for e from above to 0."""
    fact = context.fact(field(by, "from"))
    if prop[0] != "limit" or prop[3][0] != "below" or fact[0] != "limit":
        raise Rejected("not a limit from below")
    _, body, name, point, value = fact
    if point[0] != "above" or point[1] != 0 or not context.normal.equal(value, prop[4]):
        raise Rejected("not the same limit from above at 0")
    near(context, prop, prop[2])
    inner = near(context, fact, name)
    context.show(("<=", point[2], minus(prop[3][1], prop[3][2])))
    turned = substitute(prop[1], {prop[2]: minus(prop[3][1], ("sym", name))})
    if not inner.normal.equal(turned, body):
        raise Rejected("not the same function")


def sandwich(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """lim x = c from a <= x <= b near the point and lim a = lim b = c."""
    if prop[0] != "limit":
        raise Rejected("not a limit")
    inner = near(context, prop, prop[2])
    for side in ("lower", "upper"):
        bound, value = _limit_fact(context, field(by, side), prop)
        if not context.normal.equal(value, prop[4]):
            raise Rejected("the bounds have another limit")
        goal = ("<=", bound, prop[1]) if side == "lower" else ("<=", prop[1], bound)
        check.derive(inner.child(), field(by, side + "-proof"), goal)


def monotone(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """D(x) > 0 because D(a) >= 0 and the derivative of D has one sign between x and a.

    D is the right side minus the left; `inner` proves the sign of D' at a point `name` between.
    For <= the variable may be the point itself: then D(x) = D(a) >= 0, and nothing is between.
    """
    if prop[0] not in ("<=", "<"):
        raise Rejected("not an inequality")
    variable, point, name = field(by, "var"), field(by, "point"), field(by, "name")
    check_term(point)
    context.check_names(point)
    if variable not in context.symbols or variable in free_names(point):
        raise Rejected("a variable and a point")
    x: Term = ("sym", variable)
    left_of = context.holds((prop[0], x, point))
    if not left_of:
        context.show((prop[0], point, x))
    low, high = (x, point) if left_of else (point, x)
    difference = minus(prop[2], prop[1])
    # The difference must be continuous up to the ends and differentiable between them.
    closed = context.child()
    closed.declare(name, ("real", low, "closed", high, "closed"))
    here = substitute(difference, {variable: ("sym", name)})
    closed.normal.read(here)
    check_continuous(closed, here, {name}, {name: ("sym", name)})
    context.show(("<=", 0, substitute(difference, {variable: point})))
    inner = context.child()
    inner.declare(name, ("real", low, "open", high, "open"))
    slope = differentiate(here, name)
    inner.normal.read(slope)
    goal = (prop[0], slope, 0) if left_of else (prop[0], 0, slope)
    check.derive(inner, field(by, "inner"), goal)


def series(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """f(x) = c_0 + c_1 x + ... + O(x^n) at 0, by exact arithmetic of power series."""
    from symopt.proof.kernel.powerseries import coefficients

    if prop[0] != "series":
        raise Rejected("not a series")
    _, term, name, order, value = prop
    inner = context.child()
    inner.declare(name, ("real", 0, "open", None, "open"))
    given = coefficients(inner, value, name, order)
    found = coefficients(inner, term, name, order)
    for a, b in zip(given, found, strict=True):
        if not inner.normal.is_zero(inner.normal.sub(a, b)):
            raise Rejected("another coefficient")


def limit_of_series(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """The limit at 0 is the constant coefficient of a series."""
    from symopt.proof.kernel.powerseries import coefficients

    if prop[0] != "limit" or prop[3][0] != "above" or prop[3][1] != 0:
        raise Rejected("not a limit at 0 from above")
    inner = near(context, prop, prop[2])
    inner.normal.read(prop[1])
    first = coefficients(inner, prop[1], prop[2], 1)[0]
    if not inner.normal.is_zero(inner.normal.sub(first, inner.normal.read(prop[4]))):
        raise Rejected("another value of the limit")
