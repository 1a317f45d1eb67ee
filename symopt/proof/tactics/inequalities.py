"""Inequalities: signs, combinations of what is known, squares."""

from __future__ import annotations

from itertools import combinations

from symopt.proof.kernel.terms import Prop, Rejected, minus
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.dispatch import prove
from symopt.proof.tactics.hints import Hints, relation_of
from symopt.proof.tactics.unrolling import unrolled


def by_sign(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The sign of the difference, from the domains and the facts so far."""
    equations = tuple(n for n in hints.using if relation_of(scope, n) == "=")
    try:
        return scope.attempt(prop, "sign")
    except Rejected as problem:
        extra = unrolled(scope, prop, equations, False) if hints.unroll else ()
        if not equations and not extra:
            raise
        for names in dict.fromkeys((equations, equations + extra)):
            if names:
                try:
                    return scope.attempt(prop, "sign", using=names)
                except Rejected:
                    continue
        raise problem


def by_using(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """A nonnegative multiple of an inequality in use, plus something nonnegative."""
    from symopt.proof.search import cofactors

    names = [n for n in hints.using if relation_of(scope, n) in ("<=", "<")]
    equations = tuple(n for n in hints.using if relation_of(scope, n) == "=")
    if not names or prop[0] == "!=":
        raise Rejected("no inequality in use")
    given = bool(hints.factors) and hints.unroll
    extra = unrolled(scope, prop, equations, False) if given else ()
    sizes = (len(names),) if given and len(hints.factors) == len(names) else (1, 2, 3)
    for size in sizes:
        for chosen in combinations(names, size):
            for terms in cofactors(scope, prop, chosen, equations, hints.factors):
                for using in dict.fromkeys((equations, equations + extra)):
                    try:
                        return scope.attempt(prop, "combination", terms=terms, using=using)
                    except Rejected:
                        continue
    raise Rejected("not a consequence of the inequalities in use")


def by_given_squares(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The difference is a sum of (nonnegative factor) x (square), as the author says.

    With as many `factors` as there are inequalities in use, their multiples are added; so an
    induction step such as Cauchy's may use its hypothesis.
    """
    if not hints.squares or prop[0] not in ("<=", "<"):
        raise Rejected("no squares given")
    terms = tuple((1, 1, (), (square,), (factor,)) for factor, square in hints.squares)
    names = [n for n in hints.using if relation_of(scope, n) in ("<=", "<")]
    equations = tuple(n for n in hints.using if relation_of(scope, n) == "=")
    rest = minus(prop[2], prop[1])
    for factor, square in hints.squares:
        rest = minus(rest, ("*", factor, ("^", square, 2)))
    if hints.factors and len(hints.factors) == len(names):
        for name, factor in zip(names, hints.factors, strict=True):
            fact = scope.context.fact(name)
            terms += ((1, 1, ((name, 1),), (), (factor,)),)
            rest = minus(rest, ("*", factor, minus(fact[2], fact[1])))
    extra = unrolled(scope, prop, equations, False) if hints.unroll else ()
    found = Rejected("not that sum of squares")
    # A remainder, whose sign is a search, comes last.
    for more in ((), ((1, 1, (), (), (rest,)),)):
        for using in dict.fromkeys((equations, equations + extra)):
            try:
                return scope.attempt(prop, "combination", terms=terms + more, using=using)
            except Rejected as problem:
                found = problem
    raise found


def by_completing(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Complete a square in one of the symbols."""
    from symopt.proof.search import completed_squares

    if prop[0] == "!=":
        raise Rejected("not an inequality")
    for factor, square, rest in completed_squares(scope, prop):
        for terms in (
            ((1, 1, (), (square,), (factor,)),),
            ((1, 1, (), (square,), (factor,)), (1, 1, (), (), (rest,))),
        ):
            try:
                return scope.attempt(prop, "combination", terms=terms)
            except Rejected:
                continue
    raise Rejected("no square to complete")


_ROUNDED = {("ceil", "<="): 1, ("ceil", "<"): 2, ("floor", "<"): 1, ("floor", "<="): 2}


def by_rounding(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """ceil(x) <= n from x <= n, x <= n from a known ceil(x) <= n; with n < ceil(x), and floors."""
    for (tag, relation), place in _ROUNDED.items():
        if prop[0] != relation:
            continue
        side, whole = prop[place], prop[3 - place]
        for name, (_, fact) in list(scope.context.facts.items()):
            if fact[0] == relation and fact[place] == (tag, side) and fact[3 - place] == whole:
                return scope.attempt(prop, "rounding", **{"from": name})
        if isinstance(side, tuple) and side[0] == tag:
            inner = (relation, side[1], whole) if place == 1 else (relation, whole, side[1])
            return scope.attempt(prop, "rounding", **{"from": prove(scope, inner, hints).name})
    raise Rejected("nothing rounded")


def by_order(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """a != b because a < b, or because b < a."""
    if prop[0] != "!=":
        raise Rejected("not an inequality of that kind")
    for goal in (("<", prop[1], prop[2]), ("<", prop[2], prop[1])):
        try:
            fact = prove(scope, goal, hints)
            return scope.attempt(prop, "weaken", **{"from": fact.name})
        except Rejected:
            continue
    raise Rejected("neither is known to be the larger")
