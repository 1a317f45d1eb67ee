"""Equations: one normal form, a multiple of an equation in use, sums compared or turned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symopt.proof.kernel.terms import Prop, Rejected, Term, fold, fresh_name, substitute
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.dispatch import prove
from symopt.proof.tactics.hints import Hints, relation_of
from symopt.proof.tactics.unrolling import _mentioned, applications, unrolled


def by_identity(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Both sides have one normal form, given the equations in use."""
    equations = [n for n in hints.using if relation_of(scope, n) == "="]
    problem: Rejected | None = None
    for names in ((), tuple(equations)) if equations else ((),):
        try:
            return scope.attempt(prop, "identity", **({"using": names} if names else {}))
        except Rejected as found:
            problem = found
    raise problem or Rejected("not an identity")


def by_both_sides(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Two inequalities in use, one each way."""
    names = []
    for goal in (("<=", prop[1], prop[2]), ("<=", prop[2], prop[1])):
        found = [n for n in hints.using if scope.context.fact(n) == goal]
        if not found:
            raise Rejected("no inequalities both ways")
        names.append(found[0])
    return scope.attempt(prop, "both", **{"from": tuple(names)})


def by_cofactor(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The difference is a multiple of the difference of one equation in use."""
    from symopt.proof.search import multiple_of

    equations = [n for n in hints.using if relation_of(scope, n) == "="]
    if hints.factors and len(hints.factors) == len(equations):
        pairs = tuple(zip(equations, hints.factors, strict=True))
        return scope.attempt(prop, "identity", modulo=pairs)
    for index, name in enumerate(equations):
        others = tuple(equations[:index] + equations[index + 1 :])
        extra = unrolled(scope, prop, tuple(equations), False) if hints.unroll else ()
        for using in dict.fromkeys(((), others, extra, others + extra)):
            try:
                cofactor = multiple_of(scope, prop, name, using)
            except Rejected:
                continue
            if cofactor is not None:
                by: dict[str, Any] = {"using": using} if using else {}
                return scope.attempt(prop, "identity", modulo=((name, cofactor),), **by)
    raise Rejected("no multiple of an equation in use")


def by_unrolling(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """As `by_identity`, with recursions applied to the functions that stand in the statement."""
    if not hints.unroll:
        raise Rejected("no unrolling")
    equations = tuple(n for n in hints.using if relation_of(scope, n) == "=")
    problem: Rejected | None = None
    tried: set[tuple[str, ...]] = set()
    stay = tuple(call for name in equations for call in applications(scope.context.fact(name)))
    modes = (
        (False, False, ()),
        (False, True, ()),
        (True, False, ()),
        (False, False, stay),
        (False, False, stay + _mentioned(scope, prop)),
        (False, False, (*stay, *scope.context.signs.values)),
    )
    for deep, short, kept in modes:
        extra = unrolled(scope, prop, equations, deep, short, kept)
        if not extra or extra in tried:
            continue
        tried.add(extra)
        try:
            return scope.attempt(prop, "identity", using=equations + extra)
        except Rejected as found:
            problem = found
    raise problem or Rejected("nothing to unroll")


def by_termwise(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Two sums over one range, compared term by term."""
    left, right = prop[1], prop[2]
    for zero, total in ((1, 2), (2, 1)):
        side = prop[total]
        if prop[zero] == 0 and isinstance(side, tuple) and side[0] == "sum":
            empty = ("sum", 0, *side[2:])
            goal = (prop[0], empty, side) if zero == 1 else (prop[0], side, empty)
            fact = by_termwise(scope, goal, hints)
            return scope.attempt(prop, "restate", **{"from": fact.name})
    if prop[0] == "!=" or not all(isinstance(s, tuple) and s[0] == "sum" for s in (left, right)):
        raise Rejected("not two sums")
    if left[3:] != right[3:]:
        raise Rejected("not two sums over one range")
    name = left[2]
    taken = set(scope.context.symbols)
    if name in taken:
        name = fresh_name(name, taken)
    inner = scope.inner(scope.context.child())
    inner.context.declare(name, ("int", left[3], left[4]))
    index = ("sym", name)
    goal = (
        prop[0],
        substitute(left[1], {left[2]: index}),
        substitute(right[1], {right[2]: index}),
    )
    # The terms have arguments of their own at which statements about all values may be used.
    using = (*hints.using, *hints.general)
    fact = prove(inner, goal, replace(hints, using=using))
    return scope.attempt(prop, "sum", name=name, inner=inner.finish(fact))


def by_reversal(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The sums of the left side read backwards."""
    for total in _sums(prop[1]):
        _, body, name, low, high = total
        mirrored = fold(("+", low, high, ("*", -1, ("sym", name))))
        backwards = ("sum", fold(substitute(body, {name: mirrored})), name, low, high)
        try:
            turned = scope.attempt(("=", total, backwards), "reverse")
            middle = _swap(prop[1], total, backwards)
            first = scope.attempt(("=", prop[1], middle), "replace", **{"from": turned.name})
            second = by_identity(scope, ("=", middle, prop[2]), hints)
            return scope.attempt(prop, "chain", links=(first.name, second.name))
        except Rejected:
            continue
    raise Rejected("no sum to read backwards")


def _sums(term: Any) -> list[Term]:
    if not isinstance(term, tuple):
        return []
    if term and term[0] == "sum":
        return [term]
    return [total for item in term for total in _sums(item)]


def _swap(term: Term, old: Term, new: Term) -> Term:
    if term == old:
        return new
    if not isinstance(term, tuple) or term[0] == "sum":
        return term
    return tuple(item if isinstance(item, str) else _swap(item, old, new) for item in term)
