"""Increasing functions of both sides, and differences with a derivative of one sign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symopt.proof.kernel.terms import (
    Prop,
    Rejected,
    Term,
    free_names,
    fresh_name,
    minus,
    substitute,
)
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.dispatch import prove
from symopt.proof.tactics.equations import by_cofactor, by_identity
from symopt.proof.tactics.hints import MAX_DEPTH, Hints, head, relation_of


def by_squares(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Two nonnegative sides whose squares are one."""
    a, b = prop[1], prop[2]
    if not has_root(a) and not has_root(b):
        raise Rejected("no roots to square")
    squares = ("=", ("^", a, 2), ("^", b, 2))
    try:
        fact = by_identity(scope, squares, hints)
    except Rejected:
        fact = by_cofactor(scope, squares, hints)
    return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("power", 2)})


def has_root(term: Any) -> bool:
    """Say whether a square root stands in a term."""
    if not isinstance(term, tuple) or not term:
        return False
    if term[0] == "^" and isinstance(term[2], tuple) and term[2][0] == "/" and term[2][2] == 2:
        return True
    return any(has_root(item) for item in term)


def by_map(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """An increasing function of both sides: roots, powers, exp, log; or their squares."""
    a, b = prop[1], prop[2]
    if prop[0] == "!=":
        raise Rejected("not an inequality")
    for function, inner in _shared_function(a, b):
        try:
            fact = prove(scope, (prop[0], *inner), replace(hints, depth=hints.depth + 1))
            return scope.attempt(prop, "map", **{"from": fact.name, "function": function})
        except Rejected:
            continue
    if hints.depth == 0 and (has_root(a) or has_root(b)):
        squares = (prop[0], ("^", a, 2), ("^", b, 2))
        try:
            fact = prove(scope, squares, replace(hints, splits=0, depth=MAX_DEPTH))
            return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("power", 2)})
        except Rejected:
            pass
    if hints.depth == 0 and (_has_real_power(a) or _has_real_power(b)):
        logs = (prop[0], ("log", a), ("log", b))
        fact = prove(scope, logs, replace(hints, splits=0, depth=MAX_DEPTH))
        return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("log",)})
    if hints.depth == 0 and "log" in (head(a), head(b)):
        powers = (prop[0], ("exp", a), ("exp", b))
        fact = prove(scope, powers, replace(hints, splits=0, depth=MAX_DEPTH))
        return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("exp",)})
    raise Rejected("no increasing function")


def _has_real_power(term: Any) -> bool:
    if not isinstance(term, tuple) or not term:
        return False
    if term[0] == "exp" or (term[0] == "^" and not isinstance(term[2], int)):
        return True
    return any(_has_real_power(item) for item in term)


def _has_modulus(term: Any) -> bool:
    if not isinstance(term, tuple) or not term:
        return False
    return term[0] == "abs" or any(_has_modulus(item) for item in term)


def by_known_map(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The root or a power of both sides of a relation in use: no search."""
    tries: list[tuple[str, Any]] = []
    tries += [("unmap", 2)] if _has_modulus(prop[1:]) else []
    tries += [("map", side[2]) for side in prop[1:] if head(side) == "^"]
    tries += [("unmap", 2)]
    for name in hints.using:
        if relation_of(scope, name) != prop[0]:
            continue
        for rule, exponent in dict.fromkeys(tries):
            try:
                by: dict[str, Any] = {"from": name, "function": ("power", exponent)}
                return scope.attempt(prop, rule, **by)
            except Rejected:
                continue
    raise Rejected("no root of a known relation")


def _shared_function(a: Term, b: Term) -> list[tuple[Any, tuple[Term, Term]]]:
    if not isinstance(a, tuple) or not isinstance(b, tuple) or a[0] != b[0]:
        return []
    if a[0] in ("exp", "log"):
        return [((a[0],), (a[1], b[1]))]
    if a[0] == "^" and a[2] == b[2]:
        return [(("power", a[2]), (a[1], b[1]))]
    return []


_ROUNDED = {("ceil", "<="): 1, ("ceil", "<"): 2, ("floor", "<"): 1, ("floor", "<="): 2}


def by_monotone(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The sign of a derivative up to a point where the difference is known."""
    from symopt.proof.kernel.calculus import differentiate

    if hints.monotone is None:
        raise Rejected("no monotone function")
    variable, point = hints.monotone
    x: Term = ("sym", variable)
    left_of = scope.context.holds((prop[0], x, point))
    low, high = (x, point) if left_of else (point, x)
    name = fresh_name(variable, set(scope.context.symbols))
    inner = scope.inner(scope.context.child())
    inner.context.declare(name, ("real", low, "open", high, "open"))
    slope = differentiate(substitute(minus(prop[2], prop[1]), {variable: ("sym", name)}), name)
    goal = (prop[0], slope, 0) if left_of else (prop[0], 0, slope)
    using = list(hints.using)
    for fact_name in hints.using:
        # A fact about the variable holds at every point between as well, if the domain says so.
        prop_here = scope.context.fact(fact_name)
        if variable in free_names(prop_here) and prop_here[0] != "forall":
            values = {variable: ("sym", name)}
            try:
                goal_here = substitute(prop_here, values)
                by = {"from": fact_name, "with": tuple(values.items())}
                using.append(inner.attempt(goal_here, "instance", **by).name)
            except Rejected:
                continue
    fact = prove(inner, goal, replace(hints, monotone=None, using=tuple(using)))
    return scope.attempt(
        prop, "monotone", var=variable, point=point, name=name, inner=inner.finish(fact)
    )
