"""Several statements, implications, and cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

from symopt.proof.kernel.masks import NONNEGATIVE, NONPOSITIVE, within
from symopt.proof.kernel.terms import Prop, Rejected, Term, minus
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.dispatch import prove
from symopt.proof.tactics.equations import _swap
from symopt.proof.tactics.hints import Hints


def by_parts(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Each of several statements."""
    facts = [prove(scope, part, hints) for part in prop[1:]]
    return scope.attempt(prop, "both", **{"from": tuple(fact.name for fact in facts)})


def by_supposing(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """An implication: its conclusion where its conditions hold; implications in use apply there."""
    from symopt.proof.kernel.splitting import unused

    inner = scope.inner(scope.context.child())
    for condition in prop[1]:
        inner.context.assume(unused(inner.context, "supposition"), condition)
    using: list[str] = []
    # Where the conditions hold, statements about all values have more instances.
    for name in (*hints.using, *hints.general):
        fact = inner.context.fact(name)
        if fact[0] != "if":
            using.append(name)
            continue
        try:
            using.append(inner.attempt(fact[2], "apply", **{"from": name}).name)
        except Rejected:
            continue
    goal = prove(inner, prop[2], replace(hints, using=tuple(using)))
    return scope.attempt(prop, "suppose", inner=inner.finish(goal))


def by_given_cases(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The cases that the author names, one inside the other."""
    return split_into(scope, prop, hints.cases[0], replace(hints, cases=hints.cases[1:]))


def split_into(scope: Scope, prop: Prop, split: tuple[Prop, ...], hints: Hints) -> Fact:
    from symopt.proof.kernel.splitting import unused

    proofs = []
    for case in split:
        inner = scope.inner(scope.context.child())
        label = unused(inner.context, "case")
        inner.context.assume(label, case)
        using = (*hints.using, label) if case[0] == "=" else hints.using
        if case[0] == "=":
            put_in(inner, case, label, hints.using)
        proofs.append(inner.finish(prove(inner, prop, replace(hints, using=using))))
    return scope.attempt(prop, "cases", split=split, proofs=tuple(proofs))


def put_in(scope: Scope, case: Prop, label: str, names: Iterable[str]) -> None:
    """Say what the relations in use become in the case x = c: v + x > 0 becomes v + c > 0."""
    for name in names:
        fact = scope.context.fact(name)
        if fact[0] not in ("<=", "<", "!="):
            continue
        here = (fact[0], _swap(fact[1], case[1], case[2]), _swap(fact[2], case[1], case[2]))
        if here != fact:
            try:
                scope.attempt(here, "restate", **{"from": name, "using": (label,)})
            except Rejected:
                continue


def by_abs_cases(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Cases on the sign inside an absolute value, a maximum or a minimum."""
    if hints.splits <= 0:
        raise Rejected("too many cases")
    for inside in _kinks(prop):
        try:
            mask = scope.context.normal.sign(scope.context.normal.read(inside))
        except Rejected:
            continue
        if within(mask, NONNEGATIVE) or within(mask, NONPOSITIVE):
            continue
        split = (("<=", 0, inside), ("<", inside, 0))
        return split_into(scope, prop, split, replace(hints, splits=hints.splits - 1))
    raise Rejected("no case to split")


def _kinks(term: Any) -> list[Term]:
    """Return the terms on whose sign absolute values and maxima depend."""
    if not isinstance(term, tuple) or not term or term[0] == "sum":
        return []
    found: list[Term] = []
    if term[0] == "abs":
        found.append(term[1])
    if term[0] in ("max", "min"):
        found += [minus(x, y) for x, y in combinations(term[1:], 2)]
    for item in term:
        found += _kinks(item)
    return list(dict.fromkeys(found))
